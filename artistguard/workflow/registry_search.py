"""Looking a picture up at a hub or a search service: who declared the very file, and what looks like it there.

Nothing is declared by asking. The service learns the picture's ISCC, and where a hub is asked the file's BLAKE3: so
the door is told of every work that the picture belongs to or looks like, and seals hold.
"""

from dataclasses import dataclass
from pathlib import Path

from artistguard.model import paths
from artistguard.model.artwork import Artwork, Edition, EditionRole, FingerprintKind
from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import UsageError
from artistguard.model.protocols import CancelToken
from artistguard.net.door import Answer, Door
from artistguard.registries import hub_lookup
from artistguard.registries.hub_lookup import Declared, SimilarPicture
from artistguard.registries.hub_notes import BLAKE3
from artistguard.registries.iscc_hubs import Dialect, Hub, SearchService, hubs, services
from artistguard.workflow.lookup import lookup
from artistguard.workflow.studio import Studio

_ROLES = (EditionRole.MASTER, EditionRole.SOURCE, EditionRole.EXPORT)  # the file that stands for a work, best first


@dataclass(frozen=True, slots=True)
class LookedUpThere:
    """What a service said. `declared` None: it cannot be asked for a very file; `similar` None: it does not search."""

    service: SearchService
    iscc: str
    blake3: str
    works: tuple[Artwork, ...]  # whose picture it is, or looks like
    declared: tuple[Declared, ...] | None
    similar: tuple[SimilarPicture, ...] | None
    yours: frozenset[str] = frozenset()  # ISCC-IDs under which hubs keep what this studio declared of these works

    @property
    def sentence(self) -> str:
        """The answer in a sentence or two."""
        title, said = self.service.title, ""
        if self.declared is not None:
            count = len(self.declared)
            own = sum(one.iscc_id in self.yours for one in self.declared)
            by_you = ", by you" if own == count else f", {own} of them by you" if own else ", not by you"
            whose = by_you if count else ""
            said = f"The very file is declared {count} time{'' if count == 1 else 's'} at {title}{whose}. "
        if self.similar is None:
            return f"{said}{title} does not offer to find similar pictures."
        count = len(self.similar)
        near = f"{count} picture{'' if count == 1 else 's'}" if count else "nothing"
        return f"{said}{title} gave {near} near it by ISCC."


@dataclass(frozen=True, slots=True)
class _About:
    iscc: str
    blake3: str
    works: tuple[Artwork, ...]


def search(studio: Studio, what: str, name: str, *, cancel: CancelToken | None = None) -> LookedUpThere:
    """Look up a file, or a work by its number or id, at the service of that name.

    Raises UsageError (no such service or work, no ISCC), FileError, and what the door raises.
    """
    known = services(studio.home)
    if name not in known:
        raise UsageError(f"There is no service {name!r} to look up at.", "There are: " + ", ".join(sorted(known)) + ".")
    service, hub = known[name], hubs(studio.home).get(name)
    about = _file(studio, Path(what)) if Path(what).is_file() else _work(studio, what)
    asked, subjects, door = cancel or CancelToken(), _subjects(about), studio.door()
    declared = _declared(hub, about, door, subjects, asked) if hub and hub.dialect is Dialect.NEWEST else None
    try:
        similar = hub_lookup.similar(service, about.iscc, door=door, subjects=subjects, cancel=asked)
    except hub_lookup.NoSearch:
        if declared is None:
            raise
        similar = None
    return LookedUpThere(service, about.iscc, about.blake3, about.works, declared, similar, _yours(studio, about))


def _declared(hub: Hub, about: _About, door: Door, subjects: Subjects, cancel: CancelToken) -> tuple[Declared, ...]:
    def get(path: str) -> Answer:
        return door.request(
            "GET",
            hub.url + path,
            purpose=Purpose.REGISTER,
            subjects=subjects,
            headers=hub_lookup.ACCEPT,
            limits=hub_lookup.LIMITS,
            redirects=0,
            cancel=cancel,
        )

    return hub_lookup.look_up(hub, get, datahash=BLAKE3 + about.blake3)


def _yours(studio: Studio, about: _About) -> frozenset[str]:
    receipts = (each.receipt for work in about.works for each in studio.catalogue.declarations.iterate(work.id))
    return frozenset(receipt.id_there for receipt in receipts if receipt is not None)


def _subjects(about: _About) -> Subjects:
    return Subjects(works=tuple(work.id for work in about.works))


def _work(studio: Studio, reference: str) -> _About:
    work = studio.catalogue.works.find(reference)
    current = [edition for edition in work.editions if edition.superseded_by is None]
    codes = studio.catalogue.prints.values(FingerprintKind.ISCC_CODE, [edition.id for edition in current])
    files = sorted((edition for edition in current if edition.id in codes), key=_rank)
    if not files:
        raise UsageError(f"No file of work #{work.number} has an ISCC to look up.")
    return _About(codes[files[0].id], files[0].blake3, (work,))


def _rank(edition: Edition) -> int:
    return _ROLES.index(edition.role) if edition.role in _ROLES else len(_ROLES)


def _file(studio: Studio, path: Path) -> _About:
    found = next(lookup(studio, [path]))
    if found.error is not None:
        raise found.error
    arguments = {"path": paths.text(path), "megapixels": studio.settings.megapixels, "thumbnail_edge": None}
    value = studio.pool.submit("read", arguments, answer=lambda *_: b"").result().value
    prints = value["fingerprints"]
    assert isinstance(prints, list)
    code = next((one["value"] for one in prints if one["kind"] == FingerprintKind.ISCC_CODE.value), "")
    if not code:
        raise UsageError(f"{paths.printable(path.name)} has no ISCC to look up.")
    works = [alike.work for alike in found.alike]
    same = [found.same] if found.same is not None else []
    return _About(code, str(value["blake3"]), (*same, *works))
