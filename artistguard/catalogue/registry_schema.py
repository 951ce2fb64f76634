"""The tables of what registries were told: each declaration with its bytes, the works it is about, the receipts.

The table is `registrations`: `declarations` holds which models name which data sets.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from artistguard.catalogue.columns import Moment, created_column, json_column, metadata, who_columns
from artistguard.model.registering import DeclarationState

registrations = Table(
    "registrations",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),  # the order in which they were asked for
    Column("registry", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("key", String, nullable=False),  # of registry, operation, content and policy version
    Column("withdraws", ForeignKey("registrations.id"), index=True),
    json_column("submission"),
    Column("state", String, nullable=False),
    created_column(),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment),
    Column("error", Text, nullable=False),
    Column("standing", String, nullable=False),
    Column("standing_at", Moment),
    Column("withdrawn_at", Moment),
    # The signed bytes, from before they leave until the answer is kept; then they stand in the receipt.
    json_column("sent_head", nullable=True),  # method, URL, headers
    Column("sent_body", LargeBinary),
    Column("sent_made_at", Moment),
    Column("sent_stale_at", Moment),
    *who_columns(),
    Index(None, "registry", "position"),
    Index(None, "state", "position"),
    Index(None, "standing", "standing_at"),
)

_in_force = text(f"state <> '{DeclarationState.WITHDRAWN.value}'")
Index(
    "uq_registrations_key_in_force",
    registrations.c.key,
    unique=True,
    sqlite_where=_in_force,
    postgresql_where=_in_force,
)

# Which files of which works a declaration is about, in the order of its items. `key` is that of the one file.
registered = Table(
    "registered",
    metadata,
    Column("registration_id", ForeignKey("registrations.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("work_id", ForeignKey("artworks.id"), nullable=False, index=True),
    Column("edition_id", ForeignKey("editions.id"), nullable=False),
    Column("key", String, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# Further bytes that were made with the signed ones, by name: leaves, nonces, proofs so far.
sent_parts = Table(
    "sent_parts",
    metadata,
    Column("registration_id", ForeignKey("registrations.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# What a registry answered. A better one is a further row; the last one counts.
receipts = Table(
    "receipts",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("registration_id", ForeignKey("registrations.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("url", Text, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    json_column("headers"),
    Column("response", LargeBinary, nullable=False),
    Column("id_there", Text, nullable=False),
    Column("signer", Text, nullable=False),
    *who_columns(),
    Index(None, "registration_id", "position"),
)

receipt_parts = Table(
    "receipt_parts",
    metadata,
    Column("receipt_id", ForeignKey("receipts.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
