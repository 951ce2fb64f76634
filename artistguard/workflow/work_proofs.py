"""The proof of one work out of a receipt over many, as a file that a stranger can check; the others are not in it.

Works of which several files were declared have a folder for each, "1-master/", "2-signed-copy/" ...
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.model.errors import UsageError
from artistguard.model.protocols import sealed_by
from artistguard.model.registering import Declaration, Holds, Verification
from artistguard.proof import leaves
from artistguard.registries import opentimestamps, rfc3161, roots
from artistguard.registries.base import GivesProofs
from artistguard.workflow.adapters import registry
from artistguard.workflow.receipt_files import new_file, packed

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


def wanted(studio: "Studio", declaration: Declaration, work_id: str) -> bool:
    """Whether a receipt is about other works as well, so that this one's proof is what can be handed on."""
    others = any(item.work_id != work_id for item in declaration.submission.items)
    return others and isinstance(registry(studio, declaration.submission.registry, for_receipts=True), GivesProofs)


def export(studio: "Studio", declaration_id: str, work_id: str, path: Path, *, with_sealed: bool = False) -> Path:
    """Write the proof of one work as a zip that is not there yet.

    Raises UsageError, and Sealed for a work under a client's seal today, unless `with_sealed`.
    """
    declaration = studio.catalogue.declarations.get(declaration_id)
    adapter = registry(studio, declaration.submission.registry, for_receipts=True)
    items = [item for item in declaration.submission.items if item.work_id == work_id]
    if declaration.receipt is None or not items or not isinstance(adapter, GivesProofs):
        raise UsageError("There is no proof of that work in this receipt.", "See 'artistguard receipts'.")
    work = studio.catalogue.works.get(work_id)
    if not with_sealed and studio.seals.sealed(work.client_id):
        raise sealed_by([work.title])
    files: dict[str, bytes] = {}
    for number, item in enumerate(items, 1):
        folder = f"{number}-{item.role.value}/" if len(items) > 1 else ""
        files |= {folder + name: data for name, data in adapter.proof_files(declaration.receipt, item).items()}
    with new_file(path) as target:
        target.write(packed(files))
    return path


def is_proof(files: Mapping[str, bytes]) -> bool:
    """Whether these are the files of such a zip."""
    return any(name.rpartition("/")[2] == leaves.PATH for name in files)


def verify(studio: "Studio", files: Mapping[str, bytes]) -> Verification:
    """Check the files of such a zip, whoever made it, offline. What holds of all of them is what holds of the whole."""
    folders = sorted({name.rpartition("/")[0] for name in files})
    found = [_one(studio, _below(files, folder)) for folder in folders]
    if len(found) == 1:
        return found[0]
    faults = [
        f"{folder}/{fault}" if folder else fault
        for folder, one in zip(folders, found, strict=True)
        for fault in one.faults
    ]
    worst = max((one.holds for one in found), key=_RANK.index)
    moments = [one.proven_at for one in found if one.proven_at is not None]
    proven = max(moments) if worst is Holds.YES else None
    return Verification(worst, tuple(dict.fromkeys(says for one in found for says in one.says)), tuple(faults), proven)


_RANK = (Holds.YES, Holds.NOT_YET, Holds.CANNOT_SAY, Holds.NO)


def _one(studio: "Studio", files: Mapping[str, bytes]) -> Verification:
    if opentimestamps.LEAF_PROOF in files:
        return opentimestamps.check_files(files)
    return rfc3161.check_files(files, roots.lists(studio.trust_folder))


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name.rpartition("/")[2]: data for name, data in files.items() if name.rpartition("/")[0] == folder}
