"""Civitai: what a watch sees there, asked through the real door of a double of its interface."""

import gzip
import json
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sources.civitai_double import CivitaiDouble, model, picture, said
from sources.served import Ledger, Reply, opened, run

from artistguard.model.errors import ComeBackLater, NetworkError, Refused, Sealed, Unreachable, UsageError
from artistguard.model.names import FieldKind, OwnName
from artistguard.model.watching import CandidateKind, Known, Question, Step
from artistguard.sources import civitai_models
from artistguard.sources.base import Asker
from artistguard.sources.civitai import Civitai

HOLLIE = OwnName("Hollie Mengert")
ASKED = Question(names=(HOLLIE,))
SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "civitai" / "openapi.yaml"


@pytest.fixture
def serve():
    """serve(*models) gives a double that answers until the test ends."""
    with ExitStack() as stack:

        def start(*models) -> CivitaiDouble:
            double = CivitaiDouble(*models)
            stack.enter_context(double.served())
            return double

        yield start


def look(double: CivitaiDouble, question: Question = ASKED, checkpoint=None, **more):
    return run(Civitai(double.endpoint), question, opened(double.endpoint), checkpoint, **more)


def until_trouble(double: CivitaiDouble) -> tuple[list[Step], NetworkError | None]:
    """The steps of a run before it ended in an error, and the error."""
    steps: list[Step] = []
    try:
        steps.extend(Civitai(double.endpoint).look(ASKED, {}, Asker(opened(double.endpoint))))
    except NetworkError as error:
        return steps, error
    return steps, None


def found(steps) -> dict:
    return {candidate.key: candidate for step in steps for candidate in step.candidates}


def words(candidate, field: FieldKind) -> list[str]:
    return [text.text for text in candidate.texts if text.field is field]


def known(number: int, **changes) -> Known:
    return Known(**{"key": str(number), "kind": CandidateKind.MODEL, "title": "", "url": "", **changes})


def notes(steps) -> str:
    return " ".join(coverage.note for coverage in steps[-1].coverage)


# --- what is seen


def test_a_model_as_a_candidate(serve) -> None:
    double = serve(
        model(
            5,
            "Illustration style",
            "style-collector",
            words=["holliemengert artstyle"],
            description="<p>Made by <b>fine-tuning</b> on<br>Hollie&rsquo;s work</p><script>no()</script>",
            tags=["style", "illustration"],
            file="hollie_style.safetensors",
            sha256="AB" * 32,
            images=[picture(1, "a fox, holliemengert artstyle")],
        )
    )
    steps = look(double)
    one = found(steps)["5"]
    assert (one.source, one.kind, one.account) == ("civitai", CandidateKind.MODEL, "style-collector")
    assert one.title == "style-collector/Illustration style"
    assert one.url == f"{double.endpoint}/models/5"
    assert one.created_at == datetime(2022, 11, 3, 9, 16, 12, 62000, tzinfo=UTC)
    assert words(one, FieldKind.TRIGGER) == ["holliemengert artstyle"]
    assert words(one, FieldKind.CARD) == ["Made by fine-tuning on\nHollie’s work"]
    assert words(one, FieldKind.PROMPT) == ["a fox, holliemengert artstyle"]
    assert words(one, FieldKind.TAG) == ["style", "illustration"]
    assert words(one, FieldKind.FILE_NAME) == ["hollie_style.safetensors"]
    assert words(one, FieldKind.CREATOR) == ["style-collector"]
    assert one.files[0].sha256 == "ab" * 32
    assert one.files[0].size == 37376
    assert one.kinship == ("sha256:" + "ab" * 32, "autov2:" + "ab" * 5)
    assert one.declares == ("SD 1.5",)
    assert [shown.url for shown in one.pictures] == ["https://image.civitai.com/x/1.jpeg"]
    kept = {captured.capture.sha256: captured for step in steps for captured in step.captures}
    assert set(one.captures) <= set(kept)
    assert any(b"holliemengert artstyle" in captured.body for captured in kept.values())


def test_every_form_is_asked_for_once_with_its_name_declared(serve) -> None:
    double, ledger = serve(), Ledger()
    run(Civitai(double.endpoint), ASKED, opened(double.endpoint, ledger=ledger))
    assert double.searches() == ["hollie mengert", "holliemengert", "mengert"]  # a hyphen is a gap to its search
    assert all(asked.one("nsfw") == "true" and asked.one("limit") == "100" for asked in double.asked)
    assert not any("page" in asked.query or "types" in asked.query for asked in double.asked)
    assert {entry.subjects.names for entry in ledger.entries.values()} == {("Hollie Mengert",)}


