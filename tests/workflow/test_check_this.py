"""Check this: what of mine is in what somebody sent, and nothing sent before it was agreed to."""

import json
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pictures import draw
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sources.viewer_double import Table, ViewerDouble

from artistguard.model.egress import Purpose
from artistguard.model.errors import Damaged, NetworkOff, Refused, Sealed, Unreachable, Unreadable, UsageError
from artistguard.model.finds import Verdict
from artistguard.model.names import NameKind, Strength
from artistguard.model.rights import Profile
from artistguard.model.watching import Key
from artistguard.workflow import captures, clients, consents, finds, names, watches
from artistguard.workflow.check_files import LARGEST_TEXT
from artistguard.workflow.check_links import FIRST
from artistguard.workflow.check_this import CheckedThis, What, check_once, check_this, keep
from artistguard.workflow.demo_hub import Asked, Reply, demo_hub, ranged, serving
from artistguard.workflow.import_ import import_
from artistguard.workflow.sample import portfolio
from artistguard.workflow.studio import Studio

HARBOUR = "Harbour Lights"


@pytest.fixture
def ada(studio: Studio) -> Studio:
    """The studio of Ada Wren, with one work of the sample."""
    studio.catalogue.profile.set(Profile(name="Ada Wren", addresses=("https://ada.example",)))
    with portfolio() as folder:
        import_(studio, [folder / f"{HARBOUR}.jpg"])
    return studio


