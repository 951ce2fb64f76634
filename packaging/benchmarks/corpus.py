"""Pictures to measure with: real art from Debian packages, large masters, and camera-sized files made from the art.

The packages are fetched with apt into a cache folder and unpacked there; nothing is installed, and nothing of them is
part of the project. Everything made here is deterministic.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import machine
import masters as master_files
from PIL import Image

CACHE = Path.home() / ".cache" / "artistguard-bench"
# About 400 MB together. What is in them: backgrounds of desktops (JPEG, PNG, WebP, SVG), Krita's templates (KRA) and
# patterns, and the portraits, story pictures and maps of a game.
PACKAGES = (
    "plasma-workspace-wallpapers",
    "gnome-backgrounds",
    "mate-backgrounds",
    "desktop-base",
    "krita-data",
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "wesnoth-1.16-data",
)
# What views of the search for copies and the constants of its scores were chosen on: these, and more game art.
TUNED = (*PACKAGES, "freedroidrpg-data", "supertux-data", "widelands-data")
# Never looked at while anything was chosen or tuned: figures of recall and calibration are of these. About 1.1 GB.
# Paintings, portraits and skies of games, clip art, stamps for children, story pictures, desktops' backgrounds.
HELD_OUT = (
    "endless-sky-data",
    "fillets-ng-data",
    "flare-game",
    "freeciv-data",
    "hedgewars-data",
    "lxqt-themes",
    "naev-data",
    "openclipart-png",
    "renpy-demo",
    "renpy-thequestion",
    "sway-backgrounds",
    "tuxpaint-stamps-default",
    "ukui-wallpapers",
)
KIN = ("lomiri", "renpy", "wesnoth")  # what begins so shares pictures
SMALLEST_SIDE = 256  # px: below are icons and sprites
SMALLEST_SVG = 10_000  # bytes
MOST = {"png": 80, "svg": 30}  # of one package: game art would outweigh all else
MOST_HELD_OUT = {**MOST, "jpeg": 80}
_RASTER = {".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".webp": "webp", ".gif": "gif"}
_WHOLE = {".svg": "svg", ".kra": "kra"}
CAMERA_SIZES = (12, 16, 24)  # megapixels
_SRGB_ONLY = ("RGB", "L")


def art() -> list[Path]:
    """The real artworks, fetched when they are not there yet. Sorted; each content once."""
    return _selected(CACHE / "art", PACKAGES, MOST, set())


def held_out() -> list[Path]:
    """Other real artworks, of the packages that nothing was tuned on; none with the content of one of `art`."""
    seen = {hashlib.sha256(path.read_bytes()).hexdigest() for path in art()}
    return _selected(CACHE / "held-out", HELD_OUT, MOST_HELD_OUT, seen)


def unpacked(package: str, folder: Path) -> Path:
    """A package's files in a folder of their own."""
    target = folder / package
    subprocess.run(["dpkg-deb", "-x", str(_fetched(package)), str(target)], check=True)
    return target


def _selected(folder: Path, packages: tuple[str, ...], most: dict[str, int], seen: set[str]) -> list[Path]:
    listing, stamp = folder / "selection.json", "selection 2 " + " ".join(packages)
    if listing.exists():
        kept = json.loads(listing.read_text("utf-8"))
        if kept["stamp"] == stamp:
            return [folder / name for name in kept["files"]]
    shutil.rmtree(folder, ignore_errors=True)
    files: list[Path] = []
    for package in packages:
        with tempfile.TemporaryDirectory(dir=_made(CACHE)) as scratch:
            files += _take(unpacked(package, Path(scratch)), folder / package, seen, most)
    listing.write_text(json.dumps({"stamp": stamp, "files": [str(path.relative_to(folder)) for path in files]}))
    return files


def family(path: Path) -> str:
    """The package a picture is from; packages with the same art in them count as one."""
    package = path.relative_to(CACHE).parts[1]
    return package.partition("-")[0] if package.startswith(KIN) else package


def kinds(files: Iterable[Path]) -> str:
    """How many of what, for people."""
    count = Counter({**_RASTER, **_WHOLE}.get(path.suffix.lower(), path.suffix) for path in files)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(count.items(), key=lambda pair: -pair[1]))


def of_kind(files: Iterable[Path], *names: str) -> list[Path]:
    """Those of some kinds ("jpeg", "png", "webp", "gif", "svg", "kra")."""
    known = {**_RASTER, **_WHOLE}
    return [path for path in files if known.get(path.suffix.lower()) in names]


def small(files: Iterable[Path], most_pixels: int = 2_000_000) -> list[Path]:
    """The smaller raster pictures among them, for the web rather than for print."""
    found = []
    for path in of_kind(files, "jpeg", "png", "webp"):
        with Image.open(path) as picture:
            if picture.width * picture.height <= most_pixels:
                found.append(path)
    return found


