"""Words of data sets: what a search of one takes, how a copy is shown there, and what its nearness is worth."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from artistguard.ui import watchwords
from artistguard.ui.answer import turned
from artistguard.ui.batchwords import span
from artistguard.ui.watchwords import filled

if TYPE_CHECKING:
    from artistguard.workflow.scan_plan import ScanPlan

translate = QCoreApplication.translate


def plan(found: "ScanPlan") -> list[tuple[str, str]]:
    """What a search takes, as rows of name and value."""
    works = len({picture.work.id for picture in found.portfolio.pictures})
    rows = number(found.rows) if found.rows is not None else translate("Sets", "not told before it is read")
    place = translate("Sets", "%1 from the network") if found.remote else translate("Sets", "%1 from the disk")
    words = translate("Sets", "%1; addresses and captions only of rows that are found (%2 in all)")
    read = filled(words, filled(place, size(found.first)), size(found.words))
    if found.kept:
        read = filled(translate("Sets", "%1; %2 rows lie here already"), read, number(found.kept))
    lines = [
        (translate("Sets", "Rows"), rows),
        (translate("Sets", "Your works"), number(works)),
        (
            translate("Sets", "Views of them"),
            filled(translate("Sets", "%1, up to %2 of 64 bits off"), number(len(found.portfolio)), str(found.bits)),
        ),
        (translate("Sets", "Read"), read),
        (translate("Sets", "Takes"), filled(translate("Sets", "%1 of computing"), span(found.seconds))),
    ]
    if found.plain:
        text = translate("Sets", "%1 of your pictures: found only where the hash is equal")
        lines.append((translate("Sets", "Too plain"), filled(text, number(found.plain))))
    for name, error in found.trouble:
        lines.append((translate("Sets", "Left out"), f"{watchwords.plain(name, 60)}: {error.message}"))
    return lines


def shown(details: Mapping[str, object]) -> str:
    """How a copy is shown in a set: "mirrored, cut to ..."; empty for as it is."""
    way = str(details.get("way", ""))
    words = [turned(str(details.get("turn", ""))), "" if way == "as it is" else way]
    return ", ".join(word for word in words if word)


def worth(details: Mapping[str, object]) -> str:
    """The score of a find of a scan, in words with its number; empty for other finds."""
    false_alarms = details.get("false_alarms")
    if not isinstance(false_alarms, int | float):
        return ""
    likely = details.get("band") == "likely"
    band = translate("Sets", "Likely a copy.") if likely else translate("Sets", "Possibly a copy.")
    how = translate("Sets", "%1 of 64 bits differ; chance alone gives a hit as near in one of %2 such searches.")
    off = filled(how, number(int(str(details.get("distance", 0)))), _searches(float(false_alarms)))
    line = f"{band} {off}"
    if details.get("extrapolated"):
        line += " " + translate("Sets", "That lies beyond what was measured.")
    return line


def agreed(points: int, same: bool) -> str:
    """What a comparison point by point told."""
    if same:
        text = translate("Sets", "Same picture content: %1 points agree, and where they lie is shown.")
    else:
        text = translate("Sets", "The content was not seen in it: %1 points agree, too few to tell.")
    return filled(text, number(points))


def number(count: int) -> str:
    """With its thousands apart."""
    return QLocale().toString(count)


def size(count: int) -> str:
    """Bytes for people."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _searches(false_alarms: float) -> str:
    often = 1 / max(false_alarms, 1e-12)
    return QLocale().toString(often, "f", 1) if often < 10 else number(round(often))