def test_the_plan_is_what_leaves(serve) -> None:
    double, ledger = serve(), Ledger()
    source = Civitai(double.endpoint)
    plan = source.plan(ASKED)
    run(source, ASKED, opened(double.endpoint, ledger=ledger))
    assert [planned.url for planned in plan] == [entry.url for entry in ledger.entries.values()]
    assert [planned.bytes_out for planned in plan] == [entry.bytes_out for entry in ledger.entries.values()]
    assert all(planned.request.startswith("GET /api/v1/models?query=") for planned in plan)
    assert not any(planned.request for planned in source.plan(Question()))
    with pytest.raises(UsageError):
        source.plan(Question(params={"dataset": "x"}))


def test_every_type_and_what_is_not_safe_for_work_is_seen(serve) -> None:
    types = ("LORA", "LoCon", "DoRA", "TextualInversion", "Checkpoint", "Hypernetwork", "Workflows")
    double = serve(*(model(n, "Hollie Mengert", type=kind, nsfwLevel=16) for n, kind in enumerate(types, 1)))
    assert set(found(look(double))) == {str(n) for n in range(1, len(types) + 1)}


def test_what_a_region_hides_is_said_and_not_seen(serve) -> None:
    double = serve(model(1, "Hollie Mengert", nsfwLevel=16), model(2, "Hollie Mengert"))
    double.restricted = True
    steps = look(double)
    assert set(found(steps)) == {"2"}
    assert "Great Britain" in notes(steps)
    assert "descriptions and prompts are not searched" in notes(steps)
    assert not steps[-1].coverage[0].whole


def test_gone_taken_down_renamed_and_back(serve) -> None:
    double = serve(
        model(1, "Still here"),
        model(2, "New name"),
        model(4, "Gone before", mode="TakenDown"),
        model(5, "A person", poi=True),
    )
    before = (known(1), known(2), known(3), known(4, gone=True), known(5), known(6, gone=True))
    steps = look(double, Question(known=before))
    seen = found(steps)
    assert [key for step in steps for key in step.gone] == ["3"]
    assert seen["2"].title == "somebody/New name"
    assert seen["4"].note.startswith("Taken down")
    assert "real person" in seen["5"].note
    asked = [asked.path for asked in double.asked if asked.path.startswith("/api/v1/models/")]
    assert asked == ["/api/v1/models/3", "/api/v1/models/5"]  # 6 was not there before, and still is not


def test_a_new_version_and_a_taking_down_change_the_revision() -> None:
    one = model(1, "a")
    more = {**one, "modelVersions": [*one["modelVersions"], {**one["modelVersions"][0], "id": 77}]}
    down = {**one, "mode": "TakenDown"}
    revisions = {civitai_models.candidate(item, "https://civitai.com").revision for item in (one, more, down)}
    assert len(revisions) == 3
    renamed = civitai_models.candidate({**one, "name": "b"}, "https://civitai.com")
    assert renamed.revision == civitai_models.candidate(one, "https://civitai.com").revision


def test_training_data_is_remarked_and_a_shared_vae_makes_no_family() -> None:
    item = model(1, "a")
    own = item["modelVersions"][0]["files"][0]
    item["modelVersions"][0]["files"] = [
        {**own, "type": "VAE", "hashes": {"SHA256": "11" * 32}},
        {**own, "type": "Training Data", "name": "data.zip", "hashes": {"SHA256": "22" * 32}},
        {**own, "hashes": {"AutoV2": "95AFA0D9EA"}},
    ]
    one = civitai_models.candidate(item, "https://civitai.com")
    assert one.kinship == ("sha256:" + "22" * 32, "autov2:" + "22" * 5, "autov2:95afa0d9ea")
    assert "training data" in one.note
    assert len(one.files) == 3


# --- galleries


