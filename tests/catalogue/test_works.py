"""Works, files and fingerprints: kept as given, found by what people type, paged without end."""

import contextlib
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import (
    Artwork,
    Edition,
    EditionRole,
    Fingerprint,
    FingerprintKind,
    Location,
    PictureFacts,
    WorkState,
)
from artistguard.model.errors import UsageError
from artistguard.model.ids import new_id
from artistguard.model.rights import Client


def test_a_work_is_read_back_as_it_was_given(catalogue: Catalogue, edition: Any, clock: Any) -> None:
    client = catalogue.clients.create(Client(new_id(), "Publisher"))
    master = edition(
        picture=PictureFacts(65_000, 2**40, 12, 16, "CMYK", "Coated FOGRA39", True, "only a preview"),
        size=2**41,
        mtime_ns=-1,
        sidecars=("a.jpg.xmp", "a.jpg.c2pa"),
        format="tiff",
    )
    newer = edition(master.artwork_id, role=EditionRole.EXPORT, created_at=clock.now + timedelta(microseconds=1))
    master = replace(master, superseded_by=newer.id)
    work = Artwork(
        master.artwork_id, 7, "Sea 🌊 — “study”", clock.now, client.id, "http://cv.iptc.org/x", (master, newer)
    )
    prints = tuple(Fingerprint(kind, "0" * 16, 50 if kind == "pdq" else None) for kind in FingerprintKind)
    catalogue.works.add(work, [(master, prints), (newer, ())])
    assert catalogue.works.find("7") == work
    assert set(catalogue.works.fingerprints(master.id)) == set(prints)
    assert catalogue.works.fingerprints(newer.id) == ()
    assert catalogue.works.edition(newer.id) == newer


def test_seat_and_actor_stand_on_the_rows(catalogue: Catalogue, add_work: Any) -> None:
    add_work()
    with catalogue._database.read() as connection:
        for table in ("artworks", "editions", "roots"):
            rows = connection.exec_driver_sql(f"SELECT seat, actor FROM {table}").all()
            assert [tuple(row) for row in rows] == [("desk", "ada")]


@pytest.mark.parametrize("reference", ["7", "#7", " 7 ", "007"])
def test_find_by_number(catalogue: Catalogue, add_work: Any, reference: str) -> None:
    add_work(number=8)
    work = add_work(number=7)
    assert catalogue.works.find(reference) == catalogue.works.get(reference) == work


def test_find_by_id_and_its_beginning(catalogue: Catalogue, edition: Any, clock: Any) -> None:
    for number, id_ in enumerate(["aaaabbbbccccdddd", "aaaabbbbccccddde", "2345bbbbccccdddd"], 1):
        catalogue.works.add(Artwork(id_, number, "", clock.now), [(edition(id_), ())])
    find = catalogue.works.find
    assert find("aaaabbbbccccddde").number == 2
    assert find("AAAABBBBCCCCDDDE").number == 2
    assert find("2345").number == 3  # no work of that number
    with pytest.raises(UsageError, match="Several works"):
        find("aaaa")
    for nothing in ("aaa", "#2345", "", "#", "zzzz", "%", "____", "99999999999999999999999999", "x" * 10_000, "²"):
        with pytest.raises(UsageError, match="no work"):
            find(nothing)


def test_numbers_go_on_after_the_highest(catalogue: Catalogue, add_work: Any) -> None:
    assert catalogue.works.next_number() == 1
    assert catalogue.works.next_numbers(3) == range(2, 5)
    add_work(number=100)
    add_work(number=50)
    assert catalogue.works.next_number() == 101


def test_numbers_of_an_undone_transaction_are_given_again(catalogue: Catalogue) -> None:
    with contextlib.suppress(ZeroDivisionError), catalogue.transaction():
        assert catalogue.works.next_number() == 1
        raise ZeroDivisionError
    assert catalogue.works.next_number() == 1


def test_what_is_there_is_not_added_again(catalogue: Catalogue, add_work: Any, edition: Any) -> None:
    work = add_work()
    with pytest.raises(UsageError, match="already"):
        catalogue.works.add(work, [])
    other = edition()
    with pytest.raises(UsageError, match="already"):  # the number is taken
        catalogue.works.add(replace(work, id=other.artwork_id), [(other, ())])
    assert catalogue.works.by_sha256(other.sha256) is None
    assert len(list(catalogue.works.iterate())) == 1


