"""What happens to a picture on its way through the net: smaller, recompressed, mirrored, turned. For trying out."""

from enum import StrEnum
from io import BytesIO
from pathlib import Path

from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging.limits import Limits
from artistguard.imaging.posting import posting_copy

EDGE = 1024  # px, the longer side before the trick


class Trick(StrEnum):
    """One thing that platforms and copiers do."""

    RESIZED = "resized"  # to a third of its size
    RECOMPRESSED = "recompressed"  # JPEG at quality 35
    MIRRORED = "mirrored"  # left to right
    TURNED = "turned"  # a quarter clockwise


def trick(path: Path, kind: Kind, what: Trick, *, limits: Limits) -> bytes:
    """The picture of `path` after the trick, as a JPEG without any metadata: the common fate of a posted picture.

    Raises the `FileError`s of reading.
    """
    edge = EDGE // 3 if what is Trick.RESIZED else EDGE
    plain = posting_copy(path, kind, edge=edge, format="png", quality=100, limits=limits)
    with Image.open(BytesIO(plain.data)) as opened:
        picture = opened.convert("RGB")
    if what is Trick.MIRRORED:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    elif what is Trick.TURNED:
        picture = picture.transpose(Image.Transpose.ROTATE_270)
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = BytesIO()
    clean.save(out, "JPEG", quality=35 if what is Trick.RECOMPRESSED else 85)
    return out.getvalue()
