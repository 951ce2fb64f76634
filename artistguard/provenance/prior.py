"""The credential that a file carries already: it must become the parent of ours, never vanish."""

from dataclasses import dataclass
from pathlib import Path

from artistguard.formats.blocks import read_blocks
from artistguard.formats.credential import bare
from artistguard.formats.kinds import Kind
from artistguard.provenance import adapter
from artistguard.provenance import store as stores
from artistguard.provenance.files import descriptor, reading
from artistguard.provenance.mimes import c2pa_mime, c2pa_reads


@dataclass(frozen=True, slots=True)
class Prior:
    """What was found. `readable`: as a parent it will be in the copy's history; `broken`: it is not valid itself.

    `in_source`: it stands in the very file that is copied, not in the master of a posting copy. `left_out`: named
    as parent without its credential, which would break ours.
    """

    found: bool = False
    readable: bool = False
    broken: bool = False
    warning: str = ""
    in_source: bool = False
    left_out: bool = False
    path: Path | None = None
    kind: Kind | None = None


def _plainly_none(path: Path, kind: Kind) -> bool:
    """Whether neither the container nor the XMP can name a credential: c2pa reads a whole file to say the same."""
    with reading(path), path.open("rb") as file:
        if not bare(file, kind):
            return False
        xmp = read_blocks(file, kind).xmp or b""
    # An address elsewhere stands in dcterms:provenance; a packet in UTF-16 or in parts is left for c2pa to read.
    return not any(sign in xmp for sign in (b"provenance", b"HasExtendedXMP", b"\0"))


def prior(path: Path, kind: Kind) -> Prior:
    """Look into a file for a credential."""
    if not c2pa_reads(kind):
        return Prior(kind=kind)
    if _plainly_none(path, kind):
        return Prior(kind=kind)
    with reading(path), descriptor(path) as fd:
        try:
            store = adapter.read(fd, c2pa_mime(kind))
        except adapter.NoCredential:
            return Prior(kind=kind)
        except adapter.CredentialElsewhere:
            return Prior(
                True,
                warning="The file names an address where an earlier credential lies. It was not fetched; "
                "the history of the copy says that it exists.",
                kind=kind,
            )
        except adapter.C2paRefused as error:
            return Prior(
                True,
                warning=f"The file's earlier credential cannot be read ({error}). The original keeps it.",
                kind=kind,
            )
    broken = stores.breaking(store)
    if broken:
        warning = (
            f"The file's earlier credential was broken before it was signed now: {broken[0].words} "
            "It stays in the history, marked as broken."
        )
        return Prior(True, True, broken=True, warning=warning, kind=kind)
    return Prior(True, True, kind=kind)
