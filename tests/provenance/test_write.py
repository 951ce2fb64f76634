"""Signed copies of every kind, checked by our own reading back and by readers that others wrote."""

import errno
import hashlib
import json
import logging
import os
import shutil
import struct
import subprocess
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path

import encypher_c2pa
import pytest
from blake3 import blake3
from PIL import Image

from artistguard.formats.blocks import read_blocks
from artistguard.formats.kinds import Kind
from artistguard.formats.picture import picture_spans
from artistguard.formats.splice import Splice
from artistguard.model.errors import (
    Cancelled,
    CannotWrite,
    ChangedSinceImport,
    DiskFull,
    IdentityError,
    KeyLocked,
    NotVerified,
    Unreadable,
    UsageError,
)
from artistguard.model.preset import Field
from artistguard.model.protocols import CancelToken
from artistguard.model.rights import Permission, Reservation
from artistguard.provenance import adapter, certificates, manifest, packet, readback
from artistguard.provenance import store as stores
from artistguard.provenance import write as writing
from artistguard.provenance.credential import SigningIdentity, Written
from artistguard.provenance.files import descriptor
from artistguard.provenance.inspect import inspect
from artistguard.provenance.mimes import c2pa_mime

JPEGS = ["jpeg", "jpeg-filled", "jpeg-in-parts", "jpeg-opinion"]
TIFFS = ["tiff", "bigtiff", "bigtiff-mm"]
EMBEDDED = [*JPEGS, "png", "apng", "webp", "webp-moving", *TIFFS, "avif", "heic", "gif", "jxl", "svg", "svg-empty"]
BESIDE = ["tiff-pages", "heic-unsafe", "bmp", "psd", "kra", "ora", "clip", "procreate"]
DIGITAL_CREATION = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"


def store_of(path: Path, kind: Kind, own: certificates.Created, sidecar: Path | None = None) -> dict:
    with descriptor(path) as fd:
        data = sidecar.read_bytes() if sidecar else None
        return adapter.read(fd, c2pa_mime(kind), anchors_pem=own.root_pem, manifest=data)


def actions(store: dict) -> list[dict]:
    return dict(stores.assertions(stores.active(store)))["c2pa.actions.v2"]["actions"]


