"""One round over Civitai: the finds of before, then every form of the names, page by page.

Every step can be the last one before a kill: what follows goes on from its checkpoint.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from artistguard.matching.addresses import AddressBook
from artistguard.matching.names import Matcher
from artistguard.model.egress import Subjects
from artistguard.model.errors import ComeBackLater, Refused, Unreachable
from artistguard.model.watching import Candidate, Captured, Coverage, Question, Step
from artistguard.net.door import Answer
from artistguard.sources import civitai_models, fields
from artistguard.sources.base import Asker, BudgetSpent, parsed
from artistguard.sources.civitai_api import JSON, PAGE_LIMITS, Urls, items_of

MOST_PAGES = 10  # of one search: a thousand models
_CHUNK = 25  # known finds a step: each that is not listed costs a request more
_MOST_FILES = 2  # of a find, that are looked for elsewhere
_MOST_COMPLETED = 2_000  # that are remembered
_KEY = re.compile(r"[1-9][0-9]{0,15}\Z")
_LIMITS_OF_SEARCH = (
    "Civitai's search reads names, accounts and trigger words; descriptions and prompts are not searched. It leaves "
    "out models of real persons, and in some regions (Great Britain and Australia among them) whatever is not safe "
    "for work, without saying so."
)


@dataclass
class State:
    """The checkpoint. `completed` tells under which revision and in which month each find was last looked into; it
    outlives a round.

    `asked` is a digest of the forms of the names. `after` is the last known find that was looked after; `place` says
    which form is searched for, `cursor` and `pages` where in its list, `models` how many models there were so far.
    """

    asked: str = ""
    searching: bool = False
    after: int = 0
    place: int = 0
    cursor: str = ""
    pages: int = 0
    models: int = 0
    known: int = 0
    cut: list[str] = field(default_factory=list)
    completed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, checkpoint: Mapping[str, object], asked: str) -> "State":
        """Go on from a checkpoint; another question begins another round."""
        completed = {
            key: value for key, value in fields.mapping(checkpoint.get("completed")).items() if isinstance(value, str)
        }
        if checkpoint.get("asked") != asked:
            return cls(asked=asked, completed=completed)
        return cls(
            asked=asked,
            searching=checkpoint.get("searching") is True,
            after=fields.whole(checkpoint.get("after")) or 0,
            place=fields.whole(checkpoint.get("place")) or 0,
            cursor=fields.text(checkpoint.get("cursor"), 500),
            pages=fields.whole(checkpoint.get("pages")) or 0,
            models=fields.whole(checkpoint.get("models")) or 0,
            known=fields.whole(checkpoint.get("known")) or 0,
            cut=list(fields.texts(checkpoint.get("cut"), 200, 500)),
            completed=completed,
        )

    def checkpoint(self) -> Mapping[str, object]:
        """JSON values to go on from."""
        while len(self.completed) > _MOST_COMPLETED:
            del self.completed[next(iter(self.completed))]
        return asdict(self)


class Round:
    """Goes on from a checkpoint to the end of the round, or until the run may not ask any more."""

    def __init__(
        self,
        urls: Urls,
        forms: Mapping[str, str],
        question: Question,
        checkpoint: Mapping[str, object],
        asker: Asker,
    ) -> None:
        self._urls = urls
        self._forms = forms
        self._asker = asker
        self._matcher = Matcher(question.names)
        self._book = AddressBook(question.addresses)
        self._known = {known.key: known for known in question.known if _KEY.match(known.key)}
        digest = hashlib.sha256("\n".join(forms).encode("utf-8", "replace")).hexdigest()
        self._state = State.read(checkpoint, digest[:16])
        self._seen: set[str] = set()
        self._counted: set[str] = set()
        self._read = self._left = 0
        self._busy = False
        self._notes: list[str] = []

    def steps(self) -> Iterator[Step]:
        """The rest of the round. Raises NetworkError."""
        try:
            if not self._state.searching:
                yield from self._look_after()
            yield from self._search()
        except BudgetSpent:
            yield Step(self._state.checkpoint(), coverage=self._coverage("The next run goes on from here."))
            return
        coverage = self._coverage()
        self._state = State(asked=self._state.asked, completed=self._state.completed)
        yield Step(self._state.checkpoint(), coverage=coverage)

    def _look_after(self) -> Iterator[Step]:
        """Whether the finds of before are still there, and under which name."""
        state = self._state
        waiting = sorted(int(key) for key in self._known if int(key) > state.after)
        for at in range(0, len(waiting), _CHUNK):
            keys = [str(number) for number in waiting[at : at + _CHUNK]]
            answer = self._asker.get(self._urls.listed(keys), headers=JSON, limits=PAGE_LIMITS)
            found = self._candidates(items_of(answer)[0], answer.captured())
            there = {one.key for one in found}
            captures, gone = [answer.captured()], list[str]()
            for key in keys:
                if key not in there and not self._known[key].gone:
                    answer = self._asker.get(self._urls.model(key), headers=JSON, expected=(200, 404))
                    if answer.status == 404:
                        gone.append(key)
                        continue
                    captures.append(answer.captured())
                    found += self._candidates([parsed(answer.body, answer.url)], captures[-1])
            found = [more for one in found for more in self._completed(one, captures, keep=len(self._forms))]
            state.after, state.known = int(keys[-1]), state.known + len(keys)
            yield self._step(found, captures, tuple(gone))
        state.searching = True

    def _search(self) -> Iterator[Step]:
        """Every form of the names that is still to be asked for."""
        forms = list(self._forms.items())
        while self._state.place < len(forms):
            form, name = forms[self._state.place]
            yield from self._pages(form, name, others=len(forms) - self._state.place - 1)

    def _pages(self, form: str, name: str, others: int) -> Iterator[Step]:
        """The pages of one search. An empty page may have a next one; a cursor that comes again ends it."""
        state, asked, going_on = self._state, set[str](), True
        while going_on:
            asked.add(state.cursor)
            answer = self._asker.get(
                self._urls.search(form, state.cursor),
                headers=JSON,
                subjects=Subjects(names=(name,)),
                limits=PAGE_LIMITS,
                expected=(200, 400),
            )
            found, captures, cursor = list[Candidate](), [answer.captured()], ""
            if answer.status == 400:
                self._notes.append(f"Civitai does not search for {form!r}.")
            else:
                items, page = items_of(answer)
                state.models += self._count(items)
                found = self._candidates(items, captures[0])
                found = [more for one in found for more in self._completed(one, captures, keep=others)]
                cursor = civitai_models.cursor_of(page)
            state.pages += 1
            if cursor and cursor in asked:
                self._notes.append(f"The list of what is like {form!r} began to repeat itself and was left.")
                cursor = ""
            if cursor and state.pages >= MOST_PAGES:
                state.cut.append(form)
                cursor = ""
            state.cursor, going_on = cursor, bool(cursor)
            if not going_on:
                state.place, state.pages = state.place + 1, 0
            yield self._step(found, captures)

    def _candidates(self, items: Sequence[Any], captured: Captured) -> list[Candidate]:
        """The models of an answer that this run has not offered yet."""
        found = []
        for item in items:
            one = civitai_models.candidate(item, self._urls.endpoint)
            if one is not None and one.key not in self._seen:
                self._seen.add(one.key)
                found.append(replace(one, captures=(captured.capture.sha256,)))
        return found

    def _count(self, items: Sequence[Any]) -> int:
        """How many models of a search were not counted yet."""
        fresh = {key for item in items if (key := civitai_models.key_of(item))} - self._counted
        self._counted |= fresh
        return len(fresh)

    def _completed(self, found: Candidate, captures: list[Captured], keep: int) -> list[Candidate]:
        """A model; a find with its gallery, and whatever else holds the same file: once a revision and month.

        Only where that leaves `keep` requests for what is still to be asked.
        """
        now = f"{found.revision} {captures[0].capture.at:%Y-%m}"
        if self._state.completed.get(found.key) == now or not self._is_find(found):
            return [found]
        if self._busy or self._asker.left <= keep + 2 + _MOST_FILES:
            self._left += 1
            return [found]
        try:
            gallery = self._asker.get(self._urls.gallery(found.key), headers=JSON)
            found = self._keep(civitai_models.with_gallery(found, items_of(gallery)[1]), gallery, captures)
            same = list[Candidate]()
            for digest in civitai_models.digests(found)[:_MOST_FILES]:
                answer = self._asker.get(self._urls.search(digest), headers=JSON, limits=PAGE_LIMITS)
                captures.append(answer.captured())
                same += self._candidates(items_of(answer)[0], captures[-1])
        except (Refused, Unreachable, ComeBackLater) as error:
            self._busy = isinstance(error, ComeBackLater)
            self._left += 1
            return [found]
        self._read += 1
        self._state.completed[found.key] = now
        return [found, *same]

    def _keep(self, found: Candidate, answer: Answer, captures: list[Captured]) -> Candidate:
        captures.append(answer.captured())
        return replace(found, captures=(*found.captures, captures[-1].capture.sha256))

    def _is_find(self, found: Candidate) -> bool:
        if found.key in self._known:
            return True
        looking = (self._matcher.find, self._book.find)
        return any(find(text.text, text.field) for text in found.texts for find in looking)

    def _step(self, found: Sequence[Candidate], captures: Sequence[Captured], gone: tuple[str, ...] = ()) -> Step:
        wanted = {digest for one in found for digest in one.captures}
        kept = [one for one in captures if one.capture.sha256 in wanted]
        return Step(self._state.checkpoint(), tuple(found), gone, captures=tuple(kept), coverage=self._coverage())

    def _coverage(self, more: str = "") -> tuple[Coverage, ...]:
        notes = [_LIMITS_OF_SEARCH]
        notes += [f"Of what is like {form!r}, only the first {MOST_PAGES} pages were read." for form in self._state.cut]
        notes += [*self._notes, more]
        covered = [
            Coverage("models by every form of your names", "models", self._state.models, None, _joined(notes)),
        ]
        if self._known:
            covered.append(Coverage("finds of before", "models", self._state.known, len(self._known)))
        if self._read or self._left:
            why = "The others follow with a later run." if self._left else ""
            what = "finds whose newest gallery pictures were read, and whose files were looked for elsewhere"
            covered.append(Coverage(what, "models", self._read, self._read + self._left, why))
        return tuple(covered)


def _joined(notes: Sequence[str]) -> str:
    return " ".join(note for note in notes if note)
