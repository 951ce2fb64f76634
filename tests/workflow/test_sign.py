"""Signing through real workers: the copies, their tree, their rows, and everything that must not happen."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pictures import draw

from artistguard.formats.picture import same_picture
from artistguard.formats.sniff import identify
from artistguard.model.artwork import EditionRole, WorkState
from artistguard.model.errors import DiskFull, IdentityError, TargetExists, Unreadable
from artistguard.model.identity import Identity
from artistguard.model.protocols import CancelToken
from artistguard.work.engine import Report
from artistguard.workflow import clients, custody, presets, sign
from artistguard.workflow import identity as identities
from artistguard.workflow.import_ import import_
from artistguard.workflow.inspect_ import inspect
from artistguard.workflow.sign import SigningOrder, SigningPlan
from artistguard.workflow.studio import Studio


def order_all(studio: Studio, signer: Identity, order: SigningOrder) -> tuple[SigningPlan, Report]:
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    _, report = sign.sign(studio, plan, order, signer)
    return plan, report


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def hashes(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_copies_mirror_the_tree_read_back_as_valid_and_leave_originals_alone(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    before = hashes(portfolio)
    import_(studio, [portfolio])
    out = tmp_path / "signed"
    plan, report = order_all(studio, signer, SigningOrder(out))
    assert (report.done, report.failed, report.failures) == (6, 0, ())
    assert hashes(portfolio) == before
    assert tree(out) == {*tree(portfolio), "pages.tif.xmp", "pages.tif.c2pa"}
    for copy in plan.copies:
        with copy.source.open("rb") as one, copy.target.open("rb") as other:
            assert same_picture(one, other, identify(one))
    found = list(inspect(studio, [out]))
    assert len(found) == 6
    for item in found:
        assert item.says is not None
        assert item.says["credential"]["state"] in ("Valid", "Trusted"), item.path
        assert any(row["sees"] for row in item.says["readers"]) or item.path.name == "pages.tif"
        assert "your #" in item.ours
    assert studio.catalogue.works.count()[WorkState.SIGNED] == 6
    signed = [entry for entry in studio.catalogue.custody.iterate() if entry.act == "signed"]
    assert {str(e.details["sha256"]) for e in signed} == {
        edition.sha256
        for work in studio.catalogue.works.iterate()
        for edition in work.editions
        if edition.role is EditionRole.SIGNED_COPY
    }
    assert custody.check(studio.catalogue).whole


def test_the_dry_run_says_what_would_happen_and_writes_nothing(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio])
    (portfolio / "tide.png").unlink()
    out = tmp_path / "signed"
    plan = sign.plan(studio, studio.catalogue.works.iterate(), SigningOrder(out), signer)
    assert plan.sentence().startswith("5 new, 1 with a sidecar, 1 unreadable; ")
    assert [type(error) for _, error in plan.failures] == [Unreadable]
    assert not out.exists()


def test_signing_again_does_nothing_twice(studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path) -> None:
    import_(studio, [portfolio])
    order = SigningOrder(tmp_path / "signed")
    order_all(studio, signer, order)
    before = hashes(tmp_path / "signed")
    plan, report = order_all(studio, signer, order)
    assert (len(plan.copies), len(plan.already), report.done) == (0, 6, 0)
    assert hashes(tmp_path / "signed") == before


def test_a_file_that_is_there_already_stays_unless_told(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio])
    out = tmp_path / "signed"
    out.mkdir()
    (out / "tide.png").write_bytes(b"somebody's own file")
    plan, report = order_all(studio, signer, SigningOrder(out))
    assert report.done == 5
    assert [type(error) for _, error in plan.failures] == [TargetExists]
    assert (out / "tide.png").read_bytes() == b"somebody's own file"
    plan, report = order_all(studio, signer, SigningOrder(out, overwrite=True))
    assert report.done == 6
    assert (out / "tide.png").read_bytes().startswith(b"\x89PNG")
    works = list(studio.catalogue.works.iterate())
    current = [e for w in works for e in w.editions if e.role.ours and e.superseded_by is None]
    assert len(current) == 6  # the copies of the first round are replaced, not doubled


def test_a_file_that_appears_between_plan_and_writing_stays(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio / "tide.png"])
    out = tmp_path / "signed"
    order = SigningOrder(out)
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    out.mkdir()
    (out / "tide.png").write_bytes(b"somebody was faster")
    _, report = sign.sign(studio, plan, order, signer)
    assert [error["code"] for _, error in report.failures] == ["target-exists"]
    assert tree(out) == {"tide.png"}
    assert (out / "tide.png").read_bytes() == b"somebody was faster"


def test_a_file_changed_since_import_is_not_signed(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio])
    draw(99).save(portfolio / "Harbour lights.jpg")
    _, report = order_all(studio, signer, SigningOrder(tmp_path / "signed"))
    assert report.done == 5
    assert [error["code"] for _, error in report.failures] == ["changed"]
    assert "Harbour lights.jpg" not in tree(tmp_path / "signed")


def test_posting_copies_are_small_srgb_and_have_their_master_as_parent(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    from PIL import Image

    import_(studio, [portfolio])
    out = tmp_path / "posting"
    plan, report = order_all(studio, signer, SigningOrder(out, posting=200))
    assert (report.done, report.failures) == (6, ())
    for copy in plan.copies:
        with Image.open(copy.target) as image:
            assert (image.format, image.mode, max(image.size)) == ("JPEG", "RGB", 200)
    item = next(inspect(studio, [out / "tide-200.jpg"]))
    assert item.says is not None
    assert item.says["credential"]["state"] in ("Valid", "Trusted")
    work = studio.catalogue.works.find("#1")
    posting = next(e for e in work.editions if e.role is EditionRole.POSTING_COPY)
    assert posting.parent_id == work.editions[0].id
    assert max(posting.picture.width or 0, posting.picture.height or 0) == 200
    assert studio.catalogue.works.fingerprints(posting.id)


def test_two_works_never_share_a_target(studio: Studio, signer: Identity, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    draw(1).save(folder / "a.jpg")
    draw(2).save(folder / "a.png")
    import_(studio, [folder])
    _, report = order_all(studio, signer, SigningOrder(tmp_path / "out", posting=100))
    assert (report.done, tree(tmp_path / "out")) == (2, {"a-100.jpg", "a-100-2.jpg"})


def test_only_ticked_fields_are_written(studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path) -> None:
    import_(studio, [portfolio / "Harbour lights.jpg"])
    _, base = presets.default(studio.catalogue)
    content = presets.edited(base, [], untick=["plus:DataMining", "exif:Artist"])
    studio.catalogue.presets.create("No PLUS", **content)
    order_all(studio, signer, SigningOrder(tmp_path / "some", preset="No PLUS"))
    order_all(studio, signer, SigningOrder(tmp_path / "all"))

    def names(folder: str) -> set[str]:
        item = next(inspect(studio, [tmp_path / folder / "Harbour lights.jpg"]))
        assert item.says is not None
        return {tag["name"] for tag in item.says["tags"]}

    missing = names("all") - names("some")
    assert any("DataMining" in name for name in missing)
    assert any("Artist" in name for name in missing)
    assert any("rights" in name.lower() for name in names("some"))


def test_the_clients_rights_win_and_the_missing_mandate_is_said(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    client = clients.add(studio, "Meridian Press")
    client = clients.with_settings(client, ["rights.rights_holder=Meridian Press Ltd", "rights.notice=© Meridian"])
    clients.update(studio, client)
    import_(studio, [portfolio / "tide.png"], client_id=client.id)
    plan, report = order_all(studio, signer, SigningOrder(tmp_path / "out"))
    assert report.done == 1
    assert plan.copies[0].rights.rights_holder == "Meridian Press Ltd"
    assert plan.copies[0].rights.creator == "Ada Wren"
    assert any("No mandate of Meridian Press Ltd" in warning for warning in plan.warnings)
    item = next(inspect(studio, [tmp_path / "out" / "tide.png"]))
    assert item.says is not None
    assert any("© Meridian" in tag["value"] for tag in item.says["tags"])


def test_a_stopped_batch_goes_on_where_it_was(studio: Studio, signer: Identity, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        draw(number).save(folder / f"{number:02}.jpg")
    import_(studio, [folder])
    order, cancel = SigningOrder(tmp_path / "out"), CancelToken()
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)

    def stop_early(done: int, total: int | None, what: str) -> None:
        if done >= 5:
            cancel.cancel()

    batch, report = sign.sign(studio, plan, order, signer, progress=stop_early, cancel=cancel)
    assert 5 <= report.done < 40
    assert len(tree(tmp_path / "out")) == report.done
    report = sign.resume(studio, batch)
    assert (report.done, report.left) == (40, 0)
    assert len(tree(tmp_path / "out")) == 40


def test_a_signature_that_cannot_sign_today_is_refused_before_anything_is_written(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio])
    order = SigningOrder(tmp_path / "out")
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    for unusable in (
        replace(signer, not_after=signer.not_before),
        studio.catalogue.identities.get(signer.id) if identities.revoke(studio, signer) else signer,
    ):
        with pytest.raises(IdentityError):
            sign.sign(studio, plan, order, unusable)
    assert not (tmp_path / "out").exists()


def test_source_files_are_left_where_an_export_is_signed(studio: Studio, signer: Identity, tmp_path: Path) -> None:
    import zipfile
    from io import BytesIO

    folder, png = tmp_path / "fox", BytesIO()
    folder.mkdir()
    draw(11).save(png, "PNG")
    with zipfile.ZipFile(folder / "fox.ora", "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        for name in ("mergedimage.png", "Thumbnails/thumbnail.png"):
            archive.writestr(name, png.getvalue())
    draw(11).save(folder / "fox.jpg")
    import_(studio, [folder])
    plan, report = order_all(studio, signer, SigningOrder(tmp_path / "out"))
    assert (report.done, plan.sources_left, tree(tmp_path / "out")) == (1, 1, {"fox.jpg"})
    _, report = order_all(studio, signer, SigningOrder(tmp_path / "with", sources=True))
    assert tree(tmp_path / "with") == {"fox.jpg", "fox.ora", "fox.ora.xmp", "fox.ora.c2pa"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte of its own."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small file system needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True)
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.decode()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_stops_the_batch_with_nothing_half_written(
    studio: Studio, signer: Identity, tmp_path: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    for number in range(40):  # 2.3 MB: many fit on the disk, however many are written side by side
        draw(number, (160, 120)).save(folder / f"{number}.png", compress_level=0)
    import_(studio, [folder])
    order = SigningOrder(small_disk / "out")
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    with pytest.raises(DiskFull):
        sign.sign(studio, plan, order, signer)
    assert not (small_disk / "out").exists()
    plan.free = 10**12  # the room was there when it was asked for, and somebody else took it
    batch, report = sign.sign(studio, plan, order, signer)
    assert isinstance(report.stopped, DiskFull)
    assert report.done + report.left == 40
    assert 1 <= report.done < 40
    complete = {e.sha256 for w in studio.catalogue.works.iterate() for e in w.editions if e.role.ours}
    assert set(hashes(small_disk).values()) == complete
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    report = sign.resume(studio, batch)
    assert (report.done, report.stopped) == (40, None)
    assert len(tree(small_disk / "out")) == 40


def test_a_target_that_may_not_be_written_is_named(
    studio: Studio, signer: Identity, portfolio: Path, small_disk: Path
) -> None:
    import_(studio, [portfolio])
    out = small_disk / "out"
    out.mkdir()
    order = SigningOrder(out)
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    subprocess.run(["mount", "-o", "remount,ro,size=64m", small_disk], check=True)
    _, report = sign.sign(studio, replace(plan, free=10**12), order, signer)
    assert report.done == 0
    assert {error["code"] for _, error in report.failures} == {"cannot-write"}
