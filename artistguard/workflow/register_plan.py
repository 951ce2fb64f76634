"""What registering works would do: the very submissions and bytes, what is left out and why. Nothing is sent.

A plan is gone through anew whenever it is asked for its rows, so that ten thousand works take no more memory than one
page of them.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from artistguard.catalogue.declarations import Intent
from artistguard.catalogue.declared import Known
from artistguard.model.artwork import Artwork, Edition, EditionRole, Fingerprint, FingerprintKind
from artistguard.model.counting import counted
from artistguard.model.errors import ArtistGuardError, NetworkError, UsageError
from artistguard.model.ids import new_id
from artistguard.model.preset import PresetVersion
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Capabilities,
    Item,
    Leaving,
    Operation,
    Prepared,
    RegistryKind,
    Submission,
    Told,
)
from artistguard.registries.base import Registry
from artistguard.workflow import mandates, presets
from artistguard.workflow.register_left import LeftOut, asked_before
from artistguard.workflow.register_wire import host, size

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

MASTER = EditionRole.MASTER
ROLES = (EditionRole.MASTER, EditionRole.SIGNED_COPY, EditionRole.POSTING_COPY)
_PAGE = 200  # works looked at together
SEALED = "The client's work is sealed."


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One submission as it would be made: `prepared`, or `error` with the reason why not."""

    registry: str
    submission: Submission
    prepared: Prepared | None = None
    error: ArtistGuardError | None = None

    @property
    def leaves(self) -> tuple[Leaving, ...]:
        """What would leave the machine."""
        return self.prepared.leaves if self.prepared is not None else ()


