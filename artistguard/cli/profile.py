"""artistguard profile ...: my names and addresses."""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run

_LISTS = ("aliases", "handles", "addresses")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("profile", help="my names and addresses")
    verb.add_argument("--name", help="your name, as it should stand in your pictures")
    for name in _LISTS:
        verb.add_argument(f"--{name}", nargs="*", metavar="TEXT", help=f"replaces the {name}")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Show the profile, changed where something was given."""
    from dataclasses import replace

    from artistguard.matching.addresses import AddressBook
    from artistguard.model import wire

    arguments = run.arguments
    with run.studio() as studio:
        profile = studio.catalogue.profile.get()
        given: dict[str, Any] = {
            name: tuple(getattr(arguments, name)) for name in _LISTS if getattr(arguments, name) is not None
        }
        changed = replace(profile, **given) if given else profile
        if arguments.name is not None:
            changed = replace(changed, name=arguments.name)
        if changed != profile:
            with studio.catalogue.transaction():
                studio.catalogue.profile.set(changed)
                studio.catalogue.custody.append("profile-changed", "profile", {"name": changed.name})
    useless = AddressBook(changed.addresses).useless
    run.output.answer(profile=changed, useless=useless)
    shown = {name: value for name, value in wire.dump(changed).items() if name in ("name", *_LISTS)}
    run.output.table(("", ""), ((n, v if isinstance(v, str) else ", ".join(v)) for n, v in shown.items()))
    for address, why in useless.items():
        run.output.say(f"{address} is not looked for: {why}")
    return 0
