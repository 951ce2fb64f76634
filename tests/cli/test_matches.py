"""artistguard matches, as a person and as a script uses it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from watch_parts import HUB, model, name, picture

from artistguard.catalogue.recording import Offered
from artistguard.cli.app import main
from artistguard.model.names import Strength
from artistguard.workflow.studio import Studio

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path / "home"), "--no-keychain", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def found(tmp_path: Path) -> None:
    """A severe find, its re-upload, one whose title is not to be trusted, and 25 weak ones."""
    same = ("sha256:" + "a" * 64,)
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as studio:
        studio.catalogue.finds.record(
            [
                Offered(model("k1", "someone/ada-set", files=(), kinship=same), (name(), picture())),
                Offered(model("k2", "other/renamed", files=(), kinship=same)),
                Offered(model("k3", "evil/\x1b[2J\nFake line", files=()), (name(),)),
                *(Offered(model(f"w{n}", files=()), (name(strength=Strength.WEAK),)) for n in range(25)),
            ],
            source=HUB,
        )


def document(told: tuple[int, str, str], code: int = 0) -> dict[str, Any]:
    assert told[0] == code, told[2]
    found: dict[str, Any] = json.loads(told[1])
    return found


@pytest.mark.usefixtures("found")
def test_people_see_the_severe_first_and_how_many_are_held(run: Run) -> None:
    code, out, _ = run("matches")
    rows = [line for line in out.splitlines() if line.strip()]
    assert code == 0
    assert "severe" in rows[2]
    assert "someone/ada-set" in rows[2]
    assert "\x1b" not in out
    assert not any(row.startswith("Fake") for row in rows)
    assert rows[-1] == "20 shown; 7 weaker ones are held back by your weekly number ('matches --held')."


@pytest.mark.usefixtures("found")
def test_scripts_get_everything_a_card_knows(run: Run) -> None:
    told = document(run("--json", "matches"))
    first = told["matches"][0]
    assert (first["severe"], first["strength"], first["keys"]) == (True, "strong", ["picture", "name"])
    assert first["places"] == 2
    assert {m["candidate"]["title"] for m in first["members"]} == {"someone/ada-set", "other/renamed"}
    assert {m["reason"] for m in first["matches"]} <= {first["why"], *first["why"].split(". ")} or first["why"]
    assert told["counts"]["held"] == 7
    assert len(document(run("--json", "matches", "--held"))["matches"]) == 7
    assert len(document(run("--json", "matches", "--all"))["matches"]) == 27
    assert document(run("--json", "matches", "show", first["id"]))["match"]["history"]


@pytest.mark.usefixtures("found")
def test_judge_and_undo(run: Run) -> None:
    id_ = document(run("--json", "matches"))["matches"][0]["id"]
    code, out, _ = run("matches", "judge", id_[:8], "mine", "--note", "I never agreed")
    assert (code, "mine" in out) == (0, True)
    assert [m["id"] for m in document(run("--json", "matches", "--verdict", "mine"))["matches"]] == [id_]
    shown = run("matches", "show", id_[:8])[1]
    assert "mine, judged" in shown
    assert "I never agreed" in shown
    assert run("matches", "undo")[1] == "someone/ada-set: taken back.\n"
    assert run("matches", "undo")[1] == "There is no verdict to take back.\n"
    assert document(run("--json", "matches", "--verdict", "mine"))["matches"] == []


@pytest.mark.usefixtures("found")
def test_allow_a_card_or_an_account(run: Run) -> None:
    id_ = document(run("--json", "matches"))["matches"][0]["id"]
    made = document(run("--json", "matches", "allow", "candidate", id_, "--note", "licensed"))["allowances"]
    assert {a["value"] for a in made} == {"a-hub/k1", "a-hub/k2"}
    assert id_ not in {m["id"] for m in document(run("--json", "matches", "--all"))["matches"]}
    document(run("--json", "matches", "allow", "account", "a-hub/evil"))
    assert "3 allowed." in run("matches", "allowed")[1]
    for each in document(run("--json", "matches", "allowed"))["allowances"]:
        document(run("--json", "matches", "disallow", each["id"]))
    assert document(run("--json", "matches"))["matches"][0]["id"] == id_


def test_wrong_words_are_said_so(run: Run) -> None:
    assert run("matches")[1] == "0 shown.\n"
    assert document(run("--json", "matches", "show", "abc"), 2)["error"]["code"] == "usage"
    assert document(run("--json", "matches", "judge", "abc", "mine"), 2)["error"]["code"] == "usage"
    assert document(run("--json", "matches", "allow", "account", "ada"), 2)["error"]["code"] == "usage"
    assert document(run("--json", "matches", "disallow", "abc"), 2)["error"]["code"] == "usage"
    with pytest.raises(SystemExit):
        run("matches", "judge", "abc", "trained-on")
