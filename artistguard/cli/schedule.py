"""artistguard schedule ...: the watch by itself, every hour, through the platform's own scheduler."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.workflow.schedule_units import Schedule

_SCHEDULERS = ("systemd", "launchd", "windows")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("schedule", help="let the platform's scheduler run the watch")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    for act, words, action in (
        ("install", "every hour, whatever watch is due", install),
        ("uninstall", "not any more", uninstall),
        ("status", "whether it is installed, and runs", status),
        ("show", "what would be written, and where", show),
    ):
        one = acts.add_parser(act, help=words)
        if act != "uninstall":
            one.add_argument("--for", dest="scheduler", choices=_SCHEDULERS, help="default: this platform's")
        if act in ("install", "show"):
            one.add_argument("--out", type=Path, metavar="DIR", help="only write the files, to this folder")
        one.set_defaults(run=action)


def install(run: "Run") -> int:
    """Write the files and tell the scheduler."""
    from artistguard.workflow import schedule_units

    with run.studio() as studio:
        done = schedule_units.install(studio, _scheduler(run), out=run.arguments.out)
    _answer(run, done)
    for unit in done.units:
        run.output.say(str(unit.path))
    if done.trouble:
        run.output.say(f"The files are written, but the scheduler did not take them in. {done.trouble}")
        return 1
    if run.arguments.out is None:
        run.output.say("Every hour the watch looks at whatever is due, while you are logged in.")
    return 0


def uninstall(run: "Run") -> int:
    """Take it back."""
    from artistguard.workflow import schedule_units

    with run.studio() as studio:
        done = schedule_units.uninstall(studio)
    _answer(run, done)
    run.output.say(f"{done.scheduler.called} does not run the watch any more. The watches themselves are unchanged.")
    if done.trouble:
        run.output.say(done.trouble)
    return 0


def status(run: "Run") -> int:
    """Installed, up to date, and known to the scheduler?"""
    from artistguard.workflow import schedule_units

    with run.studio() as studio:
        found = schedule_units.status(studio, _scheduler(run))
    _answer(run, found)
    if not found.installed:
        run.output.say(f"The watch does not run by itself: {found.scheduler.called} has no such unit.")
    elif found.trouble:
        run.output.say(f"The files are there, but {found.scheduler.called} does not run them. {found.trouble}")
    elif not found.current:
        run.output.say(
            "It is installed, but calls another program than this one. 'schedule install' brings it up to date."
        )
    else:
        run.output.say(f"{found.scheduler.called} looks every hour at whatever watch is due ({found.name}).")
    return 0


def show(run: "Run") -> int:
    """The very texts."""
    from artistguard.workflow import schedule_units

    with run.studio() as studio:
        found = schedule_units.plan(studio, _scheduler(run), out=run.arguments.out)
    _answer(run, found)
    for unit in found.units:
        run.output.say(f"# {unit.path}\n{_text(unit.content)}")
    return 0


def _scheduler(run: "Run") -> Any:
    from artistguard.workflow.schedule_texts import Scheduler

    return None if run.arguments.scheduler is None else Scheduler(run.arguments.scheduler)


def _answer(run: "Run", found: "Schedule") -> None:
    run.output.answer(
        scheduler=found.scheduler,
        name=found.name,
        installed=found.installed,
        current=found.current,
        trouble=found.trouble,
        files=[{"path": unit.path, "there": unit.present, "text": _text(unit.content)} for unit in found.units],
        notes=found.notes,
    )
    for note in found.notes:
        run.output.note(note)


def _text(content: bytes) -> str:
    """What a file says; Task Scheduler's are UTF-16, with a byte order mark."""
    return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
