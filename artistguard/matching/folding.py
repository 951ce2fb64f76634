"""A text as names are compared: letters and digits alone, folded, each knowing where it stands in the text as given.

Three things are taken away on the way. Wrapping: percent and HTML escapes and bare tags become what they stand for,
padded to their length, so that places stay. Dress: case, accents, full width, fancy alphabets, characters that nobody
sees, and letters of other scripts that look like Latin ones. Then letters and digits that are put for one another
become one: i, l and 1; o and 0; e and 3; and so on. What is left is the skeleton; two writings of a name have the same.
"""

import html
import re
import unicodedata
from enum import IntEnum
from itertools import compress
from urllib.parse import unquote_to_bytes

UNSEEN = "\x7f"  # pads what was unwrapped; folds to nothing
_WRAPPED = re.compile(
    r"(?:%[0-9a-f]{2})+|&(?:#x?[0-9a-f]{1,6}|[a-z]{2,8});"
    # Tags that only dress a text. "<rutkowski>" is none of them: so triggers are written.
    r"|</?(?:[biupsq]|em|strong|small|span|mark|font|br|hr|div|li|[uo]l|h[1-6]|t[rdh]|sub|sup|code|pre) ?/?>",
    re.IGNORECASE,
)

# Letters that NFKD leaves alone, and look-alikes from other scripts, after casefold.
_LETTERS = {
    **dict(zip("łøđðħŧıŋɡɑəɛɩɪʟɴʀʏʙɢʜ", "lodohtingaaeiilnrybgh", strict=True)),
    **dict(zip("ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ", "acdejkmoptuvwzfs", strict=True)),
    "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss",
    # Cyrillic
    **dict(zip("авекмнорстухіјѕһԁԛԝӏүґ", "abekmhopctyxijshdqwlyr", strict=True)),
    # Greek
    **dict(zip("αβγεζηικμνορτυχωϲϳ", "abyezniKuvoptuxwcj".lower(), strict=True)),
    # Cherokee and Armenian that are met as disguises
    **dict(zip("օսհոցգզ", "ouhngqq", strict=True)),
}  # fmt: skip
# Greek and Cyrillic capitals whose shape is another letter than that of the small one.
_CAPITALS = {"Η": "h", "Ν": "n", "Υ": "y", "Μ": "m", "Ζ": "z", "Ρ": "p", "Χ": "x", "Ι": "i", "Β": "b", "В": "b"}
# Signs that are put for letters. They still separate words where they stand at a word's edge.
SIGNS = {"@": "a", "$": "s", "!": "l", "€": "e"}
_EDGE_SIGN = re.compile(r"(?<![^\W_])[@$!€]|[@$!€](?![^\W_])")
# Letters and digits that are taken for one another.
_CLASSES = str.maketrans("i10345789", "lloeastbg")
_SEPARATES = " "


def fold(text: str) -> str:
    """Small letters, Latin ones where they look like it, and digits; one space for whatever separates. Idempotent."""
    return " ".join(text.translate(_FOLDS).split())


def bare(text: str) -> str:
    """The skeleton of a text, without places."""
    return unwrap(text).translate(_SEEN).translate(_CLASSES)


def worded(text: str) -> str:
    """The text without signs that stand at a word's edge, where they are no letters: for names as people write them."""
    return _EDGE_SIGN.sub(" ", text)


def foreign(text: str) -> bool:
    """Whether letters beyond Latin and its accents are in a text."""
    return not text.isascii() and any(ord(letter) > 0x24F and letter.isalpha() and letter != "ẞ" for letter in text)


def unwrap(text: str) -> str:
    """The text with escapes resolved and bare tags blanked, of the same length."""
    if "%" in text or "&" in text or "<" in text:
        return _WRAPPED.sub(_unwrapped, text)
    return text


def _unwrapped(found: re.Match[str]) -> str:
    written = found.group()
    if written[0] == "<":
        return " " * len(written)
    plain = unquote_to_bytes(written).decode("utf-8", "replace") if written[0] == "%" else html.unescape(written)
    return plain.ljust(len(written), UNSEEN) if len(plain) <= len(written) else written


def _fold_character(character: str) -> str:
    if character in _CAPITALS:
        return _CAPITALS[character]
    folded = []
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
        kind = unicodedata.category(part)
        if part in _LETTERS:
            folded.append(_LETTERS[part])
        elif kind == "Nd":
            folded.append(str(unicodedata.digit(part)))
        elif kind[0] in "LN":
            folded.append(part)
        elif part in "\t\n\v\f\r" or kind[0] in "ZPS" or kind == "Co":
            folded.append(_SEPARATES)
        # marks, controls, formats, surrogates, unassigned: nobody sees them
    return "".join(folded)


