"""A packing list: everything that a person needs to fill in a form, in a folder of its own. Nothing is sent.

Works under a client's seal are never in it, nor is anything else that a seal hides.
"""

import csv
import errno
import hashlib
import io
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from artistguard import __version__
from artistguard.model import paths
from artistguard.model.artwork import Artwork, Edition, FingerprintKind
from artistguard.model.counting import counted
from artistguard.model.errors import CannotWrite, UsageError
from artistguard.model.forms import FormMark, FormState
from artistguard.model.listing import row_of
from artistguard.model.protocols import sealed_by
from artistguard.model.rights import Client, Reservation, Rights
from artistguard.provenance import terms
from artistguard.registries.forms import Cell, Form
from artistguard.work import publish
from artistguard.workflow import forms, presets
from artistguard.workflow.sign import base_rights
from artistguard.workflow.studio import Studio

_TOKEN, _LEFT_BEHIND = "packing", 3600.0  # of temporaries; seconds after which one is what a killed run left
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_UNDER_SEAL = "It is under a client's seal."
_NAMES_SEALED = "Its title, or a name or an address of it, is under a client's seal."
_MOST_NAMES = 9999  # folders of one form and day


@dataclass(frozen=True, slots=True)
class Left:
    """A work that is not in the list, and why."""

    work_id: str
    number: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Packing:
    """What a packing list holds. `files` by name. `missing` stands in it, `sealed` nowhere but here.

    `gaps`: what the texts want and neither preset nor profile says.
    """

    form: Form
    works: tuple[str, ...]
    rows: int
    files: Mapping[str, bytes]
    missing: tuple[Left, ...] = ()
    sealed: tuple[Left, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it is worth."""
        return f"Prepared. You must send it; we cannot see whether {self.form.who} took it."


@dataclass(frozen=True, slots=True)
class Packed:
    """A packing list that was written, and the mark that says so."""

    packing: Packing
    folder: Path
    mark: FormMark


@dataclass(slots=True)
class _Group:
    """Works of one rights holder under one preset."""

    rights: Rights
    reservation: Reservation
    works: list[str] = field(default_factory=list)


def pack(studio: Studio, form: Form, works: Sequence[str], folder: Path, *, preset: str | None = None) -> Packed:
    """Write the packing list of a form for works (ids) into a new folder below `folder`. Raises as `plan`, `write`."""
    return write(studio, plan(studio, form, works, preset=preset), folder)


def plan(studio: Studio, form: Form, works: Sequence[str], *, preset: str | None = None) -> Packing:
    """Work out a packing list. Nothing is written. `preset`: the terms, where the client has none of their own.

    Raises UsageError for an unknown preset, Sealed where the preset names what is under a client's seal.
    """
    today = date.today()
    works = works if form.columns else ()  # what takes no works is about the artist
    addresses = studio.catalogue.addresses.of(works)
    rows: list[tuple[Artwork, Edition, tuple[str, ...], Rights]] = []
    missing, sealed = [], []
    groups: dict[tuple[Rights, Reservation], _Group] = {}
    chosen = _Chosen(studio, preset)
    found = [(work, row_of(work).shown) for work in studio.catalogue.works.in_order(list(dict.fromkeys(works)))]
    said = {work.id: _said(work, edition, addresses.get(work.id, ()), chosen) for work, edition in found}
    hidden = frozenset(studio.seals.among(dict.fromkeys(text for texts in said.values() for text in texts)))
    for work, edition in found:
        at = addresses.get(work.id, ())
        rights, reservation = chosen.terms(work.client_id)
        if chosen.sealed(work.client_id) or hidden.intersection(said[work.id]):
            why = _UNDER_SEAL if chosen.sealed(work.client_id) else _NAMES_SEALED
            sealed.append(Left(work.id, work.number, work.title, why))
            continue
        why = _why_not(form, edition, at, chosen.client(work.client_id), rights, today)
        if why or edition is None:
            missing.append(Left(work.id, work.number, work.title, why))
            continue
        rows.append((work, edition, at, rights))
        groups.setdefault((rights, reservation), _Group(rights, reservation)).works.append(work.id)
    if not groups and not works:
        groups[chosen.terms(None)] = _Group(*chosen.terms(None))
    texts, gaps = _texts(studio, form, list(groups.values()), today)
    files, count = _tables(studio, form, rows)
    if texts:
        files["text.txt"] = texts
    made = Packing(form, tuple(work.id for work, *_ in rows), count, files, tuple(missing), tuple(sealed), gaps)
    files["README.txt"] = _readme(made, today)
    return made


def write(studio: Studio, packing: Packing, folder: Path) -> Packed:
    """Write a packing list as a new folder below `folder`, whole or not at all. What is there stays.

    Raises UsageError where no work has a place in it, CannotWrite, DiskFull.
    """
    if packing.form.columns and not packing.works:
        left = (*packing.missing, *packing.sealed)
        raise UsageError("No work has a place in this list.", left[0].why if left else "Name works, or all of them.")
    name = f"{packing.form.name}-{date.today():%Y%m%d}"
    draft = publish.temporary_name(folder / name, _TOKEN)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        draft.mkdir()
        for file, body in packing.files.items():
            with (draft / file).open("xb") as target:
                target.write(body)
                target.flush()
                os.fsync(target.fileno())
        target_folder = _named(draft, folder / name)
    except OSError as error:
        raise publish.cannot_write(folder / name, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    publish.sync_folders([folder])
    digests = {file: hashlib.sha256(body).hexdigest() for file, body in packing.files.items()}
    with studio.catalogue.transaction():
        studio.catalogue.custody.append(
            "form-packed", packing.form.name, {"works": len(packing.works), "rows": packing.rows, "files": digests}
        )
        mark = forms.mark(studio, packing.form.name, FormState.PACKED, works=packing.works)
    return Packed(packing, target_folder, mark)


class _Chosen:
    """The rights and terms of works, by their client."""

    def __init__(self, studio: Studio, preset: str | None) -> None:
        self._studio, self._preset = studio, preset
        self._base = base_rights(studio, None)
        self._clients: dict[str, Client] = {}
        self._sealed: dict[str | None, bool] = {}
        self._terms: dict[str | None, tuple[Rights, Reservation]] = {}

    def client(self, client_id: str | None) -> Client | None:
        """A client by id."""
        if client_id is not None and client_id not in self._clients:
            self._clients[client_id] = self._studio.catalogue.clients.get(client_id)
        return self._clients.get(client_id or "")

    def sealed(self, client_id: str | None) -> bool:
        """Whether a client's works are under seal."""
        if client_id not in self._sealed:
            self._sealed[client_id] = self._studio.seals.sealed(client_id)
        return self._sealed[client_id]

    def terms(self, client_id: str | None) -> tuple[Rights, Reservation]:
        """What holds for a client's works; None: for the artist's own."""
        if client_id not in self._terms:
            client = self.client(client_id)
            wanted = self._preset or (client.preset_id if client else None)
            catalogue = self._studio.catalogue
            _, version = catalogue.presets.get(wanted) if wanted else presets.default(catalogue)
            rights = (client.rights if client else Rights()).over(version.rights.over(self._base))
            self._terms[client_id] = rights, version.reservation
        return self._terms[client_id]


def _said(work: Artwork, edition: Edition | None, addresses: Sequence[str], chosen: "_Chosen") -> tuple[str, ...]:
    """What a row of this work would say in words."""
    stem = _file_name(edition).rpartition(".")[0] if edition is not None else ""
    rights, _ = chosen.terms(work.client_id)
    return (work.title, stem, rights.creator, rights.rights_holder, *addresses)


def _why_not(
    form: Form, edition: Edition | None, addresses: Sequence[str], client: Client | None, rights: Rights, today: date
) -> str:
    """Why a work has no place in the list; empty if it has."""
    if edition is None:
        return "No current file of it is in the catalogue."
    if form.needs_addresses and not addresses:
        return "No address of it is known: give a list with --addresses FILE."
    if client is not None and rights.rights_holder and rights.rights_holder != rights.creator:
        if client.mandate is None:
            return f"Its rights holder is {rights.rights_holder}, and no mandate to act for them is on record."
        if not client.mandate.holds(today):
            return f"The mandate of {client.mandate.holder} ended on {client.mandate.until}."
    return ""


def _tables(
    studio: Studio, form: Form, rows: Sequence[tuple[Artwork, Edition, tuple[str, ...], Rights]]
) -> tuple[dict[str, bytes], int]:
    """The CSV files of the works by name, and how many rows they hold together."""
    if not form.columns or not rows:
        return {}, 0
    wanted = {column.holds for column in form.columns}
    editions = [edition.id for _, edition, _, _ in rows] if Cell.ISCC in wanted else []
    codes = studio.catalogue.prints.values(FingerprintKind.ISCC_CODE, editions)
    size = form.at_most or len(rows)
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    files, count = {}, 0
    for number, part in enumerate(parts, 1):
        held = io.StringIO(newline="")
        table = csv.writer(held)
        table.writerow([column.title for column in form.columns])
        for work, edition, addresses, rights in part:
            for address in (addresses or ("",)) if form.by_address else ("",):
                cells = {
                    Cell.ADDRESS: address,
                    Cell.ADDRESS_SHA256: hashlib.sha256(address.encode()).hexdigest() if address else "",
                    Cell.TITLE: work.title,
                    Cell.NUMBER: str(work.number),
                    Cell.FILE: paths.printable(_file_name(edition)),
                    Cell.SHA256: edition.sha256,
                    Cell.BLAKE3: edition.blake3,
                    Cell.ISCC: codes.get(edition.id, ""),
                    Cell.CREATOR: rights.creator,
                    Cell.HOLDER: rights.rights_holder or rights.creator,
                }
                table.writerow([_harmless(cells[column.holds]) for column in form.columns])
                count += 1
        name = "works.csv" if len(parts) == 1 else f"works-{number:0{len(str(len(parts)))}}.csv"
        files[name] = held.getvalue().encode("utf-8", "replace")
    return files, count


def _texts(studio: Studio, form: Form, groups: Sequence[_Group], today: date) -> tuple[bytes, tuple[str, ...]]:
    """The texts to paste, filled in, once for each rights holder and terms; and what is missing for them."""
    if not form.paste:
        return b"", ()
    own = [a for a in studio.catalogue.profile.get().addresses if not studio.seals.among((a,))]
    parts: dict[str, None] = {}
    gaps: dict[str, None] = {}
    for group in groups:
        rights = group.rights
        values = {
            "name": rights.creator,
            "holder": rights.rights_holder or rights.creator,
            "email": rights.contact_email,
            "contact": rights.contact_url,
            "address": ", ".join(own),
            "policy": group.reservation.policy_url,
            "notice": rights.notice,
            "terms": " ".join(filter(None, (terms.sentence(group.reservation), group.reservation.constraint.strip()))),
            "today": today.isoformat(),
        }
        if hidden := studio.seals.among(values.values()):
            raise sealed_by(hidden)
        for paste in form.paste:
            wanted = [name for name in values if f"{{{name}}}" in paste.text]
            gaps.update(dict.fromkeys(name for name in wanted if not values[name]))
            filled = {name: value or f"[{name}: fill this in]" for name, value in values.items()}
            parts[f"{paste.title}\n\n{paste.text.format(**filled)}\n"] = None
    return "\n".join(parts).encode("utf-8", "replace"), tuple(gaps)


def _readme(made: Packing, today: date) -> bytes:
    form = made.form
    lines = [
        form.title,
        form.page,
        "",
        f"{made.sentence} Written on {today} by ArtistGuard {__version__}.",
        "",
        f"What it is: {form.what}",
        f"Whether anyone is known to act on it: {form.readers}",
        f"What it does not do: {form.cannot}",
        f"Taking it back: {form.withdraw}",
        "",
        "Steps",
        *(f"{number}. {step}" for number, step in enumerate(forms.steps(form), 1)),
    ]
    tables = [name for name in made.files if name.endswith(".csv")]
    if tables:
        whose = "in their format" if form.published else "the columns are ours: no format of theirs is published"
        size = f"{counted(len(made.works), 'work', 'works')} in {counted(made.rows, 'row', 'rows')}"
        lines += ["", f"{', '.join(tables)}: {size}; {whose}."]
    if "text.txt" in made.files:
        lines.append("text.txt: to paste." + (f" Fill in: {', '.join(made.gaps)}." if made.gaps else ""))
    if made.missing:
        lines += ["", "Not in it"]
        lines += [f"#{left.number} {paths.printable(left.title)}: {left.why}" for left in made.missing]
    lines += ["", f"Looked at on {form.looked}. Forms and menus change without a word."]
    lines += [f"{source.title}, {source.when}: {source.url}" for source in forms.sources(form)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _file_name(edition: Edition) -> str:
    return edition.location.path.rpartition("/")[2]


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _named(draft: Path, target: Path) -> Path:
    """Give a finished folder its name, or the next that is free. Raises OSError, CannotWrite."""
    for number in range(1, _MOST_NAMES):
        found = target if number == 1 else target.with_name(f"{target.name}-{number}")
        if found.exists():
            continue
        try:
            draft.rename(found)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):  # another came between
                raise
        else:
            return found
    raise CannotWrite(f"There are too many folders named {target.name} already.", "Choose another folder.")


def _sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for left in folder.glob(f".artistguard-{_TOKEN}-*.part"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)
