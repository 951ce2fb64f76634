"""Words of data sets: what a search of one takes, how a copy is shown there, and what its nearness is worth."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from artistguard.ui import watchwords
from artistguard.ui.answer import turned
from artistguard.ui.batchwords import span
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled

if TYPE_CHECKING:
    from artistguard.workflow.scan_finds import ScanReport
    from artistguard.workflow.scan_plan import ScanPlan
    from artistguard.workflow.scan_words import WordPlan
    from artistguard.workflow.self_check import CheckPlan, SelfCheck
    from artistguard.workflow.word_finds import WordReport

translate = QCoreApplication.translate
_SHOWN = 5  # names, hosts and reasons that are told


def plan(found: "ScanPlan") -> list[tuple[str, str]]:
    """What a search takes, as rows of name and value."""
    works = len({picture.work.id for picture in found.portfolio.pictures})
    rows = number(found.rows) if found.rows is not None else translate("Sets", "not told before it is read")
    place = translate("Sets", "%1 from the network") if found.remote else translate("Sets", "%1 from the disk")
    words = translate("Sets", "%1; addresses and captions only of rows that are found (%2 in all)")
    read = filled(words, filled(place, size(found.first)), size(found.words))
    if found.kept:
        read = filled(translate("Sets", "%1; %2 rows lie here already"), read, number(found.kept))
    views = filled(translate("Sets", "%1, up to %2 of 64 bits off"), number(len(found.portfolio)), str(found.bits))
    lines = [
        (translate("Sets", "Rows"), rows),
        (translate("Sets", "Your works"), number(works)),
        (translate("Sets", "Views of them"), views),
        (translate("Sets", "Read"), read),
        (translate("Sets", "Takes"), filled(translate("Sets", "%1 of computing"), span(found.seconds))),
    ]
    if not any(each.hashed for each in found.files):
        exactly = translate("Sets", "files that are the same to the byte: the set has digests, and no hashes")
        lines[2] = (translate("Sets", "Looked for"), exactly)
    if found.bulky:
        kept = translate("Sets", "%1 on this disk, where %2 are free: later works need not read the set again")
        lines.append((translate("Sets", "Kept"), filled(kept, size(found.stored), size(found.free))))
    if missing := len(found.portfolio.missing):
        text = translate("Sets", "%1 of your works: their files are away, or cannot be read")
        lines.append((translate("Sets", "Not searched for"), filled(text, number(missing))))
    if found.plain:
        text = translate("Sets", "%1 of your pictures: found only where the hash is equal")
        lines.append((translate("Sets", "Too plain"), filled(text, number(found.plain))))
    if found.looked:
        text = translate("Sets", "%1 were fetched to learn this")
        lines.append((translate("Sets", "Fetched already"), filled(text, size(found.looked))))
    if found.digested:
        text = translate("Sets", "%1 of your own files are read first: the set tells files by MD5 alone")
        lines.append((translate("Sets", "Your files"), filled(text, size(found.digested))))
    for name, error in found.trouble:
        lines.append((translate("Sets", "Left out"), f"{watchwords.plain(name, 60)}: {spoken(error.message)}"))
    return lines


def word_plan(found: "WordPlan") -> list[tuple[str, str]]:
    """What reading all words of a set takes, as rows of name and value."""
    remote = any(each.url for each in found.files)
    place = translate("Sets", "%1 from the network") if remote else translate("Sets", "%1 from the disk")
    unknown = translate("Sets", "not told before it is read")
    names, addresses = (number(len(found.question[each])) for each in ("names", "addresses"))
    looked_for = translate("Sets", "names: %1, addresses: %2; none of them leaves this machine")
    takes = translate("Sets", "%1 of computing")
    lines = [
        (translate("Sets", "Rows"), number(found.rows) if found.rows is not None else unknown),
        (translate("Sets", "Looked for"), filled(looked_for, names, addresses)),
        (translate("Sets", "Read"), filled(place, size(found.size))),
        (translate("Sets", "Takes"), filled(takes, span(found.seconds))),
    ]
    if found.looked:
        text = translate("Sets", "%1 were fetched to learn this")
        lines.append((translate("Sets", "Fetched already"), filled(text, size(found.looked))))
    if found.left_out:
        names_left = ", ".join(watchwords.plain(each, 60) for each in found.left_out)
        lines.append((translate("Sets", "Under seal"), filled(translate("Sets", "not looked for: %1"), names_left)))
    for name, error in found.trouble:
        lines.append((translate("Sets", "Left out"), f"{watchwords.plain(name, 60)}: {spoken(error.message)}"))
    return lines


def searched(found: "ScanReport", title: str) -> str:
    """What a search of a set came to, and what it does not show."""
    name = watchwords.plain(title, 80)
    if found.found:
        words = translate("Sets", "Rows that may hold works of yours: %1. They are cards among your finds now.")
        text = filled(words, number(len(found.found)))
    elif not found.rows:
        text = filled(translate("Sets", "Nothing of %1 was searched."), name)
    elif not found.valid:
        text = filled(translate("Sets", "No row of %1 that was read has a hash, so nothing was searched."), name)
    else:
        counts = number(found.valid), number(found.coverage.total or found.rows)
        text = filled(translate("Sets", "Nothing of yours found in %1 of %2 rows of %3."), *counts, name)
        text += " " + (_nothing_near() if found.by_hash else _nothing_same())
    return "\n".join([text, *(watchwords.plain(spoken(each), 400) for each in found.trouble)])


def _nothing_near() -> str:
    return translate(
        "Sets",
        "That says that none of these rows is near to the views that were searched; not that no work of yours is in "
        "the set: crops below half, collages, screenshots and redrawn pictures have other hashes.",
    )


def _nothing_same() -> str:
    return translate(
        "Sets",
        "That says that none of these rows is a file of yours to the byte; not that no work of yours is in the set: a "
        "copy that was saved anew has another digest.",
    )


def said(found: "WordReport") -> str:
    """What the words of a set came to."""
    if not found.found:
        none = translate("Sets", "None of your names and addresses found in the words of %1 of %2 rows of %3.")
        counts = number(found.rows), number(found.coverage.total or found.rows)
        return filled(none, *counts, watchwords.plain(found.set.title, 80))
    most = translate("Sets", "%1 of your names and addresses stand in it. They are cards among your finds now:")
    lines = [filled(most, number(len(found.found)))]
    row = translate("Sets", "%1: in %2 rows")
    lines += [filled(row, watchwords.plain(each.subject, 80), number(each.rows)) for each in found.found[:_SHOWN]]
    if len(found.found) > _SHOWN:
        lines.append(filled(translate("Sets", "and %1 more"), number(len(found.found) - _SHOWN)))
    lines.append(translate("Sets", "A name in a set says that the set lists it; not that a model learned it."))
    return "\n".join(lines)


def check_plan(found: "CheckPlan") -> list[tuple[str, str]]:
    """What comparing some of a set's pictures with its hashes takes."""
    hosts = found.hosts
    shown = ", ".join(watchwords.plain(each, 60) for each in hosts[:_SHOWN])
    fetched = translate("Sets", "up to %1 pictures, one after the other, until one is as the set says")
    return [
        (translate("Sets", "Fetched"), filled(fetched, number(len(found.urls)))),
        (translate("Sets", "From"), shown),
        (translate("Sets", "Tells"), translate("Sets", "whether the set's hash is the one that is searched for")),
    ]


