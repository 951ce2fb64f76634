"""What only people can fill in: how far the user is with a form. Never known, always what the user says."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FormState(StrEnum):
    """What the user says of a form. None of these is "recorded": the program cannot see what became of it."""

    OPEN = "open"
    PACKED = "packed"  # its packing list is written
    SENT = "sent"
    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FormMark:
    """One word of the user about a form. Marks are never changed: the newest one says how it stands.

    `on`: the day the user names, where the mark is not about today. `works`: the works it was about; empty: not said.
    """

    id: str
    form: str  # the permanent name of the form
    state: FormState
    at: datetime
    seat: str
    actor: str
    on: date | None = None
    note: str = ""
    works: tuple[str, ...] = ()
