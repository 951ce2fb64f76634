"""Tags: what is to be written into a file, merged with what stands there, and read out again.

What is wanted is a pure function of preset, rights and reservation. Vocabularies: PLUS LDF 2.0.1 and IPTC Photo
Metadata 2023.1 (plus:, Iptc4xmpCore:, Iptc4xmpExt:), ISO 16684-1 (dc:, xmpRights:, photoshop:), TDMRep (W3C Community
Group final report; tdm: in pictures extends it), EXIF 3.0, IPTC IIM 4.2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from artistguard.formats.blocks import Blocks, extension_name
from artistguard.formats.carry import Carry
from artistguard.formats.kinds import Kind
from artistguard.model.preset import Field, PresetVersion
from artistguard.model.rights import Rights
from artistguard.provenance import exif, iim, packet, terms
from artistguard.provenance.packet import Shape, Value, plain

MAX_TEXT = 2_000  # characters; longer fields break other programs

SHAPES: dict[Field, Shape] = {
    Field.PLUS_DATA_MINING: Shape.TEXT,
    Field.PLUS_OTHER_CONSTRAINTS: Shape.LANG,
    Field.PLUS_LICENSOR: Shape.SEQ_STRUCT,
    Field.PLUS_COPYRIGHT_OWNER: Shape.SEQ_STRUCT,
    Field.DC_TITLE: Shape.LANG,
    Field.DC_CREATOR: Shape.SEQ,
    Field.DC_RIGHTS: Shape.LANG,
    Field.XMP_MARKED: Shape.TEXT,
    Field.XMP_WEB_STATEMENT: Shape.TEXT,
    Field.XMP_USAGE_TERMS: Shape.LANG,
    Field.XMP_OWNER: Shape.BAG,
    Field.PHOTOSHOP_CREDIT: Shape.TEXT,
    Field.CREATOR_CONTACT: Shape.STRUCT,
    Field.SOURCE_TYPE: Shape.TEXT,
    Field.TDM_RESERVATION: Shape.TEXT,
    Field.TDM_POLICY: Shape.TEXT,
}
_IIM = {
    Field.IIM_BYLINE: "By-line",
    Field.IIM_COPYRIGHT: "CopyrightNotice",
    Field.IIM_CREDIT: "Credit",
    Field.IIM_INSTRUCTIONS: "SpecialInstructions",
}
# Terms that would contradict ours if an earlier program's were left: empty here means "take it out".
_TERMS = (
    Field.PLUS_DATA_MINING,
    Field.PLUS_OTHER_CONSTRAINTS,
    Field.TDM_RESERVATION,
    Field.TDM_POLICY,
)


@dataclass(frozen=True, slots=True)
class TagSet:
    """What shall be written: field to value. An empty value means that the field shall not stand in the file."""

    values: Mapping[Field, Value]

    @property
    def xmp(self) -> dict[str, tuple[Shape, Value]]:
        """The XMP properties, by name."""
        return {name.value: (SHAPES[name], value) for name, value in self.values.items() if name in SHAPES}

    @property
    def iim(self) -> dict[str, str]:
        """The IIM datasets, by name."""
        return {_IIM[name]: str(value) for name, value in self.values.items() if name in _IIM}

    @property
    def artist(self) -> str | None:
        """EXIF Artist; None: not ours to set."""
        return self._text(Field.EXIF_ARTIST)

    @property
    def copyright(self) -> str | None:
        """EXIF Copyright; None: not ours to set."""
        return self._text(Field.EXIF_COPYRIGHT)

    def _text(self, name: Field) -> str | None:
        value = self.values.get(name)
        return str(value) if value else None


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a file. `group` is XMP, IPTC or EXIF; `value` is text of bounded length without control characters."""

    group: str
    name: str
    value: str


def everything(
    version: PresetVersion, rights: Rights, *, title: str | None = None, source_type: str | None = None
) -> dict[Field, Value]:
    """Every field there is with what it would say, ticked or not. Empty: nothing to say."""
    r = _clean(rights)
    reservation = version.reservation
    owner = r.rights_holder or r.creator
    licensor = r.licensor or (owner if r.licensor_email or r.licensor_url else "")
    words = Field.PLUS_OTHER_CONSTRAINTS in version.fields
    values: dict[Field, Value] = {
        Field.PLUS_DATA_MINING: terms.data_mining(reservation, words=words),
        Field.PLUS_OTHER_CONSTRAINTS: terms.other_constraints(reservation),
        Field.PLUS_LICENSOR: _struct(
            ("plus:LicensorName", licensor),
            ("plus:LicensorEmail", r.licensor_email),
            ("plus:LicensorURL", r.licensor_url),
        ),
        Field.PLUS_COPYRIGHT_OWNER: _struct(("plus:CopyrightOwnerName", owner)),
        Field.DC_TITLE: title or "",
        Field.DC_CREATOR: (r.creator,) if r.creator else (),
        Field.DC_RIGHTS: r.notice,
        Field.XMP_MARKED: "True" if r.notice or owner else "",
        Field.XMP_WEB_STATEMENT: r.web_statement,
        Field.XMP_USAGE_TERMS: r.usage_terms,
        Field.XMP_OWNER: (owner,) if owner else (),
        Field.PHOTOSHOP_CREDIT: r.credit,
        Field.CREATOR_CONTACT: _struct(
            ("Iptc4xmpCore:CiEmailWork", r.contact_email), ("Iptc4xmpCore:CiUrlWork", r.contact_url)
        ),
        Field.SOURCE_TYPE: source_type or "",
        Field.TDM_RESERVATION: terms.tdm_reservation(reservation),
        Field.TDM_POLICY: reservation.policy_url,
        Field.EXIF_ARTIST: r.creator,
        Field.EXIF_COPYRIGHT: r.notice,
        Field.IIM_BYLINE: r.creator,
        Field.IIM_COPYRIGHT: r.notice,
        Field.IIM_CREDIT: r.credit,
        Field.IIM_INSTRUCTIONS: terms.sentence(reservation),
    }
    return {name: plain(value, MAX_TEXT) if isinstance(value, str) else value for name, value in values.items()}


