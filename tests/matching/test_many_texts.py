"""Columns of texts give what the same texts give one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.matching.names import Matcher
from artistguard.model.names import FieldKind, NameKind, OwnName

NAMES = [
    OwnName("Hollie Mengert"),
    OwnName("Greg Rutkowski"),
    OwnName("Jörg Müller"),
    OwnName("Lois van Baarle"),
    OwnName("Илья Кувшинов"),
    OwnName("山田太郎"),
    OwnName("山田"),
    OwnName("Rose May"),
    OwnName("bo", NameKind.HANDLE),
    OwnName("wlop", NameKind.HANDLE),
]
_MATCHER = Matcher(NAMES)

written = st.sampled_from(
    [
        "hollie mengert",
        "Hol1ie-Mengert",
        "holie mengart",
        "GREG RUTKOWSKI",
        "greg&nbsp;rutkowski",
        "g%72eg rutkowsky",
        "Jo\u0308rg Muller",
        "joerg mueller",
        "ILYA",
        "ИЛЬЯ КУВШИНОВ",
        "山田太郎",
        "山田 style",
        "by Rose May",
        "@bo",
        "wl0p",
        "Ｌｏｉｓ ｖａｎ Ｂａａｒｌｅ",
        "lois™ van baarle",
        "gr\u200beg rutkowski",
        "rutkowski",
        "r0se\nmay",
        "by w\nlop",
    ]
)
noise = st.text(st.characters(), max_size=12) | st.sampled_from(["", "&", "%", "<", "\n", "a & b", "™", "½", "山", "é"])
lines = st.lists(st.lists(written | noise, max_size=4).map(" ".join), max_size=12)


@given(lines, st.sampled_from([FieldKind.CAPTION, FieldKind.ARTIST, FieldKind.PROMPT]))
@settings(max_examples=200, deadline=None)
def test_a_column_is_its_texts(texts: list[str], field: FieldKind) -> None:
    one_by_one = {row: hits for row, text in enumerate(texts) if (hits := _MATCHER.find(text, field))}
    assert _MATCHER.find_many(texts, field) == one_by_one


def test_long_columns_are_read_in_parts() -> None:
    texts = [f"picture {row}" for row in range(20_000)]
    for row in (0, 8191, 8192, 16_383, 19_999):
        texts[row] = "Greg Rutkowski"
    assert list(_MATCHER.find_many(texts, FieldKind.CAPTION)) == [0, 8191, 8192, 16_383, 19_999]


def test_a_column_of_one_name_that_is_very_short() -> None:
    matcher = Matcher([OwnName("Bo", NameKind.HANDLE)])
    assert list(matcher.find_many(["bo", "robot", "by @bo", ""], FieldKind.CAPTION)) == [2]
