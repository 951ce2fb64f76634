"""Dataclasses to plain JSON values and back: for worker pipes, job payloads, preset files and the command line."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from artistguard.model.errors import UsageError

T = TypeVar("T")
_PLAIN = frozenset({str, int, bool, float})


def dump(value: Any) -> Any:
    """A dataclass (or a value inside one) as JSON values. Sets become sorted lists, moments ISO 8601."""
    if value is None or type(value) in _PLAIN:  # most of what there is: a batch names ten thousand works
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: dump(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, Mapping):
        return {str(dump(key)): dump(item) for key, item in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(dump(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [dump(item) for item in value]
    return value


def load(kind: type[T], data: Any) -> T:
    """The dataclass behind `dump`. Missing fields take their defaults; unknown ones are an error.

    Raises UsageError with the field's name, since such data may come from a file the user gave.
    """
    if not isinstance(data, Mapping):
        raise UsageError(f"A {kind.__name__} is expected, not {type(data).__name__}.")
    hints = get_type_hints(kind)
    unknown = set(data) - set(hints)
    if unknown:
        raise UsageError(f"Unknown field in {kind.__name__}: {', '.join(sorted(map(str, unknown)))}.")
    values = {name: _value(hints[name], data[name], f"{kind.__name__}.{name}") for name in data}
    try:
        return kind(**values)
    except TypeError as error:
        raise UsageError(f"{kind.__name__} lacks a field: {error}.") from error


def _value(hint: Any, data: Any, name: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        if data is None and type(None) in arguments:
            return None
        return _value(next(a for a in arguments if a is not type(None)), data, name)
    if origin in (tuple, frozenset, list):
        if not isinstance(data, (list, tuple)):
            raise UsageError(f"{name} is a list.")
        return origin(_value(arguments[0], item, name) for item in data)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(data, Mapping):
            raise UsageError(f"{name} is a table.")
        return {_value(arguments[0], k, name): _value(arguments[1], v, name) for k, v in data.items()}
    if dataclasses.is_dataclass(hint):
        return load(hint, data)  # type: ignore[arg-type]
    return _plain(hint, data, name)


def _plain(hint: Any, data: Any, name: str) -> Any:
    if hint in (Any, object):
        return data
    try:
        if issubclass(hint, Enum):
            return hint(data)
        if issubclass(hint, (datetime, date)):
            return hint.fromisoformat(data)
        if issubclass(hint, Path):
            return Path(data)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{name} cannot be {data!r}.") from error
    if not isinstance(data, hint) or (hint is int and isinstance(data, bool)):
        raise UsageError(f"{name} is {hint.__name__}, not {type(data).__name__}.")
    return data
