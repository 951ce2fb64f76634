"""What a plan of registering leaves out, and why."""

from dataclasses import dataclass

from artistguard.catalogue.declared import Known
from artistguard.model.artwork import EditionRole
from artistguard.model.registering import DeclarationState, Standing

_SAYS = {
    DeclarationState.WAITING: "It is on its way there already.",
    DeclarationState.SENDING: "It is on its way there already.",
    DeclarationState.LATER: "It is on its way there already.",
    DeclarationState.RECORDED: "It is recorded there already, with these terms.",
    DeclarationState.CONFLICT: "Somebody else declared it there; that is never forced.",
    DeclarationState.REJECTED: "It was refused there; try that again from Activity if the reason has gone.",
}
_STANDS = {
    Standing.PENDING: "It was taken there already, with these terms; its proof is not complete yet.",
    Standing.UNPROVEN: "It was taken there already, and its receipt does not hold: see 'artistguard receipts'.",
    Standing.GONE: "It was recorded there, with these terms, and is no longer known there.",
    Standing.WITHDRAWN: "It was recorded there, with these terms, and was withdrawn there.",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file, or a whole work, that a registry will not be told of, and why. `known`: it was asked for before."""

    registry: str
    work_id: str
    shown: str  # "#7 Harbour lights"
    why: str
    role: EditionRole | None = None
    known: Known | None = None


def asked_before(known: Known) -> str:
    """Why what was asked for before is not asked for again."""
    recorded = known.state is DeclarationState.RECORDED
    return _STANDS.get(known.standing, _SAYS[known.state]) if recorded else _SAYS[known.state]
