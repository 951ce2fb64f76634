"""A find compared on bytes: fetched with consent and kept, from a file, never for a sealed work."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from pictures import full_of_points
from PIL import ImageOps
from sources.served import Reply, serving

from artistguard.catalogue.recording import Offered
from artistguard.cli.app import main
from artistguard.model.egress import Purpose
from artistguard.model.errors import FileError, NotAgreed, Sealed, UsageError
from artistguard.model.finds import Match
from artistguard.model.ids import new_id, now
from artistguard.model.names import Strength
from artistguard.model.watching import Candidate, CandidateKind, Key
from artistguard.workflow import beside, captures, clients, consents, finds
from artistguard.workflow.confirm_find import comparable, confirm_find, missing
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


@pytest.fixture
def studio(tmp_path):
    originals = tmp_path / "originals"
    originals.mkdir()
    for seed in range(2):
        full_of_points(seed).save(originals / f"work {seed}.png")
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        import_(opened, [originals])
        yield opened


def copy(seed: int) -> bytes:
    out = BytesIO()
    ImageOps.mirror(full_of_points(seed)).crop((120, 80, 860, 600)).save(out, "JPEG", quality=70)
    return out.getvalue()


def work(studio, title="work 1"):
    return next(each for each in studio.catalogue.works.iterate() if each.title == title)


def found(studio, url, key=Key.PICTURE):
    """A row of a set that may hold a copy of the work, as a scan records it."""
    subject = work(studio).id if key is Key.PICTURE else "Ada Wren"
    match = Match(new_id(), "", key, subject, None, "row 7", Strength.WEAK, "By hash.", now(), {"row": 7})
    row = Candidate("set:test", "part#7", CandidateKind.ROW, "row 7 of a set", url)
    studio.catalogue.finds.record([Offered(row, (match,))], source="set:test")
    return finds.cards(studio)[0]


@pytest.fixture
def server(studio):
    seen = []

    def answer(asked):
        seen.append(asked)
        return Reply(200, copy(1), {"Content-Type": "image/jpeg"})

    with serving(answer) as endpoint:
        studio.save(replace(studio.settings, network=True, local_hosts=endpoint.removeprefix("http://")))
        answer.endpoint, answer.seen = endpoint, seen
        yield answer


def agree(studio, server):
    consents.agree(studio, server.endpoint.removeprefix("http://"), [Purpose.PICTURE], "a test's server")


def test_fetched_with_consent_compared_and_kept(studio, server) -> None:
    find = found(studio, f"{server.endpoint}/a.jpg")
    subject = comparable(studio, find)
    needs, planned = missing(studio, subject)
    assert [need.host for need in needs] == [server.endpoint.removeprefix("http://")]
    assert planned[0].request.startswith("GET /a.jpg ")
    with pytest.raises(NotAgreed):
        confirm_find(studio, find.id)
    assert server.seen == []
    agree(studio, server)
    assert missing(studio, subject)[0] == ()
    told = confirm_find(studio, find.id)
    assert told.confirmed.agreement.same
    assert captures.read(studio, told.capture) == copy(1)
    card = finds.get(studio, find.id)
    (match,) = card.matches
    assert match.strength is Strength.STRONG
    assert match.reason.endswith("By hash.")
    assert match.details["agreement"]["points"] == told.confirmed.agreement.points
    assert card.history[0].capture == told.capture
    assert card.history[0].text == told.confirmed.sentence
    sides = beside.beside(studio, match)
    assert sides.theirs is not None
    assert sides.ours is not None
    assert [entry.subjects.works for entry in studio.catalogue.egress.iterate()] == [(work(studio).id,)]
    again = confirm_find(studio, find.id)  # the same once more: the reason does not grow
    assert again.find.matches[0].reason == match.reason


def test_a_file_needs_no_network_and_another_picture_is_said_so(studio, tmp_path) -> None:
    find = found(studio, "https://example.org/gone.jpg")
    (tmp_path / "other.jpg").write_bytes(copy(0))
    told = confirm_find(studio, find.id, tmp_path / "other.jpg")
    assert not told.confirmed.agreement.same
    assert "was not seen in it" in told.find.matches[0].reason
    assert told.find.matches[0].strength is Strength.WEAK
    (tmp_path / "page.html").write_text("<p>not found</p>")
    with pytest.raises(FileError):
        confirm_find(studio, find.id, tmp_path / "page.html")


def test_nothing_leaves_for_a_sealed_work(studio, server) -> None:
    find = found(studio, f"{server.endpoint}/a.jpg")
    agree(studio, server)
    clients.assign(studio, [work(studio).id], clients.add(studio, "Meridian Press"))
    with pytest.raises(Sealed):
        confirm_find(studio, find.id)
    with pytest.raises(Sealed):
        missing(studio, comparable(studio, find))
    assert server.seen == []


def test_what_cannot_be_compared(studio) -> None:
    with pytest.raises(UsageError, match="does not say where"):
        confirm_find(studio, found(studio, "").id)
    with pytest.raises(UsageError):
        confirm_find(studio, "nothing")


def test_a_find_by_name_alone(studio) -> None:
    with pytest.raises(UsageError, match="not one by picture"):
        confirm_find(studio, found(studio, "https://example.org/a.jpg", Key.NAME).id)


def test_on_the_command_line(studio, tmp_path, capsys) -> None:
    find = found(studio, "")
    (tmp_path / "copy.jpg").write_bytes(copy(1))
    studio.close()
    assert main(["--home", str(studio.home), "--json", "matches", "confirm", find.id, str(tmp_path / "copy.jpg")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["confirmed"]["same"] is True
    assert told["confirmed"]["mirrored"] is True
    assert told["sentence"].startswith("Same picture content as your #")
    assert told["capture"] == ""
    assert main(["--home", str(studio.home), "matches", "confirm", find.id]) == 2
