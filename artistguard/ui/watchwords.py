"""What the watch says, in the reader's language: strengths, keys, verdicts, coverage, moments, purposes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from artistguard.model import paths
from artistguard.model.egress import Purpose
from artistguard.model.finds import AllowKind, Find, Happening, Outcome, Verdict
from artistguard.model.names import FieldKind, NameKind, Strength
from artistguard.model.watching import Candidate, CandidateKind, Coverage, Key
from artistguard.ui.spoken import spoken

translate = QCoreApplication.translate

# Strengths differ by shape first, then by colour: a full diamond, half a one, an empty one.
SHAPES = {Strength.STRONG: "diamond-full", Strength.MEDIUM: "diamond-half", Strength.WEAK: "diamond"}
TOKENS = {Strength.STRONG: "bad", Strength.MEDIUM: "look", Strength.WEAK: "muted"}
KEY_ICONS = {Key.PICTURE: "picture", Key.NAME: "person", Key.ADDRESS: "link"}


def strength(value: Strength) -> str:
    """How much a find is worth by itself."""
    return {
        Strength.STRONG: translate("Watch", "strong"),
        Strength.MEDIUM: translate("Watch", "medium"),
        Strength.WEAK: translate("Watch", "weak"),
    }[value]


def key(value: Key) -> str:
    """By what something was found."""
    return {
        Key.PICTURE: translate("Watch", "by picture"),
        Key.NAME: translate("Watch", "by name"),
        Key.ADDRESS: translate("Watch", "by address"),
    }[value]


def field(value: FieldKind | None) -> str:
    """Where in a candidate it stands."""
    words = {
        FieldKind.ID: translate("Watch", "in its name"),
        FieldKind.TRIGGER: translate("Watch", "as a trigger word"),
        FieldKind.HEADER: translate("Watch", "in the file's header"),
        FieldKind.TAG: translate("Watch", "as a tag"),
        FieldKind.FILE_NAME: translate("Watch", "in a file name"),
        FieldKind.ARTIST: translate("Watch", "named as the artist"),
        FieldKind.TITLE: translate("Watch", "in a title"),
        FieldKind.CAPTION: translate("Watch", "in a caption"),
        FieldKind.PROMPT: translate("Watch", "in a prompt"),
        FieldKind.CARD: translate("Watch", "in its description"),
        FieldKind.CREATOR: translate("Watch", "as its uploader"),
        FieldKind.URL: translate("Watch", "in a link"),
        FieldKind.HASH: translate("Watch", "as a digest"),
        FieldKind.TEXT: translate("Watch", "in the text"),
    }
    return words[value] if value is not None else translate("Watch", "in a picture")


def kind(value: CandidateKind) -> str:
    """What a source offers."""
    return {
        CandidateKind.MODEL: translate("Watch", "model"),
        CandidateKind.DATASET: translate("Watch", "data set"),
        CandidateKind.SPACE: translate("Watch", "space"),
        CandidateKind.ROW: translate("Watch", "row"),
        CandidateKind.PAGE: translate("Watch", "page"),
        CandidateKind.FILE: translate("Watch", "file"),
    }[value]


def name_kind(value: NameKind) -> str:
    """What kind of name it is."""
    return {
        NameKind.NAME: translate("Watch", "name"),
        NameKind.ALIAS: translate("Watch", "other name"),
        NameKind.HANDLE: translate("Watch", "handle"),
        NameKind.STUDIO: translate("Watch", "studio"),
        NameKind.CHARACTER: translate("Watch", "character"),
    }[value]


def verdict(value: Verdict) -> str:
    """What the artist says of a find; short enough for a button."""
    return {
        Verdict.MINE: translate("Watch", "Mine"),
        Verdict.APPROVED: translate("Watch", "Approved"),
        Verdict.NOT_MINE: translate("Watch", "Not mine"),
        Verdict.IGNORED: translate("Watch", "Ignore"),
    }[value]


def verdict_meaning(value: Verdict) -> str:
    """What a verdict says, in a sentence."""
    return {
        Verdict.MINE: translate("Watch", "It is mine, and nobody asked me."),
        Verdict.APPROVED: translate("Watch", "It is mine, and I agreed."),
        Verdict.NOT_MINE: translate("Watch", "It is somebody else's."),
        Verdict.IGNORED: translate("Watch", "I do not want to see it."),
    }[value]


def happening(value: Happening) -> str:
    """What happened to a candidate."""
    return {
        Happening.FIRST_SEEN: translate("Watch", "first seen"),
        Happening.CHANGED: translate("Watch", "changed"),
        Happening.RENAMED: translate("Watch", "renamed"),
        Happening.GONE: translate("Watch", "gone"),
        Happening.BACK: translate("Watch", "back again"),
        Happening.RELATIVE: translate("Watch", "a relative appeared"),
        Happening.JUDGED: translate("Watch", "judged"),
    }[value]


def outcome(value: Outcome | None) -> str:
    """How a run of a watch ended."""
    if value is None:
        return translate("Watch", "begun, not ended")
    return {
        Outcome.DONE: translate("Watch", "done"),
        Outcome.PARTLY: translate("Watch", "in part"),
        Outcome.BLOCKED: translate("Watch", "could not begin"),
        Outcome.FAILED: translate("Watch", "failed"),
        Outcome.STOPPED: translate("Watch", "stopped"),
    }[value]


def allowed(value: AllowKind) -> str:
    """What kind of thing the artist has nothing against."""
    return {
        AllowKind.ACCOUNT: translate("Watch", "account"),
        AllowKind.ADDRESS: translate("Watch", "address"),
        AllowKind.CANDIDATE: translate("Watch", "this one alone"),
    }[value]


def purpose(value: Purpose) -> str:
    """Why a request is made, for the list of hosts."""
    return {
        Purpose.TIME_STAMP: translate("Watch", "time stamps"),
        Purpose.TRUST_LIST: translate("Watch", "the official trust list"),
        Purpose.REVOCATION: translate("Watch", "whether a certificate was revoked"),
        Purpose.WATCH: translate("Watch", "watches"),
        Purpose.CHECK: translate("Watch", "links that you check"),
        Purpose.PICTURE: translate("Watch", "pictures to compare"),
        Purpose.POSTED_COPY: translate("Watch", "your posted copies"),
        Purpose.SCAN: translate("Watch", "scans on other machines"),
        Purpose.REGISTER: translate("Watch", "records of your works"),
    }[value]


def coverage(value: Coverage) -> str:
    """What was searched of what there is: "models by every form of your names: 1,204 of 3,000 models"."""
    if value.unit == "bytes":
        counts = [_bytes(value.searched), _bytes(value.total or 0)]
        unit = ""
    else:
        counts = [QLocale().toString(value.searched), QLocale().toString(value.total or 0)]
        unit = f" {_unit(value.unit)}"
    if value.total is None:
        numbers = translate("Watch", "%1%2; how many there are is not said")
    elif value.whole:
        numbers = translate("Watch", "all %3%2")
    else:
        numbers = translate("Watch", "%1 of %3%2")
    text = filled(numbers, counts[0], unit, counts[1])
    return f"{spoken(value.what)}: {text}." + (f" {spoken(value.note)}" if value.note else "")


def title(value: Candidate) -> str:
    """What a candidate is called: a stranger's word, but for a row of a data set, which has none of its own."""
    return spoken(value.title) if value.kind is CandidateKind.ROW else value.title