@pytest.mark.parametrize("name", EMBEDDED)
def test_every_kind_is_signed_and_others_read_it(name: str, copier, own) -> None:
    path, written = copier(name)
    assert (written.state, written.sidecars, written.warnings) == ("Valid", (), ())
    data = path.read_bytes()
    assert (written.sha256, written.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert written.seen["yes"] >= 4
    words = ("cawg.training-mining", "c2pa.training-mining", "plus:DataMining", "tdm:reservation")
    assert written.forms == dict.fromkeys(words, "file")

    found = inspect(path, anchors_pem=own.root_pem)
    assert found.credential.state == "Trusted"
    assert found.credential.label == written.manifest_label
    assert {(entry.label, entry.answer) for entry in found.training} == {
        ("cawg.training-mining", "notAllowed"),
        ("c2pa.training-mining", "notAllowed"),
    }
    assert len(found.training) == 8

    told = encypher_c2pa.verify(str(path), trust_pem=own.root_pem, telemetry=False, online=False)
    if found.kind != "jxl":  # which it does not read
        assert told["integrity"] == "valid", json.dumps(told)[:2000]
        assert told["trust"]["status"] == "valid_for_supplied_material"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves files open
@pytest.mark.parametrize("name", EMBEDDED)
def test_spawnings_datadiligence_refuses_every_kind_for_training(name: str, copier) -> None:
    from datadiligence.rules import C2PAMetadataRule

    path, _ = copier(name)
    logging.disable(logging.CRITICAL)
    try:
        assert C2PAMetadataRule().is_allowed(path=str(path)) is False
        assert C2PAMetadataRule().is_allowed(path=str(path.with_name(f"{name}{path.suffix}"))) is True
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", [*JPEGS, "png", "webp", "tiff", "avif", "heic", "gif", "svg"])
def test_exiftool_reads_the_tags(name: str, copier) -> None:
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    path, _ = copier(name)
    words = ["exiftool", "-j", "-G0", "-a", "-struct", str(path)]
    (told,) = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    assert str(told["XMP:DataMining"]).endswith("DMI-PROHIBITED")  # the only one: -a would list two
    assert told["XMP:Rights"] == "© 2026 Ada Exämple. All rights reserved."
    assert told["XMP:Title"] == "A <picture> & more"
    assert told["XMP:Licensor"][0]["LicensorName"] == "Studio Example"
    assert str(told["XMP:Reservation"]) == "1"
    if name not in ("gif", "svg", "png"):  # behind a credential, ExifTool does not find a PNG's EXIF
        assert told["EXIF:Artist"] == "Ada Exämple"
    assert ("XMP:History" in told) is (name == "jpeg-in-parts")  # what stood beside an old opinion stays
    if name in (*JPEGS, "tiff"):
        assert told["IPTC:By-line"] == "Ada Exämple"
        assert told["IPTC:CopyrightNotice"].startswith("© 2026")


@pytest.mark.parametrize("name", BESIDE)
def test_what_cannot_carry_it_safely_stays_byte_for_byte_with_sidecars(name: str, copier, own) -> None:
    path, written = copier(name)
    source = path.with_name(f"{name}{path.suffix}")
    assert path.read_bytes() == source.read_bytes()
    assert [s.suffix for s in written.sidecars] == [".c2pa", ".xmp"]
    assert set(written.forms.values()) == {"beside"}
    for sidecar in written.sidecars:
        assert sidecar.path == path.with_name(path.name + sidecar.suffix)
        assert hashlib.sha256(sidecar.path.read_bytes()).hexdigest() == sidecar.sha256
        assert sidecar.why.endswith(".")
    assert written.state == "Valid"
    found = inspect(path, anchors_pem=own.root_pem)
    assert (found.credential.place, found.credential.state) == ("sidecar", "Trusted")
    assert ("XMP", "plus:DataMining", "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED") in {
        (t.group, t.name, t.value) for t in found.sidecar_tags
    }
    by_id = {row.id: row.sees for row in found.readers}
    assert by_id["spawning-datadiligence"] is False
    assert by_id["cawg-aware"] is None
    path.write_bytes(path.read_bytes() + b"x")
    assert inspect(path).credential.intact is False


@pytest.mark.parametrize("name", ["heic", "avif", "tiff", "apng"])
def test_pictures_decode_to_the_same_pixels(name: str, copier) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    path, _ = copier(name)
    with Image.open(path) as copy, Image.open(path.with_name(f"{name}{path.suffix}")) as source:
        assert getattr(copy, "n_frames", 1) == getattr(source, "n_frames", 1)
        assert copy.tobytes() == source.tobytes()


# --- the ten traps -------------------------------------------------------------------------------------------------


def test_trap_1_a_target_that_is_there_is_never_written(copier) -> None:
    request = copier.of("jpeg")
    for taken in (request.source, request.temporary):
        taken.write_bytes(request.source.read_bytes())
        with pytest.raises(CannotWrite):
            copier.sign(replace(request, temporary=taken))
        assert taken.read_bytes(), "what stood there stays"


def test_trap_2_a_heic_with_a_dangerous_index_is_not_given_to_c2pa(copier) -> None:
    _, written = copier("heic-unsafe")
    assert [s.suffix for s in written.sidecars] == [".c2pa", ".xmp"]


def test_trap_2_a_picture_that_c2pa_breaks_is_noticed(copier, monkeypatch) -> None:
    whole = adapter.Builder.sign_file

    def breaking(self, key, mime, source, target) -> bytes:
        done = whole(self, key, mime, source, target)
        with (copier.folder / "avif-signed.avif").open("rb") as file:
            at = picture_spans(file, Kind.AVIF)[-1].end - 9
        os.pwrite(target, bytes((os.pread(target, 1, at)[0] ^ 1,)), at)
        return done

    monkeypatch.setattr(adapter.Builder, "sign_file", breaking)
    monkeypatch.setattr(readback, "credential", lambda *a: {"active_manifest": "x", "validation_state": "Valid"})
    with pytest.raises(NotVerified, match="picture"):
        copier("avif")
    assert not list(copier.folder.glob("*signed*"))


def test_trap_4_and_5_signing_again_keeps_the_parent_unbroken(copier, own) -> None:
    for name in EMBEDDED:
        first, once = copier(name)
        kind = copier.made(name)[0]
        again = copier.request(f"{name}-again", first.read_bytes(), kind, source_type=DIGITAL_CREATION)
        written = copier.sign(again)
        assert written.warnings == ()
        store = store_of(again.temporary, kind, own)
        assert set(store["manifests"]) == {once.manifest_label, written.manifest_label}, name
        (parent,) = stores.active(store)["ingredients"]
        assert (parent["relationship"], parent["active_manifest"]) == ("parentOf", once.manifest_label)
        # the tagged copy as parent would carry assertion.dataHash.mismatch here, under a state of Trusted
        assert not parent.get("validation_status") or {s["code"] for s in parent["validation_status"]} <= {
            "signingCredential.untrusted"
        }
        assert actions(store)[0]["action"] == "c2pa.opened", "a history is not replaced by 'created'"
        assert stores.failures(store) == ()


def test_trap_4_tags_alone_do_not_cost_a_file_its_credential(copier, own) -> None:
    first, _ = copier("jpeg")
    plain = replace(copier.of("jpeg").version, fields=frozenset({Field.DC_CREATOR}))
    request = copier.request("tagged", first.read_bytes(), Kind.JPEG, version=plain)
    written = copier.sign(request)
    assert request.temporary.read_bytes() == first.read_bytes()
    assert [s.suffix for s in written.sidecars] == [".xmp"]
    assert "credential" in written.sidecars[0].why
    assert written.state == "tagged only"


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "avif", "tiff"])
def test_trap_6_any_change_after_signing_is_seen(name: str, copier, own) -> None:
    path, _ = copier(name)
    data = bytearray(path.read_bytes())
    at = bytes(data).index(b"<dc:title") + 4
    data[at : at + 5] = b"tutle"
    path.write_bytes(data)
    found = inspect(path, anchors_pem=own.root_pem).credential
    assert (found.state, found.intact, found.trusted) == ("Invalid", False, False)
    assert found.failures[0].code in ("assertion.dataHash.mismatch", "assertion.bmffHash.mismatch")
    assert "changed" in found.integrity


