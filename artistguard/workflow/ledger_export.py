"""The reservation ledger for a lawyer: one ZIP file with tables, a page to read, the chain, receipts and time stamps.

Works under a client's seal are left out unless the client was named. What a line of the chain says is shown where it is
about the chosen works; every other line is given by its number and hash alone, so that the chain can still be followed.
"""

import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from importlib import resources
from pathlib import Path

from artistguard.model.custody import CustodyEntry
from artistguard.model.errors import UsageError
from artistguard.model.grants import Grant
from artistguard.model.ids import now
from artistguard.model.registering import Declaration
from artistguard.proof import chain
from artistguard.registries import local
from artistguard.registries.base import GivesProofs
from artistguard.workflow import (
    custody,
    grants,
    ledger_page,
    ledger_stamps,
    ledger_tables,
    receipt_files,
    receipts,
    reserved,
    reserved_said,
)
from artistguard.workflow.adapters import registries, retired
from artistguard.workflow.ledger_tables import ExportOrder, Pack
from artistguard.workflow.studio import Studio

__all__ = ["ExportOrder", "Exported", "export"]

_ELSE = "about something else"
_ALWAYS = ("website-written", "website-checked", reserved_said.PUBLISHED, reserved_said.STAMPED)
_PRESET_ACTS = ("preset-created", "preset-changed", "preset-imported")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `left_out` counts works that are sealed; `withheld` lines that are about something else."""

    path: Path
    works: int
    statements: int
    lines: int
    withheld: int
    left_out: int


def export(studio: Studio, path: Path, order: ExportOrder, *, zone: tzinfo | None = None) -> Exported:
    """Write the file, which is not there yet. Raises UsageError: a sealed work, nothing to write, a day to come."""
    ids, left_out = _chosen(studio, order)
    pack = _pack(studio, order, ids, zone)
    head = studio.catalogue.custody.head()
    entries = list(_lines(studio, pack, head.seq))
    withheld = sum(1 for _, kept in entries if kept)
    stamps = _stamps(studio)
    with receipt_files.new_file(path) as target, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as whole:
        sums: dict[str, str] = {}

        def add(name: str, body: bytes) -> None:
            entry = zipfile.ZipInfo(name, pack.at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            whole.writestr(entry, body)
            sums[name] = hashlib.sha256(body).hexdigest()

        text = (resources.files("resources") / "proof" / "ledger.txt").read_text("utf-8")
        about = {
            "at": f"{pack.at:%Y-%m-%d %H:%M:%S} UTC",
            "period": pack.period,
            "zone": pack.zone,
            "works": str(len(pack.works)),
            "last": str(head.seq),
            "head": head.hash,
        }
        for name, value in about.items():
            text = text.replace(f"{{{name}}}", value)
        add("README.txt", text.encode())
        add("ledger.html", ledger_page.page(pack).encode())
        add("reservations.csv", ledger_tables.reservations(pack))
        add("gaps.csv", ledger_tables.gaps(pack))
        add("consents.csv", ledger_tables.consents(pack))
        add("ledger.json", ledger_tables.document(pack))
        add("chain.jsonl", "".join(f"{line}\n" for line, _ in entries).encode())
        add("check.py", (resources.files("resources") / "proof" / "check_ledger.txt").read_bytes())
        for name, body in (*stamps, *_receipts(studio, pack)):
            add(name, body)
        add("SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode())
    return Exported(path, len(pack.works), len(pack.rows), len(entries) - withheld, withheld, left_out)


# --- what is in it


def _chosen(studio: Studio, order: ExportOrder) -> tuple[list[str], int]:
    """The works' ids, and how many were left out: they are sealed, or their title or paths name a sealed client."""
    sealed = {client.id for client in studio.catalogue.clients.list() if studio.seals.sealed(client.id)} - order.sealed
    texts: dict[str, tuple[str, ...]] = {}
    hidden: list[str] = []
    wanted = order.works or studio.catalogue.works.ids()
    for work in studio.catalogue.works.in_order(wanted):
        texts[work.id] = (work.title, *(edition.location.path for edition in work.editions))
        hidden += [work.id] if work.client_id in sealed else []
    naming = _naming(studio, order, {text for each in texts.values() for text in each}) if sealed else set()
    hidden += [work for work, each in texts.items() if naming.intersection(each) and work not in hidden]
    if order.works and hidden:
        number = studio.catalogue.works.get(hidden[0]).number
        raise UsageError(
            f"Work #{number} is sealed, or names a sealed client.",
            "Name the client with --include-sealed, if it is to be in it.",
        )
    chosen = [work for work in texts if work not in set(hidden)]
    if not chosen:
        raise UsageError("There is no work to write out.", "Import some, or name the sealed client whose works to add.")
    return chosen, len(hidden)


def _naming(studio: Studio, order: ExportOrder, texts: Iterable[str]) -> set[str]:
    """Those of these texts that name a client whose seal holds and who was not asked for."""
    return set(studio.seals.within(texts, titles=False, but=order.sealed))