class _Table(dict[int, str]):
    """One entry a character, made when it is first met. Bounded: a text can hold a million different ones."""

    most = 0x4000

    def keep(self, code: int, value: str) -> str:
        if len(self) < self.most:
            self[code] = value
        return value


class _Folds(_Table):
    def __missing__(self, code: int) -> str:
        return self.keep(code, _fold_character(chr(code)))


class _Seen(_Table):
    def __missing__(self, code: int) -> str:
        return self.keep(code, SIGNS.get(chr(code)) or _FOLDS[code].replace(_SEPARATES, ""))


_FOLDS = _Folds()
_SEEN = _Seen()


class _Smalls(_Table):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).lower()
        if not character.isspace() and unicodedata.category(character) in ("Cc", "Cf"):
            plain = UNSEEN
        return self.keep(code, plain if len(plain) == 1 else character)


_SMALLS = _Smalls()


def small(text: str) -> str:
    """Small letters and plain signs, one for one, so that places stay; UNSEEN for what nobody sees."""
    return text.lower() if text.isascii() else text.translate(_SMALLS)


class Edge(IntEnum):
    """What lies between two neighbours of a skeleton."""

    NONE = 0
    SOFT = 1  # a change of case, between letter and digit, or between scripts
    HARD = 2  # a space, a sign, the end


class Folded:
    """A text, its folded letters, their skeleton, and where each of them stands in the text (`where`)."""

    __slots__ = ("_edges", "letters", "plain", "skeleton", "text", "where")

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = unwrap(text)
        self.letters = self.plain.translate(_SEEN)
        self.skeleton = self.letters.translate(_CLASSES)
        sizes = list(map(len, map(_SEEN.__getitem__, map(ord, self.plain))))
        self.where = list(compress(range(len(sizes)), sizes))
        if len(self.where) < len(self.letters):  # some characters are more than one letter
            self.where = [place for place in self.where for _ in range(sizes[place])]
        self._edges: dict[int, Edge] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the skeleton stands in the text, the marks on its last letter included."""
        first, last = self.where[start], self.where[end - 1] + 1
        limit = min(len(self.plain), last + 64)
        while last < limit and _FOLDS[ord(self.plain[last])] == "":
            last += 1
        return first, last

    def edge(self, place: int) -> Edge:
        """What lies before the skeleton's character at `place`."""
        edge = self._edges.get(place)
        if edge is None:
            edge = self._edges[place] = self._edge(place)
        return edge

    def _edge(self, place: int) -> Edge:
        if place <= 0 or place >= len(self.skeleton):
            return Edge.HARD
        plain, left, right = self.plain, self.where[place - 1], self.where[place]
        one, two = plain[left], plain[right]
        if right - left == 1 and one.islower() and two.islower():
            return Edge.NONE  # as most are
        if left == right:
            return Edge.NONE
        if one in SIGNS or two in SIGNS:
            return Edge.HARD if self._at_words_edge(left) or self._at_words_edge(right) else Edge.NONE
        # A longer run of what nobody sees is no part of a word either.
        if right - left > 64 or _SEPARATES in plain[left + 1 : right].translate(_FOLDS):
            return Edge.HARD
        return _change(plain, left, right)

    def hidden(self, start: int, end: int) -> bool:
        """Whether characters that nobody sees, other than accents, stand in a part of the text as given."""
        return any(
            _FOLDS[ord(character)] == "" and not unicodedata.combining(character) for character in self.text[start:end]
        )

    def _at_words_edge(self, place: int) -> bool:
        """Whether a sign is no letter of a word: nothing to read on one of its sides."""
        plain = self.plain
        if plain[place] not in SIGNS:
            return False
        before = plain[place - 1] if place else " "
        after = plain[place + 1] if place + 1 < len(plain) else " "
        return not (before.isalnum() and after.isalnum())


def _change(plain: str, left: int, right: int) -> Edge:
    one, two = plain[left], plain[right]
    if one.islower() and two.isupper():
        return Edge.SOFT
    if one.isupper() and two.isupper() and right + 1 < len(plain) and plain[right + 1].islower():
        return Edge.SOFT
    if one.isdigit() != two.isdigit():
        return Edge.SOFT
    if _unspaced(one) or _unspaced(two):
        return Edge.SOFT
    return Edge.NONE


def _unspaced(character: str) -> bool:
    """Whether the character is of a script that puts no spaces between words."""
    return character >= "\u0e00" and (
        "\u0e00" <= character <= "\u0eff"
        or "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def strip_ascii(data: bytes) -> bytes:
    """`bare` for ASCII, over a long run of bytes; line breaks and bytes beyond ASCII stay."""
    return data.translate(_BYTES, _DROPPED)


_BYTES = bytes(ord(bare(chr(code))) if code < 128 and len(bare(chr(code))) == 1 else code for code in range(256))
_DROPPED = bytes(code for code in range(128) if not bare(chr(code)) and code != ord("\n"))
