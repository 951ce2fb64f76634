"""Taking in files and folders: asked for from several places, done in one way, and seen in Activity."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from artistguard.model.jobs import Change
from artistguard.ui.context import Context
from artistguard.ui.tasks import TaskHandle

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.import_ import ImportReport
    from artistguard.workflow.studio import Studio

translate = QCoreApplication.translate


def take_in(
    context: Context, paths: Sequence[Path], *, client_id: str | None = None, total: int | None = None
) -> TaskHandle:
    """Import as an operation: a durable batch that a restart goes on with. What came of it is told in a banner.

    `total` is the number of files, where they are counted already; else they are counted first.
    """
    names = ", ".join(path.name or str(path) for path in paths[:2]) + (" ..." if len(paths) > 2 else "")

    def work(
        studio: "Studio", progress: "Progress", cancel: "CancelToken"
    ) -> "tuple[tuple[ImportReport, bool], list[Change]]":
        from artistguard.workflow import import_job

        files = total
        if files is None:
            files = import_job.survey(studio, paths, cancel=cancel).files
        batch, report = import_job.run(
            studio, paths, client_id=client_id, total=files, progress=progress, cancel=cancel
        )
        return (report, cancel.cancelled), [Change("artwork", ()), Change("job", (batch,))]

    def done(came: "tuple[ImportReport, bool]") -> None:
        report, stopped = came
        if not stopped:
            _tell(context, report)

    return context.bridge.operate(translate("TakeIn", "Taking in %1").replace("%1", names), work, done, owner=context)


def _tell(context: Context, report: "ImportReport") -> None:
    if report.failures:
        text = translate("TakeIn", "%1 taken in, %2 could not be read.").replace("%1", _number(report.added))
        text = text.replace("%2", _number(len(report.failures)))
        context.show_banner(text, "look", (translate("TakeIn", "Show them"), lambda: context.go_to("activity")))
    elif report.added or report.editions or report.linked:
        text = translate("TakeIn", "%1 taken in. The originals were only read.")
        text = text.replace("%1", _number(report.added + report.editions + report.linked))
        context.show_banner(text, "good")
    elif report.duplicates or report.known or report.moved:
        context.show_banner(translate("TakeIn", "Nothing new: everything there is known already."))
    else:
        context.show_banner(translate("TakeIn", "No pictures were found there."), "look")


def _number(count: int) -> str:
    return QLocale().toString(count)
