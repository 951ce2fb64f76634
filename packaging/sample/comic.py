"""The Lamplighter, page 3: four panels without a word, in layers as a comic artist keeps them."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501

import math
from dataclasses import dataclass

from PIL import Image

from sample.canvas import Generator, render
from sample.flat import page
from sample.ink import nib

WIDTH, HEIGHT = 1000, 1414
INK = "#1b1630"


@dataclass
class Cel:
    """One panel's drawing, taken apart: flat colours, dotted tones, ink lines."""

    colour: str = ""
    tone: str = ""
    ink: str = ""

    def shape(self, path: str, fill: str, width: float = 5, *, tone: str = "") -> None:
        """A closed shape with its outline; `tone` is the part of it in shade. It hides what is behind it."""
        self.colour += f'<path d="{path}" fill="{fill}"/>'
        # Ink and tones of things behind are knocked out by the same shape; see `_layer`.
        self.tone += f'<path d="{path}" fill="#fff"/>' + (f'<path d="{tone}" fill="url(#dots)"/>' if tone else "")
        line = f' stroke="{INK}" stroke-width="{width}" stroke-linejoin="round" stroke-linecap="round"' if width else ""
        self.ink += f'<path d="{path}" fill="#fff"{line}/>'

    def line(self, path: str, width: float = 4, colour: str = INK) -> None:
        """A line of ink."""
        self.ink += (f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
                     'stroke-linejoin="round"/>')  # fmt: skip

    def put(self, other: "Cel", x: float, y: float, s: float = 1.0, turn: float = 0.0) -> None:
        """Another drawing, placed."""
        group = f'<g transform="translate({x} {y}) rotate({turn}) scale({s})">'
        self.colour += f"{group}{other.colour}</g>"
        self.tone += f"{group}{other.tone}</g>"
        self.ink += f"{group}{other.ink}</g>"


