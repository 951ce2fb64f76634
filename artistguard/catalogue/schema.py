"""The tables. The same on SQLite and PostgreSQL; `migrations` makes them, and a test keeps the two equal.

Moments are stored in UTC. `seat` and `actor` on a row: who put it there. Structured values nobody searches by are JSON.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from artistguard.model.jobs import JobState

UNFINISHED = tuple(state.value for state in JobState if not state.finished)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite has no time zones, so it is given UTC without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment in the catalogue needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _json(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, JSON(none_as_null=True), nullable=nullable)


def _who() -> tuple[Column[Any], Column[Any]]:
    return Column("seat", String, nullable=False), Column("actor", String, nullable=False)


def _created() -> Column[Any]:
    return Column("created_at", Moment, nullable=False)


def _find_by(name: str) -> Index:
    """An index for equality on text of any length: PostgreSQL's ordered indexes take no more than 2,700 bytes."""
    return Index(None, name, postgresql_using="hash")


meta = Table("meta", metadata, Column("key", String, primary_key=True), _json("value", nullable=True))

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

presets = Table(
    "presets",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False, unique=True),  # the name as it is compared
    _created(),
    *_who(),
)

preset_versions = Table(
    "preset_versions",
    metadata,
    Column("id", String, primary_key=True),
    Column("preset_id", ForeignKey("presets.id"), nullable=False),
    Column("version", Integer, nullable=False),
    _created(),
    _json("rights"),
    _json("reservation"),
    _json("fields"),
    _json("output"),
    Column("source_type", String),
    *_who(),
    UniqueConstraint("preset_id", "version"),
)

clients = Table(
    "clients",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False, unique=True),
    _created(),
    _json("rights"),
    _json("mandate", nullable=True),
    Column("sealed", Boolean, nullable=False),
    Column("sealed_until", Date),
    Column("preset_id", ForeignKey("presets.id")),
    *_who(),
)

identities = Table(
    "identities",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("organization", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("algorithm", String, nullable=False),
    Column("chain_pem", Text, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("not_after", Moment, nullable=False),
    _created(),
    Column("revoked_at", Moment),
    Column("replaced_by", ForeignKey("identities.id")),
    Column("issuer_id", ForeignKey("identities.id")),
    Column("root_pem", Text),
    *_who(),
)

roots = Table("roots", metadata, Column("name", String, primary_key=True), _created(), *_who())

# Where a seat keeps a root: six seats can share a catalogue.
root_folders = Table(
    "root_folders",
    metadata,
    Column("seat", String, primary_key=True),
    Column("name", ForeignKey("roots.name"), primary_key=True),
    Column("folder", Text, nullable=False),
)

artworks = Table(
    "artworks",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    _created(),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("source_type", String),
    *_who(),
    _find_by("title"),
)

editions = Table(
    "editions",
    metadata,
    Column("id", String, primary_key=True),
    Column("artwork_id", ForeignKey("artworks.id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("root", ForeignKey("roots.name"), nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("blake3", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("format", String, nullable=False),
    Column("width", BigInteger),
    Column("height", BigInteger),
    Column("frames", BigInteger, nullable=False),
    Column("bits", BigInteger),
    Column("colour", Text),
    Column("profile", Text),
    Column("preview", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    _created(),
    # Deferred, so that the files of a work can be written in any order.
    Column("parent_id", ForeignKey("editions.id", deferrable=True, initially="DEFERRED")),
    Column("preset_version_id", ForeignKey("preset_versions.id")),
    Column("identity_id", ForeignKey("identities.id")),
    Column("superseded_by", ForeignKey("editions.id", deferrable=True, initially="DEFERRED")),
    _json("sidecars"),
    *_who(),
    _find_by("path"),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("edition_id", ForeignKey("editions.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", String, nullable=False),
    Column("quality", Integer),
    sqlite_with_rowid=False,  # its key is most of it; PostgreSQL has no such choice
)

batches = Table(
    "batches",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    _created(),
    *_who(),
    _json("params"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False),  # the order in which they were added
    Column("batch_id", ForeignKey("batches.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    _json("payload"),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String),
    Column("lease_until", Moment),
    Column("generation", Integer, nullable=False),
    _json("intent", nullable=True),
    _json("result", nullable=True),
    _json("error", nullable=True),
    Index(None, "batch_id", "state", "position"),
    Index(None, "state", "position"),
)

_unfinished = text("state IN (" + ", ".join(f"'{state}'" for state in UNFINISHED) + ")")
Index(
    "uq_jobs_key_unfinished",
    jobs.c.key,
    unique=True,
    sqlite_where=_unfinished,
    postgresql_where=_unfinished,
)

# The ledger keeps the very text that was hashed, so that nothing is lost or smoothed on the way.
custody = Table(
    "custody",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("seat", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("act", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    _find_by("subject"),
)

egress = Table(
    "egress",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    *_who(),
    Column("purpose", String, nullable=False),
    _json("subjects"),
    Column("method", String, nullable=False),
    Column("url", Text, nullable=False),
    Column("bytes_out", BigInteger, nullable=False),
    Column("body_sha256", String, nullable=False),
    Column("status", Integer),
    Column("bytes_in", BigInteger, nullable=False),
    Column("refused", Text, nullable=False),
)

# A host the user agreed to, for some purposes, after seeing what would be sent. Withdrawn, the row stays.
consents = Table(
    "consents",
    metadata,
    Column("id", String, primary_key=True),
    Column("host", String, nullable=False),
    _json("purposes"),
    Column("shown", Text, nullable=False),
    Column("at", Moment, nullable=False),
    *_who(),
    Column("withdrawn_at", Moment),
)

# A raw answer from the network. Its bytes are a file of the data folder, under their digest.
captures = Table(
    "captures",
    metadata,
    Column("id", String, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    _json("headers"),
    *_who(),
)

# Alembic's own table, kept out of `metadata` as Alembic itself does.
revision = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
