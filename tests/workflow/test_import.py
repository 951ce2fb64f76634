"""Import through real workers: what is new, what is known, and what cannot be read."""

import hashlib
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from pictures import draw

from artistguard.model import paths
from artistguard.model.artwork import EditionRole, FingerprintKind, WorkState
from artistguard.model.errors import Damaged, NotAPicture, TooLarge, Unreadable
from artistguard.workflow import clients, custody
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


def hashes(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_everything_is_taken_in_once_and_originals_stay_as_they_are(studio: Studio, portfolio: Path) -> None:
    before = hashes(portfolio)
    first = import_(studio, [portfolio])
    assert (first.added, first.failures) == (6, [])
    again = import_(studio, [portfolio])
    assert (again.added, again.known) == (0, 6)
    assert hashes(portfolio) == before
    works = list(studio.catalogue.works.iterate())
    assert [work.number for work in works] == [1, 2, 3, 4, 5, 6]
    assert {edition.sha256 for work in works for edition in work.editions} == set(before.values())
    assert studio.catalogue.works.count()[WorkState.UNSIGNED] == 6


def test_a_touched_file_is_read_again_and_known(studio: Studio, portfolio: Path) -> None:
    import_(studio, [portfolio])
    os.utime(portfolio / "tide.png", (1, 1))
    again = import_(studio, [portfolio])
    assert (again.added, again.known, again.changed) == (0, 6, [])


def test_fingerprints_and_thumbnail_are_kept(studio: Studio, portfolio: Path) -> None:
    import_(studio, [portfolio / "Harbour lights.jpg"])
    [work] = studio.catalogue.works.iterate()
    kinds = {p.kind for p in studio.catalogue.works.fingerprints(work.editions[0].id)}
    assert kinds == set(FingerprintKind)
    assert [p.suffix for p in studio.thumbnails.rglob("*") if p.is_file()] == [".jpg"]


def test_a_sealed_client_leaves_no_thumbnail_on_disk(studio: Studio, portfolio: Path) -> None:
    client = clients.add(studio, "Meridian Press")
    assert import_(studio, [portfolio], client_id=client.id).added == 6
    assert not list(studio.thumbnails.rglob("*.jpg"))


def test_works_put_under_a_sealed_client_lose_their_thumbnails(studio: Studio, portfolio: Path) -> None:
    import_(studio, [portfolio])
    assert len(list(studio.thumbnails.rglob("*.jpg"))) == 6
    client = clients.add(studio, "Meridian Press")
    clients.assign(studio, [work.id for work in studio.catalogue.works.iterate()], client)
    assert not list(studio.thumbnails.rglob("*.jpg"))


def test_a_changed_master_waits_for_the_users_word(studio: Studio, portfolio: Path) -> None:
    import_(studio, [portfolio])
    draw(50).save(portfolio / "Harbour lights.jpg")
    report = import_(studio, [portfolio])
    assert (report.added, report.editions, len(report.changed)) == (0, 0, 1)
    report = import_(studio, [portfolio], update=True)
    assert (report.added, report.editions, report.changed) == (0, 1, [])
    work = next(w for w in studio.catalogue.works.iterate() if w.title == "Harbour lights")
    assert [edition.superseded_by is None for edition in work.editions] == [False, True]


def test_a_copy_is_named_and_a_moved_file_is_followed(studio: Studio, portfolio: Path) -> None:
    import_(studio, [portfolio])
    (portfolio / "copy.png").write_bytes((portfolio / "tide.png").read_bytes())
    report = import_(studio, [portfolio])
    assert (report.added, len(report.duplicates)) == (0, 1)
    (portfolio / "copy.png").unlink()
    (portfolio / "tide.png").rename(portfolio / "Client work" / "ebb.png")
    report = import_(studio, [portfolio])
    assert (report.added, len(report.moved)) == (0, 1)
    edition = next(w for w in studio.catalogue.works.iterate() if w.title == "tide").editions[0]
    assert edition.location.path == "Client work/ebb.png"


def ora(path: Path, seed: int) -> None:
    """An OpenRaster file (freedesktop.org's specification): a ZIP with the merged picture in it."""
    from io import BytesIO

    png = BytesIO()
    draw(seed).save(png, "PNG")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", "<image w='320' h='240'><stack><layer src='data/l.png'/></stack></image>")
        for name in ("data/l.png", "mergedimage.png", "Thumbnails/thumbnail.png"):
            archive.writestr(name, png.getvalue())


@pytest.mark.parametrize("source_first", [True, False])
def test_an_export_is_joined_to_its_source_in_either_order(studio: Studio, tmp_path: Path, source_first: bool) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    ora(folder / "fox.ora", 11)
    draw(11).save(folder / "fox.jpg")
    draw(12).save(folder / "other.jpg")
    order = ["fox.ora", "fox.jpg"] if source_first else ["fox.jpg", "fox.ora"]
    report = import_(studio, [folder / name for name in order])
    assert (report.added, report.linked) == (1, 1)
    [work] = studio.catalogue.works.iterate()
    assert EditionRole.SOURCE in {edition.role for edition in work.editions}
    assert len(work.editions) == 2


def test_a_picture_of_the_same_name_but_another_motif_is_a_work_of_its_own(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ora(tmp_path / "a" / "cover.ora", 11)
    draw(40).save(tmp_path / "b" / "cover.png")
    report = import_(studio, [tmp_path / "a", tmp_path / "b"])
    assert (report.added, report.linked) == (2, 0)


def bomb() -> bytes:
    """A PNG header that promises 65,000 x 65,000 pixels."""
    header = struct.pack(">IIBBBBB", 65000, 65000, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_bad_files_are_named_each_with_one_sentence_and_the_rest_goes_on(studio: Studio, portfolio: Path) -> None:
    (portfolio / "empty.png").touch()
    (portfolio / "half.jpg").write_bytes((portfolio / "Harbour lights.jpg").read_bytes()[:2000])
    (portfolio / "text.png").write_text("this is no picture")
    (portfolio / "bomb.png").write_bytes(bomb())
    (portfolio / "notes.txt").write_text("a shopping list")
    (portfolio / "gone.jpg").symlink_to(portfolio / "nowhere.jpg")
    with zipfile.ZipFile(portfolio / "bomb.kra", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/x-krita", zipfile.ZIP_STORED)
        archive.writestr("mergedimage.png", bytes(400_000_000))
    report = import_(studio, [portfolio])
    assert report.added == 6
    kinds = {Path(name).name: type(error) for name, error in report.failures}
    assert kinds["empty.png"] is NotAPicture
    assert kinds["half.jpg"] is Damaged
    assert kinds["text.png"] is NotAPicture
    assert kinds["bomb.png"] is TooLarge
    assert kinds["bomb.kra"] in (TooLarge, Damaged)
    assert kinds["gone.jpg"] is Unreadable
    assert [Path(name).name for name, _ in report.left_out] == ["notes.txt"]
    for _, error in report.failures:
        assert error.message.endswith(".")
        assert "Traceback" not in error.message


def test_content_and_not_the_suffix_says_what_a_file_is(studio: Studio, tmp_path: Path) -> None:
    draw(3).save(tmp_path / "really-a-jpeg.png", "JPEG")
    assert import_(studio, [tmp_path / "really-a-jpeg.png"]).added == 1
    [work] = studio.catalogue.works.iterate()
    assert work.editions[0].format == "jpeg"


def test_every_legal_name_and_long_paths_are_taken(studio: Studio, tmp_path: Path) -> None:
    deep = tmp_path / "names" / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    names = [b"new\nline.png", b"quote'\".png", b"caf\xe9\xff.png", b"-dash.png", b"a" * 240 + b".png", b"[x]{y}.png"]
    for number, name in enumerate(names):
        draw(60 + number).save(
            os.fsencode(deep) + b"/" + name if False else Path(os.fsdecode(os.fsencode(deep) + b"/" + name))
        )
    report = import_(studio, [tmp_path / "names"])
    assert (report.added, report.failures) == (6, [])
    kept = {
        paths.native(edition.location.path).name
        for work in studio.catalogue.works.iterate()
        for edition in work.editions
    }
    assert {os.fsencode(name) for name in kept} == set(names)


def test_every_import_stands_in_the_ledger_and_its_chain_holds(studio: Studio, portfolio: Path) -> None:
    import_(studio, [portfolio])
    entries = [entry for entry in studio.catalogue.custody.iterate() if entry.act == "imported"]
    assert {entry.details["sha256"] for entry in entries} == set(hashes(portfolio).values())
    assert custody.check(studio.catalogue).whole
