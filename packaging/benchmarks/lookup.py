"""Look-up by picture: how fast among many works, how many copies of real art it finds, and what it finds wrongly."""

import os
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import copies
import corpus
import machine
import numpy as np
import program
from figures import Options, Result

NAME = "lookup"
MEASURES = "look-up by picture, eight flips and turns: speed among many works, recall on real art, false hits"
_REPEATS = 9
_NAMED = 12  # pairs that are named in the notes


class Work(NamedTuple):
    """What is kept of a real artwork."""

    path: Path
    phash: str
    pdq: str
    quality: int
    code: str


def run(options: Options) -> Result:
    """Speed first, while memory is fresh; then the real art."""
    result = Result(NAME, MEASURES, options.workers)
    works = options.works or (10_000 if options.quick else 100_000)
    _comparison(result, works)
    _whole(result, options, works)
    _views(result, corpus.of_kind(corpus.art(), "jpeg")[:: 20 if options.quick else 4])
    _recall(result, options)
    return result


# --- speed


def _comparison(result: Result, count: int) -> None:
    """The comparison alone: hashes in memory, hits out."""
    from artistguard.matching.gallery import Gallery, Kept
    from artistguard.matching.verdict import PDQ_CONFIRMED

    phash, pdq = _random(count, 1), _random(count, 2)
    gallery = Gallery()
    began = time.perf_counter()
    gallery.add(
        [
            Kept(f"e{i}", f"w{i}", one.tobytes().hex(), other.tobytes().hex(), 100)
            for i, (one, other) in enumerate(zip(phash, pdq, strict=True))
        ]
    )
    result.add(f"taking {count:,} works into memory", time.perf_counter() - began, "s")
    views = _asked(phash, pdq, np.linspace(0, count - 1, 4, dtype=int))
    asked_phash = np.array([list(bytes.fromhex(view.phash.value)) for view in views], np.uint8)
    asked_pdq = np.array([list(bytes.fromhex(view.pdq.value)) for view in views], np.uint8)

    found = {(near.edition_id, near.bits.pdq, near.bits.phash) for near in gallery.near(views)}
    ours = _median(lambda: gallery.near(views))

    kept = np.unpackbits(phash, axis=1), np.unpackbits(pdq, axis=1)
    asked = np.unpackbits(asked_phash, axis=1), np.unpackbits(asked_pdq, axis=1)
    began = time.perf_counter()
    by_loop = set(_loop(kept, asked, PDQ_CONFIRMED))
    loop = time.perf_counter() - began

    words = phash.view(np.uint64), pdq.view(np.uint64)
    asked_words = asked_phash.view(np.uint64), asked_pdq.view(np.uint64)
    by_arrays = set(_arrays(words, asked_words, PDQ_CONFIRMED))
    arrays = _median(lambda: set(_arrays(words, asked_words, PDQ_CONFIRMED)))

    result.add(
        f"one file's eight views among {count:,} works",
        1000 * ours,
        "ms",
        baseline="NumPy loop over the works: bits != bits, summed",
        than=1000 * loop,
        aim="at most 0.10",
    )
    result.add(
        "  the same",
        1000 * ours,
        "ms",
        baseline="NumPy loop over the views: bitwise_count of whole arrays",
        than=1000 * arrays,
    )
    result.promise(
        found == by_loop == by_arrays and len(found) >= 4, "The look-up and the loops differ in what is near."
    )


