"""The acts of artistguard registry that are about forms (show, pack, mark), and asking what others hold (check)."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.model.counting import counted
from artistguard.model.errors import UsageError
from artistguard.model.forms import FormState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artistguard.cli.app import Run
    from artistguard.model.registering import Leaving
    from artistguard.workflow.studio import Studio

_SAID = {True: "yes", False: "no", None: "it does not say"}


def add(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of these acts."""
    packing = acts.add_parser("pack", help="write what a form needs into a folder; you send it yourself")
    packing.add_argument("name", metavar="NAME", help="a form; artistguard registry list names them")
    packing.add_argument("folder", type=Path, metavar="DIR", help="a folder of its own is made in it")
    packing.add_argument("--preset", metavar="NAME", help="my terms (default: the client's preset, else the default)")
    _works(packing)
    packing.set_defaults(run=pack)
    marking = acts.add_parser("mark", help="note how far you are with a form; nobody but you can say it")
    marking.add_argument("name", metavar="NAME")
    marking.add_argument("state", choices=[state.value for state in FormState])
    marking.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help="the day it was done (default: today)")
    marking.add_argument("--note", default="", metavar="TEXT", help="a case number, an answer, a name")
    marking.set_defaults(run=mark)
    checking = acts.add_parser("check", help="ask a registry that only answers (Spawning) about works' addresses")
    checking.add_argument("name", metavar="NAME")
    checking.add_argument("--show", action="store_true", help="only show what would be sent")
    _works(checking)
    checking.set_defaults(run=check)


