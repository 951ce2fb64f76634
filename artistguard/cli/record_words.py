"""What registries are and how declarations stand, in words that claim no more than is known."""

from typing import TYPE_CHECKING

from artistguard.model.artwork import EditionRole
from artistguard.model.counting import counted
from artistguard.model.registering import (
    Declaration,
    DeclarationState,
    Operation,
    RegistryKind,
    Standing,
    Told,
    Withdrawal,
)

if TYPE_CHECKING:
    from artistguard.workflow.waiting import Waiting

KINDS = {
    RegistryKind.EMBEDDED: "in this program",
    RegistryKind.SERVICE: "the program tells it",
    RegistryKind.STATUS: "can only be asked",
    RegistryKind.FORM: "you do it yourself",
}
TAKES = {
    Told.SHA256: "SHA-256",
    Told.BLAKE3: "BLAKE3",
    Told.ISCC: "ISCC (by it look-alikes are found)",
    Told.BLINDED: "a digest that tells nothing",
    Told.ADDRESS: "addresses of works",
    Told.DOMAIN: "your domain",
    Told.NAME: "your name",
    Told.FILE: "the work itself",
}
WITHDRAWALS = {
    Withdrawal.NEVER: "never",
    Withdrawal.APPENDED: "a later entry says so, the first one stays",
    Withdrawal.SUPERSEDED: "only by another declaration",
    Withdrawal.BY_HAND: "on its own pages",
    Withdrawal.UNKNOWN: "no way was found",
    Withdrawal.NOTHING: "nothing is declared there",
}
EDITIONS = {
    "master": (EditionRole.MASTER,),
    "signed": (EditionRole.SIGNED_COPY,),
    "posting": (EditionRole.POSTING_COPY,),
    "all": (EditionRole.MASTER, EditionRole.SIGNED_COPY, EditionRole.POSTING_COPY),
}
EDITIONS_IN_WORDS = {
    "master": "your own files",
    "signed": "the signed copies",
    "posting": "the posting copies",
    "all": "your own files, the signed copies and the posting copies",
}


def waits(found: "Waiting") -> str:
    """Since when a declaration waits, why, and what happens next."""
    why = found.because.rstrip(".")
    if why[:1].isupper() and why[1:2].islower():
        why = why[0].lower() + why[1:]
    text = f"waiting since {found.since:%Y-%m-%d}, because {why}"
    if found.called_off:
        text = f"called off, and whether it arrived is not known (asked for on {found.since:%Y-%m-%d})"
    if found.tries:
        text += f"; tried {counted(found.tries, 'time', 'times')}"
    return text + (f"; again from {found.again:%Y-%m-%d %H:%M} UTC" if found.again is not None else "")


def standing(declaration: Declaration, waiting: "Waiting | None" = None) -> str:
    """How a declaration stands, in a few words."""
    if waiting is not None:
        return waits(waiting)
    withdrawal = declaration.submission.operation is Operation.WITHDRAW
    match declaration.state:
        case DeclarationState.WAITING:
            return "waits, nothing was sent"
        case DeclarationState.SENDING:
            return "sent, no answer is known"
        case DeclarationState.LATER:
            return (
                f"tried again from {declaration.next_at:%Y-%m-%d %H:%M} UTC" if declaration.next_at else "tried again"
            )
        case DeclarationState.CONFLICT:
            return "declared by somebody else"
        case DeclarationState.REJECTED:
            return "refused"
        case DeclarationState.WITHDRAWN:
            return f"withdrawn on {declaration.withdrawn_at:%Y-%m-%d}" if declaration.withdrawn_at else "withdrawn"
    if withdrawal:
        return "withdrawal recorded"
    return {
        Standing.PENDING: "taken, its proof is not complete",
        Standing.UNPROVEN: "taken, but its receipt does not hold",
        Standing.GONE: "no longer known there",
        Standing.WITHDRAWN: "withdrawn there",
    }.get(declaration.standing, "recorded")
