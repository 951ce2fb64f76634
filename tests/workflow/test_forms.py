"""The checklist of forms: its state is the user's word, kept for every seat; packing lists hold what a form wants."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from status_double import KEY, serving
from status_double import Double as StatusDouble

from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import (
    Artwork,
    Edition,
    EditionRole,
    Fingerprint,
    FingerprintKind,
    Location,
    PictureFacts,
)
from artistguard.model.egress import Purpose
from artistguard.model.errors import CannotWrite, NotAgreed, Sealed, UsageError
from artistguard.model.forms import FormState
from artistguard.model.ids import new_id, now
from artistguard.model.rights import Mandate, Profile, Rights
from artistguard.registries.forms import Paste
from artistguard.registries.spawning import Spawning
from artistguard.registries.training_data import TrainingDataRegistry
from artistguard.workflow import captures, clients, consents, forms, packing, registry_status, work_addresses
from artistguard.workflow.studio import Studio
from artistguard.workflow.tokens import set_token

CODE = "ISCC:KECYY74X4TP7B4M36NT7SMESLRHCRB6WHZMLWLVGD5CLW22SE4PZ6BY"


def work(studio: Studio, title: str, client_id: str | None = None) -> str:
    number, at = studio.catalogue.works.next_number(), now()
    made = Artwork(new_id(), number, title, at, client_id=client_id)
    root = studio.catalogue.roots.ensure(studio.home.parent / "portfolio")
    master = Edition(
        new_id(), made.id, EditionRole.MASTER, Location(root, f"deep/{title}.png"), f"{number:064x}", f"{number:064d}",
        10, 1, "png", PictureFacts(10, 10), at,
    )  # fmt: skip
    studio.catalogue.works.add(made, [(master, (Fingerprint(FingerprintKind.ISCC_CODE, CODE),))])
    studio.catalogue.custody.append("imported", made.id)
    return made.id


@pytest.fixture
def ada(studio: Studio) -> Studio:
    studio.catalogue.profile.set(Profile(name="Ada Wren", addresses=("https://ada.example", "ada@ada.example")))
    return studio


def rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


def test_its_state_is_the_users_word_and_says_so(studio: Studio) -> None:
    [entry] = [each for each in forms.checklist(studio) if each.form.name == "openai"]
    assert (entry.state, forms.in_words(entry)) == (FormState.OPEN, "Open.")
    yesterday = date.today() - timedelta(days=1)
    forms.mark(studio, "openai", FormState.SENT, on=yesterday, note=" case 7 ")
    [entry] = [each for each in forms.checklist(studio) if each.form.name == "openai"]
    assert entry.state is FormState.SENT
    assert (
        forms.in_words(entry)
        == f"Sent on {yesterday}, you say. Whether it was taken cannot be seen from here. (case 7)"
    )
    assert (entry.mark and entry.mark.seat) == studio.seat
    [line] = [line for line in studio.catalogue.custody.iterate() if line.act == "form-marked"]
    assert line.details["said_by"] == "the user"
    assert line.subject == "openai"
    for state in FormState:
        forms.mark(studio, "openai", state)
        [entry] = [each for each in forms.checklist(studio) if each.form.name == "openai"]
        assert "record" not in forms.in_words(entry).lower()
    assert len(forms.history(studio, "openai")) == 1 + len(FormState)


def test_two_seats_lose_nothing_of_each_others(studio: Studio) -> None:
    with Catalogue.open(studio.home / "catalogue.sqlite", seat="other", actor="Ben") as other:
        forms.mark(studio, "cara", FormState.SENT, note="mine")
        other.form_marks.add("cara", FormState.ANSWERED, note="theirs")
    assert [(mark.seat, mark.note) for mark in forms.history(studio, "cara")] == [
        (studio.seat, "mine"),
        ("other", "theirs"),
    ]


def test_what_cannot_be_is_refused(studio: Studio) -> None:
    with pytest.raises(UsageError, match="no form named"):
        forms.mark(studio, "nobody", FormState.SENT)
    with pytest.raises(UsageError, match="still to come"):
        forms.mark(studio, "cara", FormState.SENT, on=date.today() + timedelta(days=2))
    with pytest.raises(UsageError, match="letters"):
        forms.mark(studio, "cara", FormState.SENT, note="x" * 3000)


def test_a_file_in_the_data_folder_adds_others_and_takes_the_place_of_ours(studio: Studio) -> None:
    own = studio.home / "registries.toml"
    text = """
