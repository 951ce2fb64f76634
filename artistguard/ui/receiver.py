"""Who is told: a callback from a worker's answer to a widget that may be gone by then."""

import weakref
from collections.abc import Callable
from types import MethodType
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


class Receiver:
    """A callback that is dropped when the QObject it belongs to is gone."""

    def __init__(self, callback: Callable[..., None] | None, owner: QObject | None) -> None:
        if isinstance(callback, MethodType) and isinstance(callback.__self__, QObject):
            self._method: weakref.WeakMethod[Any] | None = weakref.WeakMethod(callback)
            self._function: Callable[..., None] | None = None
        else:
            self._method, self._function = None, callback
        self._owner = weakref.ref(owner) if owner is not None else None

    @property
    def wanted(self) -> bool:
        """Whether anybody asked to be called at all."""
        return self._method is not None or self._function is not None

    def __call__(self, *arguments: object) -> bool:
        """Call it; whether there was still somebody to call."""
        if self._owner is not None:
            owner = self._owner()
            if owner is None or not isValid(owner):
                return False
        callback: Callable[..., None] | None = self._function
        if self._method is not None:
            callback = self._method()
            if callback is None or not isValid(callback.__self__):
                return False
        if callback is None:
            return False
        callback(*arguments)
        return True
