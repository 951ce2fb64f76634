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


@pytest.mark.parametrize("text", ["", "127.0.0.1:8080", "hub.studio:443, [::1]:9000 ,10.0.0.7:80", " a:1 "])
def test_own_hubs_are_a_list_of_hosts_and_ports(tmp_path: Path, text: str) -> None:
    changed = settings.changed(Settings(), "local_hosts", text)
    settings.save(tmp_path, changed)
    assert settings.load(tmp_path).local_hosts == text


@pytest.mark.parametrize("text", ["hub.studio", "http://hub:80", "a:1,,b:2", "a:1 b:2", "*:80", "A:1", "a:123456"])
def test_what_is_no_list_of_own_hubs_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        settings.changed(Settings(), "local_hosts", text)
    (tmp_path / settings.FILE).write_text(f'local_hosts = "{text}"\n')
    with pytest.raises(CatalogueError):
        settings.load(tmp_path)
