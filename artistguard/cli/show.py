"""artistguard show ID: everything about one work."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("show", help="one work: files, fingerprints, history")
    verb.add_argument("id", metavar="ID", help="a number (#7), an id, or the beginning of one")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """The work, its files and their fingerprints, and its lines of the ledger."""
    from artistguard.model import paths, wire
    from artistguard.model.artwork import work_state

    output = run.output
    with run.studio() as studio:
        catalogue = studio.catalogue
        work = catalogue.works.find(run.arguments.id)
        client = catalogue.clients.get(work.client_id) if work.client_id else None
        prints = {edition.id: catalogue.works.fingerprints(edition.id) for edition in work.editions}
        files = {e.id: catalogue.roots.path(e.location.root) / paths.native(e.location.path) for e in work.editions}
        ids = {work.id, *prints}
        history = sorted((e for id_ in ids for e in catalogue.custody.iterate(id_)), key=lambda e: e.seq)
    output.answer(
        work={**wire.dump(work), "state": work_state(work.editions).value, "client": client.name if client else None},
        fingerprints=prints,
        files={edition: paths.text(path) for edition, path in files.items()},
        history=history,
    )
    output.say(f"#{work.number}  {work.title}   ({work_state(work.editions).value})   {work.id}")
    if client:
        output.say(f"Client: {client.name}{', sealed' if client.seal.closed else ''}")
    for edition in work.editions:
        facts = edition.picture
        replaced = ", replaced since" if edition.superseded_by else ""
        output.say(f"\n{edition.role.value}{replaced}: {paths.printable(files[edition.id])}")
        output.say(
            f"  {edition.format}, {facts.width} x {facts.height}, {facts.colour or ''} {facts.profile or ''}".rstrip()
        )
        if facts.note:
            output.say(f"  {facts.note}")
        output.say(f"  sha256 {edition.sha256}")
        for print_ in prints[edition.id]:
            quality = f" (quality {print_.quality})" if print_.quality is not None else ""
            output.say(f"  {print_.kind.value} {print_.value}{quality}")
        for sidecar in edition.sidecars:
            output.say(f"  beside it: {paths.printable(sidecar)}")
    output.say("\nHistory")
    for entry in history:
        output.say(f"  {entry.at:%Y-%m-%d %H:%M}  {entry.act}  by {entry.actor} at {entry.seat}")
    return 0
