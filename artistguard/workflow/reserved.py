"""What was reserved where on a day, in which form, since when, with which proof; and what was not.

Derived each time from the chain's lines, the works' files, the presets and the declarations; nothing is stored. A day
is the user's own, and stands for how things were when it ended (today: for now).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self

from artistguard.model.artwork import Artwork, Edition, EditionRole
from artistguard.model.custody import CustodyEntry
from artistguard.model.errors import UsageError
from artistguard.model.grants import holding
from artistguard.model.ids import now
from artistguard.model.reserved import Gap, GapKind, Reserved, Said, Where
from artistguard.registries import local
from artistguard.website import readers
from artistguard.workflow import reserved_said
from artistguard.workflow.reserved_said import Facts
from artistguard.workflow.studio import Studio

_TICK, _DAY = timedelta(microseconds=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Summary:
    """All works on one day: how many are known by then, and how many have each kind of gap, or none."""

    day: date
    zone: str
    moment: datetime
    works: int
    said: int  # works of which something is said in a copy or a registry
    without_gaps: int
    gaps: Mapping[GapKind, int]
    granted: int  # works for which a consent held


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in its zone (None: this machine's), and the last moment of it that is over.

    `reach` is how far what is known of it reaches: today also to lines that a clock dated later before it was set back.
    """

    day: date
    zone: tzinfo | None
    moment: datetime
    name: str
    reach: datetime

    @classmethod
    def of(cls, studio: Studio, day: date | None, zone: tzinfo | None) -> Self:
        present = now()
        today = present.astimezone(zone).date()
        day = day or today
        if day > today:
            raise UsageError(f"{day} is a day to come: nothing is known of it.")
        end = datetime.combine(day + _DAY, time.min, zone).astimezone()
        moment = min(present, end - _TICK).astimezone(zone)
        name, offset = moment.tzname() or "", f"{moment:%z}"
        shown = name if name == "UTC" else f"{name}, UTC{offset[:3]}:{offset[3:5]}"
        latest = studio.catalogue.custody.latest() if day == today else None
        return cls(day, zone, moment, shown, max(moment, latest or moment))

    def at(self, moment: datetime) -> date:
        """The day of a moment; at the latest this one."""
        return min(moment.astimezone(self.zone).date(), self.day)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What is the same for all works on a day."""

    when: _Day
    known: Facts
    site: tuple[Said, ...]
    site_gaps: tuple[Gap, ...]

    @classmethod
    def read(cls, studio: Studio, when: _Day) -> Self:
        known = reserved_said.facts(studio)
        ever, checks = reserved_said.of_sites(known, when.reach)
        site = tuple(each for each in ever if each.stands(when.reach))
        return cls(when, known, site, (*_site_gaps(site, checks), *_new_terms(site, known, when.reach)))


def on(studio: Studio, work_id: str, day: date | None = None, *, zone: tzinfo | None = None) -> Reserved:
    """One work on a day (None: now). `zone` None: this machine's. Raises UsageError: no such work, a day to come."""
    when = _Day.of(studio, day, zone)
    work = studio.catalogue.works.get(work_id)
    subjects = (work.id, *(edition.id for edition in work.editions))
    lines = sorted((e for each in subjects for e in studio.catalogue.custody.iterate(each)), key=lambda e: e.seq)
    return _reserved(work, lines, _Shared.read(studio, when))


def all_on(
    studio: Studio, day: date | None = None, works: Sequence[str] | None = None, *, zone: tzinfo | None = None
) -> Iterator[Reserved]:
    """Works (None: all, by number) on a day, in constant memory but for the lines about them. Raises as `on`."""
    when = _Day.of(studio, day, zone)
    shared = _Shared.read(studio, when)
    lines: dict[str, list[CustodyEntry]] = defaultdict(list)
    for line in studio.catalogue.custody.of_acts(reserved_said.OF_WORKS):
        lines[str(line.details.get("work", line.subject))].append(line)
    catalogue = studio.catalogue.works
    for work in catalogue.iterate() if works is None else catalogue.in_order(works):
        yield _reserved(work, lines.pop(work.id, ()), shared)


def summary(
    studio: Studio, day: date | None = None, works: Sequence[str] | None = None, *, zone: tzinfo | None = None
) -> Summary:
    """How all works, or these, stand on a day. Raises UsageError for a day to come."""
    when = _Day.of(studio, day, zone)
    gaps: Counter[GapKind] = Counter()
    count = said = whole = granted = 0
    for each in all_on(studio, day, works, zone=zone):
        if not each.known:
            continue
        count += 1
        said += any(one.reserves for one in each.said)
        whole += not each.gaps
        granted += bool(each.grants)
        gaps.update({gap.kind for gap in each.gaps})
    return Summary(when.day, when.name, when.moment, count, said, whole, dict(gaps), granted)