def _pack(studio: Studio, order: ExportOrder, ids: Sequence[str], zone: tzinfo | None) -> Pack:
    if order.since is not None and order.until is not None and order.until < order.since:
        raise UsageError("The period ends before it begins.")
    if order.since is not None and order.since > now().astimezone(zone).date():
        raise UsageError(f"{order.since} is a day to come: nothing is known of it.")
    works = tuple(each for each in reserved.all_on(studio, order.until, ids, zone=zone) if each.known)
    if not works:
        raise UsageError("None of these works was in the catalogue by then.", "Choose a later day.")
    begin = datetime.combine(order.since, time.min, zone).astimezone() if order.since else None
    rows = [
        (each, one)
        for each in works
        for one in (*each.said, *each.over)
        if begin is None or one.until is None or one.until >= begin
    ]
    rows.sort(key=lambda row: (row[0].work.number, row[1].since, row[1].form))
    first, last = order.since or date.min, works[0].day
    every = studio.catalogue.grants.list()
    naming = _naming(studio, order, [text for grant in every for text in (grant.to, grant.note)])
    given = tuple(
        grant
        for grant in every
        if grant.since <= last
        and not naming.intersection((grant.to, grant.note))
        and all(end is None or end >= first for end in (grant.until, grant.ended_on))
        and any(grant.covers(each.work.id, each.work.client_id) for each in works)
    )
    versions = reserved_said.facts(studio).versions
    return Pack(
        at=studio.catalogue.clock().astimezone(UTC),
        order=order,
        works=works,
        rows=tuple(rows),
        site=works[0].site,
        grants=given,
        presets={id_: (preset.name, version.version) for id_, (preset, version) in versions.items()},
        digests={edition.id: edition.sha256 for each in works for edition in each.work.editions},
    )


def _lines(studio: Studio, pack: Pack, last: int) -> Iterator[tuple[str, bool]]:
    """The chain up to a line: canonical JSON, or (with True) number and hashes where the content is kept back."""
    about = _is_about(studio, pack)
    shown = {entry.seq: chain.line(entry) for entry in studio.catalogue.custody.iterate() if about(entry)}
    naming = _naming(studio, pack.order, shown.values())
    for entry in studio.catalogue.custody.iterate():
        if entry.seq > last:
            return  # written meanwhile
        line = shown.get(entry.seq, "")
        kept = not line or line in naming
        yield custody.kept_back(entry, _ELSE) if kept else line, kept


def _is_about(studio: Studio, pack: Pack) -> Callable[[CustodyEntry], bool]:
    """Which lines are about what is in the file: its works, their terms, the consents for them, websites, stamps."""
    ids = {each.work.id for each in pack.works}
    versions = {one.preset_version for _, one in pack.rows} & pack.presets.keys()
    presets = {studio.catalogue.presets.version(id_).preset_id for id_ in versions}
    whole = {grant.id for grant in pack.grants if _is_whole(studio, grant, ids)}
    subjects = ids | pack.digests.keys()

    def about(entry: CustodyEntry) -> bool:
        if entry.act in (grants.GRANTED, grants.ENDED):
            return entry.subject in whole
        if entry.act in _PRESET_ACTS:
            return entry.subject in presets
        return entry.act in _ALWAYS or entry.subject in subjects or entry.details.get("work") in ids

    return about


def _is_whole(studio: Studio, grant: Grant, ids: set[str]) -> bool:
    """Whether a grant names nobody's works but those that are in the file."""
    if grant.client_id is not None:
        return not studio.seals.sealed(grant.client_id)
    return set(grant.works) <= ids


def _stamps(studio: Studio) -> Iterator[tuple[str, bytes]]:
    for entry in studio.catalogue.custody.of_acts([reserved_said.STAMPED]):
        question, reply = ledger_stamps.token(entry)
        line = reserved_said.stamp_of(entry).line
        yield f"stamps/line-{line}.tsq", question
        yield f"stamps/line-{line}.tsr", reply


def _receipts(studio: Studio, pack: Pack) -> Iterator[tuple[str, bytes]]:
    """What registries answered of these works. Of the local ledger it is the line of the chain itself."""
    known = registries(studio)
    wanted = {one.proof.declaration: None for _, one in pack.rows if one.proof.declaration and one.form != local.NAME}
    for id_ in wanted:
        declaration = studio.catalogue.declarations.get(id_)
        if declaration.receipt is None:
            continue
        name = declaration.submission.registry
        adapter = known.get(name) or retired(studio, name)
        others = any(item.edition_id not in pack.digests for item in declaration.submission.items)
        if isinstance(adapter, GivesProofs) and others:
            yield from _proofs(adapter, declaration, pack)
        else:
            yield f"receipts/{id_}.zip", receipts.as_bytes(studio, declaration)


def _proofs(adapter: GivesProofs, declaration: Declaration, pack: Pack) -> Iterator[tuple[str, bytes]]:
    """Of a receipt over many works, the proofs of those that are in the file."""
    for item in declaration.submission.items:
        if item.edition_id not in pack.digests or declaration.receipt is None:
            continue
        try:
            files = adapter.proof_files(declaration.receipt, item)
        except UsageError as error:
            files = {"README.txt": f"{error.message}\n".encode()}
        for name, body in files.items():
            yield f"receipts/{declaration.id}/{item.edition_id}/{name}", body
