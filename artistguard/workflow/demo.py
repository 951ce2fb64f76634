"""The demo: the whole main job on the sample portfolio, the ledger, a watch, a scan; every claim is checked.

It needs no screen, no network and no key of the user's: the signature is a throw-away one in a data folder that is
gone afterwards, and the hub that is watched and the set that is scanned are its own, on this computer. What stays is
the folder of copies with two pages that tell what was seen, and the ledger written out.
"""

import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from artistguard.formats.picture import same_picture
from artistguard.formats.sniff import identify
from artistguard.model.errors import CannotWrite, UsageError
from artistguard.model.finds import Find
from artistguard.model.protocols import Progress, no_progress
from artistguard.model.watching import Coverage
from artistguard.workflow import custody, demo_ledger, demo_page, demo_set, demo_watch, sign, thumbnails
from artistguard.workflow.demo_ledger import LedgerShown
from artistguard.workflow.import_ import import_
from artistguard.workflow.inspect_ import Inspected, inspect
from artistguard.workflow.sample import SampleStudio
from artistguard.workflow.scan_weighed import Weighed
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio

POSTING_EDGE = 800  # px


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the demo says, whether it was seen to hold, and what was seen."""

    text: str
    holds: bool
    found: str = ""


@dataclass
class DemoResult:
    """What the demo did and saw."""

    folder: Path
    page: Path
    works: int = 0
    signed: int = 0
    posted: int = 0
    sidecars: int = 0
    seconds: float = 0.0
    shown: str = ""  # the picture whose reader table is shown
    before: list[dict[str, Any]] = field(default_factory=list)
    after: list[dict[str, Any]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    pictures: list["DemoPicture"] = field(default_factory=list)
    finds: tuple[Find, ...] = ()
    searched: tuple[Coverage, ...] = ()
    digest: Path | None = None
    rows: tuple[Weighed, ...] = ()  # of the data set, with copies
    scanned: Coverage | None = None
    ledger: LedgerShown | None = None  # what the ledger says of the picture whose reader table is shown


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """One sample picture on the page."""

    title: str
    format: str
    thumbnail: bytes
    sees: int  # readers that see the reservation in its copy
    readers: int
    sidecar: bool


def demo(out: Path | None = None, *, progress: Progress = no_progress) -> DemoResult:
    """Run the demo; the claims in the result say whether everything held."""
    folder = _new_folder(out)
    started = time.monotonic()
    with SampleStudio() as studio:
        portfolio = studio.portfolio
        before = _hashes(portfolio)
        signer = studio.signer()
        imported = studio.take_in(progress=progress)
        works = list(studio.catalogue.works.iterate())
        shown = next(work for work in works if work.editions[0].format == "jpeg")
        source = portfolio / shown.editions[0].location.path
        result = DemoResult(folder, folder / "page.html", works=len(works), shown=shown.title)
        result.before = _readers(next(inspect(studio, [source])))

        signed, posted = folder / "signed", folder / "posting"
        order = SigningOrder(out=signed)
        plan = sign.plan(studio, works, order, signer)
        _, report = sign.sign(studio, plan, order, signer, progress=progress)
        posting = SigningOrder(out=posted, posting=POSTING_EDGE)
        _, post_report = sign.sign(studio, sign.plan(studio, works, posting, signer), posting, signer)
        result.signed, result.posted = report.done, post_report.done

        copies = {copy.target: copy for copy in plan.copies}
        read = {item.path: item for item in inspect(studio, [signed])}
        read_posted = list(inspect(studio, [posted]))
        result.sidecars = len(list(signed.rglob("*.c2pa")))
        result.after = _readers(read[next(t for t, c in copies.items() if c.work.id == shown.id)])
        again = import_(studio, [portfolio])

        claim = result.claims.append
        claim(_all("Every sample picture was imported", [str(f[0]) for f in imported.failures], imported.added > 0))
        held = [str(f[0]) for f in report.failures + post_report.failures]
        claim(_all("Every one has a signed copy and a posting copy", held, report.done == len(copies) > 0))
        held = [str(p.name) for p, item in read.items() if not _valid(item)]
        claim(_all("Every signed copy reads back as valid", held, len(read) == len(copies)))
        held = [item.path.name for item in read_posted if not _valid(item)]
        claim(_all("Every posting copy reads back as valid", held, len(read_posted) == post_report.done))
        held = [t.name for t, c in copies.items() if not _same(c.source, t)]
        claim(_all("Every signed copy's picture is the original's to the last bit", held, bool(copies)))
        embedded = [target for target, copy in copies.items() if not copy.sidecar]
        unseen = [target.name for target in embedded if sum(r["sees"] is True for r in _readers(read[target])) < 5]
        claim(_all("In every copy that carries it inside, five kinds of readers see the reservation", unseen, True))
        beside = [t.name for t, c in copies.items() if c.sidecar and not (read[t].says or {}).get("sidecars")]
        claim(_all("What a copy cannot carry stands in files beside it", beside, result.sidecars > 0))
        claim(Claim("Before signing, no reader saw one", not any(row["sees"] for row in result.before)))
        claim(_tampered(studio, next(t for t, c in copies.items() if c.work.id == shown.id)))
        changed = [name for name, digest in _hashes(portfolio).items() if before.get(name) != digest]
        claim(_all("No original changed (SHA-256 before and after)", changed, bool(before)))
        claim(Claim("Importing again adds nothing", again.added == 0 and again.editions == 0, f"{again.added} added"))
        result.ledger = demo_ledger.register(studio, folder, works, shown)
        result.claims += [Claim(*checked) for checked in result.ledger.claims]
        chain = custody.check(studio.catalogue)
        claim(Claim("The custody ledger's chain holds", not chain.broken and chain.count > 0, f"{chain.count} lines"))
        sent = sum(1 for _ in studio.catalogue.egress.iterate())
        claim(Claim("So far nothing was sent anywhere", sent == 0 and not studio.settings.network, f"{sent} requests"))
        watched = demo_watch.watch(studio, folder)
        result.finds, result.searched, result.digest = watched.cards, watched.run.coverage, watched.page
        set_shown = demo_set.scan_set(studio)
        result.rows, result.scanned = set_shown.report.found, set_shown.report.coverage
        result.claims += [Claim(*checked) for checked in watched.claims + set_shown.claims]

        for copy in plan.copies:
            rows = _readers(read[copy.target])
            picture = thumbnails.location(studio.thumbnails, copy.edition.sha256)
            result.pictures.append(
                DemoPicture(
                    copy.work.title,
                    copy.edition.format,
                    picture.read_bytes(),
                    sum(row["sees"] is True for row in rows),
                    len(rows),
                    bool(copy.sidecar),
                )
            )
    result.seconds = time.monotonic() - started
    result.page.write_text(demo_page.page(result), "utf-8")
    return result


def _new_folder(out: Path | None) -> Path:
    if out is not None and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is there already, and not empty.", "Choose a new folder with --out.")
    count = 1
    folder = out or Path.cwd() / "artistguard-demo"
    while out is None and folder.exists():
        count += 1
        folder = Path.cwd() / f"artistguard-demo-{count}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be made: {error.strerror}.", "Choose another with --out.") from error
    return folder.absolute()


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _readers(item: Inspected) -> list[dict[str, Any]]:
    return list(item.says["readers"]) if item.says else []


def _valid(item: Inspected) -> bool:
    return item.says is not None and item.says["credential"]["state"] in ("Valid", "Trusted")


def _same(one: Path, other: Path) -> bool:
    with one.open("rb") as left, other.open("rb") as right:
        kind = identify(left)
        left.seek(0)
        return bool(same_picture(left, right, kind))


def _all(text: str, exceptions: list[str], enough: bool) -> Claim:
    return Claim(text, enough and not exceptions, ", ".join(exceptions) or ("" if enough else "some are missing"))


def _tampered(studio: Studio, copy: Path) -> Claim:
    """Change one byte in the middle of a signed copy, and see whether reading finds it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / copy.name
        shutil.copyfile(copy, path)
        data = bytearray(path.read_bytes())
        data[-len(data) // 4] ^= 0x01
        path.write_bytes(data)
        item = next(inspect(studio, [path]))
    state = item.says["credential"]["state"] if item.says else str(item.error)
    return Claim("A copy with one changed byte reads as invalid", state == "Invalid", f"read as {state}")
