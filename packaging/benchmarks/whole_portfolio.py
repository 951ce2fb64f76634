"""The main job on a whole portfolio, by the command line alone: real art and five large masters in, copies out.

Breaks (exit code 1) if an original changed, a file failed without being named, or a copy does not read back.
"""

import hashlib
import json
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import corpus
import machine
import program
from figures import Options, Result

NAME = "whole_portfolio"
MEASURES = "real art from Debian packages and five masters through `artistguard import`, `sign --all`, `inspect`"
_SAMPLE = 40  # files that exiftool reads
_NO_TRAINING = "DMI-PROHIBITED"
_READ_BACK = ("Valid", "Trusted")


def run(options: Options) -> Result:
    """Import, sign, inspect everything; look at the originals before and after."""
    result = Result(NAME, MEASURES, options.workers)
    everything = corpus.art()
    chosen = everything[:: len(everything) // 30] if options.quick else everything
    large = corpus.masters(quick=options.quick)
    originals = options.scratch / "originals"
    files = corpus.placed([*chosen, *large], originals)
    before = _hashes(files)
    size = sum(path.stat().st_size for path in files)
    result.add("real artworks", len(chosen), corpus.kinds(chosen), aim="" if options.quick else "200 or more")
    masters = ", ".join(f"{path.name} {path.stat().st_size / 1e6:.0f} MB" for path in large)
    result.add("masters", len(large), "", aim="" if options.quick else "over 100 MB each")
    result.notes.append(f"Masters: {masters}. All together {size / 1e9:.2f} GB.")
    home, out = options.scratch / "home", options.scratch / "signed"
    program.run(home, "identity", "create", "--name", program.ARTIST, check=True)

    imported = _timed(result, "import", len(files), home, "import", originals)
    signed = _timed(result, "sign", len(files), home, "sign", "--all", "--out", out)
    copies = [Path(copy["target"]) for copy in signed.get("copies", [])]
    inspected = _timed(result, "inspect", len(copies), home, "inspect", *copies)

    _account(result, files, imported, signed, inspected, copies)
    after = _hashes(files)
    changed = [path for path, digest in before.items() if after.get(path) != digest]
    result.add("originals whose SHA-256 changed", len(changed), aim="0")
    result.promise(not changed, f"Originals changed: {', '.join(path.name for path in changed)}")
    unasked = {path for path in originals.rglob("*") if path.is_file()} - set(files)
    result.promise(not unasked, f"Files were written among the originals: {sorted(map(str, unasked))[:5]}")
    left = list(out.rglob(".artistguard-*"))
    result.promise(not left, f"Temporaries were left: {left[:5]}")
    _exiftool(result, copies, {str(entry["file"]): entry for entry in inspected["files"]})
    return result


def _timed(result: Result, what: str, count: int, home: Path, *words: str | Path) -> dict[str, Any]:
    began = time.monotonic()
    process = program.start(home, *words)
    with machine.Watch(process.pid) as watch:
        out, err = process.communicate()
    seconds = time.monotonic() - began
    document = program.document(words, process.returncode, out, err)
    result.add(f"{what}, {count} files", seconds, "s")
    result.add("  rate, start-up included", count / seconds if seconds else 0.0, "files/s")
    result.add("  peak memory, all processes together", watch.together / 2**20, "MiB")
    result.add("  peak memory of the program / of its largest worker", _pair(watch.first, watch.largest), "MiB")
    if "error" in document:
        result.broken.append(f"{what}: {document['error'].get('message')}")
    return document


def _account(
    result: Result,
    files: list[Path],
    imported: dict[str, Any],
    signed: dict[str, Any],
    inspected: dict[str, Any],
    copies: list[Path],
) -> None:
    """Every file must be accounted for: taken in, known as another's twin, or named with its reason."""
    taken = {key: imported.get(key) for key in ("added", "editions", "linked", "known")}
    named = {key: imported.get(key) or [] for key in ("duplicates", "moved", "changed", "left_out", "failures")}
    total = sum(int(number or 0) for number in taken.values()) + sum(map(len, named.values()))
    result.add("imported as works", int(taken["added"] or 0), aim=f"{len(files)}")
    result.add("joined to a source or export / twins of others", _pair(taken["linked"], len(named["duplicates"])))
    for stage, document in (("import", imported), ("sign", signed), ("inspect", inspected)):
        failures = document.get("failures", [])
        result.add(f"failures in {stage}, each named", len(failures), aim="0 unnamed")
        for failure in failures:
            result.notes.append(f"{stage}: {Path(failure['file']).name}: {failure.get('message')}")
        unnamed = [failure for failure in failures if not failure.get("file") or not failure.get("message")]
        result.promise(not unnamed, f"{stage}: failures without a name or reason: {unnamed}")
        result.promise(
            bool(failures) or document["exit"] == 0, f"{stage} ended with {document['exit']}, no failure named"
        )
        bugs = [failure for failure in failures if failure.get("code") == "error"]
        result.promise(not bugs, f"{stage}: failures that nobody foresaw: {[f['file'] for f in bugs]}")
    result.promise(total == len(files), f"{len(files)} files went into import, and {total} came out.")
    expected = int(taken["added"] or 0) - len(signed.get("failures", []))
    result.add("signed copies", len(copies), aim="all")
    result.promise(len(copies) >= expected, f"{expected} copies were to be signed, and {len(copies)} were.")
    states = Counter(entry["credential"]["state"] for entry in inspected["files"])
    result.add("read back as", ", ".join(f"{n} {state}" for state, n in states.most_common()), aim="Valid or Trusted")
    bad = [entry["file"] for entry in inspected["files"] if entry["credential"]["state"] not in _READ_BACK]
    result.promise(not bad, f"Copies that do not read as valid: {bad[:5]}")
    seen = len(inspected["files"]) + len(inspected.get("failures", []))
    result.promise(seen == len(copies), f"{len(copies)} copies were inspected, and {seen} were told of.")
    beside = [entry for entry in inspected["files"] if entry["sidecars"]]
    kinds = Counter(entry["kind"] for entry in beside)
    result.add("of these with sidecars", len(beside), ", ".join(f"{n} {kind}" for kind, n in kinds.items()))
    sees = [any(row["sees"] for row in entry["readers"]) for entry in inspected["files"]]
    result.add("copies in which some reader sees the reservation in the file itself", sum(sees))
    # Beside the file nobody can say whether a reader looks there; that must then be what the table says.
    pairs = zip(sees, inspected["files"], strict=True)
    blind = [e["file"] for seen, e in pairs if not seen and not any(row["sees"] is None for row in e["readers"])]
    result.promise(not blind, f"Copies in which no reader sees the reservation: {blind[:5]}")


def _exiftool(result: Result, copies: list[Path], entries: dict[str, Any]) -> None:
    """An independent program reads the tags of a sample: of the copy, or of the XMP file beside it."""
    if shutil.which("exiftool") is None:
        result.notes.append("exiftool is not installed here, so no other program read the tags.")
        return
    step = max(1, len(copies) // _SAMPLE)
    wanted = []
    for path in copies[::step]:
        beside = path.with_name(path.name + ".xmp")
        wanted.append(beside if entries.get(path.as_posix(), {}).get("sidecars") and beside.exists() else path)
    done = subprocess.run(
        ["exiftool", "-json", "-XMP:all", "-n", "-charset", "filename=utf8", *map(str, wanted)],
        capture_output=True,
        check=False,
    )
    read = json.loads(done.stdout or "[]")
    # Versions before 12.60 know no name for plus:DataMining and print the address it holds under a made-up one.
    seen = [entry["SourceFile"] for entry in read if any(_NO_TRAINING in str(value) for value in entry.values())]
    rights = [entry["SourceFile"] for entry in read if program.ARTIST in str(entry.get("Rights", ""))]
    result.add("exiftool reads the no-training tag in", f"{len(seen)} of {len(wanted)}", "files", aim="all")
    result.add("exiftool reads the rights in", f"{len(rights)} of {len(wanted)}", "files", aim="all")
    missed = [path.name for path in wanted if str(path) not in seen or str(path) not in rights]
    result.promise(not missed, f"exiftool does not read the tags of: {missed[:8]}")


def _hashes(files: Iterable[Path]) -> dict[Path, str]:
    found = {}
    for path in files:
        try:
            with path.open("rb") as file:
                found[path] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            found[path] = f"gone: {error}"
    return found


def _pair(one: object, other: object) -> str:
    def shown(value: object) -> str:
        return f"{value / 2**20:.0f}" if isinstance(value, int) and value > 2**20 else str(value)

    return f"{shown(one)} / {shown(other)}"
