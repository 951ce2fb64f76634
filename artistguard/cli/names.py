"""artistguard names ...: what is looked for, what is not, and a tester."""

import argparse
from typing import TYPE_CHECKING, Any

from artistguard.model.names import FieldKind, NameKind

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("names", help="the names that are looked for, and what a text holds of them")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="all names, what hubs are asked for, and which say little").set_defaults(run=show_all)
    one = acts.add_parser("add", help="look for a name")
    one.add_argument("text")
    one.add_argument("--kind", choices=[kind.value for kind in NameKind], default=NameKind.ALIAS.value,
                     help="default: alias; name is your own, of which there is one")  # fmt: skip
    one.add_argument("--client", metavar="NAME", help="it belongs to this client, and is under their seal")
    one.set_defaults(run=add)
    for act, words, action in (
        ("remove", "look for a name no longer", remove),
        ("ignore", "a name within this phrase does not count", ignore),
        ("unignore", "a name within this phrase counts again", ignore),
    ):
        one = acts.add_parser(act, help=words)
        one.add_argument("text")
        one.set_defaults(run=action)
    one = acts.add_parser("test", help="what of yours is in a text")
    one.add_argument("text")
    one.add_argument("--field", choices=[field.value for field in FieldKind], default=FieldKind.TEXT.value,
                     help="where the text stands (default: text)")  # fmt: skip
    one.set_defaults(run=test)


def show_all(run: "Run") -> int:
    """A row a name."""
    from artistguard.matching.names import query_forms
    from artistguard.matching.spellings import warning
    from artistguard.workflow import names

    with run.studio() as studio:
        found = names.own_names(studio)
        phrases = names.ignored(studio)
        clients = {client.id: client.name for client in studio.catalogue.clients.list()}
    rows: list[dict[str, Any]] = [
        {
            "name": name.text,
            "kind": name.kind,
            "client": clients.get(name.client_id or ""),
            "asked": query_forms(name),
            "warning": warning(name),
        }
        for name in found
    ]
    run.output.answer(names=rows, ignored=phrases)
    if rows:
        run.output.table(
            ("Name", "Kind", "Client", "Hubs are asked for", ""),
            ((row["name"], row["kind"], row["client"], ", ".join(row["asked"]), row["warning"]) for row in rows),
        )
    else:
        run.output.say("No names yet. Add one with `artistguard names add TEXT`.")
    for phrase in phrases:
        run.output.say(f"Ignored: {phrase}")
    return 0


def add(run: "Run") -> int:
    """A name more."""
    from artistguard.matching.spellings import warning
    from artistguard.workflow import names

    arguments = run.arguments
    with run.studio() as studio:
        name = names.add(studio, arguments.text, NameKind(arguments.kind), arguments.client)
    words = warning(name)
    run.output.answer(name=name.text, kind=name.kind, warning=words)
    run.output.say(f"{name.text} ({name.kind.value}) is looked for.")
    if words:
        run.output.say(words)
    return 0


def remove(run: "Run") -> int:
    """A name less."""
    from artistguard.workflow import names

    with run.studio() as studio:
        gone = names.remove(studio, run.arguments.text)
    run.output.answer(removed=[name.text for name in gone])
    run.output.say(f"{gone[0].text} is no longer looked for.")
    return 0


def ignore(run: "Run") -> int:
    """A phrase more or less."""
    from artistguard.workflow import names

    with run.studio() as studio:
        change = names.ignore if run.arguments.act == "ignore" else names.unignore
        change(studio, run.arguments.text)
        phrases = names.ignored(studio)
    run.output.answer(ignored=phrases)
    run.output.say("Ignored: " + ("; ".join(phrases) or "nothing") + ".")
    return 0


def test(run: "Run") -> int:
    """What a text holds."""
    from artistguard.workflow import names

    with run.studio() as studio:
        tested = names.test(studio, run.arguments.text, FieldKind(run.arguments.field))
    hits = [{"name": h.name.text, "kind": h.name.kind, "found": h.found, "start": h.start, "end": h.end,
             "strength": h.strength, "reason": h.reason} for h in tested.names]  # fmt: skip
    held = [{"name": h.name.text, "kind": h.name.kind, "found": h.found, "start": h.start, "end": h.end,
             "reason": h.reason} for h in tested.held_back]  # fmt: skip
    run.output.answer(field=run.arguments.field, hits=hits, addresses=tested.addresses, held_back=held)
    rows = [(h.name.text, h.found, h.strength.value, h.reason) for h in tested.names]
    rows += [(h.address, h.found, h.strength.value, h.reason) for h in tested.addresses]
    rows += [(h.name.text, h.found, "held back", h.reason) for h in tested.held_back]
    if rows:
        run.output.table(("Yours", "Found", "Strength", "Why"), rows)
    else:
        run.output.say("Nothing of yours is in it.")
    return 0
