"""What the reader table looks at, gathered from a credential and tags."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from artistguard.model.preset import Field
from artistguard.model.rights import Permission
from artistguard.provenance import store as stores
from artistguard.provenance.readers import Evidence
from artistguard.provenance.tags import Tag

_RESERVES = {Permission.NOT_ALLOWED.value, Permission.CONSTRAINED.value}
_TAGS: tuple[tuple[Field, str, Callable[[str], bool]], ...] = (
    (Field.PLUS_DATA_MINING, "XMP plus:DataMining", lambda value: "/DMI-PROHIBITED" in value),
    (Field.TDM_RESERVATION, "XMP tdm:reservation", lambda value: value == "1"),
)


def evidence(
    store: Mapping[str, Any] | None,
    *,
    embedded: bool,
    unreadable: bool = False,
    tags: Iterable[Tag] = (),
    beside: Iterable[Tag] = (),
) -> Evidence:
    """`store` None: no credential, or (`unreadable`) one that cannot be read. `beside`: tags of an XMP sidecar."""
    if store is None:
        where = frozenset({"broken"} if unreadable else {"none"})
        return Evidence(where, {}, {}, _values(tags), _values(beside))
    places = {"embedded" if embedded else "sidecar"} | ({"broken"} if stores.breaking(store) else set())
    active: dict[str, set[str]] = {}
    earlier: dict[str, set[str]] = {}
    for entry in stores.training(store):
        # An entry that no standard knows (trap: {"use": "forbidden"} validates) is no answer to a reader.
        place = active if entry.active else earlier
        place.setdefault(entry.label, set()).update({entry.answer} if entry.recognised else ())
    return Evidence(frozenset(places), _frozen(active), _frozen(earlier), _values(tags), _values(beside))


def forms(found: Evidence) -> dict[str, str]:
    """In which vocabularies a reservation was read, and where: "file" or "beside" it. Vocabularies are preset fields.

    Words for people (usage terms, instructions) are none: no machine is told anything by them.
    """
    where = "beside" if "sidecar" in found.credential else "file"
    labels = (Field.CAWG_TRAINING, Field.C2PA_TRAINING) if "broken" not in found.credential else ()
    said = {label.value: where for label in labels if found.active.get(label.value, frozenset()) & _RESERVES}
    for field, name, reserves in _TAGS:
        for place, tags in (("beside", found.beside), ("file", found.tags)):
            if any(map(reserves, tags.get(name, ()))):
                said[field.value] = place
    return said


def _frozen(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {label: frozenset(answers) for label, answers in found.items()}


def _values(tags: Iterable[Tag]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tag in tags:
        if tag.value:
            found.setdefault(f"{tag.group} {tag.name}", set()).add(tag.value)
    return _frozen(found)
