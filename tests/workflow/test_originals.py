"""What no order may do: write over an original, over a stranger's sidecar, or over another work's copy."""

import hashlib
from pathlib import Path

from pictures import draw

from artistguard.model.errors import TargetExists
from artistguard.model.identity import Identity
from artistguard.work.engine import Report
from artistguard.workflow import sign
from artistguard.workflow.import_ import import_
from artistguard.workflow.inspect_ import inspect
from artistguard.workflow.sign import SigningOrder, SigningPlan
from artistguard.workflow.studio import Studio


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def ordered(studio: Studio, signer: Identity, order: SigningOrder, *numbers: str) -> tuple[SigningPlan, Report]:
    works = sign.works_of(studio, numbers) if numbers else list(studio.catalogue.works.iterate())
    plan = sign.plan(studio, works, order, signer)
    _, report = sign.sign(studio, plan, order, signer)
    return plan, report


def test_originals_are_never_replaced_by_whatever_path(studio: Studio, signer: Identity, portfolio: Path) -> None:
    import_(studio, [portfolio])
    before = hashes(portfolio)
    link = portfolio.parent / "another way"
    link.symlink_to(portfolio)
    for out in (portfolio, link):
        plan, report = ordered(studio, signer, SigningOrder(out, overwrite=True))
        assert (plan.copies, report.done) == ([], 0)
        assert {type(error) for _, error in plan.failures} == {TargetExists}
        assert all("original" in error.message for _, error in plan.failures)
    assert hashes(portfolio) == before


def test_an_original_that_comes_between_plan_and_writing_stays(
    studio: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio / "tide.png"])
    order = SigningOrder(tmp_path / "out", overwrite=True)
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    order.out.mkdir()
    (portfolio / "tide.png").rename(order.out / "tide.png")
    (portfolio / "tide.png").symlink_to(order.out / "tide.png")
    before = hashes(order.out)
    _, report = sign.sign(studio, plan, order, signer)
    assert [error["code"] for _, error in report.failures] == ["target-exists"]
    assert hashes(order.out) == before


def test_a_stranger_s_sidecar_stays_and_nothing_is_left_half_done(
    studio: Studio, signer: Identity, tmp_path: Path
) -> None:
    folder, out = tmp_path / "p", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    draw(1).save(folder / "a.bmp")
    (out / "a.bmp.xmp").write_text("darktable's")
    import_(studio, [folder])
    for overwrite in (False, True):
        plan, report = ordered(studio, signer, SigningOrder(out, overwrite=overwrite))
        assert [type(error) for _, error in plan.failures] == [TargetExists]
        assert report.done == 0
        assert [path.name for path in out.iterdir()] == ["a.bmp.xmp"]
    (out / "a.bmp.xmp").unlink()
    _, report = ordered(studio, signer, SigningOrder(out))
    assert (report.done, sorted(p.name for p in out.iterdir())) == (1, ["a.bmp", "a.bmp.c2pa", "a.bmp.xmp"])
    _, report = ordered(studio, signer, SigningOrder(out, overwrite=True))  # our own may be written anew
    assert report.done == 1


def test_a_sidecar_that_appears_late_leaves_no_half_result(studio: Studio, signer: Identity, tmp_path: Path) -> None:
    folder, out = tmp_path / "p", tmp_path / "out"
    folder.mkdir()
    draw(1).save(folder / "a.bmp")
    import_(studio, [folder])
    order = SigningOrder(out)
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    out.mkdir()
    (out / "a.bmp.xmp").write_text("somebody was faster")
    _, report = sign.sign(studio, plan, order, signer)
    assert [error["code"] for _, error in report.failures] == ["target-exists"]
    assert [path.name for path in out.iterdir()] == ["a.bmp.xmp"]


def test_works_of_one_name_keep_their_posting_copies_whichever_are_signed_together(
    studio: Studio, signer: Identity, tmp_path: Path
) -> None:
    folder, out = tmp_path / "p", tmp_path / "out"
    folder.mkdir()
    draw(1).save(folder / "x.jpg")
    draw(2).save(folder / "x.png")
    import_(studio, [folder])
    order = SigningOrder(out, posting=100)
    assert ordered(studio, signer, order)[1].done == 2
    first = hashes(out)
    plan, report = ordered(studio, signer, order)
    assert (len(plan.already), report.done, hashes(out)) == (2, 0, first)
    plan, _ = ordered(studio, signer, SigningOrder(out, posting=100, overwrite=True), "2")
    assert [copy.target.name for copy in plan.copies] == ["x-100-2.jpg"]
    assert hashes(out)["x-100.jpg"] == first["x-100.jpg"]


def test_no_folder_rule_leads_out_of_the_target(studio: Studio, signer: Identity, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    draw(1).save(folder / "...png", "PNG")
    import_(studio, [folder / "...png"])
    preset, version = studio.catalogue.presets.create("Evil")
    from dataclasses import replace

    studio.catalogue.presets.revise(preset.id, output=replace(version.output, folder="{stem}"))
    plan = sign.plan(
        studio, studio.catalogue.works.iterate(), SigningOrder(tmp_path / "o" / "in", preset="Evil"), signer
    )
    assert all(copy.target.is_relative_to(tmp_path / "o" / "in") for copy in plan.copies)
    assert plan.copies


def test_a_title_that_stands_in_the_file_is_kept(studio: Studio, signer: Identity, tmp_path: Path) -> None:
    from PIL import Image

    folder = tmp_path / "p"
    folder.mkdir()
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>'
        b'<rdf:li xml:lang="x-default">Evening at sea</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF>'
        b"</x:xmpmeta>"
    )
    image = draw(5)
    assert isinstance(image, Image.Image)
    image.save(folder / "IMG_0001.jpg", xmp=packet)
    import_(studio, [folder])
    ordered(studio, signer, SigningOrder(tmp_path / "out"))
    item = next(inspect(studio, [tmp_path / "out" / "IMG_0001.jpg"]))
    assert item.says is not None
    titles = [tag["value"] for tag in item.says["tags"] if tag["name"].startswith("dc:title")]
    assert titles == ["Evening at sea"]
