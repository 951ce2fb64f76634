"""The list of places on the left: an icon, a name, a number. One Tab stop; arrow keys go up and down."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from artistguard.ui.theme import Theme


class PlaceButton(QAbstractButton):
    """One place. Painted whole, so that name and number share a line at any text size."""

    def __init__(self, title: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = 0
        self._narrow = False
        self.attention = False  # its number asks for a look: folded, a dot says so
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves no ring behind
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def set_count(self, count: int) -> None:
        """The number at the right; 0 shows none."""
        if count != self._count:
            self._count = count
            self._name()
            self.updateGeometry()
            self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone."""
        self._narrow = narrow
        self.setToolTip(self.accessibleName() if narrow else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for icon, name and number."""
        theme = Theme.current()
        if self._narrow:
            return QSize(theme.px(20) + 24, theme.px(36))
        metrics = QFontMetrics(theme.font("body", bold=True))  # chosen or not, the list keeps its width
        number = metrics.horizontalAdvance(self._shown()) + theme.px(12) if self._count else 0
        return QSize(12 + theme.px(20) + 10 + metrics.horizontalAdvance(self.text()) + 8 + number + 12, theme.px(36))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same: a name is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, icon, name, number, and a ring when the keyboard is here."""
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground: QColor | None = None
        if self.isChecked():
            ground = theme.colour("accent_soft")
        elif self.underMouse():
            ground = theme.colour("hover")
        if ground is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        size = theme.px(20)
        left = (self.width() - size) // 2 if self._narrow else 12
        token = "accent" if self.isChecked() else "muted"
        pixmap = theme.icon(self._icon, size, token).pixmap(QSize(size, size), self.devicePixelRatioF())
        painter.drawPixmap(QPoint(left, (self.height() - size) // 2), pixmap)
        if self._narrow:
            if self._count and self.attention:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent"))
                painter.drawEllipse(QRectF(left + size - 4, (self.height() - size) / 2 - 2, 7, 7))
            return
        rest = QRect(left + size + 10, 0, self.width() - left - size - 22, self.height())
        if self._count:
            painter.setFont(theme.font("muted", tabular=True))
            painter.setPen(theme.colour("muted"))
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._shown())
        painter.setFont(theme.font("body", bold=self.isChecked()))
        painter.setPen(theme.colour("text"))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def _shown(self) -> str:
        return self.locale().toString(self._count)

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self._shown()}" if self._count else self.text())
        if self._narrow:
            self.setToolTip(self.accessibleName())


class Places(QWidget):
    """The list. `chosen` carries a place's name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("places")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Places"))
        self._buttons: dict[str, PlaceButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 12)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._last = 0  # places after the gap: Settings
        Theme.current().changed.connect(self._look)

    def add(self, name: str, title: str, icon: str, *, last: bool = False) -> PlaceButton:
        """A place more; `last` puts it below the gap."""
        made = PlaceButton(title, icon, self)
        made.clicked.connect(lambda: self.chosen.emit(name))
        self._buttons[name] = made
        self._group.addButton(made)
        if last:
            self._column.addWidget(made)
            self._last += 1
        else:
            self._column.insertWidget(self._column.count() - 1 - self._last, made)
        return made

    def names(self) -> list[str]:
        """The places to be seen, from top to bottom."""
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        widgets = [item.widget() for item in items if item is not None]
        order = {button: name for name, button in self._buttons.items()}
        return [order[each] for each in widgets if isinstance(each, PlaceButton) and not each.isHidden()]

    def button(self, name: str) -> PlaceButton | None:
        """The button of a place, if it is in the list."""
        return self._buttons.get(name)

    def show_chosen(self, name: str) -> None:
        """Mark the place that is shown."""
        if (made := self._buttons.get(name)) is not None:
            made.setVisible(True)
            made.setChecked(True)

    def hide_place(self, name: str) -> None:
        """Take a place out of the list until it is shown again."""
        if (made := self._buttons.get(name)) is not None:
            made.hide()

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, when the window is narrow for its text."""
        for each in self._buttons.values():
            each.set_narrow(narrow)

    def _look(self) -> None:
        for each in self._buttons.values():
            each.updateGeometry()
            each.update()
