"""Names in a million captions: against a compiled regular expression of the plain names, and against partial_ratio.

The captions are the thousand real ones of samples/img2dataset where these lie beside the project (else texts of the
tests' sheets), gone through again and again, each with its number after it; in one of a thousand a name is planted, in
one of eight writings. One thread each, the processor's time of this process alone is counted.
"""

import re
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from figures import Options, Result, median
from rapidfuzz import fuzz, process

from artistguard.matching.names import Matcher
from artistguard.model.names import FieldKind, NameKind, OwnName

NAME = "name_search"
MEASURES = "names in captions, one thread, processor's time: Matcher.find_many, re, rapidfuzz"

_ROOT = Path(__file__).parents[2]
_REAL = _ROOT.parent / "shared" / "samples" / "img2dataset" / "test_1000.parquet"
_SHEET = _ROOT / "tests" / "matching" / "planted_names.toml"

# None of these stands in the real captions by itself.
ARTIST = """
Hollie Mengert, Greg Rutkowski, Lois van Baarle, Zdzisław Beksiński, Jörg Ammersbach, Captain Thistlewick,
Meridian Lighthouse Press, samdoesarts, loish, rossdraws
"""
STUDIO = f"""
{ARTIST}, Alphonse Mucha, Ilya Kuvshinov, Ruan Jia, Ismail Inceoglu, Makoto Shinkai, Peter Mohrbacher, Karol Bak,
Anato Finnstark, Magali Villeneuve, Cedric Peyravernay, Tsutomu Nihei, Ayami Kojima, Krenz Cushart, Yoji Shinkawa,
Dean Cornwell, Esao Andrews, Marc Simonetti, Thomas Kinkade, Craig Mullins, Stanley Lau, Gaston Bussière, Feng Zhu,
Victo Ngai, Donato Giancola, Raphael Lacoste, sakimichan, loundraw, artgerm, wlop, moebius
"""

# How a name is planted.
_WRITINGS: tuple[Callable[[str], str], ...] = (
    lambda name: f"art by {name}, oil on canvas",
    lambda name: f"portrait, intricate, by {name.upper()}",
    lambda name: f"{name.lower().replace(' ', '')} artstyle",
    lambda name: f"lora {name.lower().replace(' ', '-')} v2",
    lambda name: f"in the style of {name.translate(str.maketrans('oie', '013'))}",
    lambda name: f"{name.replace(' ', '_')}_style",
    lambda name: f"a tower by {name[0]}{name}, dusk" if len(name) > 7 else f"a tower by {name}",
    lambda name: "by " + name.replace("o", "о").replace("e", "е"),  # Cyrillic
)


def run(options: Options) -> Result:
    """Ten names of one artist, then forty of a studio."""
    result = Result(NAME, MEASURES, 1)
    base, what = _captions()
    count = 20_000 if options.quick else 1_000_000
    result.notes.append(f"{count:,} captions: {what}, cycled and numbered, a name planted in each thousandth.")
    for label, listed in (("one artist", ARTIST), ("a studio", STUDIO)):
        names = [name.strip() for name in listed.split(",") if name.strip()]
        _compare(result, f"{label}, {len(names)} names", names, base, count, repeats=1 if options.quick else 3)
    result.notes.append(
        "partial_ratio is run over the first twentieth; its rate does not depend on how many there are."
    )
    return result


def _compare(result: Result, label: str, names: Sequence[str], base: Sequence[str], count: int, repeats: int) -> None:
    captions, planted = _planted(names, base, count)
    own = [OwnName(name, NameKind.NAME if " " in name else NameKind.HANDLE) for name in names]
    matcher = Matcher(own)
    matcher.find_many(captions[:100], FieldKind.PROMPT)  # its tables are made
    expression = re.compile("|".join(map(re.escape, names)), re.IGNORECASE)
    small, some = [name.lower() for name in names], captions[: max(1000, count // 20)]

    ours, hits = _timed(lambda: matcher.find_many(captions, FieldKind.PROMPT), repeats)
    plain, found = _timed(lambda: [row for row, text in enumerate(captions) if expression.search(text)], repeats)
    loop, _ = _timed(lambda: [max(fuzz.partial_ratio(name, text.lower()) for name in small) for text in some], 1)
    many, _ = _timed(lambda: process.cdist(small, some, scorer=fuzz.partial_ratio, workers=1), 1)
    rate = count / ours
    result.add(label, rate, "captions/s", baseline="re of the plain names, IGNORECASE", than=count / plain, aim="1")
    result.add("", rate, "captions/s", baseline="partial_ratio, each name and caption", than=len(some) / loop, aim="50")
    result.add("", rate, "captions/s", baseline="... all at once (process.cdist)", than=len(some) / many)
    by_ours, by_plain = len(planted & hits.keys()), len(planted & set(found))
    result.add("  planted names found", by_ours, "", baseline="by the expression", than=by_plain)
    result.promise(
        by_ours >= 0.99 * len(planted),
        f"{label}: {len(planted) - by_ours} of {len(planted)} planted names were missed.",
    )
    result.promise(set(found) <= hits.keys(), f"{label}: the expression found what the matcher did not.")


def _timed(work: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    times, outcome = [], None
    for _ in range(repeats):
        began = time.process_time()
        outcome = work()
        times.append(time.process_time() - began)
    return median(times), outcome


def _planted(names: Sequence[str], base: Sequence[str], count: int) -> tuple[list[str], set[int]]:
    captions = [f"{base[row % len(base)]} {row}" for row in range(count)]
    rows = range(500, count, 1000)
    for number, row in enumerate(rows):
        writing = _WRITINGS[number % len(_WRITINGS)]
        captions[row] = writing(names[number // len(_WRITINGS) % len(names)])
    return captions, set(rows)


def _captions() -> tuple[list[str], str]:
    if _REAL.exists():
        import pyarrow.parquet

        texts: list[str] = pyarrow.parquet.read_table(_REAL, columns=["TEXT"])["TEXT"].to_pylist()
        return texts, f"{len(texts):,} real ones (img2dataset)"
    sheet = tomllib.loads(_SHEET.read_text("utf-8"))
    texts = [case["text"] for case in sheet["case"] if not case["holds"]]
    return texts, f"{len(texts)} near misses of the tests, as the real ones are not here"