def test_the_gallery_of_a_find_is_read_once_a_version(serve) -> None:
    double = serve(model(1, "Hollie Mengert style"), model(2, "Mengerton landscapes"))
    double.galleries[1] = [
        picture(7, "castle by Hollie Mengert"),
        picture(8, "nude", level=16),
        picture(9, type="video"),
    ]
    steps = look(double)
    one = found(steps)["1"]
    assert [shown.url[-6:] for shown in one.pictures] == ["7.jpeg", "8.jpeg"]  # no videos, and no level left out
    assert words(one, FieldKind.PROMPT) == ["castle by Hollie Mengert", "nude"]
    assert one.pictures[0].caption == "castle by Hollie Mengert"
    assert len(one.captures) == 2
    asked = [asked for asked in double.asked if asked.path.endswith("/images")]
    assert [one.one("modelId") for one in asked] == ["1"]
    double.asked.clear()
    look(double, checkpoint=steps[-1].checkpoint)
    assert not [asked for asked in double.asked if asked.path.endswith("/images")]
    double.models[0]["modelVersions"].append({**double.models[0]["modelVersions"][0], "id": 99})
    look(double, checkpoint=steps[-1].checkpoint)
    assert [asked for asked in double.asked if asked.path.endswith("/images")]


def test_the_same_file_under_another_name_and_account_is_found(serve) -> None:
    double = serve(
        model(1, "Hollie Mengert style", sha256="AB" * 32),
        model(2, "Cosy illustration", "reuploader", sha256="ab" * 32),
        model(3, "Another thing", sha256="CD" * 32),
    )
    steps = look(double)
    seen = found(steps)
    assert set(seen) == {"1", "2"}
    assert set(seen["1"].kinship) == set(seen["2"].kinship)
    assert [len(step.candidates) for step in steps if step.candidates] == [2]  # one step: one family at once
    double.asked.clear()
    look(double, checkpoint=steps[-1].checkpoint)
    assert "ab" * 32 not in double.searches()  # once a month, or when the find changes


@pytest.mark.parametrize("reply", [Reply(503), Reply(404), Reply(200, b"[]"), Reply(200, b"{")])
def test_a_gallery_that_cannot_be_read_costs_no_find(serve, reply) -> None:
    double = serve(model(1, "Hollie Mengert style"))
    double.fault = lambda asked: reply if asked.path.endswith("/images") else None
    steps, _ = until_trouble(double)
    assert set(found(steps)) == {"1"}
    assert any("follow with a later run" in coverage.note for coverage in steps[-1].coverage)
    double.fault = lambda asked: None
    double.galleries[1] = [picture(7)]
    assert found(look(double, checkpoint=steps[-1].checkpoint))["1"].pictures


# --- pages, cursors, budget


def test_pages_are_followed_by_cursor(serve) -> None:
    double = serve(*(model(n, f"mengert {n}") for n in range(1, 251)))
    steps = look(double)
    assert len(found(steps)) == 250
    assert steps[-1].coverage[0].searched == 250
    assert [asked.one("cursor") for asked in double.asked if asked.one("query") == "mengert"] == ["", "151", "51"]
    assert not any(word in notes(steps) for word in ("repeat", "only the first", "goes on"))


def test_empty_pages_with_a_cursor_are_passed(serve) -> None:
    double = serve(model(1, "Hollie Mengert"))
    double.fault = lambda asked: (
        said(200, {"items": [], "metadata": {"nextCursor": 500}}) if not asked.one("cursor") else None
    )
    assert set(found(look(double))) == {"1"}


def test_a_cursor_that_comes_again_ends_the_search(serve) -> None:
    double = serve()
    pages = {"": "b", "b": "c", "c": "b"}
    double.fault = lambda asked: said(200, {"items": [], "metadata": {"nextCursor": pages[asked.one("cursor")]}})
    steps = look(double)
    assert len(double.asked) == 3 * 3
    assert "repeat itself" in notes(steps)


def test_endless_pages_end(serve) -> None:
    double = serve()
    double.fault = lambda asked: said(
        200, {"items": [], "metadata": {"nextCursor": str(int(asked.one("cursor", "0")) + 1)}}
    )
    steps = look(double)
    assert len(double.asked) == 3 * 10
    assert "only the first 10 pages" in notes(steps)


def test_a_spent_budget_goes_on_where_it_ended(serve) -> None:
    double = serve(*(model(n, f"mengert {n}") for n in range(1, 251)))
    whole = set(found(look(double)))
    double.asked.clear()
    seen: set[str] = set()
    checkpoint: dict = {}
    for _ in range(20):
        steps = look(double, checkpoint=checkpoint, most=2)
        seen |= set(found(steps))
        checkpoint = steps[-1].checkpoint
        if "goes on from here" not in notes(steps):
            break
    assert seen == whole
    assert "goes on from here" not in notes(steps)


