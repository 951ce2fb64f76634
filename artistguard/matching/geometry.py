"""Whether two pictures show the same content, by points that lie alike in both: SIFT and RANSAC. And where it lies.

SIFT (Lowe, 2004) describes corners whatever their size and direction; an affine map (shift, turn, two scales, for
pictures are squeezed too) is looked for that carries many of one picture's points to those of the other (RANSAC;
Fischler and Bolles, 1981). SIFT knows no mirror, so the mirrored picture is tried too. Points that the artist's other
works have at the same place - a signature, a frame, a page's template - say nothing of this work and do not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Grey: TypeAlias = npt.NDArray[np.uint8]

EDGE = 640  # px: the longer side of what is looked at
ENOUGH = 10  # points: see packaging/bench copies_confirm for what strangers have
FEW = 40  # points of a picture: with fewer, copies of it can hardly be told from other pictures
_POINTS = 1000
_CONTRAST = 0.015  # of a point, by SIFT's measure: soft pictures have few that are stronger
_SQUEEZED = 2.0  # the most that one side of a copy is squeezed against the other
_RATIO = 0.75  # a point's nearest must be so much nearer than its second
_OFF = 4.0  # px that a carried point may lie off
_LEAST = 4  # matches below which no map is looked for
_SHARED_BY = 2  # other works with a point at the same place make it a template's
_SAME_PLACE = 0.03  # of the longer side


@dataclass(frozen=True, slots=True)
class Points:
    """A picture's points: places in pixels, shape (points, 2), and descriptors, shape (points, 128); size (w, h)."""

    places: npt.NDArray[np.float32]
    descriptors: npt.NDArray[np.float32]
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`points` of both pictures lie alike. Regions are rectangles (left, top, right, bottom) as shares of each.

    `of` our points could have agreed: those of the whole picture, without what other works share.
    """

    points: int
    mirrored: bool
    ours: tuple[float, float, float, float]
    theirs: tuple[float, float, float, float]
    left_out: int = 0  # points of ours that other works share
    of: int = 0

    @property
    def same(self) -> bool:
        """Whether that many never agreed by chance in the test."""
        return self.points >= ENOUGH

    @property
    def bare(self) -> bool:
        """Whether ours has so few points that too few agreeing ones say little."""
        return self.of < FEW


def points(grey: Grey) -> Points:
    """The points of a picture, shape (height, width); it is best at most `EDGE` pixels long."""
    found, descriptors = _sift().detectAndCompute(grey, None)
    height, width = grey.shape
    if descriptors is None:
        return Points(np.empty((0, 2), np.float32), np.empty((0, 128), np.float32), (width, height))
    places = np.asarray([point.pt for point in found[:_POINTS]], np.float32)
    return Points(places, np.asarray(descriptors[:_POINTS], np.float32), (width, height))


def _sift() -> Any:
    import cv2

    return cv2.SIFT_create(nfeatures=_POINTS, contrastThreshold=_CONTRAST)  # type: ignore[attr-defined]


def without_shared(own: Points, others: Sequence[Points]) -> tuple[Points, int]:
    """Our points without those that two or more other works have at the same place of the page; and how many."""
    shared = np.zeros(len(own.places), np.int64)
    for other in others:
        mine, theirs = _matched(own, other)
        if len(mine) == 0:
            continue
        a = own.places[mine] / max(own.size)
        b = other.places[theirs] / max(other.size)
        # A signature is at the same corner; counted from either end, since works differ in size.
        far_a, far_b = _from_end(own, mine), _from_end(other, theirs)
        near = np.minimum(np.abs(a - b).max(axis=1), np.abs(far_a - far_b).max(axis=1)) <= _SAME_PLACE
        shared[np.unique(mine[near])] += 1
    kept = shared < _SHARED_BY
    return Points(own.places[kept], own.descriptors[kept], own.size), int((~kept).sum())


def agreement(own: Points, other: Points, mirrored: Points, left_out: int = 0) -> Agreement:
    """How far two pictures agree: `other` and the same mirrored left to right, whichever agrees more."""
    straight, flipped = _agreed(own, other), _agreed(own, mirrored)
    best, is_flipped = (flipped, True) if len(flipped[0]) > len(straight[0]) else (straight, False)
    mine, theirs = best
    ours = _region(own.places[mine], own.size)
    seen = _region((mirrored if is_flipped else other).places[theirs], other.size)
    if is_flipped:
        seen = (1 - seen[2], seen[1], 1 - seen[0], seen[3])
    return Agreement(len(mine), is_flipped, ours, seen, left_out, len(own.places))


def _agreed(own: Points, other: Points) -> tuple[Any, Any]:
    """The points (numbers of ours, of theirs) that one affine map carries from one picture to the other."""
    import cv2

    mine, theirs = _matched(own, other)
    if len(mine) < _LEAST:
        return mine[:0], theirs[:0]
    cv2.setRNGSeed(1)  # the same pictures get the same answer
    map_, inliers = cv2.estimateAffine2D(
        own.places[mine], other.places[theirs], method=cv2.RANSAC, ransacReprojThreshold=_OFF
    )
    if map_ is None or not _possible(map_):  # points on one line have no map
        return mine[:0], theirs[:0]
    good = inliers.ravel().astype(bool)
    # Points on one spot count once: a repeated pattern must not vote often.
    _, first = np.unique(np.round(other.places[theirs[good]] / _OFF), axis=0, return_index=True)
    return mine[good][first], theirs[good][first]


def _possible(map_: Any) -> bool:
    """Whether a map is one that copies undergo: not turned inside out, and squeezed a little at most."""
    if not np.isfinite(map_).all() or np.linalg.det(map_[:, :2]) <= 0:
        return False
    large, small = np.linalg.svd(map_[:, :2], compute_uv=False)
    return bool(small > 0 and large / small <= _SQUEEZED)


def _matched(own: Points, other: Points) -> tuple[Any, Any]:
    """Pairs of points whose descriptors are each other's nearest by far."""
    if len(own.places) == 0 or len(other.places) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    import cv2

    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(own.descriptors, other.descriptors, k=2)
    good = [
        (a.queryIdx, a.trainIdx)
        for a, b in (pair for pair in pairs if len(pair) == 2)
        if a.distance < _RATIO * b.distance
    ]
    numbers = np.asarray(good, np.int64).reshape(len(good), 2)
    return numbers[:, 0], numbers[:, 1]


def _from_end(picture: Points, chosen: Any) -> Any:
    return (np.asarray(picture.size, np.float32) - picture.places[chosen]) / max(picture.size)


def _region(places: npt.NDArray[np.float32], size: tuple[int, int]) -> tuple[float, float, float, float]:
    if len(places) == 0:
        return (0.0, 0.0, 0.0, 0.0)
    low, high = places.min(axis=0) / size, places.max(axis=0) / size
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
