"""The look: tokens in light and dark, the palette and the one stylesheet made of them, icons, and text that scales.

Explicit palettes on Fusion, since `setColorScheme` does nothing under bare xcb. Colours are asked for when painting
(`theme.colour("line")`), never kept, so that a switch between light and dark needs no restart.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import resources
from artistguard.ui import style
from artistguard.ui.tokens import DARK, LIGHT, Tokens, mixed

TEXT_SIZES = (100, 125, 150, 175, 200)  # percent
ICON_FOLDER = Path(resources.__path__[0]) / "icons"
_FAMILY_SIZE = {"muted": 11, "body": 13, "heading": 17}  # px at 100 %
_FUSION = "on-fusion"  # a property of the application


def application(words: Sequence[str]) -> QApplication:
    """The program's QApplication, on Fusion from the start: `setStyle` would make all of QStyle for Python first."""
    app = QApplication([*words, "-style", "Fusion"])
    app.setProperty(_FUSION, True)
    return app


class Theme(QObject):
    """The look of the running program. One a program: `Theme.current()`."""

    changed = Signal()  # colours or sizes are others now
    _current: ClassVar["Theme | None"] = None

    def __init__(self, app: QApplication, choice: str = "system", text_size: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice if choice in ("system", "light", "dark") else "system"
        self._text_size = text_size if text_size in TEXT_SIZES else 100
        self._marks = QTemporaryDir()  # small pictures a stylesheet must name
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self.tokens = LIGHT
        Theme._current = self
        if not app.property(_FUSION):
            app.setStyle("Fusion")
        app.screenAdded.connect(self._apply)  # icons for its pixels, too
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @classmethod
    def current(cls) -> "Theme":
        """The look of the running program."""
        if cls._current is None:
            raise RuntimeError("no theme yet: make one from the QApplication first")
        return cls._current

    # --- what the user chose

    @property
    def choice(self) -> str:
        """ "system", "light" or "dark"."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Take light, dark, or what the system has."""
        if choice != self._choice:
            self._choice = choice
            self._apply()

    @property
    def text_size(self) -> int:
        """Percent of the system's size: one of TEXT_SIZES."""
        return self._text_size

    def set_text_size(self, percent: int) -> None:
        """Scale all text; the nearest of TEXT_SIZES is taken."""
        nearest = min(TEXT_SIZES, key=lambda size: abs(size - percent))
        if nearest != self._text_size:
            self._text_size = nearest
            self._apply()

    @property
    def dark(self) -> bool:
        """Whether it is dark now."""
        return self.tokens is DARK

    # --- what painting needs

    def colour(self, token: str) -> QColor:
        """The colour of a token ("line", "accent", ...)."""
        return QColor(getattr(self.tokens, token))

    def px(self, size: float) -> int:
        """A length at 100 % as it is at the chosen text size: for things that hold text."""
        return round(size * self._text_size / 100)

    def font(self, role: str = "body", *, bold: bool = False, tabular: bool = False) -> QFont:
        """The font of a role: "body" (13), "muted" (11), "heading" (17). `tabular`: figures of one width."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPixelSize(self.px(_FAMILY_SIZE[role]))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        if tabular and hasattr(QFont, "Tag"):
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def icon(self, name: str, size: int = 16, token: str = "text") -> QIcon:  # noqa: S107 - a colour, not a secret
        """One of resources/icons in a token's colour, sharp on every screen there is; disabled it is paler."""
        key = (name, token, size)
        if key not in self._icons:
            made = QIcon()
            for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}:
                pixmap = self.pixmap(name, size, self.colour(token), ratio)
                made.addPixmap(pixmap)
                made.addPixmap(_paler(pixmap), QIcon.Mode.Disabled)
            self._icons[key] = made
        return self._icons[key]

    def pixmap(self, name: str, size: int, colour: QColor | str, ratio: float = 1.0) -> QPixmap:
        """One of resources/icons as a picture of `size` logical pixels."""
        wanted = self.colour(colour) if isinstance(colour, str) else colour
        pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(wanted.alphaF())
        QSvgRenderer(_svg(name, wanted.name())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    # --- inside

    def _system_changed(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        wanted = self._choice
        if wanted == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            wanted = "dark" if dark else "light"
        self.tokens = DARK if wanted == "dark" else LIGHT
        self._icons.clear()
        self._app.setPalette(palette(self.tokens))
        self._app.setFont(self.font())
        self._app.setStyleSheet(style.sheet(self.tokens, self.px, self._mark))
        self.changed.emit()

    def _mark(self, name: str, token: str) -> str:
        """The path of a recoloured icon, for `image: url(...)` in the stylesheet."""
        colour = str(getattr(self.tokens, token))
        path = Path(self._marks.path()) / f"{name}-{colour[1:]}.svg"
        if not path.exists():
            path.write_bytes(bytes(_svg(name, colour).data()))
        return path.as_posix()


def icon(name: str, size: int = 16, token: str = "text") -> QIcon:  # noqa: S107 - a colour, not a secret
    """The same as `Theme.current().icon`."""
    return Theme.current().icon(name, size, token)


def palette(tokens: Tokens) -> QPalette:
    """All roles of a palette, for Fusion and for whatever the stylesheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    for each, token in (
        (role.Window, tokens.surface),
        (role.WindowText, tokens.text),
        (role.Base, tokens.raised),
        (role.AlternateBase, tokens.sunken),
        (role.Text, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Button, tokens.raised),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Light, tokens.raised),
        (role.Midlight, tokens.hover),
        (role.Mid, tokens.line),
        (role.Dark, tokens.strong_line),
        (role.Shadow, "#000000"),
        (role.Accent, tokens.accent),
    ):
        made.setColor(each, QColor(token))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, each, mixed(tokens.text, tokens.surface, 0.45))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.line))
    return made


def icons() -> tuple[str, ...]:
    """The names of all icons."""
    return tuple(sorted(path.stem for path in ICON_FOLDER.glob("*.svg")))


def _paler(pixmap: QPixmap) -> QPixmap:
    made = QPixmap(pixmap.size())
    made.setDevicePixelRatio(pixmap.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(0.4)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return made


@cache
def _source(name: str) -> str:
    return (ICON_FOLDER / f"{name}.svg").read_text("utf-8")


def _svg(name: str, colour: str) -> QByteArray:
    return QByteArray(_source(name).replace("currentColor", colour).encode())
