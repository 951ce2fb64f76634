"""Where a watch over Common Crawl stands, and how far it goes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from artistguard.model.errors import UsageError
from artistguard.model.watching import Question
from artistguard.sources import fields
from artistguard.sources.crawl_index import number

PAGES_READ, MOST_PAGES_READ = 10, 100  # of a site and crawl: unless the watch says otherwise, and at most
_MOST_CRAWLS = 1_000
_MOST_SHOWN = 500  # pictures of a site that are remembered


@dataclass
class State:
    """The checkpoint: the list of crawls and when it was fetched, and which crawls were looked through for a site.

    `bare` are those of which the index alone was read, because nobody agreed yet that the pages themselves are.
    `shown` are digests of the pictures that a site's other crawls showed: they need not be fetched and compared again.
    """

    listed_at: str = ""
    crawls: list[dict[str, str]] = field(default_factory=list)
    done: dict[str, list[str]] = field(default_factory=dict)
    bare: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, checkpoint: Mapping[str, object]) -> "State":
        """As far as it is one."""
        return cls(
            listed_at=fields.text(checkpoint.get("listed_at"), 40),
            crawls=list(fields.sequence(checkpoint.get("crawls"), _MOST_CRAWLS)),
            done=_by_site(checkpoint.get("done")),
            bare=_by_site(checkpoint.get("bare")),
            shown=_by_site(checkpoint.get("shown")),
        )

    def checkpoint(self) -> Mapping[str, object]:
        """JSON values to go on from."""
        return asdict(self)  # a step's checkpoint does not change any more

    def first_shown(self, site: str, urls: Sequence[str]) -> list[str]:
        """Those of the pictures that no other crawl of the site showed; from now on they are known."""
        known = self.shown.setdefault(site, [])
        digests = {url: hashlib.sha256(url.encode()).hexdigest()[:12] for url in urls}
        fresh = [url for url, digest in digests.items() if digest not in known]
        known += [digests[url] for url in fresh]
        del known[:-_MOST_SHOWN]
        return fresh


def params(question: Question) -> tuple[int, int]:
    """How many crawls back a watch goes, and how many pages of a site and crawl it reads. Raises UsageError."""
    found = {"crawls": _MOST_CRAWLS, "pages": PAGES_READ}
    for name, value in question.params.items():
        given = number(value)
        most = {"crawls": _MOST_CRAWLS, "pages": MOST_PAGES_READ}.get(name)
        if most is None:
            raise UsageError(f"Common Crawl knows no {name!r}.", "It knows crawls and pages.")
        if given is None or not 1 <= given <= most:
            raise UsageError(f"{name} is a number from 1 to {most}.")
        found[name] = given
    return found["crawls"], found["pages"]


def _by_site(value: object) -> dict[str, list[str]]:
    return {name: list(fields.texts(ids, _MOST_CRAWLS, 40)) for name, ids in fields.mapping(value).items()}
