"""The tables of what only people send: what the user said of a form, and where works stand on the web."""

from sqlalchemy import Column, Date, ForeignKey, String, Table, Text

from artistguard.catalogue.columns import created_column, find_by, json_column, metadata, who_columns

# One word of the user a row, never changed: two seats that speak at once are both kept.
form_marks = Table(
    "form_marks",
    metadata,
    Column("id", String, primary_key=True),
    Column("form", String, nullable=False),
    Column("state", String, nullable=False),
    Column("day", Date),
    Column("note", Text, nullable=False),
    json_column("works"),
    created_column(),
    *who_columns(),
    find_by("form"),
)

work_addresses = Table(
    "work_addresses",
    metadata,
    Column("artwork_id", ForeignKey("artworks.id"), primary_key=True),
    Column("digest", String, primary_key=True),  # SHA-256 of the URL: PostgreSQL's keys take no long text
    Column("url", Text, nullable=False),
    created_column(),
    *who_columns(),
)
