"""Presets and their versions. A version never changes: editing makes the next one."""

from enum import Enum
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from artistguard.catalogue import meta, schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import checked_name, folded, no_such, one_by_prefix
from artistguard.model import wire
from artistguard.model.errors import UsageError
from artistguard.model.ids import new_id
from artistguard.model.preset import ALL_FIELDS, Field, OutputRule, Preset, PresetVersion
from artistguard.model.rights import Reservation, Rights

_PRESETS, _VERSIONS = schema.presets, schema.preset_versions
_DEFAULT = "preset.default"
_NO_RIGHTS, _ALL_RESERVED, _PLAIN_OUTPUT = Rights(), Reservation(), OutputRule()


class _Keep(Enum):
    KEEP = "as it is"


KEEP: Final = _Keep.KEEP


class Presets:
    """The presets of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        name: str,
        *,
        rights: Rights = _NO_RIGHTS,
        reservation: Reservation = _ALL_RESERVED,
        fields: frozenset[Field] = ALL_FIELDS,
        output: OutputRule = _PLAIN_OUTPUT,
        source_type: str | None = None,
    ) -> tuple[Preset, PresetVersion]:
        """A new preset with its first version. Raises UsageError if the name is taken (case does not count)."""
        at = self._database.clock()
        preset = Preset(new_id(), checked_name(name, "preset"), at)
        version = PresetVersion(new_id(), preset.id, 1, at, rights, reservation, fields, output, source_type)
        with self._database.write() as connection:
            self._refuse_taken(connection, preset.name)
            connection.execute(
                insert(_PRESETS).values(
                    id=preset.id, name=preset.name, folded=folded(preset.name), created_at=at, **self._database.who
                )
            )
            self._insert(connection, version)
        return preset, version

    def revise(
        self,
        preset_id: str,
        *,
        rights: Rights | _Keep = KEEP,
        reservation: Reservation | _Keep = KEEP,
        fields: frozenset[Field] | _Keep = KEEP,
        output: OutputRule | _Keep = KEEP,
        source_type: str | _Keep | None = KEEP,
    ) -> PresetVersion:
        """The version that says this: the latest if it does already, else the next. What is not given stays."""
        with self._database.write() as connection:
            last = self._latest(connection, preset_id)
            wanted = PresetVersion(
                id=new_id(),
                preset_id=preset_id,
                version=last.version + 1,
                created_at=self._database.clock(),
                rights=last.rights if rights is KEEP else rights,
                reservation=last.reservation if reservation is KEEP else reservation,
                fields=last.fields if fields is KEEP else frozenset(fields),
                output=last.output if output is KEEP else output,
                source_type=last.source_type if source_type is KEEP else source_type,
            )
            if _content(wanted) == _content(last):
                return last
            self._insert(connection, wanted)
        return wanted

    def rename(self, preset_id: str, name: str) -> Preset:
        """Give a preset another name. Its versions stay."""
        name = checked_name(name, "preset")
        with self._database.write() as connection:
            preset, _ = self._get(connection, preset_id)
            if folded(name) != folded(preset.name):
                self._refuse_taken(connection, name)
            connection.execute(
                update(_PRESETS).where(_PRESETS.c.id == preset.id).values(name=name, folded=folded(name))
            )
        return Preset(preset.id, name, preset.created_at)

    def get(self, reference: str) -> tuple[Preset, PresetVersion]:
        """A preset by name, id or the beginning of an id, with its latest version. Raises UsageError."""
        with self._database.read() as connection:
            return self._get(connection, reference)

    def version(self, version_id: str) -> PresetVersion:
        """A version by its id. Raises UsageError."""
        with self._database.read() as connection:
            row = connection.execute(select(_VERSIONS).where(_VERSIONS.c.id == version_id)).first()
        if row is None:
            raise no_such("preset version", version_id)
        return _version(row)

    def versions(self, preset_id: str) -> tuple[PresetVersion, ...]:
        """All versions of a preset, oldest first."""
        with self._database.read() as connection:
            query = select(_VERSIONS).where(_VERSIONS.c.preset_id == preset_id).order_by(_VERSIONS.c.version)
            return tuple(_version(row) for row in connection.execute(query))

    def default(self) -> tuple[Preset, PresetVersion] | None:
        """The preset used where none is named."""
        with self._database.read() as connection:
            preset_id = meta.read(connection, _DEFAULT)
            return self._get(connection, preset_id) if preset_id else None

    def set_default(self, preset_id: str) -> None:
        """Use a preset where none is named."""
        with self._database.write() as connection:
            preset, _ = self._get(connection, preset_id)
            meta.write(connection, _DEFAULT, preset.id)

    def list(self) -> tuple[Preset, ...]:
        """All presets, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(_PRESETS).order_by(_PRESETS.c.folded)).all()
        return tuple(_preset(row) for row in rows)

    def _get(self, connection: Connection, reference: str) -> tuple[Preset, PresetVersion]:
        row = connection.execute(select(_PRESETS).where(_PRESETS.c.folded == folded(reference))).first()
        row = row or one_by_prefix(connection, _PRESETS, reference, "preset")
        if row is None:
            raise no_such("preset", reference)
        return _preset(row), self._latest(connection, row.id)

    def _latest(self, connection: Connection, preset_id: str) -> PresetVersion:
        query = (
            select(_VERSIONS).where(_VERSIONS.c.preset_id == preset_id).order_by(_VERSIONS.c.version.desc()).limit(1)
        )
        row = connection.execute(query).first()
        if row is None:
            raise no_such("preset", preset_id)
        return _version(row)

    def _refuse_taken(self, connection: Connection, name: str) -> None:
        if connection.execute(select(_PRESETS.c.id).where(_PRESETS.c.folded == folded(name))).first():
            raise UsageError(f"There is a preset named {name!r} already.", "Choose another name, or revise that one.")

    def _insert(self, connection: Connection, version: PresetVersion) -> None:
        connection.execute(
            insert(_VERSIONS).values(
                id=version.id,
                preset_id=version.preset_id,
                version=version.version,
                created_at=version.created_at,
                **{name: wire.dump(getattr(version, name)) for name in ("rights", "reservation", "fields", "output")},
                source_type=version.source_type,
                **self._database.who,
            )
        )


def _content(version: PresetVersion) -> tuple[object, ...]:
    return (version.rights, version.reservation, version.fields, version.output, version.source_type)


def _preset(row: Row[Any]) -> Preset:
    return Preset(row.id, row.name, row.created_at)


def _version(row: Row[Any]) -> PresetVersion:
    return PresetVersion(
        id=row.id,
        preset_id=row.preset_id,
        version=row.version,
        created_at=row.created_at,
        rights=wire.load(Rights, row.rights),
        reservation=wire.load(Reservation, row.reservation),
        fields=frozenset(Field(name) for name in row.fields),
        output=wire.load(OutputRule, row.output),
        source_type=row.source_type,
    )
