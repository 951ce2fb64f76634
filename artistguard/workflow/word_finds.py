"""What the words of a data set came to: of each name and address in how many rows it stands, and a card of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from artistguard.catalogue.recording import Offered
from artistguard.model import wire
from artistguard.model.finds import Match
from artistguard.model.ids import new_id, now
from artistguard.model.jobs import JobState
from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import Candidate, CandidateKind, Coverage, Key, Text
from artistguard.workflow import image_sets, scan, scan_parts
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.scan_finds import SOURCE
from artistguard.workflow.scan_job import unit_of
from artistguard.workflow.studio import Studio

MOST_EXAMPLES = 10  # of a name or address and set


@dataclass(frozen=True, slots=True)
class Example:
    """A row that says it. `texts`: URL, caption and prompt of the row, by field."""

    file: str
    row: int
    field: FieldKind
    found: str
    strength: Strength
    reason: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A name or address of the artist's in a set: in how many rows, by strength, and the strongest of them."""

    key: Key
    subject: str
    strengths: Mapping[Strength, int]
    examples: tuple[Example, ...]

    @property
    def rows(self) -> int:
        """In how many rows."""
        return sum(self.strengths.values())

    @property
    def sentence(self) -> str:
        """The count in words."""
        parts = [f"{self.strengths[each]:,} {each.value}" for each in Strength if each in self.strengths]
        rows = "1 row" if self.rows == 1 else f"{self.rows:,} rows"
        return f"In {rows}: {', '.join(parts)}."


@dataclass(frozen=True, slots=True)
class WordReport:
    """What came of it, as far as it got. `revision` tells versions of the set apart.

    `cut` are files that turned out to end before their ends, with what is said of that.
    """

    set: ImageSet
    revision: str
    found: tuple[Said, ...]
    coverage: Coverage
    rows: int
    cut: tuple[tuple[str, str], ...] = ()


def told(studio: Studio, batch_id: str) -> WordReport:
    """What a reading of words has counted so far."""
    jobs = studio.catalogue.jobs
    params: Mapping[str, Any] = jobs.batch(batch_id).params
    which = wire.load(ImageSet, params["set"])
    files = [scan.file_in(each) for each in params["files"]]
    strengths: dict[tuple[Key, str], dict[Strength, int]] = {}
    examples: dict[tuple[Key, str], list[Example]] = {}
    rows = 0
    read = list(scan_parts.searched(studio, batch_id))
    for job in read:
        result: Mapping[str, Any] = job.result or {}
        rows += int(result["rows"])
        file = files[unit_of(job)[0]].name
        for each in result["found"]:
            subject = Key(each["key"]), str(each["subject"])
            counts = strengths.setdefault(subject, {})
            for strength, count in each["rows"].items():
                counts[Strength(strength)] = counts.get(Strength(strength), 0) + int(count)
            examples[subject] = sorted(
                [*examples.get(subject, ()), *(_example(file, one) for one in each["examples"])],
                key=lambda one: one.strength.rank,
            )[:MOST_EXAMPLES]
    found = [Said(*subject, counts, tuple(examples[subject])) for subject, counts in strengths.items()]
    found.sort(key=lambda each: (each.examples[0].strength.rank, -each.rows, each.subject))
    states = jobs.progress(batch_id)
    done = states[JobState.DONE] == sum(states.values())
    cut = scan_parts.cut(files, read)
    notes = [] if done else ["It is not finished."]
    notes += scan_parts.noted(cut)
    if params["left_out"]:
        notes.append(f"Left out while a client's seal holds: {', '.join(params['left_out'])}.")
    total = params["rows"] if params["rows"] is not None else rows if done and not cut else None
    coverage = Coverage(f"rows of {which.title}, by words", "rows", rows, total, " ".join(notes))
    revision = image_sets.folded(" ".join(f"{each.name} {each.version}" for each in files))[-12:]
    return WordReport(which, revision, tuple(found), coverage, rows, scan_parts.turned_out(files, read))


def record(studio: Studio, report: WordReport) -> int:
    """Make cards of it, one a name or address; returns how many have news by it."""
    source = SOURCE + report.set.name
    with studio.catalogue.transaction():
        recorded = studio.catalogue.finds.record(offers(report), source=source)
        studio.catalogue.custody.append(
            "set-read", report.set.name, {"rows": report.rows, "finds": len(report.found), "of": report.coverage.total}
        )
    return len(recorded.news)


def offers(report: WordReport) -> list[Offered]:
    """A candidate of each name and address. Its texts are a few of the rows that stand behind it."""
    return [Offered(_candidate(report, each), (_match(report, each),)) for each in report.found]


def _candidate(report: WordReport, each: Said) -> Candidate:
    place = next(filter(image_sets.is_address, report.set.places), "")
    return Candidate(
        source=SOURCE + report.set.name,
        key=f"{each.key.value}:{each.subject}",
        kind=CandidateKind.ROW,
        title=f"{each.subject} in {report.set.title}",
        url=report.set.page or place,
        revision=f"{report.revision} {each.rows}",
        texts=tuple(dict.fromkeys(_texts(each))),
        rows=each.rows,
        note=f"{each.sentence} That says the set lists them; not that a model learned them.",
    )


def _texts(each: Said) -> Iterator[Text]:
    for one in each.examples:
        for field, text in one.texts.items():
            yield Text(FieldKind(field), text)


def _match(report: WordReport, each: Said) -> Match:
    best = each.examples[0]
    details = {
        "rows": each.rows,
        "strengths": {strength.value: count for strength, count in each.strengths.items()},
        "of": report.rows,
        "set": report.set.title,
        "examples": [f"{one.file}#{one.row}" for one in each.examples],
    }
    reason = f"{each.sentence[:-1]} of {report.set.title}. In row {best.row:,}: {best.reason}"
    return Match(new_id(), "", each.key, each.subject, best.field, best.found, best.strength, reason, now(), details)


def _example(file: str, data: Mapping[str, Any]) -> Example:
    return Example(
        file,
        int(data["row"]),
        FieldKind(data["field"]),
        str(data["found"]),
        Strength(data["strength"]),
        str(data["reason"]),
        {str(field): str(text) for field, text in data["texts"].items()},
    )
