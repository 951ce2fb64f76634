"""Sign: files a second, against a plain loop over the libraries and against the disk, same workers, same run."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corpus
import machine
import program
from figures import Options, Result, median, spread

NAME = "sign_speed"
MEASURES = "files a second tagged, signed, synced and read back (workflow.sign), files in the page cache"
PLAIN = "pyexiv2 + c2pa Builder.sign + Reader on files, no thumbnail, no sync"
FLOOR = "read + sha256 + write + fsync + read again"
_MIME = {".jpg": "image/jpeg", ".png": "image/png"}


@dataclass(frozen=True)
class Order:
    """One file for a loop's worker."""

    source: Path
    folder: Path
    chain_pem: str = ""
    key_pem: str = ""
    manifest: str = ""
    root_pem: str = ""


def run(options: Options) -> Result:
    """JPEG and PNG; each by the program and by two loops, in turn."""
    result = Result(NAME, MEASURES, options.workers)
    quick = options.quick
    sets = [
        ("JPEG of 12, 16, 24 MP", corpus.camera("jpeg", 12 if quick else 48)),
        ("PNG of 12 MP", corpus.camera("png", 6 if quick else 16)),
    ]
    repeats = 1 if quick else 3
    for number, (what, files) in enumerate(sets):
        _set(options, result, options.scratch / str(number), what, files, repeats)
    result.notes.append(
        "The plain loop writes the usual tags and the same assertions with the key in hand; "
        "it compares no pictures and keeps no record."
    )
    return result


def _set(options: Options, result: Result, scratch: Path, what: str, files: list[Path], repeats: int) -> None:
    from artistguard.workflow import identity
    from artistguard.workflow.import_ import import_

    machine.cached(files)
    ours: list[float] = []
    planned: list[float] = []
    plain: list[float] = []
    floor: list[float] = []
    loop_peak = 0
    with program.studio(scratch / "home", options.workers) as studio:
        signer = identity.create(studio, program.ARTIST)
        report = import_(studio, files)
    if report.added + report.linked != len(files):
        raise SystemExit(f"Not all files were imported: {report.failures}")
    with (  # workers of its own, that have decoded nothing
        program.studio(scratch / "home", options.workers) as studio,
        machine.Crew(options.workers, warm) as crew,
    ):
        order = _order(studio, signer)
        for turn in range(repeats):
            out = scratch / f"ours-{turn}"
            seconds, planning = _ours(studio, signer, out, len(files))
            ours.append(len(files) / seconds)
            planned.append(len(files) / (seconds + planning))
            _away(out)
            plain.append(_loop(crew, plain_loop, files, scratch / f"plain-{turn}", order))
            if turn == 0:  # before the floor's loop, which holds whole files in the same processes
                loop_peak = max(machine.memory(pid)[1] for pid in crew.pids())
            floor.append(_loop(crew, floor_loop, files, scratch / f"floor-{turn}", order))
        with machine.Watch(without=crew.pids()) as watch:  # once more, for looking costs time too
            _ours(studio, signer, scratch / "watched", len(files))
        _away(scratch / "watched")
    label = f"{what}, {len(files)} files"
    result.add(label, median(ours), "files/s", baseline=PLAIN, than=median(plain), aim="1.6x")
    result.add("", median(ours), "files/s", baseline=FLOOR, than=median(floor), aim="0.3x")
    result.add("  with its planning (every file's headers read)", median(planned), "files/s")
    size = 2**20
    result.add("  peak memory, program and workers together", watch.together / size, "MiB")
    result.add(
        "  peak memory of one worker",
        watch.largest / size,
        "MiB",
        baseline="of one worker of the plain loop",
        than=loop_peak / size,
    )
    if repeats > 1:
        result.notes.append(
            f"{what}: medians of {repeats} turns; program {spread(ours)}, plain loop {spread(plain)}, "
            f"floor {spread(floor)} files/s."
        )


def warm() -> None:
    """What a loop's worker imports before the clock runs."""
    import c2pa
    import pyexiv2

    c2pa.sdk_version()
    pyexiv2.set_log_level(4)