def test_what_is_referred_to_must_be_there(catalogue: Catalogue, edition: Any, clock: Any) -> None:
    for wrong in (
        edition(),  # no such work
        edition(location=Location("nowhere", "a.jpg")),
        edition(identity_id="nobody"),
        edition(preset_version_id="nothing"),
    ):
        with pytest.raises(UsageError, match="not in the catalogue"):
            catalogue.works.add_edition(wrong, ())
    orphan = edition(parent_id="nothing")
    with pytest.raises(UsageError, match="not in the catalogue"):
        catalogue.works.add(Artwork(orphan.artwork_id, 1, "", clock.now), [(orphan, ())])
    assert list(catalogue.works.iterate()) == []
    with pytest.raises(ValueError, match="another work"):
        catalogue.works.add(Artwork("other", 1, "", clock.now), [(edition(), ())])


def test_files_can_be_written_in_any_order(catalogue: Catalogue, edition: Any, clock: Any) -> None:
    master = edition()
    copy = edition(master.artwork_id, role=EditionRole.SIGNED_COPY, parent_id=master.id)
    catalogue.works.add(Artwork(master.artwork_id, 1, "", clock.now), [(copy, ()), (master, ())])
    assert len(catalogue.works.find("1").editions) == 2


def test_known_bytes(catalogue: Catalogue, add_work: Any, edition: Any) -> None:
    works = [add_work() for _ in range(3)]
    shas = [work.editions[0].sha256 for work in works]
    assert catalogue.works.by_sha256(shas[1]) == works[1].editions[0]
    assert catalogue.works.by_sha256("0" * 64) is None
    asked = [*shas, *(f"{n:064x}" for n in range(2000))]
    assert catalogue.works.known(asked) == {work.editions[0].sha256: work.editions[0] for work in works}
    assert catalogue.works.known([]) == {}


def test_of_the_same_bytes_the_current_file_of_the_artist_comes_first(
    catalogue: Catalogue, add_work: Any, edition: Any
) -> None:
    old = add_work()
    sha = old.editions[0].sha256
    copy = edition(old.id, sha256=sha, role=EditionRole.SIGNED_COPY)
    current = edition(old.id, sha256=sha)
    catalogue.works.add_editions([(copy, ()), (current, ())])
    catalogue.works.supersede(old.editions[0].id, current.id)
    assert catalogue.works.by_sha256(sha) == current
    assert catalogue.works.known([sha])[sha] == current


def test_by_location_is_the_current_file(catalogue: Catalogue, add_work: Any, edition: Any) -> None:
    work = add_work()
    first = work.editions[0]
    assert catalogue.works.by_location(first.location) == first
    assert catalogue.works.by_location(Location("elsewhere", first.location.path)) is None
    second = edition(work.id, location=first.location)
    catalogue.works.add_edition(second, ())
    catalogue.works.supersede(first.id, second.id)
    assert catalogue.works.by_location(first.location) == second
    assert catalogue.works.edition(first.id).superseded_by == second.id
    with pytest.raises(UsageError, match="no file"):
        catalogue.works.supersede("nothing", second.id)
    with pytest.raises(UsageError, match="no file"):
        catalogue.works.supersede(second.id, "nothing")
    with pytest.raises(UsageError, match="own place"):
        catalogue.works.supersede(second.id, second.id)


def test_moving_and_touching_a_file(catalogue: Catalogue, add_work: Any, root: str) -> None:
    file = add_work().editions[0]
    there = Location(root, "somewhere/else.jpg")
    catalogue.works.move(file.id, there)
    catalogue.works.touch(file.id, 5)
    assert catalogue.works.by_location(there) == replace(file, location=there, mtime_ns=5)
    assert catalogue.works.by_location(file.location) is None
    with pytest.raises(UsageError, match="no file"):
        catalogue.works.move("nothing", there)


def test_clients_titles_and_source_types_are_set_for_many_or_for_none(catalogue: Catalogue, add_work: Any) -> None:
    works = [add_work() for _ in range(3)]
    ids = [work.id for work in works]
    client = catalogue.clients.create(Client(new_id(), "Publisher"))
    catalogue.works.set_client([*ids[:2], ids[0]], client.id)
    assert catalogue.works.clients_of(ids) == {ids[0]: client.id, ids[1]: client.id, ids[2]: None}
    catalogue.works.set_client([ids[0]], None)
    assert [work.id for work in catalogue.works.iterate(client_id=client.id)] == [ids[1]]
    catalogue.works.set_source_type(ids, "http://example.org/type")
    assert {work.source_type for work in catalogue.works.iterate()} == {"http://example.org/type"}
    catalogue.works.set_title(ids[0], "New")
    assert [work.id for work in catalogue.works.by_title("New")] == [ids[0]]
    with pytest.raises(UsageError, match="no work 'nobody'"):
        catalogue.works.set_client([ids[2], "nobody"], client.id)
    assert catalogue.works.find(ids[2]).client_id is None  # all or nothing
    with pytest.raises(UsageError, match="not in the catalogue"):
        catalogue.works.set_client(ids, "no client")


