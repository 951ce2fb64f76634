"""artistguard matches ...: what the watch found, one card a family, and what you say of it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.finds import Find

_VERDICTS = ("mine", "approved", "not-mine", "ignored")
_ALLOWED = ("account", "address", "candidate")
_SHOWN = 12  # characters of an id in a table
_ROWS = 50


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("matches", help="what the watch found, and what you say of it")
    which = verb.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="judged and held ones too")
    which.add_argument("--held", action="store_true", help="those that your weekly number holds back")
    which.add_argument("--verdict", choices=_VERDICTS, help="those you judged so")
    verb.set_defaults(run=show_all)
    acts = verb.add_subparsers(dest="act", metavar="ACT")
    one = acts.add_parser("show", help="one card: where, why, since when")
    one.add_argument("id")
    one.set_defaults(run=show)
    one = acts.add_parser("judge", help="say what it is; it stays so until you undo it")
    one.add_argument("id")
    one.add_argument("as_", metavar="VERDICT", choices=_VERDICTS, help=", ".join(_VERDICTS))
    one.add_argument("--note", default="", metavar="TEXT")
    one.set_defaults(run=judge)
    one = acts.add_parser("confirm", help="compare a find's picture with the work itself, point by point")
    one.add_argument("id")
    one.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="the picture, if you have it; else it is fetched"
    )
    one.set_defaults(run=confirm)
    acts.add_parser("undo", help="take the last verdict back").set_defaults(run=undo)
    one = acts.add_parser("allow", help="have nothing against an account, an address or one find")
    one.add_argument("kind", choices=_ALLOWED)
    one.add_argument("value", help="source/account; a URL or domain; or the id of a card")
    one.add_argument("--note", default="", metavar="TEXT", help="e.g. which licence")
    one.set_defaults(run=allow)
    acts.add_parser("allowed", help="what you have nothing against").set_defaults(run=allowed)
    one = acts.add_parser("disallow", help="take an allowance back")
    one.add_argument("id")
    one.set_defaults(run=disallow)


def show_all(run: "Run") -> int:
    """A row a card; those that wait for a verdict unless others were asked for."""
    from artistguard.model.finds import Verdict
    from artistguard.workflow import finds

    asked = run.arguments
    with run.studio() as studio:
        if asked.verdict:
            cards = finds.cards(studio, verdict=Verdict(asked.verdict))
        elif asked.held:
            cards = finds.cards(studio, held=True)
        else:
            cards = finds.cards(studio, news=not asked.all, held=None if asked.all else False)
        counts = finds.counts(studio)
    run.output.answer(matches=[as_json(card) for card in cards], counts=counts)
    if cards:
        run.output.table(("Find", "", "By", "What", "Why you see it"), map(_row, cards))
    run.output.say(_counted(len(cards), counts))
    return 0


def show(run: "Run") -> int:
    """One card with everything that is known of it."""
    from artistguard.workflow import finds

    with run.studio() as studio:
        card = finds.get(studio, run.arguments.id)
    run.output.answer(match=as_json(card))
    _describe(run, card)
    return 0


def judge(run: "Run") -> int:
    """Write a verdict down."""
    from artistguard.model.finds import Verdict
    from artistguard.workflow import finds

    with run.studio() as studio:
        card = finds.judge(studio, run.arguments.id, Verdict(run.arguments.as_), run.arguments.note)
    run.output.answer(match=as_json(card))
    run.output.say(f"{card.title}: {run.arguments.as_}. 'matches undo' takes it back.")
    return 0


def confirm(run: "Run") -> int:
    """Compare on bytes. Nothing leaves without consent for the host, or for a sealed work."""
    from artistguard.model import wire
    from artistguard.workflow.confirm_find import confirm_find

    with run.studio() as studio:
        compared = confirm_find(studio, run.arguments.id, run.arguments.file, cancel=run.cancel)
    agreement = compared.confirmed.agreement
    run.output.answer(
        match=as_json(compared.find),
        confirmed={**wire.dump(agreement), "same": agreement.same},
        sentence=compared.confirmed.sentence,
        capture=compared.capture,
    )
    run.output.say(compared.confirmed.sentence)
    if compared.capture:
        run.output.say(f"Compared with the picture that is kept as evidence: {compared.capture[:_SHOWN]}.")
    return 0


def undo(run: "Run") -> int:
    """Take the last verdict of this seat back."""
    from artistguard.workflow import finds

    with run.studio() as studio:
        card = finds.undo(studio)
    run.output.answer(match=None if card is None else as_json(card))
    run.output.say("There is no verdict to take back." if card is None else f"{card.title}: taken back.")
    return 0


def allow(run: "Run") -> int:
    """An own account, a licensed use."""
    from artistguard.model.finds import AllowKind
    from artistguard.workflow import finds

    kind, value = AllowKind(run.arguments.kind), run.arguments.value
    with run.studio() as studio:
        made = [finds.allow(studio, kind, each, run.arguments.note) for each in _meant(studio, kind, value)]
        counts = finds.counts(studio)
    run.output.answer(allowances=made, counts=counts)
    for each in made:
        run.output.say(f"Allowed: {each.kind.value} {each.value}. What it holds makes no card.")
    return 0


def allowed(run: "Run") -> int:
    """The list."""
    from artistguard.workflow import finds

    with run.studio() as studio:
        found = finds.allowances(studio)
    run.output.answer(allowances=found)
    run.output.table(
        ("Id", "Kind", "What", "Note", "Since"),
        ((each.id[:_SHOWN], each.kind.value, each.value, each.note, f"{each.at:%Y-%m-%d}") for each in found),
    )
    run.output.say(f"{len(found)} allowed.")
    return 0


def disallow(run: "Run") -> int:
    """Take one back."""
    from artistguard.workflow import finds

    with run.studio() as studio:
        gone = finds.disallow(studio, run.arguments.id)
    run.output.answer(allowance=gone)
    run.output.say(f"Not allowed any more: {gone.kind.value} {gone.value}. What it holds is a find again.")
    return 0


def as_json(card: "Find") -> dict[str, Any]:
    """A card for scripts: what the catalogue says of it, without the sources' long texts."""
    from artistguard.model import wire

    made: dict[str, Any] = wire.dump(card)
    for member in made["members"]:
        for part in ("texts", "pictures", "files"):
            member["candidate"][part] = len(member["candidate"][part])
    return made


