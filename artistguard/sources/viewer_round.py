"""One round over data sets: set by set, and within a set search by search, each of them a step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from artistguard.matching.names import digests, query_forms
from artistguard.model.errors import NetworkError, Refused
from artistguard.model.names import FieldKind
from artistguard.model.watching import Candidate, Captured, Coverage, Question, Step
from artistguard.sources import fields, hub_state, viewer_rows, viewer_sets, viewer_where
from artistguard.sources.base import BudgetSpent
from artistguard.sources.viewer_api import NotReady, NotShown, Offer, Rows, Split, ViewerApi
from artistguard.sources.viewer_sets import DataSet
from artistguard.sources.viewer_where import Search

MOST_PAGES = 3  # of the rows that one search finds
_VERSION = 1
_MOST_COLUMNS = 6
_PARTIAL = "The viewer holds only the first 5 GB of it."


def searches(question: Question, columns: Mapping[str, FieldKind]) -> Sequence[Search]:
    """Everything that such columns can be searched for; of columns that are not known yet, everything there is."""
    kinds = set(columns.values())
    found: list[Search] = []
    if not kinds or kinds - {FieldKind.URL}:
        found += [
            viewer_where.name_search(name, query_forms(name), list(digests(name)), columns) for name in question.names
        ]
    if not kinds or kinds & {FieldKind.URL, FieldKind.CAPTION}:
        found += [viewer_where.address_search(address, columns) for address in question.addresses]
    return found


@dataclass
class Seen:
    """What was searched of one data set."""

    searched: int = 0
    total: int | None = None
    notes: tuple[str, ...] = ()

    def coverage(self, dataset: DataSet) -> Coverage:
        """In words for people; what the publisher says of its size counts where the viewer holds less."""
        total = max(self.total, dataset.rows or 0) if self.total is not None else dataset.rows
        notes = " ".join(dict.fromkeys(self.notes))
        return Coverage(f"rows of {dataset.title}", "rows", self.searched, total, notes)


class Round:
    """Goes on from a checkpoint to the end of the round, or until the run may not ask any more.

    The checkpoint keeps which sets are `done` in this round, how many searches of the present one are (`at`), and what
    is `held`: the revision of every set that was searched whole, and what was seen of it.
    """

    def __init__(
        self, source: str, hub: str, question: Question, checkpoint: Mapping[str, object], viewer: ViewerApi
    ) -> None:
        self._source = source
        self._hub = hub
        self._question = question
        self._viewer = viewer
        self._sets = viewer_sets.wanted(question.params)
        asked = hub_state.digest(
            [name.text for name in question.names],
            question.addresses,
            [f"{one.id} {one.config} {one.split} {dict(one.columns)}" for one in self._sets],
        )
        same = checkpoint.get("v") == _VERSION and checkpoint.get("asked") == asked
        before = checkpoint if same else {}
        self._asked = asked
        self._done = list(fields.texts(before.get("done"), 1_000, 300))
        self._at = fields.whole(before.get("at")) or 0
        self._held = dict(fields.mapping(before.get("held")))
        if all(one.id in self._done for one in self._sets):  # killed at the very end of a round
            self._done = []
        self._seen = {one.id: self._seen_before(one) for one in self._sets if one.id in self._done}
        self._out: dict[str, Candidate] = {}
        self._captures: dict[str, Captured] = {}
        self._gone: list[str] = []
        self._there: list[str] = []

    def steps(self) -> Iterator[Step]:
        """The steps. A set that is not ready does not keep the others waiting; it is asked for again, later."""
        later: NotReady | None = None
        refused: list[Refused] = []
        try:
            for one in self._sets:
                if one.id in self._done:
                    continue
                try:
                    yield from self._set(one)
                except NotReady as error:
                    later = error
                    self._say(one, "The viewer is not ready with it yet.")
                except NotShown as error:
                    self._say(one, error.why)
                    if error.gone:
                        self._gone += self._known(one)
                except Refused as error:
                    refused.append(error)
                    self._say(one, error.message)
                self._done.append(one.id)
                self._at = 0
                yield self._step()
            self._done = []
        except BudgetSpent:
            left = [one for one in self._sets if one.id not in self._done]
            for one in left:
                self._say(one, "The run may not ask more often; the next one goes on from here.")
        except NetworkError:
            yield self._step()
            raise
        yield self._step()
        if later is not None:
            raise later
        if len(refused) == len(self._sets) > 0:
            raise refused[0]

    def _set(self, one: DataSet) -> Iterator[Step]:
        offer = self._viewer.offer(one.id)
        if self._is_held(one, offer):
            self._there += self._known(one)
            return
        if not offer.search and not offer.filter:
            self._say(one, "The viewer offers no search in it.")
            return
        seen = self._seen[one.id] = Seen(total=0)
        number = 0
        for split in self._viewer.splits(one.id, one.config, one.split):
            head = self._viewer.rows(one.id, split)
            columns = _columns(one, head)
            if head.partial:
                self._say(one, _PARTIAL)
            for search in searches(self._question, columns):
                number += 1
                if number > self._at:
                    self._search(one, split, columns, search, offer)
                    self._at = number
                    yield self._step()
            seen.searched += split.rows or 0
            seen.total = None if split.total is None or seen.total is None else seen.total + split.total
        if not number:
            self._say(one, "There is nothing to search in it.")
        elif offer.revision:
            self._held[one.id] = {
                "revision": offer.revision,
                "searched": seen.searched,
                "total": seen.total,
                "notes": list(seen.notes),
            }

    def _search(
        self, one: DataSet, split: Split, columns: Mapping[str, FieldKind], search: Search, offer: Offer
    ) -> None:
        by_filter = offer.filter and bool(search.where)
        if not search.wanted:
            self._say(one, f"{search.words!r} is too short to be looked for in rows.")
            return
        if not by_filter and (one.prompts or not offer.search):
            self._say(one, f"{search.words!r} cannot be looked for: the viewer offers no filter for it.")
            return
        ask, what = (self._viewer.filter, search.where) if by_filter else (self._viewer.search, search.words)
        taken = 0
        for _ in range(1 if one.prompts else MOST_PAGES):
            page = ask(one.id, split, what, search.subjects, taken)
            taken += len(page.rows)
            if page.partial:
                self._say(one, _PARTIAL)
            self._take(one, split, page, columns, search, offer.revision)
            if not page.rows or taken >= page.total:
                return
        if by_filter and not one.prompts:
            self._say(one, f"Of {page.total} rows with {search.words!r} the first {taken} were taken.")

    def _take(
        self,
        one: DataSet,
        split: Split,
        page: Rows,
        columns: Mapping[str, FieldKind],
        search: Search,
        revision: str,
    ) -> None:
        found: Sequence[Candidate]
        if one.prompts:
            counted = viewer_rows.prompts(self._source, self._hub, one, split, page, columns, search.words)
            found = [counted] if counted else []
        else:
            rows = viewer_rows.rows(self._source, self._hub, one, split, page, columns, revision)
            found = [row for row in rows if search.fits([text.text for text in row.texts])]
        for candidate in found:
            self._out[candidate.key] = candidate
            self._captures[page.captured.capture.sha256] = page.captured

    def _is_held(self, one: DataSet, offer: Offer) -> bool:
        """Whether this very revision was searched whole before, for the same names."""
        held = fields.mapping(self._held.get(one.id))
        if not offer.revision or held.get("revision") != offer.revision:
            return False
        self._seen[one.id] = self._seen_before(one)
        return True

    def _seen_before(self, one: DataSet) -> Seen:
        """What was seen of a data set when it was last searched whole."""
        held = fields.mapping(self._held.get(one.id))
        total, notes = fields.whole(held.get("total")), fields.texts(held.get("notes"), 20)
        return Seen(fields.whole(held.get("searched")) or 0, total, notes)

    def _known(self, one: DataSet) -> list[str]:
        """The keys of finds in a data set."""
        return [known.key for known in self._question.known if known.key.startswith(one.id + "#") and not known.gone]

    def _say(self, one: DataSet, note: str) -> None:
        seen = self._seen.setdefault(one.id, Seen())
        seen.notes = (*seen.notes, note)

    def _step(self) -> Step:
        checkpoint: dict[str, Any] = {
            "v": _VERSION,
            "asked": self._asked,
            "done": list(self._done),
            "at": self._at,
            "held": dict(self._held),
        }
        step = Step(
            checkpoint=checkpoint,
            candidates=tuple(self._out.values()),
            gone=tuple(self._gone),
            there=tuple(self._there),
            captures=tuple(self._captures.values()),
            coverage=tuple(self._seen.get(one.id, Seen()).coverage(one) for one in self._sets),
        )
        self._out, self._captures, self._gone, self._there = {}, {}, [], []
        return step


def _columns(one: DataSet, head: Rows) -> Mapping[str, FieldKind]:
    """The columns to search: those that are known and hold text, or else all that hold text."""
    texts = [column for column, is_text in head.columns.items() if is_text]
    known = {column: one.columns[column] for column in texts if column in one.columns}
    return known or {column: viewer_sets.kind_of(column) for column in texts[:_MOST_COLUMNS]}
