"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("params", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "custody",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_custody"),
    )
    op.create_index("ix_custody_subject", "custody", ["subject"], postgresql_using="hash")
    op.create_table(
        "egress",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("subjects", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("bytes_out", sa.BigInteger(), nullable=False),
        sa.Column("body_sha256", sa.String(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("bytes_in", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_egress"),
        sa.UniqueConstraint("position", name="uq_egress_position"),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organization", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.Column("chain_pem", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("replaced_by", sa.String()),
        sa.Column("issuer_id", sa.String()),
        sa.Column("root_pem", sa.Text()),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["identities.id"], name="fk_identities_issuer_id"),
        sa.ForeignKeyConstraint(["replaced_by"], ["identities.id"], name="fk_identities_replaced_by"),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "presets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_presets"),
        sa.UniqueConstraint("folded", name="uq_presets_folded"),
    )
    op.create_table(
        "roots",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_roots"),
    )
    op.create_table(
        "clients",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rights", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("mandate", sa.JSON(none_as_null=True)),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("sealed_until", sa.Date()),
        sa.Column("preset_id", sa.String()),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["preset_id"], ["presets.id"], name="fk_clients_preset_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sa.UniqueConstraint("folded", name="uq_clients_folded"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("intent", sa.JSON(none_as_null=True)),
        sa.Column("result", sa.JSON(none_as_null=True)),
        sa.Column("error", sa.JSON(none_as_null=True)),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_jobs_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_batch_id_state_position", "jobs", ["batch_id", "state", "position"])
    op.create_index("ix_jobs_state_position", "jobs", ["state", "position"])
    op.create_index(
        "uq_jobs_key_unfinished",
        "jobs",
        ["key"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running', 'blocked')"),
        postgresql_where=sa.text("state IN ('queued', 'running', 'blocked')"),
    )
    op.create_table(
        "preset_versions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("preset_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rights", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reservation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("output", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("source_type", sa.String()),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["preset_id"], ["presets.id"], name="fk_preset_versions_preset_id"),
        sa.PrimaryKeyConstraint("id", name="pk_preset_versions"),
        sa.UniqueConstraint("preset_id", "version", name="uq_preset_versions_preset_id_version"),
    )
    op.create_table(
        "root_folders",
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["roots.name"], name="fk_root_folders_name"),
        sa.PrimaryKeyConstraint("seat", "name", name="pk_root_folders"),
    )
    op.create_table(
        "artworks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.String()),
        sa.Column("source_type", sa.String()),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_artworks_client_id"),
        sa.PrimaryKeyConstraint("id", name="pk_artworks"),
        sa.UniqueConstraint("number", name="uq_artworks_number"),
    )
    op.create_index("ix_artworks_client_id", "artworks", ["client_id"])
    op.create_index("ix_artworks_title", "artworks", ["title"], postgresql_using="hash")
    op.create_table(
        "editions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("artwork_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("blake3", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger()),
        sa.Column("height", sa.BigInteger()),
        sa.Column("frames", sa.BigInteger(), nullable=False),
        sa.Column("bits", sa.BigInteger()),
        sa.Column("colour", sa.Text()),
        sa.Column("profile", sa.Text()),
        sa.Column("preview", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parent_id", sa.String()),
        sa.Column("preset_version_id", sa.String()),
        sa.Column("identity_id", sa.String()),
        sa.Column("superseded_by", sa.String()),
        sa.Column("sidecars", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["artwork_id"], ["artworks.id"], name="fk_editions_artwork_id"),
        sa.ForeignKeyConstraint(["identity_id"], ["identities.id"], name="fk_editions_identity_id"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["editions.id"], name="fk_editions_parent_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["preset_version_id"], ["preset_versions.id"], name="fk_editions_preset_version_id"),
        sa.ForeignKeyConstraint(["root"], ["roots.name"], name="fk_editions_root"),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["editions.id"], name="fk_editions_superseded_by", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
    )
    op.create_index("ix_editions_artwork_id", "editions", ["artwork_id"])
    op.create_index("ix_editions_path", "editions", ["path"], postgresql_using="hash")
    op.create_index("ix_editions_sha256", "editions", ["sha256"])
    op.create_table(
        "fingerprints",
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("quality", sa.Integer()),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_fingerprints_edition_id"),
        sa.PrimaryKeyConstraint("edition_id", "kind", name="pk_fingerprints"),
        sqlite_with_rowid=False,
    )
