"""Common Crawl: which pages of the artist's own sites were crawled, when, with which pictures, under what robots.txt.

It holds pages, not pictures: what is said is that a page was crawled which showed them. Data sets such as LAION and
COYO were built from such crawls; which of them holds which page is not known from here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from artistguard.model.ids import now
from artistguard.model.watching import HostNeed, Key, Planned, Question, Step
from artistguard.net import wire
from artistguard.sources import crawl_index, crawl_round, crawl_state
from artistguard.sources.base import Asker

INDEX = "https://index.commoncrawl.org"
DATA = "https://data.commoncrawl.org"


class CommonCrawl:
    """A `sources.base.Source`. `params` of a watch: `crawls`, how many crawls back; `pages`, read of each."""

    name = "common-crawl"
    title = "Common Crawl"
    keys = frozenset({Key.ADDRESS, Key.PICTURE})
    cadence_hours = 7 * 24  # a crawl comes about once a month; older ones are looked through meanwhile

    def __init__(self, index: str = INDEX, data: str = DATA, *, clock: Callable[[], datetime] = now) -> None:
        self._index = index.rstrip("/")
        self._data = data.rstrip("/")
        self._clock = clock
        self.needs: Sequence[HostNeed] = (
            HostNeed(urlsplit(index).netloc, "Its index of crawled pages is asked for your own domains and pages."),
            HostNeed(urlsplit(data).netloc, "Crawled copies of your own pages are read there."),
        )

    def plan(self, question: Question) -> Sequence[Planned]:
        """The list of crawls, and what is asked of every crawl, shown for one. Copies of pages follow.

        Raises UsageError for parameters it does not know.
        """
        crawl_state.params(question)
        urls = crawl_index.IndexUrls(self._index)
        crawl = crawl_index.Crawl("CC-MAIN-YYYY-WW", "", "", "")
        why = "The list of crawls, once a month; nothing of yours is in this"
        planned = [wire.planned("GET", urls.crawls(), why, {"Accept": "application/json"})]
        for target in crawl_index.targets(question.addresses):
            asked = [urls.count(crawl, target), urls.pages(crawl, target)]
            asked += [] if target.path else [urls.robots(crawl, target.host)]
            planned += [wire.planned("GET", url, f"What each crawl holds of {target.name}") for url in asked]
        return planned

    def look(self, question: Question, checkpoint: Mapping[str, object], asker: Asker) -> Iterator[Step]:
        """Newest crawl first, older ones as far as the run may ask. See `sources.base.Source`."""
        urls = crawl_index.IndexUrls(self._index)
        return crawl_round.Round(self.name, urls, self._data, question, checkpoint, asker, self._clock).steps()
