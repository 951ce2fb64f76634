"""The colours of both looks, by what they are for, and how far they stand apart."""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours, by what they are for. `on_accent` is the text on an accent, `*_soft` the ground of a banner."""

    name: str
    canvas: str  # behind art
    surface: str
    raised: str
    sunken: str  # the list of places, wells
    line: str
    strong_line: str  # edges of fields and controls: at least 3:1 against surface
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str  # what is chosen
    on_accent: str
    hover: str
    good: str
    look: str
    bad: str
    good_soft: str
    look_soft: str
    bad_soft: str
    plate: str  # the opaque ground of a badge


LIGHT = Tokens(
    name="light",
    canvas="#d9d9d6",
    surface="#f6f6f4",
    raised="#ffffff",
    sunken="#ecece9",
    line="#d0d0cc",
    strong_line="#858581",
    text="#1c1c1e",
    muted="#5d5d62",
    accent="#2f6f6a",
    accent_hover="#285f5b",
    accent_soft="#d8e6e3",
    on_accent="#ffffff",
    hover="#e3e3df",
    good="#2a7548",
    look="#8a5c00",
    bad="#b3261e",
    good_soft="#e0efe5",
    look_soft="#f6ebd2",
    bad_soft="#f8e1df",
    plate="#fbfbfa",
)
DARK = Tokens(
    name="dark",
    canvas="#2a2a2c",
    surface="#1f1f21",
    raised="#28282b",
    sunken="#19191b",
    line="#3a3a3e",
    strong_line="#76767d",
    text="#ececee",
    muted="#a6a6ac",
    accent="#63b3ab",
    accent_hover="#78c2ba",
    accent_soft="#223d3a",
    on_accent="#0e1f1d",
    hover="#2d2d30",
    good="#6cc08e",
    look="#e0b04c",
    bad="#f28b82",
    good_soft="#1f3528",
    look_soft="#3a3018",
    bad_soft="#432624",
    plate="#161618",
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colours(tokens: Tokens) -> dict[str, str]:
    """Every colour of a look by its name."""
    return {field.name: getattr(tokens, field.name) for field in fields(Tokens) if field.name != "name"}


def mixed(one: str, other: str, share: float) -> QColor:
    """A colour between two: `share` of the first."""
    a, b = QColor(one), QColor(other)
    return QColor.fromRgbF(
        a.redF() * share + b.redF() * (1 - share),
        a.greenF() * share + b.greenF() * (1 - share),
        a.blueF() * share + b.blueF() * (1 - share),
    )


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    wanted = QColor(colour)
    return 0.2126 * linear(wanted.redF()) + 0.7152 * linear(wanted.greenF()) + 0.0722 * linear(wanted.blueF())
