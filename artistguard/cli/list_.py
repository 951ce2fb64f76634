"""artistguard list: the portfolio."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("list", help="the works of the portfolio")
    verb.add_argument("--state", choices=["unsigned", "signed", "outdated"])
    verb.add_argument("--client", metavar="NAME")
    verb.add_argument("--search", metavar="TEXT", help="in titles")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """A row a work."""
    from artistguard.model.artwork import WorkState, work_state

    arguments, output = run.arguments, run.output
    with run.studio() as studio:
        catalogue = studio.catalogue
        client = catalogue.clients.get(arguments.client) if arguments.client else None
        names = {known.id: known.name for known in catalogue.clients.list()}
        rows = []
        for work in catalogue.works.iterate(
            state=WorkState(arguments.state) if arguments.state else None,
            client_id=client.id if client else None,
            text=arguments.search,
        ):
            first = next((e for e in work.editions if not e.role.ours and e.superseded_by is None), None)
            rows.append(
                {
                    "id": work.id,
                    "number": work.number,
                    "title": work.title,
                    "state": work_state(work.editions).value,
                    "client": names.get(work.client_id or ""),
                    "format": first.format if first else None,
                    "width": first.picture.width if first else None,
                    "height": first.picture.height if first else None,
                    "files": len(work.editions),
                }
            )
        counts = {state.value: count for state, count in catalogue.works.count().items()}
    output.answer(works=rows, counts=counts)
    columns = ("", "Title", "State", "Client", "Format", "Pixels", "Files", "Id")
    output.table(
        columns,
        (
            (
                f"#{row['number']}",
                row["title"],
                row["state"],
                row["client"],
                row["format"],
                f"{row['width']} x {row['height']}" if row["width"] else "",
                row["files"],
                row["id"],
            )
            for row in rows
        ),
    )
    output.say(", ".join(f"{count} {state}" for state, count in counts.items()) or "The portfolio is empty.")
    return 0
