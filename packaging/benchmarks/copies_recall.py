"""Copies found by hash among real art, attack by attack: our variants against one hash a picture, in the same run."""

import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import attacks
import copies
import corpus
import machine
import numpy as np
from figures import Options, Result
from styles import STYLES, style

NAME = "copies_recall"
MEASURES = "copies of real art found by hash: variants of ours against one hash a picture"
_ORIGINALS, _COPIES = 1024, 640  # px: what is hashed for the portfolio, and what copies are made of
_WANTED = 300


class Kept(NamedTuple):
    """What is kept of an original, and the hashes of each copy: pHash, PDQ and dHash as numbers."""

    path: Path
    style: str
    variants: Any
    own: "Prints"
    copies: dict[str, "Prints"]


class Prints(NamedTuple):
    """Fingerprints of one picture."""

    phash: int
    pdq: int
    dhash: int


def run(options: Options) -> Result:
    """Recall at 0, 4 and 8 bits."""
    result = Result(NAME, MEASURES, options.workers)
    files = chosen(40 if options.quick else _WANTED)
    every = [*attacks.attacks(), *attacks.beyond()]
    corpus.say(f"{len(every)} attacks on {len(files)} works")
    with machine.Crew(options.workers, warm) as crew:
        seconds, answers = crew.run(attacked, files)
    corpus.say(f"  {seconds:.0f} s")
    kept = [each for each in answers if each is not None]
    count = np.mean([len(each.variants) for each in kept])
    result.notes.append(
        f"{len(kept)} originals at {_ORIGINALS} px, copies made from {_COPIES} px; {count:.0f} variants a work. "
        "Recall: the copy is within t bits of its own original; other works are not looked at here."
    )
    main = attacks.attacks()
    means = {name: _mean(kept, main, way) for name, way in _WAYS.items()}
    single = means["pHash, t=4"]
    result.add(
        f"mean of {len(main)} attacks, variants, t=4", means["variants, t=4"], "%",
        baseline="plain imagehash.phash, t=4", than=single, aim="1.8",
    )  # fmt: skip
    for t in (0, 8):
        result.add(
            f"mean of {len(main)} attacks, variants, t={t}", means[f"variants, t={t}"], "%",
            baseline=f"plain imagehash.phash, t={t}", than=means[f"pHash, t={t}"],
        )  # fmt: skip
    for name in ("PDQ, 31", "PDQ, 64", "dHash, t=4", "dHash, t=8"):
        result.add(f"mean of {len(main)} attacks, {name}", means[name], "%", baseline="pHash, t=4", than=single)
    for group, t, aim in (
        ("random crops", 8, "4"),
        ("crop and mirror", 8, "4"),
        ("flips and turns", 8, "at least 99 %"),
    ):
        some = [each for each in every if each.group == group]
        result.add(
            f"{group} ({len(some)}), variants, t={t}", _mean(kept, some, _WAYS[f"variants, t={t}"]), "%",
            baseline=f"plain imagehash.phash, t={t}", than=_mean(kept, some, _WAYS[f"pHash, t={t}"]), aim=aim,
        )  # fmt: skip
    outside = attacks.beyond()
    result.add(
        f"mean of {len(outside)} off the variants' grid, t=8", _mean(kept, outside, _WAYS["variants, t=8"]), "%",
        baseline="plain imagehash.phash, t=8", than=_mean(kept, outside, _WAYS["pHash, t=8"]),
    )  # fmt: skip
    for kind in STYLES:
        some_works = [each for each in kept if each.style == kind]
        if some_works:
            result.add(
                f"mean of {len(main)} attacks, {kind} ({len(some_works)} works), t=4",
                _mean(some_works, main, _WAYS["variants, t=4"]), "%",
                baseline="plain imagehash.phash, t=4", than=_mean(some_works, main, _WAYS["pHash, t=4"]),
            )  # fmt: skip
    for each in every:
        shares = " / ".join(f"{_mean(kept, [each], _WAYS[f'variants, t={t}']):.0f}" for t in (0, 4, 8))
        plain = " / ".join(f"{_mean(kept, [each], _WAYS[f'pHash, t={t}']):.0f}" for t in (0, 4, 8))
        pdq = " / ".join(f"{_mean(kept, [each], _WAYS[name]):.0f}" for name in ("PDQ, 31", "PDQ, 64"))
        result.add(f"{each.name}", shares, "% at t = 0 / 4 / 8", baseline=f"pHash {plain}; PDQ at 31 / 64: {pdq}")
    return result


def chosen(count: int) -> list[Path]:
    """So many works, from all packages alike."""
    files = corpus.of_kind(corpus.art(), "jpeg", "png", "webp")
    step = max(1, len(files) // count)
    return files[::step][:count]


def _distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()


_WAYS = {
    **{
        f"variants, t={t}": lambda kept, seen, t=t: bool(
            (np.bitwise_count(kept.variants ^ np.uint64(seen.phash)) <= t).any()
        )
        for t in (0, 4, 8)
    },
    **{f"pHash, t={t}": lambda kept, seen, t=t: _distance(kept.own.phash, seen.phash) <= t for t in (0, 4, 8)},
    **{f"dHash, t={t}": lambda kept, seen, t=t: _distance(kept.own.dhash, seen.dhash) <= t for t in (4, 8)},
    **{f"PDQ, {t}": lambda kept, seen, t=t: _distance(kept.own.pdq, seen.pdq) <= t for t in (31, 64)},
}


def _mean(kept: Sequence[Kept], some: Sequence[attacks.Attack], way: Any) -> float:
    """Percent found."""
    return 100 * float(np.mean([way(each, each.copies[attack.name]) for attack in some for each in kept]))


def warm() -> None:
    """Imports before the work."""
    import warnings

    from artistguard.imaging.warm import warm as imports

    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
    imports()


def attacked(path: Path) -> Kept | None:
    """An original's variants, and the fingerprints of every copy of it."""
    from PIL import Image

    from artistguard.imaging.variants import variants

    with Image.open(path) as opened:
        if opened.width * opened.height < 256 * 256:
            return None
        ground = Image.new("RGB", opened.size, "white")
        full = opened.convert("RGBA")
        ground.paste(full, mask=full.getchannel("A"))
    original, base = copies.scaled(ground, _ORIGINALS), copies.scaled(ground, _COPIES)
    own = prints(original)
    seen = {}
    for each in (*attacks.attacks(), *attacks.beyond()):
        random = Random(zlib.crc32(f"{path.name} {each.name}".encode()))
        seen[each.name] = prints(each.make(base, random))
    return Kept(path, style(ground), variants(original.convert("L")).hashes, own, seen)


def prints(picture: Any) -> Prints:
    """As the peers make them."""
    import imagehash
    import pdqhash

    bits, _ = pdqhash.compute(np.asarray(picture))
    return Prints(
        int(str(imagehash.phash(picture)), 16),
        int.from_bytes(np.packbits(bits).tobytes(), "big"),
        int(str(imagehash.dhash(picture)), 16),
    )
