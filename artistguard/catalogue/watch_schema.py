"""The tables of the watch: what is looked at and when, what was found, as families, and what the artist said of it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from artistguard.catalogue.columns import Moment, created_column, json_column, metadata, who_columns

# Who may do something that only one may do at a time, in this catalogue, whatever the seat or the process.
leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Moment, nullable=False),
    *who_columns(),
)

watches = Table(
    "watches",
    metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("cadence_hours", Integer, nullable=False),
    created_column(),
    json_column("params"),
    json_column("checkpoint"),
    Column("paused", Boolean, nullable=False),
    Column("next_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("removed_at", Moment),  # its runs and finds stay
    *who_columns(),
)

watch_runs = Table(
    "watch_runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("watch_id", ForeignKey("watches.id"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", String),
    json_column("coverage"),
    Column("requests", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("news", BigInteger, nullable=False),
    Column("message", Text, nullable=False),
    *who_columns(),
    Index(None, "watch_id", "position"),
)

# A card: candidates that are one thing. What can be counted from its rows is kept here too, for lists of thousands;
# catalogue/families.py is the only place that writes it.
families = Table(
    "families",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("merged_into", ForeignKey("families.id"), index=True),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("rank", Integer, nullable=False),  # Strength.rank of the strongest match; 0 is the strongest
    Column("severe", Boolean, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_news", Moment, nullable=False),
    Column("news", Boolean, nullable=False),
    Column("allowed", Boolean, nullable=False),  # every one of its candidates is
    Column("verdict", String),
    Column("judged_at", Moment),
    Column("held", Boolean, nullable=False),
    Index(None, "news", "severe", "rank", "last_news"),
)

candidates = Table(
    "candidates",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("account", String, nullable=False),
    Column("revision", Text, nullable=False),
    json_column("body"),
    Column("family_id", ForeignKey("families.id"), nullable=False, index=True),
    Column("watch_id", ForeignKey("watches.id"), index=True),  # that saw it last; none: a check by hand
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("gone_since", Moment),
    Column("compared", Boolean, nullable=False),  # its pictures with the works; also where it has none
    Column("allowed", Boolean, nullable=False),
    *who_columns(),
    UniqueConstraint("source", "key"),
)

# Candidates in which nothing was found, by the bytes of their files, for a while.
strangers = Table(
    "strangers",
    metadata,
    Column("kin", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("account", String, nullable=False),
    Column("seen", Moment, nullable=False, index=True),
    Index(None, "source", "key"),
)

# What joins candidates into families: equal text, same family.
kin = Table(
    "kin",
    metadata,
    Column("kin", String, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

matches = Table(
    "matches",
    metadata,
    Column("id", String, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("field", String),
    Column("found", Text, nullable=False),
    Column("strength", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    json_column("details"),
    UniqueConstraint("candidate_id", "key", "subject"),
)

# Verdicts are appended; the last one can be undone, and then says so.
verdicts = Table(
    "verdicts",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("family_id", ForeignKey("families.id"), nullable=False, index=True),
    Column("verdict", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    *who_columns(),
)

# Which pairs of candidate and subject a verdict judged.
judged = Table(
    "judged",
    metadata,
    Column("match_id", ForeignKey("matches.id"), primary_key=True),
    Column("verdict_id", ForeignKey("verdicts.id"), primary_key=True),
    sqlite_with_rowid=False,
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("family_id", ForeignKey("families.id"), nullable=False),
    Column("candidate_id", ForeignKey("candidates.id")),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("capture", String, nullable=False),
    Column("news", Boolean, nullable=False),  # worth being shown again
    Index(None, "family_id", "position"),
)

allowances = Table(
    "allowances",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Moment, nullable=False),
    *who_columns(),
)

# Models whose cards declare a data set that is a find.
declarations = Table(
    "declarations",
    metadata,
    Column("dataset_id", ForeignKey("candidates.id"), primary_key=True),
    Column("key", String, primary_key=True),  # of the model, at the same source
    Column("title", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