def wanted(version: PresetVersion, rights: Rights, *, title: str | None, source_type: str | None) -> TagSet:
    """The ticked fields that have something to say, and the ticked terms that must not say something old."""
    values = everything(version, rights, title=title, source_type=source_type)
    return TagSet({n: v for n, v in values.items() if n in version.fields and (v or n in _TERMS)})


def merge(blocks: Blocks, tags: TagSet, kind: Kind, carry: Carry) -> Blocks:
    """The blocks to write: what stands in the file with ours set, as far as the format carries it (None: leave).

    Raises packet.Unreadable where the file's XMP cannot be kept.
    """
    changed = Blocks()
    xmp = tags.xmp if carry.xmp else {}
    if xmp:
        more = _more_without(blocks, xmp)
        if more is not None:
            xmp = xmp | {"xmpNote:HasExtendedXMP": (Shape.TEXT, extension_name(more))}
        changed = replace(changed, xmp=packet.merge(blocks.xmp, xmp), xmp_more=more)
    if carry.iptc and tags.iim:
        changed = replace(changed, iptc=iim.merge(blocks.iptc, tags.iim))
    if carry.exif:
        changed = replace(changed, artist=tags.artist, copyright=tags.copyright)
    return changed


def _more_without(blocks: Blocks, names: Iterable[str]) -> bytes | None:
    """The rest of a packet without properties that stand in the packet itself now; None: leave it as it is."""
    try:
        return packet.without(blocks.xmp_more, names) if blocks.xmp_more else None
    except packet.Unreadable:
        return None  # and nobody else reads it


def missing(blocks: Blocks, tags: TagSet, carry: Carry) -> tuple[str, ...]:
    """Names of fields that do not stand in the blocks as they were asked for."""
    lost: list[str] = []
    if carry.xmp:
        lost += packet_missing(blocks.xmp, tags)
        lost += ["ExtendedXMP"] if _more_without(blocks, tags.xmp) is not None else []
    if carry.iptc:
        there = dict(iim.read(blocks.iptc or b""))
        lost += [name for name, text in tags.iim.items() if there.get(name, "") != iim.cut(name, text)]
    if carry.exif:
        lost += ["Artist"] if tags.artist and blocks.artist != tags.artist else []
        lost += ["Copyright"] if tags.copyright and blocks.copyright != tags.copyright else []
    return tuple(lost)


def packet_missing(data: bytes | None, tags: TagSet) -> list[str]:
    """Names of XMP properties that do not stand in a packet exactly as they were asked for."""
    xmp = tags.xmp
    if not xmp:
        return []
    try:
        there = packet.properties(data) if data else ()
    except packet.Unreadable:
        return list(xmp)
    asked = packet.properties(packet.merge(None, xmp))
    lost = {name for name, _ in set(asked) - set(there)}
    present, names = {name for name, _ in there}, {name for name, _ in asked}
    # What was to be taken out, and what stands there twice with two meanings.
    lost |= {name for name, (_, value) in xmp.items() if not value and name in present}
    lost |= {name for name, text in there if name in names and (name, text) not in asked}
    return sorted(lost)


def read_tags(blocks: Blocks) -> tuple[Tag, ...]:
    """Every tag, bounded and printable. An unreadable XMP packet is one tag that says so."""
    found: list[Tag] = []
    for part in (blocks.xmp, blocks.xmp_more):
        try:
            found += [Tag("XMP", name, value) for name, value in packet.properties(part)] if part else []
        except packet.Unreadable as error:
            found.append(Tag("XMP", "(packet)", str(error)))
    if blocks.iptc:
        found += [Tag("IPTC", name, value) for name, value in iim.read(blocks.iptc)]
    found += [Tag("EXIF", n, v) for n, v in (("Artist", blocks.artist), ("Copyright", blocks.copyright)) if v]
    if blocks.exif:
        found += [Tag("EXIF", n, v) for n, v in exif.read(blocks.exif) if n not in ("Artist", "Copyright")]
    return tuple(Tag(tag.group, _shown(tag.name), _shown(tag.value)) for tag in found)


def _shown(text: str) -> str:
    """No control character, direction mark or line break of a file reaches a terminal."""
    return "".join(c if c.isprintable() else " " for c in text[: packet.MAX_VALUE])


def _clean(rights: Rights) -> Rights:
    return replace(rights, **{name: plain(getattr(rights, name), MAX_TEXT) for name in Rights.__slots__})


def _struct(*parts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(part for part in parts if part[1])
