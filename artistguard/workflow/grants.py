"""Consent granted: a dated record of every yes, beside the reservations. Nothing of it leaves the machine."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from artistguard.model.errors import UsageError
from artistguard.model.grants import Grant
from artistguard.model.ids import new_id
from artistguard.model.oserrors import unreadable
from artistguard.model.rights import Client, DataUse
from artistguard.workflow.studio import Studio

GRANTED, ENDED = "consent-granted", "consent-ended"


def grant(
    studio: Studio,
    to: str,
    *,
    uses: Sequence[DataUse],
    since: date,
    until: date | None = None,
    works: Sequence[str] = (),
    client: Client | None = None,
    note: str = "",
    document: Path | None = None,
) -> Grant:
    """Write down a yes; with neither `works` (ids) nor `client` it is for all works.

    Of `document` (a contract, a mail) only the SHA-256 is kept. Raises UsageError, Unreadable.
    """
    if not uses:
        raise UsageError("A consent is to at least one use.", f"Uses: {', '.join(DataUse)}.")
    if until is not None and until < since:
        raise UsageError("A consent cannot end before it begins.")
    if works and client is not None:
        raise UsageError("A consent is for some works, or for a client's works.", "Give one of the two.")
    made = Grant(
        id=new_id(),
        to=to,
        uses=tuple(use for use in DataUse if use in uses),
        since=since,
        at=studio.catalogue.clock(),
        seat=studio.catalogue.seat,
        actor=studio.catalogue.actor,
        until=until,
        works=tuple(dict.fromkeys(works)),
        client_id=client.id if client else None,
        note=note.strip(),
        document=_digest(document) if document else "",
    )
    with studio.catalogue.transaction():
        made = studio.catalogue.grants.add(made)
        studio.catalogue.custody.append(
            GRANTED,
            made.id,
            {
                "to": made.to,
                "uses": [use.value for use in made.uses],
                "since": made.since.isoformat(),
                "until": made.until.isoformat() if made.until else None,
                "works": list(made.works),
                "client": made.client_id,
                "note": made.note,
                "document": made.document,
            },
        )
    return made


def end(studio: Studio, reference: str, last: date | None = None) -> Grant:
    """Write down that a grant holds no longer after `last` (None: today). Raises UsageError.

    One that has not begun by today is taken back with the day before it begins as its last: it never holds.
    """
    found = studio.catalogue.grants.get(reference)
    if found.ended_at is not None:
        raise UsageError(f"That consent was ended on {found.ended_at.astimezone():%Y-%m-%d} already.")
    if last is None:
        last = found.since - timedelta(days=1) if found.since > date.today() else date.today()
    elif last < found.since:
        raise UsageError("A consent cannot end before it begins.")
    with studio.catalogue.transaction():
        ended = studio.catalogue.grants.end(found.id, last)
        studio.catalogue.custody.append(ENDED, found.id, {"to": found.to, "last": last.isoformat()})
    return ended


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error