def test_killed_after_any_step_nothing_is_lost(serve) -> None:
    double = serve(*(model(n, f"mengert {n}") for n in range(1, 106)))
    question = Question(names=(HOLLIE,), known=tuple(known(n) for n in (1, 2, 999)))
    whole = look(double, question)
    for cut in range(1, len(whole)):
        checkpoint = json.loads(json.dumps(whole[cut - 1].checkpoint))
        rest = look(double, question, checkpoint)
        assert set(found(whole[:cut])) | set(found(rest)) == set(found(whole))
        assert {key for step in (*whole[:cut], *rest) for key in step.gone} == {"999"}


def test_another_question_begins_anew_and_remembers_what_was_looked_into(serve) -> None:
    double = serve(model(1, "Hollie Mengert style"))
    first = look(double)
    double.asked.clear()
    look(double, Question(names=(OwnName("Ada Wren"), HOLLIE)), first[0].checkpoint)
    assert "ada wren" in double.searches()
    assert not [asked for asked in double.asked if asked.path.endswith("/images")]


@pytest.mark.parametrize(
    "checkpoint",
    [
        {"asked": 5, "completed": [1]},
        {"asked": "", "place": ["x"], "cut": {"a": 1}, "pages": "many", "after": -1},
        {"completed": {"1": 5, "2": None}},
    ],
)
def test_a_strange_checkpoint_begins_anew(serve, checkpoint) -> None:
    double = serve(model(1, "Hollie Mengert style"))
    assert set(found(look(double, checkpoint=checkpoint))) == {"1"}


# --- errors of the published interface


def test_a_brown_out_is_waited_for(serve) -> None:
    double = serve(model(1, "Hollie Mengert"))
    left = [said(503, {"error": "Server busy, please retry shortly."}, **{"Retry-After": "2"})] * 2
    double.fault = lambda asked: left.pop() if left else None
    assert set(found(look(double))) == {"1"}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_host_that_stays_busy_is_come_back_to(serve, status) -> None:
    double = serve(model(1, "Hollie Mengert"))
    double.fault = lambda asked: said(status, {"error": "x"}) if asked.one("query") == "mengert" else None
    steps, error = until_trouble(double)
    assert isinstance(error, ComeBackLater)
    assert error.until is not None
    assert set(found(steps)) == {"1"}
    double.fault = lambda asked: None
    double.asked.clear()
    look(double, checkpoint=steps[-1].checkpoint)
    assert double.searches() == ["mengert"]


@pytest.mark.parametrize("status", [401, 403, 404, 405, 410, 451])
def test_any_other_status_ends_the_run_in_words(serve, status) -> None:
    double = serve()
    double.fault = lambda asked: said(status, {"error": "x"})
    with pytest.raises(Unreachable, match=str(status)):
        look(double)


def test_a_form_that_is_refused_is_told_and_the_others_are_asked(serve) -> None:
    double = serve(model(1, "Mengert"))
    double.fault = lambda asked: said(400, {"error": {}}) if asked.one("query") == "holliemengert" else None
    steps = look(double)
    assert set(found(steps)) == {"1"}
    assert "does not search for 'holliemengert'" in notes(steps)


def test_a_cut_body_is_no_answer(serve) -> None:
    double = serve(model(1, "Hollie Mengert"))
    double.fault = lambda asked: Reply(200, b'{"items": []}' + b" " * 100, cut=60)
    with pytest.raises(NetworkError):
        look(double)


def test_a_redirect_to_another_host_is_checked(serve) -> None:
    double = serve()
    double.fault = lambda asked: Reply(302, b"", {"Location": "http://127.0.0.1:9/api"})
    with pytest.raises(Refused):
        look(double)


def test_a_sealed_name_is_not_asked_for(serve) -> None:
    double = serve()
    with pytest.raises(Sealed):
        run(Civitai(double.endpoint), ASKED, opened(double.endpoint, sealed=("Hollie Mengert",)))
    assert double.asked == []


# --- hostile answers


def test_too_much_is_refused(serve) -> None:
    double = serve()
    packed = gzip.compress(b'{"items": [' + b" " * (40 << 20))
    double.fault = lambda asked: Reply(200, packed, {"Content-Encoding": "gzip"})
    with pytest.raises(Refused, match=r"unpacks|too large"):
        look(double)


def test_a_length_that_lies_is_refused(serve) -> None:
    double = serve()
    double.fault = lambda asked: Reply(200, b"{}", {"Content-Length": "1073741824"})
    with pytest.raises(Refused):
        look(double)


@pytest.mark.parametrize("body", [b"[" * 100_000, b"null", b"5", b'{"items": 5}', b"", b"<html>", b'{"items": NaN}'])
def test_what_is_no_page_is_refused(serve, body) -> None:
    double = serve()
    double.fault = lambda asked: Reply(200, body)
    with pytest.raises(Refused):
        look(double)


