"""The tables. The same on SQLite and PostgreSQL; `migrations` makes them, and a test keeps the two equal.

Moments are stored in UTC. `seat` and `actor` on a row: who put it there. Structured values nobody searches by are JSON.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
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

from artistguard.catalogue import form_schema, registry_schema, watch_schema  # noqa: F401 - theirs are in `metadata`
from artistguard.catalogue.columns import Moment, created_column, find_by, json_column, metadata, who_columns
from artistguard.model.jobs import JobState

UNFINISHED = tuple(state.value for state in JobState if not state.finished)

meta = Table("meta", metadata, Column("key", String, primary_key=True), json_column("value", nullable=True))

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
    created_column(),
    *who_columns(),
)

preset_versions = Table(
    "preset_versions",
    metadata,
    Column("id", String, primary_key=True),
    Column("preset_id", ForeignKey("presets.id"), nullable=False),
    Column("version", Integer, nullable=False),
    created_column(),
    json_column("rights"),
    json_column("reservation"),
    json_column("fields"),
    json_column("output"),
    Column("source_type", String),
    *who_columns(),
    UniqueConstraint("preset_id", "version"),
)

clients = Table(
    "clients",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False, unique=True),
    created_column(),
    json_column("rights"),
    json_column("mandate", nullable=True),
    Column("sealed", Boolean, nullable=False),
    Column("sealed_until", Date),
    Column("preset_id", ForeignKey("presets.id")),
    *who_columns(),
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
    created_column(),
    Column("revoked_at", Moment),
    Column("replaced_by", ForeignKey("identities.id")),
    Column("issuer_id", ForeignKey("identities.id")),
    Column("root_pem", Text),
    *who_columns(),
)

roots = Table("roots", metadata, Column("name", String, primary_key=True), created_column(), *who_columns())

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
    created_column(),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("source_type", String),
    *who_columns(),
    find_by("title"),
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
    created_column(),
    # Deferred, so that the files of a work can be written in any order.
    Column("parent_id", ForeignKey("editions.id", deferrable=True, initially="DEFERRED")),
    Column("preset_version_id", ForeignKey("preset_versions.id")),
    Column("identity_id", ForeignKey("identities.id")),
    Column("superseded_by", ForeignKey("editions.id", deferrable=True, initially="DEFERRED")),
    json_column("sidecars"),
    *who_columns(),
    find_by("path"),
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
    created_column(),
    *who_columns(),
    json_column("params"),
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
    json_column("payload"),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String),
    Column("lease_until", Moment),
    Column("generation", Integer, nullable=False),
    json_column("intent", nullable=True),
    json_column("result", nullable=True),
    json_column("error", nullable=True),
    Column("not_before", Moment),  # put off until then
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
    find_by("subject"),
    Index(None, "act", "seq"),
)

egress = Table(
    "egress",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    *who_columns(),
    Column("purpose", String, nullable=False),
    json_column("subjects"),
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
    json_column("purposes"),
    Column("shown", Text, nullable=False),
    Column("at", Moment, nullable=False),
    *who_columns(),
    Column("withdrawn_at", Moment),
)

# A consent that the artist granted: these uses of these works, to somebody, from a day on. Ended, the row stays.
grants = Table(
    "grants",
    metadata,
    Column("id", String, primary_key=True),
    Column("grantee", Text, nullable=False),
    json_column("uses"),
    Column("since", Date, nullable=False),
    Column("until", Date),
    json_column("works"),
    Column("client_id", ForeignKey("clients.id")),
    Column("note", Text, nullable=False),
    Column("document", String, nullable=False),
    Column("at", Moment, nullable=False),
    *who_columns(),
    Column("ended_on", Date),
    Column("ended_at", Moment),
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
    json_column("headers"),
    *who_columns(),
)

# Alembic's own table, kept out of `metadata` as Alembic itself does.
revision = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
