"""One round over a hub, stage by stage: every step of it can be the last one before a kill."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from artistguard.matching.names import query_forms
from artistguard.model.egress import NOBODY, Subjects
from artistguard.model.errors import NetworkError, Refused
from artistguard.model.watching import Candidate, CandidateKind, Coverage, Known, Question, Step
from artistguard.sources import hub_items, hub_state
from artistguard.sources.base import Asker, BudgetSpent
from artistguard.sources.hub_api import KINDS, HubApi, HubPaths, Page, Told
from artistguard.sources.hub_reader import Reader
from artistguard.sources.hub_state import State

WORDS = {CandidateKind.MODEL: "models", CandidateKind.DATASET: "data sets", CandidateKind.SPACE: "spaces"}
MOST_PAGES = 10  # of one search: a thousand repositories
MOST_DECLARED = 3  # pages of models that declare one data set
MOST_SWEPT = 100  # pages of what is new
FIRST_LOOK = timedelta(days=7)  # how far back the first sweep goes
_STEP = 10  # repositories a step
_TELLING = 6  # letters of a name that is not a part of many others
# Shares of a run's requests that a stage leaves to those after it.
_AFTER_KNOWN, _AFTER_NAMES, _AFTER_READING = 0.5, 0.3, 0.05


@dataclass(frozen=True, slots=True)
class Task:
    """One search: a form of one of the names, in the names of one kind of repositories."""

    kind: CandidateKind
    form: str
    name: str

    @property
    def whole(self) -> bool:
        """Whether the form is all of the name, and long enough: many bear a surname, and "li" is in every other id."""
        return _letters(self.form) >= max(_letters(self.name), _TELLING)


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def tasks(question: Question) -> Sequence[Task]:
    """Every search of a round, forms that several names share once."""
    forms = {form: name.text for name in reversed(question.names) for form in reversed(query_forms(name))}
    return [Task(kind, form, name) for form, name in reversed(forms.items()) for kind in KINDS]


def sweep(hub: HubPaths) -> str:
    """The path of the newest LoRAs. By the last change, not by the first: a card comes later than its repository."""
    return hub.listing(CandidateKind.MODEL, filter="lora", sort="lastModified", direction="-1")


class Round:
    """Goes on from a checkpoint to the end of the round, or until the run may not ask any more."""

    def __init__(
        self,
        source: str,
        hub: HubApi,
        question: Question,
        checkpoint: Mapping[str, object],
        asker: Asker,
        clock: Callable[[], datetime],
    ) -> None:
        self._source = source
        self._hub = hub
        self._asker = asker
        self._clock = clock
        self._tasks = tasks(question)
        self._known = sorted((one for one in question.known if one.kind in KINDS), key=lambda one: one.key)
        found = (one.title for one in self._known if one.kind is CandidateKind.DATASET and not one.gone)
        self._datasets = sorted({*found, *question.datasets})
        self._state = State.read(checkpoint, hub_state.digest([task.form for task in self._tasks]))
        self._reader = Reader(hub)
        self._budget = asker.left
        self._out: list[Candidate] = []
        self._gone: list[str] = []
        self._there: list[str] = []
        self._answered = 0  # listings that could be read
        self._refused: Refused | None = None
        self._broken = self._skipped = self._unsure = self._looked_after = self._swept = 0
        self._cut: list[str] = []
        self._from = self._state.floor  # whence the sweep goes back to
        self._whole = False  # the round has come to its end

    def steps(self) -> Iterator[Step]:
        """The steps. Raises NetworkError after a last step with what there was."""
        stages = (self._look_after, self._search, self._declared, self._sweep)
        try:
            while self._state.stage < len(stages):
                yield from stages[self._state.stage]()
                self._state.next_stage()
            self._whole = True
            self._state.next_round()
        except BudgetSpent:
            self._cut.append("The run may not ask more often; the next one goes on from here.")
        except NetworkError:
            yield self._step()
            raise
        yield self._step()
        if self._refused is not None and not self._answered:
            raise self._refused

    def _look_after(self) -> Iterator[Step]:
        for known in self._known:
            if known.key <= self._state.looked:
                continue
            if self._asker.left <= self._budget * _AFTER_KNOWN:
                return  # the next round goes on with this one
            self._look_at(known)
            self._looked_after += 1
            self._state.looked = known.key
            if len(self._out) + len(self._gone) + len(self._there) >= _STEP:
                yield self._step()
        self._state.looked = ""

    def _look_at(self, known: Known) -> None:
        try:
            told = self._hub.repository(known.kind, known.title)
        except Refused:
            self._unsure += 1
            return
        found = self._read(known.kind, told)
        if told.gone and not known.gone:
            found = self._elsewhere(known)
        if found is None and not told.gone:
            self._unsure += 1
        if (found is None or found.key != known.key) and (found is not None or told.gone) and not known.gone:
            self._gone.append(known.key)
        if found is None:
            return
        same = found.key == known.key
        if same and found.revision == known.revision and found.title == known.title and not known.gone:
            self._there.append(known.key)
        else:
            if same and found.title != known.title:  # what was made from it names it as it was called
                found = replace(found, kinship=(*found.kinship, f"fork-of:{known.kind.value}/{known.title.lower()}"))
            self._offer(self._reader.complete(found))
        self._state.saw(found.key, found.revision)

    def _elsewhere(self, known: Known) -> Candidate | None:
        """Who is not there under a name may be among the account's others: a rename need not leave a redirect."""
        account = known.title.rpartition("/")[0]
        newest = self._hub.listing(known.kind, author=account, sort="lastModified", direction="-1")
        page = self._page(newest, NOBODY) if account else None
        if page is None:
            return None
        others = (self._found(known.kind, item, page) for item in page.items)
        return next((one for one in others if one and one.key == known.key and one.title != known.title), None)

    def _read(self, kind: CandidateKind, told: Told | None) -> Candidate | None:
        """A repository as it tells of itself."""
        if told is None or told.item is None or told.captured is None:
            return None
        found = hub_items.candidate(self._source, kind, told.item, self._hub)
        return self._reader.keep(found, told.captured) if found else None

    def _search(self) -> Iterator[Step]:
        while (index := self._state.number) < len(self._tasks):
            task = self._tasks[index]
            subjects = Subjects(names=(task.name,))
            page = self._page(self._state.cursor or self._hub.listing(task.kind, search=task.form), subjects)
            for item in page.items if page else ():
                found = self._found(task.kind, item, page)
                if found is None or self._state.knows(found.key, found.revision):
                    continue
                if task.whole or hub_items.makes_pictures(found):
                    found = self._named(found, subjects)
                else:
                    self._state.saw(found.key, found.revision)
                self._offer(found)
                if len(self._out) >= _STEP:
                    yield self._step()
            if not self._turn(page, MOST_PAGES, task.form):
                self._state.at = str(index + 1)
            yield self._step()

    def _named(self, found: Candidate, subjects: Subjects) -> Candidate:
        """What was found by name, whole where the run may still ask for that."""
        if self._asker.left <= self._budget * _AFTER_NAMES:
            self._reader.leave(found)
            return found
        try:
            told = self._hub.repository(found.kind, found.title, subjects)
        except Refused:
            told = None
        whole = self._read(found.kind, told)
        found = self._reader.complete(whole if whole is not None and whole.key == found.key else found, subjects)
        self._state.saw(found.key, found.revision)
        return found

    def _declared(self) -> Iterator[Step]:
        while (dataset := next((one for one in self._datasets if one > self._state.at), None)) is not None:
            first = self._hub.listing(CandidateKind.MODEL, filter=f"dataset:{dataset}")
            page = self._page(self._state.cursor or first, NOBODY)
            for item in page.items if page else ():
                found = self._found(CandidateKind.MODEL, item, page)
                if found is None or self._state.knows("=" + found.key, found.revision):
                    continue
                self._state.saw("=" + found.key, found.revision)
                if self._state.knows(found.key, found.revision):  # it was offered whole, so nothing is taken from it
                    found = replace(found, texts=(), files=(), pictures=(), kinship=(), captures=())
                self._offer(found)
            if not self._turn(page, MOST_DECLARED, dataset):
                self._state.at = dataset
            yield self._step()

    def _sweep(self) -> Iterator[Step]:
        state = self._state
        more = True
        while more:
            page = self._page(state.cursor or sweep(self._hub), NOBODY)
            if page is None:  # the next sweep begins anew, and goes back as far as this one would have
                state.top = state.floor = ""
                return
            if not state.top:
                self._begin_sweep(page)
            more = True
            for item in page.items:
                moment = hub_items.modified(item)
                if moment and moment < state.floor:
                    more = False
                    break
                self._swept += 1
                self._new(self._found(CandidateKind.MODEL, item, page), moment)
                if len(self._out) >= _STEP:
                    yield self._step()
            more = more and self._turn(page, MOST_SWEPT, "lora")
            if more:
                yield self._step()
        state.since, state.top, state.floor = state.top, "", ""

    def _new(self, found: Candidate | None, moment: str) -> None:
        """A LoRA that is new, or has changed: whole where the run may still ask for that."""
        if found is None or self._state.knows(found.key, found.revision):
            return
        if not hub_items.makes_pictures(found):
            pass
        elif self._asker.left > max(self._budget * _AFTER_READING, 4):
            found = self._reader.complete(found, headers=1)
        else:
            self._reader.leave(found, headers=1)
        self._offer(found)
        if moment >= self._state.top:
            self._state.saw(found.key, found.revision)  # the next sweep ends here, this one included

    def _begin_sweep(self, page: Page) -> None:
        """From the newest change on, back to where the last sweep began, or a week."""
        latest = self._clock().isoformat()
        moments = [moment for item in page.items if (moment := hub_items.modified(item)) and moment <= latest]
        self._state.top = max(moments, default=self._state.since or latest)
        first = datetime.fromisoformat(self._state.top) - FIRST_LOOK
        self._state.floor = self._from = self._state.since or first.isoformat()

    def _page(self, path: str, subjects: Subjects) -> Page | None:
        """A page of a listing; None, and a note, for what cannot be read."""
        try:
            page = self._hub.page(path, subjects)
        except Refused as error:
            self._refused = error
            self._skipped += 1
            return None
        self._answered += 1
        return page

    def _turn(self, page: Page | None, most: int, what: str) -> bool:
        """Whether there is a next page to go to; then the state points to it."""
        state = self._state
        again = page is not None and page.next == state.cursor
        if page is not None and page.next and not again and state.pages + 1 < most:
            state.cursor, state.pages = page.next, state.pages + 1
            return True
        if page is not None and page.next:
            self._cut.append(f"{what!r}: the pages repeat." if again else f"{what!r}: only the first {most} pages.")
        state.cursor, state.pages = "", 0
        return False

    def _found(self, kind: CandidateKind, item: Any, page: Page | None) -> Candidate | None:
        found = hub_items.candidate(self._source, kind, item, self._hub)
        if found is None:
            self._broken += 1
            return None
        return self._reader.keep(found, page.captured) if page else found

    def _offer(self, found: Candidate) -> None:
        self._out = [one for one in self._out if one.key != found.key]
        self._out.append(found)

    def _step(self) -> Step:
        step = Step(
            checkpoint=self._state.checkpoint(),
            candidates=tuple(self._out),
            gone=tuple(self._gone),
            there=tuple(self._there),
            captures=self._reader.taken(self._out),
            coverage=self._coverage(),
        )
        self._out, self._gone, self._there = [], [], []
        return step

    def _coverage(self) -> tuple[Coverage, ...]:
        state, known = self._state, len(self._known)
        searched = self._reached(1, state.number, len(self._tasks))
        notes = [*dict.fromkeys(self._cut)]
        if self._skipped:
            notes.append(f"Lists that could not be read: {self._skipped}.")
        if self._broken:
            notes.append(f"Entries that were not as they should be, and were left out: {self._broken}.")
        looked = [f"The hub said nothing certain of {self._unsure}."] * bool(self._unsure)
        if self._looked_after < known:
            looked.append("The others are looked after in other runs.")
        swept = self._reached(3, 0, 1)
        parts = (
            Coverage(
                "repositories of finds, looked after", "repositories", self._looked_after, known, " ".join(looked)
            ),
            Coverage(
                "names of models, data sets and spaces, by every form of yours",
                "searches",
                searched,
                len(self._tasks),
                " ".join(notes),
            ),
            Coverage(
                "LoRAs that are new or have changed" + f" since {self._from[:10]}" * bool(self._from),
                "models",
                self._swept,
                self._swept if swept else None,
                "" if swept else "Not all of them were listed yet.",
            ),
            *self._reader.coverage(),
        )
        return tuple(part for part in parts if part.total != 0 or part.note)

    def _reached(self, stage: int, within: int, total: int) -> int:
        """How much of a stage this round has done."""
        if self._whole or self._state.stage > stage:
            return total
        return within if self._state.stage == stage else 0
