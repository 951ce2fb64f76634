"""Thumbnails by content: read in threads, kept as pixmaps in the GUI thread, dropped when nobody waits for them.

The cache's own JPEG files are decoded here, smaller than they are where that is enough. What is not in the cache is
asked of a worker child through the bridge, and so is every picture of a sealed work, which is never kept on disk.
"""

import queue
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from artistguard.model.artwork import Edition
from artistguard.model.errors import ArtistGuardError
from artistguard.ui.spoken import spoken

if TYPE_CHECKING:
    from artistguard.ui.bridge import Bridge
    from artistguard.workflow.studio import Studio

_THREADS = 2
_BUDGET = 96 * 2**20  # bytes of pixmaps, for a grid
_MAKING = 2  # thumbnails that workers make at once
_DRAIN_MS = 12
_STALE = 200
_PER_DRAIN = 24  # pixmaps made in one go: a frame is not to be missed


class _Loader:
    """The threads. Knows nothing of Qt's objects but QImage, so that the window can go while one still reads."""

    def __init__(self) -> None:
        self._wanted: deque[tuple[str, QSize]] = deque()
        self._place: Callable[[str], Path] = Path  # where the picture of a key lies
        self._busy: set[tuple[str, int, int]] = set()  # read, or being read, and not taken yet
        self._ready = threading.Condition()
        self._stopped = False
        self._started = False
        self.found: queue.SimpleQueue[tuple[str, QSize, QImage | None]] = queue.SimpleQueue()

    def want(self, wanted: Sequence[str], size: QSize, place: Callable[[str], Path]) -> None:
        """These, in this order; whatever was wanted before and not begun is dropped. Nothing is read twice."""
        with self._ready:
            self._place = place
            self._wanted = deque((key, size) for key in wanted if _of(key, size) not in self._busy)
            if not self._started:
                self._started = True
                for number in range(_THREADS):
                    threading.Thread(target=self._run, name=f"thumbnails-{number}", daemon=True).start()
            self._ready.notify_all()

    def take(self) -> tuple[str, QSize, QImage | None] | None:
        """One that was read: its key, the size that was wanted, the image; None when there is none yet."""
        try:
            found = self.found.get_nowait()
        except queue.Empty:
            return None
        with self._ready:
            self._busy.discard(_of(found[0], found[1]))
        return found

    def stop(self) -> None:
        """End the threads."""
        with self._ready:
            self._stopped = True
            self._wanted.clear()
            self._ready.notify_all()

    def _run(self) -> None:
        while True:
            with self._ready:
                while not self._wanted and not self._stopped:
                    self._ready.wait()
                if self._stopped:
                    return
                key, size = self._wanted.popleft()
                self._busy.add(_of(key, size))
                place = self._place
            self.found.put((key, size, _read(place(key), size)))


