"""Clients: whom work is done for, with rights, mandate and seal. A new client is sealed until the user opens it."""

from dataclasses import fields, replace
from datetime import date

from artistguard.model import wire
from artistguard.model.errors import UsageError
from artistguard.model.ids import new_id
from artistguard.model.rights import Client, Mandate, Rights, Seal
from artistguard.workflow import thumbnails
from artistguard.workflow.studio import Studio


def add(studio: Studio, name: str, rights: Rights | None = None) -> Client:
    """A new client, sealed."""
    if not name.strip():
        raise UsageError("A client needs a name.")
    client = Client(id=new_id(), name=name.strip(), rights=rights or Rights())
    with studio.catalogue.transaction():
        studio.catalogue.clients.create(client)
        studio.catalogue.custody.append("client-added", client.id, {"name": client.name, "sealed": True})
    return client


def with_settings(client: Client, settings: list[str]) -> Client:
    """The client with `rights.field=value`, `mandate.field=value`, `name=...` or `preset=...` (an id) applied."""
    for setting in settings:
        name, equals, value = setting.partition("=")
        part, _, field = name.partition(".")
        if not equals:
            raise UsageError(f"{setting!r} is not of the form field=value.")
        if name == "name":
            client = replace(client, name=value)
        elif part == "rights" and field in {f.name for f in fields(Rights)}:
            client = replace(client, rights=replace(client.rights, **{field: value}))
        elif part == "mandate" and field in {f.name for f in fields(Mandate)}:
            old = client.mandate or Mandate(holder=client.name, agent="")
            client = replace(client, mandate=wire.load(Mandate, {**wire.dump(old), field: value or None}))
        else:
            known = [f"rights.{f.name}" for f in fields(Rights)] + [f"mandate.{f.name}" for f in fields(Mandate)]
            raise UsageError(f"There is no {name!r} of a client.", "Fields: name, " + ", ".join(known) + ".")
    return client


def update(studio: Studio, client: Client) -> None:
    """Store a changed client; what changed of the seal stands in the ledger."""
    before = studio.catalogue.clients.get(client.id)
    with studio.catalogue.transaction():
        studio.catalogue.clients.update(client)
        studio.catalogue.custody.append(
            "client-changed",
            client.id,
            {"name": client.name, "sealed": client.seal.closed, "was_sealed": before.seal.closed},
        )
    if client.seal.forbids(date.today()):
        _forget_pictures(studio, client.id)


def seal(studio: Studio, client: Client, until: date | None = None) -> Client:
    """Close the client's seal, for good or until a day; cached thumbnails of their works go."""
    sealed = replace(client, seal=Seal(closed=True, until=until))
    update(studio, sealed)
    return sealed


def open_(studio: Studio, client: Client) -> Client:
    """Open the client's seal."""
    opened = replace(client, seal=Seal(closed=False))
    update(studio, opened)
    return opened


def assign(studio: Studio, works: list[str], client: Client | None) -> None:
    """Put works under a client (None: the artist's own again). Under a sealed one their thumbnails go."""
    with studio.catalogue.transaction():
        studio.catalogue.works.set_client(works, client.id if client else None)
        for work in works:
            studio.catalogue.custody.append("client-assigned", work, {"client": client.id if client else None})
    if client is not None and client.seal.forbids(date.today()):
        for work in works:
            found = studio.catalogue.works.get(work)
            thumbnails.forget(studio.thumbnails, (edition.sha256 for edition in found.editions))


def _forget_pictures(studio: Studio, client_id: str) -> None:
    for work in studio.catalogue.works.iterate(client_id=client_id):
        thumbnails.forget(studio.thumbnails, (edition.sha256 for edition in work.editions))
