"""One run over Common Crawl: one step a crawl and site, newest crawls first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from artistguard.formats import robots, webpage
from artistguard.model.egress import Subjects
from artistguard.model.errors import Damaged, NotAgreed, Refused, Unreachable
from artistguard.model.names import FieldKind
from artistguard.model.watching import (
    Candidate,
    CandidateKind,
    Captured,
    Coverage,
    Question,
    RemotePicture,
    Step,
    Text,
)
from artistguard.net.door import Answer, AnswerLimits
from artistguard.sources import crawl_records, fields
from artistguard.sources.base import Asker, BudgetSpent
from artistguard.sources.crawl_index import Crawl, IndexUrls, Line, Target, crawls, lines, page_count, targets
from artistguard.sources.crawl_state import State, params

MOST_INDEX_PAGES = 3  # of one answer of the index: 45,000 captures
_MOST_ROBOTS = 3  # different ones of a site and crawl
_LIST_AGE = timedelta(days=30)
_MOST_URLS, _MOST_CAPTIONS, _MOST_PICTURES = 20, 300, 300  # the rest of the pages is in the capture
_INDEX_LIMITS = AnswerLimits(body=32 * 1024 * 1024, ratio=100, seconds=120.0)  # 15,000 captures of long addresses
_SLACK = 64 * 1024  # bytes of an answer that explains why it is not the one that was asked for
_BUILT_FROM = "Data sets such as LAION and COYO were built from such crawls."


@dataclass
class _Site:
    """What a crawl holds of a site, as it is being read."""

    lines: list[Line] = field(default_factory=list)
    texts: dict[Text, None] = field(default_factory=dict)
    pictures: dict[str, RemotePicture] = field(default_factory=dict)
    captures: dict[str, Captured] = field(default_factory=dict)
    robots: list[str] = field(default_factory=list)  # the last word of its robots.txt, in short
    read: int = 0  # pages
    more: bool = False  # the index holds more pages than were counted

    def keep(self, captured: Captured) -> None:
        self.captures[captured.capture.sha256] = captured


class Round:
    """Goes on from a checkpoint until every crawl was looked through, or the run may not ask any more."""

    def __init__(
        self,
        source: str,
        urls: IndexUrls,
        data: str,
        question: Question,
        checkpoint: Mapping[str, object],
        asker: Asker,
        clock: Callable[[], datetime],
    ) -> None:
        self._source = source
        self._urls = urls
        self._data = data
        self._asker = asker
        self._clock = clock
        self._state = State.read(checkpoint)
        self._targets = targets(question.addresses)
        self._most_crawls, self._pages_read = params(question)
        self._read = self._pages = self._unread = self._damaged = 0
        self._robots = self._unread_robots = self._without_robots = 0
        self._not_agreed = False

    def steps(self) -> Iterator[Step]:
        """The rest of the run. Raises NetworkError, and BudgetSpent where crawls are left for the next one."""
        if not self._targets:
            yield Step(self._state.checkpoint(), coverage=self._coverage([]))
            return
        every = self._crawls()
        for crawl, target in self._bare(every)[:1]:
            yield self._look(crawl, target, every)
        for place, (crawl, target) in enumerate(self._waiting(every)):
            if place and self._asker.left < self._pages_read + _MOST_ROBOTS + 3:
                yield Step(self._state.checkpoint(), coverage=self._coverage(every))
                raise BudgetSpent  # a site is read whole or with the next run
            yield self._look(crawl, target, every)
        yield Step(self._state.checkpoint(), coverage=self._coverage(every))

    def _crawls(self) -> list[Crawl]:
        """The crawls, newest first, from a list that is at most a month old."""
        at, found = fields.moment(self._state.listed_at), crawls(self._state.crawls)
        if not found or at is None or not timedelta() <= self._clock() - at < _LIST_AGE:
            document, answer = self._asker.json(self._urls.crawls())
            found = crawls(document)
            if not found:
                raise Refused("Common Crawl's list of crawls cannot be read.")
            self._state.listed_at = answer.at.isoformat()
            self._state.crawls = [
                {"id": crawl.id, "name": crawl.name, "from": crawl.start, "to": crawl.end} for crawl in found
            ]
        return found[: self._most_crawls]

    def _waiting(self, every: Sequence[Crawl]) -> list[tuple[Crawl, Target]]:
        """What was not looked through yet."""
        looked = {
            (name, id_) for sites in (self._state.done, self._state.bare) for name in sites for id_ in sites[name]
        }
        return [(crawl, site) for crawl in every for site in self._targets if (site.name, crawl.id) not in looked]

    def _bare(self, every: Sequence[Crawl]) -> list[tuple[Crawl, Target]]:
        """What is to be looked through again once somebody agrees that pages are read: one of it tells."""
        bare = {(name, id_) for name, ids in self._state.bare.items() for id_ in ids}
        return [(crawl, site) for crawl in every for site in self._targets if (site.name, crawl.id) in bare]

    def _look(self, crawl: Crawl, target: Target, every: Sequence[Crawl]) -> Step:
        """What one crawl holds of one site."""
        site = _Site()
        self._find(crawl, target, site)
        site.lines = [line for line in site.lines if line.page and line.status == 200]
        pages = list({line.url: line for line in site.lines}.values())
        self._pages += len(pages)
        if pages:
            try:
                if not target.path:
                    self._read_robots(crawl, target, site)
                self._read_pages(pages, target, site)
            except BudgetSpent:
                pass  # what was read of it counts
        found = (self._candidate(crawl, target, site, pages),) if pages else ()
        self._looked(crawl, target, bare=self._not_agreed and bool(pages))
        captures = tuple(site.captures.values()) if pages else ()
        return Step(self._state.checkpoint(), found, captures=captures, coverage=self._coverage(every))

    def _looked(self, crawl: Crawl, target: Target, *, bare: bool) -> None:
        if bare:
            if crawl.id not in self._state.bare.setdefault(target.name, []):
                self._state.bare[target.name].append(crawl.id)
            return
        if crawl.id in self._state.bare.get(target.name, []):
            self._state.bare.clear()  # agreed to meanwhile: all of them wait again
        self._state.done.setdefault(target.name, []).append(crawl.id)

    def _find(self, crawl: Crawl, target: Target, site: _Site) -> None:
        counted = self._asked(self._urls.count(crawl, target), target)
        count = page_count(counted.body) if counted.status != 404 else 0
        site.more = count > MOST_INDEX_PAGES
        for page in range(min(count, MOST_INDEX_PAGES)):
            answer = self._asked(self._urls.pages(crawl, target, page), target)
            if answer.status == 400:  # no such page
                break
            if answer.status == 404:  # nothing of what is asked for on this page; there may be on the next
                continue
            found, left_out = lines(answer.body, target)
            self._damaged += left_out
            site.lines += found
            site.keep(answer.captured())

    def _asked(self, url: str, target: Target) -> Answer:
        """An answer of the index: 404 says that it holds nothing, 400 that it has no such page."""
        subjects = Subjects(addresses=(target.address,))
        return self._asker.get(url, subjects=subjects, limits=_INDEX_LIMITS, expected=(200, 400, 404))

    def _read_robots(self, crawl: Crawl, target: Target, site: _Site) -> None:
        """What its robots.txt said, as far as the index holds it: one fact a wording, dated by its first capture."""
        answer = self._asked(self._urls.robots(crawl, target.host), target)
        found = lines(answer.body, target)[0] if answer.status == 200 else []
        found = [line for line in found if line.url.lower().endswith("/robots.txt")]
        told = {
            line.digest or line.url: line
            for line in sorted(found, key=lambda line: line.at, reverse=True)
            if line.status in (200, 404, 410)
        }
        if told:
            site.keep(answer.captured())
        else:
            self._without_robots += 1
        for line in sorted(told.values(), key=lambda line: line.at)[:_MOST_ROBOTS]:
            said = ("there was none", f"was not there ({line.status}): nobody was refused")
            if line.status == 200:
                record = self._record(line, target, site)
                if record is None:
                    self._unread_robots += 1
                    continue
                read = robots.read(record.body)
                said = (f"it {read.in_short()}", read.sentence())
            self._robots += 1
            site.robots = [f"Its robots.txt on {line.at:%Y-%m-%d}: {said[0]}."]
            site.texts[Text(FieldKind.CARD, f"On {line.at:%Y-%m-%d}, {line.url} {said[1]}.")] = None

    def _read_pages(self, pages: Sequence[Line], target: Target, site: _Site) -> None:
        """The pictures of some pages and what the pages say of them; the home page and short addresses first."""
        readable = sorted(filter(crawl_records.wanted, pages), key=lambda line: (len(line.url), line.url))
        for line in readable[: self._pages_read]:
            record = self._record(line, target, site)
            if record is None:
                self._unread += 1
                continue
            self._read += 1
            site.read += 1
            page = webpage.read(webpage.decoded(record.body, record.media_type), line.url)
            for image in page.pictures:
                if len(site.pictures) >= _MOST_PICTURES:
                    break
                caption = fields.text(image.text, 500)
                name = _last_part(image.url)
                site.pictures.setdefault(image.url, RemotePicture(image.url, name, caption=caption))

    def _record(self, line: Line, target: Target, site: _Site) -> crawl_records.Record | None:
        if self._not_agreed or not crawl_records.wanted(line):
            return None
        try:
            answer = self._asker.get(
                f"{self._data}/{line.file}",
                subjects=Subjects(addresses=(target.address,)),
                headers={"Range": crawl_records.range_of(line)},
                limits=AnswerLimits(body=line.length + _SLACK, seconds=90.0),
                expected=(200, 206, 403, 404, 410, 416),
            )
            if answer.status != 206:
                return None
            record = crawl_records.read(answer.body, line)
        except (Damaged, NotAgreed, Refused, Unreachable) as error:
            self._not_agreed = isinstance(error, NotAgreed)
            return None
        site.keep(answer.captured())
        return record

    def _candidate(self, crawl: Crawl, target: Target, site: _Site, pages: Sequence[Line]) -> Candidate:
        first, last = min(line.at for line in site.lines), max(line.at for line in site.lines)
        when = f"on {first:%Y-%m-%d}" if first.date() == last.date() else f"from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
        count = f"{'at least ' if site.more else ''}{len(pages)} {'page' if len(pages) == 1 else 'pages'}"
        urls = [Text(FieldKind.URL, line.url) for line in sorted(pages, key=lambda line: (len(line.url), line.url))]
        captions = dict.fromkeys(picture.caption for picture in site.pictures.values() if picture.caption)
        said = [Text(FieldKind.CAPTION, caption) for caption in captions]
        shown = [f"Pages read: {site.read}, pictures in them: {len(site.pictures)}."] if site.read else []
        note = " ".join((f"Common Crawl fetched {count} of {target.name} {when}.", *shown, *site.robots, _BUILT_FROM))
        return Candidate(
            source=self._source,
            key=f"{crawl.id} {target.name}",
            kind=CandidateKind.PAGE,
            title=f"{target.name} in {crawl.name or crawl.id}",
            url=self._urls.shown(crawl, target),
            revision=crawl.id,
            created_at=first,
            texts=(Text(FieldKind.CARD, note), *site.texts, *urls[:_MOST_URLS], *said[:_MOST_CAPTIONS]),
            pictures=tuple(site.pictures[url] for url in self._state.first_shown(target.name, list(site.pictures))),
            kinship=(f"crawled:{target.name}",),
            rows=len(pages),
            note=note,
            captures=tuple(site.captures),
        )

    def _coverage(self, every: Sequence[Crawl]) -> tuple[Coverage, ...]:
        if not self._targets:
            return (
                Coverage("crawls of the web", "crawls", 0, None, "You have no web address that can be looked for."),
            )
        waiting = {crawl.id for crawl, _ in self._waiting(every)}
        covered = [
            Coverage(
                "crawls of the web, for your own sites",
                "crawls",
                len(every) - len(waiting),
                len(every) or None,
                "The others, older ones last, follow with the next runs." if waiting else "",
            )
        ]
        if self._pages:
            notes = []
            if self._not_agreed:
                notes.append(f"You have not agreed to {urlsplit(self._data).netloc}, where the pages lie.")
            elif self._read + self._unread < self._pages:
                notes.append(f"Of each crawl, at most {self._pages_read} pages of a site are read for their pictures.")
            if self._unread and not self._not_agreed:
                notes.append(f"{self._unread} could not be read.")
            if self._damaged:
                notes.append(f"{self._damaged} lines of the index were of no use.")
            covered.append(
                Coverage(
                    "crawled pages of your own, read for their pictures",
                    "pages",
                    self._read,
                    self._pages,
                    " ".join(notes),
                )
            )
        if self._robots or self._unread_robots or self._without_robots:
            note = (
                f"For {self._without_robots} of the crawls the index holds no robots.txt of yours; if it was fetched, "
                "it stands in Common Crawl's columnar index alone, which is not searched."
            )
            covered.append(
                Coverage(
                    "what your robots.txt said at each crawl",
                    "robots.txt files",
                    self._robots,
                    self._robots + self._unread_robots,
                    note if self._without_robots else "",
                )
            )
        return tuple(covered)


def _last_part(url: str) -> str:
    """The last part of an address's path."""
    return url.partition("?")[0].rpartition("/")[2][:100]
