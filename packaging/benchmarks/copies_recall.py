"""Copies found by hash among real art, attack by attack: our variants against one hash a picture, in the same run.

The art is held out: of packages that no view and no constant was chosen on (those were chosen on corpus.PACKAGES).
"""

import hashlib
import pickle
import zlib
from collections import Counter
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
from PIL import Image
from styles import STYLES, style

from artistguard.imaging import attacks as program_attacks
from artistguard.imaging import fingerprint, variants, ways
from artistguard.matching.gate import gate

NAME = "copies_recall"
MEASURES = "copies of held-out real art found by hash: variants of ours against one hash a picture"
_ORIGINALS, _COPIES = 1024, 640  # px: what is hashed for the portfolio, and what copies are made of
WANTED = 300
_AT_ONCE = 50
_LONGEST = 3  # times its other side: longer ones are no pictures of a data set
# The mean that is called that of random crops where the 39 were first measured: no half, but the mirrored one.
_CROPS = ("random crop 5", "random crop 10", "random crop 20", "random crop 30", "mirror, crop 10, jpeg50")


class Kept(NamedTuple):
    """What is kept of an original: its views and their ways, and the fingerprints of each copy."""

    path: Path
    style: str
    variants: Any
    ways: Any
    own: "Prints"
    facts: "Facts"
    copies: dict[str, "Prints"]


class Prints(NamedTuple):
    """Fingerprints of one picture, and its width by height."""

    phash: int
    pdq: int
    dhash: int
    aspect: float


class Facts(NamedTuple):
    """What decides how far an original is searched for: PDQ's quality, and the entropy of its grey values."""

    quality: int
    entropy: float


def run(options: Options) -> Result:
    """Recall at 0, 4 and 8 bits."""
    result = Result(NAME, MEASURES, options.workers)
    files = chosen(40 if options.quick else WANTED)
    every = [*attacks.attacks(), *attacks.beyond()]
    kept = copied(files, options)
    count = np.mean([len(each.variants) for each in kept])
    families = Counter(corpus.family(each.path) for each in kept)
    result.notes.append(
        f"{len(kept)} originals at {_ORIGINALS} px, copies made from {_COPIES} px; {count:.0f} variants a work. "
        "Recall: the copy is within t bits of its own original; other works are not looked at here."
    )
    result.notes.append(
        "Held out, never looked at while views and constants were chosen: "
        + ", ".join(f"{package} {number}" for package, number in families.most_common())
    )
    result.notes.append(
        "Random crops cut off a share of the area, as the 39 attacks were defined (20 % leave 0.89 of each side); "
        "crops of both sides cut off a share of each side."
    )
    main = attacks.attacks()
    single = _mean(kept, main, _WAYS["pHash, t=4"])
    for t, aim in ((4, "1.8"), (0, ""), (8, "")):
        _against(result, f"mean of {len(main)} attacks", kept, main, t, aim)
    for name in ("PDQ, 31", "PDQ, 64", "dHash, t=4", "dHash, t=8"):
        result.add(
            f"mean of {len(main)} attacks, {name}", _mean(kept, main, _WAYS[name]), "%",
            baseline="pHash, t=4", than=single,
        )  # fmt: skip
    crops = [each for each in main if each.name in _CROPS]
    _against(result, "random crops 5 to 30 and the mirrored one", kept, crops, 8, "4")
    found = _mean(kept, crops, _WAYS["pHash, t=8"])
    result.notes.append(
        f"Of random crops 5 to 30 and the mirrored one, plain pHash finds {found:.1f} % of this art: "
        f"whoever found all would find {100 / max(found, 0.1):.2f} times as many."
    )
    for group, aim in (
        ("random crops", ""),
        ("crop and mirror", "4"),
        ("crops of both sides", "4"),
        ("flips and turns", "at least 99 %"),
    ):
        _against(result, group, kept, [each for each in every if each.group == group], 8, aim)
    _against(result, "off the variants' grid", kept, attacks.beyond(), 8)
    open_ones = [each for each in kept if searched_for(each)]
    plain = len(kept) - len(open_ones)
    for what, some in (
        (f"mean of {len(main)} attacks", main),
        ("flips and turns", [each for each in every if each.group == "flips and turns"]),
    ):
        for t in (4, 8):
            _against(result, f"without {plain} works that the program calls too plain: {what}", open_ones, some, t)
    for kind in STYLES:
        some_works = [each for each in kept if each.style == kind]
        if some_works:
            for t in (4, 8):
                _against(result, f"{kind}, {len(some_works)} works: mean of {len(main)}", some_works, main, t)
            _against(result, f"{kind}: random crops 5 to 30 and the mirrored one", some_works, crops, 8)
    for each in every:
        shares = " / ".join(f"{_mean(kept, [each], _WAYS[f'variants, t={t}']):.0f}" for t in (0, 4, 8))
        plain = " / ".join(f"{_mean(kept, [each], _WAYS[f'pHash, t={t}']):.0f}" for t in (0, 4, 8))
        pdq = " / ".join(f"{_mean(kept, [each], _WAYS[name]):.0f}" for name in ("PDQ, 31", "PDQ, 64"))
        result.add(f"{each.name}", shares, "% at t = 0 / 4 / 8", baseline=f"pHash {plain}; PDQ at 31 / 64: {pdq}")
    return result


