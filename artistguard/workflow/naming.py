"""How copies are named: templates with placeholders, and names that every file system takes."""

import re
from collections.abc import Mapping

from artistguard.model.errors import UsageError

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# Characters that Windows and Samba refuse, and control characters: never put into a name from a title or client.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
NAME_BYTES = 255  # the usual limit of a file name, in bytes


def render(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders filled in. Raises UsageError for an unknown one.

    Not `str.format`: a preset may come from somebody else, and format strings can reach into objects.
    """

    def fill(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise UsageError(
                f"The naming rule {template!r} asks for {match[0]}.",
                "Placeholders: " + ", ".join(f"{{{name}}}" for name in sorted(values)) + ".",
            )
        return values[match[1]]

    return _PLACEHOLDER.sub(fill, template)


def safe(text: str) -> str:
    """A text as part of a file name."""
    return _UNSAFE.sub("_", text).strip(" .") or "_"


def fitted(stem: str, ending: str) -> str:
    """stem + ending, the stem cut so that the whole stays a legal name."""
    room = NAME_BYTES - len(ending.encode())
    raw = stem.encode("utf-8", "surrogateescape")
    return (stem if len(raw) <= room else raw[:room].decode("utf-8", "ignore")) + ending
