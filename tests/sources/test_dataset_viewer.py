"""The dataset viewer: rows by name and address, prompts counted, and every answer its makers publish."""

import hashlib
import json
from typing import Any

import pytest
from sources.hub_double import Ledger, opened, run, stops_after, until_trouble
from sources.viewer_double import Table, ViewerDouble

from artistguard.model.errors import ComeBackLater, Refused, Sealed, Unreachable, UsageError
from artistguard.model.names import FieldKind, OwnName
from artistguard.model.watching import CandidateKind, Known, Question
from artistguard.sources import viewer_sets, viewer_where
from artistguard.sources.base import Asker
from artistguard.sources.dataset_viewer import DatasetViewer
from artistguard.workflow.demo_hub import Reply

ADA = OwnName("Ada Wren")
WORKS = [
    {"text": "harbour at night by Ada Wren", "url": "https://img.example/1.jpg", "size": 5},
    {"text": "a wren on a fence", "url": "https://img.example/2.jpg", "size": 5},
    {"text": "poppies", "url": "https://www.adawren.example/poppies.jpg", "size": 5},
    {"text": "AdaWren style, 8k", "url": "https://img.example/4.jpg", "size": 5},
    {"text": "Joe O'Hara; drop table", "url": "https://img.example/5.jpg", "size": 5},
]


def ask(*names: OwnName, dataset: str = "someone/works", **more: Any) -> Question:
    params = {"dataset": dataset, **more.pop("params", {})}
    return Question(names=names, params=params, **more)


def look(viewer: ViewerDouble, question: Question, checkpoint=None, **more):
    return run(DatasetViewer(viewer.endpoint), question, opened(viewer.host), checkpoint, **more)


def found(steps) -> list:
    return [candidate for step in steps for candidate in step.candidates]


# --- rows


def test_rows_with_a_name_and_rows_with_an_address(viewers) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    steps = look(viewer, ask(ADA, addresses=("https://www.adawren.example/",)))
    rows = {row.title: row for row in found(steps)}
    assert set(rows) == {"someone/works, row 1", "someone/works, row 3", "someone/works, row 4"}
    first = rows["someone/works, row 1"]
    assert [(text.field, text.text) for text in first.texts] == [
        (FieldKind.CAPTION, "harbour at night by Ada Wren"),
        (FieldKind.URL, "https://img.example/1.jpg"),
    ]
    assert [(picture.url, picture.caption) for picture in first.pictures] == [
        ("https://img.example/1.jpg", "harbour at night by Ada Wren")
    ]
    assert first.kind is CandidateKind.ROW
    assert first.url == "https://huggingface.co/datasets/someone/works/viewer/default/train?row=0"
    assert {row.kinship for row in rows.values()} == {("dataset:someone/works",)}
    assert all(step.captures for step in steps if step.candidates)
    coverage = steps[-1].coverage[0]
    assert (coverage.what, coverage.searched, coverage.total) == ("rows of someone/works", 5, 5)
    assert coverage.whole


def test_a_row_keeps_its_key_when_rows_before_it_go(viewers) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    before = {row.texts[0].text: row.key for row in found(look(viewer, ask(ADA)))}
    viewer.tables[0].rows = WORKS[2:] + WORKS[:1]
    after = {row.texts[0].text: row.key for row in found(look(viewer, ask(ADA)))}
    assert before == after


def test_prompts_are_counted(viewers) -> None:
    prompts = [{"prompt": f"castle {n}, by ada-wren", "user_name": "x"} for n in range(250)]
    prompts += [{"prompt": "a wren", "user_name": "Ada Wren"}] * 50
    viewer = viewers(Table("poloclub/diffusiondb", prompts, config="2m_random_1k"))
    steps = look(viewer, ask(ADA, OwnName("Greg Nobody"), dataset="poloclub/diffusiondb"))
    (counted,) = found(steps)
    assert (counted.rows, counted.kind, counted.title) == (250, CandidateKind.DATASET, "DiffusionDB")
    assert counted.note == "Prompts with 'Ada Wren' among those that were searched: 250."
    assert {text.field for text in counted.texts} == {FieldKind.PROMPT}
    assert len(counted.texts) == 5
    coverage = steps[-1].coverage[0]
    assert (coverage.searched, coverage.total) == (300, 14_000_000)
    assert not coverage.whole


