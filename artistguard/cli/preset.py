"""artistguard preset ...: my terms for AI, and which fields are written."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.preset import Preset, PresetVersion


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("preset", help="my terms for AI, and which fields are written")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="all presets").set_defaults(run=show_all)
    one = acts.add_parser("show", help="one preset: answers, rights, ticked fields")
    one.add_argument("name")
    one.set_defaults(run=show)
    for act, words in (("create", "a new preset"), ("edit", "a new version of a preset")):
        change = acts.add_parser(act, help=words)
        change.add_argument("name")
        if act == "create":
            change.add_argument("--from", dest="base", metavar="NAME", help="begin with this preset's content")
        change.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="PART.FIELD=VALUE",
            help="e.g. reservation.ai_training=constrained, reservation.all=notAllowed, rights.notice='© Me', "
            "output.name={stem}-signed, source_type=digitalCreation",
        )
        change.add_argument("--tick", action="append", default=[], metavar="FIELD", help="write this field ('all')")
        change.add_argument("--untick", action="append", default=[], metavar="FIELD", help="leave this field alone")
        change.set_defaults(run=create if act == "create" else edit)
    default = acts.add_parser("default", help="make a preset the default")
    default.add_argument("name")
    default.set_defaults(run=make_default)
    export = acts.add_parser("export", help="write a preset to a file")
    export.add_argument("name")
    export.add_argument("file", type=Path)
    export.set_defaults(run=export_file)
    take = acts.add_parser("import", help="take in a preset from a file")
    take.add_argument("file", type=Path)
    take.set_defaults(run=import_file)


def show_all(run: "Run") -> int:
    """A row a preset."""
    from artistguard.workflow import presets

    with run.studio() as studio:
        default, _ = presets.default(studio.catalogue)
        found = [studio.catalogue.presets.get(preset.id) for preset in studio.catalogue.presets.list()]
    run.output.answer(
        presets=[{**_json(preset, version), "default": preset.id == default.id} for preset, version in found]
    )
    run.output.table(
        ("Preset", "", "Version", "Mining", "Inference", "Training", "Generative"),
        ((p.name, "default" if p.id == default.id else "", v.version, *_answers(v)) for p, v in found),
    )
    return 0


def show(run: "Run") -> int:
    """One preset in full."""
    with run.studio() as studio:
        preset, version = studio.catalogue.presets.get(run.arguments.name)
    _describe(run, preset, version)
    return 0


def create(run: "Run") -> int:
    """A new preset, from another or from the default terms."""
    from artistguard.workflow import presets

    arguments = run.arguments
    with run.studio() as studio, studio.catalogue.transaction():
        catalogue = studio.catalogue
        _, base = catalogue.presets.get(arguments.base) if arguments.base else presets.default(catalogue)
        content = presets.edited(base, arguments.set, arguments.tick, arguments.untick)
        preset, version = catalogue.presets.create(arguments.name, **content)
        catalogue.custody.append("preset-created", preset.id, {"name": preset.name, "version": 1})
    _describe(run, preset, version)
    return 0


def edit(run: "Run") -> int:
    """A new version; copies made before keep pointing at the old one."""
    from artistguard.workflow import presets

    arguments = run.arguments
    with run.studio() as studio, studio.catalogue.transaction():
        catalogue = studio.catalogue
        preset, version = catalogue.presets.get(arguments.name)
        content = presets.edited(version, arguments.set, arguments.tick, arguments.untick)
        changed = catalogue.presets.revise(preset.id, **content)
        if changed.id != version.id:
            catalogue.custody.append("preset-changed", preset.id, {"name": preset.name, "version": changed.version})
    _describe(run, preset, changed)
    return 0


def make_default(run: "Run") -> int:
    """Choose what is used where nothing else is said."""
    with run.studio() as studio:
        preset, _ = studio.catalogue.presets.get(run.arguments.name)
        studio.catalogue.presets.set_default(preset.id)
    run.output.answer(default=preset.name)
    run.output.say(f"{preset.name} is the default now.")
    return 0


def export_file(run: "Run") -> int:
    """The latest version as a file."""
    from artistguard.workflow import presets

    with run.studio() as studio:
        presets.export_file(studio.catalogue, run.arguments.name, run.arguments.file)
    run.output.answer(file=run.arguments.file)
    run.output.say(f"Written to {run.arguments.file}.")
    return 0


def import_file(run: "Run") -> int:
    """A preset that `export` wrote."""
    from artistguard.workflow import presets

    with run.studio() as studio:
        preset, version = presets.import_file(studio.catalogue, run.arguments.file)
    _describe(run, preset, version)
    return 0


def _answers(version: "PresetVersion") -> list[str]:
    return [answer.value for answer in version.reservation.answers.values()]


def _json(preset: "Preset", version: "PresetVersion") -> dict[str, object]:
    from artistguard.model import wire

    return {"name": preset.name, **wire.dump(version)}


def _describe(run: "Run", preset: "Preset", version: "PresetVersion") -> None:
    from artistguard.model import wire
    from artistguard.model.preset import Field

    output = run.output
    output.answer(preset=_json(preset, version))
    output.say(f"{preset.name}, version {version.version}")
    rows = [(use.value.replace("_", " "), answer.value) for use, answer in version.reservation.answers.items()]
    rows += [(name.replace("_", " "), value) for name, value in wire.dump(version.rights).items() if value]
    rows += [("conditions", version.reservation.constraint)] if version.reservation.constraint else []
    rows += [("policy", version.reservation.policy_url)] if version.reservation.policy_url else []
    rows += [("file names", version.output.name), ("folders", version.output.folder)]
    rows += [("source type", version.source_type)] if version.source_type else []
    output.table(("", ""), rows)
    ticks = ((("x" if field in version.fields else ""), field.value) for field in Field)
    output.table(("Ticked", "Field"), ticks)
