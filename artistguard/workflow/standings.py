"""How declarations stand: what their registries say when they are asked, and whether the receipts hold."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from artistguard.model.errors import NetworkError, NetworkOff, NotAgreed
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Declaration,
    DeclarationState,
    Holds,
    Operation,
    Receipt,
    RegistryKind,
    Standing,
    Status,
)
from artistguard.registries.base import Registry
from artistguard.workflow.adapters import checked, registries
from artistguard.workflow.outbox_steps import DECLARED, LOST, digest, lines, unproven

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


def refresh(studio: "Studio", found: Iterable[Declaration], *, cancel: CancelToken | None = None) -> list[Declaration]:
    """Ask how recorded declarations stand, where that can be asked; returns them as they are then.

    A registry that gives no answer changes nothing. What a registry shows and does not prove is said to be unproven.
    Raises NetworkOff, NotAgreed, Sealed, KeyLocked, Cancelled.
    """
    cancel = cancel or CancelToken()
    known, door = registries(studio), studio.door()
    asked: list[Declaration] = []
    for each in found:
        cancel.check()
        adapter = known.get(each.submission.registry)
        if adapter is None or each.receipt is None or each.state is not DeclarationState.RECORDED:
            asked.append(each)
            continue
        try:
            status = adapter.status(each.receipt, each.submission, door, cancel)
        except (NetworkOff, NotAgreed):
            raise
        except NetworkError:
            asked.append(each)
            continue
        _note(studio, adapter, each, status)
        asked.append(studio.catalogue.declarations.get(each.id))
    return asked


def _note(studio: "Studio", adapter: Registry, each: Declaration, status: Status) -> None:
    """Write down how it stands now, and what of it is news."""
    standing, better, error = _stands(adapter, each, status)
    if standing is Standing.UNKNOWN and each.standing is not Standing.UNPROVEN:
        return
    custody: list[tuple[str, str, Mapping[str, object]]] = []
    if better is not None:
        custody.append(
            ("receipt-completed", each.id, {"registry": each.submission.registry, "receipt": digest(better)})
        )
    if each.submission.operation is Operation.DECLARE and adapter.capabilities.kind is not RegistryKind.EMBEDDED:
        receipt = better or each.receipt
        if standing in LOST and standing is not each.standing:
            custody += lines(each, LOST[standing], receipt, of=each.id)
        elif standing not in LOST and each.standing in LOST:
            custody += lines(each, DECLARED, receipt)
    with studio.catalogue.transaction():
        studio.catalogue.custody.append_many(custody)
        studio.catalogue.declarations.stands(each.id, standing, status.at, better, error)


def _stands(adapter: Registry, each: Declaration, status: Status) -> tuple[Standing, Receipt | None, str]:
    """How it stands, the receipt to keep if it is better than ours, and what is to be said of it."""
    items, better = each.submission.items, status.receipt
    if status.standing in LOST or each.receipt is None:
        return status.standing, better, each.error if status.standing is Standing.UNPROVEN else ""
    found = checked(adapter, better or each.receipt, items)
    if found.holds is not Holds.NO:
        return status.standing, better, ""
    if better is not None and checked(adapter, each.receipt, items).holds is Holds.YES:
        return status.standing, None, ""  # ours proves it, and the new one proves nothing
    return Standing.UNPROVEN, better, unproven(found)
