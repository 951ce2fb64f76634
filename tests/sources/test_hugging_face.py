"""The Hugging Face Hub: what a watch sees there, asked through the real door of a double that the real client knows."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from huggingface_hub import HfApi, ModelCard
from sources.hub_double import (
    ADA,
    Ledger,
    Reply,
    Repo,
    found,
    known,
    look,
    lora,
    opened,
    part,
    run,
    source,
    stops_after,
    weights,
    words,
)

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import Sealed
from artistguard.model.names import FieldKind, OwnName
from artistguard.model.watching import CandidateKind, Question
from artistguard.sources.base import Asker
from artistguard.sources.hugging_face import HuggingFace

# --- what is seen


def test_the_demo_hub_gives_up_what_it_hides(hub) -> None:
    seen = found(look(hub))
    assert set(seen) == {
        "moth-and-lantern/ada-wren-style-xl",
        "small-concepts/ada-wren-evenings",
        "quarry77/cosy-harbour-lora",
        "paperkiln/gouache-blend-v3",
        "kilnroom/style-07",
        "brass-teapot/pixel-trains",
        "hedgerow-club/wren-and-robin-lora",
    }
    named = seen["moth-and-lantern/ada-wren-style-xl"]
    assert words(named, FieldKind.TRIGGER) == ["ada wren style"]
    assert words(named, FieldKind.PROMPT) == ["ada wren style, a harbour at night"]
    assert words(named, FieldKind.CREATOR) == ["moth-and-lantern"]
    assert "2,400 steps" in words(named, FieldKind.CARD)[0]
    assert "license: " not in words(named, FieldKind.CARD)[0]
    assert named.rows == 32
    assert named.declares == ("base_model:stabilityai/stable-diffusion-xl-base-1.0",)
    assert named.created_at == datetime(2026, 5, 4, 9, 12, 40, tzinfo=UTC)
    assert "10_ada wren style" in words(named, FieldKind.HEADER)
    again = seen["quarry77/cosy-harbour-lora"]
    assert set(named.kinship) & set(again.kinship) == {f"sha256:{named.files[1].sha256}"}
    assert "in the style of Ada Wren" in words(seen["paperkiln/gouache-blend-v3"], FieldKind.CARD)[0]
    assert "12_adawren artstyle" in words(seen["kilnroom/style-07"], FieldKind.HEADER)
    assert [picture.name for picture in seen["small-concepts/ada-wren-evenings"].pictures] == [
        "concept_images/0.jpeg",
        "concept_images/1.jpeg",
    ]


def test_the_unmodified_client_sees_what_the_source_sees(hub, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
    client = HfApi(endpoint=hub.endpoint, token=False)
    seen = found(look(hub))
    listed = {model.id: model for model in client.list_models(filter="lora", full=True, cardData=True)}
    listed |= {model.id: model for model in client.list_models(search="ada-wren", full=True, cardData=True)}
    assert set(listed) == set(seen)
    for id_, candidate in seen.items():
        told = client.model_info(id_, files_metadata=True)
        assert (told.sha, told.author, told.created_at) == (candidate.revision, candidate.account, candidate.created_at)
        assert [file.rfilename for file in told.siblings] == [file.name for file in candidate.files]
        card = ModelCard(Path(client.hf_hub_download(id_, "README.md", cache_dir=tmp_path)).read_text())
        assert card.text.strip() in words(candidate, FieldKind.CARD)
        prompts = [card.data.instance_prompt] if "instance_prompt" in card.data.to_dict() else []
        assert words(candidate, FieldKind.TRIGGER) == prompts
        for file in told.siblings:
            if file.rfilename.endswith(".safetensors"):
                digest = {f.name: f.sha256 for f in candidate.files}[file.rfilename]
                assert file.lfs.sha256 == digest
                header = client.parse_safetensors_file_metadata(id_, file.rfilename)
                said = json.dumps(header.metadata)
                assert all(text in said.replace("\\", "") for text in words(candidate, FieldKind.HEADER))


def test_the_unmodified_client_finds_data_sets_and_spaces_too(hubs) -> None:
    files = {"train/1.png": b"\x89PNG", "data.parquet": b"PAR1", "notes.txt": b"by ada"}
    works = Repo(
        "datasets", "b/ada-wren-works", "b" * 24, "2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z", content=files
    )
    space = Repo("spaces", "c/ada-wren-maker", "c" * 24, "2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z")
    hub = hubs(works, space)
    client = HfApi(endpoint=hub.endpoint, token=False)
    seen = found(look(hub))
    listed = [*client.list_datasets(search="ada-wren"), *client.list_spaces(search="ada-wren")]
    assert [one.id for one in listed] == list(seen)
    for repo in (works, space):
        info, found_ = client.repo_info(repo.id, repo_type=repo.kind[:-1], files_metadata=True), seen[repo.id]
        assert (info.sha, info.author) == (found_.revision, found_.account)
        told = {file.rfilename: (file.size, file.lfs.sha256 if file.lfs else "") for file in info.siblings}
        assert told == {file.name: (file.size, file.sha256) for file in found_.files}
    tree = client.list_repo_tree(works.id, recursive=True, repo_type="dataset")
    assert {file.path: file.lfs.sha256 for file in tree if file.lfs} == {
        file.name: file.sha256 for file in seen[works.id].files if file.sha256
    }
    assert [picture.name for picture in seen[works.id].pictures] == ["train/1.png"]


@pytest.mark.parametrize("page", [1, 2, 7])
def test_the_client_and_the_source_turn_the_same_pages(hubs, page: int) -> None:
    repos = [lora(n, f"someone/ada-wren-{n}") for n in range(20)]
    hub = hubs(*repos, page=page)
    client = HfApi(endpoint=hub.endpoint, token=False)
    listed = [model.id for model in client.list_models(filter="lora", sort="last_modified")]
    assert listed == [repo.id for repo in reversed(repos)]
    seen = [c.title for step in look(hub, Question()) for c in step.candidates]
    assert seen == listed


def test_models_data_sets_and_spaces_each_by_every_form(hubs) -> None:
    hub = hubs(
        Repo("models", "a/AdaWrenStyle", "a" * 24, "", ""),
        Repo("datasets", "b/ada_wren_works", "b" * 24, "", "", tags=("modality:image",)),
        Repo("spaces", "c/ada-wren-maker", "c" * 24, "", "", card={"title": "Wren maker", "duplicated_from": "x/y"}),
    )
    seen = found(look(hub))
    assert {c.kind for c in seen.values()} == {CandidateKind.MODEL, CandidateKind.DATASET, CandidateKind.SPACE}
    assert set(hub.searches()) >= {"ada wren", "ada-wren", "ada_wren", "adawren"}
    assert len(hub.searches()) == 3 * len(set(hub.searches()))
    assert seen["b/ada_wren_works"].url == f"{hub.endpoint}/datasets/b/ada_wren_works"
    space = seen["c/ada-wren-maker"]
    assert space.url == f"{hub.endpoint}/spaces/c/ada-wren-maker"
    assert words(space, FieldKind.TITLE) == ["Wren maker"]
    assert "fork-of:space/x/y" in space.kinship


def test_what_is_planned_is_what_leaves(serve) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]")
    hub = HuggingFace(f"http://{server.at}")
    question = Question(names=(OwnName("Łukasz & Söhne"), OwnName("Ada Wren")))
    run(hub, question, opened(server.at))
    planned = hub.plan(question)
    assert [plan.request.encode() for plan in planned] == server.received
    assert [plan.bytes_out for plan in planned] == [len(request) for request in server.received]
    assert all(plan.url.startswith(server.url("/api/")) for plan in planned)


def test_who_is_meant_stands_in_the_ledger_and_a_seal_holds(hub) -> None:
    ledger = Ledger()
    run(source(hub), ADA, opened(*hub.hosts, ledger=ledger))
    about = {entry.url: entry.subjects.names for entry in ledger.entries.values()}
    assert {about[url] for url in about if "search=" in url or "ada-wren" in url} == {("Ada Wren",)}
    assert {about[url] for url in about if "filter=" in url or "kilnroom" in url} == {()}
    sent = len(hub.asked)
    with pytest.raises(Sealed):
        run(source(hub), ADA, opened(*hub.hosts, sealed=("Ada Wren",)))
    assert len(hub.asked) == sent


def test_headers_are_read_in_two_small_requests_and_pickles_never(hubs) -> None:
    large = weights({"ss_output_name": "adawren"}, "x") + bytes(5_000_000)
    files = {"a.safetensors": large, "b.ckpt": b"\x80\x04", "c.bin": b"\x80\x04", "d.pt": b"\x80\x04"}
    hub = hubs(lora(1, "x/ada-wren", content=files), lora(2, "x/pickles", content={"ada wren.ckpt": b"\x80\x04"}))
    seen = found(look(hub))
    assert words(seen["x/ada-wren"], FieldKind.HEADER) == ["adawren"]
    assert words(seen["x/pickles"], FieldKind.FILE_NAME) == ["README.md", "ada wren.ckpt"]
    length = int.from_bytes(large[:8], "little")
    ranges = [(asked.path.rpartition("/")[2], asked.headers["range"]) for asked in hub.fetched]
    assert ranges == [("a.safetensors", "bytes=0-7"), ("a.safetensors", f"bytes=8-{7 + length}")]
    assert not any("ckpt" in asked.path or ".bin" in asked.path or ".pt" in asked.path for asked in hub.asked)


def test_pictures_can_be_fetched_where_they_are_said_to_lie(hub) -> None:
    evening = found(look(hub))["small-concepts/ada-wren-evenings"]
    content = next(repo for repo in hub.repos if repo.id == evening.title).files
    for picture in evening.pictures:
        answer = opened(*hub.hosts).request("GET", picture.url, purpose=Purpose.PICTURE, subjects=Subjects())
        assert answer.body == content[picture.name]
        assert picture.size == len(content[picture.name])


def test_captures_are_what_was_sent(hub) -> None:
    for step in look(hub):
        kept = {captured.capture.sha256: captured for captured in step.captures}
        for candidate in step.candidates:
            assert candidate.captures
            bodies = [kept[digest].body for digest in candidate.captures]
            assert any(candidate.title.encode() in body for body in bodies)


# --- families


def test_families(hubs) -> None:
    card = {"base_model": "base/xl", "instance_prompt": "gwyllt ada wren linework"}
    rewritten = [weights({"sshs_model_hash": "ab" * 32, "ss_training_comment": text}, "w") for text in ("one", "two")]
    vae = {"vae/model.safetensors": weights({}, "vae"), "unet/model.safetensors": weights({}, "u1")}
    unet = {**vae, "unet/model.safetensors": weights({}, "u2")}
    sks = {"base_model": "base/xl", "instance_prompt": "a sks dog"}
    hub = hubs(
        lora(1, "a/ada-wren-1", content={"x.safetensors": rewritten[0]}, card=card),
        lora(2, "b/ada-wren-2", content={"y.safetensors": rewritten[1]}),
        lora(3, "c/ada-wren-3", content=vae, card=card),
        lora(4, "d/ada-wren-4", content=unet, card=sks),
        lora(5, "e/ada-wren-5", card=sks),
    )
    seen = {title[:1]: set(candidate.kinship) for title, candidate in found(look(hub)).items()}
    assert seen["a"] & seen["b"] == {"weights:" + "ab" * 32}
    assert seen["a"] & seen["c"] == {"trigger:base/xl|gwyllt ada wren linework"}
    assert not seen["c"] & seen["d"]
    assert not seen["d"] & seen["e"]


def test_models_that_declare_a_data_set_with_a_find(hubs) -> None:
    works = Repo("datasets", "x/ada-wren-works", "d" * 24, "", "")
    hub = hubs(
        works,
        Repo("models", "y/plain", "e" * 24, "", "", tags=("dataset:x/ada-wren-works",), card={"datasets": "x/other"}),
        Repo("models", "y/other", "f" * 24, "", ""),
    )
    question = Question(known=(known(works, CandidateKind.DATASET),))
    steps = look(hub, question)
    assert found(steps)["y/plain"].declares == ("dataset:x/other", "dataset:x/ada-wren-works")
    assert set(found(steps)) == {"y/plain"}
    assert not found(look(hub, question, steps[-1].checkpoint))
    told_elsewhere = Question(datasets=("x/ada-wren-works", "x/nobody-declares-it"))
    assert set(found(look(hub, told_elsewhere))) == {"y/plain"}


def test_a_model_that_was_offered_whole_is_not_made_less_by_what_it_declares(hubs) -> None:
    works = Repo("datasets", "x/ada-wren-works", "d" * 24, "", "")
    hub = hubs(works, Repo("models", "y/ada-wren", "e" * 24, "", "", tags=("dataset:x/ada-wren-works",)))
    first = look(hub)
    assert words(found(first)["y/ada-wren"], FieldKind.ID)
    steps = look(hub, Question(names=ADA.names, known=(known(works, CandidateKind.DATASET),)), first[-1].checkpoint)
    assert found(steps)["y/ada-wren"].declares == ("dataset:x/ada-wren-works",)
    assert not found(steps)["y/ada-wren"].texts


# --- over time


def test_a_second_look_offers_what_is_new_and_no_more(hub) -> None:
    first = look(hub)
    assert not found(look(hub, ADA, first[-1].checkpoint))
    hub.repos.append(lora(23 * 60, "new/nameless", modified="2026-05-07T00:00:00.000Z"))
    late = next(repo for repo in hub.repos if repo.id == "kilnroom/style-07")
    hub.change(late.key, readme="Ada Wren", modified="2026-05-07T01:00:00.000Z")
    second = look(hub, ADA, first[-1].checkpoint)
    assert list(found(second)) == ["kilnroom/style-07", "new/nameless"]
    assert not found(look(hub, ADA, second[-1].checkpoint))


def test_another_name_begins_another_round(hub) -> None:
    first = look(hub)
    again = look(hub, Question(names=(*ADA.names, OwnName("moth-and-lantern"))), first[-1].checkpoint)
    assert "moth-and-lantern/ada-wren-style-xl" in found(again)


def test_the_first_look_goes_back_a_week_and_a_date_to_come_hides_nothing(hubs) -> None:
    hub = hubs(
        lora(4, "x/future", modified="2999-01-01T00:00:00.000Z"),
        lora(1, "x/now", modified="2026-05-08T00:00:00.000Z"),
        lora(2, "x/old", modified="2026-05-01T00:00:01.000Z"),
        lora(3, "x/older", modified="2026-04-30T00:00:00.000Z"),
    )
    steps = look(hub, Question())
    assert list(found(steps)) == ["x/future", "x/now", "x/old"]
    assert any("since 2026-05-01" in c.what for c in steps[-1].coverage)
    hub.repos.append(lora(9, "x/next", modified="2026-05-08T00:00:01.000Z"))
    assert "x/next" in found(look(hub, Question(), steps[-1].checkpoint))


def test_killed_after_any_step_it_goes_on_where_it_was(hubs) -> None:
    repos = [lora(n, f"x/{'ada-wren' if n % 3 else 'nameless'}-{n}") for n in range(12)]
    gone = lora(99, "x/gone")
    question = Question(names=ADA.names, known=(known(gone), known(repos[0]), known(repos[1], revision="old")))
    hub = hubs(*repos, page=4)
    whole = look(hub, question)
    kinds = {repo.id for repo in repos}
    assert set(found(whole)) == kinds - {repos[0].id}
    for count in range(1, len(whole)):
        asker = Asker(opened(*hub.hosts), most=1000)
        before = stops_after(source(hub).look(question, {}, asker), count)
        after = look(hub, question, json.loads(json.dumps(before[-1].checkpoint)))
        assert set(found(before)) | set(found(after)) == set(found(whole))
        assert after[-1].checkpoint == whole[-1].checkpoint
        assert [key for step in (*before, *after) for key in step.gone] == [gone.key]


def test_renamed_gone_taken_down_and_back(hubs) -> None:
    same, moved, changed, lost, down, back, usurped = (lora(n, f"x/repo-{n}", tags=()) for n in range(7))
    hub = hubs(same, moved, changed, down, back, usurped)
    asked = [known(repo) for repo in (same, moved, changed, lost, down, usurped)]
    asked.append(known(back, gone=True))
    asked.append(known(lora(77, "x/never"), gone=True))
    hub.change(moved.key, id="y/illustration-diffusion", before=("x/repo-1",))
    hub.change(changed.key, readme="other")
    hub.change(usurped.key, key="9" * 24)
    hub.fault = lambda asked: (
        Reply(403, {"X-Error-Message": "Access to this resource is disabled."}) if "repo-4" in asked.path else None
    )
    steps = look(hub, Question(known=tuple(asked)))
    assert {key for step in steps for key in step.there} == {same.key}
    assert {key for step in steps for key in step.gone} == {lost.key, down.key, usurped.key}
    offered = {candidate.key: candidate for candidate in found(steps[:1]).values()}
    assert set(offered) == {moved.key, changed.key, back.key, "9" * 24}
    assert offered[moved.key].title == "y/illustration-diffusion"
    assert "fork-of:model/x/repo-1" in offered[moved.key].kinship
    client = HfApi(endpoint=hub.endpoint, token=False)
    assert client.model_info("x/repo-1").id == "y/illustration-diffusion"


def test_every_find_is_looked_after_in_its_turn(hubs) -> None:
    repos = [lora(n, f"x/repo-{n}", tags=()) for n in range(30)]
    hub, question = hubs(*repos), Question(known=tuple(known(repo) for repo in repos))
    checkpoint: dict = {}
    seen: list[str] = []
    for _ in range(3):
        steps = look(hub, question, checkpoint, most=20)
        seen += [key for step in steps for key in step.there]
        checkpoint = steps[-1].checkpoint
        assert part(steps, "finds").searched == 10
        assert part(steps, "finds").note == "The others are looked after in other runs."
    assert seen == [repo.key for repo in repos]


def test_a_rename_without_a_redirect_is_found_among_the_accounts_others(hubs) -> None:
    repo = lora(1, "x/ada-wren-style", tags=())
    hub = hubs(repo, lora(2, "x/other", tags=()), lora(3, "y/ada", tags=()))
    hub.change(repo.key, id="x/illustration-diffusion")
    steps = look(hub, Question(known=(known(repo),)))
    assert [(one.key, one.title) for one in found(steps).values()] == [(repo.key, "x/illustration-diffusion")]
    assert not any(step.gone for step in steps)
    hub.change(repo.key, id="z/elsewhere")
    assert [key for step in look(hub, Question(known=(known(repo),))) for key in step.gone] == [repo.key]


def test_bearers_of_a_surname_are_read_only_where_pictures_are_made(hubs) -> None:
    hub = hubs(
        lora(1, "x/mengert-diffusion", tags=("diffusers",), readme="after Hollie Mengert"),
        lora(2, "y/mengert-gpt", tags=("text-generation", "transformers")),
        lora(3, "z/words", tags=("lora", "text-generation")),
    )
    seen = found(look(hub, Question(names=(OwnName("Hollie Mengert"),))))
    assert set(seen) == {"x/mengert-diffusion", "y/mengert-gpt", "z/words"}
    assert [bool(words(one, FieldKind.CARD)) for one in seen.values()] == [True, False, False]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, {"Content-Type": "text/html"}, b"<html>nginx: not here</html>"),
        Reply(401, {}, b'{"error": "Invalid credentials in Authorization header"}'),
        Reply(403, {}, b'{"error": "Forbidden"}'),
        Reply(400, {}, b'{"error": "Bad request"}'),
        Reply(200, {}, b"<html>Please log in to the hotel's network</html>"),
        Reply(200, {}, b'{"_id": 5}'),
        Reply(302, {"Location": "https://hotel.example/login"}),
    ],
)
def test_what_says_nothing_about_a_repository_declares_nothing_gone(hubs, reply) -> None:
    repo = lora(1, "x/repo")
    hub = hubs(repo)
    hub.fault = lambda asked: reply if "x/repo" in asked.path else None
    steps = look(hub, Question(known=(known(repo),)))
    assert not any(step.gone or step.there for step in steps)
    assert part(steps, "finds").note == "The hub said nothing certain of 1."


def test_gated_is_said(hubs) -> None:
    hub = hubs(lora(1, "x/ada-wren", gated=True, content={"a.safetensors": weights({}, "a")}))
    steps = look(hub)
    assert found(steps)["x/ada-wren"].note == "gated: its files are shown to those who ask for them"
    assert [(c.searched, c.total) for c in (part(steps, "cards"), part(steps, "headers"))] == [(0, 1), (0, 1)]
    assert part(steps, "headers").note == "Damaged, or not shown: 1."
