"""Lists over many works: filters, orders, rows, counts and volumes, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import Artwork, EditionRole, Location, WorkState
from artistguard.model.ids import new_id
from artistguard.model.listing import WorkFilter, WorkOrder, row_of
from artistguard.model.rights import Client


@pytest.fixture
def three(catalogue: Catalogue, add_work: Any, edition: Any) -> list[Artwork]:
    """An unsigned work, a signed one of a client, and one whose signed copy is of a file since replaced."""
    client = catalogue.clients.create(Client(new_id(), "Meridian Press"))
    plain = add_work(title="zebra")
    signed = add_work(title="Apple", client_id=client.id)
    outdated = add_work(title="mango")
    for work in (signed, outdated):
        master = work.editions[0]
        copy = edition(
            work.id,
            role=EditionRole.SIGNED_COPY,
            parent_id=master.id,
            created_at=master.created_at + timedelta(seconds=1),
            location=Location(master.location.root, f"signed/{work.title}.jpg"),
        )
        catalogue.works.add_edition(copy)
    master = outdated.editions[0]
    newer = edition(outdated.id, created_at=master.created_at + timedelta(seconds=2), size=7)
    catalogue.works.add_edition(newer)
    catalogue.works.supersede(master.id, newer.id)
    return [catalogue.works.get(work.id) for work in (plain, signed, outdated)]


def test_ids_by_filter_and_order(catalogue: Catalogue, three: list[Artwork]) -> None:
    plain, signed, outdated = (work.id for work in three)
    works = catalogue.works
    assert works.ids() == [plain, signed, outdated]
    assert works.ids(order=WorkOrder.NEWEST) == [outdated, signed, plain]
    assert works.ids(order=WorkOrder.TITLE) == [signed, outdated, plain]
    assert works.ids(order=WorkOrder.CLIENT) == [signed, plain, outdated]
    for state, only in zip(WorkState, three, strict=True):
        assert works.ids(WorkFilter(state)) == works.ids(WorkFilter(state), limit=5) == [only.id]
    assert works.ids(limit=2) == [plain, signed]
    assert works.ids(WorkFilter(client_id=three[1].client_id)) == [signed]
    assert works.ids(WorkFilter(text=" ppl ")) == [signed]
    assert works.ids(WorkFilter(text=f"#{three[2].number}")) == [outdated]
    assert works.ids(WorkFilter(WorkState.UNSIGNED, text="apple")) == []


def test_a_state_as_a_set_is_the_state_of_each_work(catalogue: Catalogue, three: list[Artwork]) -> None:
    for state in WorkState:
        expected = [id_ for id_, found in catalogue.works.states([w.id for w in three]).items() if found is state]
        assert sorted(catalogue.works.ids(WorkFilter(state))) == sorted(expected)


def test_counts_and_volumes_follow_the_filter(catalogue: Catalogue, three: list[Artwork]) -> None:
    works, size = catalogue.works, three[0].editions[0].size
    assert works.total() == 3
    assert works.count() == dict.fromkeys(WorkState, 1)
    assert works.count(WorkFilter(text="mango")) == {
        WorkState.UNSIGNED: 0,
        WorkState.SIGNED: 0,
        WorkState.OUTDATED: 1,
    }
    assert works.count(WorkFilter(WorkState.SIGNED))[WorkState.UNSIGNED] == 0
    expected = {WorkState.UNSIGNED: (1, size), WorkState.SIGNED: (1, size), WorkState.OUTDATED: (1, 7)}
    assert works.volume(WorkFilter()) == expected
    assert works.volume([work.id for work in three]) == expected
    assert works.volume(WorkFilter(WorkState.SIGNED))[WorkState.SIGNED] == (1, size)
    assert works.volume([]) == dict.fromkeys(WorkState, (0, 0))


def test_rows_come_in_the_order_asked_for(catalogue: Catalogue, three: list[Artwork]) -> None:
    ids = [work.id for work in reversed(three)]
    rows = catalogue.works.rows([*ids[:2], "unknown", ids[2]])
    assert [row.id for row in rows] == ids
    assert rows == [row_of(work) for work in reversed(three)]
    outdated, signed, plain = rows
    assert (plain.state, plain.copy, plain.files) == (WorkState.UNSIGNED, None, 1)
    assert signed.copy is not None
    assert signed.places[0].path == "signed/Apple.jpg"
    assert outdated.state is WorkState.OUTDATED
    assert outdated.shown is not None
    assert outdated.shown.size == 7


def test_an_export_is_shown_before_its_source_and_counts_as_the_same_work(edition: Any) -> None:
    source = edition(role=EditionRole.SOURCE, format="kra")
    export = edition(source.artwork_id, role=EditionRole.EXPORT, created_at=source.created_at + timedelta(days=1))
    work = Artwork(source.artwork_id, 1, "Page", source.created_at, editions=(source, export))
    row = row_of(work)
    assert (row.shown, row.files, row.posting) == (export, 2, None)
    posting = edition(work.id, role=EditionRole.POSTING_COPY, parent_id=export.id)
    assert row_of(replace(work, editions=(source, export, posting))).posting == posting
    assert row_of(replace(work, editions=())).places == ()


def test_works_in_order_are_paged(catalogue: Catalogue, add_work: Any) -> None:
    ids = [add_work().id for _ in range(7)]
    assert [work.id for work in catalogue.works.in_order(ids[::-1])] == ids[::-1]
    assert all(work.editions for work in catalogue.works.in_order(ids))
