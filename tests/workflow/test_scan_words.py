"""The words of a data set read for names and addresses: counted, made cards; stopped and gone on with."""

import json
import tarfile
from dataclasses import replace

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest
from PIL import Image
from sources.served import serving
from workflow.ranged import Ranged, agreed
from workflow.scan_victim import WORDS, killed

from artistguard.cli.app import main
from artistguard.model.errors import UsageError
from artistguard.model.jobs import JobState
from artistguard.model.names import FieldKind, NameKind, Strength
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Key
from artistguard.workflow import activity, clients, names, scan_words, word_finds
from artistguard.workflow.studio import Studio

ROWS, GROUP = 3_000, 500
NAMED = (7, 600, 2_999)
ADDRESSED = (600, 1_200)
NEAR_MISSES = {40: "a wren on a branch", 41: "Ada Wrench, plumber", 42: "lovelace, ada; wrens of europe"}


def rows(caption: str = "text") -> pa.Table:
    captions = [f"picture {n} of a lighthouse" for n in range(ROWS)]
    urls = [f"https://cdn.example.org/{n}.jpg" for n in range(ROWS)]
    for row in NAMED:
        captions[row] = "harbour at night, art by Ada Wren"
    for row, text in NEAR_MISSES.items():
        captions[row] = text
    for row in ADDRESSED:
        urls[row] = f"https://adawren.example/img/{row}.jpg"
    urls[43] = "https://notadawren.example/1.jpg"
    captions[44] = None
    return pa.table({"url": urls, caption: captions})


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        profile = opened.catalogue.profile
        profile.set(replace(profile.get(), name="Ada Wren", addresses=("https://adawren.example",)))
        yield opened


@pytest.fixture
def table(tmp_path):
    pq.write_table(rows(), tmp_path / "words.parquet", row_group_size=GROUP)
    return tmp_path / "words.parquet"


def read_all(studio, target):
    plan = scan_words.plan(studio, str(target))
    batch = scan_words.begin(studio, plan)
    assert scan_words.run(studio, batch).failures == ()
    return plan, word_finds.told(studio, batch)


def counts(report) -> dict[tuple[Key, str], int]:
    return {(each.key, each.subject): each.strengths.get(Strength.STRONG, 0) for each in report.found}


PLANTED = {(Key.NAME, "Ada Wren"): len(NAMED), (Key.ADDRESS, "https://adawren.example"): len(ADDRESSED)}


