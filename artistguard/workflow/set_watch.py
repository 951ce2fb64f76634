"""Data sets as watches: scanned again for all works when their files changed, and else for new works alone.

Whether a set changed is told by its files' versions (ETags, or size and time), one small request a file on a server.
For new works the packed rows of earlier scans are searched: no table is read again, and no server asked for more.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from artistguard.catalogue.recording import Offered
from artistguard.model.egress import Purpose
from artistguard.model.errors import Unreachable, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Coverage, HostNeed, Key, Planned, Question, Step
from artistguard.sources.base import Asker
from artistguard.workflow import image_sets

if TYPE_CHECKING:
    from artistguard.work.engine import Report
    from artistguard.workflow.scan_plan import ScanPlan
    from artistguard.workflow.studio import Studio

_NAMED = 5  # files that cannot be read

# What scans need is loaded when a set is looked at: most who list their watches scan nothing.


class SetWatch:
    """The data sets that can be scanned (see workflow.searching). One watch a set, named by its parameter "dataset"."""

    name = "set"
    title = "Data sets, by the hashes of their pictures"
    keys = frozenset({Key.PICTURE})
    needs: Sequence[HostNeed] = ()
    cadence_hours = 24 * 7

    def __init__(self, studio: "Studio") -> None:
        self._studio = studio

    def settled(self, params: Mapping[str, object]) -> dict[str, object]:
        """The set by its whole name or path."""
        return {"dataset": image_sets.find(self._studio, _target(params)).name}

    def needs_of(self, params: Mapping[str, object]) -> Sequence[HostNeed]:
        """The hosts of its files."""
        from artistguard.workflow import scans

        return scans.hosts(image_sets.find(self._studio, _target(params)))

    def why_not(self) -> str:
        """There must be a work."""
        if sum(self._studio.catalogue.works.count().values()):
            return ""
        return "There is no work to search for yet. 'artistguard import' takes in your pictures."

    def plan(self, question: Question) -> Sequence[Planned]:
        """The first look at its files; of a set on this machine, none."""
        from artistguard.workflow import scans

        return scans.needs(self._studio, _target(question.params)).planned

    def search(
        self, question: Question, checkpoint: Mapping[str, object], asker: Asker, cancel: CancelToken
    ) -> Iterator[tuple[Step, Sequence[Offered]]]:
        """A scan, gone on with where it was stopped. The checkpoint names it, and the revision that was checked."""
        from artistguard.workflow import activity, scan, scan_finds, scan_memory, scan_plan

        studio = self._studio
        plan = scan_plan.plan(studio, _target(question.params), only_new=True, asks=asker, cancel=cancel)
        revision = scan_memory.revision(plan.files)
        mark: dict[str, object] = {"revision": revision}
        if checkpoint.get("checked") == revision or self._check(plan, cancel):
            mark["checked"] = revision
        if not plan.portfolio.pictures:
            searched = scan_finds.searched(studio, plan.set.name)
            yield Step(mark, coverage=self._covered(plan, searched)), ()
            return
        batch = scan.begin(studio, plan)
        last = str(checkpoint.get("batch", ""))
        if last and last != batch:  # it searched for fewer works, or another version
            activity.call_off(studio, last)
        mark["batch"] = batch
        yield Step(mark), ()
        report = scan.run(studio, batch, asks=asker, cancel=cancel)
        found = scan_finds.weigh(studio, batch, asks=asker)
        offers = scan_finds.offers(plan.set.name, found, plan.set.title)
        covered = self._covered(plan, found.coverage)
        yield Step(mark, tuple(offer.candidate for offer in offers), coverage=covered), offers
        scan_finds.note(studio, plan.set.name, found)
        if report.stopped is not None:
            raise report.stopped
        cancel.check()
        if not found.done:
            raise _left(report)

    def _check(self, plan: "ScanPlan", cancel: CancelToken) -> bool:
        """Once a revision, compare a few of its pictures with their hashes, where that was agreed to: whether it was
        tried. What came of it is known to the self-check."""
        from artistguard.workflow import consents, self_check

        pictures = any(Purpose.PICTURE in each.purposes for each in consents.agreed(self._studio))
        if not pictures or not self._studio.settings.network:
            return False
        self_check.check(self._studio, plan.set, plan.files, anew=True, cancel=cancel)
        return True

    def _covered(self, plan: "ScanPlan", rows: Coverage | None) -> tuple[Coverage, ...]:
        """The rows that were searched, the files that could not be read, and hashes that are not ours."""
        from artistguard.workflow import self_check

        coverage = [] if rows is None else [rows]
        if plan.trouble:
            wrong = {name for name, _ in plan.trouble}
            files = {each.name for each in plan.files} | wrong
            why = " ".join(f"{name}: {error.message}" for name, error in plan.trouble[:_NAMED])
            title = f"files of {plan.set.title}"
            coverage.append(Coverage(title, "files", len(files - wrong), len(files), why))
        told = self_check.known(self._studio, plan.set)
        if told is not None and told.hashes is self_check.Hashes.OTHER:
            coverage.append(Coverage(f"hashes of {plan.set.title}", "pictures", 0, told.compared, told.sentence))
        return tuple(coverage)


def _target(params: Mapping[str, object]) -> str:
    target = str(params.get("dataset", ""))
    if not target:
        raise UsageError("No data set is named.", "Name one of 'artistguard scan --list', a path, or an address.")
    return target


def _left(report: "Report") -> Unreachable:
    reasons = [str(error.get("message", "")) for _, error in report.failures]
    left = report.failed + report.blocked + report.left + report.cancelled
    return Unreachable(
        f"{left:,} parts of the set could not be searched. {reasons[0] if reasons else ''}".strip(),
        "They are searched at the next run.",
    )
