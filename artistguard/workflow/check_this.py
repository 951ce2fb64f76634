"""Check this: a link, a file or a text that somebody sent. What of mine is in it, by which key, and why.

A link is opened only where the user agreed that its host is asked; else the answer says what would be sent, and sends
nothing. What was looked at and what was not stands beside every answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from artistguard.catalogue.recording import Offered
from artistguard.model import paths
from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import NetworkError, NotAgreed, UsageError
from artistguard.model.finds import Find, Match
from artistguard.model.names import FieldKind
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.watching import Candidate, Coverage, HostNeed, Key, Planned, RemotePicture
from artistguard.sources.base import Asker, BudgetSpent
from artistguard.sources.dataset_viewer import DatasetViewer
from artistguard.workflow import captures, check_files, check_links, consents, names, questions
from artistguard.workflow.check_files import Looked, What
from artistguard.workflow.check_links import Link
from artistguard.workflow.lookup import LookedUp
from artistguard.workflow.recognise import Recogniser, joined, strongest
from artistguard.workflow.studio import Studio

__all__ = ["CheckedThis", "What", "check_once", "check_this", "keep"]

MOST_REQUESTS = 60  # of one check, pictures included
_SCHEME = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/\S*\Z", re.IGNORECASE)
_PATH = re.compile(r"(?:~?/|\.{1,2}[/\\]|[a-z]:[/\\])\S*\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_NAME = 5  # words of a name that is looked for in a link
_SHOWN = 3
_MOST_HOSTS = 20  # that are asked about for one page's pictures


@dataclass(frozen=True, slots=True)
class CheckedThis:
    """The answer. With `missing` hosts nothing of the kind was sent: `planned` is what would be."""

    kind: What
    title: str
    sentence: str
    matches: tuple[Match, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    missing: tuple[HostNeed, ...] = ()
    planned: tuple[Planned, ...] = ()
    looked_up: tuple[LookedUp, ...] = ()
    candidate: Candidate | None = None  # what is behind a link

    @property
    def answered(self) -> bool:
        """Whether it was looked at; pictures may still wait for consent."""
        return bool(self.coverage)


def check_this(
    studio: Studio,
    what: str,
    *,
    text: bool = False,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> CheckedThis:
    """Check a link, the path of a file, or a text (always a text with `text`).

    Raises UsageError, FileError, NetworkError, Sealed.
    """
    what = what if text else what.strip().strip("<>\"'").strip()
    if not what.strip():
        raise UsageError("There is nothing to check.", "Give a link, a file or a text.")
    if not text:
        if (path := _file(what)) is not None:
            return _answer(studio, check_files.look(studio, path))
        if url := _link(what):
            return _open(studio, check_links.link(studio, url), progress, cancel or CancelToken())
    candidate, coverage = check_files.text_candidate(what)
    return _answer(studio, Looked(What.TEXT, candidate, (coverage,)))


def check_once(
    studio: Studio,
    what: str,
    *,
    text: bool = False,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> CheckedThis:
    """Check, and agree for this one time to what would be sent: the consent is written down, and withdrawn after."""
    checked = check_this(studio, what, text=text, progress=progress, cancel=cancel)
    if checked.answered:
        return checked
    shown = "\n".join(planned.request for planned in checked.planned)
    given = [consents.agree(studio, need.host, [Purpose.CHECK], shown) for need in checked.missing]
    try:
        return check_this(studio, what, text=text, progress=progress, cancel=cancel)
    finally:
        for consent in given:
            consents.withdraw(studio, consent.id)


def _file(what: str) -> Path | None:
    """The file that is meant, if one is. Raises UsageError for a path with nothing behind it."""
    try:
        path = Path(what).expanduser()
        if path.is_dir():
            raise UsageError(
                f"{paths.printable(what)} is a folder.", "Choose a file; 'artistguard lookup' takes folders."
            )
        if path.exists():
            return path
    except (OSError, ValueError, RuntimeError):
        return None  # no name that a file could have
    if _PATH.match(what):
        raise UsageError(f"There is no file {paths.printable(what)}.", "Check the path.")
    return None


def _link(what: str) -> str:
    if _SCHEME.match(what):
        return what
    return f"https://{what}" if _BARE.match(what) else ""


def _open(studio: Studio, link: Link, progress: Progress, cancel: CancelToken) -> CheckedThis:
    missing = consents.missing(studio, link.needs, Purpose.CHECK)
    planned = tuple(link.plan())
    if missing[:1] == tuple(link.needs[:1]):
        return _unasked(link, missing, planned)
    subjects = _subjects(studio, link.url)
    asker = Asker(studio.door(), purpose=Purpose.CHECK, most=MOST_REQUESTS, cancel=cancel)
    progress(0, None, urlsplit(link.url).netloc)
    try:
        opened = link.open(studio, asker, subjects)
    except NotAgreed as error:  # the host sends elsewhere
        onward = [HostNeed(error.host, "The link leads on to it.")] if error.host else []
        return replace(_unasked(link, onward, ()), sentence=f"{error.message} {error.advice}")
    progress(asker.requests, None, opened.looked.candidate.title)
    looked = opened.looked
    found, compared, needs = _recognised(studio, looked, cancel)
    if looked.kind is What.DATASET:
        rows, searched = _rows(studio, looked.candidate.title, cancel)
        found, compared = strongest([*found, *rows]), (*compared, *searched)
    checked = _answer(studio, replace(looked, coverage=(*looked.coverage, *compared)), found)
    seen = tuple(captured.capture.sha256 for captured in opened.captures)
    if checked.matches:
        for captured in opened.captures:
            captures.keep(studio, captured)
        studio.catalogue.custody.append(
            "link-checked",
            "check",
            {"url": link.url, "matches": len(checked.matches), "seen": list(seen)},
        )
    return replace(checked, missing=(*missing, *needs), candidate=replace(looked.candidate, captures=seen))


def keep(studio: Studio, checked: CheckedThis) -> Find:
    """Make a card of what a checked link led to: it is judged like any other, and the watch looks after it.

    Raises UsageError where there is nothing to keep.
    """
    candidate = checked.candidate
    if candidate is None or not checked.matches:
        raise UsageError("Only a link with something of yours behind it can be kept as a find.")
    with studio.catalogue.transaction():
        studio.catalogue.finds.record([Offered(candidate, checked.matches)], source=candidate.source)
        card = studio.catalogue.finds.of(candidate.source, candidate.key)
        studio.catalogue.custody.append("find-kept", card.id, {"url": candidate.url, "title": candidate.title})
    return card


def _unasked(link: Link, missing: Sequence[HostNeed], planned: tuple[Planned, ...]) -> CheckedThis:
    host = missing[0].host if missing else urlsplit(link.url).netloc
    sentence = (
        f"Nothing was sent. To look at this, {host} has to be asked, and you have not agreed to that yet: "
        f"'artistguard network allow {host} --for {Purpose.CHECK.value}', or --agree for this one time."
    )
    return CheckedThis(What.OTHER, link.url, sentence, missing=tuple(missing), planned=planned)


def _subjects(studio: Studio, url: str) -> Subjects:
    """About whom the link itself tells something: what in it is under a seal keeps it from being asked for."""
    plain = unquote(url)
    hits = names.matcher(studio).find(plain, FieldKind.URL)
    words = _WORD.findall(plain)
    pieces = [" ".join(words[at : at + n]) for n in range(1, _LONGEST_NAME + 1) for at in range(len(words) - n + 1)]
    sealed = studio.seals.among((url, *pieces))
    return Subjects(names=tuple(dict.fromkeys((*(hit.name.text for hit in hits), *sealed))))


def _recognised(
    studio: Studio, looked: Looked, cancel: CancelToken
) -> tuple[list[Match], tuple[Coverage, ...], tuple[HostNeed, ...]]:
    """What is in it; its pictures too, where the user agreed to fetch them: else which hosts wait for consent."""
    recogniser, pictures = Recogniser(studio), looked.candidate.pictures
    if not pictures:
        return recogniser.recognise(looked.candidate), (), ()
    hosts = dict.fromkeys(_host(picture) for picture in pictures)
    needs = [HostNeed(host, "Its pictures are fetched and compared with your works.", pictures=True) for host in hosts]
    missing = consents.missing(studio, needs, Purpose.PICTURE)
    closed = [need.host for need in missing]
    agreed = tuple(picture for picture in pictures if _host(picture) not in closed)
    asker = Asker(studio.door(), purpose=Purpose.PICTURE, most=MOST_REQUESTS, cancel=cancel)
    found = recogniser.with_pictures(replace(looked.candidate, pictures=agreed), asker)
    note = recogniser.trouble
    if closed:
        more = f" and {len(closed) - _SHOWN} more hosts" if len(closed) > _SHOWN else ""
        note = f"You have not agreed that pictures are fetched from {', '.join(closed[:_SHOWN])}{more}."
    elif not note and recogniser.compared < len(pictures):
        note = "Only the first few of a page are fetched."
    coverage = Coverage("its pictures, compared with your works", "pictures", recogniser.compared, len(pictures), note)
    return found, (coverage,), missing[:_MOST_HOSTS]


def _host(picture: RemotePicture) -> str:
    return urlsplit(picture.url).netloc.lower()


def _rows(studio: Studio, dataset: str, cancel: CancelToken) -> tuple[list[Match], tuple[Coverage, ...]]:
    """What is in the rows of a data set: searched by its viewer, which is told the names, so only after consent."""
    viewer = DatasetViewer(studio.settings.dataset_viewer, hub=studio.settings.hugging_face)
    for need in consents.missing(studio, viewer.needs, Purpose.WATCH):
        note = f"'artistguard network allow {need.host} --for watch' agrees that they are searched for your names."
        return [], (Coverage("its rows", "rows", 0, note=note),)
    recogniser, asked = Recogniser(studio), questions.question(studio, {"dataset": dataset})
    asker = Asker(studio.door(), purpose=Purpose.WATCH, most=MOST_REQUESTS, cancel=cancel)
    found: list[Match] = []
    coverage: tuple[Coverage, ...] = ()
    try:
        for step in viewer.look(asked.question, {}, asker):
            coverage = step.coverage
            for candidate in step.candidates:
                found += recogniser.recognise(candidate)
    except (NetworkError, BudgetSpent) as error:
        return found, (
            *coverage,
            Coverage("the rest of its rows", "rows", 0, note=str(error) or "Too many to ask for."),
        )
    return found, coverage


def _answer(studio: Studio, looked: Looked, found: Sequence[Match] | None = None) -> CheckedThis:
    if found is None:
        found = Recogniser(studio).recognise(looked.candidate)
    matches = joined(strongest([*looked.by_picture, *found])) if looked.by_picture else list(found)
    matches.sort(key=lambda match: (match.strength.rank, list(Key).index(match.key)))
    return CheckedThis(
        kind=looked.kind,
        title=looked.candidate.title,
        sentence=_sentence(studio, looked, matches),
        matches=tuple(matches),
        coverage=looked.coverage,
        looked_up=looked.looked_up,
    )


def _sentence(studio: Studio, looked: Looked, matches: Sequence[Match]) -> str:
    if not matches:
        whole = all(part.whole for part in looked.coverage)
        text = "Nothing of yours was found in what was looked at"
        return f"{text}." if whole else f"{text}; not everything was."
    shown = [_words(studio, match) for match in matches[:_SHOWN]]
    more = len(matches) - _SHOWN
    return "In it: " + "; ".join([*shown, f"and {more} more"] if more > 0 else shown) + "."


def _words(studio: Studio, match: Match) -> str:
    if match.key is Key.PICTURE:
        number = match.details.get("number")
        return f"your #{number} itself" if match.details.get("same") else f"a picture like your #{number}"
    what = "the name" if match.key is Key.NAME else "your address"
    return f"{what} {match.subject} ({match.strength.value})"
