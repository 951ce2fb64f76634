"""JSON whose bytes are certain: the canonical form of RFC 8785 (JCS), and strict reading of what others wrote.

What two readers could understand differently is refused, not guessed at: a name given twice, floating-point numbers,
integers beyond 2**53 - 1, lone surrogates, other encodings than UTF-8, depth and size without a limit.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

import rfc8785

MAX_DEPTH = 16  # levels of nesting
MAX_INTEGER = 2**53 - 1  # beyond it JSON readers disagree
MAX_BYTES = 256 * 1024  # of a document that somebody else wrote


def canonical(value: object, *, depth: int = MAX_DEPTH, what: str = "the document") -> bytes:
    """A value as canonical JSON. `what` names it in errors.

    Raises ValueError for what has no certain canonical form: floating-point numbers, integers beyond MAX_INTEGER,
    lone surrogates, other types, more than `depth` levels.
    """
    return _dumps(_plain(value, depth, what))


def parse(data: bytes, *, most: int = MAX_BYTES, depth: int = MAX_DEPTH, what: str = "the document") -> Any:
    """What a JSON text holds, made of dict, list, str, int, bool and None alone. Raises ValueError: see above."""
    if len(data) > most:
        raise ValueError(f"{what} is larger than {most} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{what} is no UTF-8 from byte {error.start} on") from error

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            raise ValueError(f"{what} names {next(n for n in names if names.count(n) > 1)!r} twice in one object")
        return found

    def whole(digits: str) -> int:
        # Python refuses to read thousands of digits; nobody needs more than these.
        return int(digits) if len(digits) <= 20 else _too_large(digits, what)

    def number(digits: str) -> NoReturn:
        raise ValueError(_no_float(what))

    try:
        found = json.loads(text, object_pairs_hook=once, parse_int=whole, parse_float=number, parse_constant=number)
    except json.JSONDecodeError as error:
        raise ValueError(f"{what} is no JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise ValueError(_too_deep(what, depth)) from error
    plain = _plain(found, depth, what)
    _dumps(plain)  # a lone surrogate can be read, but not written
    return plain


def parse_object(data: bytes, *, most: int = MAX_BYTES, what: str = "the document") -> dict[str, Any]:
    """`parse` for a text that holds one object. Raises ValueError."""
    found = parse(data, most=most, what=what)
    if not isinstance(found, dict):
        raise ValueError(f"{what} is no JSON object")
    return found


def differences(one: object, other: object, at: str = "") -> list[str]:
    """Where two values differ, member by member: "note.units[2]". Empty if they are the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted({*one, *other})
        below = [(f"{at}.{name}" if at else name, one.get(name, _ABSENT), other.get(name, _ABSENT)) for name in names]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        below = [(f"{at}[{number}]", *pair) for number, pair in enumerate(zip(one, other, strict=True))]
    else:
        return [] if type(one) is type(other) and one == other else [at or "the whole"]
    return [place for name, mine, theirs in below for place in differences(mine, theirs, name)]


_ABSENT = object()
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False).encode


def _plain(value: object, depth: int, what: str) -> Any:
    """The value, made of dict, list, str, int, bool and None alone."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= MAX_INTEGER else _too_large(str(value), what)
    if isinstance(value, float):
        raise ValueError(_no_float(what))
    if depth == 0:
        raise ValueError(_too_deep(what, MAX_DEPTH))
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError(f"the names in {what} are text")
        below = depth - 1
        return {str(key): v if type(v) is str else _plain(v, below, what) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth - 1, what) for item in value]
    raise ValueError(f"{type(value).__name__} is no JSON value, so {what} cannot hold it")


def _too_large(digits: str, what: str) -> NoReturn:
    raise ValueError(f"{digits[:24]} is too large a number for {what}: write it as text")


def _no_float(what: str) -> str:
    return f"no floating-point numbers in {what}: their canonical form is not certain"


def _too_deep(what: str, depth: int) -> str:
    return f"{what} nests deeper than {depth} levels"


def _dumps(value: Any) -> bytes:
    # Of plain values the standard library's encoder writes the same bytes, many times as fast, but for the order of
    # names beyond ASCII: RFC 8785 sorts those by UTF-16.
    text = _encode(value)
    if text.isascii():
        return text.encode("ascii")
    return rfc8785.dumps(value)  # raises CanonicalizationError, a ValueError, for lone surrogates
