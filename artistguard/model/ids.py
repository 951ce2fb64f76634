"""Opaque ids, and the clock every row is stamped with."""

import base64
import secrets
from datetime import UTC, datetime


def new_id() -> str:
    """A fresh opaque id: 80 random bits as 16 lower-case base32 characters. It says nothing about its row."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()


def now() -> datetime:
    """The present moment, aware, in UTC, at whole microseconds."""
    return datetime.now(UTC)
