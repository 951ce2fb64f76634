"""artistguard network ...: the switch, and everything that ever left this machine."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("network", help="the switch (off until you say so), and what left this machine")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    for act, words in (("on", "let the program use the network"), ("off", "let it not")):
        acts.add_parser(act, help=words).set_defaults(run=switch)
    acts.add_parser("log", help="every request that left, or was refused").set_defaults(run=log)
    acts.add_parser("status", help="whether it is on").set_defaults(run=status)


def switch(run: "Run") -> int:
    """Turn it."""
    from dataclasses import replace

    with run.studio() as studio:
        on = run.arguments.act == "on"
        studio.save(replace(studio.settings, network=on))
        studio.catalogue.custody.append("network-switched", "network", {"on": on})
    return status(run)


def status(run: "Run") -> int:
    """On or off, and what it would be used for."""
    with run.studio() as studio:
        settings = studio.settings
    authority = settings.time_authority or "none"
    run.output.answer(on=settings.network, time_authority=settings.time_authority)
    run.output.say(f"The network is {'on' if settings.network else 'off'}. Time-stamp authority: {authority}.")
    return 0


def log(run: "Run") -> int:
    """The egress ledger."""
    with run.studio() as studio:
        entries = list(studio.catalogue.egress.iterate())
    run.output.answer(entries=entries)
    run.output.table(
        ("When", "Why", "Where", "Bytes out", "Answer"),
        (
            (f"{e.at:%Y-%m-%d %H:%M:%S}", e.purpose.value, e.url, e.bytes_out, e.refused or e.status or "none")
            for e in entries
        ),
    )
    run.output.say(f"{len(entries)} requests.")
    return 0
