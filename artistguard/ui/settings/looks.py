"""Looks: light or dark, how large the text is, which language."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QVBoxLayout, QWidget

from artistguard.ui import language
from artistguard.ui.settings.parts import Form, Page, label
from artistguard.ui.theme import TEXT_SIZES

if TYPE_CHECKING:
    from artistguard.ui.context import Context


class LooksPage(Page):
    """What the window looks like. It is kept with the window, not with your works."""

    def __init__(self, context: "Context") -> None:
        super().__init__(context, self.tr("Looks"), self.tr("It is kept with this window, not with your works."))
        theme = context.theme
        form = Form()
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for key, words in (
            ("system", self.tr("As the system has it")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            choice = QRadioButton(words)
            choice.setAccessibleName(words)
            choice.setChecked(theme.choice == key)
            choice.clicked.connect(lambda _=False, key=key: self._choose(key))
            group.addButton(choice)
            column.addWidget(choice)
            self.choices[key] = choice
        form.add(self.tr("Light or dark"), holder)
        self.text_size = QComboBox()
        for percent in TEXT_SIZES:
            self.text_size.addItem(f"{percent} %", percent)
        self.text_size.setCurrentIndex(TEXT_SIZES.index(theme.text_size))
        self.text_size.activated.connect(lambda _: self._scale())
        form.add(self.tr("Text size"), self.text_size)
        self.language = QComboBox()
        self.language.addItem(self.tr("As the system has it"), "")
        for code, name in language.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(language.chosen(context.store))))
        self.language.activated.connect(lambda _: self._speak())
        form.add(
            self.tr("Language"),
            self.language,
            self.tr("From the next start on. German is begun: what is not translated yet stays English."),
        )
        self.body.addSpacing(8)
        self.body.addLayout(form)
        self.note = label("", "quiet")
        self.body.addWidget(self.note)
        self.finish()
        theme.changed.connect(self._follow)

    def _choose(self, key: str) -> None:
        self.context.theme.choose(key)
        self.context.store.setValue("look/theme", key)

    def _scale(self) -> None:
        percent = int(self.text_size.currentData())
        self.context.theme.set_text_size(percent)
        self.context.store.setValue("look/text_size", percent)

    def _speak(self) -> None:
        language.choose(self.context.store, str(self.language.currentData()))
        self.say(self.tr("It is taken up when ArtistGuard is started again."), "note")

    def _follow(self) -> None:
        """The menu may have changed them."""
        self.choices[self.context.theme.choice].setChecked(True)
        self.text_size.setCurrentIndex(TEXT_SIZES.index(self.context.theme.text_size))
