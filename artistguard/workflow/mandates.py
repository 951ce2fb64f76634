"""Whether the artist may speak for whoever holds the rights in a client's works."""

from datetime import date

from artistguard.model.rights import Client


def warning(client: Client | None, creator: str, today: date) -> str:
    """What the user should know before reserving for a rights holder; empty: nothing. `creator`: the artist."""
    if client is None or client.rights.rights_holder in ("", creator):
        return ""
    if client.mandate is None:
        return f"No mandate of {client.rights.rights_holder} to reserve for them is on record."
    if not client.mandate.holds(today):
        return f"The mandate of {client.mandate.holder} ended on {client.mandate.until}."
    return ""
