"""The planted texts and the judged captions, as the tests of matching read them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from artistguard.model.names import FieldKind

_HERE = Path(__file__).parent / "matching"
CAPTIONS = _HERE.parents[2] / "shared" / "samples" / "img2dataset" / "test_1000.parquet"


@dataclass(frozen=True)
class Case:
    """A text, and what a person would say is in it."""

    trick: str
    field: FieldKind
    text: str
    holds: frozenset[str]


def sheet(name: str) -> dict[str, Any]:
    """A sheet as it is written."""
    return tomllib.loads((_HERE / name).read_text("utf-8"))


def cases(name: str) -> list[Case]:
    """The texts of a sheet."""
    return [
        Case(case["trick"], FieldKind(case["field"]), case["text"], frozenset(case["holds"]))
        for case in sheet(name)["case"]
    ]


@dataclass
class Score:
    """Found, found wrongly, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, got: set[str], holds: frozenset[str]) -> None:
        """One text more."""
        self.right += len(got & holds)
        self.wrong += len(got - holds)
        self.missed += len(holds - got)

    @property
    def recall(self) -> float:
        """Of what is there, how much was found."""
        return self.right / (self.right + self.missed)

    @property
    def precision(self) -> float:
        """Of what was found, how much is there."""
        return self.right / (self.right + self.wrong)

    def __str__(self) -> str:
        return f"recall {self.recall:.1%}, precision {self.precision:.1%} ({self.right}, {self.wrong}, {self.missed})"


def captions() -> list[str]:
    """The 1,000 real captions; skips where they, or what reads them, are absent."""
    if not CAPTIONS.exists():
        pytest.skip(f"the real captions are not here: {CAPTIONS.name}")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow reads the real captions")
    found: list[str] = parquet.read_table(CAPTIONS, columns=["TEXT"])["TEXT"].to_pylist()
    return found
