"""Candidates in which nothing was found, remembered by their files."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "strangers",
        sa.Column("kin", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kin", "source", "key", name="pk_strangers"),
    )
    op.create_index("ix_strangers_seen", "strangers", ["seen"])
    op.create_index("ix_strangers_source_key", "strangers", ["source", "key"])
