"""pHash: bits between what the program stores and what imagehash says of the full decode."""

import warnings
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import corpus
import machine
from figures import Options, Result

NAME = "phash_agreement"
MEASURES = "bits of 64 between the program's pHash (imaging.read_picture) and imagehash.phash of the full decode"


def run(options: Options) -> Result:
    """All real JPEG; all other real art that Pillow decodes; for the record, JPEG made camera-sized from it."""
    result = Result(NAME, MEASURES, options.workers)
    everything = corpus.art()
    step = 4 if options.quick else 1
    jpeg = corpus.of_kind(everything, "jpeg")[::step]
    whole = corpus.of_kind(everything, "png", "webp", "gif")[::step]
    made = corpus.camera("jpeg", 12 if options.quick else 48)
    with machine.Crew(options.workers, warm) as crew:
        bits = dict(zip(jpeg, crew.run(difference, jpeg)[1], strict=True))
        others = dict(zip(whole, crew.run(difference, whole)[1], strict=True))
        resampled = crew.run(difference, made)[1]
    same = sum(count == 0 for count in bits.values()) / len(bits)
    most = max(bits.values())
    result.add(f"real JPEG, {len(bits)} files: identical", 100 * same, "%", aim="at least 95 %")
    result.add("  most bits off", most, "bits", aim="at most 2")
    result.add(f"PNG, WebP: {len(others)} files: identical", 100 * _identical(others.values()), "%", aim="100 %")
    result.add("  most bits off", max(others.values()), "bits", aim="0")
    result.add(f"JPEG resampled to 12, 16, 24 MP, {len(made)} files: identical", 100 * _identical(resampled), "%")
    result.add("  most bits off", max(resampled), "bits", aim="at most 2")
    result.notes.append(f"Real JPEG by bits: {_by_bits(bits.values())}. Resampled: {_by_bits(resampled)}.")
    off = [path for path, count in {**bits, **others}.items() if count > 2 or (count and path in others)]
    result.notes += [f"{path.relative_to(corpus.CACHE)}: {bits.get(path, others.get(path))} bits" for path in off]
    result.promise(same >= 0.95, f"Only {100 * same:.1f} % of the real JPEG have imagehash's very pHash.")
    result.promise(max(most, *resampled) <= 2, f"A JPEG is {max(most, *resampled)} bits off.")
    result.promise(max(others.values()) == 0, "A picture that is decoded whole has another pHash than imagehash's.")
    return result


def warm() -> None:
    """Imports before the work."""
    from artistguard.imaging.warm import warm as imports

    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
    imports()


def difference(path: Path) -> int:
    """Bits between the two."""
    import imagehash
    from PIL import Image

    from artistguard.formats.sniff import identify
    from artistguard.imaging.digest import digest
    from artistguard.imaging.limits import Limits
    from artistguard.imaging.read import read_picture
    from artistguard.model.artwork import FingerprintKind

    with path.open("rb") as file:
        kind = identify(file)
        file.seek(0)
        digests = digest(file, iscc=False)
    prints = read_picture(path, kind, digests, limits=Limits(), thumbnail_edge=None).fingerprints
    ours = next(found.value for found in prints if found.kind is FingerprintKind.PHASH)
    with Image.open(path) as picture:
        theirs = str(imagehash.phash(picture))
    return (int(ours, 16) ^ int(theirs, 16)).bit_count()


def _identical(counts: Iterable[int]) -> float:
    listed = list(counts)
    return sum(count == 0 for count in listed) / len(listed)


def _by_bits(counts: Iterable[int]) -> str:
    return ", ".join(f"{number} with {bits}" for bits, number in sorted(Counter(counts).items()))
