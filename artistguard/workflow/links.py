"""Links for the browser to places that the program does not ask, for everything that no client's seal keeps back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from artistguard.sources.link_outs import LinkOut, link_outs
from artistguard.workflow import questions

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class Links:
    """The links, and the names and addresses for which a seal forbids them."""

    links: tuple[LinkOut, ...]
    left_out: tuple[str, ...]


def links(studio: "Studio") -> Links:
    """Where to look for the artist's names and addresses in a browser. Nothing is opened, nothing is sent."""
    asked = questions.question(studio, {})
    return Links(link_outs(asked.question.names, asked.question.addresses), asked.left_out)
