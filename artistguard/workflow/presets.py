"""Presets: the three that come along, editing by field, and exchange as a file."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from artistguard.catalogue.store import Catalogue
from artistguard.model import wire
from artistguard.model.errors import UsageError
from artistguard.model.preset import ALL_FIELDS, Field, OutputRule, Preset, PresetVersion
from artistguard.model.protocols import sealed_by
from artistguard.model.rights import DataUse, Permission, Reservation, Rights
from artistguard.workflow.naming import render
from artistguard.workflow.seals import Seals

FILE_VERSION = 1
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_EXCHANGED = ("rights", "reservation", "fields", "output", "source_type")

_ASK = "Only with a written licence. Ask the licensor or contact named in this file."
_CONDITIONS = "Allowed for research that is not commercial and credits the creator; otherwise by written licence."

BUILT_IN: dict[str, dict[str, Any]] = {
    "Everything reserved": {
        "rights": Rights(
            usage_terms="All rights reserved, including text and data mining, AI training and generative AI use."
        ),
        "reservation": Reservation(),
    },
    "Ask me": {
        "rights": Rights(usage_terms=_ASK),
        "reservation": Reservation(
            Permission.CONSTRAINED, Permission.CONSTRAINED, Permission.CONSTRAINED, Permission.CONSTRAINED, _ASK
        ),
    },
    "Allowed with conditions": {
        "rights": Rights(usage_terms=_CONDITIONS),
        "reservation": Reservation(
            data_mining=Permission.ALLOWED,
            ai_inference=Permission.ALLOWED,
            ai_training=Permission.CONSTRAINED,
            ai_generative_training=Permission.CONSTRAINED,
            constraint=_CONDITIONS,
        ),
    },
}


def ensure_built_in(catalogue: Catalogue) -> None:
    """Put the three presets into a new catalogue; the first is the default."""
    if catalogue.presets.list():
        return
    with catalogue.transaction():
        for number, (name, content) in enumerate(BUILT_IN.items()):
            preset, _ = catalogue.presets.create(name, **content)
            if number == 0:
                catalogue.presets.set_default(preset.id)


def default(catalogue: Catalogue) -> tuple[Preset, PresetVersion]:
    """The default preset and its latest version."""
    found = catalogue.presets.default()
    if found is None:
        raise UsageError("No preset is the default one.", "Choose one: artistguard preset default NAME.")
    return found


def edited(
    version: PresetVersion, settings: Iterable[str], tick: Iterable[str] = (), untick: Iterable[str] = ()
) -> dict[str, Any]:
    """The content of a version with `part.field=value` settings and ticks applied, for `presets.revise`.

    Parts are rights, reservation and output; `reservation.all` answers all four questions at once; `source_type`
    stands alone (empty: state nothing). Raises UsageError, naming what there is to choose from.
    """
    content: dict[str, Any] = {name: getattr(version, name) for name in _EXCHANGED}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise UsageError(f"{setting!r} is not of the form part.field=value.")
        part, _, field = name.partition(".")
        if part == "source_type" and not field:
            content["source_type"] = source_type(value)
        elif part in ("rights", "reservation", "output"):
            content[part] = _with(content[part], part, field, value)
        else:
            raise UsageError(f"There is no {name!r} in a preset.", "Parts: rights, reservation, output, source_type.")
    content["fields"] = (content["fields"] | _fields(tick)) - _fields(untick)
    _check(content)
    return content


def source_type(text: str) -> str | None:
    """An IPTC digital source type by its short name ("digitalCreation") or URI; None for nothing stated."""
    if not text:
        return None
    prefix = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    name = text.removeprefix(prefix)
    if not name.isalnum() or not name.isascii():
        raise UsageError(f"{text!r} is no digital source type.", "Drawn by hand on a computer is digitalCreation.")
    return prefix + name


def export_file(catalogue: Catalogue, reference: str, path: Path) -> None:
    """Write a preset's latest version to a JSON file that `import_file` reads. An existing file stays.

    Raises Sealed where it names what is under a client's seal: such files are handed on.
    """
    preset, version = catalogue.presets.get(reference)
    content = {name: wire.dump(getattr(version, name)) for name in _EXCHANGED}
    said = [preset.name, *(text for part in content.values() if isinstance(part, dict) for text in part.values())]
    if hidden := Seals(catalogue).within((text for text in said if isinstance(text, str)), titles=False):
        raise sealed_by(hidden)
    document = {"artistguard-preset": FILE_VERSION, "name": preset.name, **content}
    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump(document, file, indent=2, ensure_ascii=False)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Choose another name.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def import_file(catalogue: Catalogue, path: Path) -> tuple[Preset, PresetVersion]:
    """Take in a preset from a file. A preset of that name gets a new version if the content differs."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not a preset file: it is not JSON ({error}).") from error
    if not isinstance(document, dict) or "artistguard-preset" not in document:
        raise UsageError(f"{path} is not a preset file.", "Preset files are made by 'artistguard preset export'.")
    if document["artistguard-preset"] != FILE_VERSION:
        raise UsageError(f"{path} was made by another version of the program.", "Update the program.")
    name = document.get("name")
    if not isinstance(name, str) or not name.strip():
        raise UsageError(f"{path} names no preset.")
    blank = PresetVersion(id="", preset_id="", version=0, created_at=_EPOCH)
    data = {**wire.dump(blank), **{key: document[key] for key in _EXCHANGED if key in document}}
    version = wire.load(PresetVersion, data)
    content: dict[str, Any] = {key: getattr(version, key) for key in _EXCHANGED}
    content["source_type"] = source_type(content["source_type"] or "")
    _check(content)
    existing = {preset.name: preset for preset in catalogue.presets.list()}.get(name)
    with catalogue.transaction():
        if existing is None:
            preset, version = catalogue.presets.create(name, **content)
        else:
            preset, version = existing, catalogue.presets.revise(existing.id, **content)
        catalogue.custody.append("preset-imported", preset.id, {"name": name, "version": version.version})
    return preset, version


