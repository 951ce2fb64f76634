"""artistguard settings [NAME VALUE]: every setting, and changing one."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("settings", help="every setting; with NAME VALUE, change one")
    verb.add_argument("name", nargs="?")
    verb.add_argument("value", nargs="?")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Show the settings, one of them changed where asked."""
    from artistguard import settings as settings_file
    from artistguard.model import wire
    from artistguard.model.errors import UsageError

    arguments = run.arguments
    if arguments.name is not None and arguments.value is None:
        raise UsageError(f"Give {arguments.name} a value.")
    with run.studio() as studio:
        if arguments.name is not None:
            studio.save(settings_file.changed(studio.settings, arguments.name, arguments.value))
        shown = wire.dump(studio.settings)
    run.output.answer(settings=shown)
    run.output.table(("Setting", "Value"), ((name, _word(value)) for name, value in shown.items()))
    return 0


def _word(value: object) -> object:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "-" if value == "" else value
