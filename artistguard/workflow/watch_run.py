"""One run of a watch: step by step, each of them kept whole or not at all."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from artistguard.catalogue.finds import Recorded
from artistguard.catalogue.leases import LEASE_SECONDS
from artistguard.catalogue.owners import new_owner
from artistguard.catalogue.recording import Offered
from artistguard.model.egress import Purpose
from artistguard.model.errors import (
    ArtistGuardError,
    Busy,
    Cancelled,
    ComeBackLater,
    KeyLocked,
    NetworkOff,
    NotAgreed,
    Sealed,
    UsageError,
)
from artistguard.model.finds import Outcome, Watch, WatchRun
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Candidate, Coverage, Step
from artistguard.sources.base import Asker, BudgetSpent, Source, Watched
from artistguard.work import schedule
from artistguard.workflow import captures, finds, questions
from artistguard.workflow.questions import Asked
from artistguard.workflow.recognise import Recogniser
from artistguard.workflow.searching import Searching

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

LEASE = "watch"
MOST_PICTURES = 60  # of finds, fetched in one run
MOST_STRANGERS = 24  # pictures of candidates in whose texts nothing was found
_BEAT_SECONDS = LEASE_SECONDS / 5
_MOST_COMPARED = 500  # candidates that are gone through for those whose pictures can be fetched
_REMEMBERED = timedelta(days=90)  # files in which nothing was found
_MOST_NAMED = 100  # cards and captures in a line of the ledger


@contextmanager
def alone(studio: "Studio", cancel: CancelToken) -> Iterator[str]:
    """Hold the right to run watches, whatever the seat or the process. Yields the owner of the lease. Raises Busy.

    A process that died gives it up at once on its own machine, and after a few minutes elsewhere. Should it be lost (a
    computer that slept), `cancel` is asked to stop, and nothing more is committed.
    """
    owner, leases = new_owner(), studio.catalogue.leases
    if not leases.take(LEASE, owner):
        seat, _ = leases.holder(LEASE) or (studio.seat, None)
        raise Busy(f"Watches are being run already, at {seat}.", "That run ends by itself; then try again.")
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_BEAT_SECONDS):
            try:
                held = leases.take(LEASE, owner)
            except ArtistGuardError:
                continue  # the next beat may come through; the lease lasts for several
            if not held:
                cancel.cancel()
                return

    thread = threading.Thread(target=beat, name="watch-lease", daemon=True)
    thread.start()
    try:
        yield owner
    finally:
        over.set()
        thread.join()
        leases.give_back(LEASE, owner)


@dataclass(frozen=True, slots=True)
class _End:
    """How a run ended, and when the next one is."""

    outcome: Outcome
    message: str
    next_at: datetime
    failures: int


class Runner:
    """Runs watches one after the other, for whoever holds the lease as `owner`."""

    def __init__(self, studio: "Studio", owner: str, cancel: CancelToken) -> None:
        self._studio, self._owner, self._cancel = studio, owner, cancel
        self._watches = studio.catalogue.watches

    def run(self, watch: Watch, source: Watched) -> WatchRun:
        """One run. How it ended stands in it; nothing of the network is raised."""
        asked, kept_back = questions.for_watch(self._studio, watch, source)
        run = self._watches.begin(watch.id)
        self._studio.catalogue.finds.forget_strangers(run.started_at - _REMEMBERED)
        try:
            why = questions.why_blocked(self._studio, source, asked)
        except UsageError as error:  # what it is about is not there any more
            why = _sentences(error)
        if why:
            end = _End(Outcome.BLOCKED, why, schedule.after_blocked(watch, run.started_at), watch.failures)
            return self._ended(run, end)
        one = _Run(self._studio, self._owner, self._cancel, watch, run, asked, kept_back)
        end = one.until_the_end(source)
        return self._ended(one.so_far, end)

    def _ended(self, run: WatchRun, end: _End) -> WatchRun:
        ended = replace(run, outcome=end.outcome, message=end.message)
        with self._studio.catalogue.transaction():
            if self._studio.catalogue.leases.prolong(LEASE, self._owner):
                return self._watches.end(ended, end.next_at, end.failures)
        return ended  # another runs watches by now: it says how this one ended


class _Run:
    """A run that is under way."""

    def __init__(
        self,
        studio: "Studio",
        owner: str,
        cancel: CancelToken,
        watch: Watch,
        run: WatchRun,
        asked: Asked,
        kept_back: int,
    ) -> None:
        self._studio, self._owner, self._cancel = studio, owner, cancel
        self._watch, self._asked, self._kept_back = watch, asked, kept_back
        self.so_far = run
        door = studio.door()
        self._asker = Asker(door, most=asked.question.most_requests, cancel=cancel)
        self._pictures = Asker(door, purpose=Purpose.PICTURE, most=MOST_PICTURES, cancel=cancel)
        self._strangers = Asker(door, purpose=Purpose.PICTURE, most=MOST_STRANGERS, cancel=cancel)
        self._checkpoint = watch.checkpoint
        self._recogniser = Recogniser(studio)
        self._own = finds.own_accounts(studio)
        self._news: set[str] = set()

    def until_the_end(self, source: Watched) -> _End:
        """Take step after step, until the source has no more or something ends it."""
        try:
            whole = self._look(source)
            self._compare()
            return self._done() if whole else self._spent()
        except Cancelled:
            later = schedule.after_budget(self._watch, self._now())
            message = "It was stopped. The next run goes on from there."
            return _End(Outcome.STOPPED, message, later, self._watch.failures)
        except (NetworkOff, NotAgreed, Sealed, KeyLocked) as error:
            later = schedule.after_blocked(self._watch, self._now())
            return _End(Outcome.BLOCKED, _sentences(error), later, self._watch.failures)
        except ComeBackLater as error:
            failures = self._watch.failures + 1
            until = schedule.after_pause(self._watch, self._now(), error.until, failures)
            return _End(Outcome.PARTLY, error.message, until, failures)
        except ArtistGuardError as error:
            return self._failed(_sentences(error))
        except Exception as error:  # noqa: BLE001 - a source that stumbles over an answer must not stop the others
            what = f"{type(error).__name__}: {str(error)[:200]}"
            return self._failed(f"What {source.title} answered was not understood ({what}).")
        finally:
            self.so_far = self._counted(self.so_far)

    def _look(self, source: Watched) -> bool:
        """Take every step; false if the requests of one run did not suffice."""
        question = self._asked.question
        try:
            if isinstance(source, Searching):
                for step, offers in source.search(question, self._checkpoint, self._asker, self._cancel):
                    self._keep(step, offers)
                return True
            for step in cast("Source", source).look(question, self._checkpoint, self._asker):
                # What lies in an own account is no find, and tells of none.
                others = [one for one in step.candidates if (one.source, one.account.casefold()) not in self._own]
                self._keep(step, [self._offered(candidate) for candidate in others])
        except BudgetSpent:
            return False
        return self._asker.left > 0

    def _offered(self, candidate: Candidate) -> Offered:
        """What is in its texts; where nothing is, a few strangers' pictures are looked at as well."""
        found = self._recogniser.recognise(candidate)
        if found or not candidate.pictures:
            return Offered(candidate, tuple(found))
        if not self._strangers.left:
            self._recogniser.pass_over(candidate)
            return Offered(candidate)
        looked = self._recogniser.look_at(candidate, self._strangers, found)
        return Offered(candidate, looked.matches, looked.whole)

    def _compare(self) -> None:
        """The pictures of what was found, in this run and before, as far as nobody compared them with the works."""
        for candidate, found in self._studio.catalogue.finds.uncompared(self._watch.id, _MOST_COMPARED):
            if not self._pictures.left:
                return
            looked = self._recogniser.look_at(candidate, self._pictures, found)
            if looked.whole or len(looked.matches) > len(found):
                self._keep(None, [Offered(candidate, looked.matches, looked.whole)])

    def _keep(self, step: Step | None, offers: Sequence[Offered]) -> None:
        """Candidates, finds, captures and the new checkpoint: one transaction, while the lease is ours."""
        catalogue = self._studio.catalogue
        step = step or Step(self._checkpoint, coverage=self.so_far.coverage)
        run = replace(self.so_far, coverage=step.coverage, seen=self.so_far.seen + len(step.candidates))
        with catalogue.transaction():
            if not catalogue.leases.prolong(LEASE, self._owner):
                raise Cancelled
            recorded = catalogue.finds.record(
                offers, watch_id=self._watch.id, source=self._watch.source, gone=step.gone, there=step.there
            )
            for captured in step.captures:
                if captured.capture.sha256 in recorded.evidence:
                    captures.keep(self._studio, captured)
            news = self._news | recorded.news
            run = self._counted(replace(run, news=len(news)))
            catalogue.watches.step(run, step.checkpoint)
            if recorded.news:
                self._note(recorded)
        self.so_far, self._news, self._checkpoint = run, news, step.checkpoint

    def _note(self, recorded: Recorded) -> None:
        """A line of the ledger: what was found when, and the digests of what shows it."""
        details = {
            "run": self.so_far.id,
            "source": self._watch.source,
            "finds": sorted(recorded.news)[:_MOST_NAMED],
            "captures": sorted(recorded.evidence)[:_MOST_NAMED],
        }
        self._studio.catalogue.custody.append("watch-found", self._watch.id, details)

    def _counted(self, run: WatchRun) -> WatchRun:
        """The run with its requests, and with what it tells of names left out and of pictures."""
        own = tuple(part for part in (self._left_out(), self._looked_after(), self._compared()) if part is not None)
        others = tuple(part for part in run.coverage if part.what not in _OWN)
        requests = sum(asker.requests for asker in (self._asker, self._pictures, self._strangers))
        return replace(run, requests=requests, coverage=(*others, *own))

    def _left_out(self) -> Coverage | None:
        left = self._asked.left_out
        if not left:
            return None
        return Coverage(_SEALED, "names", 0, len(left), f"Not asked while the client's seal holds: {', '.join(left)}.")

    def _looked_after(self) -> Coverage | None:
        if not self._kept_back:
            return None
        note = "Not looked after while the client's seal holds."
        return Coverage(_KEPT_BACK, "finds", 0, self._kept_back, note)

    def _compared(self) -> Coverage | None:
        recogniser = self._recogniser
        if not recogniser.offered:
            return None
        missing = "" if recogniser.compared == recogniser.offered else "Only the first few of each are compared."
        return Coverage(_PICTURES, "pictures", recogniser.compared, recogniser.offered, recogniser.trouble or missing)

    def _done(self) -> _End:
        return _End(Outcome.DONE, "", schedule.after_whole(self._watch, self._now()), 0)

    def _spent(self) -> _End:
        later = schedule.after_budget(self._watch, self._now())
        return _End(Outcome.PARTLY, "It asked as often as one run may. The next one goes on from there.", later, 0)

    def _failed(self, message: str) -> _End:
        failures = self._watch.failures + 1
        return _End(Outcome.FAILED, message, schedule.after_failure(self._watch, self._now(), failures), failures)

    def _now(self) -> datetime:
        return self._studio.catalogue.clock()


_SEALED = "names and addresses under a seal"
_KEPT_BACK = "finds under a seal"
_PICTURES = "pictures, compared with your works"
_OWN = (_SEALED, _KEPT_BACK, _PICTURES)


def _sentences(error: ArtistGuardError) -> str:
    return f"{error.message} {error.advice}".strip()