def _random(count: int, seed: int) -> Any:
    """Hashes with as many ones as zeros, as pHash of imagehash has: 8 bytes each for seed 1, 32 for seed 2."""
    length = 64 if seed == 1 else 256
    random = np.random.default_rng(seed)
    order = random.random((count, length), np.float32).argsort(axis=1)
    return np.packbits(order < length // 2, axis=1)


def _asked(phash: Any, pdq: Any, rows: Sequence[int]) -> tuple[Any, ...]:
    """Eight views near four of the works, a few bits off."""
    from artistguard.model.artwork import Fingerprint, FingerprintKind
    from artistguard.model.turns import Turn, View

    made = []
    for place, turn in enumerate(Turn):
        row = rows[place % len(rows)]
        one, other = phash[row], pdq[row].copy()
        other[:3] ^= 0x0F
        made.append(
            View(
                turn,
                Fingerprint(FingerprintKind.PHASH, one.tobytes().hex()),
                Fingerprint(FingerprintKind.PDQ, other.tobytes().hex(), 100),
                Fingerprint(FingerprintKind.ISCC_IMAGE, ""),
            )
        )
    return tuple(made)


def _loop(kept: tuple[Any, Any], asked: tuple[Any, Any], radius: int) -> Iterator[tuple[str, int, int]]:
    """What one writes with imagehash and pdqhash at hand: work by work, `hash - hash` with NumPy on arrays of bits."""
    for place in range(len(kept[0])):
        phash = (kept[0][place] != asked[0]).sum(axis=1)
        pdq = (kept[1][place] != asked[1]).sum(axis=1)
        best = int(pdq.argmin())
        if pdq[best] <= radius:
            yield f"e{place}", int(pdq[best]), int(phash[best])


def _arrays(kept: tuple[Any, Any], asked: tuple[Any, Any], radius: int) -> Iterator[tuple[str, int, int]]:
    """What one writes who knows NumPy well: view by view, all works at once."""
    best: dict[int, tuple[int, int]] = {}
    for phash, pdq in zip(asked[0], asked[1], strict=True):
        bits = np.bitwise_count(kept[1] ^ pdq).sum(axis=1)
        others = np.bitwise_count(kept[0] ^ phash).sum(axis=1)
        for place in np.flatnonzero(bits <= radius).tolist():
            if place not in best or bits[place] < best[place][0]:
                best[place] = (int(bits[place]), int(others[place]))
    for place, (one, other) in best.items():
        yield f"e{place}", one, other


def _whole(result: Result, options: Options, count: int) -> None:
    """From a file to its answer, with a catalogue of so many works and workers that are up."""
    from artistguard.model.artwork import (
        Artwork,
        Edition,
        EditionRole,
        Fingerprint,
        FingerprintKind,
        Location,
        PictureFacts,
    )
    from artistguard.model.ids import new_id, now
    from artistguard.workflow.lookup import lookup

    phash, pdq = _random(count, 1), _random(count, 2)
    picture = min(corpus.of_kind(corpus.art(), "jpeg"), key=lambda path: (abs(path.stat().st_size - 500_000), path))
    with program.studio(options.scratch / "home", options.workers) as studio:
        root = studio.catalogue.roots.ensure(Path("/pictures"))

        def works(first: int, last: int) -> Iterator[Any]:
            for number in range(first, last):
                id_, at = new_id(), now()
                place = Location(root, f"{number}.jpg")
                facts = PictureFacts(4000, 3000)
                kind, digest = EditionRole.MASTER, f"{number:064x}"
                edition = Edition(new_id(), id_, kind, place, digest, digest, 1, 1, "jpeg", facts, at)
                prints = (
                    Fingerprint(FingerprintKind.PHASH, phash[number % count].tobytes().hex()),
                    Fingerprint(FingerprintKind.PDQ, pdq[number % count].tobytes().hex(), 100),
                )
                yield Artwork(id_, number + 1, f"Work {number}", at), [(edition, prints)]

        def asked() -> float:
            began = time.perf_counter()
            [item] = lookup(studio, [picture])
            seconds = time.perf_counter() - began
            result.promise(item.error is None and not item.alike, "A picture that is no work's was taken for one.")
            result.promise(item.compared in (count, count + 1), "Not all works were compared.")
            return seconds

        corpus.say(f"writing a catalogue of {count:,} works")
        studio.catalogue.works.add_many(works(0, count))
        studio.catalogue.custody.append("imported", "all", {})
        before = machine.memory(os.getpid())[0]
        first = asked()
        result.add(f"first look-up of a file, {count:,} works in the catalogue", first, "s")
        result.add("  memory that the fingerprints take", (machine.memory(os.getpid())[0] - before) / 2**20, "MiB")
        again = statistics.median(asked() for _ in range(_REPEATS))
        result.add("every further one", 1000 * again, "ms")
        studio.catalogue.works.add_many(works(count, count + 1))
        studio.catalogue.custody.append("imported", "one more", {})
        result.add("after one more work was imported", 1000 * asked(), "ms")


def _views(result: Result, files: Sequence[Path]) -> None:
    """Eight views of one file, against turning it eight times with the libraries that make the hashes."""
    machine.cached(files)
    warm()
    ours, loop = [], []
    for path in files:
        began = time.perf_counter()
        _seen(path)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        _eight_times(path)
        loop.append(time.perf_counter() - began)
    result.add(
        f"fingerprints of eight views, {len(files)} real JPEG",
        1000 * statistics.mean(ours),
        "ms a file",
        baseline="imagehash.phash and pdqhash of the picture turned eight times",
        than=1000 * statistics.mean(loop),
    )


def _eight_times(path: Path) -> None:
    import imagehash
    import pdqhash
    from PIL import Image

    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    for method in (None, *copies.TURNS.values()):
        view = picture if method is None else picture.transpose(method)
        imagehash.phash(view)
        pdqhash.compute(np.asarray(view))


# --- recall


def _recall(result: Result, options: Options) -> None:
    files = corpus.art()[:: 12 if options.quick else 1]
    corpus.say(f"copying {len(files)} works in {len(copies.kinds())} ways")
    with machine.Crew(options.workers, warm) as crew:
        seconds, answers = crew.run(copied, files)
    corpus.say(f"  {seconds:.0f} s")
    pairs = [(work, seen) for work, seen in answers if work is not None]
    works = [work for work, _ in pairs]
    refused = len(files) - len(works)
    from artistguard.matching.gallery import Gallery, Kept
    from artistguard.matching.verdict import plain

    gallery = Gallery()
    gallery.add([Kept(str(i), str(i), work.phash, work.pdq, work.quality) for i, work in enumerate(works)])
    codes = {str(i): work.code for i, work in enumerate(works)}
    telling = [not plain(work.quality) for work in works]
    package = [work.path.relative_to(corpus.CACHE / "art").parts[0] for work in works]
    sizes = Counter(package)
    strangers = sum(len(works) - sizes[name] for name in package)
    kin = sum(sizes[name] - 1 for name in package)
    result.notes.append(
        f"{len(works)} works; {len(works) - sum(telling)} of them are too plain to be known by their looks (blank "
        "sheets, white on nothing, soft gradients: quality 0 of PDQ) and are not counted as missed; "
        f"{refused} could not be read. False hits are over all pairs of a copy and another work: {strangers:,} a kind "
        f"of copy from different packages (unrelated), {kin:,} from one package (themes in several sizes and colours, "
        "tiles of one set: many are related)."
    )
    every: Counter[tuple[str, str]] = Counter()
    found_all = asked_all = false_all = 0
    for kind in copies.kinds():
        found = named = turned = false = related = 0
        for i, (_, seen) in enumerate(pairs):
            likes = gallery.looks_like(seen[kind.name], lambda ids: {id_: codes[id_] for id_ in ids})
            others = [int(like.work_id) for like in likes if like.work_id != str(i)]
            false += sum(package[j] != package[i] for j in others)
            related += sum(package[j] == package[i] for j in others)
            every.update((package[i], _names(works[i], works[j])) for j in others)
            own = [like for like in likes if like.work_id == str(i)]
            if telling[i] and own:
                found += 1
                named += likes[0].bits.pdq == own[0].bits.pdq
                turned += own[0].turn.value == kind.turn
        asked = sum(telling)
        result.add(
            f"{kind.name}: found",
            100 * found / asked,
            "%",
            baseline=f"false: {false} of {strangers:,} unrelated pairs; {related} of {kin:,} in one package",
            aim="at least 98 %" if kind.aimed else "",
        )
        if kind.aimed:
            found_all, asked_all, false_all = found_all + found, asked_all + asked, false_all + false
            if min(named, turned) < found:
                result.notes.append(
                    f"{kind.name}: of {found} found, {named} first of all works, {turned} with the right turn."
                )
    result.add("all that are aimed at: found", 100 * found_all / asked_all, "%", aim="at least 98 %")
    kinds = sum(kind.aimed for kind in copies.kinds())
    result.add("  false, of all unrelated pairs", false_all, f"of {strangers * kinds:,}")
    named_pairs = [f"{name} ({count})" for (_, name), count in every.most_common(_NAMED)]
    result.notes.append(f"Taken for alike, by how often ({len(every)} pairs in all): " + "; ".join(named_pairs))
    result.promise(found_all >= 0.98 * asked_all, f"Only {100 * found_all / asked_all:.1f} % of the copies are found.")


def _names(one: Work, other: Work) -> str:
    base = corpus.CACHE / "art"
    return " ~ ".join(sorted(str(work.path.relative_to(base))[-48:] for work in (one, other)))


def warm() -> None:
    """Imports before the work."""
    import warnings

    from artistguard.imaging.warm import warm as imports

    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
    imports()


def copied(path: Path) -> tuple[Work | None, dict[str, Any]]:
    """(what import keeps of a work, the views of each kind of copy of it); None for what import refuses."""
    from artistguard.formats.sniff import identify
    from artistguard.imaging.digest import digest
    from artistguard.imaging.limits import Limits
    from artistguard.imaging.opening import opened
    from artistguard.imaging.pixels import on_white
    from artistguard.imaging.read import read_picture
    from artistguard.model.artwork import FingerprintKind
    from artistguard.model.errors import FileError

    try:
        with path.open("rb") as file:
            kind = identify(file)
            file.seek(0)
            digests = digest(file, iscc=False)
        reading = read_picture(path, kind, digests, limits=Limits(), thumbnail_edge=None)
        with opened(path, kind, Limits()) as source:
            picture = on_white(source.image).convert("RGB")
    except FileError:
        return None, {}
    picture.info.clear()  # profiles and orientation are gone from copies, as on platforms
    prints = {found.kind: found for found in reading.fingerprints}
    pdq = prints[FingerprintKind.PDQ]
    work = Work(
        path,
        prints[FingerprintKind.PHASH].value,
        pdq.value,
        pdq.quality or 0,
        prints[FingerprintKind.ISCC_IMAGE].value,
    )
    seen = {}
    with TemporaryDirectory() as folder:
        target = Path(folder) / "copy"
        for copy in copies.kinds():
            target.write_bytes(copy.make(picture))
            seen[copy.name] = _seen(target)
    return work, seen


def _seen(path: Path) -> Any:
    from artistguard.formats.sniff import identify
    from artistguard.imaging.limits import Limits
    from artistguard.imaging.views import read_views

    with path.open("rb") as file:
        kind = identify(file)
    return read_views(path, kind, limits=Limits())


def _median(act: Callable[[], object]) -> float:
    times = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return statistics.median(times)