def test_only_a_part_is_searched_and_that_is_said(viewers) -> None:
    viewer = viewers(Table("someone/works", WORKS, estimated=5_000))
    coverage = look(viewer, ask(ADA))[-1].coverage[0]
    assert (coverage.searched, coverage.total) == (5, 5_000)
    assert coverage.note == "The viewer holds only the first 5 GB of it."


def test_many_rows_are_taken_in_part_and_that_is_said(viewers) -> None:
    rows = [{"text": f"by Ada Wren {n}"} for n in range(450)]
    steps = look(viewers(Table("someone/works", rows)), ask(ADA))
    assert len(found(steps)) == 300
    assert steps[-1].coverage[0].note == "Of 450 rows with 'Ada Wren' the first 300 were taken."


def test_without_a_filter_the_search_is_looked_through(viewers) -> None:
    viewer = viewers(Table("someone/works", WORKS, filter=False))
    assert {row.title for row in found(look(viewer, ask(ADA)))} == {"someone/works, row 1"}
    viewer.tables[0].search = False
    steps = look(viewer, ask(ADA))
    assert not found(steps)
    assert steps[-1].coverage[0].note == "The viewer offers no search in it."


def test_every_part_of_a_set_or_the_one_that_is_named(viewers) -> None:
    tables = [Table("someone/works", WORKS, config, split) for config in ("a b", "c") for split in ("train", "test")]
    viewer = viewers(*tables)
    assert look(viewer, ask(ADA))[-1].coverage[0].searched == 20
    assert look(viewer, ask(ADA, params={"config": "a b"}))[-1].coverage[0].searched == 10
    assert look(viewer, ask(ADA, params={"config": "c", "split": "test"}))[-1].coverage[0].searched == 5
    nothing = look(viewer, ask(ADA, params={"config": "d"}))[-1].coverage[0]
    assert (nothing.searched, nothing.note) == (0, "There is nothing to search in it.")


def test_pictures_in_cells_are_offered(viewers) -> None:
    cell = {"src": "https://datasets-server.huggingface.co/cached-assets/1.jpg?Signature=a", "height": 5, "width": 5}
    (row,) = found(look(viewers(Table("someone/works", [{"image": cell, "caption": "Ada Wren"}])), ask(ADA)))
    assert [(picture.url, picture.name) for picture in row.pictures] == [(cell["src"], "1.jpg")]


def test_names_that_a_set_has_hashed(viewers) -> None:
    rows = [{"artist_sha256": hashlib.sha256(name.encode()).hexdigest(), "n": 1} for name in ("Ada Wren", "Joe")]
    (row,) = found(look(viewers(Table("someone/works", rows)), ask(ADA)))
    assert row.texts[0].field is FieldKind.HASH


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Joe O'Hara", 1), ("O'Hara;", 1), ("50% -- /* Ada", 0), ("Ada", 0), ('a"b', 0), ("", 0), ("Łucja Żak", 0)],
)
def test_odd_names_are_quoted_or_left_out(viewers, name: str, expected: int) -> None:
    viewer = viewers(Table("someone/works", [{**row, 'te"xt': "x"} for row in WORKS]))
    steps = look(viewer, ask(OwnName(name)))
    assert len(found(steps)) == expected
    for where in viewer.wheres():
        assert not any(sign in where for sign in (";", "--", "/*", "*/"))


def test_conditions_stay_within_a_url(viewers) -> None:
    columns = {f"column-{n}": FieldKind.CAPTION for n in range(50)}
    search = viewer_where.name_search(ADA, ("ada wren", "ada-wren", "adawren"), (), columns)
    assert 100 < len(search.where) < 1500


# --- consent, seals


