"""artistguard links, as typed."""

import json

import pytest

from artistguard.cli.app import main


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_links_leave_out_what_a_seal_hides(tmp_path, capsys) -> None:
    home = ("--home", str(tmp_path / "home"), "--no-keychain")
    typed(capsys, *home, "names", "add", "Ada Wren", "--kind", "name")
    typed(capsys, *home, "client", "add", "Moth Ltd")
    typed(capsys, *home, "names", "add", "Captain Moth", "--kind", "character", "--client", "Moth Ltd")
    said = json.loads(typed(capsys, "--json", *home, "links"))
    titles = [link["title"] for link in said["links"]]
    assert "CivArchive: Ada Wren" in titles
    assert not any("Moth" in title for title in titles)
    assert said["left_out"] == ["Captain Moth"]
    shown = typed(capsys, *home, "links")
    assert "Left out, under a client's seal: Captain Moth" in shown
    assert "Opening one tells that site" in shown