def camera(kind: str, count: int) -> list[Path]:
    """`count` pictures made from real backgrounds: JPEG (quality 92) of 12, 16 and 24 MP in turn, or PNG of 12 MP."""
    sizes = CAMERA_SIZES if kind == "jpeg" else CAMERA_SIZES[:1]
    sources = _backgrounds()
    wanted = []
    for number in range(count):
        source = sources[(number // len(sizes)) % len(sources)]
        size = sizes[number % len(sizes)]
        lap = number // (len(sizes) * len(sources))  # over again, mirrored: other bytes, another picture
        name = f"{number:03}-{size}mp{'.jpg' if kind == 'jpeg' else '.png'}"
        wanted.append((source, _made(CACHE / "camera" / kind) / name, size * 1_000_000, lap))
    missing = [order for order in wanted if not order[1].exists()]
    if missing:
        say(f"making {len(missing)} {kind} pictures of {', '.join(map(str, sizes))} MP")
        with ProcessPoolExecutor(machine.cores()) as pool:
            list(pool.map(_resample, missing))
    return [order[1] for order in wanted]


def masters(*, quick: bool = False) -> list[Path]:
    """Five masters of 100 to 200 MB (a tenth of that for a quick run): TIFF, PNG of 16 bits, PSD, JPEG, BMP."""
    return _build(_made(CACHE / ("masters-quick" if quick else "masters")), master_files.makers(quick=quick))


def placed(files: Iterable[Path], folder: Path) -> list[Path]:
    """Copies of files in a folder of their own, the tree below the cache kept: what a benchmark may call originals."""
    found = []
    for path in files:
        target = folder / path.relative_to(CACHE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        found.append(target)
    return found


def say(text: str) -> None:
    """A line about what is being done, on standard error."""
    print(text, file=sys.stderr, flush=True)


def _fetched(package: str) -> Path:
    folder = _made(CACHE / "packages")
    found = sorted(folder.glob(f"{package}_*.deb"))
    if found:
        return found[-1]
    say(f"fetching {package}")
    done = _apt("download", "-q", package, folder=folder)
    if done.returncode and os.getuid() == 0:  # perhaps nobody has asked for the lists of packages yet
        _apt("update", "-q", folder=folder)
        done = _apt("download", "-q", package, folder=folder)
    found = sorted(folder.glob(f"{package}_*.deb"))
    if done.returncode or not found:
        sys.exit(
            f"The package {package} could not be fetched: {done.stderr.strip() or 'apt-get said nothing'}\n"
            "The real artworks come from Debian packages: this needs Debian, 'apt-get update', and the network."
        )
    return found[-1]


def _apt(*words: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(["apt-get", *words], cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        sys.exit("There is no apt-get here. The real artworks come from Debian packages, so this needs Debian.")


def _take(whole: Path, folder: Path, seen: set[str], most: dict[str, int]) -> list[Path]:
    """Move what is a picture of some size out of an unpacked package."""
    by_kind: dict[str, list[tuple[str, Path]]] = {}
    for path in sorted(whole.rglob("*")):
        kind = _kind(path)
        if kind is None:
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest not in seen:
            seen.add(digest)
            by_kind.setdefault(kind, []).append((digest, path))
    taken = []
    for kind, pairs in sorted(by_kind.items()):
        # By hash: as good as at random, and the same each time.
        for _, path in sorted(pairs)[: most.get(kind, len(pairs))]:
            target = folder / path.relative_to(whole / "usr" / "share")
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            taken.append(target)
    return sorted(taken)


def _kind(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file() or "usr/share" not in path.as_posix():
        return None
    suffix = path.suffix.lower()
    if suffix == ".svg":
        return "svg" if path.stat().st_size >= SMALLEST_SVG else None
    if suffix in _WHOLE:
        return _WHOLE[suffix]
    if suffix not in _RASTER:
        return None
    try:
        with Image.open(path) as picture:
            return _RASTER[suffix] if min(picture.size) >= SMALLEST_SIDE else None
    except (OSError, ValueError, Image.DecompressionBombError):
        return None  # not what its name says, or too large to be measured with


def _backgrounds() -> list[Path]:
    """The pictures that are large enough to stand for a camera's or a drawing tablet's, largest first."""
    found: list[tuple[int, Path]] = []
    for path in of_kind(art(), "jpeg", "png", "webp"):
        with Image.open(path) as picture:
            if picture.mode in _SRGB_ONLY and picture.width * picture.height >= 3_000_000:
                found.append((-picture.width * picture.height, path))
    return [path for _, path in sorted(found)]


def _resample(order: tuple[Path, Path, int, int]) -> None:
    source, target, pixels, lap = order
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    scale = (pixels / (picture.width * picture.height)) ** 0.5
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
    if lap % 2:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if lap // 2 % 2:
        picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    draft = target.with_name(f".{target.name}")
    options: dict[str, Any] = {"format": "JPEG", "quality": 92} if target.suffix == ".jpg" else {"format": "PNG"}
    picture.save(draft, **options)
    draft.replace(target)


def _build(folder: Path, makers: dict[str, Callable[[Path], None]]) -> list[Path]:
    made = []
    for name, maker in makers.items():
        target = folder / name
        if not target.exists():
            say(f"making {name}")
            draft = folder / f".{name}"
            maker(draft)
            draft.replace(target)
        made.append(target)
    return made


def _made(folder: Path) -> Path:
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    return folder
