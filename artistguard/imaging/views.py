"""Fingerprints of a picture in its eight flips and turns, from one decode.

A copy that was mirrored or turned is found by taking that back, so of the works nothing but their plain fingerprints
need be kept. Each view's pHash and PDQ are, bit for bit, those `read_picture` gives of the same pixels stored that way.
"""

from pathlib import Path

from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging import fingerprint
from artistguard.imaging.limits import Limits
from artistguard.imaging.opening import opened
from artistguard.imaging.pixels import shrink_factor, shrunk
from artistguard.imaging.read import bases
from artistguard.model.artwork import Fingerprint
from artistguard.model.turns import ORIENTATION, Turn, View, Views

_ENLARGED = 960  # px: what PDQ is taken of in larger pictures is 640 to 1279


def read_views(path: Path, kind: Kind, *, limits: Limits) -> Views:
    """Decode `path` once and take pHash, PDQ and Image-Code of its eight views.

    A picture under 640 pixels has them twice, the second time with PDQ of the enlarged picture. PDQ's window is a whole
    number of pixels, a few in a small picture: a thumbnail of a detailed work is up to 100 bits from it, and 10 once
    enlarged. As it is, it is still nearest to a work that is as small.
    """
    with opened(path, kind, limits) as picture:
        base = bases(picture.image, kind)
        inner = fingerprint.trimmed(base.flat, base.grey, picture.turned)
        phashes = fingerprint.each_turn(base.hashed, fingerprint.phash_base, fingerprint.phash)
        codes = fingerprint.each_turn(inner, fingerprint.code_base, fingerprint.image_code_of)
        views = []
        for flat in (base.flat, _enlarged(base.flat)):
            if flat is not None:
                pdqs = _pdqs(flat)
                views += [View(turn, phashes[turn], pdqs[turn], codes[turn]) for turn in Turn]
        return Views(tuple(views), ORIENTATION[picture.turned])


def _enlarged(flat: Image.Image) -> Image.Image | None:
    """A small picture larger; None of one that is large enough."""
    longer = max(flat.size)
    if longer >= fingerprint.PDQ_EDGE:
        return None
    size = max(1, round(flat.width * _ENLARGED / longer)), max(1, round(flat.height * _ENLARGED / longer))
    return flat.resize(size, Image.Resampling.BICUBIC)


def _pdqs(flat: Image.Image) -> dict[Turn, Fingerprint]:
    """PDQ samples its window at places that are not the same from both ends, so each view is made and hashed.

    (pdqhash.compute_dihedral turns the coefficients instead: 7 to 13 bits off in the median, 72 at most, seen on 54
    real pictures.) Where the factor by which a picture is first reduced does not divide its size, the odd pixels
    stand at the right and the bottom of each view: then the whole picture is flipped, not the small one.
    """
    factor = shrink_factor(flat.size, fingerprint.PDQ_EDGE)
    even = flat.width % factor == 0 == flat.height % factor
    small = shrunk(flat, fingerprint.PDQ_EDGE)
    found = {}
    for flip, method in fingerprint.FLIPS.items():
        if method is None:
            view = small
        else:
            view = small.transpose(method) if even else shrunk(flat.transpose(method), fingerprint.PDQ_EDGE)
        view = view.convert("RGB")
        found[flip.undone] = fingerprint.pdq(view)
        found[fingerprint.DIAGONAL.after(flip).undone] = fingerprint.pdq(view.transpose(fingerprint.TO_DIAGONAL))
    return found
