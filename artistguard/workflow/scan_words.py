"""The words of a whole data set: how often the artist's names and addresses stand in its URLs, captions and prompts.

The dearer pass: everything is read, where a scan by picture reads words only of rows with hits. The unit is one row
group of one file, matched in a worker child; nothing of the artist's leaves this machine. A unit that is done is never
read again for the same question. Names of clients under a seal are left out, since what is found becomes cards.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from artistguard.formats.tables import Field, Unit
from artistguard.model import wire
from artistguard.model.errors import ArtistGuardError, FileError, UsageError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.work.engine import Engine, Report
from artistguard.workflow import image_sets, names, questions, scan, scan_memory, scan_time, set_files, word_finds
from artistguard.workflow.image_sets import ImageSet, folded
from artistguard.workflow.rates import duration, size
from artistguard.workflow.scan_job import UnitHandler
from artistguard.workflow.set_files import WORDS, SetFile
from artistguard.workflow.studio import Studio
from artistguard.workflow.word_finds import WordReport

KIND = "words"


@dataclass(frozen=True, slots=True)
class WordPlan:
    """What reading all words of a set would do. `size` in bytes; `rows` None where nobody knows before it is read.

    `question` holds names, ignored phrases and addresses as JSON values, `left_out` those that a seal keeps back.
    """

    set: ImageSet
    files: tuple[SetFile, ...]
    question: Mapping[str, Any]
    left_out: tuple[str, ...]
    rows: int | None
    size: int
    seconds: float  # of computing here; the wire's time is not known
    trouble: tuple[tuple[str, ArtistGuardError], ...] = ()

    @property
    def looked(self) -> int:
        """Bytes that were fetched to make this plan."""
        return sum(each.looked for each in self.files)

    @property
    def sentence(self) -> str:
        """For people, before it begins."""
        rows = f"{self.rows:,} rows" if self.rows is not None else "an unknown number of rows"
        remote = any(each.url for each in self.files)
        names, addresses = len(self.question["names"]), len(self.question["addresses"])
        text = (
            f"{self.set.title}: all words of {rows} for {names:,} name{'' if names == 1 else 's'} and {addresses:,} "
            f"address{'' if addresses == 1 else 'es'}. {size(self.size)} from the "
            f"{'network' if remote else 'disk'}, {duration(self.seconds)} of computing here. "
            "No name or address leaves this machine."
        )
        if self.looked:
            text += f" To learn this, {size(self.looked)} were fetched."
        if any(each.beside and each.path for each in self.files):
            text += " Texts in files beside pictures are not counted in that."
        if any(each.beside and each.url for each in self.files):
            text += " A tar on a server is read whole for the texts in it."
        if self.left_out:
            text += f" Left out while a client's seal holds: {', '.join(self.left_out)}."
        return text


def plan(
    studio: Studio,
    target: str,
    *,
    columns: Mapping[Field, str] | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> WordPlan:
    """What reading the words of `target` would do; a table needs no hashes for it.

    Of files on servers what tells their contents is fetched (`scans.first_look`), and nothing more.
    Raises UsageError, NetworkError.
    """
    which = image_sets.find(studio, target)
    asked = questions.question(studio, {})
    if not asked.question.names and not asked.question.addresses:
        if asked.left_out:
            raise UsageError("Every name and address is under a client's seal.", "Open the seal first.")
        raise UsageError("There is no name and no address to look for.", "'artistguard names add' adds a name.")
    files, trouble = set_files.surveyed(studio, which, columns or {}, _worded, progress=progress, cancel=cancel)
    question = {
        "names": [wire.dump(name) for name in asked.question.names],
        "ignored": list(names.ignored(studio)),
        "addresses": list(asked.question.addresses),
    }
    return WordPlan(
        which,
        files,
        question,
        asked.left_out,
        set_files.counted(files),
        sum(set_files.weight(each, unit, WORDS) for each in files for unit in each.units),
        scan_time.words(studio, files, question),
        trouble,
    )


def begin(studio: Studio, plan: WordPlan) -> str:
    """Write the wish down; returns the batch's id. The same wish, unfinished, goes on."""
    jobs = studio.catalogue.jobs
    wish = folded(json.dumps([plan.set.name, scan_memory.versions(plan.files), plan.question]))[-12:]
    params = {
        "wish": wish,
        "set": wire.dump(plan.set),
        "files": [scan.file_out(each) for each in plan.files],
        "question": dict(plan.question),
        "left_out": list(plan.left_out),
        "rows": plan.rows,
    }
    with studio.catalogue.transaction():  # of two that wish the same at once the second goes on with the first one's
        if (begun := scan.unfinished(studio, KIND, wish)) is not None:
            return begun
        batch = jobs.create_batch(KIND, params)
        jobs.add(batch.id, KIND, scan.units(wish, plan.files))
        studio.catalogue.custody.append("words-begun", batch.id, {"set": plan.set.name})
    return batch.id


def run(
    studio: Studio, batch_id: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> Report:
    """Read what is left, in children. Raises UsageError for a batch of another kind."""
    engine = Engine(studio.catalogue, studio.pool, [WordHandler(studio, batch_id, cancel)])
    engine.reconcile()  # units that a killed run had in hand are free again
    return engine.run(batch_id, progress=progress, cancel=cancel)


def finish(
    studio: Studio, batch_id: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> WordReport:
    """Read what is left, and make cards of what was found, even when it stops. Raises what stopped it."""
    report = run(studio, batch_id, progress=progress, cancel=cancel)
    found = word_finds.told(studio, batch_id)
    word_finds.record(studio, found)
    if report.stopped is not None:
        raise report.stopped
    if cancel is not None:
        cancel.check()
    return found


class WordHandler(UnitHandler):
    """Handles jobs of kind "words": units of which all words are read."""

    kind = KIND
    task = "said"

    def __init__(self, studio: Studio, batch_id: str, cancel: CancelToken | None) -> None:
        """Raises UsageError for a batch of another kind."""
        batch = studio.catalogue.jobs.batch(batch_id)
        if batch.kind != KIND:
            raise UsageError(f"{batch_id} is no reading of words.")
        params: Mapping[str, Any] = batch.params
        files = [scan.file_in(each) for each in params["files"]]
        super().__init__(studio, wire.load(ImageSet, params["set"]), files, cancel=cancel)
        self._question = params["question"]

    def asked(self, file: SetFile, unit: Unit) -> Mapping[str, object]:
        """What is looked for."""
        return {"question": self._question}


def _worded(file: SetFile) -> None:
    if not file.beside and not any(each in file.columns for each in WORDS):
        raise FileError(
            "It has no column of URLs, captions or prompts that is known.",
            "Name the column with --url-column or --caption-column, if it has one.",
        )