class Site:
    """A web server of the test's own. `pages` are answers by path; `asked` is everything that came."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[Asked], Reply]] = {}
        self.asked: list[Asked] = []
        self.url = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        found = self.pages.get(asked.path, Reply(404, {}, b"nothing here"))
        return found if isinstance(found, Reply) else found(asked)


def html(text: str, status: int = 200) -> Reply:
    return Reply(status, {"Content-Type": "text/html; charset=utf-8"}, text.encode())


@pytest.fixture
def sites() -> Iterator[Callable[[], Site]]:
    with ExitStack() as stack:

        def start() -> Site:
            site = Site()
            site.url = stack.enter_context(serving(site.answer))
            return site

        yield start


def online(studio: Studio, *urls: str) -> None:
    """The switch on; these own hosts may be asked over http, once the user agrees."""
    hosts = ", ".join(urlsplit(url).netloc for url in urls)
    studio.save(replace(studio.settings, network=True, local_hosts=hosts))


def agree(studio: Studio, url: str, *purposes: Purpose) -> None:
    consents.agree(studio, urlsplit(url).netloc, purposes or [Purpose.CHECK], "shown")


def keys(checked: CheckedThis) -> set[tuple[Key, str]]:
    return {(match.key, match.subject) for match in checked.matches}


def sent(studio: Studio) -> list[str]:
    return [entry.url for entry in studio.catalogue.egress.iterate() if not entry.refused]


# --- texts and files


def test_a_prompt(ada: Studio) -> None:
    checked = check_this(ada, "harbour at night, by ada wren, trending, ada.example")
    assert checked.kind is What.TEXT
    assert keys(checked) == {(Key.NAME, "Ada Wren"), (Key.ADDRESS, "https://ada.example")}
    assert checked.sentence.startswith("In it: the name Ada Wren (strong); your address https://ada.example")
    assert all(match.reason for match in checked.matches)
    assert checked.coverage[0].whole
    nothing = check_this(ada, "a wren in a hedge")
    assert nothing.matches == ()
    assert nothing.sentence == "Nothing of yours was found in what was looked at."


def test_the_very_file_and_a_mirrored_copy_with_its_prompt(ada: Studio, tmp_path: Path) -> None:
    with portfolio() as folder:
        checked = check_this(ada, str(folder / f"{HARBOUR}.jpg"))
        assert checked.sentence == "In it: your #1 itself."
        info = PngInfo()
        info.add_text("parameters", "harbour, in the style of Ada Wren\nSteps: 20")
        with Image.open(folder / f"{HARBOUR}.jpg") as picture:
            small = picture.convert("RGB").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            small.thumbnail((500, 500))
            small.save(tmp_path / "a.png", pnginfo=info)
    checked = check_this(ada, str(tmp_path / "a.png"))
    assert checked.kind is What.PICTURE
    assert {key for key, _ in keys(checked)} == {Key.PICTURE, Key.NAME}
    [picture_match] = [m for m in checked.matches if m.key is Key.PICTURE]
    assert picture_match.strength is Strength.STRONG
    assert "mirrored" in picture_match.reason
    [looked_up] = checked.looked_up
    assert looked_up.best is not None
    assert looked_up.best.title == HARBOUR


def safetensors(path: Path, **said: object) -> Path:
    header = json.dumps(
        {"__metadata__": {k: v if isinstance(v, str) else json.dumps(v) for k, v in said.items()}}
    ).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * 256)
    return path


def test_a_lora_by_its_header_whatever_it_is_called(ada: Studio, tmp_path: Path) -> None:
    path = safetensors(
        tmp_path / "style07.bin", ss_tag_frequency={"10_adawren artstyle": {"adawren artstyle": 21, "boat": 2}}
    )
    checked = check_this(ada, str(path))
    assert checked.kind is What.MODEL_FILE
    assert keys(checked) == {(Key.NAME, "Ada Wren")}
    assert not all(part.whole for part in checked.coverage)  # the weights were not looked at, and it is said
    empty = check_this(ada, str(safetensors(tmp_path / "empty.safetensors")))
    assert "says nothing" in empty.coverage[0].note
    assert "not everything" in empty.sentence


def test_content_decides_not_the_suffix(ada: Studio, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("a card for Ada Wren")
    assert check_this(ada, str(tmp_path / "a.jpg")).kind is What.TEXT
    draw(3).save(tmp_path / "b.txt", format="png")
    assert check_this(ada, str(tmp_path / "b.txt")).kind is What.PICTURE
    (tmp_path / "c.md").write_text("<!doctype html><script>ada wren</script><img src=a.png alt='ada wren art'>")
    checked = check_this(ada, str(tmp_path / "c.md"))
    assert (checked.kind, len(checked.matches)) == (What.PAGE, 1)


def test_a_pickle_stays_closed(ada: Studio, tmp_path: Path) -> None:
    (tmp_path / "ada-wren.ckpt").write_bytes(b"PK\x03\x04" + b"\0" * 26 + b"archive/data.pkl" + b"x" * 100)
    checked = check_this(ada, str(tmp_path / "ada-wren.ckpt"))
    assert checked.kind is What.OTHER
    assert keys(checked) == {(Key.NAME, "Ada Wren")}  # by its name alone
    assert "stays closed" in checked.coverage[1].note


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5000,
        struct.pack("<Q", 2**63) + b'{"a":1}',
        struct.pack("<Q", 10**7) + b'{"a":1}',
        struct.pack("<Q", 40) + b"{" * 40,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"\xff\xd8\xff" + b"broken" * 10,
        b"\xff\xfe" + "Ada Wren".encode("utf-16-le"),
        b"\x80\x04\x95evil",
        b"<html>" + b"<a " * 100_000,
        b"[" * 200_000,
    ],
)
def test_broken_and_hostile_files_get_an_answer_or_one_clear_sentence(
    ada: Studio, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "file\x1b[2J\n.bin"
    path.write_bytes(content)
    try:
        told = check_this(ada, str(path)).title
    except Damaged as error:
        told = error.message
    assert told
    assert told.isprintable()


def test_a_long_text_is_read_to_a_bound_and_that_is_said(ada: Studio, tmp_path: Path) -> None:
    path = tmp_path / "captions.txt"
    path.write_bytes(b"by ada wren\n" + b"x" * LARGEST_TEXT + b"\nada.example")
    checked = check_this(ada, str(path))
    assert keys(checked) == {(Key.NAME, "Ada Wren")}
    assert not checked.coverage[0].whole
    assert "longer" in checked.coverage[0].note
    assert not check_this(ada, "y" * 2_000_000).coverage[0].whole


def test_what_is_no_file(ada: Studio, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        check_this(ada, str(tmp_path))
    with pytest.raises(UsageError, match="There is no file"):
        check_this(ada, str(tmp_path / "nowhere.png"))
    with pytest.raises(UsageError, match="nothing to check"):
        check_this(ada, "  \n")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Unreadable, match="a pipe"):
        check_this(ada, str(tmp_path / "pipe"))
    assert check_this(ada, "/dev/null is not what I mean").kind is What.TEXT
    assert check_this(ada, str(tmp_path), text=True).kind is What.TEXT


# --- links


def test_nothing_is_sent_before_it_was_agreed_to(ada: Studio, sites: Callable[[], Site]) -> None:
    site = sites()
    online(ada, site.url)
    checked = check_this(ada, f"{site.url}/someone/ada-wren-style")
    assert not checked.answered
    assert [need.host for need in checked.missing] == [site.host]
    assert checked.planned[0].request.startswith("GET /api/models/someone/ada-wren-style?blobs=true HTTP/1.1\r\n")
    assert f"network allow {site.host} --for check" in checked.sentence
    assert (site.asked, sent(ada)) == ([], [])


def test_what_was_shown_is_what_is_sent(ada: Studio, sites: Callable[[], Site]) -> None:
    site = sites()
    site.pages["/page"] = html("<p>nothing")
    online(ada, site.url)
    shown = check_this(ada, f"{site.url}/page?x=1").planned[0]
    agree(ada, site.url)
    check_this(ada, f"{site.url}/page?x=1")
    [entry] = ada.catalogue.egress.iterate()
    assert (entry.purpose, entry.url, entry.bytes_out) == (Purpose.CHECK, shown.url, shown.bytes_out)
    head = dict(line.split(": ", 1) for line in shown.request.split("\r\n")[1:] if line)
    assert {name.lower(): value for name, value in head.items()} == site.asked[0].headers


def test_agreed_for_this_one_time(ada: Studio, sites: Callable[[], Site]) -> None:
    site = sites()
    site.pages["/page"] = html("<p>art by Ada Wren")
    online(ada, site.url)
    assert check_once(ada, f"{site.url}/page").matches
    assert consents.agreed(ada) == ()
    assert [e.act for e in ada.catalogue.custody.iterate() if e.act.startswith("host-")] == [
        "host-agreed", "host-withdrawn",
    ]  # fmt: skip
    assert not check_this(ada, f"{site.url}/page").answered


def test_a_model_of_a_hub_and_its_pictures_after_a_second_consent(ada: Studio) -> None:
    with portfolio() as folder, demo_hub(folder) as endpoint:
        online(ada, endpoint)
        agree(ada, endpoint)
        link = f"{endpoint}/small-concepts/ada-wren-evenings"
        checked = check_this(ada, link)
        assert (checked.kind, checked.title) == (What.MODEL, "small-concepts/ada-wren-evenings")
        assert keys(checked) == {(Key.NAME, "Ada Wren")}
        assert [need.host for need in checked.missing] == [urlsplit(endpoint).netloc]
        assert checked.coverage[-1].searched == 0
        assert "not agreed" in checked.coverage[-1].note
        agree(ada, endpoint, Purpose.PICTURE)
        checked = check_this(ada, link + "/tree/main")
        assert {key for key, _ in keys(checked)} == {Key.NAME, Key.PICTURE}
        assert checked.missing == ()
        assert all(match.strength is Strength.STRONG for match in checked.matches)
        header_only = check_this(ada, f"{endpoint}/kilnroom/style-07")
        assert keys(header_only) == {(Key.NAME, "Ada Wren")}
        bird = check_this(ada, f"{endpoint}/hedgerow-club/wren-and-robin-lora")
        assert bird.matches == ()
        with pytest.raises(Unreachable, match="is not there"):
            check_this(ada, f"{endpoint}/nobody/nothing")
    kept = [entry for entry in ada.catalogue.custody.iterate("check") if entry.act == "link-checked"]
    assert len(kept) == 3  # of what held something; each can be proved
    for digest in kept[0].details["seen"]:
        assert captures.read(ada, digest)


def test_what_a_link_led_to_can_be_kept_and_is_looked_after(ada: Studio) -> None:
    with portfolio() as folder, demo_hub(folder) as endpoint:
        online(ada, endpoint)
        ada.save(replace(ada.settings, hugging_face=endpoint))
        agree(ada, endpoint, Purpose.CHECK, Purpose.WATCH)
        checked = check_this(ada, f"{endpoint}/moth-and-lantern/ada-wren-style-xl")
        card = keep(ada, checked)
        assert [c.id for c in finds.cards(ada)] == [card.id]
        assert keep(ada, checked).id == card.id
        finds.judge(ada, card.id, Verdict.MINE)
        watches.add(ada, "hugging-face")
        watches.run(ada)
        [same] = [c for c in finds.cards(ada, news=False) if c.id == card.id]
        assert same.verdict is Verdict.MINE
        assert same.places == 2  # and the watch saw its re-upload
        with pytest.raises(UsageError):
            keep(ada, check_this(ada, f"{endpoint}/brass-teapot/pixel-trains"))
    with pytest.raises(UsageError):
        keep(ada, check_this(ada, "by Ada Wren"))


def test_a_data_set_and_its_rows_after_consent_for_the_names(ada: Studio) -> None:
    rows = [{"prompt": f"castle {n}, by {'ada wren' if n == 3 else 'nobody'}"} for n in range(40)]
    viewer = ViewerDouble([Table("small-concepts/harbour-pictures", rows)])
    with portfolio() as folder, demo_hub(folder) as endpoint, viewer.served():
        online(ada, endpoint, viewer.endpoint)
        ada.save(replace(ada.settings, dataset_viewer=viewer.endpoint, hugging_face=endpoint))
        agree(ada, endpoint)
        link = f"{endpoint}/datasets/small-concepts/harbour-pictures"
        checked = check_this(ada, link)
        assert (checked.kind, checked.matches, viewer.asked) == (What.DATASET, (), [])
        assert f"network allow {viewer.host} --for watch" in checked.coverage[-1].note
        assert "not everything" in checked.sentence
        agree(ada, viewer.endpoint, Purpose.WATCH)
        checked = check_this(ada, link)
        assert keys(checked) == {(Key.NAME, "Ada Wren")}
        assert checked.coverage[-1].searched == 40
        viewer.fault = lambda asked: Reply(500, {}, b"")
        assert check_this(ada, link).matches == ()


def test_any_page_its_words_links_and_picture_descriptions(ada: Studio, sites: Callable[[], Site]) -> None:
    site = sites()
    site.pages["/thread"] = html(
        "<title>Which LoRA?</title><p>That one in the style of <b>Ada</b> <b>Wren</b>, "
        "<a href='https://ada.example/work'>source</a><img src='/1.jpg' alt='x'><script>ignore()</script>"
    )
    online(ada, site.url)
    agree(ada, site.url)
    checked = check_this(ada, f"{site.url}/thread")
    assert (checked.kind, checked.title) == (What.PAGE, "Which LoRA?")
    assert keys(checked) == {(Key.NAME, "Ada Wren"), (Key.ADDRESS, "https://ada.example")}
    assert len(site.asked) == 1  # no picture, no script, no style


def test_a_page_of_a_thousand_hosts_is_told_in_a_line(ada: Studio, sites: Callable[[], Site]) -> None:
    site = sites()
    site.pages["/page"] = html("".join(f"<img src='https://host{n}.example/a.jpg'>" for n in range(1000)))
    online(ada, site.url)
    agree(ada, site.url)
    checked = check_this(ada, f"{site.url}/page")
    assert len(checked.missing) == 20
    assert "and 997 more hosts" in checked.coverage[-1].note
    assert len(site.asked) == 1


def test_a_picture_and_a_model_file_behind_a_link(ada: Studio, sites: Callable[[], Site], tmp_path: Path) -> None:
    site = sites()
    weights = safetensors(tmp_path / "x", ss_output_name="adawren_v2").read_bytes() + b"\0" * 500_000
    site.pages["/file/x.safetensors"] = lambda asked: ranged(weights, asked, {})
    with portfolio() as folder:
        data = (folder / f"{HARBOUR}.jpg").read_bytes()
    site.pages["/a.jpg"] = lambda asked: ranged(data, asked, {"Content-Type": "text/plain"})
    online(ada, site.url)
    agree(ada, site.url)
    checked = check_this(ada, f"{site.url}/a.jpg")
    assert (checked.kind, checked.sentence) == (What.PICTURE, "In it: your #1 itself.")
    site.asked.clear()
    checked = check_this(ada, f"{site.url}/file/x.safetensors")
    assert keys(checked) == {(Key.NAME, "Ada Wren")}
    assert [asked.headers["range"].partition("-")[0] for asked in site.asked] == ["bytes=0", "bytes=8"]
    assert sum(entry.bytes_in for entry in ada.catalogue.egress.iterate() if "x.safetensors" in entry.url) < 2000


def test_answers_of_every_unkind_sort(ada: Studio, sites: Callable[[], Site]) -> None:
    site, other = sites(), sites()
    other.pages["/page"] = html("<p>Ada Wren")
    site.pages |= {
        "/gone": html("", 410),
        "/login": html("", 401),
        "/elsewhere": Reply(302, {"Location": f"{other.url}/page"}),
        "/round": Reply(302, {"Location": "/round"}),
        "/large": Reply(200, {"Content-Type": "text/html"}, b"a" * (FIRST + 200_000)),
        "/deep": html("<div>" * 200_000 + "by Ada Wren"),
        "/empty": html(""),
        "/control": html("<title>\x1b[2J\u202eevil</title><p>\x00 by Ada Wren"),
        "/cut.png": Reply(200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    }
    online(ada, site.url, other.url)
    agree(ada, site.url)
    for path in ("/nothing", "/gone", "/login"):
        with pytest.raises(Unreachable):
            check_this(ada, site.url + path)
    elsewhere = check_this(ada, f"{site.url}/elsewhere")
    assert not elsewhere.answered
    assert other.host in elsewhere.sentence
    assert other.asked == []
    with pytest.raises(Refused):
        check_this(ada, f"{site.url}/round")
    with pytest.raises(Refused):
        check_this(ada, f"{site.url}/large")
    assert keys(check_this(ada, f"{site.url}/deep")) == {(Key.NAME, "Ada Wren")}
    assert check_this(ada, f"{site.url}/empty").matches == ()
    controlled = check_this(ada, f"{site.url}/control")
    assert keys(controlled) == {(Key.NAME, "Ada Wren")}
    assert controlled.title.isprintable()
    cut = check_this(ada, f"{site.url}/cut.png")
    assert (cut.matches, cut.coverage[0].searched) == ((), 0)
    assert cut.coverage[0].note


def test_with_the_network_off_nothing_leaves(ada: Studio, sites: Callable[[], Site]) -> None:
    site = sites()
    online(ada, site.url)
    agree(ada, site.url)
    ada.save(replace(ada.settings, network=False))
    with pytest.raises(NetworkOff):
        check_this(ada, f"{site.url}/page")
    assert (site.asked, sent(ada)) == ([], [])


@pytest.mark.parametrize(
    "path", ["/search?q=moth%2Dmotel", "/models/MothMotel", "/a/moth_motel-v2", "/Meridian%20Press/x"]
)
def test_a_link_that_names_what_is_sealed_is_not_opened(ada: Studio, sites: Callable[[], Site], path: str) -> None:
    site = sites()
    online(ada, site.url)
    agree(ada, site.url)
    clients.add(ada, "Meridian Press")  # a new client is under seal
    names.add(ada, "Moth Motel", NameKind.CHARACTER, client="Meridian Press")
    with pytest.raises(Sealed):
        check_this(ada, site.url + path)
    assert (site.asked, sent(ada)) == ([], [])


def test_links_as_people_paste_them(ada: Studio) -> None:
    for link in (
        "huggingface.co/someone/ada-wren",
        " <https://huggingface.co/someone/ada-wren> ",
        "https://www.huggingface.co/someone/ada-wren/blob/main/README.md",
    ):
        checked = check_this(ada, link)
        assert [need.host for need in checked.missing] == ["huggingface.co", "*.hf.co"]
        assert "/api/models/someone/ada-wren?" in checked.planned[0].request
    assert "/api/datasets/a/b?" in check_this(ada, "https://huggingface.co/datasets/a/b").planned[0].request
    assert check_this(ada, "https://huggingface.co/docs/hub").planned[0].request.startswith("GET /docs/hub HTTP")
    civitai = check_this(ada, "https://civitai.com/models/4242/ada-wren?modelVersionId=7")
    assert civitai.planned[0].request.startswith("GET /api/v1/models/4242 HTTP/1.1")
    assert check_this(ada, "see https://a.example/b").kind is What.TEXT
    with pytest.raises(Refused):
        check_this(ada, "https://[broken")