def _works(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("ids", nargs="*", metavar="ID", help="numbers (#7), ids, or beginnings of ids")
    verb.add_argument("--all", action="store_true", help="the whole portfolio")
    verb.add_argument(
        "--addresses",
        type=Path,
        metavar="FILE",
        help="first note where works stand: CSV of the work (number, title or file name) and its URL",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day of the form 2026-11-26") from None


def show(run: "Run", studio: "Studio", name: str) -> int:
    """Everything about one form: what it is worth, the steps, what is pasted, and how far the user says it is."""
    from artistguard.workflow import forms

    output = run.output
    form = forms.find(studio, name)
    marks = forms.history(studio, name)
    entry = forms.Entry(form, marks[-1] if marks else None)
    steps, sources = forms.steps(form), forms.sources(form)
    output.answer(
        registry=form.capabilities,
        way=form.way,
        withdraw=form.withdraw,
        cannot=form.cannot,
        steps=steps,
        columns=[column.title for column in form.columns],
        columns_published=form.published,
        at_most=form.at_most,
        paste=form.paste,
        sources=sources,
        state=entry.state,
        marks=marks,
    )
    output.say(form.title)
    output.say(form.page)
    output.say(f"\nWhat it is: {form.what}")
    output.say(f"Known to act on it: {form.readers}")
    output.say(f"What it does not do: {form.cannot}")
    output.say(f"Taking it back: {form.withdraw}\n")
    for number, step in enumerate(steps, 1):
        output.say(f"{number}. {step}")
    for paste in form.paste:
        output.say(f"\nTo paste, {paste.title.lower()}: {paste.text}")
    if form.columns or form.paste:
        every = " --all" if form.columns else ""
        output.say(f"\n'artistguard registry pack {form.name} DIR{every}' writes it, filled in.")
    output.say(f"\nIt stands: {forms.in_words(entry)}")
    for source in sources:
        output.say(f"   {source.title}, {source.when}: {source.url}")
    output.say(f"Looked at on {form.looked}. Forms and menus change without a word.")
    return 0


def pack(run: "Run") -> int:
    """A folder with the list, the texts and the steps."""
    from artistguard.workflow import forms, packing

    arguments, output = run.arguments, run.output
    with run.studio() as studio:
        form = forms.find(studio, arguments.name)
        faults = _note_addresses(run, studio)
        works = _chosen(run, studio) if form.columns else []
        packed = packing.pack(studio, form, works, arguments.folder, preset=arguments.preset)
    made = packed.packing
    output.answer(
        folder=packed.folder,
        files=sorted(made.files),
        works=len(made.works),
        rows=made.rows,
        sealed=[left.title for left in made.sealed],
        gaps=made.gaps,
        sentence=made.sentence,
    )
    output.say(f"{packed.folder}: {', '.join(sorted(made.files))}")
    if form.columns:
        output.say(f"{counted(len(made.works), 'work', 'works')}, {counted(made.rows, 'row', 'rows')}.")
    for left in made.sealed:
        output.say(f"Left out: #{left.number} {left.title}. {left.why}")
    if made.gaps:
        output.say(f"The texts lack: {', '.join(made.gaps)}. Preset and profile say nothing of it.")
    output.say(made.sentence)
    output.say(f"Then: artistguard registry mark {form.name} sent")
    lacking = [(f"#{left.number} {left.title}", UsageError(left.why)) for left in made.missing]
    return 1 if output.failures([*lacking, *faults]) else 0


def mark(run: "Run") -> int:
    """The user's word, with its day."""
    from artistguard.workflow import forms

    arguments = run.arguments
    with run.studio() as studio:
        made = forms.mark(studio, arguments.name, FormState(arguments.state), on=arguments.on, note=arguments.note)
        sentence = forms.in_words(forms.Entry(forms.find(studio, arguments.name), made))
    run.output.answer(mark=made, sentence=sentence)
    run.output.say(f"{arguments.name}: {sentence}")
    return 0


def check(run: "Run") -> int:
    """What a registry says of each address, as its own word."""
    from artistguard.workflow import registry_status

    arguments, output = run.arguments, run.output
    with run.studio() as studio:
        registry = registry_status.find(studio, arguments.name)
        faults = _note_addresses(run, studio)
        asking = registry_status.plan(studio, registry, _chosen(run, studio))
        output.answer(
            registry=registry.capabilities.name,
            host=registry.host,
            addresses=len(asking.question.addresses),
            sealed=asking.sealed,
            without_address=asking.without,
            not_asked=asking.left,
        )
        if asking.sealed:
            output.say(f"Left out, under a client's seal: {', '.join(asking.sealed)}")
        if asking.left:
            output.say(f"{counted(asking.left, 'more address is', 'more addresses are')} not asked about in this run.")
        if arguments.show:
            _show(run, asking.leaves)
            return 0
        with output.progress("Asking") as progress:
            answered = registry_status.ask(studio, registry, asking, progress=progress, cancel=run.cancel)
    output.answer(said=answered.said, at=answered.at, captures=answered.captures, sentence=answered.sentence)
    output.table(
        ("Address", "Opted out there", ""), ((said.url, _SAID[said.opted_out], said.words) for said in answered.said)
    )
    output.say(f"\n{registry.capabilities.title}. {answered.sentence}")
    output.say("That is its word of this moment. It is no record of yours, and says nothing of who acts on it.")
    return 1 if output.failures(faults) else 0


def _show(run: "Run", leaves: "Sequence[Leaving]") -> None:
    run.output.answer(
        leaves=[
            {"method": one.method, "url": one.url, "headers": one.headers, "body": one.body.decode("utf-8", "replace")}
            for one in leaves
        ]
    )
    for one in leaves:
        run.output.say(f"{one.method} {one.url}")
        for name, value in one.headers.items():
            run.output.say(f"{name}: {value}")
        if one.body:
            run.output.say("\n" + one.body.decode("utf-8", "replace") + "\n")
    run.output.say("With your key of that host. Nothing was sent.")


def _chosen(run: "Run", studio: "Studio") -> list[str]:
    from artistguard.workflow.sign import works_of

    arguments = run.arguments
    if bool(arguments.ids) == arguments.all:
        raise UsageError("Name works by number or id, or give --all.", "artistguard list shows the numbers.")
    if arguments.all:
        return studio.catalogue.works.ids()
    return [work.id for work in works_of(studio, arguments.ids)]


def _note_addresses(run: "Run", studio: "Studio") -> list[tuple[str, UsageError]]:
    """Take in a list of addresses, if one was given; returns the lines that were passed over."""
    from artistguard.workflow import work_addresses

    file = run.arguments.addresses
    if file is None:
        return []
    taken = work_addresses.take_in(studio, file)
    run.output.answer(addresses_new=taken.new, addresses_known=taken.known)
    new = f"{counted(taken.new, 'new address', 'new addresses')} of {counted(taken.works, 'work', 'works')}"
    run.output.say(f"{new} noted, {counted(taken.known, 'was', 'were')} known.")
    faults = [(str(file), UsageError(fault)) for fault in taken.faults]
    if taken.more:
        faults.append((str(file), UsageError(f"And {counted(taken.more, 'more line', 'more lines')}.")))
    return faults
