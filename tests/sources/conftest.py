"""Doubles that answer until a test ends."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import resources

import pytest
from sources.hub_double import HubDouble, Repo
from sources.viewer_double import Table, ViewerDouble

from artistguard.workflow import demo_repos


@pytest.fixture(scope="session")
def demo() -> list[Repo]:
    """The repositories of the demo's hub."""
    with resources.as_file(resources.files("resources") / "sample") as folder:
        return demo_repos.repos(folder)


@pytest.fixture
def hub(demo: list[Repo]) -> Iterator[HubDouble]:
    """The demo's hub, as a double."""
    double = HubDouble(demo)
    with double.served():
        yield double


@pytest.fixture
def hubs() -> Iterator[Callable[..., HubDouble]]:
    """hubs(*repos, page=...) gives a double of a hub."""
    with ExitStack() as stack:

        def start(*repos: Repo, page: int = 100) -> HubDouble:
            double = HubDouble(list(repos), page=page)
            stack.enter_context(double.served())
            return double

        yield start


@pytest.fixture
def viewers() -> Iterator[Callable[..., ViewerDouble]]:
    """viewers(*tables) gives a double of the dataset viewer."""
    with ExitStack() as stack:

        def start(*tables: Table) -> ViewerDouble:
            return stack.enter_context(ViewerDouble(list(tables)).served())

        yield start
