"""Folders of tests in a second process, beside the first: a machine with two cores is done in half the time.

`pytest --beside tests/work --beside tests/workflow` leaves these folders to a process of its own, goes through the
others meanwhile, and then takes what the second told as if it had run here: one report, one closing line.
"""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("beside")
    group.addoption("--beside", action="append", default=[], metavar="FOLDER", help="run these in a second process")
    group.addoption("--tell", metavar="FILE", help="write every report to a file (the second process does)")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.tell:
        config.pluginmanager.register(Telling(config))
    if config.option.beside:
        config.pluginmanager.register(Beside(config))


class Telling:
    """In the second process: every report, as it comes, for the first to read."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._file = Path(config.option.tell)

    def _write(self, data: object) -> None:
        with self._file.open("ab") as file:  # what is told is told, whatever comes
            pickle.dump(data, file)

    def _tell(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        self._write(self._config.hook.pytest_report_to_serializable(config=self._config, report=report))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._tell(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self._tell(report)

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        self._write(int(exitstatus))


class Beside:
    """In the first process: starts the second, waits for it, and takes over what it told."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._folders = [config.rootpath / folder for folder in config.option.beside]

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return True if collection_path in self._folders else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Iterator[None]:
        with tempfile.TemporaryDirectory() as folder, (Path(folder) / "said").open("w+b") as said:
            told = Path(folder) / "told"
            words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--tell", told, *self._folders]
            with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as child:
                try:
                    done = yield
                    code = child.wait()
                except BaseException:
                    child.terminate()
                    raise
            if self._take(session, told) != code or code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
                said.seek(0)
                sys.stderr.write(said.read().decode(errors="replace"))
                session.shouldfail = f"the tests beside did not come to their end: {code}"
                raise session.Failed(session.shouldfail)
        return done

    def _take(self, session: pytest.Session, told: Path) -> int | None:
        """Report what was told as if it had run here. Returns how it ended, or None where it broke off."""
        hook, seen = self._config.hook, ""
        with told.open("rb") as file, suppress(EOFError, pickle.UnpicklingError):
            while not isinstance(data := pickle.load(file), int):
                report = hook.pytest_report_from_serializable(config=self._config, data=data)
                if isinstance(report, pytest.CollectReport):
                    hook.pytest_collectreport(report=report)
                    continue
                if report.nodeid != seen:
                    seen = report.nodeid
                    session.testscollected += 1
                    hook.pytest_runtest_logstart(nodeid=seen, location=report.location)
                hook.pytest_runtest_logreport(report=report)
                if report.when == "teardown":
                    hook.pytest_runtest_logfinish(nodeid=seen, location=report.location)
            return data
        return None