def test_trap_7_the_thumbnail_is_ours_or_none(copier, own) -> None:
    plain, _ = copier("jpeg")
    assert "thumbnail" not in stores.active(store_of(plain, Kind.JPEG, own))
    small = copier.made("jpeg")[1]
    plain.unlink()
    pictured, _ = copier("jpeg", thumbnail=small)
    assert stores.active(store_of(pictured, Kind.JPEG, own))["thumbnail"]["format"] == "image/jpeg"
    assert small in pictured.read_bytes()


def test_trap_10_terms_are_checked_because_nobody_else_does(copier) -> None:
    version = copier.of("jpeg").version
    vague = replace(version, reservation=Reservation(Permission.CONSTRAINED))
    with pytest.raises(UsageError, match="needs words"):
        copier("jpeg", version=vague)
    assert not list(copier.folder.glob("*signed*"))


# --- what the credential says --------------------------------------------------------------------------------------


def test_a_stated_source_type_is_created_and_an_unstated_one_opened(copier, own) -> None:
    path, _ = copier("png", source_type=DIGITAL_CREATION)
    store = store_of(path, Kind.PNG, own)
    assert actions(store) == [{"action": "c2pa.created", "digitalSourceType": DIGITAL_CREATION}]
    assert not stores.active(store).get("ingredients")
    assert inspect(path).credential.source_type == DIGITAL_CREATION
    path.unlink()
    path, _ = copier("png")
    store = store_of(path, Kind.PNG, own)
    assert [a["action"] for a in actions(store)] == ["c2pa.opened"]
    (parent,) = stores.active(store)["ingredients"]
    assert (parent["relationship"], parent["format"]) == ("parentOf", "image/png")
    assert "digitalsourcetype" not in json.dumps(store).lower()