def plain_loop(order: Order) -> str:
    """The libraries by their own examples: tag a copy in place, sign it into another file, read that back."""
    import c2pa
    import pyexiv2

    mime = _MIME[order.source.suffix]
    tagged = order.folder / f"tagged-{order.source.name}"
    target = order.folder / order.source.name
    shutil.copyfile(order.source, tagged)
    with pyexiv2.Image(str(tagged)) as picture:
        picture.modify_xmp(XMP)
        picture.modify_exif({"Exif.Image.Artist": program.ARTIST, "Exif.Image.Copyright": _NOTICE})
        picture.modify_iptc({"Iptc.Application2.Byline": program.ARTIST, "Iptc.Application2.Copyright": _NOTICE})
    settings = {
        "builder": {"thumbnail": {"enabled": False}},
        "verify": {"remote_manifest_fetch": False},
        "trust": {"trust_anchors": order.root_pem},
    }
    context = c2pa.Context.from_dict(settings)
    info = c2pa.C2paSignerInfo(b"es256", order.chain_pem.encode(), order.key_pem.encode(), b"")
    info.ta_url = None  # no time stamp
    builder = c2pa.Builder(order.manifest, context=context)
    builder.set_intent(c2pa.C2paBuilderIntent.CREATE, c2pa.C2paDigitalSourceType.DIGITAL_CREATION)
    with c2pa.Signer.from_info(info) as signer, tagged.open("rb") as source, target.open("w+b") as written:
        builder.sign(signer, mime, source, written)
    builder.close()
    with c2pa.Reader(str(target), context=context) as reader:
        state = str(reader.get_validation_state())
    tagged.unlink()
    return state


def floor_loop(order: Order) -> str:
    """What no program can do without that keeps a promise about files."""
    data = order.source.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    target = order.folder / order.source.name
    with target.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return digest if target.read_bytes() == data else ""


_NOTICE = f"© {program.ARTIST}. All rights reserved."
XMP: dict[str, Any] = {
    "Xmp.plus.DataMining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
    "Xmp.dc.creator": [program.ARTIST],
    "Xmp.dc.rights": {'lang="x-default"': _NOTICE},
    "Xmp.xmpRights.Marked": "True",
    "Xmp.photoshop.Credit": program.ARTIST,
}


def _order(studio: Any, signer: Any) -> Callable[[Path, Path], Order]:
    """Orders for the plain loop, with the program's own identity and its default statements."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    from artistguard.provenance import manifest
    from artistguard.workflow import presets, sign

    _, version = presets.default(studio.catalogue)
    rights = version.rights.over(sign.base_rights(studio, signer))
    said = manifest.assertions(version, rights, title="untitled", source_type=None)
    definition = {
        "claim_generator_info": [{"name": "plain loop", "version": "1"}],
        "assertions": [{"label": label, "data": data} for label, data in said.items()],
    }
    key = studio.keys.get(signer.id).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    text = json.dumps(definition)

    def order(source: Path, folder: Path) -> Order:
        return Order(source, folder, signer.chain_pem, key, text, str(signer.root_pem))

    return order


def _ours(studio: Any, signer: Any, out: Path, count: int) -> tuple[float, float]:
    """(seconds of the batch with workers up, seconds of the plan before it)."""
    from artistguard.workflow import sign

    order = sign.SigningOrder(out=out)
    began = time.monotonic()
    made = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    planning = time.monotonic() - began
    began = time.monotonic()
    _, report = sign.sign(studio, made, order, signer)
    seconds = time.monotonic() - began
    if report.done != count:
        raise SystemExit(f"Only {report.done} of {count} were signed: {report.failures or made.failures}")
    return seconds, planning


def _loop(
    crew: machine.Crew,
    work: Callable[[Order], str],
    files: list[Path],
    folder: Path,
    order: Callable[[Path, Path], Order],
) -> float:
    folder.mkdir(parents=True)
    machine.settled()
    seconds, answers = crew.run(work, [order(path, folder) for path in files])
    if work is plain_loop and set(answers) - {"Valid", "Trusted"}:
        raise SystemExit(f"The plain loop's files read {set(answers)}.")
    _away(folder)
    return len(files) / seconds


def _away(folder: Path) -> None:
    """Remove what was written, and let the disk come to rest before the next turn."""
    shutil.rmtree(folder)
    machine.settled()
