"""Civitai: models of every type by every form of the artist's names, their trigger words and their accounts.

Documented at developer.civitai.com (site reference). Only the public interface is asked, as the terms of service
want it (11.4). Its search reads names, accounts, trigger words and file hashes, never descriptions or prompts.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from artistguard.model.errors import UsageError
from artistguard.model.watching import HostNeed, Key, Planned, Question, Step
from artistguard.net import wire
from artistguard.sources import civitai_models, civitai_round
from artistguard.sources.base import Asker
from artistguard.sources.civitai_api import CIVITAI, JSON, Urls, forms

PICTURES = "*.civitai.com"  # where it keeps pictures


class Civitai:
    """A `sources.base.Source`. `endpoint` is Civitai's own, or that of a double."""

    name = civitai_models.NAME
    title = "Civitai"
    keys = frozenset({Key.NAME, Key.ADDRESS, Key.PICTURE})
    cadence_hours = 24

    def __init__(self, endpoint: str = CIVITAI, *, pictures: Sequence[str] = (PICTURES,)) -> None:
        """`pictures` are the hosts where it keeps pictures."""
        self._urls = Urls(endpoint)
        host = urlsplit(endpoint).netloc
        self.needs: Sequence[HostNeed] = (
            HostNeed(host, "Its models are searched for every form of your names; galleries of finds are read."),
            *(
                HostNeed(name, "Pictures of finds are fetched there and compared with your works.", pictures=True)
                for name in pictures
            ),
        )

    def plan(self, question: Question) -> Sequence[Planned]:
        """The first page of every search. Galleries and files of what is found follow; they carry nothing of yours.

        Raises UsageError for parameters: it has none.
        """
        if question.params:
            raise UsageError(f"Civitai knows no {next(iter(question.params))!r}.")
        return [
            wire.planned("GET", self._urls.search(form), f"Models, accounts and trigger words like {form!r}", JSON)
            for form in forms(question)
        ]

    def look(self, question: Question, checkpoint: Mapping[str, object], asker: Asker) -> Iterator[Step]:
        """One round, or the rest of one. See `sources.base.Source`."""
        return civitai_round.Round(self._urls, forms(question), question, checkpoint, asker).steps()
