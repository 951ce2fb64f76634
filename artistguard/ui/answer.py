"""The answer about one file: a sentence, both pictures side by side, who signed it, who sees a no in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from artistguard.model import paths
from artistguard.ui.pair import Pair
from artistguard.ui.spoken import happened, spoken
from artistguard.ui.theme import Theme
from artistguard.ui.turning import Readers, counted
from artistguard.ui.widgets import KeyValues, heading, label, muted, section, set_kind

if TYPE_CHECKING:
    from artistguard.model.artwork import Artwork
    from artistguard.workflow.check import Checked
    from artistguard.workflow.lookup import LookedUp

translate = QCoreApplication.translate
_TAGS = 40
_TWO_COLUMNS = 560  # px at 100 %


class Answer(QWidget):
    """What was found of one file. `brief`: without credential and tags, for the first minute."""

    def __init__(self, parent: QWidget | None = None, *, brief: bool = False) -> None:
        super().__init__(parent)
        self._brief = brief
        self.checked: Checked | None = None
        self._sentence = heading("")
        self._sentence.setWordWrap(True)
        self._detail = label("", "quiet", wrap=True)
        self.pair = Pair()
        self.pair.setMinimumHeight(200 if brief else 320)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._sentence)
        column.addWidget(self._detail)
        column.addWidget(self.pair, 1)
        self._columns: QBoxLayout | None = None
        self._below = QWidget()
        self._facts = KeyValues()
        self.readers = Readers()
        self._count = section("")
        if not brief:
            row = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._below)
            row.setContentsMargins(0, 8, 0, 0)
            row.setSpacing(24)
            left, right = QVBoxLayout(), QVBoxLayout()
            left.setSpacing(6)
            right.setSpacing(6)
            left.addWidget(self._count)
            left.addWidget(self.readers)
            left.addWidget(muted(translate("Answer", "A reader that sees a no does not have to honour it.")))
            left.addStretch(1)
            right.addWidget(section(translate("Answer", "What the file says")))
            right.addWidget(self._facts)
            right.addStretch(1)
            row.addLayout(left, 1)
            row.addLayout(right, 1)
            column.addWidget(self._below)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two columns where there is room for them."""
        super().resizeEvent(event)
        if self._columns is not None:
            narrow = self.width() < Theme.current().px(_TWO_COLUMNS)
            side = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
            self._columns.setDirection(side)

    @property
    def sentence(self) -> str:
        """The answer in words."""
        return self._sentence.text()

    def wait(self, name: str) -> None:
        """Say that a file is being looked at."""
        self.checked = None
        self._sentence.setText(translate("Answer", "Looking at %1 ...").replace("%1", name))
        set_kind(self._sentence, "heading")
        self._detail.setText("")
        self.pair.show_left(name, "", None)
        self.pair.show_right("", "", None)
        self._below.hide()

    def show_checked(self, checked: "Checked") -> None:
        """Show what was found."""
        self.checked = checked
        found = checked.found
        name = paths.printable(found.path.name)
        self._sentence.setText(sentence(checked))
        self._detail.setText(detail(checked))
        self._detail.setVisible(bool(self._detail.text()))
        note = ""
        if found.says is not None:
            note = f"{found.says['label']} · {counted(found.says['readers'], ours=False)}"
        gone = (
            spoken(found.error.message)
            if found.error is not None
            else translate("Answer", "No picture can be shown of it.")
        )
        self.pair.show_left(name, note, checked.picture, gone)
        work, edition = found.best, checked.edition
        if work is None:
            self.pair.show_right(
                translate("Answer", "Nothing of yours"),
                "",
                None,
                translate("Answer", "Nothing of yours to put beside it."),
            )
        else:
            file = paths.printable(edition.location.path) if edition is not None else ""
            self.pair.show_right(
                f"#{work.number} {work.title}", file, checked.twin, translate("Answer", "Its file is not at hand.")
            )
        self._below.setVisible(found.says is not None and not self._brief)
        if found.says is not None and not self._brief:
            rows = found.says["readers"]
            self._count.setText(counted(rows, ours=False))
            self.readers.show_rows(rows)
            self._facts.set_rows(_facts(found.says))
        self.setAccessibleName(self._sentence.text())


def sentence(checked: "Checked") -> str:
    """The one sentence: what it looks like, and whether it still says no. The words stay weak: it looks like."""
    return sentence_of(checked.found)


