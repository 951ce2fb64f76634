"""Which words say little of one artist: given names, wide-spread family names, everyday words. The list is data."""

import functools
import tomllib
from importlib import resources

from artistguard.matching.folding import bare


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    raw = tomllib.loads((resources.files("resources") / "vocabularies" / "common-names.toml").read_text("utf-8"))
    return {
        key: frozenset(bare(word) for word in raw[key].split()) for key in ("given", "family", "words", "particles")
    }


def given(bones: str) -> bool:
    """Whether a word, as a skeleton, is a given name that many bear."""
    return bones in _lists()["given"]


def family(bones: str) -> bool:
    """Whether it is a family name that many bear."""
    return bones in _lists()["family"]


def word(bones: str) -> bool:
    """Whether it is an everyday word, or the plural of one."""
    words = _lists()["words"]
    return bones in words or (bones.endswith("s") and bones[:-1] in words)


def particle(bones: str) -> bool:
    """Whether it stands between given and family name and is none by itself: van, de, bin."""
    return bones in _lists()["particles"]


def common(bones: str) -> bool:
    """Whether it is any of these."""
    return given(bones) or family(bones) or word(bones)
