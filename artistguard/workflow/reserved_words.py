"""The ledger in words: what a form is, what a gap is. Templates, so that a window can say them in other languages."""

from artistguard.model.reserved import Gap, GapKind, Proof, Said, Where
from artistguard.website import readers
from artistguard.website.ledger import INDEX

# What a machine reads, by `Said.form`; other forms (registries, files of a website) are called what they are.
FORMS = {
    "cawg.training-mining": "credential (C2PA), CAWG training and data mining",
    "c2pa.training-mining": "credential (C2PA), the older c2pa.training-mining",
    "plus:DataMining": "XMP, PLUS data mining (IPTC)",
    "tdm:reservation": "XMP, TDM Reservation Protocol",
    "local": "local reservation ledger (on this computer)",
    INDEX: "gateway documents and TDM records",
}
READER = "seen by a kind of reader: {}"
SENTENCES = {
    GapKind.NOTHING: "Nothing was said in any form.",
    GapKind.NO_COPY: "No signed copy says it.",
    GapKind.NO_REGISTRY: "No registry that others can read says it.",
    GapKind.NO_WEBSITE: "No website of yours says it.",
    GapKind.FORM: "No copy says it in this form: {}.",
    GapKind.NEW_FILE: "What is said is not about this file: {} ({}).",
    GapKind.NEW_TERMS: "{}: said is version {}, and version {} says otherwise.",
    GapKind.UNSEEN: "{}: when it was last checked, this kind of reader saw no reservation: {}.",
    GapKind.UNCHECKED: "{}: files were written, and whether the site serves them was not checked.",
}
SILENT = "Neither a copy nor a registry said anything."
HONEST = "What was said, and where. Whether whoever trains a model reads it is another matter."


def form(said: Said) -> str:
    """The form in which something is said."""
    reader = said.form.removeprefix("reader:")
    return READER.format(named(reader)) if reader != said.form else FORMS.get(said.form, said.form)


def named(reader: str) -> str:
    """A kind of reader of websites, by its id."""
    return readers.names().get(reader, reader)


def place(said: Said) -> str:
    """Where it is said: a copy's path, a registry, a domain."""
    if said.where is Where.COPY:
        return f"{said.place}, in a file beside it" if said.beside else said.place
    return FORMS.get(said.place, said.place)


def gap(found: Gap) -> str:
    """A gap as a sentence."""
    known = FORMS | {Where.COPY: "no copy", Where.REGISTRY: "no registry"}
    return SENTENCES[found.kind].format(*(known.get(value, value) for value in found.values))


def proof(found: Proof) -> str:
    """What proves it, in short: the line of the chain, and the first time stamp after it."""
    parts = [f"line {found.line}"] if found.line else []
    parts += [f"receipt {found.declaration}"] if found.declaration else []
    if found.stamp is not None:
        parts.append(f"time stamp {found.stamp.at:%Y-%m-%d %H:%M} UTC")
    return ", ".join(parts)
