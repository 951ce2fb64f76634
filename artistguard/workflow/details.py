"""Everything about one work, or what several have in common: what an inspector shows, read in one go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from artistguard.model import paths
from artistguard.model.artwork import Artwork, Edition, WorkState
from artistguard.model.custody import CustodyEntry
from artistguard.model.errors import UsageError
from artistguard.model.identity import IdentityKind
from artistguard.model.listing import WorkFilter, WorkRow, row_of
from artistguard.model.registering import Declaration
from artistguard.model.rights import Client
from artistguard.workflow.adapters import registries
from artistguard.workflow.inspect_ import Inspected, inspect
from artistguard.workflow.studio import Studio

RECORDS = 12  # declarations of a work that are looked at
MANY = 2000  # works of a selection that are looked at one by one


@dataclass(frozen=True, slots=True)
class FileOf:
    """One file of a work. `path` is None where this seat has not said where it keeps the root."""

    edition: Edition
    path: Path | None
    exists: bool


@dataclass(frozen=True, slots=True)
class Details:
    """A work with its client, its files as this seat sees them, and its lines of the ledger, oldest first."""

    work: Artwork
    row: WorkRow
    client: Client | None
    sealed: bool
    files: tuple[FileOf, ...]
    history: tuple[CustodyEntry, ...]
    own: bool = False  # the newest copy is signed by an identity that nobody but its owner issued
    records: tuple[Declaration, ...] = ()  # the newest of what registries were told of it, without receipts
    registries: Mapping[str, str] = field(default_factory=dict)  # what they are called, by name

    def file(self, edition: Edition | None) -> FileOf | None:
        """The file of an edition."""
        return next((each for each in self.files if edition is not None and each.edition.id == edition.id), None)


@dataclass(frozen=True, slots=True)
class Several:
    """What is known of several works. The lists are empty where there are too many to look at each."""

    count: int
    states: dict[WorkState, int]
    bytes: int
    rows: tuple[WorkRow, ...] = ()
    clients: frozenset[str] = field(default_factory=frozenset)  # names; "" for works of the artist's own
    formats: frozenset[str] = field(default_factory=frozenset)
    source_types: frozenset[str] = field(default_factory=frozenset)
    sealed: int = 0


def details(studio: Studio, work_id: str) -> Details:
    """One work. Raises UsageError when there is none."""
    catalogue = studio.catalogue
    work = catalogue.works.get_many([work_id]).get(work_id)
    if work is None:
        raise UsageError("That work is not in the catalogue any more.")
    folders = dict(catalogue.roots.list())
    files = []
    for edition in work.editions:
        folder = folders.get(edition.location.root)
        path = folder / paths.native(edition.location.path) if folder is not None else None
        files.append(FileOf(edition, path, path is not None and path.exists()))
    subjects = (work.id, *(edition.id for edition in work.editions))
    history = sorted((e for subject in subjects for e in catalogue.custody.iterate(subject)), key=lambda e: e.seq)
    client = catalogue.clients.get(work.client_id) if work.client_id else None
    recorded = bool(catalogue.declarations.recorded([work.id]))
    sealed, row = studio.seals.sealed(work.client_id), row_of(work, recorded=recorded)
    copy = row.copy or row.posting
    signer = catalogue.identities.get(copy.identity_id) if copy is not None and copy.identity_id else None
    own = signer is not None and signer.kind is not IdentityKind.IMPORTED
    records, _ = catalogue.declarations.newest(RECORDS, work_id)
    called = _titles(studio, {each.submission.registry for each in records})
    return Details(work, row, client, sealed, tuple(files), tuple(history), own, tuple(records), called)


def _titles(studio: Studio, names: Collection[str]) -> dict[str, str]:
    """What registries are called; one that is not known any more by its name."""
    if not names:
        return {}
    try:
        known = registries(studio)
    except UsageError:  # the user's own list has faults: the Records say which
        return {name: name for name in names}
    return {name: known[name].capabilities.title if name in known else name for name in names}


def several(studio: Studio, ids: Sequence[str] | WorkFilter) -> Several:
    """What works have in common; a filter stands for all that it leaves."""
    catalogue = studio.catalogue
    volume = catalogue.works.volume(ids)
    states = {state: number for state, (number, _) in volume.items()}
    count, size = sum(states.values()), sum(held for _, held in volume.values())
    if isinstance(ids, WorkFilter) or count > MANY:
        return Several(count, states, size)
    works = list(catalogue.works.in_order(ids))
    names = {client.id: client.name for client in catalogue.clients.list()}
    sealed = {id_ for id_ in {work.client_id for work in works} if studio.seals.sealed(id_)}
    files = [e for work in works for e in work.editions if not e.role.ours and e.superseded_by is None]
    return Several(
        count,
        states,
        size,
        rows=tuple(catalogue.works.rows(ids)),
        clients=frozenset(names.get(work.client_id or "", "") for work in works),
        formats=frozenset(edition.format for edition in files),
        source_types=frozenset(work.source_type or "" for work in works),
        sealed=sum(work.client_id in sealed for work in works),
    )


def says(studio: Studio, found: Details) -> tuple[Inspected | None, Inspected | None]:
    """What the work's own file and its newest signed copy (else its posting copy) say when they are read now."""
    return _read(studio, found.file(found.row.shown)), _read(studio, found.file(found.row.copy or found.row.posting))


def _read(studio: Studio, file: FileOf | None) -> Inspected | None:
    if file is None or file.path is None or not file.exists:
        return None
    return next(iter(inspect(studio, [file.path])), None)