def _reserved(work: Artwork, lines: Iterable[CustodyEntry], shared: _Shared) -> Reserved:
    when, known = shared.when, shared.known
    ever = [each for each in reserved_said.of_work(work, lines, known) if each.since <= when.reach]
    said = tuple(each for each in ever if each.stands(when.reach))
    there = work.created_at <= when.reach
    silent = _silent(ever, when, when.at(work.created_at)) if there else ()
    firsts = [when.at(each.since) for each in ever if each.reserves]
    after = [day for day in firsts if not silent or day > silent[-1][1]]
    return Reserved(
        work=work,
        day=when.day,
        zone=when.name,
        moment=when.moment,
        known=there,
        said=said,
        over=tuple(each for each in ever if not each.stands(when.reach)),
        site=shared.site,
        gaps=tuple(dict.fromkeys((*_gaps(work, said, known, when.reach), *shared.site_gaps))) if there else (),
        silent=silent,
        unbroken=min(after, default=None) if any(each.reserves for each in said) else None,
        grants=holding(known.grants, when.day, work.id, work.client_id),
    )


def _silent(ever: Sequence[Said], when: _Day, first: date) -> tuple[tuple[date, date], ...]:
    """The days from `first` on at whose end nothing stood in a copy or a registry."""
    spans = []
    for each in ever:
        over = each.until is not None and each.until <= when.reach
        last = when.at(each.until) - _DAY if over and each.until is not None else when.day
        if each.reserves and when.at(each.since) <= last:
            spans.append((when.at(each.since), last))
    found, day = [], first
    for begin, last in sorted(spans):
        if begin > day:
            found.append((day, begin - _DAY))
        day = max(day, last + _DAY)
    if day <= when.day:
        found.append((day, when.day))
    return tuple(found)


def _gaps(work: Artwork, said: Sequence[Said], known: Facts, moment: datetime) -> Iterator[Gap]:
    by_place = {where: [each for each in said if each.where is where and each.reserves] for where in Where}
    copies, registries = by_place[Where.COPY], by_place[Where.REGISTRY]
    if not copies and not registries:
        yield Gap(GapKind.NOTHING)
    if not copies:
        yield Gap(GapKind.NO_COPY)
    forms = {each.form for each in copies}
    for form in reserved_said.COPY_FORMS:
        if copies and form.value not in forms:
            yield Gap(GapKind.FORM, values=(form.value,))
    if all(each.form == local.NAME for each in registries):  # nobody else can read the ledger on this computer
        yield Gap(GapKind.NO_REGISTRY)
    for edition in _own_files(work, moment):
        for where, there in ((Where.COPY, copies), (Where.REGISTRY, registries)):
            if there and all(each.edition_id != edition.id for each in there):
                yield Gap(GapKind.NEW_FILE, edition.created_at, (edition.location.path, where.value))
    yield from _new_terms((*copies, *registries), known, moment)


def _own_files(work: Artwork, moment: datetime) -> list[Edition]:
    """The artist's files that were current at a moment; sources only where there is no picture made of them."""
    by_id = {edition.id: edition for edition in work.editions}

    def current(edition: Edition) -> bool:
        after = by_id.get(edition.superseded_by or "")
        return edition.created_at <= moment and (after is None or after.created_at > moment)

    files = [edition for edition in work.editions if not edition.role.ours and current(edition)]
    return [edition for edition in files if edition.role is not EditionRole.SOURCE] or files


def _new_terms(said: Iterable[Said], known: Facts, moment: datetime) -> Iterator[Gap]:
    for version_id in dict.fromkeys(each.preset_version for each in said):
        if version_id not in known.versions:
            continue
        preset, version = known.versions[version_id]
        newest = known.newest(version, moment)
        if newest.reservation != version.reservation:
            values = (preset.name, str(version.version), str(newest.version))
            yield Gap(GapKind.NEW_TERMS, newest.created_at, values)


def _site_gaps(site: Sequence[Said], checks: Mapping[str, Mapping[str, str]]) -> Iterator[Gap]:
    if not site:
        yield Gap(GapKind.NO_WEBSITE)
    for host in dict.fromkeys(each.place for each in site):
        if host not in checks:
            yield Gap(GapKind.UNCHECKED, min(each.since for each in site if each.place == host), (host,))
    for host, seen in checks.items():
        for reader, word in seen.items():
            if word != "yes":
                yield Gap(GapKind.UNSEEN, values=(host, readers.names().get(reader, reader)))