@dataclass
class Plan:
    """The dry run: what a registration would do, before it does it. Counts are of submissions, but for `works`."""

    studio: "Studio"
    works: tuple[str, ...]
    registries: Mapping[str, Registry]
    roles: tuple[EditionRole, ...]
    preset: str | None
    count: Counter[str] = field(default_factory=Counter)  # new submissions, by registry
    failed: list[PlannedRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    files: int = 0  # in these submissions
    bytes_out: int = 0  # with headers, before encryption
    requests: Counter[str] = field(default_factory=Counter)  # by host, as consents name it
    hosts: tuple[str, ...] = ()  # of these the ones that nobody agreed to yet
    cancel: CancelToken | None = None  # stops the going through; nothing is half done by it

    @property
    def rows(self) -> Iterator[PlannedRow]:
        """Every submission that would be made, and every one that cannot; made anew each time."""
        for submission in self.submissions():
            yield self._row(submission)

    @property
    def total(self) -> int:
        """How many submissions would be made."""
        return sum(self.count.values())

    @property
    def by_hand(self) -> tuple[Registry, ...]:
        """The registries that take nothing from programs: what is planned for them is the user's to do."""
        return tuple(each for each in self.registries.values() if not automatic(each.capabilities))

    def sentence(self) -> str:
        """The whole plan in one sentence."""
        known = sum(1 for each in self.left_out if each.known is not None)
        parts = [
            f"{self.total} new" + (f" about {counted(self.files, 'file', 'files')}" if self.files != self.total else "")
        ]
        parts += [f"{known} asked for before"] if known else []
        parts += [f"{len(self.left_out) - known} left out"] if len(self.left_out) > known else []
        parts += [f"{len(self.failed)} not possible"] if self.failed else []
        sends = sum(self.requests.values())
        together = " together" if sends > 1 else ""
        leaves = [f"{counted(sends, 'request', 'requests')} of {self.bytes_out} bytes{together}"] if sends else []
        going = {each.known.id for each in self.left_out if each.known is not None and self._leaves(each)}
        leaves += [f"{len(going)} asked for before and not answered yet {_goes(len(going))} on"] if going else []
        return f"{', '.join(parts)}; {' and '.join(leaves) or 'nothing leaves this machine'}."

    def _leaves(self, left: LeftOut) -> bool:
        """Whether something that was asked for before is still to leave."""
        embedded = self.registries[left.registry].capabilities.kind is RegistryKind.EMBEDDED
        return left.known is not None and not left.known.state.finished and not embedded

    def submissions(self, left_out: list[LeftOut] | None = None) -> Iterator[Submission]:
        """Every new submission, in the order of the works, a registry after another. `left_out` is told of the rest."""
        for name, registry in self.registries.items():
            yield from _Composer(self, name, registry.capabilities, left_out).submissions()

    def _row(self, submission: Submission) -> PlannedRow:
        try:
            return PlannedRow(submission.registry, submission, self.registries[submission.registry].prepare(submission))
        except ArtistGuardError as error:
            return PlannedRow(submission.registry, submission, error=error)

    def survey(self) -> None:
        """Count everything once."""
        for submission in self.submissions(self.left_out):
            row = self._row(submission)
            if row.prepared is None:
                self.failed.append(row)
                continue
            if automatic(self.registries[row.registry].capabilities):
                self.count[row.registry] += 1
                self.files += len(row.submission.items)
            self.warnings.update(row.prepared.warnings)
            for leaving in row.leaves:
                self.bytes_out += size(leaving)
                self.requests[host(leaving)] += 1
        self.hosts = tuple(host for host in sorted(self.requests) if not self._agreed(host))

    def _agreed(self, host: str) -> bool:
        from artistguard.model.egress import Purpose

        try:
            self.studio.consents.check(host, Purpose.REGISTER)
        except NetworkError:
            return False
        return True


class _Composer:
    """Makes the submissions for one registry."""

    def __init__(self, plan: Plan, name: str, capabilities: Capabilities, left_out: list[LeftOut] | None) -> None:
        self._plan, self._name, self._capabilities = plan, name, capabilities
        self._studio, self._left_out = plan.studio, left_out
        self._versions: dict[str | None, PresetVersion] = {}
        self._sealed: dict[str | None, bool] = {}
        self._unspoken: dict[str, str] = {}  # what is to be said of each client's mandate
        domain = self._studio.settings.registry_domain if Told.DOMAIN in capabilities.takes else ""
        self._params = {"domain": domain} if domain else {}

    def submissions(self) -> Iterator[Submission]:
        """As few submissions as the registry can be told them in."""
        if not self._capabilities.whole_batch:
            for page in self._pages():
                for work, items in page:
                    groups = [items] if self._capabilities.whole_work else [(item,) for item in items]
                    yield from (self._submission(work.client_id, group) for group in groups if group)
            return
        # One a set of terms: a submission names one policy.
        together: dict[str, tuple[str | None, list[Item]]] = {}
        for page in self._pages():
            for work, items in page:
                version = self._version(work.client_id)
                together.setdefault(version.id, (work.client_id, []))[1].extend(items)
        for client_id, found in together.values():
            if found:
                yield self._submission(client_id, tuple(found))

    def _submission(self, client_id: str | None, items: tuple[Item, ...]) -> Submission:
        version = self._version(client_id)
        return Submission(self._name, Operation.DECLARE, items, version.id, version.reservation, self._params)

    def _pages(self) -> Iterator[list[tuple[Artwork, tuple[Item, ...]]]]:
        stream = iter(self._studio.catalogue.works.in_order(self._plan.works))
        while works := list(islice(stream, _PAGE)):
            if self._plan.cancel is not None:
                self._plan.cancel.check()
            open_ = [work for work in works if not self._is_sealed(work)]
            self._warn(open_)
            chosen = [(work, self._editions(work)) for work in open_]
            prints = self._studio.catalogue.works.prints_of([e.id for _, editions in chosen for e in editions])
            items = {
                edition.id: _item(work, edition, prints.get(edition.id, ()))
                for work, editions in chosen
                for edition in editions
            }
            yield self._new(chosen, items)

    def _new(
        self, chosen: Sequence[tuple[Artwork, Sequence[Edition]]], items: Mapping[str, Item]
    ) -> list[tuple[Artwork, tuple[Item, ...]]]:
        """Each work with those of its files that were not asked for before."""
        keys = {
            edition.id: file_key(self._submission(work.client_id, ()), items[edition.id])
            for work, editions in chosen
            for edition in editions
        }
        known = self._studio.catalogue.declarations.known(list(keys.values()))
        page = []
        for work, editions in chosen:
            new = []
            for edition in editions:
                before = known.get(keys[edition.id])
                if before is None:
                    new.append(items[edition.id])
                else:
                    self._leave_out(work, asked_before(before), edition.role, before)
            page.append((work, tuple(new)))
        return page

    def _editions(self, work: Artwork) -> list[Edition]:
        current = [edition for edition in work.editions if edition.superseded_by is None]
        found = []
        for role in self._plan.roles:
            of_role = [e for e in current if e.role is role] if role.ours else _own(current)
            if not of_role:
                self._leave_out(work, f"It has no {_IN_WORDS[role]}.", role)
            found += of_role
        return found

    def _is_sealed(self, work: Artwork) -> bool:
        client = work.client_id
        if client not in self._sealed:
            self._sealed[client] = not self._capabilities.sealed_too and self._studio.seals.sealed(client)
        if self._sealed[client]:
            self._leave_out(work, SEALED)
        return self._sealed[client]

    def _warn(self, works: Sequence[Artwork]) -> None:
        """Whose rights are reserved without their word. Once a work, however many registries are told."""
        if self._left_out is None or self._name != next(iter(self._plan.registries)):
            return
        for work in works:
            if work.client_id is not None and work.client_id not in self._unspoken:
                client = self._studio.catalogue.clients.get(work.client_id)
                creator = client.rights.creator or self._version(client.id).rights.creator
                creator = creator or self._studio.catalogue.profile.get().name
                self._unspoken[work.client_id] = mandates.warning(client, creator, date.today())
            if warning := self._unspoken.get(work.client_id or ""):
                self._plan.warnings[warning] += 1

    def _version(self, client_id: str | None) -> PresetVersion:
        if client_id not in self._versions:
            found = self._studio.catalogue.presets
            wanted = self._plan.preset
            if wanted is None and client_id is not None:
                wanted = self._studio.catalogue.clients.get(client_id).preset_id
            chosen = found.get(wanted) if wanted else presets.default(self._studio.catalogue)
            self._versions[client_id] = chosen[1]
        return self._versions[client_id]

    def _leave_out(self, work: Artwork, why: str, role: EditionRole | None = None, known: Known | None = None) -> None:
        if self._left_out is not None:
            shown = f"#{work.number} {work.title}"
            self._left_out.append(LeftOut(self._name, work.id, shown, why, role, known))


def _goes(count: int) -> str:
    return "goes" if count == 1 else "go"


_IN_WORDS = {
    EditionRole.MASTER: "file of your own",
    EditionRole.SIGNED_COPY: "signed copy",
    EditionRole.POSTING_COPY: "posting copy",
}


def make(
    studio: "Studio",
    works: Iterable[Artwork | str],
    registries: Mapping[str, Registry],
    roles: Sequence[EditionRole],
    preset: str | None,
    cancel: CancelToken | None = None,
) -> Plan:
    """What telling these registries of works would do. Raises UsageError for a role that no file is declared by,
    Cancelled.
    """
    if not roles or not set(roles) <= set(ROLES):
        raise UsageError("Declare your own files, signed copies, posting copies, or all three.")
    ids = dict.fromkeys(work if isinstance(work, str) else work.id for work in works)
    plan = Plan(studio, tuple(ids), registries, tuple(dict.fromkeys(roles)), preset, cancel=cancel)
    plan.survey()
    return plan


def automatic(capabilities: Capabilities) -> bool:
    """Whether the program itself can tell this registry something."""
    return capabilities.kind in (RegistryKind.EMBEDDED, RegistryKind.SERVICE)


def file_key(submission: Submission, item: Item) -> str:
    """What makes telling a registry of one file the same as telling it before: hex SHA-256.

    Registry, operation, policy version, the work, the bytes of the file and what else the registry is told.
    """
    told = [
        submission.registry,
        submission.operation.value,
        submission.policy,
        submission.of or "",
        item.work_id,
        item.sha256,
        sorted(item.addresses),
        sorted(submission.params.items()),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def intent_of(submission: Submission) -> Intent:
    """A submission as it is kept in the outbox."""
    keys = tuple(file_key(submission, item) for item in submission.items)
    whole = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
    return Intent(new_id(), submission, whole, keys)


def without(submission: Submission, known: Mapping[str, Known]) -> Submission | None:
    """The submission without files that were asked for meanwhile; None if none is left."""
    left = tuple(item for item in submission.items if file_key(submission, item) not in known)
    if not left:
        return None
    return submission if len(left) == len(submission.items) else replace(submission, items=left)


def _own(current: Sequence[Edition]) -> list[Edition]:
    """The artist's own pictures; the drawing program's files only where there is no picture."""
    theirs = [edition for edition in current if not edition.role.ours]
    return [edition for edition in theirs if edition.role is not EditionRole.SOURCE] or theirs


def _item(work: Artwork, edition: Edition, prints: Sequence[Fingerprint]) -> Item:
    iscc = next((each.value for each in prints if each.kind is FingerprintKind.ISCC_CODE), "")
    return Item(work.id, edition.id, edition.role, edition.sha256, edition.blake3, iscc, title=work.title)
