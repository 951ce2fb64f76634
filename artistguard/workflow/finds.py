"""Finds: what the watch found, as cards, one a family; verdicts, what the artist has nothing against, a weekly number.

Severe cards come first and are always shown. Of the others the strongest of a week are shown, up to the setting
`finds_a_week`, severe ones counted in; the rest is held back and moves up in a week that brings less.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from artistguard.model.errors import UsageError
from artistguard.model.finds import Allowance, AllowKind, Find, Standing, Verdict
from artistguard.model.ids import now
from artistguard.workflow import names
from artistguard.workflow.studio import Studio

MOST = 1_000  # cards of one answer
_WEEK = timedelta(weeks=1)
_SOURCES = {"Hugging Face": "hugging-face", "Civitai": "civitai"}  # platforms of addresses, as sources are called
_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?\Z", re.IGNORECASE)


def cards(
    studio: Studio,
    *,
    news: bool = True,
    held: bool | None = False,
    verdict: Verdict | None = None,
    since: datetime | None = None,
    limit: int = MOST,
    offset: int = 0,
) -> tuple[Find, ...]:
    """Cards, the severe first, then by strength, then the newest.

    `news`: only those that wait for a verdict, or have news since. `held`: only those that are held back, or only
    those that are not; None: both. `since`: only those with news at or after a moment.
    """
    balance(studio)
    return studio.catalogue.finds.cards(
        news=True if news and verdict is None else None,
        held=held if verdict is None else None,
        verdict=verdict,
        since=since,
        limit=limit,
        offset=offset,
    )


def get(studio: Studio, reference: str) -> Find:
    """A card by its id or the beginning of it, with its whole history. Raises UsageError."""
    return studio.catalogue.finds.get(reference)


def judge(studio: Studio, reference: str, verdict: Verdict, note: str = "") -> Find:
    """Write down what the artist says of a card. It stays so until undone, whatever is found again."""
    with studio.catalogue.transaction():
        card = studio.catalogue.finds.judge(reference, verdict, note)
        studio.catalogue.custody.append(
            "find-judged", card.id, {"verdict": verdict.value, "note": note, "title": card.title, "url": card.url}
        )
    return card


def undo(studio: Studio) -> Find | None:
    """Take back the last verdict of this seat; None if there is none."""
    with studio.catalogue.transaction():
        card = studio.catalogue.finds.undo()
        if card is not None:
            studio.catalogue.custody.append("verdict-undone", card.id, {"title": card.title})
    return card


def counts(studio: Studio) -> Mapping[str, int]:
    """How many cards there are: "all", "news", "held", "severe", "allowed", and of each verdict."""
    balance(studio)
    return studio.catalogue.finds.counts()


def allow(studio: Studio, kind: AllowKind, value: str, note: str = "") -> Allowance:
    """Have nothing against an account, an address or one candidate: what it holds makes no card. Raises UsageError."""
    value = value.strip()
    if kind is AllowKind.ADDRESS:
        if not _ADDRESS.match(value):
            raise UsageError(f"{value!r} is no address.", "Write a URL or a domain, e.g. https://hub.example/account.")
    elif not all(value.partition("/")[::2]):
        raise UsageError(f"{value!r} is no {kind.value}.", "Write the source, a slash, and what it is there.")
    with studio.catalogue.transaction():
        allowance = studio.catalogue.allowances.add(kind, value, note)
        studio.catalogue.custody.append(
            "allowed", allowance.id, {"kind": kind.value, "value": allowance.value, "note": note}
        )
    return allowance


def allowances(studio: Studio) -> tuple[Allowance, ...]:
    """What the artist has nothing against, oldest first."""
    return studio.catalogue.allowances.list()


def disallow(studio: Studio, reference: str) -> Allowance:
    """Take an allowance back, by its id or the beginning of it. Its finds are cards again. Raises UsageError."""
    with studio.catalogue.transaction():
        allowance = studio.catalogue.allowances.remove(reference)
        studio.catalogue.custody.append(
            "disallowed", allowance.id, {"kind": allowance.kind.value, "value": allowance.value}
        )
    return allowance


def own_accounts(studio: Studio) -> frozenset[tuple[str, str]]:
    """(source, account in small letters) of the artist's own accounts, as the addresses of the profile tell them."""
    profiles = names.book(studio).profiles
    return frozenset((_SOURCES[p.platform], p.account.casefold()) for p in profiles if p.platform in _SOURCES)


def balance(studio: Studio) -> None:
    """Hold back what is over the weekly number, and let move up what is not any more."""
    standing = studio.catalogue.finds.standing()
    wanted = held_back(standing, studio.settings.finds_a_week, now())
    if wanted != {card.id for card in standing if card.held}:
        studio.catalogue.finds.hold(wanted)


def held_back(standing: Iterable[Standing], a_week: int, at: datetime) -> frozenset[str]:
    """The cards to hold back: week by week the strongest are shown, what is left waits for the next."""
    weeks: defaultdict[datetime, list[Standing]] = defaultdict(list)
    for card in standing:
        weeks[min(_monday(card.last_news), _monday(at))].append(card)
    waiting: list[Standing] = []
    week = min(weeks, default=_monday(at))
    while week <= _monday(at):
        waiting += [card for card in weeks[week] if not card.severe]
        waiting.sort(key=lambda card: (card.rank, -card.last_news.timestamp(), card.id))
        del waiting[: max(0, a_week - sum(card.severe for card in weeks[week]))]
        week += _WEEK
    return frozenset(card.id for card in waiting if card.news)


def _monday(at: datetime) -> datetime:
    """Where a moment's week begins, in UTC."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