def titled(find: Find) -> str:
    """The same of a card."""
    rows = any(member.candidate.kind is CandidateKind.ROW for member in find.members[:1])
    return spoken(find.title) if rows else find.title


def nothing(values: Iterable[Coverage]) -> str:
    """The honest sentence where nothing was found."""
    searched = list(values)
    if not searched:
        return translate("Watch", "Nothing was searched yet.")
    text = translate("Watch", "Nothing of yours found in what was searched.")
    if not all(each.whole for each in searched):
        text += " " + translate("Watch", "The rest was not searched.")
    return text


def moment(value: datetime | None) -> str:
    """A moment for people, in local time: "today, 14:02", "yesterday, 9:30", else the date."""
    if value is None:
        return ""
    local = value.astimezone()
    today = datetime.now().astimezone().date()
    time = QLocale().toString(
        QDateTime.fromSecsSinceEpoch(int(local.timestamp())).time(), QLocale.FormatType.ShortFormat
    )
    if local.date() == today:
        return translate("Watch", "today, %1").replace("%1", time)
    if local.date() == today - timedelta(days=1):
        return translate("Watch", "yesterday, %1").replace("%1", time)
    if local.date() == today + timedelta(days=1):
        return translate("Watch", "tomorrow, %1").replace("%1", time)
    return f"{local:%Y-%m-%d}"


def cadence(hours: int) -> str:
    """How often, in words."""
    if hours % (24 * 7) == 0:
        count, one, many = hours // (24 * 7), translate("Watch", "every week"), translate("Watch", "every %1 weeks")
    elif hours % 24 == 0:
        count, one, many = hours // 24, translate("Watch", "every day"), translate("Watch", "every %1 days")
    else:
        count, one, many = hours, translate("Watch", "every hour"), translate("Watch", "every %1 hours")
    return one if count == 1 else many.replace("%1", str(count))


def plain(text: str, most: int = 200) -> str:
    """A stranger's words on one line: nothing in them can forge a line or turn the reading direction."""
    flat = " ".join(text[: 4 * most].split())
    return paths.printable(flat if len(flat) <= most else f"{flat[:most]} …")


def filled(text: str, *values: str) -> str:
    """A sentence with its holes filled, all at once: a stranger's "%2" stays what it is."""
    parts: list[str] = []
    rest = text
    while (at := rest.find("%")) >= 0:
        digit = rest[at + 1 : at + 2]
        if digit.isdecimal() and 0 < int(digit) <= len(values):
            parts += [rest[:at], values[int(digit) - 1]]
            rest = rest[at + 2 :]
        else:
            parts.append(rest[: at + 1])
            rest = rest[at + 1 :]
    return "".join(parts) + rest


def _bytes(count: int) -> str:
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _unit(unit: str) -> str:
    words = {
        "models": translate("Watch", "models"),
        "datasets": translate("Watch", "data sets"),
        "spaces": translate("Watch", "spaces"),
        "rows": translate("Watch", "rows"),
        "pages": translate("Watch", "pages"),
        "files": translate("Watch", "files"),
        "pictures": translate("Watch", "pictures"),
        "requests": translate("Watch", "requests"),
        "prompts": translate("Watch", "prompts"),
        "searches": translate("Watch", "searches"),
        "cards": translate("Watch", "cards"),
    }
    return words.get(unit, unit)
