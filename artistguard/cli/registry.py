"""artistguard registry ...: where works can be declared, what each place is worth, and the key that signs there."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.cli import forms, registry_search
from artistguard.cli.record_words import KINDS, TAKES, WITHDRAWALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artistguard.cli.app import Run
    from artistguard.model.registering import DeclarationState


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("registry", help="registries: what they take, and whether anybody is known to read them")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="all of them").set_defaults(run=show_all)
    one = acts.add_parser("show", help="one of them")
    one.add_argument("name", metavar="NAME")
    one.set_defaults(run=show)
    registry_search.register(acts)
    forms.add(acts)
    key = acts.add_parser("key", help="the key that signs declarations: without it none can be taken back")
    key.add_argument("--backup", type=Path, metavar="FILE", help="write it into a file that the passphrase opens")
    key.add_argument("--restore", type=Path, metavar="FILE", help="take it in again from such a file")
    key.add_argument("--new", action="store_true", help="make another where the old one is lost")
    key.set_defaults(run=show_key)


def show_all(run: "Run") -> int:
    """Two short tables: what the program does itself, and what only people can do. `show` has the rest."""
    from artistguard.model.registering import RegistryKind
    from artistguard.workflow import forms as by_hand
    from artistguard.workflow import registering

    with run.studio() as studio:
        found = registering.registries(studio)
        counts = studio.catalogue.declarations.counts()
        entries = {entry.form.name: entry for entry in by_hand.checklist(studio)}
    run.output.answer(
        registries=[
            {"capabilities": each.capabilities, "declarations": counts.get(name, {})} for name, each in found.items()
        ]
    )
    each_kind = [(name, each.capabilities) for name, each in found.items()]
    run.output.say("What the program does: artistguard register ID --to NAME, or registry check NAME")
    run.output.table(
        ("Name", "Registry", "Yours"),
        ((name, c.title, _counted(counts.get(name, {}))) for name, c in each_kind if c.kind is not RegistryKind.FORM),
    )
    run.output.say("\nWhat only you can do, with forms and settings: artistguard registry pack NAME DIR")
    run.output.table(
        ("Name", "Form", "You said"),
        (
            (name, c.title, entries[name].state.value if name in entries else "")
            for name, c in each_kind
            if c.kind is RegistryKind.FORM
        ),
    )
    run.output.say(
        "\nWhat each takes, whether it can be taken back and whether anybody is known to read it: "
        "artistguard registry show NAME"
    )
    run.output.say(
        "To be recorded somewhere makes a no findable and datable. Whether a reader keeps to it is another matter."
    )
    return 0


def show(run: "Run") -> int:
    """Everything known of one."""
    from artistguard.model.registering import RegistryKind
    from artistguard.workflow import registering

    with run.studio() as studio:
        capabilities = registering.registry(studio, run.arguments.name).capabilities
        if capabilities.kind is RegistryKind.FORM:
            return forms.show(run, studio, capabilities.name)
        counts = studio.catalogue.declarations.counts().get(capabilities.name, {})
    run.output.answer(registry=capabilities, declarations=counts)
    rows = [
        ("What", capabilities.what),
        ("How", KINDS[capabilities.kind]),
        ("Takes", _takes(capabilities.takes)),
        ("Public", "yes: anybody can read what is declared there" if capabilities.public else "no"),
        ("Withdrawal", WITHDRAWALS[capabilities.withdrawal]),
        ("Known to read it", f"{capabilities.readers} (looked at {capabilities.looked})"),
        ("Sealed works", "may be declared: nothing leaves" if capabilities.sealed_too else "are left out"),
        ("Its page", capabilities.address),
    ]
    run.output.say(capabilities.title)
    run.output.table(("", ""), (row for row in rows if row[1]))
    if counts:
        run.output.say(f"Declarations of this catalogue: {_counted(counts)}.")
    return 0


def show_key(run: "Run") -> int:
    """The public key; its back-up."""
    from artistguard.model.errors import KeyLocked, UsageError
    from artistguard.workflow import registering

    arguments = run.arguments
    if arguments.backup and arguments.restore:
        raise UsageError("Back it up or restore it, not both.")
    with run.studio() as studio:
        key = registering.record_key(studio)
        if arguments.new:
            key.make_new()
        if arguments.backup or arguments.restore:
            passphrase = run.passphrase()
            if not passphrase:
                raise KeyLocked("A back-up opens with a passphrase.", "Give --passphrase-fd.")
            if arguments.restore:
                key.take_in(arguments.restore, passphrase)
            else:
                key.back_up(arguments.backup, passphrase)
        public = key.public.hex()
    run.output.answer(key=public, algorithm="Ed25519", backup=arguments.backup)
    run.output.say(f"Declarations are signed with the Ed25519 key {public}.")
    if arguments.backup:
        run.output.say(f"It was written into {arguments.backup}, which opens with the passphrase. Keep that elsewhere.")
    elif not arguments.restore:
        run.output.say("If it is lost, nothing it signed can be taken back: artistguard registry key --backup FILE.")
    return 0


def _counted(counts: "Mapping[DeclarationState, int]") -> str:
    return ", ".join(f"{count} {state.value}" for state, count in sorted(counts.items(), key=lambda item: item[0]))


def _takes(takes: object) -> str:
    assert isinstance(takes, frozenset)
    return ", ".join(TAKES[each] for each in sorted(takes)) or "nothing"