WRONG = (None, True, -1, 5, 1.5, 1e300, "x", "\x00\x1b[31m\ud800<b>", [], [None, [], {}], {}, {"a": {"b": []}})


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_wrong_types_in_every_field(wrong) -> None:
    """Every field of a model, down to the leaves, becomes something else; nothing raises, texts stay storable."""
    whole = model(1, "Hollie", words=["w"], images=[picture(1, "p")])
    for item in _with_each_field(whole, wrong):
        one = civitai_models.candidate(item, "https://civitai.com")
        if one is not None:
            assert one.key.isdigit()
            for text in (one.title, one.note, one.account, *(said.text for said in one.texts)):
                text.encode()
                assert "\x00" not in text
                assert "\x1b" not in text
            assert all(shown.url.startswith("http") for shown in one.pictures)
    one = civitai_models.candidate(whole, "https://civitai.com")
    for item in _with_each_field({"items": [picture(1, "p")], "metadata": {}}, wrong):
        civitai_models.with_gallery(one, item)
        civitai_models.cursor_of(item)


def _with_each_field(whole, wrong):
    yield wrong
    if isinstance(whole, dict):
        for name, value in whole.items():
            for changed in _with_each_field(value, wrong):
                yield {**whole, name: changed}
    elif isinstance(whole, list):
        for place, value in enumerate(whole):
            for changed in _with_each_field(value, wrong):
                yield [*whole[:place], changed, *whole[place + 1 :]]


def test_a_model_of_everything_too_much_is_bounded() -> None:
    item = model(1, "n" * 100_000, "c" * 100_000, words=["w" * 5_000] * 5_000, images=[picture(1)] * 5_000)
    item["tags"] = ["t" * 10_000] * 10_000
    item["description"] = "<p>" * 200_000 + "x" * 1_000_000
    item["modelVersions"] = item["modelVersions"] * 1_000
    one = civitai_models.candidate(item, "https://civitai.com")
    assert len(one.title) < 1_000
    assert sum(len(text.text) for text in one.texts) < 1_000_000
    assert len(one.pictures) <= 200
    assert len(one.files) <= 100


# --- the published interface


@pytest.fixture(scope="module")
def published() -> dict:
    if not SAMPLE.exists():
        pytest.skip("the published OpenAPI lies beside the repository, and is not here")
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(SAMPLE.read_text("utf-8"))


def test_the_published_shapes_are_read(published) -> None:
    """An answer made of the OpenAPI's own properties and examples, as far as it gives any."""
    item = _example(published, {"$ref": "#/definitions/Model"})
    one = civitai_models.candidate(item, "https://civitai.com")
    example = published["definitions"]["Hash"]["properties"]["SHA256"]["example"]
    assert one.files[0].sha256 == example.lower()
    assert one.kinship == (f"sha256:{example.lower()}", f"autov2:{example[:10].lower()}")
    gallery = _example(published, {"$ref": "#/definitions/ImagesResponse"})
    civitai_models.with_gallery(one, gallery)
    assert civitai_models.cursor_of(gallery) == ""  # the OpenAPI is older than cursors


def test_the_double_knows_every_published_property(published) -> None:
    """What the double tells is told under the names of the OpenAPI or of the site reference."""
    newer = {"mode", "meta", "updatedAt", "hash", "browsingLevel", "postId"}
    model_names = set(published["definitions"]["Model"]["properties"]) | newer
    assert set(model(1, "a")) <= model_names
    version = model(1, "a")["modelVersions"][0]
    assert set(version) <= set(published["definitions"]["ModelVersion"]["properties"]) | newer
    assert set(version["files"][0]) <= set(published["definitions"]["File"]["properties"]) | newer
    assert set(picture(1)) <= set(published["definitions"]["Image"]["properties"]) | newer
    assert set(published["definitions"]["StandardError"]["required"]) == {"error"}


def _example(document: dict, schema: dict):
    if "$ref" in schema:
        return _example(document, document["definitions"][schema["$ref"].rpartition("/")[2]])
    if "example" in schema:
        return schema["example"]
    if "properties" in schema:
        return {name: _example(document, inner) for name, inner in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_example(document, schema["items"])]
    if "enum" in schema:
        return schema["enum"][0]
    return {"integer": 7, "number": 1.5, "boolean": False, "object": {}}.get(schema.get("type"), "text")
