"""The Hugging Face Hub: models, data sets and spaces, by every form of the artist's names, and every new LoRA.

A round has four stages: finds of before are looked after; the names are searched for; the models that declare a data
set with a find are listed; what changed among the LoRAs since the last round is read, headers included. The search
sees names of repositories alone, so the last stage is the one that finds a model whose name says nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from artistguard.model.ids import now
from artistguard.model.watching import HostNeed, Key, Planned, Question, Step
from artistguard.sources import hub_round
from artistguard.sources.base import Asker
from artistguard.sources.hub_api import HubApi, HubPaths

HUGGING_FACE = "https://huggingface.co"
FILES = "*.hf.co"  # where the Hub keeps large files, and sends for them


class HuggingFace:
    """A `sources.base.Source`. `endpoint` is the Hub's, or that of a hub of the studio's own."""

    name = "hugging-face"
    title = "Hugging Face Hub"
    keys = frozenset({Key.NAME, Key.ADDRESS, Key.PICTURE})
    cadence_hours = 24

    def __init__(
        self, endpoint: str = HUGGING_FACE, *, files: Sequence[str] = (FILES,), clock: Callable[[], datetime] = now
    ) -> None:
        """`files` are the hosts where it keeps large files."""
        self._endpoint = endpoint.rstrip("/")
        self._clock = clock
        host = urlsplit(self._endpoint).netloc
        self.needs: Sequence[HostNeed] = (
            HostNeed(host, "Models, data sets and spaces are searched for every form of your names; cards are read."),
            *(
                HostNeed(host, "The headers of weight files are read there; nothing of yours is sent.")
                for host in files
            ),
        )

    def plan(self, question: Question) -> Sequence[Planned]:
        """The first page of every search, and of what is new. Details of what is found follow."""
        hub = HubPaths(self._endpoint)
        searches = [
            hub.plan(
                hub.listing(task.kind, search=task.form), f"{hub_round.WORDS[task.kind]} whose name holds {task.form!r}"
            )
            for task in hub_round.tasks(question)
        ]
        return (*searches, hub.plan(hub_round.sweep(hub), "LoRAs, newest first; nothing of yours is in this"))

    def look(self, question: Question, checkpoint: Mapping[str, object], asker: Asker) -> Iterator[Step]:
        """One round, or the rest of one. See `sources.base.Source`."""
        return hub_round.Round(
            self.name, HubApi(self._endpoint, asker), question, checkpoint, asker, self._clock
        ).steps()
