"""Words of the ledger: the forms in which something is said, what was not said, and what proves it."""

from PySide6.QtCore import QCoreApplication

from artistguard.model.reserved import Gap, GapKind, Proof, Said, Where
from artistguard.model.rights import DataUse
from artistguard.ui import watchwords
from artistguard.ui.watchwords import filled

translate = QCoreApplication.translate
_READER = "reader:"


def form(said: Said) -> str:
    """The machine-readable form in which something is said."""
    if said.form.startswith(_READER):
        from artistguard.workflow import reserved_words

        reader = watchwords.plain(reserved_words.named(said.form.removeprefix(_READER)), 60)
        return filled(translate("Ledger", "seen by a kind of reader: %1"), reader)
    return named(said.form)


def named(name: str) -> str:
    """A form, a place or a file by the name that rows hold."""
    known = {
        "cawg.training-mining": translate("Ledger", "credential (C2PA), CAWG training and data mining"),
        "c2pa.training-mining": translate("Ledger", "credential (C2PA), the older c2pa.training-mining"),
        "plus:DataMining": translate("Ledger", "XMP, PLUS data mining (IPTC)"),
        "tdm:reservation": translate("Ledger", "XMP, TDM Reservation Protocol"),
        "local": translate("Ledger", "local reservation ledger"),
        Where.COPY.value: translate("Ledger", "no copy"),
        Where.REGISTRY.value: translate("Ledger", "no registry"),
    }
    return known.get(name, watchwords.plain(name, 80))


def where(value: Where) -> str:
    """What kind of place it is."""
    return {
        Where.COPY: translate("Ledger", "Signed copy"),
        Where.REGISTRY: translate("Ledger", "Registry"),
        Where.WEBSITE: translate("Ledger", "Website"),
    }[value]


def place(said: Said) -> str:
    """Where it is said: a copy's path, a registry, a domain."""
    if said.where is Where.COPY:
        path = watchwords.plain(said.place)
        return filled(translate("Ledger", "%1, in a file beside it"), path) if said.beside else path
    return named(said.place)


def gap(found: Gap) -> str:
    """What was not said, as a sentence."""
    words = {
        GapKind.NOTHING: translate("Ledger", "Nothing was said in any form."),
        GapKind.NO_COPY: translate("Ledger", "No signed copy says it."),
        GapKind.NO_REGISTRY: translate("Ledger", "No registry that others can read says it."),
        GapKind.NO_WEBSITE: translate("Ledger", "No website of yours says it."),
        GapKind.FORM: translate("Ledger", "No copy says it in this form: %1."),
        GapKind.NEW_FILE: translate("Ledger", "What is said is not about this file: %1 (%2)."),
        GapKind.NEW_TERMS: translate("Ledger", "%1: said is version %2, and version %3 says otherwise."),
        GapKind.UNSEEN: translate(
            "Ledger", "%1: when it was last checked, this kind of reader saw no reservation: %2."
        ),
        GapKind.UNCHECKED: translate(
            "Ledger", "%1: files were written, and whether the site serves them was not checked."
        ),
    }
    text = filled(words[found.kind], *(named(value) for value in found.values))
    if found.since is not None:
        text += " " + filled(translate("Ledger", "Since %1."), f"{found.since.astimezone():%Y-%m-%d}")
    return text


def gap_kind(kind: GapKind) -> str:
    """A kind of gap, for counts over all works."""
    return {
        GapKind.NOTHING: translate("Ledger", "Nothing said in any form"),
        GapKind.NO_COPY: translate("Ledger", "No signed copy says it"),
        GapKind.NO_REGISTRY: translate("Ledger", "No registry that others can read"),
        GapKind.NO_WEBSITE: translate("Ledger", "No website says it"),
        GapKind.FORM: translate("Ledger", "A form is missing from the copies"),
        GapKind.NEW_FILE: translate("Ledger", "A newer file that nothing is about"),
        GapKind.NEW_TERMS: translate("Ledger", "Your terms have changed since"),
        GapKind.UNSEEN: translate("Ledger", "A kind of reader saw nothing on the website"),
        GapKind.UNCHECKED: translate("Ledger", "The website was not checked"),
    }[kind]


def proof(found: Proof) -> str:
    """What proves it: the line of the chain, and the first time stamp after it."""
    parts = [filled(translate("Ledger", "line %1 of the ledger"), str(found.line))] if found.line else []
    if found.declaration:
        parts.append(translate("Ledger", "a receipt"))
    if found.stamp is not None:
        moment = f"{found.stamp.at.astimezone():%Y-%m-%d %H:%M}"
        parts.append(
            filled(translate("Ledger", "stamped %1 by %2"), moment, watchwords.plain(found.stamp.authority, 60))
        )
    elif found.line:
        parts.append(translate("Ledger", "no time stamp after it"))
    return ", ".join(parts)


def use(value: DataUse) -> str:
    """What a consent is to."""
    return {
        DataUse.DATA_MINING: translate("Ledger", "data mining"),
        DataUse.AI_TRAINING: translate("Ledger", "AI training"),
        DataUse.AI_GENERATIVE_TRAINING: translate("Ledger", "generative training"),
        DataUse.AI_INFERENCE: translate("Ledger", "AI inference"),
    }[value]
