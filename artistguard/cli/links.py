"""artistguard links: places to look at in a browser, because the program may not or cannot ask them."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("links", help="where to look for your names in a browser; nothing is opened or sent")
    verb.set_defaults(run=links)


def links(run: "Run") -> int:
    """A row a place and name."""
    from artistguard.workflow.links import links as found

    with run.studio() as studio:
        result = found(studio)
    rows = [{"title": link.title, "url": link.url, "why": link.why} for link in result.links]
    run.output.answer(links=rows, left_out=result.left_out)
    run.output.table(("Place", "Address", "Why"), ((row["title"], row["url"] or "none", row["why"]) for row in rows))
    for name in result.left_out:
        run.output.say(f"Left out, under a client's seal: {name}")
    run.output.say("Opening one tells that site what you look for.")
    return 0
