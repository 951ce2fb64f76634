"""What a benchmark has to say: figures with the baselines of the same run, as a table and as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True)
class Options:
    """How to run. `scratch` is a folder on a disk, empty at the start of each benchmark."""

    quick: bool
    workers: int
    scratch: Path
    works: int | None = None  # of scale and kill_test, if not their own choice
    kills: int | None = None
    seed: int = 2
    seconds: int | None = None  # of soak, if not its own choice
    pictures: Path = Path()  # where plots go


@dataclass(frozen=True)
class Figure:
    """One line: a figure, what it is compared with, and what is aimed at."""

    what: str
    value: float | int | str
    unit: str = ""
    baseline: str = ""
    baseline_value: float | None = None
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        """The figure over its baseline."""
        if not self.baseline_value or isinstance(self.value, str):
            return None
        return self.value / self.baseline_value

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {
            "what": self.what,
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline,
            "baseline_value": self.baseline_value,
            "ratio": self.ratio,
            "aim": self.aim,
        }


@dataclass
class Result:
    """A benchmark's outcome. `broken` holds promises that were not kept (never speed): they make the exit code 1."""

    name: str
    measures: str
    workers: int
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    load: tuple[float, float] = (0.0, 0.0)
    seconds: float = 0.0

    def add(
        self,
        what: str,
        value: float | int | str,
        unit: str = "",
        *,
        baseline: str = "",
        than: float | None = None,
        aim: str = "",
    ) -> None:
        """Add a line."""
        self.figures.append(Figure(what, value, unit, baseline, than, aim))

    def promise(self, kept: bool, sentence: str) -> None:
        """Something that must hold, whatever the speed."""
        if not kept:
            self.broken.append(sentence)

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {
            "name": self.name,
            "measures": self.measures,
            "workers": self.workers,
            "load_before": self.load[0],
            "load_after": self.load[1],
            "seconds": round(self.seconds, 1),
            "figures": [figure.as_json() for figure in self.figures],
            "notes": self.notes,
            "broken": self.broken,
        }


def show(result: Result) -> None:
    """Print one benchmark's table."""
    console = Console(width=None if Console().is_terminal else 150, highlight=False)
    console.print(Text(f"\n{result.name}: {result.measures}", "bold"))
    console.print(
        f"{result.workers} workers; load average {result.load[0]:.1f} before, {result.load[1]:.1f} after; "
        f"{result.seconds:.0f} s in all"
    )
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, justify in (("", "left"), ("Figure", "right"), ("Baseline, same run", "left"), ("", "right")):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    table.add_column("Ratio", justify="right")
    table.add_column("Aim", justify="left")
    for figure in result.figures:
        ratio = figure.ratio
        table.add_row(
            Text(figure.what),
            Text(f"{number(figure.value)} {figure.unit}".strip()),
            Text(figure.baseline),
            Text("" if figure.baseline_value is None else f"{number(figure.baseline_value)} {figure.unit}".strip()),
            "" if ratio is None else f"{ratio:.2f}",
            Text(figure.aim),
        )
    console.print(table)
    for note in result.notes:
        console.print(Text(f"  {note}"))
    for sentence in result.broken:
        console.print(Text(f"  BROKEN: {sentence}", "bold red"))


def number(value: float | int | str) -> str:
    """A figure for people."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def median(values: Iterable[float]) -> float:
    """The middle one of a few."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread(values: Iterable[float]) -> str:
    """The lowest and the highest, for a note."""
    ordered = sorted(values)
    return f"{number(ordered[0])} to {number(ordered[-1])}"