def _with(part: Any, part_name: str, field: str, value: str) -> Any:
    if part_name == "reservation" and field == "all":
        answer = _permission(value)
        return replace(part, **dict.fromkeys((use.value for use in DataUse), answer))
    known = {f.name: f for f in fields(part)}
    if field not in known:
        raise UsageError(f"There is no {part_name}.{field}.", f"Fields: {', '.join(known)}.")
    if part_name == "reservation" and field in {use.value for use in DataUse}:
        return replace(part, **{field: _permission(value)})
    data = {**wire.dump(part), field: int(value) if value.isdecimal() and field == "posting_quality" else value}
    return wire.load(type(part), data)


def _permission(text: str) -> Permission:
    words = {"no": "notAllowed", "yes": "allowed", "ask": "constrained", "not-allowed": "notAllowed"}
    try:
        return Permission(words.get(text.lower(), text))
    except ValueError:
        raise UsageError(f"{text!r} is no answer.", "Answers: allowed, notAllowed, constrained.") from None


def _fields(names: Iterable[str]) -> frozenset[Field]:
    chosen: set[Field] = set()
    for name in names:
        if name == "all":
            chosen |= ALL_FIELDS
            continue
        try:
            chosen.add(Field(name))
        except ValueError:
            raise UsageError(f"There is no field {name!r}.", "Fields: " + ", ".join(Field) + ".") from None
    return frozenset(chosen)


def _check(content: dict[str, Any]) -> None:
    reservation, output = content["reservation"], content["output"]
    if Permission.CONSTRAINED in reservation.answers.values() and not reservation.constraint.strip():
        raise UsageError(
            'An answer is "constrained", but no conditions are stated.', "Set reservation.constraint as well."
        )
    check_output(output)


def check_output(output: OutputRule) -> None:
    """Raise UsageError unless the output rule can name files."""
    names = dict.fromkeys(("stem", "number", "title", "client", "preset", "size", "year"), "x")
    render(output.name, names)
    render(output.posting_name, names)
    render(output.folder, {**names, "tree": "x"})
    for template in (output.name, output.posting_name):
        if "/" in template or not template.strip(". "):
            raise UsageError(f"The naming rule {template!r} does not name a file.")
    if ".." in output.folder.split("/") or output.folder.startswith("/"):
        raise UsageError(f"The folder rule {output.folder!r} would leave the target folder.")
    if output.posting_format not in ("jpeg", "png", "webp"):
        raise UsageError(f"{output.posting_format!r} is no format for posting copies.", "Formats: jpeg, png, webp.")
    if not 1 <= output.posting_quality <= 100:
        raise UsageError("The posting quality is a number from 1 to 100.")