def sentence_of(found: "LookedUp") -> str:
    """The same of a file whose pictures are not shown."""
    if found.error is not None:
        return f"{spoken(found.error.title)}."
    if found.same is not None and found.edition is not None:
        text = translate("Answer", "This is %1 of your %2, the very file; %3.")
        return _filled(text, _role(found.edition.role.value), _which(found.same), _carries(found))
    if not found.alike:
        return translate("Answer", "Nothing of yours.")
    first = found.alike[0]
    turned_ = turned(first.turn.value)
    text = (
        translate("Answer", "This looks like your %1, %2; %3.")
        if turned_
        else translate("Answer", "This looks like your %1; %3.")
    )
    if first.strength.value == "very much like":
        text = (
            translate("Answer", "This looks very much like your %1, %2; %3.")
            if turned_
            else translate("Answer", "This looks very much like your %1; %3.")
        )
    return _filled(text, _which(first.work), turned_, _carries(found))


def detail(checked: "Checked") -> str:
    """What the sentence rests on, and what it does not say."""
    found = checked.found
    if found.error is not None:
        return happened(found.error)
    others = found.alike if found.same is not None else found.alike[1:]
    as_well = ""
    if others:
        named = ", ".join(f"#{other.work.number} {other.work.title}" for other in others[:3])
        as_well = translate("Answer", "It looks like %1 as well.").replace("%1", named)
    if found.same is not None:
        return as_well
    if found.alike:
        hint = translate("Answer", "Likeness by fingerprints alone: a strong hint, no proof.")
        return f"{hint} {as_well}".strip()
    if found.plain:
        return translate(
            "Answer", "The picture is too plain to be told from others by its looks; the file itself is none of yours."
        )
    if not found.compared:
        return translate("Answer", "There is no work to compare with yet.")
    text = translate(
        "Answer",
        "Compared with %1 of your works, flipped and turned in every way. "
        "A strong crop or a redrawing would not be found this way.",
    )
    return text.replace("%1", QLocale().toString(found.compared))


def turned(turn: str) -> str:
    """What was done to it, in words; empty where nothing was."""
    words = {
        "as it is": "",
        "turned left": translate("Answer", "turned left"),
        "upside down": translate("Answer", "upside down"),
        "turned right": translate("Answer", "turned right"),
        "mirrored": translate("Answer", "mirrored"),
        "mirrored and turned left": translate("Answer", "mirrored and turned left"),
        "mirrored and upside down": translate("Answer", "mirrored and upside down"),
        "mirrored and turned right": translate("Answer", "mirrored and turned right"),
    }
    return words.get(turn, turn)


def _role(role: str) -> str:
    return {
        "master": translate("Answer", "the master"),
        "source": translate("Answer", "the source file"),
        "export": translate("Answer", "an export"),
        "signed-copy": translate("Answer", "a signed copy"),
        "posting-copy": translate("Answer", "a posting copy"),
    }.get(role, role)


def _which(work: "Artwork") -> str:
    return f"#{work.number}, {work.title}"


def _carries(found: "LookedUp") -> str:
    """Whether the file says no; "any more" only where a copy of the work once did."""
    sees, known = found.readers
    if sees:
        return _filled(translate("Answer", "%1 of %2 kinds of readers see a no in it"), str(sees), str(known))
    work = found.best
    once = found.same is None and work is not None and any(edition.role.ours for edition in work.editions)
    return (
        translate("Answer", "it carries no reservation any more")
        if once
        else translate("Answer", "it carries no reservation")
    )


def _filled(text: str, *values: str) -> str:
    for number, value in enumerate(values, 1):
        text = text.replace(f"%{number}", value)
    return text


def _facts(says: dict[str, object]) -> list[tuple[str, str]]:
    credential: dict[str, object] = says["credential"]  # type: ignore[assignment]
    rows = [(translate("Answer", "Kind"), f"{says['label']}")]
    if not credential["present"]:
        rows.append((translate("Answer", "Credential"), translate("Answer", "None. Nobody vouches for this file.")))
    else:
        rows.append((translate("Answer", "Credential"), f"{credential['state']}. {credential['integrity']}"))
        rows.append((translate("Answer", "Who vouches"), f"{credential['trust']}"))
        if credential["time"]:
            rows.append((translate("Answer", "When"), str(credential["time"])))
        if credential["generator"]:
            rows.append((translate("Answer", "Made with"), str(credential["generator"])))
    tags: list[dict[str, str]] = says["tags"]  # type: ignore[assignment]
    rows += [(tag["name"], tag["value"]) for tag in tags[:_TAGS]]
    if len(tags) > _TAGS:
        rows.append(("", translate("Answer", "and %1 more tags").replace("%1", str(len(tags) - _TAGS))))
    if not tags:
        rows.append((translate("Answer", "Tags"), translate("Answer", "None.")))
    return rows