class Thumbs(QObject):
    """Pixmaps of at most `size` device pixels, by the SHA-256 of the edition they show."""

    arrived = Signal(object)  # set[str]: the digests of pixmaps that are there now

    def __init__(self, bridge: "Bridge", parent: QObject | None = None, *, budget: int = _BUDGET) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._budget = budget
        self._folder: Path | None = None
        self._size = QSize(256, 256)
        self._ratio = 1.0
        self._pixmaps: OrderedDict[str, QPixmap] = OrderedDict()
        self._stale: dict[str, QPixmap] = {}  # of the size before: better than nothing while the new ones come
        self._held = 0  # bytes
        self._missing: set[str] = set()  # not in the cache
        self._failed: dict[str, str] = {}  # why there is no picture
        self._asked: set[str] = set()  # handed to the threads and not answered
        self._making: set[str] = set()
        self._early: list[Edition] = []  # asked for before it was known where the cache lies
        self._waiting: list[Edition] = []  # what is on the screen and not here yet
        self._loader = loader = _Loader()
        self._timer = QTimer(self)
        self._timer.setInterval(_DRAIN_MS)
        self._timer.timeout.connect(self._drain)
        self.destroyed.connect(lambda: loader.stop())

    def set_folder(self, folder: Path) -> None:
        """Where the cache lies; another studio's pictures are forgotten."""
        if folder != self._folder:
            self._folder = folder
            self._forget()
            self._failed.clear()
            self.want(self._early)

    def set_size(self, size: QSize, ratio: float) -> None:
        """The largest size to be shown, in logical pixels, and how many device pixels each has."""
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if wanted != self._size or ratio != self._ratio:
            self._size, self._ratio = wanted, ratio
            stale = dict(list(self._pixmaps.items())[-_STALE:])
            self._forget()
            self._stale = stale

    def pixmap(self, edition: Edition) -> QPixmap | None:
        """The picture, if it is here. Nothing is read."""
        found = self._pixmaps.get(edition.sha256)
        if found is not None:
            self._pixmaps.move_to_end(edition.sha256)
        return found if found is not None else self._stale.get(edition.sha256)

    def trouble(self, edition: Edition) -> str:
        """Why there is no picture; empty while nothing went wrong."""
        return self._failed.get(edition.sha256, "")

    def want(self, editions: Sequence[Edition]) -> None:
        """What is on the screen, most wanted first. What scrolled away before it was read is dropped."""
        self._early = list(editions) if self._folder is None else []
        if self._folder is None:
            return
        self._waiting = [e for e in editions if e.sha256 not in self._pixmaps and e.sha256 not in self._failed]
        from artistguard.workflow.thumbnails import location

        reading = [e.sha256 for e in self._waiting if e.sha256 not in self._missing]
        self._asked = set(reading)
        if reading or self._timer.isActive():
            self._loader.want(reading, self._size, partial(location, self._folder))
        if reading:
            self._timer.start()
        self._make()

    def forget(self, digests: Sequence[str]) -> None:
        """Try these again: their files may have changed."""
        for sha256 in digests:
            self._failed.pop(sha256, None)
            self._missing.discard(sha256)

    def stop(self) -> None:
        """End the threads; nothing more arrives."""
        self._timer.stop()
        self._loader.stop()

    def _drain(self) -> None:
        arrived: set[str] = set()
        for _ in range(_PER_DRAIN):
            if (found := self._loader.take()) is None:
                break
            key, size, image = found
            if size != self._size:
                continue
            self._asked.discard(key)
            if image is None:
                self._missing.add(key)
            else:
                self._keep(key, image)
                arrived.add(key)
        if arrived:
            self._waiting = [e for e in self._waiting if e.sha256 not in arrived]
            self.arrived.emit(arrived)
        self._make()
        if not self._asked and self._loader.found.empty():
            self._timer.stop()

    def _make(self) -> None:
        """Have workers make what is on the screen and not in the cache, a few at a time."""
        for edition in self._waiting:
            if len(self._making) >= _MAKING:
                return
            if edition.sha256 in self._missing and edition.sha256 not in self._making:
                self._making.add(edition.sha256)
                self._bridge.query(_maker(edition, self._size), self._made, owner=self)

    def _made(self, found: "tuple[str, QSize, QImage | None, str]") -> None:
        sha256, size, image, why = found
        self._making.discard(sha256)
        if image is None:
            self._failed[sha256] = why
            self.arrived.emit({sha256})
        elif size == self._size:
            self._keep(sha256, image)
            self.arrived.emit({sha256})
        else:  # cells grew meanwhile: it is made again, if it is still looked at
            self._missing.add(sha256)
            self._make()
            return
        self._waiting = [e for e in self._waiting if e.sha256 != sha256]
        self._make()

    def _keep(self, key: str, image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self._ratio)
        if (before := self._pixmaps.pop(key, None)) is not None:
            self._held -= _bytes(before)
        self._pixmaps[key] = pixmap
        self._stale.pop(key, None)
        self._held += _bytes(pixmap)
        while self._held > self._budget and len(self._pixmaps) > 1:
            _, old = self._pixmaps.popitem(last=False)
            self._held -= _bytes(old)

    def _forget(self) -> None:
        self._pixmaps.clear()
        self._stale.clear()
        self._missing.clear()
        self._held = 0


def _of(key: str, size: QSize) -> tuple[str, int, int]:
    return key, size.width(), size.height()


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _maker(edition: Edition, size: QSize) -> "Callable[[Studio], tuple[str, QSize, QImage | None, str]]":
    def make(studio: "Studio") -> tuple[str, QSize, QImage | None, str]:
        from artistguard.workflow import thumbnails

        try:
            data = thumbnails.of(studio, edition)
        except ArtistGuardError as error:
            return edition.sha256, size, None, spoken(error.message)
        image = decoded(data, size)
        return edition.sha256, size, image, "" if image is not None else "The picture cannot be shown."

    return make


def decoded(data: bytes, size: QSize | None = None) -> QImage | None:
    """A JPEG of our own as an image, not larger than `size`."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _decode(QImageReader(buffer, QByteArray(b"jpeg")), size)


def _read(path: Path, size: QSize) -> QImage | None:
    return _decode(QImageReader(str(path), QByteArray(b"jpeg")), size)


def _decode(reader: QImageReader, size: QSize | None) -> QImage | None:
    held = reader.size()
    if size is not None and held.isValid() and (held.width() > size.width() or held.height() > size.height()):
        reader.setScaledSize(held.scaled(size, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image
