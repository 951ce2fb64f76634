"""artistguard client ...: whom work is done for, their rights, mandate and seal."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.rights import Client


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("client", help="whom work is done for: rights, mandate, seal")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="all clients").set_defaults(run=show_all)
    for act, words, action in (
        ("show", "one client", show),
        ("add", "a new client; sealed until you open it", add),
        ("edit", "change rights, mandate, preset", edit),
        ("seal", "nothing that identifies their works leaves this machine", seal),
        ("open", "open the seal", open_seal),
        ("assign", "put works under a client", assign),
    ):
        one = acts.add_parser(act, help=words)
        one.add_argument("name")
        if act in ("add", "edit"):
            one.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE",
                             help="e.g. rights.rights_holder='Meridian Press', mandate.until=2027-06-30")  # fmt: skip
            one.add_argument("--preset", metavar="NAME", help="their works are signed with this preset")
        if act == "seal":
            one.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the first open day")
        if act == "assign":
            one.add_argument("ids", nargs="+", metavar="ID")
        one.set_defaults(run=action)


def show_all(run: "Run") -> int:
    """A row a client."""
    with run.studio() as studio:
        clients = studio.catalogue.clients.list()
    run.output.answer(clients=clients)
    run.output.table(
        ("Client", "Seal", "Rights holder", "Mandate until"),
        (
            (c.name, _seal(c), c.rights.rights_holder, c.mandate.until or "withdrawn" if c.mandate else "none")
            for c in clients
        ),
    )
    return 0


def show(run: "Run") -> int:
    """One client in full."""
    with run.studio() as studio:
        client = studio.catalogue.clients.get(run.arguments.name)
    _describe(run, client)
    return 0


def add(run: "Run") -> int:
    """A new client, with what is known of them."""
    from artistguard.workflow import clients

    with run.studio() as studio, studio.catalogue.transaction():
        client = clients.add(studio, run.arguments.name)
        client = _edited(run, studio, client)
    _describe(run, client)
    return 0


def edit(run: "Run") -> int:
    """Change what is known of a client."""
    with run.studio() as studio, studio.catalogue.transaction():
        client = _edited(run, studio, studio.catalogue.clients.get(run.arguments.name))
    _describe(run, client)
    return 0


def seal(run: "Run") -> int:
    """Close the seal."""
    from artistguard.workflow import clients

    with run.studio() as studio:
        client = clients.seal(studio, studio.catalogue.clients.get(run.arguments.name), run.arguments.until)
    _describe(run, client)
    return 0


def open_seal(run: "Run") -> int:
    """Open the seal."""
    from artistguard.workflow import clients

    with run.studio() as studio:
        client = clients.open_(studio, studio.catalogue.clients.get(run.arguments.name))
    _describe(run, client)
    return 0


def assign(run: "Run") -> int:
    """Put works under a client; the name "none" makes them the artist's own again."""
    from artistguard.workflow import clients
    from artistguard.workflow.sign import works_of

    with run.studio() as studio:
        client = None if run.arguments.name == "none" else studio.catalogue.clients.get(run.arguments.name)
        works = [work.id for work in works_of(studio, run.arguments.ids)]
        clients.assign(studio, works, client)
    run.output.answer(client=client.name if client else None, works=works)
    run.output.say(f"{len(works)} works are {'now under ' + client.name if client else 'your own again'}.")
    return 0


def _edited(run: "Run", studio: object, client: "Client") -> "Client":
    from dataclasses import replace

    from artistguard.workflow import clients
    from artistguard.workflow.studio import Studio

    assert isinstance(studio, Studio)
    changed = clients.with_settings(client, run.arguments.set)
    if run.arguments.preset:
        changed = replace(changed, preset_id=studio.catalogue.presets.get(run.arguments.preset)[0].id)
    if changed != client:
        clients.update(studio, changed)
    return changed


def _seal(client: "Client") -> str:
    if not client.seal.closed:
        return "open"
    return f"sealed until {client.seal.until}" if client.seal.until else "sealed"


def _describe(run: "Run", client: "Client") -> None:
    from artistguard.model import wire

    run.output.answer(client=client)
    run.output.say(f"{client.name}: {_seal(client)}")
    stated = [(name.replace("_", " "), value) for name, value in wire.dump(client.rights).items() if value]
    if client.mandate:
        stated += [(f"mandate: {name}", value) for name, value in wire.dump(client.mandate).items() if value]
    if stated:
        run.output.table(("", ""), stated)