def test_what_is_planned_is_what_leaves(viewers) -> None:
    viewer = viewers(Table("p1atdev/danbooru-2024", [{"tag_string_artist": "ada_wren", "source": "https://x.example"}]))
    source = DatasetViewer(viewer.endpoint)
    question = ask(ADA, dataset="p1atdev/danbooru-2024", addresses=("adawren.example",))
    planned = {plan.url.removeprefix(viewer.endpoint) for plan in source.plan(question)}
    ledger = Ledger()
    run(source, question, opened(viewer.host, ledger=ledger))
    sent = {entry.url.removeprefix(viewer.endpoint): entry for entry in ledger.entries.values()}
    assert planned <= set(sent)
    assert {tuple(sent[url].subjects.names) for url in sent if "wren" in url and "example" not in url} == {
        ("Ada Wren",)
    }
    assert {tuple(sent[url].subjects.addresses) for url in sent if "example" in url} == {("adawren.example",)}
    assert all(
        not sent[url].subjects.names for url in sent if url.startswith(("/is-valid", "/splits", "/size", "/rows"))
    )
    assert len(source.plan(Question(names=(ADA,)))) == len(viewer_sets.known()) + 1


def test_a_sealed_name_stays_here(viewers) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    with pytest.raises(Sealed):
        run(DatasetViewer(viewer.endpoint), ask(ADA), opened(viewer.host, sealed=("Ada Wren",)))
    assert not viewer.wheres()


@pytest.mark.parametrize("params", [{"dataset": 5}, {"dataset": "a/b/c"}, {"dataset": "<b>"}, {"columns": "a:b"}])
def test_a_watch_that_names_nothing_is_refused(params) -> None:
    with pytest.raises(UsageError):
        viewer_sets.wanted({"dataset": "a/b", **params})


def test_columns_as_they_are_written() -> None:
    (one,) = viewer_sets.wanted({"dataset": "a/b", "columns": "prompt, artist_name , link:caption"})
    assert dict(one.columns) == {
        "prompt": FieldKind.PROMPT,
        "artist_name": FieldKind.ARTIST,
        "link": FieldKind.CAPTION,
    }
    (one,) = viewer_sets.wanted({"dataset": "Poloclub/DiffusionDB"})
    assert (one.title, one.prompts) == ("DiffusionDB", True)


# --- over time


def test_a_set_that_has_not_changed_is_not_searched_again(viewers) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    first = look(viewer, ask(ADA))
    known = tuple(Known(row.key, row.kind, row.title, row.url) for row in found(first))
    viewer.asked.clear()
    second = look(viewer, ask(ADA, known=known), first[-1].checkpoint)
    assert viewer.paths() == ["/is-valid"]
    assert {key for step in second for key in step.there} == {one.key for one in known}
    assert (second[-1].coverage[0].searched, second[-1].coverage[0].total) == (5, 5)
    assert second[-1].coverage[0].whole
    viewer.tables[0].revision = "b" * 40
    assert len(found(look(viewer, ask(ADA, known=known), second[-1].checkpoint))) == 2
    assert found(look(viewer, ask(ADA, OwnName("Joe O'Hara")), second[-1].checkpoint))


def test_a_set_that_is_gone(viewers) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    known = tuple(Known(row.key, row.kind, row.title, row.url) for row in found(look(viewer, ask(ADA))))
    viewer.tables.clear()
    steps = look(viewer, ask(ADA, known=known))
    assert {key for step in steps for key in step.gone} == {one.key for one in known}
    assert steps[-1].coverage[0].note.startswith("It is not shown to everybody")


def test_killed_after_any_step_it_goes_on_where_it_was(viewers) -> None:
    tables = [Table("someone/works", WORKS, split=split) for split in ("train", "test")]
    viewer = viewers(*tables)
    question = ask(ADA, OwnName("Joe O'Hara"), addresses=("adawren.example",))
    whole = look(viewer, question)
    for count in range(1, len(whole)):
        asker = Asker(opened(viewer.host))
        before = stops_after(DatasetViewer(viewer.endpoint).look(question, {}, asker), count)
        after = look(viewer, question, json.loads(json.dumps(before[-1].checkpoint)))
        assert {row.key for row in (*found(before), *found(after))} == {row.key for row in found(whole)}
        assert after[-1].checkpoint == whole[-1].checkpoint
        assert after[-1].coverage[0].searched == 10