def test_statements_are_attested_and_metadata_names_its_contexts(copier, own) -> None:
    path, _ = copier("png")
    active = stores.active(store_of(path, Kind.PNG, own))
    assert {a["label"] for a in active["assertions"] if a.get("created")} == {
        "cawg.training-mining",
        "c2pa.training-mining",
        "cawg.metadata",
        "c2pa.actions.v2",
    }
    said = dict(stores.assertions(active))["cawg.metadata"]
    assert said["dc:creator"] == ["Ada Exämple"]
    assert said["plus:Licensor"] == [
        {"plus:LicensorName": "Studio Example", "plus:LicensorEmail": "licence@example.org"}
    ]
    prefixes = {key.partition(":")[0] for key in said if key != "@context"}
    assert set(said["@context"]) == prefixes
    assert active["claim_generator_info"][0]["name"] == manifest.GENERATOR
    assert "/" not in json.dumps(active["title"])


def test_constrained_answers_say_their_condition(copier, own) -> None:
    version = copier.of("jpeg").version
    ask = replace(version, reservation=Reservation(*[Permission.CONSTRAINED] * 4, constraint="Write to me first."))
    path, written = copier("jpeg", version=ask)
    entries = dict(stores.assertions(stores.active(store_of(path, Kind.JPEG, own))))["cawg.training-mining"]["entries"]
    assert entries["cawg.ai_training"] == {"use": "constrained", "constraint_info": "Write to me first."}
    with path.open("rb") as file:
        tags = dict(packet.properties(read_blocks(file, Kind.JPEG).xmp or b""))
    assert tags["plus:DataMining"].endswith("SEECONSTRAINT")
    assert tags["plus:OtherConstraints"] == "Write to me first."
    by_id = {row.id: row for row in inspect(path).readers}
    assert by_id["spawning-datadiligence"].sees is False
    assert "constrained" in by_id["spawning-datadiligence"].why
    assert written.seen["yes"] == 3


def test_a_posting_copy_names_its_master_and_its_conversions(copier, own) -> None:
    master, once = copier("tiff", source_type=DIGITAL_CREATION)
    conversions = ("converted from Adobe RGB to sRGB", "flattened on white", "scaled from 6000 x 4000")
    request = copier.request(
        "posting",
        copier.made("jpeg")[1],
        Kind.JPEG,
        parent=master,
        conversions=conversions,
        source_type=DIGITAL_CREATION,
    )
    copier.sign(request)
    store = store_of(request.temporary, Kind.JPEG, own)
    assert [a["action"] for a in actions(store)] == [
        "c2pa.opened",
        "c2pa.color_adjustments",
        "c2pa.converted",
        "c2pa.resized",
        "c2pa.converted",
    ]
    assert [a.get("description") for a in actions(store)][1:] == [*conversions, "stored as JPEG"]
    (parent,) = stores.active(store)["ingredients"]
    assert (parent["active_manifest"], parent["format"]) == (once.manifest_label, "image/tiff")
    assert [step.what for step in stores.history(store)] == [
        "opened",
        "colours changed",
        "converted",
        "resized",
        "converted",
        "made from",
        "created",
    ]


