"""Tars of samples: real ones that tarfile writes, and ones that lie."""

import io
import tarfile

import pytest

from artistguard.formats import tars
from artistguard.model.errors import Damaged, TooLarge

FORMATS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)


def tar(members, format_=tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format_) as file:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if isinstance(data, bytes):
                info.size = len(data)
                file.addfile(info, io.BytesIO(data))
            else:
                info.type, info.linkname = data.encode("ascii"), "/etc/passwd"
                file.addfile(info)
    return out.getvalue()


def names(data: bytes) -> list[str]:
    return [entry.name for entry in tars.entries(io.BytesIO(data))]


@pytest.mark.parametrize("format_", FORMATS)
def test_members_are_those_that_tarfile_reads(format_) -> None:
    members = [("a/0.jpg", b"x" * 700), ("a/0.txt", b""), ("deep/" * 18 + "1.png", b"y" * 512), ("b.json", b"{}")]
    if format_ != tarfile.USTAR_FORMAT:
        members += [("long" * 60 + ".jpg", b"z"), ("Hafen bei Nacht \N{GREEK SMALL LETTER OMEGA}.jpg", b"w")]
    data = tar(members, format_)
    file = io.BytesIO(data)
    assert [(entry.name, entry.read(file, 1000)) for entry in tars.entries(file)] == members


def test_samples_are_files_of_one_name() -> None:
    data = tar(
        [
            ("set/0.jpg", b"0"), ("set/0.txt", b"words"), ("set/0.json", b"{}"), ("set/1.txt", b"no picture"),
            ("set/._2.jpg", b"a system's own"), ("set/2.json", b"{}"), ("set/2.image.PNG", b"2"), ("readme", b"r"),
            ("other/2.webp", b"3"), ("other/2.jpg", b"second picture of one sample"),
        ]
    )  # fmt: skip
    found = list(tars.samples(io.BytesIO(data)))
    assert [sample.picture.name for sample in found] == ["set/0.jpg", "set/2.image.PNG", "other/2.webp"]
    assert found[0].text is not None
    assert found[0].facts is not None
    assert found[1].text is None


def test_links_devices_and_folders_are_passed_over() -> None:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE)
    members = [(f"{number}.jpg", kind.decode("ascii")) for number, kind in enumerate(kinds)]
    assert names(tar([*members, ("../../evil.jpg", b"x"), ("/abs.jpg", b"x")])) == ["../../evil.jpg", "/abs.jpg"]


def changed(data: bytes, at: int, new: bytes, header: int = 0) -> bytes:
    """The tar with other bytes in a header, whose sum is made right again."""
    made = bytearray(data)
    made[header + at : header + at + len(new)] = new
    made[header + 148 : header + 156] = b" " * 8
    made[header + 148 : header + 156] = b"%06o\0 " % sum(made[header : header + 512])
    return bytes(made)


ONE = tar([("a.jpg", b"a" * 10), ("b.jpg", b"b" * 10)], tarfile.USTAR_FORMAT)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (changed(ONE, 124, b"77777777777\0", 1024), "larger than the tar"),
        (changed(ONE, 124, b"\x80" + b"\xff" * 11, 1024), "larger than the tar"),
        (changed(ONE, 124, b"\xff" * 12, 1024), "less than no bytes"),
        (changed(ONE, 124, b"-0000000012\0", 1024), "no number"),
        (changed(ONE, 156, b"S", 1024), "sparse"),
        (changed(ONE, 156, b"x", 1024), "cannot be read"),
        (ONE[:1024] + b"\1" + ONE[1025:], "does not add up"),
        (ONE[:1300], "cut off"),
        (ONE[:1540], "cut off"),
    ],
)
def test_what_is_wrong_is_said_after_what_came_before(data, words) -> None:
    found = []
    with pytest.raises(Damaged, match=words):
        found.extend(sample.picture.name for sample in tars.samples(io.BytesIO(data)))
    assert found == ["a.jpg"]


@pytest.mark.parametrize("said", [{"GNU.sparse.realsize": "99999999999"}, {"size": "99999999999999"}, {"size": "-1"}])
def test_pax_headers_do_not_lie_either(said) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as file:
        info = tarfile.TarInfo("a.jpg")
        info.pax_headers = said
        file.addfile(info)
    with pytest.raises(Damaged):
        names(out.getvalue())


def test_names_and_members_have_a_limit() -> None:
    long = tar([("n" * 5000 + ".jpg", b"x")], tarfile.GNU_FORMAT)
    with pytest.raises(Damaged, match="more of a member than its name"):
        names(long)
    (entry,) = tars.entries(io.BytesIO(tar([("a.jpg", b"x" * 100)])))
    with pytest.raises(TooLarge):
        entry.read(io.BytesIO(), 99)


def test_endless_members_end() -> None:
    class Endless(io.RawIOBase):
        """Double of a disk's file of two million headers, which no test writes."""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 1 << 60

        def read(self, size: int | None = -1) -> bytes:
            return ONE[:512]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tars, "_MOST_MEMBERS", 50)
        with pytest.raises(TooLarge, match="more than 50 members"):
            list(tars.entries(Endless()))
