"""What is done with a data set once it was planned: a search, a reading of its words, a check of its hashes.

Each is (what it is called in Activity, the operation for the bridge, what came of it in words).
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from artistguard.model.jobs import Change
from artistguard.ui import watchwords
from artistguard.ui.batchwords import reading, searching
from artistguard.ui.finds import setwords
from artistguard.ui.finds.setwords import translate

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.activity import BatchRow
    from artistguard.workflow.scan_plan import ScanPlan
    from artistguard.workflow.scan_words import WordPlan
    from artistguard.workflow.self_check import CheckPlan, SelfCheck
    from artistguard.workflow.studio import Studio

Work = Callable[["Studio", "Progress", "CancelToken"], tuple[Any, list[Change]]]
Step = tuple[str, Work, Callable[[Any], str]]


def begun(plan: "ScanPlan | WordPlan | CheckPlan") -> Step:
    """What was planned."""
    from artistguard.workflow.scan_words import WordPlan
    from artistguard.workflow.self_check import CheckPlan

    if isinstance(plan, WordPlan):
        return reading(plan.set.title), _words(plan), setwords.said
    if isinstance(plan, CheckPlan):
        title = watchwords.filled(translate("Sets", "Comparing pictures of %1"), plan.set.title)
        return title, _check(plan), _compared
    return searching(plan.set.title), _search(plan), partial(setwords.searched, title=plan.set.title)


def gone_on(left: "BatchRow") -> Step:
    """What is left of a batch."""
    words = left.kind == "words"

    def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[Any, list[Change]]:
        from artistguard.workflow import scan_finds, scan_words

        finish: Any = scan_words.finish if words else scan_finds.finish
        return finish(studio, left.id, progress=progress, cancel=cancel), _changes(left.id)

    if words:
        return reading(left.subject), work, setwords.said
    return searching(left.subject), work, partial(setwords.searched, title=left.subject)


def _search(plan: "ScanPlan") -> Work:
    def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[Any, list[Change]]:
        from artistguard.workflow import scan, scan_finds, self_check

        self_check.check(studio, plan.set, plan.files, cancel=cancel)  # what it told stands in the set's card
        batch = scan.begin(studio, plan)
        return scan_finds.finish(studio, batch, progress=progress, cancel=cancel), _changes(batch)

    return work


def _words(plan: "WordPlan") -> Work:
    def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[Any, list[Change]]:
        from artistguard.workflow import scan_words

        batch = scan_words.begin(studio, plan)
        return scan_words.finish(studio, batch, progress=progress, cancel=cancel), _changes(batch)

    return work


def _check(plan: "CheckPlan") -> Work:
    def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[Any, list[Change]]:
        from artistguard.workflow import self_check

        return self_check.of_set(studio, plan.set.name, progress=progress, cancel=cancel), [Change("job", ())]

    return work


def _compared(found: "SelfCheck") -> str:
    """What was told stands in the card for good; only what could not be told is said now."""
    return setwords.checked(found) if found.hashes.value == "unknown" else ""


def _changes(batch: str) -> list[Change]:
    return [Change("job", (batch,)), Change("find", ())]
