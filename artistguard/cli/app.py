"""The command line's frame: words in, one verb run, an exit code out.

Exit codes: 0 done, 1 some files failed (each named with its reason), 2 wrong use or nothing could be done at all,
130 stopped.
"""

import argparse
import importlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard import __version__
from artistguard.cli.output import Output
from artistguard.home import home as data_folder
from artistguard.model.errors import ArtistGuardError, Cancelled, UsageError
from artistguard.model.paths import printable
from artistguard.model.protocols import CancelToken

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

# In the order of --help: the main job first.
VERBS = (
    "import_",
    "list_",
    "show",
    "sign",
    "inspect_",
    "lookup",
    "check",
    "watch",
    "matches",
    "digest",
    "schedule",
    "scan",
    "selftest",
    "posted",
    "preset",
    "client",
    "identity",
    "profile",
    "names",
    "links",
    "activity",
    "website",
    "registry",
    "register",
    "receipts",
    "verify_receipt",
    "withdraw",
    "ledger",
    "consent",
    "custody",
    "network",
    "settings",
    "demo",
    "doctor",
)


class Run:
    """One run of the program: its arguments, where its words go, and the studio, opened when first needed."""

    def __init__(self, arguments: argparse.Namespace, output: Output) -> None:
        self.arguments = arguments
        self.output = output
        self.cancel = CancelToken()

    @property
    def home(self) -> Path:
        """The data folder: --home, the variable, or the platform's place."""
        return data_folder(self.arguments.home)

    @contextmanager
    def studio(self) -> Iterator["Studio"]:
        """The studio of the data folder."""
        from artistguard.workflow.studio import Studio

        with Studio(self.home, passphrase=self.passphrase, keychain=not self.arguments.no_keychain) as studio:
            yield studio

    def passphrase(self) -> str | None:
        """The passphrase from --passphrase-fd, the variable, or the person at the terminal, if there is one."""
        from artistguard.keys import PASSPHRASE_VARIABLE

        descriptor = self.arguments.passphrase_fd
        if descriptor is not None:
            try:
                with os.fdopen(descriptor, "r", closefd=False) as file:
                    found = file.readline().rstrip("\n")
            except OSError as error:
                raise UsageError(f"--passphrase-fd {descriptor} cannot be read: {error.strerror}.") from error
            self.arguments.passphrase_fd = None  # a pipe gives its line once
            os.environ[PASSPHRASE_VARIABLE] = found
        if PASSPHRASE_VARIABLE in os.environ:
            return os.environ[PASSPHRASE_VARIABLE]
        if self.output.asks:
            import getpass

            return getpass.getpass("Passphrase of your signature: ", stream=sys.stderr) or None
        return None


def parser() -> argparse.ArgumentParser:
    """The whole grammar."""
    top = argparse.ArgumentParser(
        prog="artistguard",
        description="Sign and tag copies of your pictures, say no to training, and read what any file says.",
        epilog="Exit codes: 0 done, 1 some files failed, 2 wrong use.",
    )
    top.add_argument("--home", metavar="DIR", help="the data folder (default: the platform's place)")
    top.add_argument("--json", action="store_true", help="one JSON document on standard output and nothing else")
    top.add_argument("--passphrase-fd", type=int, metavar="N", help="read the passphrase from file descriptor N")
    top.add_argument("--no-keychain", action="store_true", help="lock keys with a passphrase, not the keychain")
    top.add_argument("--version", action="version", version=f"artistguard {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name in VERBS:
        importlib.import_module(f"artistguard.cli.{name}").register(verbs)
    _json_anywhere(top)
    return top


def _json_anywhere(parser: argparse.ArgumentParser) -> None:
    """--json counts after the verb as well as before it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in dict.fromkeys(action.choices.values()):
                below.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
                _json_anywhere(below)


def main(words: Sequence[str]) -> int:
    """Run the command line; returns the exit code. Expected errors are sentences, never tracebacks."""
    if not words:
        parser().print_help()
        return 0
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no é still gets its line
    arguments = parser().parse_args(words)
    output = Output(json_only=arguments.json, verb=arguments.verb)
    run = Run(arguments, output)
    action: Callable[[Run], int] = arguments.run
    with _stoppable(run.cancel):
        try:
            code = action(run)
        except Cancelled:
            output.error(Cancelled("What was finished is kept.", "The same command goes on from there."))
            code = 130
        except ArtistGuardError as error:
            output.error(error)
            code = 2
        except UnicodeError:
            output.error(UsageError("A word given is no text that can be read ."))
            code = 2
        except BrokenPipeError:
            # The reader of our output went away (`| head`); nothing is wrong.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except OSError as error:
            where = f"{printable(error.filename)}: " if isinstance(error.filename, (str, Path)) else ""
            output.error(ArtistGuardError(f"{where}{error.strerror or error}.", "Nothing of yours was changed by it."))
            code = 2
    output.finish(code)
    return code


@contextmanager
def _stoppable(cancel: CancelToken) -> Iterator[None]:
    """Ctrl-C asks for a stop between items; a second one ends the program at once."""

    def stop(number: int, frame: object) -> None:
        cancel.cancel()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