def _against(
    result: Result, what: str, kept: Sequence[Kept], some: Sequence[attacks.Attack], t: int, aim: str = ""
) -> None:
    """Variants beside plain pHash, at the same distance."""
    result.add(
        f"{what} ({len(some)}), variants, t={t}", _mean(kept, some, _WAYS[f"variants, t={t}"]), "%",
        baseline=f"plain imagehash.phash, t={t}", than=_mean(kept, some, _WAYS[f"pHash, t={t}"]), aim=aim,
    )  # fmt: skip


def searched_for(each: Kept) -> bool:
    """Whether the program searches for it as far as asked: of others it says that they are too plain."""
    return gate(each.own.phash, each.facts.entropy, each.facts.quality).bits is None


def copied(files: Sequence[Path], options: Options) -> list[Kept]:
    """Every copy of each work. Kept for the next benchmark that asks, as long as nothing that makes them is changed."""
    makers = [Path(__file__), *(Path(str(each.__file__)) for each in (fingerprint, ways, variants, program_attacks))]
    stamp = hashlib.sha256(b"".join(maker.read_bytes() for maker in makers)).hexdigest()[:16]
    place = corpus.CACHE / f"copies-{stamp}.pickle"
    known: dict[str, Kept | None] = pickle.loads(place.read_bytes()) if place.exists() else {}
    missing = [path for path in files if str(path) not in known]
    with machine.Crew(options.workers, warm) as crew:
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            seconds, answers = crew.run(attacked, some)
            known.update(zip(map(str, some), answers, strict=True))
            place.write_bytes(pickle.dumps(known))
            corpus.say(f"  {start + len(some)} of {len(missing)} works; these took {seconds:.0f} s")
    return [found for path in files if (found := known[str(path)]) is not None]


def chosen(count: int) -> list[Path]:
    """So many held-out works, from all packages alike."""
    files = [path for path in corpus.of_kind(corpus.held_out(), "jpeg", "png", "webp") if _shaped(path)]
    return [files[place] for place in np.linspace(0, len(files) - 1, min(count, len(files))).round().astype(int)]


def _shaped(path: Path) -> bool:
    with Image.open(path) as picture:
        return max(picture.size) <= _LONGEST * min(picture.size)


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
    import pdqhash

    with Image.open(path) as opened:
        if opened.width * opened.height < 256 * 256:
            return None
        ground = Image.new("RGB", opened.size, "white")
        full = opened.convert("RGBA")
        ground.paste(full, mask=full.getchannel("A"))
    original, base = copies.scaled(ground, _ORIGINALS), copies.scaled(ground, _COPIES)
    seen = {}
    for each in (*attacks.attacks(), *attacks.beyond()):
        random = Random(zlib.crc32(f"{path.name} {each.name}".encode()))
        seen[each.name] = prints(each.make(base, random))
    views = variants.variants(original.convert("L"))
    _, quality = pdqhash.compute(np.asarray(original))
    facts = Facts(int(quality), views.entropy)
    return Kept(path, style(ground), views.hashes, views.ways, prints(original), facts, seen)


def prints(picture: Any) -> Prints:
    """As the peers make them."""
    import imagehash
    import pdqhash

    bits, _ = pdqhash.compute(np.asarray(picture))
    return Prints(
        int(str(imagehash.phash(picture)), 16),
        int.from_bytes(np.packbits(bits).tobytes(), "big"),
        int(str(imagehash.dhash(picture)), 16),
        picture.width / picture.height,
    )