def _house(rng: Generator, cel: Cel, x: float, base: float, wide: float, tall: float, lit: float) -> None:
    wall = str(rng.choice(["#6d7fa8", "#8a6f98", "#5b6c98", "#9b7a8e", "#4f7a94"]))
    roof = str(rng.choice(["#39406e", "#4e3a66", "#2f4a6a"]))
    top, peak = base - tall, base - tall - wide * 0.55
    cel.shape(f"M{x} {base}V{top}H{x + wide}V{base}z", wall,
              tone=f"M{x + wide * 0.6} {base}V{top}H{x + wide}V{base}z")  # fmt: skip
    stack = x + wide * 0.68
    cel.shape(f"M{stack} {top}V{peak + 6}h{wide * 0.16}V{top}z", "#8f5a5e", 4)
    cel.shape(f"M{x - 12} {top + 8}L{x + wide / 2} {peak}L{x + wide + 12} {top + 8}z", roof,
              tone=f"M{x + wide / 2} {peak}L{x + wide + 12} {top + 8}H{x + wide * 0.55}z")  # fmt: skip
    for k in range(1, 5):
        y = peak + (top - peak) * k / 5
        half = (wide / 2) * k / 5
        cel.line(
            "".join(
                f"M{x + wide / 2 - half + j * 22 + (k % 2) * 8:.0f} {y:.0f}q8 9 16 0"
                for j in range(int(half * 2 // 24))
            ),
            2.5,
        )
    columns = max(1, int(wide // 52))
    for row in range(int(tall // 74)):
        for column in range(columns):
            wx = x + wide * (column + 0.5) / columns - 14
            wy = top + 26 + row * 70
            cel.shape(
                f"M{wx:.0f} {wy + 40:.0f}V{wy + 8:.0f}q14 -16 28 0V{wy + 40:.0f}z",
                "#ffd777" if rng.random() < lit else "#2c335e",
                4,
            )
            cel.line(f"M{wx + 14:.0f} {wy + 1:.0f}v38M{wx:.0f} {wy + 20:.0f}h28", 2.5)
    for _ in range(int(wide * tall / 4200)):
        bx, by = x + rng.uniform(8, wide - 30), rng.uniform(top + 16, base - 12)
        cel.line(f"M{bx:.0f} {by:.0f}h14M{bx + 7:.0f} {by + 8:.0f}h14", 2)


def _street_lamp(lit: bool) -> Cel:
    cel = Cel()
    if lit:
        cel.colour += '<circle cy="-228" r="96" fill="#f7c27a" opacity=".3"/><circle cy="-228" r="58" fill="#ffe08a" opacity=".55"/>'
    cel.shape("M-7 0V-190H7V0z", "#2e2a4e", 4)
    cel.shape("M-18 0V-22H18V0z", "#2e2a4e", 4)
    cel.shape("M-26 -262L-16 -198H16L26 -262z", "#fff0b0" if lit else "#7f8cb8", 4)
    cel.shape("M-32 -262L0 -290L32 -262z", "#2e2a4e", 4)
    cel.line("M0 -262V-198M-24 -190H24", 4)
    return cel


def _lamplighter() -> Cel:
    """He walks to the right, a ladder on his shoulder."""
    c = Cel()
    for off in (0, 26):
        c.shape(f"M-190 {-176 + off}L200 {-236 + off}L202 {-226 + off}L-188 {-166 + off}z", "#b98a4f", 4)
    for k in range(8):
        x = -170 + k * 50
        c.line(f"M{x} {-168 - (x + 190) * 0.154:.0f}l3 18", 7)
    c.shape("M-16 -80L-40 -6H-66V6H-20L6 -70z", "#3a3358")
    c.shape("M10 -84L26 -8H56V6H10L-12 -76z", "#453c66")
    c.shape("M-34 -176C-48 -130 -52 -90 -58 -56L-10 -62L38 -54C40 -100 38 -140 30 -176z", "#8d3b52",
            tone="M-34 -176C-48 -130 -52 -90 -58 -56L-30 -60C-24 -100 -20 -140 -14 -176z")  # fmt: skip
    c.line("M6 -170L2 -66M14 -140h6M12 -116h6M11 -92h6", 3.5)
    c.shape("M-20 -172C-44 -150 -30 -122 6 -132L44 -176L30 -190L4 -158z", "#a54a60")
    c.shape("M30 -190C36 -204 56 -196 46 -176z", "#f0c39a", 4)
    c.shape("M-28 -222C-32 -182 32 -178 32 -216C32 -236 26 -246 0 -248C-22 -246 -28 -236 -28 -222z", "#f0c39a")
    c.shape("M30 -224C46 -226 50 -208 30 -208z", "#f0b08a", 4)
    c.line("M14 -226v6", 6)
    c.line("M10 -196q8 4 16 -2", 3.5)
    c.shape("M-30 -214C-34 -186 -8 -178 14 -184C4 -192 -10 -200 -12 -220z", "#e8e1d6", 4)
    c.shape("M-42 -240C-20 -252 24 -252 46 -238L44 -230C20 -240 -20 -240 -42 -231z", "#2e2a4e", 4)
    c.shape("M-28 -244L-34 -304C-10 -314 20 -312 38 -302L30 -242C10 -248 -10 -248 -28 -244z", "#2e2a4e",
            tone="M-28 -244L-34 -304L-10 -310L-8 -246z")  # fmt: skip
    c.shape("M-30 -258C-10 -264 12 -264 32 -256L31 -244C10 -250 -10 -250 -29 -246z", "#e0a73c", 3.5)
    c.shape("M-30 -184C-10 -170 14 -170 32 -184L30 -164C10 -156 -14 -156 -32 -166z", "#e0a73c")
    c.shape("M-26 -170C-60 -172 -70 -150 -98 -152L-94 -134C-66 -130 -50 -146 -24 -156z", "#e0a73c")
    return c


def _cat() -> Cel:
    c = Cel()
    c.shape("M26 -8C60 -4 84 -30 78 -70C76 -90 98 -94 98 -72C104 -16 70 20 24 8z", "#2c2748")
    c.shape(
        "M-30 4C-44 -50 -26 -100 4 -104C34 -96 42 -40 34 4z",
        "#39335c",
        tone="M4 -104C34 -96 42 -40 34 4H8C20 -40 20 -80 4 -104z",
    )
    c.shape("M-38 -110L-40 -166L-14 -146H16L42 -166L40 -110C34 -80 -32 -80 -38 -110z", "#39335c")
    c.shape("M-24 -118a10 12 0 0 1 20 0a10 12 0 0 1 -20 0zM8 -118a10 12 0 0 1 20 0a10 12 0 0 1 -20 0z", "#ffe27a", 3.5)
    c.line("M-13 -124v10M19 -124v10", 5)
    c.line("M-4 -100h10M1 -98v6M-26 -98l-32 -4M-26 -94l-30 6M30 -98l32 -4M30 -94l30 6", 3)
    return c


def _sky(cel: Cel, wide: float, tall: float, bands: tuple[str, ...]) -> None:
    cel.colour += f'<path d="M0 0H{wide}V{tall}H0z" fill="{bands[0]}"/>'
    for i, tone in enumerate(bands[1:], 1):
        y = tall * i / len(bands)
        cel.colour += f'<path d="M0 {y:.0f}' + "".join(
            f"q{wide / 12:.0f} {-16 if k % 2 else 16} {wide / 6:.0f} 0" for k in range(6)
        ) + f'V{tall}H0z" fill="{tone}"/>'  # fmt: skip


def _stars(rng: Generator, cel: Cel, wide: float, tall: float, count: int) -> None:
    for _ in range(count):
        x, y, s = rng.uniform(10, wide - 10), rng.uniform(10, tall), rng.uniform(3, 9)
        cel.colour += f'<path d="M{x:.0f} {y - s:.0f}l{s * 0.3:.1f} {s * 0.7:.1f} {s * 0.7:.1f} {s * 0.3:.1f} {-s * 0.7:.1f} ' \
                      f'{s * 0.3:.1f} {-s * 0.3:.1f} {s * 0.7:.1f} {-s * 0.3:.1f} {-s * 0.7:.1f} {-s * 0.7:.1f} {-s * 0.3:.1f} ' \
                      f'{s * 0.7:.1f} {-s * 0.3:.1f}z" fill="#fff3cf"/>'  # fmt: skip


def _moon(cel: Cel, x: float, y: float, r: float, lit: bool) -> None:
    if lit:
        for k, tone in ((2.0, "#6b63a6"), (1.6, "#9a83ad"), (1.28, "#e0b28e")):
            cel.colour += f'<circle cx="{x}" cy="{y}" r="{r * k}" fill="{tone}"/>'
    ring = f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    cel.shape(ring, "#ffefae" if lit else "#4a5288", 6,
              tone=f"M{x + r * 0.2} {y - r * 0.97}A{r} {r} 0 1 1 {x - r * 0.6} {y + r * 0.8}A{r * 1.1} {r * 1.1} 0 0 0 {x + r * 0.2} {y - r * 0.97}z")  # fmt: skip
    for dx, dy, k in ((-0.35, -0.3, 0.2), (0.3, 0.1, 0.26), (-0.2, 0.45, 0.15), (0.15, -0.55, 0.12)):
        cx, cy, cr = x + dx * r, y + dy * r, k * r
        cel.line(f"M{cx - cr:.0f} {cy:.0f}a{cr:.0f} {cr:.0f} 0 0 1 {cr * 1.6:.0f} {-cr * 0.8:.0f}M{cx + cr:.0f} {cy + cr * 0.2:.0f}a{cr:.0f} "
                 f"{cr:.0f} 0 0 1 {-cr * 1.2:.0f} {cr * 0.7:.0f}", 4)  # fmt: skip


def _street(rng: Generator) -> Cel:
    c = Cel()
    _sky(c, 920, 360, ("#1f2a5c", "#2f3a74", "#54508c", "#8a6a9c", "#d98f8a"))
    _stars(rng, c, 920, 150, 22)
    _moon(c, 690, 92, 54, False)
    x = -30.0
    while x < 900:
        wide = rng.uniform(88, 136)
        if not 560 < x + wide / 2 < 780:
            _house(rng, c, x, 330, wide, rng.uniform(110, 170), 0.35)
        else:
            _house(rng, c, x, 330, wide, rng.uniform(66, 84), 0.4)
        x += wide + 4
    c.shape("M-10 324H930V370H-10z", "#5a5580", tone="M-10 346H930V370H-10z")
    for k in range(30):
        c.line(f"M{k * 33 + (k % 3) * 7} {336 + (k % 2) * 10}q10 -7 20 0", 2.5)
    c.put(_street_lamp(True), 150, 336, 0.95)
    c.put(_street_lamp(True), 850, 336, 0.95)
    c.put(_lamplighter(), 480, 346, 0.82)
    return c


def _look_up() -> Cel:
    c = Cel()
    _sky(c, 451, 380, ("#2f3a74", "#443f7e", "#6a5a94"))
    for k in range(26):
        a = math.tau * k / 26
        c.line(f"M{330 + 116 * math.cos(a):.0f} {104 + 116 * math.sin(a):.0f}L{330 + 330 * math.cos(a):.0f} {104 + 330 * math.sin(a):.0f}",
               2.5, "#1b1630")  # fmt: skip
    _moon(c, 330, 104, 84, False)
    c.shape(
        "M-20 400V330C20 280 70 268 130 272C200 270 250 300 272 400z",
        "#8d3b52",
        6,
        tone="M-20 400V330C20 280 50 274 80 272C60 320 70 360 70 400z",
    )
    c.shape("M64 286C110 310 170 306 210 268L226 306C180 350 90 350 50 322z", "#e0a73c", 6)
    c.shape(
        "M60 190C50 260 90 300 140 292C190 290 212 250 206 196C204 150 160 128 124 136C86 140 64 160 60 190z",
        "#f0c39a",
        6,
    )
    c.shape("M196 186C232 160 246 186 202 212z", "#f0b08a", 5)
    c.shape("M58 204C46 270 90 312 150 298C180 290 196 270 196 254C170 270 120 250 100 200z", "#e8e1d6", 6,
            tone="M58 204C46 270 90 312 150 298C110 290 76 260 74 200z")  # fmt: skip
    c.line("M160 250q14 4 26 -8M118 290q-20 -6 -34 -34M146 284q-16 -8 -26 -26", 4)
    c.shape("M150 168a15 17 0 1 1 30 -4a15 17 0 1 1 -30 4z", "#fff", 4)
    c.line("M172 158v4", 11)
    c.line("M140 138q18 -16 38 -4", 7)
    c.shape("M20 176C60 130 150 96 218 112L216 128C160 118 80 150 34 190z", "#2e2a4e", 6)
    c.shape(
        "M48 156L2 70C44 36 98 24 150 36L190 112C140 108 90 128 48 156z",
        "#2e2a4e",
        6,
        tone="M48 156L2 70L40 46L90 134z",
    )
    c.shape("M40 140C88 108 140 94 184 98L190 113C140 108 90 128 48 156z", "#e0a73c", 5)
    return c


def _on_the_roof(rng: Generator) -> Cel:
    c = Cel()
    _sky(c, 451, 380, ("#1f2a5c", "#2f3a74", "#54508c", "#8a6a9c"))
    _stars(rng, c, 451, 180, 14)
    c.shape("M-20 400L190 226L470 400z", "#4e3a66", 6, tone="M190 226L470 400H250z")
    for row in range(7):
        y = 252 + row * 24
        left, right = 190 - (y - 226) * 1.2, 190 + (y - 226) * 1.6
        count = int((right - left) // 30)
        c.line("".join(f"M{left + j * 30 + (row % 2) * 14:.0f} {y}q13 14 26 0" for j in range(count)), 3)
    c.shape("M236 290V190H326V346z", "#8f5a5e", 6, tone="M290 322V190H326V346z")
    c.shape("M226 194V172H336V194z", "#a56a68", 6)
    for k in range(9):
        c.line(f"M{242 + (k % 3) * 26} {208 + (k // 3) * 26}h16", 3)
    c.put(_cat(), 280, 174, 0.9)
    for off in (0, 60):
        c.shape(f"M{70 + off} 400L{104 + off} 60H{116 + off}L{84 + off} 400z", "#b98a4f", 4)
    for k in range(8):
        y = 92 + k * 42
        c.shape(f"M{106 - (y - 60) * 0.1:.0f} {y}h62v9h-62z", "#c99a5c", 3.5)
    c.line("M210 50q-14 -22 6 -34M236 44q-2 -24 18 -26M262 58q12 -20 28 -10", 5, "#fff3cf")
    return c


def _the_moon(rng: Generator) -> Cel:
    c = Cel()
    _sky(c, 920, 558, ("#1a2450", "#232d62", "#2f3a74", "#3d4484", "#54508c"))
    _stars(rng, c, 920, 380, 46)
    _moon(c, 560, 196, 124, True)
    for k in range(28):
        a = math.tau * k / 28
        near, far = (150, 196) if k % 2 else (150, 176)
        c.ink += nib([(560 + r * math.cos(a), 196 + r * math.sin(a)) for r in range(near, far, 4)], 7, fill=INK)
    x: float
    for x, y, s in ((150, 330, 1.1), (800, 380, 1.25), (330, 150, 0.7), (852, 120, 0.7)):
        bump = "M-120 0A36 36 0 0 1 -84 -36A50 50 0 0 1 10 -54A44 44 0 0 1 78 -28A28 28 0 0 1 116 0z"
        cloud = Cel()
        cloud.shape(bump, "#8f86bd", 5, tone="M-120 0H116A28 28 0 0 0 96 -26C60 -6 -40 -4 -112 -22z")
        c.put(cloud, x, y, s)
    x = -30.0
    while x < 900:
        wide = rng.uniform(90, 140)
        _house(rng, c, x, 580, wide, rng.uniform(60, 120), 0.6)
        x += wide + 2
    for off in (0, 52):
        c.shape(f"M{330 + off} 570L{474 + off} 210L{484 + off} 214L{342 + off} 570z", "#b98a4f", 4)
    for k in range(10):
        t = k / 10
        c.shape(f"M{338 + 138 * (1 - t):.0f} {228 + 340 * t:.0f}h52v8h-52z", "#c99a5c", 3.5)
    man = Cel()
    man.shape("M-26 -70L-36 0H-8L4 -60zM6 -70L30 -26L58 -30V-18L22 -8L-6 -60z", "#3a3358")
    man.shape(
        "M-30 -160C-42 -120 -44 -90 -46 -60H34C38 -100 36 -130 28 -160z",
        "#8d3b52",
        tone="M-30 -160C-42 -120 -44 -90 -46 -60H-20C-18 -100 -18 -130 -12 -160z",
    )
    man.shape("M16 -156L64 -206L74 -194L30 -132z", "#a54a60")
    man.shape("M62 -206C62 -222 86 -216 76 -194z", "#f0c39a", 4)
    man.shape("M-24 -196C-28 -160 30 -158 28 -194C28 -214 -22 -216 -24 -196z", "#f0c39a")
    man.shape("M26 -200C40 -206 44 -188 27 -186z", "#f0b08a", 4)
    man.shape("M-26 -190C-28 -164 0 -158 14 -166C2 -172 -8 -180 -10 -198z", "#e8e1d6", 4)
    man.shape("M-36 -210C-16 -220 20 -222 40 -212L39 -204C18 -212 -16 -211 -36 -202z", "#2e2a4e", 4)
    man.shape("M-24 -214L-30 -266C-8 -274 16 -274 32 -266L26 -214C10 -218 -8 -218 -24 -214z", "#2e2a4e")
    man.shape("M-26 -228C-8 -232 10 -232 28 -228L27 -214C10 -218 -8 -218 -24 -214z", "#e0a73c", 3.5)
    man.shape("M-28 -166C-10 -154 14 -154 28 -166L26 -148C10 -140 -14 -140 -30 -150z", "#e0a73c")
    man.shape("M-26 -154C-64 -166 -84 -140 -116 -150L-110 -130C-80 -122 -56 -142 -24 -140z", "#e0a73c")
    man.line("M70 -204L116 -262", 7)
    man.shape("M116 -256C100 -280 120 -290 118 -310C138 -294 142 -268 116 -256z", "#ff9a3c", 4)
    c.put(man, 404, 424, 0.94)
    c.put(_cat(), 836, 470, 0.62)
    return c


def _layer(panels: list[tuple[Cel, float, float, float, float]], part: str) -> Image.Image:
    body = '<defs><pattern id="dots" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(30)">' \
           f'<circle cx="4.500" cy="4.500" r="2.500" fill="{INK}"/></pattern></defs>'  # fmt: skip
    ground = "" if part == "colour" else f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    body += ground
    for cel, x, y, w, h in panels:
        body += f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="0 0 {w} {h}">{getattr(cel, part)}</svg>'
        if part == "ink":
            body += f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="none" stroke="{INK}" stroke-width="8"/>'
    image = render(page(WIDTH, HEIGHT, body))
    if part == "colour":
        return image
    # White was only there to hide; what is dark stays, as ink with its own transparency.
    grey = image.convert("L")
    alpha = grey.point([round((255 - v) * 255 / 229) if v > 26 else 255 for v in range(256)])
    flat = Image.new("RGBA", image.size, INK)
    flat.putalpha(alpha)
    return Image.composite(flat, Image.new("RGBA", image.size, (0, 0, 0, 0)), alpha.point(lambda v: 255 if v else 0))


def lamplighter(rng: Generator) -> list[tuple[str, Image.Image]]:
    """Layers by name, the lowest first: paper, colours, tones, inks."""
    panels = [
        (_street(rng), 40.0, 40.0, 920.0, 360.0),
        (_look_up(), 40.0, 418.0, 451.0, 380.0),
        (_on_the_roof(rng), 509.0, 418.0, 451.0, 380.0),
        (_the_moon(rng), 40.0, 816.0, 920.0, 558.0),
    ]
    tones = _layer(panels, "tone")
    tones.putalpha(tones.getchannel("A").point(lambda v: v * 110 // 255))
    return [
        ("Paper", Image.new("RGBA", (WIDTH, HEIGHT), "#f7f0e0")),
        ("Colours", _layer(panels, "colour")),
        ("Tones", tones),
        ("Inks", _layer(panels, "ink")),
    ]


def merged(layers: list[tuple[str, Image.Image]]) -> Image.Image:
    """The layers over one another."""
    result = Image.new("RGBA", (WIDTH, HEIGHT))
    for _, image in layers:
        result.alpha_composite(image)
    return result