def test_planted_names_and_addresses_are_counted_and_near_misses_are_not(studio, table) -> None:
    plan, report = read_all(studio, table)
    assert (plan.rows, len(plan.files[0].units)) == (ROWS, ROWS // GROUP)
    assert 10_000 < plan.size < table.stat().st_size
    assert "No name or address leaves this machine" in plan.sentence
    assert "of computing here" in plan.sentence
    assert plan.seconds > 0
    assert counts(report) == PLANTED
    assert (report.rows, report.coverage.whole, report.coverage.unit) == (ROWS, True, "rows")
    shown = {one.row for each in report.found for one in each.examples}
    assert {*NAMED, *ADDRESSED} <= shown
    assert not shown & {41, 42, 43, 44}


def test_a_table_that_does_not_say_how_many_rows_it_has_is_guessed_at(studio, tmp_path) -> None:
    csv.write_csv(rows(), tmp_path / "words.csv")
    with pa.OSFile(str(tmp_path / "words.arrow"), "wb") as file, pa.ipc.new_file(file, rows().schema) as writer:
        writer.write_table(rows(), max_chunksize=GROUP)
    with pa.OSFile(str(tmp_path / "stream.arrow"), "wb") as file, pa.ipc.new_stream(file, rows().schema) as writer:
        writer.write_table(rows(), max_chunksize=GROUP)
    for name in ("words.csv", "words.arrow", "stream.arrow"):
        plan = scan_words.plan(studio, str(tmp_path / name))
        (unit,) = plan.files[0].units
        assert (plan.rows, unit.rows) == (None, None)
        assert ROWS * 0.9 < unit.about < ROWS * 1.1


def test_the_time_is_told_without_fetching_a_row(studio, table) -> None:
    server = Ranged(table.read_bytes())
    with serving(server) as endpoint:
        agreed(studio, endpoint)
        plan = scan_words.plan(studio, f"{endpoint}/words.parquet")
    assert plan.seconds > 0
    assert plan.files[0].looked == server.sent  # to see what is there, and no more for the time


def test_each_name_and_address_is_one_card_with_its_count(studio, table) -> None:
    _, report = read_all(studio, table)
    assert word_finds.record(studio, report) == 2
    cards = {card.title: card for card in studio.catalogue.finds.cards()}
    card = cards["Ada Wren in words.parquet"]
    (member,) = card.members
    assert member.candidate.rows == 4  # one more has the name in its address alone
    assert member.candidate.source == f"set:{table}"
    assert "In 4 rows: 3 strong, 1 weak" in card.why
    assert member.candidate.note.endswith("That says the set lists them; not that a model learned them.")
    assert any("art by Ada Wren" in text.text for text in member.candidate.texts)
    assert word_finds.record(studio, report) == 0


def test_text_tables_and_prompts_are_read_as_well(studio, tmp_path) -> None:
    csv.write_csv(rows("prompt"), tmp_path / "prompts.csv")
    _, report = read_all(studio, tmp_path / "prompts.csv")
    assert counts(report) == PLANTED
    said = next(each for each in report.found if each.key is Key.NAME)
    assert [one.field for one in said.examples] == [*[FieldKind.PROMPT] * len(NAMED), FieldKind.URL]
    both = rows().append_column("prompt", pa.array([f"by Ada Wren, {n}" for n in range(ROWS)]))
    pq.write_table(both, tmp_path / "both.parquet")
    _, report = read_all(studio, tmp_path / "both.parquet")
    assert counts(report)[Key.NAME, "Ada Wren"] == ROWS  # a row counts once
    said = next(each for each in report.found if each.key is Key.NAME)
    assert len(said.examples) <= word_finds.MOST_EXAMPLES


def test_texts_beside_pictures_are_read_as_well(studio, tmp_path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, text in enumerate(("by Ada Wren", "a wrench", "ada wren style")):
        Image.new("RGB", (64, 48), (number, 0, 0)).save(folder / f"{number}.png")
        (folder / f"{number}.txt").write_text(text, "utf-8")
    with tarfile.open(tmp_path / "few.tar", "w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, path.name)
    for target in (folder, tmp_path / "few.tar"):
        plan, report = read_all(studio, target)
        assert "Texts in files beside pictures" in plan.sentence
        [said] = report.found
        assert (said.subject, said.rows, report.rows) == ("Ada Wren", 2, 3)
        assert {one.row for one in said.examples} == {0, 2}


def test_stopped_and_gone_on_with_from_the_activity(studio, table) -> None:
    plan = scan_words.plan(studio, str(table))
    batch = scan_words.begin(studio, plan)
    stop = CancelToken()
    scan_words.run(studio, batch, cancel=stop, progress=lambda done, total, what: stop.cancel())
    partly = word_finds.told(studio, batch)
    assert not partly.coverage.whole
    assert partly.coverage.note == "It is not finished."
    assert scan_words.begin(studio, scan_words.plan(studio, str(table))) == batch  # the same wish goes on
    assert activity.rows(studio)[0].subject == "words.parquet"
    activity.go_on(studio, batch)
    assert word_finds.told(studio, batch).coverage.whole
    assert len(studio.catalogue.finds.cards()) == 2


def test_names_under_a_seal_are_left_out_and_that_is_said(studio, table) -> None:
    client = clients.add(studio, "Harbour Press")
    names.add(studio, "lighthouse", NameKind.HANDLE, client.id)
    plan, report = read_all(studio, table)
    assert plan.left_out == ("lighthouse",)
    assert "lighthouse" not in json.dumps(dict(plan.question))
    assert "lighthouse" in plan.sentence
    assert counts(report) == PLANTED
    assert not report.coverage.whole
    assert "client's seal" in report.coverage.note


def test_nothing_to_look_for_and_nothing_to_look_in(studio, tmp_path, table) -> None:
    pq.write_table(pa.table({"phash": ["0" * 16]}), tmp_path / "bare.parquet")
    with pytest.raises(UsageError, match="Nothing that can be scanned"):
        scan_words.plan(studio, str(tmp_path / "bare.parquet"))
    studio.catalogue.profile.set(replace(studio.catalogue.profile.get(), name="", addresses=()))
    with pytest.raises(UsageError, match="no name and no address"):
        scan_words.plan(studio, str(table))


def test_killed_midway_no_finished_unit_is_read_again(studio, table) -> None:
    studio.close()
    killed(studio.home, WORDS, table, unit=3)
    with Studio(studio.home, passphrase=lambda: None, keychain=False) as again:
        batch = scan_words.begin(again, scan_words.plan(again, str(table)))
        done = {job.id for job in again.catalogue.jobs.iterate(batch, (JobState.DONE,))}
        assert len(done) < ROWS // GROUP
        report = scan_words.finish(again, batch)
        attempts = {job.id: job.attempts for job in again.catalogue.jobs.iterate(batch)}
        assert {attempts[job] for job in done} <= {1}
        assert counts(report) == PLANTED
        assert report.rows == ROWS


def test_from_the_command_line(studio, table, capsys) -> None:
    home = ["--home", str(studio.home)]
    studio.close()
    assert main([*home, "scan", str(table), "--words", "--dry-run"]) == 0
    assert "all words of 3,000 rows for 1 name and 1 address" in capsys.readouterr().out
    assert main([*home, "--json", "scan", str(table), "--words"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["words"]
    assert (answer["rows"], answer["cards_with_news"]) == (ROWS, 2)
    assert {each["subject"]: each["rows"] for each in answer["found"]}["https://adawren.example"] == 2
    assert main([*home, "scan", str(table), "--words", "--scheduler", "tls://10.0.0.1:1"]) != 0
