"""A file gets its final name in one step, and never another file's."""

import errno
import os
import threading
from pathlib import Path

import pytest

from artistguard.model.errors import CannotWrite, DiskFull, TargetExists
from artistguard.work import publish as subject
from artistguard.work.publish import cannot_write, publish, sweep, sync_folders, temporary_name

WAYS = ["renameat2", "link", "claim"]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the three ways to rename without replacing, as file systems offer them."""
    if request.param != "renameat2":
        monkeypatch.setattr(subject, "_rename_noreplace", lambda temporary, target: False)
    if request.param == "claim":

        def no_links(*args: object, **kwargs: object) -> None:
            raise OSError(errno.EPERM, "no hard links here")

        monkeypatch.setattr(os, "link", no_links)
    return str(request.param)


def _finished(target: Path, text: str = "new", token: str = "abc") -> Path:
    temporary = temporary_name(target, token)
    temporary.write_text(text)
    return temporary


def test_a_finished_file_gets_its_name(tmp_path: Path, way: str) -> None:
    target = tmp_path / "copy ä\udc80.jpg"
    publish(_finished(target), target, replace=False)
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == [target.name]


def test_a_file_that_is_there_stays(tmp_path: Path, way: str) -> None:
    target = tmp_path / "copy.jpg"
    target.write_text("theirs")
    temporary = _finished(target)
    with pytest.raises(TargetExists, match=r"copy\.jpg is there already"):
        publish(temporary, target, replace=False)
    assert target.read_text() == "theirs"
    assert temporary.read_text() == "new"


def test_a_dangling_link_counts_as_being_there(tmp_path: Path, way: str) -> None:
    target = tmp_path / "copy.jpg"
    target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(TargetExists):
        publish(_finished(target), target, replace=False)
    assert target.is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_told_to_it_replaces(tmp_path: Path) -> None:
    target = tmp_path / "copy.jpg"
    target.write_text("old")
    publish(_finished(target), target, replace=True)
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["copy.jpg"]


def test_a_folder_of_that_name_stays(tmp_path: Path) -> None:
    target = tmp_path / "copy.jpg"
    target.mkdir()
    for replace in (False, True):
        with pytest.raises(TargetExists):
            publish(_finished(target), target, replace=replace)
    assert target.is_dir()


def test_of_many_at_once_exactly_one_wins(tmp_path: Path, way: str) -> None:
    target = tmp_path / "copy.jpg"
    won, lost, ready = [], [], threading.Barrier(8)

    def race(number: int) -> None:
        temporary = _finished(target, f"from {number}", f"t{number}")
        ready.wait()
        try:
            publish(temporary, target, replace=False)
            won.append(number)
        except TargetExists:
            lost.append(number)

    threads = [threading.Thread(target=race, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert len(lost) == 7
    assert target.read_text() == f"from {won[0]}"


def test_a_folder_that_went_away_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(CannotWrite, match="not there any more"):
        publish(gone / ".artistguard-a-000000000000.part", gone / "copy.jpg", replace=False)


def test_claiming_leaves_nothing_when_the_rename_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_rename_noreplace", lambda temporary, target: False)
    monkeypatch.setattr(os, "link", _raises(errno.EPERM))
    monkeypatch.setattr(Path, "replace", _raises(errno.EIO))
    target = tmp_path / "copy.jpg"
    with pytest.raises(CannotWrite):
        publish(_finished(target), target, replace=False)
    assert not target.exists()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, CannotWrite),
        (errno.EACCES, CannotWrite),
        (errno.ENAMETOOLONG, CannotWrite),
        (errno.EIO, CannotWrite),
    ],
)
def test_errors_of_the_system_become_sentences(tmp_path: Path, code: int, kind: type[Exception]) -> None:
    made = cannot_write(tmp_path / "a\nb.jpg", OSError(code, os.strerror(code)))
    assert type(made) is kind
    assert made.message.isprintable()
    assert made.advice


def test_sweep_takes_a_jobs_temporaries_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "copy.jpg"
    mine, mine_too, other = (_finished(target, token=token) for token in ("job1", "job1", "job2"))
    sidecar = mine.with_name(mine.name + ".xmp")
    sidecar.write_text("x")
    keep = [target, tmp_path / ".artistguard-job1.part", tmp_path / "x.artistguard-job1-000000000000.part"]
    for path in keep:
        path.write_text("keep")
    (tmp_path / ".artistguard-job1-0123456789ab.part").symlink_to(target)
    assert set(sweep(tmp_path, token="job1")) == {mine, mine_too, sidecar}
    assert other.exists()
    assert all(path.read_text() == "keep" for path in keep)
    assert sweep(tmp_path, older_than=3600) == []
    assert sweep(tmp_path) == [other]
    assert sweep(tmp_path / "gone") == []


def test_a_token_cannot_leave_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no token"):
        temporary_name(tmp_path / "a", "../b")
    assert temporary_name(tmp_path / "a").parent == tmp_path
    assert temporary_name(tmp_path / "a") != temporary_name(tmp_path / "a")


def test_folders_are_synced_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    sync_folders([tmp_path, tmp_path, tmp_path.parent])
    assert len(synced) == 2
    with pytest.raises(CannotWrite):
        sync_folders([tmp_path / "gone"])


def _raises(code: int):
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail
