"""artistguard website ...: the artist's own site: its files, whether they are served, and what a host allows."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run

_SEES = {True: "yes", False: "no", None: "cannot say"}
_HONEST = "A reservation that a reader sees is not yet one that it honours."


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("website", help="say no on your own website, and see whether it is said there")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    write = acts.add_parser("write", help="write robots.txt, tdmrep.json and the like into a folder")
    write.add_argument("folder", type=Path, metavar="DIR", help="the root of your site, or a folder to upload from")
    write.add_argument("--domain", required=True, metavar="D", help="the site's name, as in ada.example")
    write.add_argument("--preset", metavar="NAME", help="the terms (default: the default preset)")
    write.add_argument("--merge", type=Path, metavar="ROBOTS.TXT", help="add to this robots.txt; its rules are kept")
    write.add_argument("--overwrite", action="store_true", help="replace files that were not written by this")
    write.add_argument("--dry-run", action="store_true", help="show the files and write nothing")
    write.set_defaults(run=write_files)
    check = acts.add_parser("check", help="what a live site serves, what readers conclude, and what drifted")
    check.add_argument("url")
    check.add_argument("--show", action="store_true", help="only show what would be sent")
    check.set_defaults(run=check_site)
    guides = acts.add_parser("guides", help="hosts on which files cannot simply be put: what can be done there")
    guides.add_argument("host", nargs="?")
    guides.set_defaults(run=show_guides)


def write_files(run: "Run") -> int:
    """A row a file."""
    from artistguard.workflow import website

    arguments = run.arguments
    with run.studio() as studio:
        plan = website.plan(
            studio,
            arguments.folder,
            arguments.domain,
            preset=arguments.preset,
            merge=arguments.merge,
            overwrite=arguments.overwrite,
        )
        if not arguments.dry_run:
            website.write(studio, plan)
    run.output.answer(
        domain=plan.domain,
        preset=plan.preset.name,
        files=[
            {
                "path": file.path,
                "state": file.state,
                "bytes": len(file.body),
                **({"text": file.body.decode("utf-8", "replace")} if arguments.dry_run else {}),
            }
            for file in plan.files
        ],
        notes=plan.notes,
        unsaid=plan.unsaid,
    )
    run.output.table(("File", "", "Bytes"), ((file.path, file.state.value, len(file.body)) for file in plan.files))
    if arguments.dry_run:
        for file in plan.files:
            run.output.say(f"\n--- {file.path}")
            run.output.say(file.body.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n"))
        run.output.say("\nNothing was written.")
    for line in (*plan.notes, *plan.unsaid):
        run.output.say(line)
    if not arguments.dry_run:
        run.output.say(
            "Upload the files to the root of your site; server-notes is for your server's settings. "
            f"Then: artistguard website check https://{plan.domain}/"
        )
    failed = [(str(arguments.folder / file.path), file.error) for file in plan.files if file.error is not None]
    return 1 if run.output.failures(failed) else 0


def check_site(run: "Run") -> int:
    """What is served, what readers conclude, what drifted."""
    from artistguard.workflow import website_check

    output = run.output
    planned = website_check.would_send(run.arguments.url)
    output.answer(planned=planned)
    if run.arguments.show:
        output.say("\n".join(planned.request.splitlines()))
        output.say("Then robots.txt, .well-known/tdmrep.json, ai.txt, license.xml and the headers of one picture.")
        output.say(f"{planned.bytes_out} bytes, before encryption. Nothing was sent.")
        return 0
    with run.studio() as studio:
        found = website_check.check(studio, run.arguments.url, cancel=run.cancel)
    output.answer(site=found)
    output.table(
        ("Part", "Answer", "What it says"),
        ((part.name, "none" if part.status is None else part.status, "; ".join(part.says)) for part in found.parts),
    )
    output.say()
    output.table(
        ("Who reads", "Sees a reservation", "Why"), ((row.reader, _SEES[row.sees], row.why) for row in found.readers)
    )
    seen = sum(row.sees is True for row in found.readers)
    output.say(f"\n{seen} of {len(found.readers)} kinds of readers see a reservation.")
    if found.since is None:
        output.say("This is the first look at it: there is nothing to compare with.")
    elif not found.drift:
        output.say(f"As it was on {found.since:%Y-%m-%d %H:%M} UTC.")
    else:
        output.say(f"Not as it was on {found.since:%Y-%m-%d %H:%M} UTC:")
        output.table(("", "Then", "Now"), ((drift.what, drift.before, drift.after) for drift in found.drift))
    for host in found.missing:
        output.say(f"It leads to {host}, which was not asked: 'artistguard network allow {host} --for check'.")
    output.say(_HONEST)
    return 0


def show_guides(run: "Run") -> int:
    """One guide in full, or a row a host."""
    from artistguard.website import guides

    wanted = run.arguments.host
    found = (guides.guide(wanted),) if wanted else guides.guides()
    run.output.answer(guides=found, not_listed=guides.not_listed())
    if not wanted:
        words = {"editable": "can be edited", "switch": "changed by a setting alone"}
        run.output.table(("Host", "", "robots.txt"), ((g.id, g.name, words[g.robots]) for g in found))
        run.output.say(f"Nothing published was found for: {', '.join(guides.not_listed())}.")
        return 0
    [guide] = found
    run.output.say(guide.name)
    for number, step in enumerate(guide.steps, 1):
        run.output.say(f"{number}. {step}")
    run.output.say(guide.limits)
    for source in guide.sources:
        run.output.say(f"   {source.title}, {source.when}: {source.url}")
    run.output.say(f"Read on {guide.looked}. Hosts change their menus without a word.")
    return 0
