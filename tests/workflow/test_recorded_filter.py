"""Works that are recorded somewhere: the filter, the row's mark and the numbers agree with the model's own word."""

import pytest
from registering_parts import add_works

from artistguard.model.artwork import WorkState
from artistguard.model.errors import Cancelled
from artistguard.model.listing import WorkFilter
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import recorded
from artistguard.workflow import clients, registering
from artistguard.workflow.details import details
from artistguard.workflow.studio import Studio


def by_model(studio: Studio, ids: list[str]) -> set[str]:
    return {id_ for id_ in ids if recorded(registering.declarations(studio, id_))}


def test_filter_rows_and_numbers_agree_with_the_model(studio: Studio) -> None:
    client = clients.add(studio, "Juniper Games")
    works = [*add_works(studio, 3), *add_works(studio, 2, client.id)]
    ids = [work.id for work in works]
    registering.register(studio, registering.plan(studio, [ids[0], ids[1], ids[4]], ["local"]))
    first = next(registering.declarations(studio, ids[0]))
    registering.withdraw(studio, [first.id])
    listing = studio.catalogue.works
    expected = {ids[1], ids[4]}
    assert by_model(studio, ids) == expected
    assert set(listing.ids(WorkFilter(recorded=True))) == expected
    assert set(listing.ids(WorkFilter(recorded=True), limit=10)) == expected
    assert {row.id for row in listing.rows(ids) if row.recorded} == expected
    assert listing.how_many(WorkFilter(recorded=True)) == 2
    assert listing.how_many(WorkFilter(client_id=client.id, recorded=True)) == 1
    assert listing.how_many(WorkFilter(WorkState.SIGNED, recorded=True)) == 0
    assert listing.volume(WorkFilter(recorded=True))[WorkState.UNSIGNED] == (2, 2000)


def test_the_newest_declarations_come_without_receipts_and_with_their_number(studio: Studio) -> None:
    works = add_works(studio, 3)
    registering.register(studio, registering.plan(studio, works, ["local"]))
    newest, total = studio.catalogue.declarations.newest(2)
    assert (len(newest), total) == (2, 3)
    assert [each.submission.items[0].work_id for each in newest] == [works[2].id, works[1].id]
    assert {each.receipt for each in newest} == {None}
    assert studio.catalogue.declarations.newest(9, works[0].id, "local")[1] == 1
    assert studio.catalogue.declarations.newest(9, works[0].id, "elsewhere") == ([], 0)
    found = details(studio, works[0].id)
    assert [each.submission.registry for each in found.records] == ["local"]
    assert found.registries == {"local": "Local reservation ledger"}


def test_a_dry_run_that_nobody_waits_for_any_more_ends(studio: Studio) -> None:
    works = add_works(studio, 3)
    stopped = CancelToken()
    stopped.cancel()
    with pytest.raises(Cancelled):
        registering.plan(studio, works, ["local"], cancel=stopped)
    assert registering.plan(studio, works, ["local"], cancel=CancelToken()).total == 3