@pytest.mark.parametrize("algorithm", ["ES384", "EdDSA", "PS256"])
def test_other_algorithms_sign_too(algorithm: str, copier) -> None:
    made = certificates.create("Ada", "", algorithm)
    identity = SigningIdentity(made.chain_pem, algorithm)
    for name in ("jpeg", "webp"):
        request = copier.of(name, identity=identity)
        written = writing.write_copy(request, certificates.make_signer(made.key), cancel=CancelToken())
        assert written.state == "Valid"
        assert inspect(request.temporary, anchors_pem=made.root_pem).credential.state == "Trusted"


def test_tags_alone_and_nothing_at_all(copier) -> None:
    version = copier.of("jpeg").version
    path, written = copier("jpeg", version=replace(version, fields=version.fields - {Field.CREDENTIAL}))
    assert (written.state, written.manifest_label, written.seen["yes"]) == ("tagged only", None, 1)
    assert written.forms == {"plus:DataMining": "file", "tdm:reservation": "file"}
    assert inspect(path).credential.present is False
    path.unlink()
    path, written = copier("bmp", version=replace(version, fields=frozenset()))
    assert (written.sidecars, written.forms) == ((), {})
    assert path.read_bytes() == copier.made("bmp")[1]


def test_existing_xmp_stays_and_an_unreadable_one_is_told(copier) -> None:
    from artistguard.formats.blocks import Blocks, rewrite

    def with_xmp(data: bytes) -> bytes:
        import io

        file = io.BytesIO(copier.made("jpeg")[1])
        return rewrite(file, Kind.JPEG, Blocks(xmp=data)).splice.read(file)

    kept = packet.merge(None, {"photoshop:Headline": (packet.Shape.TEXT, "Mine")})
    request = copier.request("kept", with_xmp(kept), Kind.JPEG)
    assert copier.sign(request).warnings == ()
    assert ("photoshop:Headline", "Mine") in {(t.name, t.value) for t in inspect(request.temporary).tags}
    request = copier.request("broken", with_xmp(b"<x:broken"), Kind.JPEG)
    (warning,) = copier.sign(request).warnings
    assert "XMP" in warning


def test_xmp_too_long_for_the_format_goes_beside_it(copier, monkeypatch) -> None:
    long = packet.merge(None, {})
    long = long.replace(b"</x:xmpmeta>", b"<x:pad>" + b"z" * 66_000 + b"</x:pad></x:xmpmeta>")
    request = copier.of("jpeg")
    blocks = writing.read_blocks

    def with_long(file, kind):
        found = blocks(file, kind)
        return replace(found, xmp=long) if file.name == str(request.source) else found

    monkeypatch.setattr(writing, "read_blocks", with_long)
    written = copier.sign(request)
    assert [s.suffix for s in written.sidecars] == [".xmp"]
    assert "64 kB" in written.sidecars[0].why
    found = inspect(request.temporary)
    assert found.credential.state == "Valid"
    assert {tag.group for tag in found.tags} == {"IPTC", "EXIF"}, "what fits is in the file"


# --- what goes wrong -----------------------------------------------------------------------------------------------


def test_a_file_changed_since_import_is_not_signed(copier) -> None:
    with pytest.raises(ChangedSinceImport):
        copier("jpeg", expected_blake3="0" * 64)
    assert not list(copier.folder.glob("*signed*"))
    right = blake3(copier.made("jpeg")[1]).hexdigest()
    assert copier("jpeg", expected_blake3=right)[1].state == "Valid"


def test_what_the_key_raises_comes_through(copier) -> None:
    def locked(data: bytes) -> bytes:
        raise KeyLocked("The key is locked.", "Unlock it.")

    for name in ("jpeg", "webp", "bmp"):
        request = copier.of(name)
        with pytest.raises(KeyLocked):
            writing.write_copy(request, locked, cancel=None)
    assert not list(copier.folder.glob("*signed*"))


def test_a_key_that_does_not_fit_is_said_to_be_an_identity_problem(copier) -> None:
    other = certificates.make_signer(certificates.create("Eve").key)
    for name in ("jpeg", "webp", "bmp"):
        with pytest.raises(IdentityError):
            writing.write_copy(copier.of(name), other, cancel=None)
    assert not list(copier.folder.glob("*signed*"))


