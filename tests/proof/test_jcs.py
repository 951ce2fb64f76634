"""JSON with one reading: what is refused, and where two documents differ."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.proof import jcs

_whole = st.integers(-jcs.MAX_INTEGER, jcs.MAX_INTEGER)
_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _whole | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), below, max_size=4)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'{"a":1,"b":{"c":1,"c":1}}', "names 'c' twice"),
        (b'{"a":1.0}', "floating-point"),
        (b'{"a":1e2}', "floating-point"),
        (b'{"a":NaN}', "floating-point"),
        (b'{"a":-Infinity}', "floating-point"),
        (b'{"a":9007199254740992}', "too large a number"),
        (b'{"a":' + b"9" * 5000 + b"}", "too large a number"),
        (b"[" * 17 + b"]" * 17, "deeper than 16"),
        (b"[" * 100_000, "deeper than 16"),
        (b'{"a":"\\ud800"}', "non-UTF-8|surrogate"),
        (b'{"a":"\xff"}', "no UTF-8 from byte 6"),
        ('{"a":1}'.encode("utf-16"), "no UTF-8"),
        (b'\xef\xbb\xbf{"a":1}', "no JSON"),
        (b'{"a":1}}', "line 1, column 8"),
        (b"", "no JSON"),
        (b'{"a":' + b" " * jcs.MAX_BYTES + b"1}", "larger than"),
        (b"[1]", "no JSON object"),
    ],
)
def test_what_readers_could_understand_differently_is_refused(text: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        jcs.parse_object(text)


def test_what_was_read_is_written_in_one_way() -> None:
    text = b' {"b" : [1, -9007199254740991, true, null, "\\u00e9\\n"], "a": {} } '
    assert jcs.canonical(jcs.parse_object(text)) == '{"a":{},"b":[1,-9007199254740991,true,null,"é\\n"]}'.encode()


def test_names_stand_in_the_order_of_utf_16() -> None:
    """RFC 8785, section 3.2.3: the example's order, which is not that of code points."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert list(json.loads(jcs.canonical(dict.fromkeys(names, 1)))) == [
        *("\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33")
    ]


@settings(max_examples=100)
@given(_values)
def test_the_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert jcs.canonical(value) == rfc8785.dumps(value)


def test_every_control_character_is_written_as_rfc_8785_has_it() -> None:
    text = "".join(map(chr, range(0x180)))
    for value in ({text[:0x80]: text[:0x80]}, [text]):
        assert jcs.canonical(value) == rfc8785.dumps(value)


def test_differences_are_named_member_by_member() -> None:
    one = {"a": 1, "b": {"c": [1, {"d": "x"}]}, "e": True}
    assert jcs.differences(one, json.loads(json.dumps(one))) == []
    other = {"a": "1", "b": {"c": [1, {"d": "y"}]}, "f": None}
    assert jcs.differences(one, other) == ["a", "b.c[1].d", "e", "f"]
    assert jcs.differences(one, {**one, "e": 1}) == ["e"]
    assert jcs.differences([1, 2], [1]) == ["the whole"]
