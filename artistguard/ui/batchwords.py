"""What a batch of work is, where it stands and how long it takes, in words."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled

if TYPE_CHECKING:
    from artistguard.workflow.activity import BatchRow

translate = QCoreApplication.translate
# Kinds of batches that run beside the line, and on which one.
LINES = {"scan": "scan", "words": "scan", "register": "register"}


def title(row: "BatchRow") -> str:
    """What a batch is, for people."""
    if row.kind == "import":
        return translate("Activity", "Taking in %1").replace("%1", row.subject)
    if row.kind == "sign":
        return translate("Activity", "Signed copies to %1").replace("%1", row.subject)
    if row.kind == "scan":
        return searching(row.subject)
    if row.kind == "words":
        return reading(row.subject)
    if row.kind == "register":
        return withdrawing(row.subject) if row.withdraws else recording(row.subject)
    return row.kind


def searching(data_set: str) -> str:
    """What a scan of a data set is called, as an operation and as a batch."""
    return translate("Activity", "Searching %1").replace("%1", data_set)


def reading(data_set: str) -> str:
    """What a reading of its words is called."""
    return translate("Activity", "Reading the words of %1").replace("%1", data_set)


def recording(registries: str) -> str:
    """What declaring works at registries is called, as an operation and as a batch."""
    return translate("Activity", "Recording at %1").replace("%1", _called(registries))


def withdrawing(registries: str) -> str:
    """What taking declarations back is called."""
    return translate("Activity", "Withdrawing at %1").replace("%1", _called(registries))


def _called(registries: str) -> str:
    """Their permanent names, but for the one that stands on this computer."""
    own = translate("Activity", "the local ledger")
    return ", ".join(own if name == "local" else name for name in registries.split(", "))


def sentence(row: "BatchRow") -> str:
    """Where a batch stands, for people."""
    when = _when(row.created_at)
    count = of_total(row.done + row.failed, row.total)
    if row.standing == "running":
        elsewhere = translate("Activity", "%1. At work in another window or program.")
        return count if row.here else elsewhere.replace("%1", count)
    if row.standing == "waiting" and row.next_at is not None and row.reason:
        waits = translate("Activity", "%1. The rest waits since %2, because: %3 It is tried again from %4 on.")
        return filled(waits, count, when, spoken(row.reason), _when(row.next_at))
    if row.standing == "waiting" and row.next_at is not None:
        again = translate("Activity", "%1. The rest is tried again from %2 on.")
        return again.replace("%1", count).replace("%2", _when(row.next_at))
    if row.standing == "waiting":
        return translate("Activity", "%1. It waits: press Go on.").replace("%1", count)
    if row.standing == "blocked":
        return f"{count}. {spoken(row.reason)}"
    if row.standing == "cancelled":
        words = translate("Activity", "Cancelled at %1. What was finished stays. %2")
        return words.replace("%1", count).replace("%2", when)
    if row.kind == "import" and row.result is not None:
        return f"{_taken_in(row.result)}. {when}"
    if row.kind in ("scan", "words"):
        words = translate("Activity", "%1 of %2 parts searched. %3")
        counts = words.replace("%1", number(row.done)).replace("%2", number(row.total or 0))
        return counts.replace("%3", when)
    if row.kind == "register":
        words = translate("Activity", "%1 withdrawn. %2") if row.withdraws else translate("Activity", "%1 recorded. %2")
        return words.replace("%1", number(row.done)).replace("%2", when)
    return translate("Activity", "%1 written and read back. %2").replace("%1", number(row.done)).replace("%2", when)


def _taken_in(result: Any) -> str:
    parts = [translate("Activity", "%1 new").replace("%1", number(result["added"]))]
    for key, words in (
        ("known", translate("Activity", "%1 known already")),
        ("editions", translate("Activity", "%1 new editions")),
        ("linked", translate("Activity", "%1 joined to their source or export")),
        ("moved", translate("Activity", "%1 moved")),
        ("duplicates", translate("Activity", "%1 copies of known files")),
        ("left_out", translate("Activity", "%1 no pictures")),
    ):
        if result[key]:
            parts.append(words.replace("%1", number(result[key])))
    if result["changed"]:
        words = translate("Activity", "%1 changed since, not taken in")
        parts.append(words.replace("%1", number(len(result["changed"]))))
    return ", ".join(parts)


def span(seconds: float) -> str:
    """Seconds for people."""
    if seconds < 90:
        return translate("Activity", "about %1 s").replace("%1", f"{max(1, seconds):.0f}")
    if seconds < 5400:
        return translate("Activity", "about %1 min").replace("%1", f"{seconds / 60:.0f}")
    return translate("Activity", "about %1 h").replace("%1", f"{seconds / 3600:.1f}")


def of_total(done: int, total: int | None) -> str:
    """How much of it."""
    if total is None:
        return translate("Activity", "%1 files").replace("%1", number(done))
    return translate("Activity", "%1 of %2").replace("%1", number(done)).replace("%2", number(total))


def number(count: int) -> str:
    """With its thousands apart."""
    return QLocale().toString(count)


def _when(moment: datetime) -> str:
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)