def checked(found: "SelfCheck") -> str:
    """What the live pictures of a set told of its hashes."""
    near = str(found.nearest)
    if found.hashes.value == "ours":
        words = translate("Sets", "Its hash is ours: a picture as it lies there now is %1 bits from what the set says.")
        return filled(words, near)
    if found.hashes.value == "other":
        words = translate(
            "Sets",
            "Its hash is not ours: of %1 pictures as they lie there now the nearest is %2 bits from what the set says "
            "of it. Nothing can be concluded from what is not found in it.",
        )
        return filled(words, number(found.compared), near)
    text = translate("Sets", "Whether its hash is ours could not be told.")
    if found.compared:
        one = translate("Sets", "One picture was compared, %1 bits off; it may be another by now.")
        text += " " + filled(one, near)
    return " ".join([text, *(watchwords.plain(spoken(each)) for each in found.why[:_SHOWN])])


def shown(details: Mapping[str, object]) -> str:
    """How a copy is shown in a set: "mirrored, cut to ..."; empty for as it is."""
    way = str(details.get("way", ""))
    words = [turned(str(details.get("turn", ""))), "" if way == "as it is" else spoken(way)]
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
    return QLocale().toString(often, "f", 1) if often < 10 else number(round(float(f"{often:.1e}")))
