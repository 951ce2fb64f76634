"""artistguard network ...: the switch, the hosts you agreed to, and everything that ever left this machine."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run

_PURPOSES = ("watch", "check", "picture", "posted-copy", "scan", "register")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("network", help="the switch (off until you say so), hosts, and what left this machine")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    for act, words in (("on", "let the program use the network"), ("off", "let it not")):
        acts.add_parser(act, help=words).set_defaults(run=switch)
    acts.add_parser("status", help="whether it is on").set_defaults(run=status)
    acts.add_parser("log", help="every request that left, or was refused").set_defaults(run=log)
    listing = acts.add_parser("hosts", help="the hosts you agreed to, and those that have a token")
    listing.add_argument("--all", action="store_true", help="what you withdrew as well")
    listing.set_defaults(run=hosts)
    allowing = acts.add_parser("allow", help="agree that a host is asked; shows first what would be sent")
    allowing.add_argument("host", metavar="HOST", help="a name, name:port, or *.name for every name below it")
    allowing.add_argument(
        "--for", dest="purposes", nargs="+", choices=_PURPOSES, default=["watch", "check"], help="default: watch check"
    )
    allowing.add_argument("--show", action="store_true", help="only show what would be sent")
    allowing.add_argument("--yes", action="store_true", help="do not ask")
    allowing.set_defaults(run=allow)
    withdrawing = acts.add_parser("withdraw", help="take an agreement back")
    withdrawing.add_argument("host", metavar="HOST", help="the host, or the id of one agreement")
    withdrawing.set_defaults(run=withdraw)
    keeping = acts.add_parser("token", help="keep a host's token, read from standard input")
    keeping.add_argument("host", metavar="HOST")
    keeping.add_argument("--fd", type=int, metavar="N", help="read it from file descriptor N instead")
    keeping.set_defaults(run=token)
    forgetting = acts.add_parser("forget-token", help="remove a host's token")
    forgetting.add_argument("host", metavar="HOST")
    forgetting.set_defaults(run=forget_token)


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
    from artistguard.workflow import consents

    with run.studio() as studio:
        settings = studio.settings
        agreed = sorted({consent.host for consent in consents.agreed(studio)})
    authority = settings.time_authority or "none"
    run.output.answer(on=settings.network, time_authority=settings.time_authority, hosts=agreed)
    run.output.say(f"The network is {'on' if settings.network else 'off'}. Time-stamp authority: {authority}.")
    run.output.say(f"Hosts you agreed to: {', '.join(agreed) or 'none'}.")
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


def hosts(run: "Run") -> int:
    """What was agreed: when, by whom, for what."""
    from artistguard.workflow import consents, tokens

    with run.studio() as studio:
        found = studio.catalogue.consents.list() if run.arguments.all else consents.agreed(studio)
        keyed = tokens.hosts_with_tokens(studio)
    run.output.answer(consents=found, tokens=keyed)
    run.output.table(
        ("Host", "For", "Agreed", "By", "Withdrawn", "Id"),
        (
            (
                consent.host,
                ", ".join(consent.purposes),
                f"{consent.at:%Y-%m-%d %H:%M}",
                f"{consent.actor}, {consent.seat}",
                f"{consent.withdrawn_at:%Y-%m-%d %H:%M}" if consent.withdrawn_at else "",
                consent.id,
            )
            for consent in found
        ),
    )
    run.output.say(f"Tokens are kept for: {', '.join(keyed) or 'no host'}.")
    return 0


def allow(run: "Run") -> int:
    """Show what would be sent, and write down that the user agreed."""
    from artistguard.model.egress import Purpose
    from artistguard.workflow import consents, would_send

    purposes = [Purpose(text) for text in run.arguments.purposes]
    with run.studio() as studio:
        shown = would_send.in_words(studio, run.arguments.host, purposes)
        run.output.say(shown)
        run.output.answer(shown=shown, consent=None)
        if run.arguments.show or not _agreed(run):
            run.output.say("\nNothing was agreed to.")
            return 0
        consent = consents.agree(studio, run.arguments.host, purposes, shown)
        on = studio.settings.network
    run.output.answer(consent=consent)
    run.output.say(f"\nYou agreed to {consent.host}, for {', '.join(consent.purposes)}.")
    if not on:
        run.output.say("The network is off, so nothing is sent: 'artistguard network on' switches it on.")
    return 0


def withdraw(run: "Run") -> int:
    """Take back what was agreed to a host."""
    from artistguard.workflow import consents

    with run.studio() as studio:
        consent = consents.withdraw(studio, run.arguments.host)
    run.output.answer(consent=consent)
    run.output.say(f"{consent.host} is not asked any more.")
    return 0


def token(run: "Run") -> int:
    """Keep a token. It is never a word of the command: other users of the machine could read it there."""
    from artistguard.workflow import tokens

    text = _secret(run)
    with run.studio() as studio:
        locked_by = tokens.set_token(studio, run.arguments.host, text)
        keyed = tokens.hosts_with_tokens(studio)
    run.output.answer(locked_by=locked_by, tokens=keyed)
    run.output.say(f"The token is kept, locked by the {locked_by}. It is sent to that host alone.")
    return 0


def forget_token(run: "Run") -> int:
    """Remove a token."""
    from artistguard.workflow import tokens

    with run.studio() as studio:
        tokens.forget_token(studio, run.arguments.host)
        keyed = tokens.hosts_with_tokens(studio)
    run.output.answer(tokens=keyed)
    run.output.say("The token is not kept any more. Revoke it at the host as well if it may be known to others.")
    return 0


def _agreed(run: "Run") -> bool:
    """The command is the agreement of a script; a person is asked once more, after they saw what would be sent."""
    if run.arguments.yes or not run.output.asks:
        return True
    return input("Agree? [y/N] ").strip().lower() in ("y", "yes")


def _secret(run: "Run") -> str:
    from artistguard.model.errors import UsageError

    descriptor = run.arguments.fd
    if descriptor is None and run.output.asks:
        import getpass

        return getpass.getpass(f"Token of {run.arguments.host}: ", stream=sys.stderr)
    try:
        with os.fdopen(0 if descriptor is None else descriptor, "r", closefd=False) as file:
            return file.readline(8192).strip()
    except OSError as error:
        raise UsageError(f"The token cannot be read: {error.strerror}.") from error
