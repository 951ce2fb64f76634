"""What the reader table looks at, gathered from a credential and tags."""

from collections.abc import Iterable, Mapping
from typing import Any

from artistguard.provenance import store as stores
from artistguard.provenance.readers import Evidence
from artistguard.provenance.tags import Tag


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


def _frozen(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {label: frozenset(answers) for label, answers in found.items()}


def _values(tags: Iterable[Tag]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tag in tags:
        if tag.value:
            found.setdefault(f"{tag.group} {tag.name}", set()).add(tag.value)
    return _frozen(found)
