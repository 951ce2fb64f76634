"""Programs of others to compare with, in an environment of their own (packaging/setup.sh, set_up_peers)."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[1]
CHILD = Path(__file__).with_name("peers_child.py")


class Peers:
    """The other environment. A Python of it answers questions as long as the tests run: `tests/peers_child.py`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._child: subprocess.Popen[str] | None = None

    @property
    def python(self) -> Path:
        return self.root / "bin" / "python"

    @property
    def environment(self) -> dict[str, str]:
        """What its programs are started with: none of our own modules on their path."""
        return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ISCC_"))}

    def program(self, name: str) -> Path:
        """A program of that environment: "ots", "iscc-search" ..."""
        found = self.root / "bin" / name
        assert found.exists(), f"{name} is missing in {self.root}: run packaging/test, which sets it up"
        return found

    def ask(self, question: str, *arguments: Any) -> Any:
        """What the function `question` of peers_child.py answers to JSON `arguments`. Raises PeerSays."""
        child = self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps([question, *arguments]) + "\n")
        child.stdin.flush()
        answer = json.loads(child.stdout.readline())
        if "error" in answer:
            raise PeerSays(answer["error"])
        return answer["answer"]

    def validate(self, model: str, document: Any) -> Any:
        """A document as iscc_schema's model reads it. Raises PeerSays where it does not fit.

        `model` is "module.Class" below iscc_schema: "protocol_iscc_note.IsccNote", "service_tdm.TDM". `document` is
        what JSON holds, or the JSON text itself.
        """
        text = document.decode() if isinstance(document, bytes) else document
        return self.ask("validate", model, text if isinstance(text, str) else json.dumps(document))

    def _started(self) -> "subprocess.Popen[str]":
        if self._child is None:
            self._child = subprocess.Popen(
                [self.python, CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=self.environment,
            )
        return self._child

    def close(self) -> None:
        if self._child is None:
            return
        self._child.communicate(timeout=30)  # closes its standard input, which ends it


class PeerSays(Exception):
    """What the other program refused, in its own words."""


@pytest.fixture(scope="session")
def peers() -> Iterator[Peers]:
    found = Peers(REPOSITORY / os.environ.get("ARTISTGUARD_PEERS", ".venv-peers"))
    if not found.python.exists():
        pytest.skip("no environment of programs to compare with: packaging/test sets it up in .venv-peers")
    yield found
    found.close()
