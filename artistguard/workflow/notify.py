"""A word on the desktop when a watch that ran by itself found something. Where there is no way to say it: silence."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from artistguard.model import paths
from artistguard.model.finds import Find, WatchRun
from artistguard.workflow import finds

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_SECONDS = 10
_SHOWN, _LONGEST = 3, 80  # cards named, characters of a title


def after(studio: "Studio", ended: Sequence[WatchRun]) -> bool:
    """Tell what runs that ended have brought: the cards with news since they began that are not held back."""
    began = min((run.started_at for run in ended if run.news), default=None)
    return began is not None and notify(finds.cards(studio, since=began))


def notify(cards: Sequence[Find]) -> bool:
    """Tell of new cards, the severe first; whether it could be said. Nothing is said of none.

    Only titles that stand on the open net are shown: no work of the artist's, no name of a client's.
    """
    program = shutil.which("notify-send")
    if not cards or program is None or not _desktop():
        return False
    words = (
        program,
        "--app-name=ArtistGuard",
        "--icon=artistguard",
        f"--urgency={'critical' if any(card.severe for card in cards) else 'normal'}",
        "--",
        summary(len(cards)),
        body(cards),
    )
    try:
        done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def summary(count: int) -> str:
    """The notification's first line."""
    return "The watch has one new find" if count == 1 else f"The watch has {count} new finds"


def body(cards: Sequence[Find]) -> str:
    """Its lines. Notification daemons read a little markup, so a stranger's title is escaped."""
    lines = [escape(paths.printable(card.title)[:_LONGEST], quote=False) for card in cards[:_SHOWN]]
    more = len(cards) - _SHOWN
    return "\n".join([*lines, f"and {more} more"] if more > 0 else lines)


def _desktop() -> bool:
    """Whether a session could hear it; a timer of systemd's has the bus, but not always a display."""
    bus = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    return bool(bus or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
