"""What of the artist's is in a candidate: names and addresses in texts, works in pictures that are fetched."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pictures import draw
from PIL import ImageOps
from watch_parts import model

from artistguard.model.egress import Purpose
from artistguard.model.names import FieldKind, NameKind, Strength
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Candidate, Key, RemotePicture, Text
from artistguard.sources.base import Asker
from artistguard.workflow import captures, clients, consents, names
from artistguard.workflow.demo_hub import Asked, Reply, serving
from artistguard.workflow.import_ import import_
from artistguard.workflow.recognise import MOST_PICTURES, Recogniser, joined
from artistguard.workflow.studio import Studio


def jpeg(seed: int, *, mirrored: bool = False, size: int = 300) -> bytes:
    image = draw(seed, (640, 480)).convert("RGB")
    image = ImageOps.mirror(image) if mirrored else image
    image.thumbnail((size, size))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


class Files:
    """A double of a host with files."""

    def __init__(self) -> None:
        self.files: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.endpoint = ""

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked.path)
        return self.files.get(asked.path, Reply(404, {}, b""))

    def put(self, name: str, data: bytes, status: int = 200) -> RemotePicture:
        self.files[f"/{name}"] = Reply(status, {"Content-Type": "image/jpeg"}, data)
        return RemotePicture(f"{self.endpoint}/{name}", name, len(data))


@pytest.fixture
def host() -> Iterator[Files]:
    files = Files()
    with serving(files) as files.endpoint:
        yield files


@pytest.fixture
def ada(studio: Studio, host: Files, tmp_path: Path) -> Studio:
    """A studio of Ada Wren's with two works, that agreed to fetch pictures from the host."""
    folder = tmp_path / "art"
    folder.mkdir()
    draw(1, (640, 480)).save(folder / "harbour.png")
    draw(2, (640, 480)).save(folder / "tide.png")
    import_(studio, [folder])
    names.add(studio, "Ada Wren", NameKind.NAME)
    studio.catalogue.profile.set(replace(studio.catalogue.profile.get(), addresses=("https://ada-wren.example",)))
    at = host.endpoint.removeprefix("http://")
    studio.settings = replace(studio.settings, network=True, local_hosts=at)
    consents.agree(studio, at, [Purpose.PICTURE], "shown")
    return studio


def asker(studio: Studio, most: int = 50) -> Asker:
    return Asker(studio.door(), purpose=Purpose.PICTURE, most=most, cancel=CancelToken())


def candidate(*texts: tuple[FieldKind, str], pictures: tuple[RemotePicture, ...] = ()) -> Candidate:
    return model("k1", texts=tuple(Text(field, text) for field, text in texts), pictures=pictures)


def test_of_each_name_and_address_the_strongest_place(ada: Studio) -> None:
    found = Recogniser(ada).recognise(
        candidate(
            (FieldKind.CARD, "Somebody like Wren, perhaps."),
            (FieldKind.TRIGGER, "ada wren artstyle"),
            (FieldKind.URL, "https://ada-wren.example/harbour.jpg"),
            (FieldKind.CARD, "see https://ada-wren.example"),
            (FieldKind.CARD, "x" * 3_000_000),
        )
    )
    assert [(match.key, match.subject) for match in found] == [
        (Key.NAME, "Ada Wren"),
        (Key.ADDRESS, "https://ada-wren.example"),
    ]
    assert all(match.strength is Strength.STRONG for match in found)
    assert found[0].field is FieldKind.TRIGGER
    assert "trigger" in found[0].reason


def test_a_name_and_a_picture_together_are_the_strongest(ada: Studio, host: Files) -> None:
    shown = candidate(
        (FieldKind.TRIGGER, "ada wren artstyle"),
        pictures=(host.put("concept_images/0.jpeg", jpeg(1)), host.put("1.jpeg", jpeg(9))),
    )
    recogniser = Recogniser(ada)
    looked = recogniser.look_at(shown, asker(ada))
    assert looked.whole
    first = looked.matches[0]
    [picture] = [match for match in looked.matches if match.key is Key.PICTURE]
    assert first.strength is picture.strength is Strength.STRONG
    assert "concept_images/0.jpeg" in picture.reason
    assert "In the same place: Your name" in picture.reason
    assert (recogniser.offered, recogniser.compared) == (2, 2)
    kept = str(picture.details["capture"])
    assert captures.read(ada, kept) == jpeg(1)
    assert list(ada.catalogue.captures.digests()) == [kept]  # the other picture shows nothing of hers
    assert list((ada.home / "cache").glob("fetched-*")) == []


def test_pictures_alone_mirrored_and_the_very_file(ada: Studio, host: Files, tmp_path: Path) -> None:
    very = (tmp_path / "art" / "tide.png").read_bytes()
    found = Recogniser(ada).with_pictures(
        candidate(pictures=(host.put("a.jpg", jpeg(1, mirrored=True)), host.put("b.png", very))), asker(ada)
    )
    reasons = {match.subject: match.reason for match in found}
    assert len(reasons) == 2
    assert any("mirrored" in reason for reason in reasons.values())
    assert any("bit for bit" in reason for reason in reasons.values())