looked = 2026-11-20
[[form]]
name = "cara"
title = "Cara, as I know it"
page = "https://cara.app/"
way = "setting"
takes = []
public = true
withdrawal = "by-hand"
withdraw = "There."
what = "A site."
readers = "Nobody."
cannot = "Nothing."
steps = ["Look."]
"""
    own.write_text(text)
    assert forms.find(studio, "cara").title == "Cara, as I know it"
    own.write_text(text.replace('"cara"', '"guild"'))
    assert "guild" in forms.known(studio)
    own.write_text("[[form]]\n")
    with pytest.raises(UsageError, match=r"registries\.toml"):
        forms.known(studio)


def test_steps_of_a_guide_are_those_of_the_guide(studio: Studio) -> None:
    form = forms.find(studio, "artstation")
    assert any("NoAI" in step for step in forms.steps(form))
    assert forms.sources(form)


def test_a_list_of_addresses_is_read_as_people_write_it(studio: Studio, tmp_path: Path) -> None:
    harbour, tide = work(studio, "Harbour lights"), work(studio, "Tide")
    twins = [work(studio, "Twin"), work(studio, "Twin")]
    file = tmp_path / "addresses.csv"
    file.write_text(
        "\ufeffWork;Address\n"
        "#1;https://ada.example/harbour\n"
        "harbour lights;https://cara.example/ada/1\n"
        f"{tide};https://ada.example/tide?size=2048\n"
        "Tide.png;https://ada.example/tide\n"
        "\n"
        "Twin;https://ada.example/twin\n"
        "Nobody;https://ada.example/x\n"
        "Tide;ftp://ada.example/x\n"
        "Tide\n",
        encoding="utf-8",
    )
    taken = work_addresses.take_in(studio, file)
    assert (taken.new, taken.known, taken.works) == (4, 0, 2)
    assert [fault.partition(":")[0] for fault in taken.faults] == ["Line 7", "Line 8", "Line 9", "Line 10"]
    assert "Several works" in taken.faults[0]
    found = studio.catalogue.addresses.of([harbour, tide, *twins])
    assert found == {
        harbour: ("https://ada.example/harbour", "https://cara.example/ada/1"),
        tide: ("https://ada.example/tide", "https://ada.example/tide?size=2048"),
    }
    again = work_addresses.take_in(studio, file)
    assert (again.new, again.known) == (0, 4)
    assert studio.catalogue.addresses.remove(tide, "https://ada.example/tide")
    assert not studio.catalogue.addresses.remove(tide, "https://ada.example/tide")
    (tmp_path / "empty.csv").write_text("\n")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\0\0")
    for name in ("empty.csv", "picture.csv", "none.csv"):
        with pytest.raises(UsageError):
            work_addresses.take_in(studio, tmp_path / name)


def test_a_packing_list_by_address(ada: Studio, tmp_path: Path) -> None:
    harbour, tide = work(ada, "Harbour"), work(ada, "Tide")
    ada.catalogue.addresses.add([(harbour, "https://ada.example/1"), (harbour, "https://ada.example/2")])
    packed = packing.pack(ada, forms.find(ada, "training-data-registry"), [harbour, tide], tmp_path / "lists")
    assert packed.folder.parent == tmp_path / "lists"
    assert sorted(file.name for file in packed.folder.iterdir()) == ["README.txt", "works.csv"]
    table = rows((packed.folder / "works.csv").read_bytes())
    assert table[0] == ["url", "title", "sha256_of_url"]
    for url, _, digest in table[1:]:
        assert digest == hashlib.sha256(url.encode()).hexdigest()  # as its privacy page has it
    assert len(table) == 3
    [left] = packed.packing.missing
    assert (left.number, left.title) == (2, "Tide")
    readme = (packed.folder / "README.txt").read_text()
    assert "#2 Tide: No address of it is known" in readme
    assert (
        "Prepared. You must send it; we cannot see whether Training Data Registry (United Kingdom) took it." in readme
    )
    assert "1. Make an account" in readme
    [entry] = [each for each in forms.checklist(ada) if each.form.name == "training-data-registry"]
    assert entry.state is FormState.PACKED
    assert (entry.mark and entry.mark.works) == (harbour,)
    again = packing.pack(ada, packed.packing.form, [harbour], tmp_path / "lists")
    assert again.folder.name == f"{packed.folder.name}-2"  # what was prepared before stays
    assert not [file for file in (tmp_path / "lists").iterdir() if file.name.startswith(".")]


def test_texts_are_filled_in_from_profile_and_preset(ada: Studio, tmp_path: Path) -> None:
    harbour = work(ada, "Harbour")
    packed = packing.pack(ada, forms.find(ada, "openai"), [harbour], tmp_path)
    text = (packed.folder / "text.txt").read_text()
    assert "I, Ada Wren, hold the copyright" in text
    assert "ada@ada.example" in text
    assert "No text and data mining" in text
    assert rows((packed.folder / "works.csv").read_bytes())[1] == ["Harbour.png", "Harbour", "Ada Wren", ""]
    ada.catalogue.profile.set(Profile(name="Ada Wren"))
    packed = packing.pack(ada, forms.find(ada, "openai"), [harbour], tmp_path)
    assert packed.packing.gaps == ("email",)
    assert "[email: fill this in]" in (packed.folder / "text.txt").read_text()
    alone = packing.pack(ada, forms.find(ada, "instagram"), [harbour], tmp_path)
    assert sorted(file.name for file in alone.folder.iterdir()) == ["README.txt", "text.txt"]
    assert alone.packing.works == ()


def test_lists_of_at_most_so_many(ada: Studio) -> None:
    ids = [work(ada, f"Leaf {number}") for number in range(23)]
    made = packing.plan(ada, forms.find(ada, "us-copyright-unpublished"), ids)
    assert sorted(made.files) == ["README.txt", "works-1.csv", "works-2.csv", "works-3.csv"]
    assert [len(rows(made.files[f"works-{part}.csv"])) for part in (1, 2, 3)] == [11, 11, 4]


def test_codes_and_digests_as_the_form_wants_them(ada: Studio) -> None:
    made = packing.plan(ada, forms.find(ada, "liccium"), [work(ada, "Harbour")])
    assert rows(made.files["works.csv"])[1] == ["Harbour.png", CODE, "Harbour", "Ada Wren"]


def test_no_cell_runs_in_a_spreadsheet(ada: Studio) -> None:
    made = packing.plan(ada, forms.find(ada, "numbers"), [work(ada, '=HYPERLINK("https://x.example")')])
    for row in rows(made.files["works.csv"])[1:]:
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_only_who_may_act_for_a_holder_is_helped(ada: Studio) -> None:
    client = clients.open_(ada, clients.add(ada, "Meridian", Rights(rights_holder="Meridian Press")))
    ids = [work(ada, "Cover", client.id), work(ada, "Harbour")]
    form = forms.find(ada, "openai")
    made = packing.plan(ada, form, ids)
    [left] = made.missing
    assert "no mandate" in left.why
    clients.update(ada, replace(client, mandate=Mandate("Meridian Press", "Ada Wren")))
    made = packing.plan(ada, form, ids)
    assert not made.missing
    text = made.files["text.txt"].decode()
    assert "act for its holder, Meridian Press" in text
    assert "act for its holder, Ada Wren" in text
    clients.update(ada, replace(client, mandate=Mandate("Meridian Press", "Ada Wren", until=date(2020, 1, 1))))
    assert "ended on 2020-01-01" in packing.plan(ada, form, ids).missing[0].why


def test_nothing_of_a_sealed_client_is_in_it(ada: Studio, tmp_path: Path) -> None:
    client = clients.add(
        ada, "Zephyrine Ltd", Rights(rights_holder="Zephyrine Press", contact_url="https://zephyr.example")
    )
    hidden = work(ada, "Zephyrine Cover", client.id)
    named = work(ada, "zephyrine-ltd")  # an open work that bears the client's name
    placed = work(ada, "Placed")
    plain = work(ada, "Plain")
    ada.catalogue.addresses.add(
        [
            (hidden, "https://ada.example/secret-cover"),
            (placed, "https://zephyr.example/a"),
            (plain, "https://ada.example/p"),
        ]
    )
    for name in forms.known(ada):
        made = packing.plan(ada, forms.find(ada, name), [hidden, named, placed, plain])
        everything = b"\n".join(made.files.values()).lower()
        assert b"zephyr" not in everything, name
        assert b"secret-cover" not in everything, name
    made = packing.plan(ada, forms.find(ada, "openai"), [hidden, named, placed, plain])
    assert {left.work_id for left in made.sealed} == {hidden, named, placed}
    with pytest.raises(UsageError, match="No work has a place"):
        packing.pack(ada, forms.find(ada, "openai"), [hidden], tmp_path)
    ada.catalogue.presets.create("Theirs", rights=Rights(notice="Zephyrine Ltd"))
    form = replace(forms.find(ada, "openai"), paste=(Paste("N", "{notice}"),))
    with pytest.raises(Sealed):
        packing.plan(ada, form, [plain], preset="Theirs")


def test_a_folder_that_cannot_be_written_leaves_nothing(ada: Studio, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    harbour = work(ada, "Harbour")
    with pytest.raises(CannotWrite):
        packing.pack(ada, forms.find(ada, "openai"), [harbour], tmp_path / "file")
    assert not forms.history(ada, "openai")


def test_what_a_registry_says_is_kept_as_its_word(ada: Studio) -> None:
    one, two, three = work(ada, "Harbour"), work(ada, "Tide"), work(ada, "Nowhere")
    ada.catalogue.addresses.add([(one, "https://ada.example/1"), (two, "https://ada.example/2")])
    with serving(StatusDouble()) as double:
        host = double.endpoint.removeprefix("http://")
        ada.save(replace(ada.settings, network=True, local_hosts=host))
        for registry in (Spawning(double.endpoint), TrainingDataRegistry(double.endpoint)):
            asking = registry_status.plan(ada, registry, [one, two, three])
            assert asking.without == ("Nowhere",)
            if not ada.catalogue.consents.in_force():
                with pytest.raises(UsageError, match="key of their own"):
                    registry_status.ask(ada, registry, asking)
                set_token(ada, host, KEY)
                with pytest.raises(NotAgreed):
                    registry_status.ask(ada, registry, asking)
                assert not double.asked
                consents.agree(ada, host, [Purpose.REGISTER], "shown")
            answered = registry_status.ask(ada, registry, asking)
            assert [said.opted_out for said in answered.said] == [True, False]
            assert "it says opted out: yes for 1, no for 1 addresses." in answered.sentence
            assert captures.read(ada, answered.captures[0])
    lines = [line for line in ada.catalogue.custody.iterate() if line.act == "registry-asked"]
    assert [(line.subject, line.details["opted_out"], line.details["not_opted_out"]) for line in lines] == [
        ("spawning", 1, 1),
        ("training-data-registry-status", 1, 1),
    ]
    assert not list(ada.catalogue.declarations.iterate())  # nothing is recorded by it
    assert KEY not in "".join(str(line.details) for line in ada.catalogue.custody.iterate())


def test_so_many_addresses_are_asked_about_in_one_run(ada: Studio) -> None:
    one = work(ada, "Harbour")
    ada.catalogue.addresses.add([(one, f"https://ada.example/{number}") for number in range(150)])
    asking = registry_status.plan(ada, TrainingDataRegistry(), [one])
    assert (len(asking.leaves), asking.left) == (registry_status.MOST_REQUESTS, 50)
    assert registry_status.plan(ada, Spawning(), [one]).left == 0
    with pytest.raises(UsageError, match="No address"):
        registry_status.plan(ada, Spawning(), [])
    for name in ("", "s p", "local"):
        with pytest.raises(UsageError, match="can be asked"):
            registry_status.find(ada, name)
    assert registry_status.find(ada, "training-data").capabilities.name == "training-data-registry-status"
