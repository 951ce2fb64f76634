"""What registries were told and what they answered; jobs that are put off until a moment."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("not_before", sa.DateTime(timezone=True)))
    op.create_table(
        "registrations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("registry", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("withdraws", sa.String()),
        sa.Column("submission", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("standing_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("sent_head", sa.JSON(none_as_null=True)),
        sa.Column("sent_body", sa.LargeBinary()),
        sa.Column("sent_made_at", sa.DateTime(timezone=True)),
        sa.Column("sent_stale_at", sa.DateTime(timezone=True)),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["withdraws"], ["registrations.id"], name="fk_registrations_withdraws"),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
        sa.UniqueConstraint("position", name="uq_registrations_position"),
    )
    op.create_index("ix_registrations_withdraws", "registrations", ["withdraws"])
    op.create_index("ix_registrations_registry_position", "registrations", ["registry", "position"])
    op.create_index("ix_registrations_state_position", "registrations", ["state", "position"])
    op.create_index("ix_registrations_standing_standing_at", "registrations", ["standing", "standing_at"])
    in_force = sa.text("state <> 'withdrawn'")
    op.create_index(
        "uq_registrations_key_in_force",
        "registrations",
        ["key"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_table(
        "registered",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_registered_edition_id"),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_registered_registration_id"),
        sa.ForeignKeyConstraint(["work_id"], ["artworks.id"], name="fk_registered_work_id"),
        sa.PrimaryKeyConstraint("registration_id", "place", name="pk_registered"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_registered_work_id", "registered", ["work_id"])
    op.create_index("ix_registered_key", "registered", ["key"])
    op.create_table(
        "sent_parts",
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_sent_parts_registration_id"),
        sa.PrimaryKeyConstraint("registration_id", "name", name="pk_sent_parts"),
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("registration_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("id_there", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_receipts_registration_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("position", name="uq_receipts_position"),
    )
    op.create_index("ix_receipts_registration_id_position", "receipts", ["registration_id", "position"])
    op.create_table(
        "receipt_parts",
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_receipt_parts_receipt_id"),
        sa.PrimaryKeyConstraint("receipt_id", "name", name="pk_receipt_parts"),
    )
