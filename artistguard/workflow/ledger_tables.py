"""The tables of the ledger's export, and what they are made of. CSV for people's programs, JSON for others."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from artistguard.model import wire
from artistguard.model.grants import Grant
from artistguard.model.reserved import Reserved, Said
from artistguard.model.rights import DataUse
from artistguard.workflow import reserved_words as words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute a cell that begins so
_COLUMNS = (
    *("work", "title", "file_sha256", "where", "form", "place", "says", "from_utc", "to_utc", "last_seen_utc"),
    *(f"terms_{use}" for use in DataUse),
    *("preset", "version", "beside_the_file", "reserves", "chain_line", "chain_hash", "declaration"),
    *("stamped_by_utc", "authority"),
)
_CONSENT_COLUMNS = ("to", "uses", "from", "until", "ended_on", "works", "written_down_utc", "note", "document_sha256")


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is asked for. `works` (ids) empty: all that are not sealed. `sealed`: clients named to be in it as well.

    `since` and `until` are days, inclusive; None: from the beginning, until today.
    """

    works: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    sealed: frozenset[str] = frozenset()  # client ids


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes into the file, read once. `rows` are (work, statement) of the period, in the order of works."""

    at: datetime
    order: ExportOrder
    works: tuple[Reserved, ...]
    rows: tuple[tuple[Reserved, Said], ...]
    site: tuple[Said, ...]
    grants: tuple[Grant, ...]
    presets: Mapping[str, tuple[str, int]]  # version id: name of the preset, number
    digests: Mapping[str, str]  # of files, by edition id

    @property
    def zone(self) -> str:
        """Whose days these are."""
        return self.works[0].zone if self.works else ""

    @property
    def period(self) -> str:
        """The days in words."""
        last = self.works[0].day if self.works else self.order.until
        return f"{self.order.since or 'the beginning'} to {last}"

    def numbers(self, grant: Grant) -> str:
        """The works of this file that a grant is for."""
        meant = [f"#{each.work.number}" for each in self.works if grant.covers(each.work.id, each.work.client_id)]
        return ", ".join(meant) if len(meant) < len(self.works) else "all works in this file"


def reservations(pack: Pack) -> bytes:
    """A row a statement."""
    return _table(_COLUMNS, _rows(pack))


def gaps(pack: Pack) -> bytes:
    """A row a gap, or a span of days on which nothing was said."""
    return _table(("work", "title", "gap", "from", "to"), _gap_rows(pack))


def consents(pack: Pack) -> bytes:
    """A row a consent."""
    return _table(_CONSENT_COLUMNS, (_consent_row(pack, grant) for grant in pack.grants))


def document(pack: Pack) -> bytes:
    """All of it as one JSON document."""
    works = [
        {
            "number": each.work.number,
            "id": each.work.id,
            "title": each.work.title,
            "said": [wire.dump(one) for one in (*each.said, *each.over)],
            "gaps": [{**wire.dump(gap), "sentence": words.gap(gap)} for gap in each.gaps],
            "silent": [[first.isoformat(), last.isoformat()] for first, last in silent(pack, each)],
        }
        for each in pack.works
    ]
    whole = {
        "artistguard-ledger": 1,
        "written": utc(pack.at),
        "period": [pack.order.since and pack.order.since.isoformat(), pack.works[0].day.isoformat()],
        "zone": pack.zone,
        "files": pack.digests,
        "works": works,
        "websites": [wire.dump(one) for one in pack.site],
        "consents": [dict(zip(_CONSENT_COLUMNS, _consent_row(pack, grant), strict=True)) for grant in pack.grants],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _rows(pack: Pack) -> Iterator[list[object]]:
    for each, one in pack.rows:
        yield [each.work.number, each.work.title, *_cells(pack, one)]
    for one in pack.site:  # of no work: for whatever stands there
        yield ["", "", *_cells(pack, one)]


def _cells(pack: Pack, one: Said) -> list[object]:
    preset, version = pack.presets.get(one.preset_version, ("", ""))
    answers = [one.answers.answer(use).value if one.answers else "" for use in DataUse]
    stamp = one.proof.stamp
    return [
        *(pack.digests.get(one.file_id, ""), one.where.value, one.form, one.place, one.says),
        *(utc(one.since), utc(one.until), utc(one.looked), *answers, preset, version),
        *("yes" if one.beside else "no", "yes" if one.reserves else "no"),
        *(one.proof.line or "", one.proof.hash, one.proof.declaration),
        *((utc(stamp.at), stamp.authority) if stamp else ("", "")),
    ]


def _gap_rows(pack: Pack) -> Iterator[list[object]]:
    for each in pack.works:
        for gap in each.gaps:
            yield [each.work.number, each.work.title, words.gap(gap), utc(gap.since), each.day.isoformat()]
        for first, last in silent(pack, each):
            yield [each.work.number, each.work.title, words.SILENT, first.isoformat(), last.isoformat()]


def silent(pack: Pack, each: Reserved) -> Iterator[tuple[date, date]]:
    """The days of the period on which nothing was said of a work."""
    begin = pack.order.since or date.min
    return ((max(first, begin), last) for first, last in each.silent if last >= begin)


def _consent_row(pack: Pack, grant: Grant) -> list[object]:
    ends = [day.isoformat() if day else "" for day in (grant.until, grant.ended_on)]
    return [
        *(grant.to, " ".join(grant.uses), grant.since.isoformat(), *ends, pack.numbers(grant)),
        *(utc(grant.at), grant.note, grant.document),
    ]


def utc(at: datetime | None) -> str:
    """A moment to the second, or nothing."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    held = io.StringIO(newline="")
    table = csv.writer(held)
    table.writerow(columns)
    table.writerows([_cell(value) for value in row] for row in rows)
    return held.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