def test_pictures_that_cannot_be_had_are_passed_over(ada: Studio, host: Files) -> None:
    recogniser = Recogniser(ada)
    shown = candidate(
        pictures=(
            RemotePicture(f"{host.endpoint}/nowhere.jpg"),
            host.put("broken.jpg", jpeg(1)[:200]),
            host.put("text.jpg", b"<html>not found</html>"),
            replace(host.put("huge.jpg", jpeg(1)), size=10**12),
            RemotePicture(""),
            host.put("good.jpg", jpeg(1)),
        )
    )
    looked = recogniser.look_at(shown, asker(ada))
    assert looked.whole  # there is nothing more to be had of it
    assert len(looked.matches) == 1
    assert "404" in recogniser.trouble
    assert "/huge.jpg" not in host.asked


def test_only_the_first_few_are_fetched(ada: Studio, host: Files) -> None:
    shown = candidate(pictures=tuple(host.put(f"{n}.jpg", jpeg(9)) for n in range(40)))
    recogniser = Recogniser(ada)
    assert recogniser.look_at(shown, asker(ada)).whole
    assert len(host.asked) == MOST_PICTURES
    again = Recogniser(ada)
    assert not again.look_at(shown, asker(ada, most=3)).whole  # the rest another time
    assert len(host.asked) == MOST_PICTURES + 3


def test_nothing_is_fetched_without_consent(ada: Studio, host: Files) -> None:
    consents.withdraw(ada, host.endpoint.removeprefix("http://"))
    recogniser = Recogniser(ada)
    looked = recogniser.look_at(
        candidate((FieldKind.CARD, "by Ada Wren"), pictures=(host.put("a.jpg", jpeg(1)),)), asker(ada)
    )
    assert not looked.whole
    assert [match.key for match in looked.matches] == [Key.NAME]
    assert "not agreed" in recogniser.trouble
    assert host.asked == []
    assert list(ada.catalogue.egress.iterate()) == []


def test_nothing_is_fetched_on_account_of_a_sealed_client(ada: Studio, host: Files) -> None:
    client = clients.add(ada, "Meridian Press")
    names.add(ada, "Captain Brine", NameKind.CHARACTER, client.id)
    shown = candidate(
        (FieldKind.TRIGGER, "captain brine"), (FieldKind.CARD, "by Ada Wren"), pictures=(host.put("a.jpg", jpeg(1)),)
    )
    looked = Recogniser(ada).look_at(shown, asker(ada))
    assert not looked.whole
    assert {match.subject for match in looked.matches} == {"Captain Brine", "Ada Wren"}
    assert host.asked == []
    clients.open_(ada, client)
    assert Recogniser(ada).look_at(shown, asker(ada)).whole


def test_a_host_that_is_busy_is_not_asked_again_in_this_run(ada: Studio, host: Files) -> None:
    pictures = tuple(host.put(f"{n}.jpg", b"", status=503) for n in range(5))
    host.files = {path: Reply(503, {"Retry-After": "900"}, b"") for path in host.files}
    recogniser = Recogniser(ada)
    assert not recogniser.look_at(candidate(pictures=pictures), asker(ada)).whole
    assert len(host.asked) <= 1
    assert "busy" in recogniser.trouble


def test_a_host_that_does_not_answer_is_asked_another_time(ada: Studio, host: Files) -> None:
    gone = replace(host.put("a.jpg", jpeg(1)), url="http://127.0.0.1:9/a.jpg")
    ada.settings = replace(ada.settings, local_hosts=f"{ada.settings.local_hosts}, 127.0.0.1:9")
    consents.agree(ada, "127.0.0.1:9", [Purpose.PICTURE], "shown")
    looked = Recogniser(ada).look_at(candidate(pictures=(gone, host.put("b.jpg", jpeg(2)))), asker(ada))
    assert not looked.whole
    assert len(looked.matches) == 1


def test_what_a_killed_run_left_is_cleared_away(ada: Studio, host: Files) -> None:
    import os

    old, new = ada.home / "cache" / "fetched-old", ada.home / "cache" / "fetched-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "000").write_bytes(b"x")
    os.utime(old, (0, 0))
    Recogniser(ada).look_at(candidate(pictures=(host.put("a.jpg", jpeg(9)),)), asker(ada))
    assert not old.exists()
    assert new.exists()


def test_a_weak_name_lends_no_strength(ada: Studio) -> None:
    found = Recogniser(ada).recognise(candidate((FieldKind.TRIGGER, "ada wren")))
    weak = replace(found[0], strength=Strength.WEAK)
    picture = replace(found[0], key=Key.PICTURE, subject="work", strength=Strength.MEDIUM, reason="It looks like #1.")
    assert joined([weak, picture]) == [weak, picture]
    assert joined([found[0], picture])[1].strength is Strength.STRONG
