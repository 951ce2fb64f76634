"""A sheet of characters: the crew of the Marigold, in line and flat colour."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501

from PIL import Image

from sample.canvas import Generator, render
from sample.flat import page

WIDTH, HEIGHT = 1500, 960
LINE = "#2b2238"
SKIN, SKIN2, SKIN3, SKIN4 = "#f0c39a", "#a8683f", "#e7b08a", "#7a4a32"


def _s(width: float = 5) -> str:
    return f'stroke="{LINE}" stroke-width="{width}" stroke-linejoin="round" stroke-linecap="round"'


def _shape(path: str, fill: str, width: float = 5) -> str:
    return f'<path d="{path}" fill="{fill}" {_s(width)}/>'


def _shade(path: str, colour: str = "#3a2050") -> str:
    return f'<path d="{path}" fill="{colour}" opacity=".2"/>'


def _face(x: float, y: float, gap: float, *, mouth: str = "smile", blush: bool = True) -> str:
    eyes = "".join(f'<ellipse cx="{x + k * gap}" cy="{y}" rx="5" ry="7" fill="{LINE}"/><circle cx="{x + k * gap + 2}" '
                   f'cy="{y - 2.5}" r="1.800" fill="#fff"/><path d="M{x + k * gap - 9} {y - 17}q9 -6 18 -1" fill="none" '
                   f'{_s(4)}/>' for k in (-1, 1))  # fmt: skip
    cheeks = "".join(f'<ellipse cx="{x + k * gap * 1.6}" cy="{y + 16}" rx="9" ry="6" fill="#e06a5a" opacity=".45"/>'
                     for k in (-1, 1)) if blush else ""  # fmt: skip
    mouths = {
        "smile": f'<path d="M{x - 11} {y + 25}q11 11 22 0" fill="none" {_s(4)}/>',
        "open": f'<path d="M{x - 14} {y + 21}h28c0 22 -28 22 -28 0z" fill="#8a2f3c" {_s(4)}/>',
        "oh": f'<ellipse cx="{x}" cy="{y + 28}" rx="7" ry="9" fill="#8a2f3c" {_s(4)}/>',
        "flat": f'<path d="M{x - 10} {y + 27}h20" fill="none" {_s(4)}/>',
    }
    return f'{eyes}{cheeks}<path d="M{x - 2} {y + 6}q8 5 1 9" fill="none" {_s(3.5)}/>{mouths[mouth]}'


def _captain() -> str:
    return (
        '<ellipse cx="0" cy="4" rx="120" ry="14" fill="#2b2238" opacity=".22"/>'
        + _shape("M-52 -120L-58 -10H-84Q-88 4 -76 4H-14L-6 -110zM52 -120L58 -10H84Q88 4 76 4H14L6 -110z", "#2c3350")
        + _shape("M-58 -16H-84Q-90 5 -76 5H-14L-16 -16zM58 -16H84Q90 5 76 5H14L16 -16z", "#4a2d2a")
        + _shape("M-92 -330C-118 -250 -116 -140 -104 -92H104C116 -140 118 -250 92 -330C60 -352 -60 -352 -92 -330z", "#2f5a78")
        + _shade("M40 -344C70 -300 70 -160 60 -92H104C116 -140 118 -250 92 -330C80 -340 60 -344 40 -344z")
        + _shape("M-34 -344L0 -250L34 -344z", "#f3e6cf")
        + "".join(f'<path d="M-30 {y}h60" stroke="#b8404a" stroke-width="7"/>' for y in (-322, -302) if y < -310)
        + _shape("M0 -250V-92", "none", 4)
        + "".join(f'<circle cx="{x}" cy="{y}" r="8" fill="#e9b04a" {_s(3)}/>' for x in (-28, 28) for y in (-220, -178, -136))
        + _shape("M-92 -326C-136 -290 -148 -216 -138 -168L-104 -166C-108 -214 -100 -262 -84 -290z", "#2f5a78")
        + _shape("M92 -326C136 -300 150 -250 130 -214L88 -196L78 -224C96 -236 104 -252 92 -276z", "#2f5a78")
        + _shape("M-138 -168C-146 -140 -112 -134 -104 -166z", SKIN) + _shape("M90 -198C66 -182 58 -204 80 -222z", SKIN)
        + _shape("M-62 -420C-66 -364 -40 -338 0 -338S66 -364 62 -420C58 -470 -58 -470 -62 -420z", SKIN)
        + _face(0, -412, 23, mouth="flat")
        + _shape("M-66 -416C-78 -330 -36 -286 0 -286S78 -330 66 -416C58 -394 50 -384 28 -390C12 -396 -12 -396 -28 -390"
                 "C-50 -384 -58 -394 -66 -416z", "#e8e1d6")
        + _shade("M20 -388C50 -384 58 -394 66 -416C78 -330 36 -286 0 -286C30 -310 40 -350 20 -388z")
        + f'<path d="M-14 -374q14 10 28 0" fill="none" {_s(4)}/>'
        + _shape("M-78 -446C-60 -472 60 -472 78 -446C60 -436 -60 -436 -78 -446z", "#1f2b44")
        + _shape("M-70 -456C-90 -500 -60 -530 0 -530S90 -500 70 -456C50 -468 -50 -468 -70 -456z", "#f6efe0")
        + _shape("M-71 -458C-50 -472 50 -472 71 -458L68 -474C46 -486 -46 -486 -68 -474z", "#2f5a78")
        + f'<path d="M0 -514v26M-11 -496q11 14 22 0M-7 -508h14" fill="none" {_s(4)}/>'
        + _shape("M12 -370L64 -358", "none", 8) + _shape("M58 -386h26v30q-13 8 -26 0z", "#6a3d28", 5)
    )  # fmt: skip


def _cook() -> str:
    return (
        '<ellipse cx="0" cy="4" rx="96" ry="13" fill="#2b2238" opacity=".22"/>'
        + _shape("M-44 -90L-42 4H-8L-2 -80L8 4H42L44 -90z", SKIN2)
        + _shape("M-50 -46H-6V-10Q-4 4 -18 5H-64Q-66 -14 -50 -16zM50 -46H6V-10Q4 4 18 5H64Q66 -14 50 -16z", "#2f8076")
        + _shape("M-46 -262C-80 -200 -98 -130 -102 -74C-60 -58 60 -58 102 -74C98 -130 80 -200 46 -262z", "#f2b632")
        + _shade("M26 -262C50 -200 60 -130 62 -64C80 -66 92 -70 102 -74C98 -130 80 -200 46 -262z")
        + _shape("M0 -256V-62", "none", 4)
        + "".join(_shape(f"M-14 {y}h28", "none", 6) for y in (-220, -180, -140, -100))
        + _shape("M-46 -258C-92 -232 -106 -180 -92 -140L-62 -148C-66 -182 -58 -206 -40 -224z", "#f2b632")
        + _shape("M46 -258C96 -270 128 -300 132 -340L102 -350C96 -318 76 -300 40 -298z", "#f2b632")
        + _shape("M-92 -142C-92 -114 -58 -118 -62 -148z", SKIN2) + _shape("M104 -348C94 -380 138 -384 132 -342z", SKIN2)
        + _shape("M118 -368L150 -470", "none", 7) + _shape("M140 -470C132 -502 154 -524 168 -516C180 -508 176 -480 156 -466z",
                                                         "#c9ced4")
        + _shape("M-60 -340C-76 -300 -70 -268 -40 -254H40C70 -268 76 -300 60 -340C50 -392 -50 -392 -60 -340z", "#f2b632")
        + _shape("M-46 -326C-50 -282 -26 -264 0 -264S50 -282 46 -326C38 -366 -38 -366 -46 -326z", SKIN2)
        + _shape("M-46 -326C-40 -366 38 -366 46 -326C30 -346 14 -352 2 -340C-12 -352 -32 -346 -46 -326z", "#3a2230")
        + _face(0, -312, 18, mouth="open")
        + _shape("M-66 -332C-70 -396 70 -396 66 -332C54 -372 -54 -372 -66 -332z", "#dc9a22")
    )  # fmt: skip


def _navigator() -> str:
    return (
        '<ellipse cx="0" cy="4" rx="92" ry="13" fill="#2b2238" opacity=".22"/>'
        + _shape("M-40 -220L-36 -8H-4L0 -190L4 -8H36L40 -220z", "#7a4a5c")
        + _shape("M-40 -22H-2V4H-58Q-62 -12 -40 -16zM40 -22H2V4H58Q62 -12 40 -16z", "#2b2f45")
        + _shape("M-54 -420C-64 -340 -62 -260 -56 -190H56C62 -260 64 -340 54 -420C34 -436 -34 -436 -54 -420z", "#4f8f7d")
        + _shade("M24 -430C40 -350 40 -260 34 -190H56C62 -260 64 -340 54 -420z")
        + "".join(f'<path d="M-58 {y}q58 14 116 0" fill="none" stroke="#f3e6cf" stroke-width="8" opacity=".85"/>'
                  for y in (-370, -330, -290, -250, -212))
        + _shape("M-52 -416C-92 -380 -100 -300 -88 -244L-62 -246C-66 -300 -60 -350 -42 -372z", "#4f8f7d")
        + _shape("M52 -416C96 -400 118 -440 108 -478L82 -478C86 -450 72 -440 44 -444z", "#4f8f7d")
        + _shape("M48 -482L168 -530L178 -502L58 -462z", "#b98a45") + _shape("M116 -510L168 -531L179 -501L128 -484z", "#e9b04a")
        + _shape("M-88 -246C-88 -220 -60 -220 -62 -248zM80 -474C70 -508 118 -512 110 -474z", SKIN3)
        + _shape("M-20 -450h40v36q-20 14 -40 0z", SKIN3)
        + _shape("M-44 -520C-48 -462 -24 -436 0 -436S48 -462 44 -520C40 -580 -40 -580 -44 -520z", SKIN3)
        + _face(0, -512, 17, mouth="smile")
        + _shape("M-48 -510C-64 -590 -20 -606 6 -592C40 -606 62 -570 48 -512C40 -540 30 -556 6 -552C-18 -556 -40 -548 -48 -510z",
                 "#c2552f")
        + f'<circle cx="-17" cy="-511" r="14" fill="none" {_s(3.5)}/><circle cx="17" cy="-511" r="14" fill="none" {_s(3.5)}/>'
        + _shape("M-3 -511h6", "none", 3.5)
        + _shape("M-46 -448C-20 -424 20 -424 46 -448L52 -420C24 -396 -24 -396 -52 -420z", "#d8573f")
        + _shape("M-40 -412C-60 -380 -58 -340 -66 -306L-36 -300C-34 -340 -30 -376 -16 -402z", "#d8573f")
        + _shape("M-66 -306l-4 16M-56 -303l-3 18M-46 -301v18", "none", 4)
    )  # fmt: skip


def _boy() -> str:
    return (
        '<ellipse cx="20" cy="4" rx="112" ry="12" fill="#2b2238" opacity=".22"/>'
        + _shape("M-32 -96L-34 -8H-6L0 -70L6 -8H34L32 -96z", "#39507a")
        + _shape("M-34 -20H-6V4H-50Q-52 -12 -34 -14zM34 -20H6V4H50Q52 -12 34 -14z", "#c8503f")
        + _shape("M-44 -204C-52 -160 -50 -120 -46 -88H46C50 -120 52 -160 44 -204C20 -216 -20 -216 -44 -204z", "#f3e6cf")
        + "".join(f'<path d="M-48 {y}q48 10 96 0" fill="none" stroke="#2f5a78" stroke-width="9"/>' for y in (-182, -156, -130, -104))
        + _shade("M20 -210C36 -170 36 -120 32 -88H46C50 -120 52 -160 44 -204z")
        + _shape("M-42 -202C-76 -184 -84 -150 -76 -116L-52 -120C-54 -144 -48 -160 -34 -170z", "#f3e6cf")
        + _shape("M42 -202C72 -190 84 -164 80 -130L56 -128C58 -148 50 -162 36 -170z", "#f3e6cf")
        + _shape("M-76 -118C-78 -94 -50 -96 -52 -122zM80 -132C84 -106 54 -104 56 -130z", SKIN4)
        + _shape("M-54 -268C-60 -214 -30 -196 0 -196S60 -214 54 -268C48 -326 -48 -326 -54 -268z", SKIN4)
        + _face(0, -262, 20, mouth="smile")
        + _shape("M-58 -272C-62 -320 62 -320 58 -272C30 -288 -30 -288 -58 -272z", "#c8503f")
        + _shape("M-56 -280C-60 -350 60 -350 56 -280C30 -302 -30 -302 -56 -280z", "#d8573f")
        + f'<circle cx="0" cy="-338" r="15" fill="#f3e6cf" {_s(4)}/>'
    )  # fmt: skip


def _cat() -> str:
    return (
        _shape("M34 -10C70 -16 78 -60 60 -92C54 -104 70 -112 76 -96C96 -50 84 4 36 4z", "#d98a3a")
        + _shape("M-34 4C-44 -50 -30 -86 0 -92C30 -86 46 -50 38 4z", "#e59a4a")
        + _shape("M-14 4C-20 -30 -10 -62 0 -66C12 -62 20 -30 14 4z", "#fbe8cc", 4)
        + _shape("M-40 -96L-44 -146L-18 -130H18L44 -146L40 -96C34 -70 -34 -70 -40 -96z", "#e59a4a")
        + "".join(f'<path d="M{x} -130v14" {_s(5)}/>' for x in (-8, 0, 8))
        + f'<ellipse cx="-16" cy="-102" rx="4" ry="6" fill="{LINE}"/><ellipse cx="16" cy="-102" rx="4" ry="6" fill="{LINE}"/>'
        + f'<path d="M-5 -92h10l-5 6zM0 -86q-8 8 -14 2M0 -86q8 8 14 2M-30 -92h-26M-30 -86l-24 6M30 -92h26M30 -86l24 6" fill="none" '
        f'{_s(3)}/>'
    )  # fmt: skip


def _head(x: float, y: float, mouth: str, tilt: float) -> str:
    """The cook's face again, in other moods."""
    return (
        f'<g transform="translate({x} {y}) rotate({tilt}) scale(.92) translate(0 312)">'
        + _shape("M-60 -340C-76 -300 -70 -268 -40 -254H40C70 -268 76 -300 60 -340C50 -392 -50 -392 -60 -340z", "#f2b632")
        + _shape("M-46 -326C-50 -282 -26 -264 0 -264S50 -282 46 -326C38 -366 -38 -366 -46 -326z", SKIN2)
        + _shape("M-46 -326C-40 -366 38 -366 46 -326C30 -346 14 -352 2 -340C-12 -352 -32 -346 -46 -326z", "#3a2230")
        + _face(0, -312, 18, mouth=mouth)
        + _shape("M-66 -332C-70 -396 70 -396 66 -332C54 -372 -54 -372 -66 -332z", "#dc9a22") + "</g>"
    )  # fmt: skip


