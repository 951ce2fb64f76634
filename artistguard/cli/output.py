"""What a person or a script sees: tables and a progress bar, or one JSON document and nothing else."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from artistguard import __version__
from artistguard.model import wire
from artistguard.model.errors import ArtistGuardError
from artistguard.model.paths import printable
from artistguard.model.protocols import Progress, no_progress

_SHOWN_FAILURES = 50


def _plain(text: str) -> str:
    """Lines in which nothing moves the cursor or colours the terminal, whatever a file calls itself."""
    return "\n".join(printable(line) for line in text.split("\n"))


class Output:
    """Collects the verb's answer. With `json_only`, prints it as one document at the end."""

    def __init__(self, *, json_only: bool, verb: str) -> None:
        self.json_only = json_only
        self._document: dict[str, Any] = {"artistguard": __version__, "verb": verb}
        self._failures: list[dict[str, Any]] = []

    @property
    def asks(self) -> bool:
        """Whether a person can be asked something."""
        return not self.json_only and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    def answer(self, **values: Any) -> None:
        """Parts of the JSON document."""
        self._document.update({name: wire.dump(value) for name, value in values.items()})

    def say(self, text: str = "") -> None:
        """A line for people."""
        if not self.json_only:
            print(_plain(text))

    def note(self, text: str) -> None:
        """A remark for people, on standard error."""
        if not self.json_only:
            print(_plain(text), file=sys.stderr)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table for people. Cells are plain text: no markup in a file's name or tag is interpreted."""
        if self.json_only:
            return
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=any(columns))
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*[Text("" if cell is None else printable(str(cell))) for cell in row])
        # A pipe has no width: lines stay whole there.
        Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(table)

    @contextmanager
    def progress(self, label: str) -> Iterator[Progress]:
        """A progress bar on standard error, only where a person watches."""
        if self.json_only or not sys.stderr.isatty():
            yield no_progress
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn(label),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[what]}"),
        )
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=None, what="")

            def update(done: int, total: int | None, name: str) -> None:
                bar.update(task, completed=done, total=total, what=name[:40])

            yield update

    def failures(self, items: Iterable[tuple[str, ArtistGuardError | dict[str, Any]]]) -> int:
        """Name each file that failed, with its reason; returns how many."""
        count = 0
        for name, error in items:
            reason = error.as_json() if isinstance(error, ArtistGuardError) else dict(error)
            self._failures.append({"file": name, **reason})
            count += 1
            if count <= _SHOWN_FAILURES:
                advice = f" {reason['advice']}" if reason.get("advice") else ""
                self.note(f"  {name}: {reason['message']}{advice}")
        if count > _SHOWN_FAILURES:
            self.note(f"  ... and {count - _SHOWN_FAILURES} more; --json names them all.")
        return count

    def error(self, error: ArtistGuardError) -> None:
        """The one thing that kept the verb from being done."""
        self._document["error"] = error.as_json()
        self.note(f"{error.title}. {error.message}" if error.message != error.title else f"{error.title}.")
        if error.advice:
            self.note(error.advice)

    def finish(self, code: int) -> None:
        """Print the JSON document, if that is what was asked for."""
        if not self.json_only:
            return
        document = {**self._document, "ok": code == 0, "exit": code, "failures": self._failures}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