def _meant(studio: Any, kind: Any, value: str) -> list[str]:
    """What an allowance says; for a card all its places, so that a person need not know a source's keys."""
    from artistguard.model.finds import AllowKind
    from artistguard.workflow import finds

    if kind is not AllowKind.CANDIDATE or "/" in value:
        return [value]
    card = finds.get(studio, value)
    return [f"{member.candidate.source}/{member.candidate.key}" for member in card.members]


def _row(card: "Find") -> tuple[object, ...]:
    strength = "severe" if card.severe else card.strength.value
    if card.verdict is not None:
        strength += f", {card.verdict.value}"
    return card.id[:_SHOWN], strength, " + ".join(key.value for key in card.keys), card.title, card.why


def _counted(shown: int, counts: Any) -> str:
    text = f"{shown} shown"
    if counts.get("held"):
        text += f"; {counts['held']} weaker ones are held back by your weekly number ('matches --held')"
    if counts.get("allowed"):
        text += f"; {counts['allowed']} allowed"
    return f"{text}."


def _describe(run: "Run", card: "Find") -> None:
    say = run.output.say
    verdict = "not judged" if card.verdict is None else f"{card.verdict.value}, judged {card.judged_at:%Y-%m-%d}"
    say(f"{card.title}  ({'severe, ' if card.severe else ''}{card.strength.value}; {verdict})")
    say(f"  {card.url}")
    say(f"  {card.why}")
    rows = ((m.key.value, m.found, m.strength.value, m.reason) for m in card.matches[:_ROWS])
    run.output.table(("By", "Found", "", "Why"), rows)
    say()
    members = (
        (
            m.candidate.source,
            m.candidate.title,
            f"{m.first_seen:%Y-%m-%d}",
            f"gone since {m.gone_since:%Y-%m-%d}" if m.gone_since else f"seen {m.last_seen:%Y-%m-%d}",
        )
        for m in card.members[:_ROWS]
    )
    run.output.table(("Source", "Where", "First seen", ""), members)
    for member in card.members[:_ROWS]:
        if member.candidate.note:
            say(f"{member.candidate.title}: {member.candidate.note}")
    if card.declared_by:
        say(f"\nModels whose cards declare it: {', '.join(card.declared_by[:_ROWS])}")
    say()
    history = ((f"{s.at:%Y-%m-%d %H:%M}", s.text, s.capture[:12]) for s in card.history[:_ROWS])
    run.output.table(("When", "What happened", "Seen as"), history)
