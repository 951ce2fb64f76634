"""What a worker child does in a self-test: copies of one work are made as strangers make them, and looked for again."""

import zlib
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import ImageOps

from artistguard.formats.sniff import identify
from artistguard.imaging.attacks import Picture, attacks, beyond
from artistguard.imaging.fingerprint import phash
from artistguard.imaging.limits import Limits
from artistguard.imaging.read import small_colour
from artistguard.matching import geometry
from artistguard.matching.geometry import Points
from artistguard.model import paths
from artistguard.model.oserrors import regular, unreadable

if TYPE_CHECKING:
    from artistguard.work.child import Context

Arguments = dict[str, Any]
Answer = tuple[dict[str, object], list[bytes]]
EDGE = 640  # px: copies are made of a picture so long


def attacked(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Copies of `path` by every attack: how many bits each is from the nearest of our views, and how many points agree.

    The blob holds the pHashes of the work's views, "<u8". Answers {"copies": {name: [bits, points]}}; points are
    looked at with "points" only. Nothing is written: copies live in memory.
    """
    path = paths.native(arguments["path"])
    views = np.frombuffer(blobs[0], "<u8")
    picture = _small(path, Limits(pixels=int(arguments["megapixels"]) * 1_000_000))
    own = _points(picture) if arguments["points"] else None
    copies: dict[str, list[int | None]] = {}
    for each in (*attacks(), *beyond()):
        # The same copy at every run, and another of every work.
        random = Random(zlib.crc32(f"{arguments['seed']} {each.name}".encode()))  # noqa: S311 - chance, no secret
        copy = each.make(picture, random)
        seen = np.uint64(int(phash(copy.convert("L")).value, 16))
        bits = int(np.bitwise_count(views ^ seen).min())
        copies[each.name] = [bits, None if own is None else _agreeing(own, copy)]
    return {"copies": copies}, []


def _small(path: Path, limits: Limits) -> Picture:
    regular(path)
    try:
        with path.open("rb") as file:
            kind = identify(file)
        return small_colour(path, kind, EDGE, limits=limits)
    except OSError as error:
        raise unreadable(path, error) from error


def _agreeing(own: Points, copy: Picture) -> int:
    return geometry.agreement(own, _points(copy), _points(ImageOps.mirror(copy))).points


def _points(picture: Picture) -> Points:
    grey = picture.convert("L")
    return geometry.points(np.asarray(ImageOps.contain(grey, (geometry.EDGE, geometry.EDGE))))
