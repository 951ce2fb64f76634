"""The look: contrast, icons of one stroke, both looks applied, text that grows."""

import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from artistguard.ui import theme as theme_module
from artistguard.ui.theme import ICON_FOLDER, Theme, icons
from artistguard.ui.tokens import DARK, LIGHT, Tokens, contrast

TEXT = 4.5  # WCAG 2.2, 1.4.3 (AA)
EDGE = 3.0  # WCAG 2.2, 1.4.11

_ON = {
    "text": ("canvas", "surface", "raised", "sunken", "hover", "accent_soft", "good_soft", "look_soft", "bad_soft"),
    "muted": ("surface", "raised", "sunken", "hover", "accent_soft"),
    "on_accent": ("accent", "accent_hover"),
    "accent": ("surface", "raised", "sunken", "hover"),
    "good": ("surface", "raised", "plate", "good_soft"),
    "look": ("surface", "raised", "plate", "look_soft"),
    "bad": ("surface", "raised", "plate", "bad_soft"),
}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_text_stands_out(tokens: Tokens) -> None:
    weak = {
        f"{text} on {ground}": round(contrast(getattr(tokens, text), getattr(tokens, ground)), 2)
        for text, grounds in _ON.items()
        for ground in grounds
        if contrast(getattr(tokens, text), getattr(tokens, ground)) < TEXT
    }
    assert weak == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_edges_of_controls_and_the_focus_ring_stand_out(tokens: Tokens) -> None:
    for edge in ("strong_line", "accent"):
        for ground in ("surface", "raised", "sunken"):
            assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= EDGE, f"{edge} on {ground}"


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_icons_have_one_stroke_weight_and_no_colour_of_their_own() -> None:
    names = [name for name in icons() if name != "app"]
    assert len(names) > 40
    for name in names:
        root = ElementTree.parse(ICON_FOLDER / f"{name}.svg").getroot()
        assert root.get("viewBox") == "0 0 24 24", name
        assert (root.get("stroke"), root.get("stroke-width")) == ("currentColor", "1.75"), name
        own = {each.get("fill") for each in root.iter()} | {each.get("stroke") for each in root.iter()}
        assert own <= {None, "none", "currentColor"}, name


@pytest.mark.parametrize("name", icons())
def test_every_icon_draws_something(theme: Theme, name: str) -> None:
    image = theme.pixmap(name, 20, "text", 2.0).toImage()
    assert (image.width(), image.devicePixelRatio()) == (40, 2.0)
    assert any(image.pixelColor(x, y).alpha() for x in range(40) for y in range(40))


def test_light_and_dark_are_palettes_of_our_own(qapp: QApplication, theme: Theme) -> None:
    theme.choose("dark")
    assert theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.surface
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.raised
    theme.choose("light")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.surface
    assert not theme.dark


def test_a_switch_is_told_and_icons_change_colour(theme: Theme, qtbot: QtBot) -> None:
    def lightness() -> float:
        image = theme.icon("minus", 16).pixmap(16).toImage()
        return max((image.pixelColor(x, 8) for x in range(16)), key=lambda each: each.alpha()).lightnessF()

    light = lightness()
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert light < 0.15
    assert lightness() > 0.85


def test_text_grows_to_double(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:
    plain, title = QLabel("Words"), QLabel("Words")
    title.setProperty("kind", "heading")
    for each in (plain, title):
        qtbot.addWidget(each)
        each.ensurePolished()
    before = [each.fontMetrics().height() for each in (plain, title)]
    theme.set_text_size(200)
    for each in (plain, title):
        each.ensurePolished()
    after = [each.fontMetrics().height() for each in (plain, title)]
    assert [round(a / b, 1) for a, b in zip(after, before, strict=True)] == [2.0, 2.0]


def test_nonsense_in_the_settings_is_the_default(qapp: QApplication) -> None:
    made = Theme(qapp, "mauve", 12)
    assert (made.choice, made.text_size) == ("system", 100)
    assert theme_module.Theme.current() is made
