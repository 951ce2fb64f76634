"""The four answers of a reservation in the words of each vocabulary."""

from artistguard.model.errors import UsageError
from artistguard.model.rights import DataUse, Permission, Reservation

PLUS = "http://ns.useplus.org/ldf/vocab/"
_ACTION = {
    DataUse.DATA_MINING: "text and data mining",
    DataUse.AI_INFERENCE: "use as input of AI",
    DataUse.AI_TRAINING: "AI training",
    DataUse.AI_GENERATIVE_TRAINING: "generative AI training",
}
# What PLUS Data Mining can say without words of one's own: which of data mining, AI training and generative AI
# training are prohibited. Inference has no value of its own; a prohibition of everything covers it.
_PLUS = {
    frozenset(DataUse): "DMI-PROHIBITED",
    frozenset({DataUse.DATA_MINING, DataUse.AI_TRAINING, DataUse.AI_GENERATIVE_TRAINING}): "DMI-PROHIBITED",
    frozenset({DataUse.AI_TRAINING, DataUse.AI_GENERATIVE_TRAINING}): "DMI-PROHIBITED-AIMLTRAINING",
    frozenset({DataUse.AI_GENERATIVE_TRAINING}): "DMI-PROHIBITED-GENAIMLTRAINING",
    frozenset[DataUse](): "DMI-ALLOWED",
}
SEE_CONSTRAINT = "DMI-PROHIBITED-SEECONSTRAINT"


def entries(reservation: Reservation, prefix: str) -> dict[str, dict[str, str]]:
    """All four entries of a training-mining assertion, `prefix` being "cawg" or "c2pa".

    CAWG Training and Data Mining 1.1; the older c2pa.training-mining (C2PA 1.4) has the same form. No reader checks
    what stands there, so this does: four keys, three values, conditions only where something is constrained.
    """
    made: dict[str, dict[str, str]] = {}
    info = " ".join(filter(None, (reservation.constraint.strip(), reservation.policy_url.strip())))
    for use, answer in reservation.answers.items():
        entry = {"use": answer.value}
        if answer is Permission.CONSTRAINED:
            if not info:
                raise UsageError(
                    "'Ask me' needs words: what must somebody do who asks?",
                    "Give the preset a constraint or the address of your terms.",
                )
            entry["constraint_info"] = info
        made[f"{prefix}.{use.value}"] = entry
    return made


def data_mining(reservation: Reservation, *, words: bool = True) -> str:
    """The URI of plus:DataMining. `words`: whether plus:OtherConstraints goes with it.

    Where only words can say it and there are none, it is prohibited: nobody reads more permission than was given.
    """
    answers = reservation.answers
    if Permission.CONSTRAINED not in answers.values():
        prohibited = frozenset(use for use, answer in answers.items() if answer is Permission.NOT_ALLOWED)
        if prohibited in _PLUS:
            return PLUS + _PLUS[prohibited]
    return PLUS + (SEE_CONSTRAINT if words else "DMI-PROHIBITED")


def other_constraints(reservation: Reservation) -> str:
    """The text of plus:OtherConstraints: the artist's own words, or the answers spelt out where no value fits."""
    if reservation.constraint.strip():
        return reservation.constraint.strip()
    return sentence(reservation) if data_mining(reservation).endswith(SEE_CONSTRAINT) else ""


def sentence(reservation: Reservation) -> str:
    """The answers as one line for people. Empty when everything is allowed."""
    no = [_ACTION[use] for use, answer in reservation.answers.items() if answer is Permission.NOT_ALLOWED]
    ask = [_ACTION[use] for use, answer in reservation.answers.items() if answer is Permission.CONSTRAINED]
    parts = []
    if no:
        parts.append(f"No {_listed(no)}.")
    if ask:
        parts.append(f"Ask first for {_listed(ask)}.")
    return " ".join(parts)


def tdm_reservation(reservation: Reservation) -> str:
    """ "1" (reserved) or "0" of TDMRep. It is about mining and training; a reserved inference alone says nothing."""
    mining = (DataUse.DATA_MINING, DataUse.AI_TRAINING, DataUse.AI_GENERATIVE_TRAINING)
    if any(reservation.answer(use) is not Permission.ALLOWED for use in mining):
        return "1"
    return "" if reservation.reserved else "0"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
