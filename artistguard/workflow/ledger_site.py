"""The reservation ledger as a static website: documents for every declared file of works that are not sealed."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from artistguard.model.artwork import Artwork
from artistguard.model.registering import Item
from artistguard.model.reserved import Said, Where
from artistguard.model.rights import Rights
from artistguard.website import ledger
from artistguard.website.ledger import Listed
from artistguard.website.terms import terms_of
from artistguard.workflow import reserved, site_files
from artistguard.workflow.reserved_said import PUBLISHED
from artistguard.workflow.site_files import Memory, SiteFile, State
from artistguard.workflow.studio import Studio
from artistguard.workflow.website import domain_of

_WRITTEN = "ledger.files"  # what was written, by folder: path below it -> SHA-256
_ISCC_ID = re.compile(r"ISCC:[A-Z2-7]{10,73}", re.ASCII)  # as iscc_schema takes them
_SHOWN = 5  # files that are named one by one


@dataclass(frozen=True, slots=True)
class LedgerSite:
    """What a folder would hold afterwards. `left_out`: how many works or files are not in it, by the reason."""

    folder: Path
    domain: str
    files: tuple[SiteFile, ...]
    works: int
    listed: int  # files of works, each with two documents
    left_out: Mapping[str, int]
    stale: tuple[str, ...]  # written here before, and about nothing that is declared now

    @property
    def gateway(self) -> str:
        """What to give a hub as the gateway of its entries."""
        return ledger.gateway(self.domain)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know, a sentence each."""
        notes = [f"Left out, {count}: {reason}." for reason, count in self.left_out.items()]
        if self.stale:
            named = ", ".join(self.stale[:_SHOWN]) + (" …" if len(self.stale) > _SHOWN else "")
            notes.append(f"Written here before, and not declared any more; take off your site: {named}")
        return tuple(notes)


def plan(studio: Studio, folder: Path, domain: str, *, titles: bool = False, overwrite: bool = False) -> LedgerSite:
    """Work out every file. Nothing is written, and nothing of a sealed work is in any of them.

    `titles`: whether the works' titles are shown. Raises UsageError, FileError.
    """
    host = domain_of(domain)
    gathered = _Gathered(studio, host, titles=titles)
    listed = gathered.without_sealed_words(list(gathered.listed()))
    bodies = ledger.all_files(host, listed)
    ours = Memory(studio, _WRITTEN, folder).read()
    files = [
        site_files.planned(folder, path, body, ours.get(path, ""), overwrite=overwrite) for path, body in bodies.items()
    ]
    stale = tuple(path for path in ours if path not in bodies and (folder / path).exists())
    return LedgerSite(folder, host, tuple(files), gathered.works, len(listed), dict(gathered.left_out), stale)


def write(studio: Studio, made: LedgerSite) -> tuple[SiteFile, ...]:
    """Write the files of a plan, each whole or not at all; returns those that were left out. Raises FileError."""
    there = site_files.write(made.folder, made.files)
    index = next(file.body for file in made.files if file.path == ledger.INDEX)
    with studio.catalogue.transaction():
        Memory(studio, _WRITTEN, made.folder).add(there)
        if any(file.state in (State.NEW, State.REPLACED) for file in made.files):
            digest = hashlib.sha256(index).hexdigest()  # the index holds the digests of the others
            details = {"works": made.works, "listed": made.listed, "files": {ledger.INDEX: digest}}
            studio.catalogue.custody.append(PUBLISHED, made.domain, details)
    return tuple(file for file in made.files if file.state is State.KEPT)


class _Gathered:
    """The declared files of open works, and what is left out."""

    def __init__(self, studio: Studio, domain: str, *, titles: bool) -> None:
        self._studio, self._domain, self._titles = studio, domain, titles
        self._name = studio.catalogue.profile.get().name
        self._sealed: dict[str | None, bool] = {}
        self._rights: dict[str | None, Rights] = {None: Rights()}
        self._versions: dict[str, Rights] = {}
        self.left_out: Counter[str] = Counter()
        self.works = 0
        # What was told of each file, and the address and key of the answer, by declaration and file.
        self._told: dict[tuple[str, str], tuple[Item, str, str]] = {}
        for each in studio.catalogue.declarations.iterate():
            url, key = (each.receipt.url, each.receipt.key) if each.receipt else ("", "")
            self._told.update(((each.id, item.edition_id), (item, url, key)) for item in each.submission.items)

    def listed(self) -> Iterator[Listed]:
        for found in reserved.all_on(self._studio):
            said = {each.file_id: each for each in found.said if each.where is Where.REGISTRY and each.reserves}
            # A hub's number is what others look a file up by.
            said.update({each.file_id: each for each in found.said if each.reserves and _ISCC_ID.fullmatch(each.note)})
            if not said:
                continue
            if self._is_sealed(found.work.client_id):
                self.left_out["works that are sealed"] += 1
                continue
            here = [one for each in said.values() if (one := self._of_file(found.work, each)) is not None]
            self.works += bool(here)
            yield from here

    def without_sealed_words(self, listed: list[Listed]) -> tuple[Listed, ...]:
        """Those whose terms and title name nothing of a sealed client."""
        said = {
            each: (each.title, each.terms.holder, each.terms.email, each.terms.contact_url, each.terms.notice,
                   each.terms.reservation.constraint, each.terms.page)
            for each in listed
        }  # fmt: skip
        hidden = set(
            self._studio.seals.within(dict.fromkeys(text for texts in said.values() for text in texts), titles=False)
        )
        open_ = tuple(each for each in listed if not hidden.intersection(said[each]))
        if len(open_) < len(listed):
            self.left_out["files whose terms or title name a sealed client"] += len(listed) - len(open_)
        return open_

    def _of_file(self, work: Artwork, said: Said) -> Listed | None:
        item, url, key = self._told.get((said.proof.declaration, said.file_id), (None, "", ""))
        if item is None or said.answers is None or not item.iscc:
            self.left_out["files without an ISCC"] += 1
            return None
        at_hub = _ISCC_ID.fullmatch(said.note) is not None
        terms = terms_of(self._domain, said.answers, self._rights_of(work, said), self._name)
        if not terms.tdm:
            self.left_out["files of which mining and training are not reserved"] += 1
            return None
        return Listed(
            blake3=item.blake3,
            sha256=item.sha256,
            iscc=said.note if at_hub else item.iscc,
            since=said.since.isoformat(timespec="seconds"),
            terms=terms,
            hub=_origin(url) if at_hub else "",
            controller=f"did:key:{key}" if at_hub and key else "",
            title=work.title if self._titles else "",
        )

    def _rights_of(self, work: Artwork, said: Said) -> Rights:
        if work.client_id not in self._rights and work.client_id is not None:
            self._rights[work.client_id] = self._studio.catalogue.clients.get(work.client_id).rights
        if said.preset_version not in self._versions:
            self._versions[said.preset_version] = self._studio.catalogue.presets.version(said.preset_version).rights
        return self._rights[work.client_id].over(self._versions[said.preset_version])

    def _is_sealed(self, client_id: str | None) -> bool:
        if client_id not in self._sealed:
            self._sealed[client_id] = self._studio.seals.sealed(client_id)
        return self._sealed[client_id]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
