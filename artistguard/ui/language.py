"""The language of the window: translations of ours, and Qt's own words where it brings them.

One line at the start, before any widget is made: `language.install(app, language.chosen(store))`.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

import resources

LANGUAGES = {"en": "English", "de": "Deutsch"}  # named in themselves
_KEY = "look/language"


def chosen(store: QSettings) -> str:
    """The language that was chosen: a key of LANGUAGES, or empty for the system's."""
    found = str(store.value(_KEY, "") or "")
    return found if found in LANGUAGES else ""


def choose(store: QSettings, code: str) -> None:
    """Keep a choice for the next start; empty: as the system has it."""
    store.setValue(_KEY, code if code in LANGUAGES else "")


def install(app: QCoreApplication, language: str = "") -> str:
    """Make the program speak a language (empty: the system's); returns the one it speaks.

    English needs no file. A language without a file of ours is spoken in English.
    """
    code = language or QLocale.system().name().partition("_")[0]
    if code not in LANGUAGES or code == "en":
        _plurals(app)
        return "en"
    ours = _ours(app, code)
    if ours is None:
        return "en"
    theirs = QTranslator(app)
    if theirs.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(theirs)
    app.installTranslator(ours)
    return code


def _plurals(app: QCoreApplication) -> None:
    """English has a file too, of nothing but its plurals: "1 file", "2 files" for %n file(s)."""
    ours = _ours(app, "en")
    if ours is not None:
        app.installTranslator(ours)


def _ours(app: QCoreApplication, code: str) -> QTranslator | None:
    file = Path(resources.__path__[0]) / "translations" / f"artistguard_{code}.qm"
    if not file.is_file():
        return None
    made = QTranslator(app)
    data = file.read_bytes()
    _KEPT.append(data)  # Qt reads from these bytes for as long as it translates, and does not copy them
    return made if made.load(data) else None


_KEPT: list[bytes] = []