def test_a_small_budget_comes_to_its_end_run_by_run(viewers) -> None:
    viewer = viewers(*(Table("someone/works", WORKS, split=f"s{n}") for n in range(3)))
    question = ask(ADA, OwnName("Joe O'Hara"), addresses=("adawren.example",))
    checkpoint: dict = {}
    keys: set = set()
    runs = 0
    for _ in range(20):
        runs += 1
        steps = look(viewer, question, checkpoint, most=8)
        keys |= {row.key for row in found(steps)}
        checkpoint = steps[-1].checkpoint
        if "The run may not ask more often" not in steps[-1].coverage[0].note:
            break
    assert 1 < runs < 20
    assert len(keys) == 4


# --- trouble


def test_all_known_sets_and_one_that_is_not_ready(viewers) -> None:
    viewer = viewers(Table("Spawning/PD12M", [{"caption": "by Ada Wren", "url": "https://x.example/1"}]))
    not_ready = Reply(500, {"X-Error-Code": "ResponseNotReadyError"}, b'{"error": "The server is busier than usual."}')
    viewer.fault = lambda asked: not_ready if "diffusiondb" in asked.one("dataset") else None
    source = DatasetViewer(viewer.endpoint)
    steps, error = until_trouble(source.look(Question(names=(ADA,)), {}, Asker(opened(viewer.host))))
    assert isinstance(error, ComeBackLater)
    assert error.until is not None
    assert [row.title for row in found(steps)] == ["PD12M, row 1"]
    notes = {coverage.what: coverage.note for coverage in steps[-1].coverage}
    assert notes["rows of DiffusionDB"] == "The viewer is not ready with it yet."
    assert notes["rows of PD12M"] == ""
    assert notes["rows of COYO-700M"].startswith("It is not shown to everybody")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_viewer_is_left_alone(viewers, status: int) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    viewer.fault = lambda asked: Reply(status, {"Retry-After": "1"}) if asked.path == "/filter" else None
    with pytest.raises(ComeBackLater):
        look(viewer, ask(ADA))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, {}, b"<html>busy</html>"),
        Reply(200, {}, b"[1]"),
        Reply(200, {}, b'{"a":' * 100_000),
        Reply(200, {"Content-Length": str(2**30)}, b"{"),
    ],
)
def test_an_answer_that_cannot_be_read_costs_one_set(viewers, reply) -> None:
    viewer = viewers(Table("Spawning/PD12M", [{"caption": "by Ada Wren", "url": "https://x.example/1"}]))
    viewer.fault = lambda asked: reply if "bitmind" in asked.one("dataset") else None
    assert len(found(look(viewer, Question(names=(ADA,))))) == 1
    viewer.fault = lambda asked: reply
    with pytest.raises(Refused):
        look(viewer, Question(names=(ADA,)))


@pytest.mark.parametrize("reply", [Reply(302, {"Location": "https://elsewhere.example/"}), Reply(418)])
def test_neither_redirects_nor_other_answers_are_followed(viewers, reply) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    viewer.fault = lambda asked: reply
    with pytest.raises(Unreachable):
        look(viewer, ask(ADA))


@pytest.mark.parametrize("junk", [None, True, 5, -1, 1e400, "text", [], [[]], {}, {"a": 1}, "\x00\x1b[31m<script>"])
def test_wrong_types_in_every_field(viewers, junk) -> None:
    viewer = viewers(Table("someone/works", WORKS))
    fields = {
        "/is-valid": ["search"],
        "/splits": ["splits"],
        "/size": ["size"],
        "/rows": ["features", "partial"],
        "/filter": ["features", "rows", "num_rows_total", "partial"],
    }
    for path, keys in fields.items():
        for key in keys:

            def fault(asked, path=path, key=key):
                if asked.path != path:
                    return None
                viewer.fault = lambda asked: None
                told = json.loads(viewer.answer(asked).body)
                viewer.fault = fault
                told[key] = junk
                if key == "rows" and isinstance(junk, list):
                    told[key] = [{"row_idx": junk, "row": junk}, {"row_idx": 0, "row": {"text": junk}}, *junk]
                return Reply(200, {}, json.dumps(told).encode().replace(b"Infinity", b"1e999"))

            viewer.fault = fault
            steps = look(viewer, ask(ADA))
            assert all("\x1b" not in text.text for row in found(steps) for text in row.texts)