def test_a_stop_leaves_nothing(copier) -> None:
    token = CancelToken()
    request = copier.of("jpeg")
    signs = certificates.make_signer(copier.own.key)

    def stops(data: bytes) -> bytes:
        token.cancel()
        return signs(data)

    with pytest.raises(Cancelled):
        writing.write_copy(request, stops, cancel=token)
    assert not list(copier.folder.glob("*signed*"))


@pytest.mark.parametrize("name", ["jpeg", "webp", "bmp"])
def test_a_full_disk_is_said_to_be_full_and_nothing_stays(name: str, copier, monkeypatch) -> None:
    def full(self: Splice, source: object, target: object, hasher: object = None) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Splice, "write", full)
    with pytest.raises(DiskFull, match="no room"):
        copier(name)
    assert not list(copier.folder.glob("*signed*"))


@pytest.mark.parametrize("name", ["jpeg", "webp", "bmp"])
def test_a_disk_that_does_not_confirm_keeps_nothing(name: str, copier, monkeypatch) -> None:
    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        copier(name)
    assert not list(copier.folder.glob("*signed*"))


def test_a_disk_that_fills_while_c2pa_writes(copier, tmp_path: Path) -> None:
    """c2pa itself says only "unknown error" or worse; the limit on file size stands in for the disk."""
    resource = pytest.importorskip("resource")
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    data = copier.made("webp")[1]
    request = copier.of("webp")
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(data) + 6_000, hard))
        with pytest.raises(CannotWrite, match="File too large"):
            copier.sign(request)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert not list(copier.folder.glob("*signed*"))


def test_missing_sources_and_folders_are_named(copier, tmp_path: Path) -> None:
    request = copier.of("jpeg")
    signs = certificates.make_signer(copier.own.key)
    with pytest.raises(Unreadable):
        writing.write_copy(replace(request, source=tmp_path / "gone.jpg"), signs, cancel=None)
    with pytest.raises(CannotWrite):
        writing.write_copy(replace(request, temporary=tmp_path / "no" / "x.jpg"), signs, cancel=None)


@pytest.mark.parametrize(
    ("suffix", "warning", "kept"),
    [
        ("E-dat-CA", "broken", True),
        ("E-sig-CA", "broken", True),
        ("XCA", "broken", True),
        ("E-clm-CAICAI", "too broken", False),
    ],
)
def test_a_broken_earlier_credential_is_signed_over_with_a_warning(
    suffix: str, warning: str, kept: bool, copier, own, shared: Path
) -> None:
    data = (shared / f"c2pa/adobe-20220124-{suffix}.jpg").read_bytes()
    request = copier.request("broken", data, Kind.JPEG)
    written: Written = copier.sign(request)
    assert len(written.warnings) == 1
    assert warning in written.warnings[0]
    store = store_of(request.temporary, Kind.JPEG, own)
    assert stores.state(store) == "Trusted"
    (parent,) = stores.active(store)["ingredients"]
    assert bool(parent.get("active_manifest")) is kept


def test_large_files_pass_in_pieces(copier, tmp_path: Path) -> None:
    """64 MB through at most a few of Python's memory. (c2pa's own hashing takes up to 256 MB at a time.)"""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    big = tmp_path / "big.png"
    block = chunk(b"IDAT", bytes(range(256)) * 4096)
    with big.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4096, 4096, 8, 2, 0, 0, 0)))
        for _ in range(64):
            file.write(block)
        file.write(chunk(b"IEND", b""))
    request = replace(copier.of("jpeg"), source=big, kind=Kind.PNG)
    tracemalloc.start()
    try:
        written = writing.write_copy(request, certificates.make_signer(copier.own.key), cancel=None)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written.state == "Valid"
    assert peak < 16 << 20
