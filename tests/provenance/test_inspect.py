"""What any file says: the public test files, our own, damaged ones and hostile ones."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artistguard.formats.blocks import Blocks, rewrite
from artistguard.formats.kinds import Kind
from artistguard.formats.picture import same_picture
from artistguard.model.errors import ArtistGuardError, NotAPicture, Unreadable
from artistguard.provenance import packet
from artistguard.provenance import store as stores
from artistguard.provenance.inspect import inspect

PUBLIC = [
    ("C", "Trusted", None),
    ("CA", "Trusted", None),
    ("CAICA", "Trusted", None),
    ("A", "none", None),
    ("I", "none", None),
    ("E-dat-CA", "Invalid", "assertion.dataHash.mismatch"),
    ("XCA", "Invalid", "assertion.dataHash.mismatch"),
    ("E-sig-CA", "Invalid", "claimSignature.mismatch"),
    ("E-uri-CA", "Invalid", "assertion.hashedURI.mismatch"),
    ("E-clm-CAICAI", "Invalid", "assertion.hashedURI.mismatch"),
]


@pytest.mark.parametrize(("name", "state", "code"), PUBLIC)
def test_the_public_test_files_read_as_their_table_says(name: str, state: str, code: str | None, shared: Path) -> None:
    roots = (shared / "c2pa/test-roots.pem").read_text()
    path = shared / f"c2pa/adobe-20220124-{name}.jpg"
    found = inspect(path, anchors_pem=roots).credential
    codes = {failure.code for failure in found.failures}
    assert found.state == state
    if code is None:
        assert codes == set()
    else:
        assert code in codes
        assert (found.intact, found.trusted) == (False, False)
    if name == "E-clm-CAICAI":
        assert "ingredient.manifest.missing" in codes
    if state == "Trusted":
        assert (found.intact, found.trusted) == (True, True)
        without = inspect(path).credential
        assert (without.state, without.intact, without.trusted) == ("Valid", True, False)
        assert {failure.code for failure in without.failures} == {"signingCredential.untrusted"}
        assert "empty" in without.trust


def test_integrity_and_trust_are_two_answers(copier, own) -> None:
    path, _ = copier("png")
    stranger = inspect(path).credential
    friend = inspect(path, anchors_pem=own.root_pem).credential
    assert stranger.integrity == friend.integrity == "The file and its credential are as they were signed."
    assert (stranger.trusted, friend.trusted) == (False, True)
    assert "Ada Example of Studio Example" in friend.trust
    assert (friend.issuer, friend.common_name, friend.algorithm) == ("Studio Example", "Ada Example", "Es256")
    assert friend.generator.startswith("ArtistGuard ")


def test_the_json_form_is_plain_json(copier) -> None:
    for name in ("jpeg", "bmp"):
        path, _ = copier(name)
        said = inspect(path).as_json()
        assert json.loads(json.dumps(said)) == said
        assert set(said) >= {"kind", "sha256", "size", "credential", "history", "training", "tags", "readers"}


def test_sidecars_are_found_by_both_names_and_a_credential_of_its_own_goes_first(copier, own) -> None:
    path, _ = copier("bmp")
    path.with_name("bmp-signed.bmp.xmp").rename(path.with_name("bmp-signed.xmp"))
    path.with_name("bmp-signed.bmp.c2pa").rename(path.with_name("bmp-signed.c2pa"))
    found = inspect(path, anchors_pem=own.root_pem)
    assert (found.credential.place, found.credential.state) == ("sidecar", "Trusted")
    assert [(s.name, s.note) for s in found.sidecars] == [("bmp-signed.xmp", "read"), ("bmp-signed.c2pa", "read")]

    signed, _ = copier("jpeg")
    signed.with_name("jpeg-signed.jpg.c2pa").write_bytes(path.with_name("bmp-signed.c2pa").read_bytes())
    found = inspect(signed, anchors_pem=own.root_pem)
    assert found.credential.place == "embedded"
    assert "not used" in found.sidecars[0].note


@pytest.mark.parametrize("junk", [b"", b"junk", b"\0" * 5000])
def test_broken_sidecars_are_findings(junk: bytes, copier) -> None:
    kind, data = copier.made("bmp")
    path = copier.request("x", data, kind).source
    path.with_name(path.name + ".c2pa").write_bytes(junk)
    path.with_name(path.name + ".xmp").write_bytes(junk)
    found = inspect(path)
    assert found.credential.state in ("unreadable", "none")
    assert found.sidecar_tags == ()
    assert {s.note for s in found.sidecars} == {"cannot be read"}


def test_a_file_that_poses_as_reserved_by_a_prefix_of_its_own_is_not_believed(copier) -> None:
    hostile = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:plus="http://evil/" '
        b'plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/></rdf:RDF></x:xmpmeta>'
    )
    kind, data = copier.made("jpeg")
    tagged = rewrite(io.BytesIO(data), kind, Blocks(xmp=hostile)).splice.read(io.BytesIO(data))
    found = inspect(copier.request("x", tagged, kind).source)
    assert {row.id: row.sees for row in found.readers}["iptc-plus"] is False


def test_reservations_of_an_earlier_credential_are_told_apart(copier, own) -> None:
    """A later program signs again and says nothing on training: the reservation is no longer the active one."""
    from dataclasses import replace

    from artistguard.model.preset import Field

    first, _ = copier("jpeg")
    version = copier.of("jpeg").version
    silent = replace(version, fields=version.fields - {Field.CAWG_TRAINING, Field.C2PA_TRAINING})
    request = copier.request("later", first.read_bytes(), Kind.JPEG, version=silent)
    copier.sign(request)
    found = inspect(request.temporary, anchors_pem=own.root_pem)
    assert {entry.active for entry in found.training} == {False}
    by_id = {row.id: row for row in found.readers}
    assert by_id["spawning-datadiligence"].sees is False
    assert "earlier" in by_id["spawning-datadiligence"].why
    assert by_id["iptc-plus"].sees is True, "XMP is the second channel"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"hello"])
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(data)
    with pytest.raises(NotAPicture):
        inspect(path)
    with pytest.raises(Unreadable):
        inspect(tmp_path / "gone.jpg")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.data())
def test_damage_anywhere_is_a_finding_or_one_error(copier, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["jpeg", "png", "webp", "gif", "svg"]))
    path = copier.folder / f"{name}-signed{copier.made(name)[0].suffix}"
    if not path.exists():
        copier(name)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=40))
    damaged = copier.folder / f"damaged{path.suffix}"
    damaged.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    try:
        found = inspect(damaged)
    except ArtistGuardError:
        return
    if found.credential.intact:
        # Only the room left over in the credential itself may differ.
        kind = copier.made(name)[0]
        with path.open("rb") as before, damaged.open("rb") as after:
            assert same_picture(before, after, kind)
        assert found.tags == inspect(path).tags


def test_a_store_that_is_no_store_has_an_answer_for_everything() -> None:
    for hostile in ({}, {"active_manifest": 7, "manifests": []}, {"active_manifest": "a", "manifests": {"a": []}}):
        assert stores.history(hostile) == ()
        assert stores.training(hostile) == ()
        assert stores.failures(hostile) == ()
        assert stores.state(hostile) == "Invalid"


def test_history_ends_even_where_parents_go_round() -> None:
    def manifest(below: str) -> dict:
        return {"ingredients": [{"active_manifest": below, "relationship": "parentOf", "title": "x\x1b[2J"}]}

    round_ = {"active_manifest": "a", "manifests": {"a": manifest("b"), "b": manifest("a")}}
    steps = stores.history(round_)
    assert [step.depth for step in steps] == [0, 1]
    assert all(step.detail.isprintable() for step in steps)
    long = {"active_manifest": "0", "manifests": {str(i): manifest(str(i + 1)) for i in range(1000)}}
    assert len(stores.history(long)) == stores.MAX_DEPTH + 1
    wide = {"active_manifest": "a", "manifests": {"a": {"ingredients": [{"title": "x"}] * 100_000}}}
    assert len(stores.history(wide)) == stores.MAX_ITEMS


def test_entries_that_no_standard_knows_are_shown_and_not_believed() -> None:
    """Trap: {"use": "forbidden"} signs and validates."""
    data = {"entries": {"cawg.ai_training": {"use": "forbidden"}, "c2pa.data_mining": {"use": "notAllowed"}}}
    store = {
        "active_manifest": "a",
        "manifests": {"a": {"assertions": [{"label": "cawg.training-mining", "data": data}]}},
    }
    entries = stores.training(store)
    assert [entry.recognised for entry in entries] == [False, False]
    from artistguard.provenance.evidence import evidence

    assert evidence(store, embedded=True).active == {"cawg.training-mining": frozenset()}


@pytest.mark.parametrize("code", ["assertion.dataHash.mismatch", "no.such.code", "", "cawg.new.thing"])
def test_every_code_has_words(code: str) -> None:
    assert stores.words(code).endswith(".")


def test_long_values_are_cut() -> None:
    data = packet.merge(None, {"dc:title": (packet.Shape.TEXT, "x" * 10_000)})
    assert max(len(value) for _, value in packet.properties(data)) <= packet.MAX_VALUE
