"""The migrations and the schema say the same, on both databases, and the file is backed up before a step."""

import sqlite3
import sys
import types
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

from artistguard.catalogue import faults, migrations, opening, schema
from artistguard.catalogue.store import Catalogue


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return str({key: _plain(item) for key, item in sorted(value.items())})
    return str(value)


def declared(engine: Engine) -> dict[str, object]:
    """Everything a database says of its tables."""
    found: dict[str, object] = {}
    inspector = inspect(engine)
    for table in inspector.get_table_names():
        if table == schema.revision.name:
            continue
        for part in ("columns", "indexes", "foreign_keys", "unique_constraints"):
            found[f"{table}.{part}"] = sorted(map(_plain, getattr(inspector, f"get_{part}")(table)))
        found[f"{table}.key"] = inspector.get_pk_constraint(table)
        found[f"{table}.options"] = inspector.get_table_options(table)
    return found


def test_the_migration_makes_what_the_schema_declares(tmp_path: Path) -> None:
    migrated, made = create_engine(f"sqlite:///{tmp_path}/a.db"), create_engine(f"sqlite:///{tmp_path}/b.db")
    with migrated.begin() as connection:
        migrations.upgrade(connection, None)
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    schema.metadata.create_all(made)
    assert declared(migrated) == declared(made)
    assert len(inspect(migrated).get_table_names()) == len(schema.metadata.tables) + 1
    # And the very text SQLite keeps, which tells of WITHOUT ROWID, partial indexes and deferred keys as well.
    kept = []
    for engine in (migrated, made):
        with engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'")
            kept.append({name: "".join((sql or "").split()) for name, sql in rows if "alembic" not in name})
    assert sorted(kept[0]) == sorted(kept[1])
    clauses = ("WITHOUTROWID", "DEFERRABLEINITIALLYDEFERRED", "WHEREstateIN")
    for name, sql in kept[0].items():
        assert [sql.count(clause) for clause in clauses] == [kept[1][name].count(clause) for clause in clauses]
    migrated.dispose()
    made.dispose()


def test_the_migration_makes_it_on_postgresql_too(server: str) -> None:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA made")
        connection.exec_driver_sql("CREATE SCHEMA migrated")
    found = []
    for name in ("made", "migrated"):
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL search_path TO {name}")
            if name == "made":
                schema.metadata.create_all(connection)
            else:
                migrations.upgrade(connection, None)
                assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
            columns = connection.exec_driver_sql(
                "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
                f" WHERE table_schema = '{name}' AND table_name <> 'alembic_version' ORDER BY 1, 2"
            ).all()
            indexes = connection.exec_driver_sql(
                f"SELECT replace(indexdef, '{name}.', '') FROM pg_indexes WHERE schemaname = '{name}'"
                " AND tablename <> 'alembic_version' ORDER BY 1"
            ).all()
            constraints = connection.exec_driver_sql(
                "SELECT conname, contype::text, condeferrable, condeferred FROM pg_constraint c"
                " JOIN pg_namespace n ON n.oid = c.connamespace"
                f" WHERE n.nspname = '{name}' AND conname NOT LIKE 'alembic%%' ORDER BY 1"
            ).all()
            found.append((columns, indexes, constraints))
    engine.dispose()
    assert found[0] == found[1]
    assert all(part for part in found[0])


def test_revisions_stand_in_one_line_of_modules() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrations.HEAD]
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(migrations.REVISIONS))


@pytest.mark.parametrize("count", range(1, len(migrations.REVISIONS)))
def test_a_file_of_any_earlier_version_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "REVISIONS", migrations.REVISIONS[:count])
        earlier.setattr(migrations, "HEAD", migrations.REVISIONS[-1])
        with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
            catalogue.meta.set("a", 1)
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
        assert catalogue.meta.get("a") == 1
    engine = create_engine(f"sqlite:///{tmp_path / opening.FILE_NAME}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    engine.dispose()


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step after the last, as the next version of the program would bring it."""
    step = types.ModuleType("a step")

    def upgrade() -> None:
        import sqlalchemy as sa
        from alembic import op

        with op.batch_alter_table("artworks") as table:
            table.add_column(sa.Column("stars", sa.Integer))

    step.upgrade = upgrade  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, f"{migrations.__name__}.versions.r9998", step)
    monkeypatch.setattr(migrations, "REVISIONS", (*migrations.REVISIONS, "9998"))
    monkeypatch.setattr(migrations, "HEAD", "9998")


def columns(file: Path) -> list[str]:
    raw = sqlite3.connect(file)
    found = [row[1] for row in raw.execute("PRAGMA table_info(artworks)")]
    raw.close()
    return found


def test_the_file_is_backed_up_before_a_step(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
        catalogue.meta.set("a", 1)
    assert not (tmp_path / faults.BACKUPS).exists()  # nothing to back up in a new one
    before = migrations.HEAD
    request.getfixturevalue("next_step")
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
        assert catalogue.meta.get("a") == 1
    assert "stars" in columns(tmp_path / opening.FILE_NAME)
    [saved] = (tmp_path / faults.BACKUPS).iterdir()
    assert before in saved.name
    assert "stars" not in columns(saved)
    Catalogue.open(tmp_path, seat="s", actor="a").close()
    assert len(list((tmp_path / faults.BACKUPS).iterdir())) == 1  # once


def test_a_step_that_fails_changes_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    Catalogue.open(tmp_path, seat="s", actor="a").close()
    before = columns(tmp_path / opening.FILE_NAME)
    request.getfixturevalue("next_step")
    real = Operations.batch_alter_table

    def broken(self: Operations, *arguments: object, **named: object) -> object:
        self.drop_table("fingerprints")
        raise RuntimeError("half way")

    with monkeypatch.context() as patch:
        patch.setattr(Operations, "batch_alter_table", broken)
        # `alembic.op` holds functions bound to the class when it was first loaded.
        patch.setattr("alembic.op.batch_alter_table", lambda name: broken(Operations(_context()), name))
        with pytest.raises(RuntimeError, match="half way"):
            Catalogue.open(tmp_path, seat="s", actor="a")
    assert Operations.batch_alter_table is real
    assert columns(tmp_path / opening.FILE_NAME) == before
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
        assert catalogue.works.fingerprints("any") == ()


def _context() -> MigrationContext:
    from alembic import op

    return op.get_context()


def test_a_server_is_brought_up_to_date(empty_server: str, request: pytest.FixtureRequest) -> None:
    with Catalogue.open(empty_server, seat="s", actor="a") as catalogue, catalogue._database.read() as connection:
        assert migrations.stored(connection) == migrations.HEAD