def crew(rng: Generator) -> Image.Image:
    """Four people and a cat against height lines, with moods and colours at the side."""
    floor = 846
    x: float
    y: float
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f2d9c0"/><path d="M0 0H1130V{HEIGHT}H0z" fill="#9cc5bd"/>'
             f'<path d="M0 {floor - 40}H1130V{HEIGHT}H0z" fill="#7fb0a8"/>']  # fmt: skip
    for k in range(7):
        y = floor - k * 110
        parts.append(f'<path d="M0 {y}H1130" stroke="#fff" stroke-width="{4 if k == 0 else 2.5}" stroke-dasharray="{"" if k == 0 else "4 12"}" '
                     f'opacity=".75"/><path d="M18 {y}v-14M18 {y}h34" stroke="#fff" stroke-width="4"/>')  # fmt: skip
    for _ in range(60):
        x, y, r = rng.uniform(0, 1130), rng.uniform(0, 830), rng.uniform(2, 5)
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}" fill="#fff" opacity=".35"/>')
    for x, wide, tall in ((196, 215, 690), (466, 205, 600), (722, 195, 760), (958, 245, 500)):
        parts.append(f'<rect x="{x - wide / 2 - 10}" y="{floor - tall}" width="{wide + 20}" height="{tall + 40}" rx="112" fill="#fff" '
                     'opacity=".28"/>')  # fmt: skip
    for figure, x, s in (
        (_captain(), 196, 1.14),
        (_cook(), 456, 1.12),
        (_navigator(), 732, 1.16),
        (_boy(), 920, 1.12),
        (_cat(), 1036, 0.95),
    ):
        parts.append(f'<g transform="translate({x} {floor}) scale({s})">{figure}</g>')
    for x, y, mouth, tilt in (
        (1222, 150, "smile", -6),
        (1396, 150, "open", 6),
        (1222, 356, "oh", 4),
        (1396, 356, "flat", -8),
    ):
        parts.append(f'<circle cx="{x}" cy="{y}" r="88" fill="#fff" opacity=".5"/>{_head(x, y, mouth, tilt)}')
    tools = (
        _shape("M1180 590h90c0 44 -20 64 -45 64s-45 -20 -45 -64z", "#b8404a")
        + _shape("M1270 600c30 -6 30 40 -8 36", "none", 7) + _shape("M1168 590h114", "none", 8)
        + f'<path d="M1208 574c-10 -14 10 -22 0 -38M1234 574c-10 -14 10 -22 0 -38" fill="none" {_s(4)}/>'
        + f'<circle cx="1396" cy="604" r="56" fill="#f6efe0" {_s(7)}/><circle cx="1396" cy="604" r="42" fill="#fff" {_s(3)}/>'
        + _shape("M1396 566L1407 604L1396 642L1385 604z", "#c9ced4", 3) + _shape("M1396 566L1407 604H1385z", "#d8573f", 3)
        + f'<path d="M1396 548v-22M1384 522a12 12 0 1 1 24 0" fill="none" {_s(5)}/>'
    )  # fmt: skip
    parts.append(tools)
    swatches = (
        "#2f5a78",
        "#f2b632",
        "#4f8f7d",
        "#d8573f",
        "#7a4a5c",
        "#f3e6cf",
        "#e59a4a",
        "#2c3350",
        "#9cc5bd",
        "#3a2230",
    )
    for i, tone in enumerate(swatches):
        x, y = 1172 + (i % 5) * 58, 744 + (i // 5) * 88
        parts.append(f'<rect x="{x}" y="{y}" width="48" height="68" rx="8" fill="{tone}" {_s(4)}/>')
    parts.append(f'<path d="M1130 0V{HEIGHT}" stroke="#fff" stroke-width="8"/><path d="M1160 470h310M1160 696h310" stroke="#b98a6c" '
                 'stroke-width="3" stroke-dasharray="2 10" stroke-linecap="round"/>')  # fmt: skip
    return render(page(WIDTH, HEIGHT, "".join(parts))).convert("RGB")
