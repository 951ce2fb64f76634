"""Declarations in the local ledger, as the outbox writes them."""

from artistguard.model.artwork import Artwork, EditionRole, FingerprintKind
from artistguard.model.registering import Item, Operation, Receipt, Submission
from artistguard.registries import local
from artistguard.workflow import presets
from artistguard.workflow.studio import Studio


def declare(studio: Studio, work: Artwork, preset: str | None = None, **params: str) -> tuple[Submission, Receipt]:
    """Write the line of a work's own files; returns what was asked and its receipt."""
    _, version = studio.catalogue.presets.get(preset) if preset else presets.default(studio.catalogue)
    items = []
    for edition in work.editions:
        if edition.role is EditionRole.MASTER and edition.superseded_by is None:
            prints = studio.catalogue.works.fingerprints(edition.id)
            code = next((each.value for each in prints if each.kind is FingerprintKind.ISCC_CODE), "")
            items.append(
                Item(work.id, edition.id, edition.role, edition.sha256, edition.blake3, code, title=work.title)
            )
    asked = Submission(local.NAME, Operation.DECLARE, tuple(items), version.id, version.reservation, params)
    number = studio.catalogue.custody.head().seq + 1
    return asked, local.receipt(studio.catalogue.custody.append(*local.line(asked, f"declaration{number}")))


def take_back(studio: Studio, asked: Submission, receipt: Receipt) -> None:
    """Write the line that withdraws it."""
    back = local.LocalLedger().withdraw(receipt, asked, "")
    studio.catalogue.custody.append(*local.line(back, f"withdrawal of {receipt.id_there}"))
