"""The dataset viewer of the Hugging Face Hub: rows of data sets, by names and addresses, without fetching the sets.

It searches the first 5 GB of a split, so every answer says how much of a set it is about. A set that has not changed
since it was searched whole is not searched again. Prompts are counted: how often is my name used.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from artistguard.model.watching import HostNeed, Key, Planned, Question, Step
from artistguard.sources import viewer_api, viewer_round, viewer_sets
from artistguard.sources.base import Asker
from artistguard.sources.viewer_api import ViewerApi
from artistguard.sources.viewer_sets import DataSet
from artistguard.sources.viewer_where import Search

VIEWER = "https://datasets-server.huggingface.co"
HUB = "https://huggingface.co"


class DatasetViewer:
    """A `sources.base.Source`. `params`: `dataset`, if wanted `config`, `split`, `columns`; or all known sets."""

    name = "dataset-viewer"
    title = "Hugging Face dataset viewer"
    keys = frozenset({Key.NAME, Key.ADDRESS, Key.PICTURE})
    cadence_hours = 24 * 7

    def __init__(self, endpoint: str = VIEWER, *, hub: str = HUB) -> None:
        """`hub` is where people look at what was found."""
        self._endpoint = endpoint.rstrip("/")
        self._hub = hub.rstrip("/")
        host = urlsplit(self._endpoint).netloc
        self.needs: Sequence[HostNeed] = (
            HostNeed(host, "Rows of data sets are searched there for your names and addresses."),
        )

    def plan(self, question: Question) -> Sequence[Planned]:
        """What is asked about each set, and how the first of them would be searched if its columns are as expected."""
        sets = viewer_sets.wanted(question.params)
        first = [
            viewer_api.plan(self._endpoint, "/is-valid", {"dataset": one.id}, f"what can be asked about {one.title}")
            for one in sets
        ]
        searches = ((one, search) for one in sets[:1] for search in viewer_round.searches(question, one.columns))
        return (*first, *(self._planned(one, search) for one, search in searches))

    def look(self, question: Question, checkpoint: Mapping[str, object], asker: Asker) -> Iterator[Step]:
        """Every set once, or what is left of them. See `sources.base.Source`."""
        viewer = ViewerApi(self._endpoint, asker)
        return viewer_round.Round(self.name, self._hub, question, checkpoint, viewer).steps()

    def _planned(self, dataset: DataSet, search: Search) -> Planned:
        part = viewer_api.rows_query(dataset.id, dataset.config or "default", dataset.split or "train", {}, 0)
        path, asked = ("/filter", {"where": search.where}) if search.where else ("/search", {"query": search.words})
        return viewer_api.plan(self._endpoint, path, {**part, **asked}, f"rows with {search.words!r}")