def test_text_is_looked_for_in_titles_and_paths(catalogue: Catalogue, add_work: Any, edition: Any) -> None:
    sea = add_work(title="The SEA_100%")
    add_work(title="Mountain")
    filed = add_work(title="x")
    catalogue.works.add_edition(edition(filed.id, location=replace(sea.editions[0].location, path="a/Seaside.png")))

    def found(text: str) -> list[str]:
        return [work.title for work in catalogue.works.iterate(text=text)]

    assert found("sea") == ["The SEA_100%", "x"]
    assert found("_100%") == ["The SEA_100%"]
    assert found("%") == ["The SEA_100%"]
    assert found("nothing like it") == []


def test_iterate_pages_in_order_and_writes_may_go_on_meanwhile(catalogue: Catalogue, add_work: Any) -> None:
    for number in (5, 3, 9, 1, 7):
        add_work(number=number)
    seen = []
    for work in catalogue.works.iterate(batch=2):
        seen.append(work.number)
        if work.number == 9:
            break
        catalogue.works.set_title(work.id, "seen")
    assert seen == [1, 3, 5, 7, 9]
    assert [work.number for work in catalogue.works.iterate(batch=5)] == [1, 3, 5, 7, 9]


def test_get_many(catalogue: Catalogue, add_work: Any) -> None:
    works = [add_work() for _ in range(3)]
    assert catalogue.works.get_many([works[0].id, works[2].id, "nothing"]) == {
        works[0].id: works[0],
        works[2].id: works[2],
    }


def test_hostile_text_is_kept_harmless_and_paths_exactly_or_not(catalogue: Catalogue, edition: Any, clock: Any) -> None:
    nasty = "a\0b\udcff\n\x1b[31m'; DROP TABLE artworks; --\N{RIGHT-TO-LEFT OVERRIDE}"
    shown = "a\N{SYMBOL FOR NULL}b?\n\x1b[31m'; DROP TABLE artworks; --\N{RIGHT-TO-LEFT OVERRIDE}"
    path = "dir\\with\nall/\U00100080" + "🎨" * 1000 + "/%_'\".jpg"  # a byte that is no UTF-8, as model.paths keeps it
    file = edition(
        location=Location(edition().location.root, path), picture=PictureFacts(1, 1, 1, 8, nasty, nasty, False, nasty)
    )
    catalogue.works.add(Artwork(file.artwork_id, 1, nasty * 1000, clock.now), [(file, ())])
    work = catalogue.works.find("1")
    assert work.title == shown * 1000
    assert work.editions[0].picture.profile == shown
    assert catalogue.works.by_location(file.location) is not None
    assert [w.number for w in catalogue.works.by_title(nasty * 1000)] == [1]
    for wrong in ("a\0b", "a\udcff"):
        with pytest.raises(UsageError, match="cannot be kept"):
            catalogue.works.add_edition(edition(work.id, location=Location(file.location.root, wrong)))


def test_many_works_do_not_grow_the_memory(catalogue: Catalogue, edition: Any, clock: Any) -> None:
    """What is held at once is a page, so that twice the works take the same memory."""
    plain: Edition = edition()

    def works(first: int, count: int) -> Any:
        for number in range(first, first + count):
            id_ = f"{number:016d}"
            file = replace(plain, id=id_, artwork_id=id_, location=replace(plain.location, path=f"{number}.jpg"))
            yield Artwork(id_, number, f"Work {number}", clock.now), [(file, ())]

    def peak(first: int, count: int) -> int:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        assert catalogue.works.add_many(works(first, count)) == count
        assert sum(1 for _ in catalogue.works.iterate(batch=250)) == first + count - 1
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        few, many = peak(1, 1000), peak(1001, 2000)
    finally:
        tracemalloc.stop()
    assert many < 1.3 * few  # adding takes a thousand at a time
    assert catalogue.works.count() == {WorkState.UNSIGNED: 3000, WorkState.SIGNED: 0, WorkState.OUTDATED: 0}
