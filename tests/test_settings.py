from pathlib import Path

import pytest

from artistguard import settings
from artistguard.model.errors import CatalogueError, UsageError
from artistguard.settings import Settings


def test_without_a_file_the_defaults_hold_and_the_network_is_off(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == Settings()
    assert not Settings().network


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    changed = settings.changed(settings.changed(Settings(), "network", "on"), "workers", "3")
    settings.save(tmp_path, changed)
    assert settings.load(tmp_path) == changed
    assert not list(tmp_path.glob("*.part"))


def test_settings_of_a_newer_version_and_broken_ones_are_refused(tmp_path: Path) -> None:
    for text in ("version = 99\n", "workers = ", 'workers = "many"\n'):
        (tmp_path / settings.FILE).write_text(text)
        with pytest.raises(CatalogueError):
            settings.load(tmp_path)


@pytest.mark.parametrize(("name", "value"), [("colour", "red"), ("network", "perhaps"), ("workers", "-1")])
def test_wrong_values_are_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError):
        settings.changed(Settings(), name, value)
