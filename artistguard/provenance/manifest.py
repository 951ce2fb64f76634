"""The manifest's content as C2PA's JSON: pure functions, no library.

C2PA specification 2.2 (claim version 2, actions v2, ingredient v3), CAWG Training and Data Mining 1.1, CAWG Metadata
1.1, and the older c2pa.training-mining of C2PA 1.4, which is the only one that some readers know.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from artistguard import __version__
from artistguard.formats.kinds import Kind
from artistguard.model.preset import Field, PresetVersion
from artistguard.model.rights import Rights
from artistguard.provenance import terms
from artistguard.provenance.packet import NAMESPACES, Value
from artistguard.provenance.tags import SHAPES, everything

GENERATOR = "ArtistGuard"
PARENT = "parent"  # the ingredient's name inside the definition; c2pa-rs turns it into its address
THUMBNAIL = "thumbnail.jpg"
CAWG_TRAINING = "cawg.training-mining"
C2PA_TRAINING = "c2pa.training-mining"
CAWG_METADATA = "cawg.metadata"
ACTIONS = "c2pa.actions.v2"
# Terms that change with a copy stay out of cawg.metadata: they have assertions of their own.
_NOT_METADATA = frozenset({Field.TDM_RESERVATION, Field.TDM_POLICY})


@dataclass(frozen=True, slots=True)
class ActionsPlan:
    """How the file came to be, as far as the program knows: stated by the artist, or made by the program itself.

    `source_type`: an IPTC digital source type, only when the artist stated it. `parent`: what the file was made of,
    by title and media type; None for a work stated as created. `conversions`: what a posting copy went through.
    """

    source_type: str | None = None
    parent_title: str | None = None
    parent_mime: str | None = None
    conversions: tuple[str, ...] = ()

    @property
    def opened(self) -> bool:
        """Whether there is a parent: nothing is stated, or the parent has a history that must not be lost."""
        return self.parent_mime is not None


def plan(
    *,
    kind: Kind,
    title: str | None,
    source_type: str | None,
    has_credential: bool,
    posting_of: Kind | None = None,
    conversions: tuple[str, ...] = (),
) -> ActionsPlan:
    """Created with the stated source type, if there is one and no history; otherwise opened from its parent."""
    if source_type and not has_credential and posting_of is None:
        return ActionsPlan(source_type=source_type)
    if posting_of is not None and posting_of is not kind:
        conversions = (*conversions, f"stored as {kind.label}")
    return ActionsPlan(parent_title=title, parent_mime=(posting_of or kind).mime, conversions=conversions)


def definition(
    version: PresetVersion,
    rights: Rights,
    actions: ActionsPlan,
    *,
    title: str | None,
    source_type: str | None,
    mime: str,
    thumbnail: bool = False,
    parent_read: bool = False,
) -> dict[str, object]:
    """The manifest definition. `parent_read`: the parent's own credential will be added from its file.

    Every assertion is marked "created": the signer attests it, rather than having gathered it somewhere.
    """
    made: dict[str, object] = {
        "claim_generator_info": [{"name": GENERATOR, "version": __version__}],
        "format": mime,
        "assertions": [
            {"label": label, "data": data, "created": True}
            for label, data in assertions(version, rights, title=title, source_type=source_type).items()
        ]
        + [{"label": ACTIONS, "data": {"actions": _actions(actions)}, "created": True}],
    }
    if title:
        made["title"] = title
    if actions.opened and not parent_read:
        made["ingredients"] = [parent(actions)]
    if thumbnail:
        made["thumbnail"] = {"format": "image/jpeg", "identifier": THUMBNAIL}
    return made


def parent(actions: ActionsPlan) -> dict[str, object]:
    """The parent as an ingredient."""
    made: dict[str, object] = {"label": PARENT, "relationship": "parentOf", "format": actions.parent_mime or ""}
    if actions.parent_title:
        made["title"] = actions.parent_title
    return made


def assertions(
    version: PresetVersion, rights: Rights, *, title: str | None, source_type: str | None
) -> dict[str, dict[str, object]]:
    """The ticked statements of the artist: label to data. What is read back must equal them."""
    made: dict[str, dict[str, object]] = {}
    if Field.CAWG_TRAINING in version.fields:
        made[CAWG_TRAINING] = {"entries": terms.entries(version.reservation, "cawg")}
    if Field.C2PA_TRAINING in version.fields:
        made[C2PA_TRAINING] = {"entries": terms.entries(version.reservation, "c2pa")}
    if Field.CAWG_METADATA in version.fields:
        metadata = _metadata(everything(version, rights, title=title, source_type=source_type))
        if metadata:
            made[CAWG_METADATA] = metadata
    return made


def _metadata(values: Mapping[Field, Value]) -> dict[str, object]:
    """XMP as JSON-LD (ISO 16684-3): the context names every prefix that is used."""
    data: dict[str, object] = {}
    for name, value in values.items():
        if not value or name not in SHAPES or name in _NOT_METADATA:
            continue
        data[name.value] = _json(value, many=SHAPES[name].value.startswith("seq") or SHAPES[name].value == "bag")
    prefixes = {key.partition(":")[0] for key in data}
    prefixes |= {
        inner.partition(":")[0]
        for value in data.values()
        for part in (value if isinstance(value, list) else [value])
        if isinstance(part, dict)
        for inner in part
    }
    if not data:
        return {}
    return {"@context": {prefix: NAMESPACES[prefix] for prefix in sorted(prefixes)}, **data}


def _json(value: Value, *, many: bool) -> object:
    if isinstance(value, str):
        return value
    if value and isinstance(value[0], tuple):
        struct = {part[0]: part[1] for part in value if isinstance(part, tuple)}
        return [struct] if many else struct
    return [str(item) for item in value]


def _actions(actions: ActionsPlan) -> list[dict[str, object]]:
    if not actions.opened:
        return [{"action": "c2pa.created", "digitalSourceType": actions.source_type or ""}]
    opened: dict[str, object] = {"action": "c2pa.opened", "parameters": {"ingredientIds": [PARENT]}}
    return [opened] + [{"action": _conversion(words), "description": words} for words in actions.conversions]


def _conversion(words: str) -> str:
    """The action that fits a conversion of a posting copy, told in plain words."""
    if words.startswith("scaled"):
        return "c2pa.resized"
    if words.startswith(("converted from", "grey")):
        return "c2pa.color_adjustments"
    if words.startswith("turned"):
        return "c2pa.orientation"
    return "c2pa.converted"
