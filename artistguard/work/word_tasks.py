"""What a worker child does with the words of a unit of a data set: counts the rows that say a name of the artist's, or
hold an address of theirs. Names and addresses come with the task, as plain data; what is looked for is made here."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from artistguard.formats import tables
from artistguard.formats.tables import Field, TableKind
from artistguard.matching.addresses import AddressBook
from artistguard.matching.names import Matcher
from artistguard.model import wire
from artistguard.model.names import AddressHit, FieldKind, NameHit, OwnName, Strength
from artistguard.model.watching import Key
from artistguard.work import scan_cut, scan_pictures, scan_units
from artistguard.work.scan_tasks import opened, pictures

if TYPE_CHECKING:
    from artistguard.work.child import Context

MOST_EXAMPLES = 5  # of a name or address and unit
_MOST = 20_000  # characters of a text that are read
_SHOWN = 500  # characters of an example
_SAMPLE = 30_000  # rows by which it is told how long all will take
_MADE_UP = "a small harbour in the evening light, seen from the hills above the town - stock photo 4711 "
_WORDS = (Field.URL, Field.CAPTION, Field.PROMPT)
_BESIDE = (Field.URL, Field.CAPTION)  # what stands beside a picture

_Subject = tuple[str, str]  # what kind of key it is, and the name or address


def said(context: "Context", arguments: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, object], list[bytes]]:
    """The number of rows of a unit, and of each name and address that is there in how many of them, with examples.

    A row counts once for a name, by its strongest place. What is not read to its end says so, as `scan_cut.Cut` does.
    """
    seekers = _seekers(json.dumps(arguments["question"]))
    cut = scan_cut.Cut()
    count, tally = _counted(_read(context, arguments, cut), arguments["columns"], seekers)
    found = [{"key": key, "subject": subject, **told} for (key, subject), told in tally.items()]
    return {"rows": count, "found": found, **cut.told()}, []


def said_pace(
    context: "Context", arguments: dict[str, Any], blobs: list[bytes]
) -> tuple[dict[str, object], list[bytes]]:
    """Seconds that a row of a unit takes, by its first ones, and those that it takes before the first.

    Of a table on a server nothing is fetched for that: rows are made up, with texts as long as `lengths` says.
    """
    began = time.monotonic()
    seekers = _seekers(json.dumps(arguments["question"]))
    _counted([(0, {Field.CAPTION: [_MADE_UP]})], {}, seekers)  # loads what is needed
    ready = time.monotonic() - began
    remote = bool(arguments.get("remote"))
    reading = _made_up(arguments["lengths"]) if remote else _read(context, arguments, scan_cut.Cut())
    began = time.monotonic()
    count, _ = _counted(islice(reading, 1), arguments["columns"], seekers)
    return {"pace": (time.monotonic() - began) / max(count, 1), "start": ready}, []


def _counted(
    reading: Iterable[tuple[int, dict[Field, list[str]]]],
    columns: Mapping[str, str],
    seekers: tuple[Matcher, AddressBook],
) -> tuple[int, dict[_Subject, dict[str, Any]]]:
    """(rows, of each name and address in how many of them it is, with examples)."""
    matcher, book = seekers
    tally: dict[_Subject, dict[str, Any]] = {}
    count = 0
    for first, texts in reading:
        count += len(next(iter(texts.values()), ()))
        best: dict[tuple[_Subject, int], tuple[Field, NameHit | AddressHit]] = {}
        for each, column in texts.items():
            where = _kind(each, columns)
            for row, hits in matcher.find_many(column, where).items():
                _strongest(best, row, each, hits)
            for row, at in book.find_many(column, where).items():
                _strongest(best, row, each, at)
        for (subject, row), (each, hit) in sorted(best.items(), key=lambda one: one[0][1]):
            shown = {other.value: column[row][:_SHOWN] for other, column in texts.items() if column[row]}
            example = {
                "row": first + row,
                "field": _kind(each, columns).value,
                "found": hit.found[:_SHOWN],
                "strength": hit.strength.value,
                "reason": hit.reason,
                "texts": shown,
            }
            _count(tally.setdefault(subject, {"rows": {}, "examples": []}), example)
    return count, tally


def _made_up(lengths: Mapping[str, int]) -> Iterator[tuple[int, dict[Field, list[str]]]]:
    """Rows of no data set, that are as much work: each text is another one."""
    texts = {}
    for each, length in lengths.items():
        text = _MADE_UP * (length // len(_MADE_UP) + 2)
        texts[Field(each)] = [text[row % len(_MADE_UP) :][:length] for row in range(_SAMPLE)]
    yield 0, texts


def _read(
    context: "Context", arguments: dict[str, Any], cut: scan_cut.Cut
) -> Iterator[tuple[int, dict[Field, list[str]]]]:
    """The words of a unit: (number of the first row, texts by field), a batch at a time."""
    kind, unit, named = scan_units.described(arguments)
    if kind in (TableKind.TAR, TableKind.FOLDER):
        first = unit.first_row
        with pictures(context, arguments) as some:
            told: Iterator[dict[Field, str]] = map(_beside, some)
            if unit.rows is None:  # only reading tells where it ends
                told = scan_cut.until(told, cut)
            while rows := list(islice(told, scan_pictures.CHUNK)):
                yield first, {each: [row[each] for row in rows] for each in _BESIDE}
                first += len(rows)
        return
    wanted = {each: named[each] for each in _WORDS if each in named}
    with opened(context, arguments) as file:
        for first, arrays in tables.batches(file, kind, unit, wanted):
            yield first, {each: _texts(array) for each, array in arrays.items()}


def _beside(each: scan_pictures.Picture) -> dict[Field, str]:
    words = each.words()
    return {field: words.get(field.value, "")[:_MOST] for field in _BESIDE}


def _strongest(
    best: dict[tuple[_Subject, int], tuple[Field, NameHit | AddressHit]],
    row: int,
    field: Field,
    hits: Sequence[NameHit | AddressHit],
) -> None:
    for hit in hits:
        subject = (Key.NAME, hit.name.text) if isinstance(hit, NameHit) else (Key.ADDRESS, hit.address)
        before = best.get((subject, row))
        if before is None or hit.strength.rank < before[1].strength.rank:
            best[subject, row] = field, hit


def _count(told: dict[str, Any], example: dict[str, Any]) -> None:
    strength = example["strength"]
    told["rows"][strength] = told["rows"].get(strength, 0) + 1
    examples = told["examples"]
    examples.append(example)
    if len(examples) > MOST_EXAMPLES:  # the strongest stay, of these the first
        examples.sort(key=lambda each: (Strength(each["strength"]).rank, each["row"]))
        examples.pop()


def _texts(array: Any) -> list[str]:
    return ["" if value is None else str(value)[:_MOST] for value in array.to_pylist()]


def _kind(field: Field, columns: Mapping[str, str]) -> FieldKind:
    """What a text of a column is to the matchers: a prompt is read as one, under whichever heading it is known."""
    if field is Field.URL:
        return FieldKind.URL
    return FieldKind.PROMPT if "prompt" in columns.get(field.value, "").casefold() else FieldKind.CAPTION


@lru_cache(maxsize=1)
def _seekers(question: str) -> tuple[Matcher, AddressBook]:
    """Made once a child and question."""
    asked = json.loads(question)
    own = [wire.load(OwnName, name) for name in asked["names"]]
    return Matcher(own, asked["ignored"]), AddressBook(asked["addresses"])
