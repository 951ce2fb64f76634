"""Fingerprints read many at a time: all of them, those of some files, and which files are current."""

from typing import Any

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import Fingerprint, FingerprintKind


def prints(number: int, quality: int | None = 50) -> tuple[Fingerprint, ...]:
    return (
        Fingerprint(FingerprintKind.PHASH, f"{number:016x}"),
        Fingerprint(FingerprintKind.PDQ, f"{number:064x}", quality),
        Fingerprint(FingerprintKind.ISCC_IMAGE, f"ISCC:{number}"),
    )


@pytest.fixture
def files(catalogue: Catalogue, add_work: Any, edition: Any) -> list[Any]:
    """Seven files of one work, the fourth of them without fingerprints."""
    work = add_work()
    made = [edition(work.id) for _ in range(7)]
    catalogue.works.add_editions([(file, prints(i) if i != 3 else ()) for i, file in enumerate(made)])
    return made


@pytest.mark.parametrize("batch", [1, 2, 3, 7, 1000])
def test_all_pairs_come_once_however_they_are_paged(catalogue: Catalogue, files: list[Any], batch: int) -> None:
    found = list(catalogue.prints.pairs(batch=batch))

    assert [pair.edition_id for pair in found] == sorted(pair.edition_id for pair in found)
    by_file = {pair.edition_id: pair for pair in found}
    assert len(by_file) == len(found) == 7  # six of ours, and the master that the work came with
    for number, file in enumerate(files):
        if number == 3:
            assert file.id not in by_file
        else:
            assert tuple(by_file[file.id]) == (file.id, f"{number:016x}", f"{number:064x}", 50)


def test_pairs_of_some_files(catalogue: Catalogue, files: list[Any]) -> None:
    wanted = [files[5].id, files[1].id, files[3].id, "nobody"]
    assert {pair.phash for pair in catalogue.prints.pairs(wanted)} == {f"{number:016x}" for number in (1, 5)}
    assert list(catalogue.prints.pairs([])) == []


def test_a_file_with_one_of_the_two_is_left_out(catalogue: Catalogue, edition: Any, add_work: Any) -> None:
    file = edition(add_work().id)
    catalogue.works.add_edition(file, prints(1)[:1])
    assert file.id not in {pair.edition_id for pair in catalogue.prints.pairs()}


def test_current_files_are_those_that_none_took_the_place_of(catalogue: Catalogue, files: list[Any]) -> None:
    catalogue.works.supersede(files[0].id, files[1].id)
    current = catalogue.prints.current()

    assert files[0].id not in current
    assert {file.id for file in files[1:]} < current.keys()
    assert {current[file.id] for file in files[1:]} == {files[0].artwork_id}


def test_one_kind_of_some_files(catalogue: Catalogue, files: list[Any]) -> None:
    wanted = [file.id for file in files]
    found = catalogue.prints.values(FingerprintKind.ISCC_IMAGE, [*wanted, "nobody"])

    assert found == {file.id: f"ISCC:{number}" for number, file in enumerate(files) if number != 3}
    assert catalogue.prints.values(FingerprintKind.ISCC_DATA, wanted) == {}
