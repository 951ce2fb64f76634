"""The pictures of whole packages, small ones included: their hashes stand for the rows of a set, and for strangers."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import copies_recall
import corpus
import machine
import numpy as np
from figures import Options
from PIL import Image

_LEAST = 96  # px of the shorter side
_MOST = 900  # of one package: what has thousands of sprites would outweigh all else
_LONGEST = 3  # times its other side


class Print(NamedTuple):
    """A picture's hashes in all turns, its PDQ with quality, entropy, width by height, and where it is from."""

    turns: Any
    pdq: Any
    quality: int
    entropy: float
    aspect: float
    family: str


def prints(packages: tuple[str, ...], name: str, options: Options) -> list[Print]:
    """Of the packages' pictures, each once; kept for the next time under a name."""
    place = corpus.CACHE / f"strangers-1-{name}.npz"
    if not place.exists():
        found: list[Print] = []
        for package in packages:
            with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
                files = [
                    path
                    for path in corpus.unpacked(package, Path(scratch)).rglob("*")
                    if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp") and not path.is_symlink()
                ]
                files = sorted(files, key=lambda path: hashlib.sha256(path.name.encode()).digest())[:_MOST]
                corpus.say(f"{package}: {len(files):,} pictures")
                family = corpus.family(corpus.CACHE / "packages" / package)
                with machine.Crew(options.workers, copies_recall.warm) as crew:
                    _, answers = crew.run(printed, [(path, family) for path in files])
                found += [each for each in answers if each is not None]
        np.savez(
            place,
            turns=np.stack([each.turns for each in found]),
            pdq=np.stack([each.pdq for each in found]),
            facts=np.asarray([(each.quality, each.entropy, each.aspect) for each in found]),
            families=np.asarray([each.family for each in found]),
        )
    with np.load(place, allow_pickle=False) as kept:
        _, first = np.unique(kept["pdq"], axis=0, return_index=True)  # each picture once
        turns, pdq, facts, families = (kept[key] for key in ("turns", "pdq", "facts", "families"))
    return [
        Print(turns[at], pdq[at], int(facts[at, 0]), float(facts[at, 1]), float(facts[at, 2]), str(families[at]))
        for at in sorted(first.tolist())
    ]


def printed(asked: tuple[Path, str]) -> Print | None:
    """A picture's print; None for what is too small, too long, or no picture."""
    import imagehash
    import pdqhash

    path, family = asked
    try:
        with Image.open(path) as opened:
            if min(opened.size) < _LEAST or max(opened.size) > _LONGEST * min(opened.size):
                return None
            full = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    ground = Image.new("RGB", full.size, "white")
    ground.paste(full, mask=full.getchannel("A"))
    aspect = ground.width / ground.height
    ground.thumbnail((512, 512))
    grey = ground.convert("L")
    turned = [grey, *(grey.transpose(method) for method in Image.Transpose)]
    turns = np.asarray([int(str(imagehash.phash(each)), 16) for each in turned], np.uint64)
    bits, quality = pdqhash.compute(np.asarray(ground))
    return Print(turns, np.packbits(bits), int(quality), float(grey.entropy()), aspect, family)
