"""The program's entry: the window (no words), the command line, or a worker child. Imports nothing heavy."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> int:
    """Run what the arguments ask for; return the exit code."""
    words = sys.argv[1:]
    if words and words[0] == "_worker":
        from artistguard.work.child import main as child

        return child(words[1:])
    wanted, home = _window(words)
    if wanted:
        return _open_window(home)
    from artistguard.cli.app import main as command_line

    return command_line(words)


def _window(words: Sequence[str]) -> tuple[bool, Path | None]:
    """Whether the words ask for the window: none at all, or a data folder alone."""
    if not words:
        return True, None
    if len(words) == 2 and words[0] == "--home":
        return True, Path(words[1])
    if len(words) == 1 and words[0].startswith("--home=") and words[0] != "--home=":
        return True, Path(words[0].partition("=")[2])
    return False, None


def _open_window(home: Path | None) -> int:
    try:
        from artistguard.ui.app import main as window
    except ImportError as error:
        name = error.name or ""
        if name and not name.startswith(("PySide6", "shiboken6")):
            raise
        # Most often one of Qt's system libraries: the error names it.
        print(
            f"The window cannot be opened here: {error}. 'packaging/run' sets up what is missing; "
            "'artistguard --help' shows what works without a window.",
            file=sys.stderr,
        )
        return 2
    return window(home)


if __name__ == "__main__":
    sys.exit(main())
