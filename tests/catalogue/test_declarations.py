"""What registries were told, on both databases: kept byte for byte, found by work, told once."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from artistguard.catalogue.declarations import Intent, Step
from artistguard.catalogue.declared import Known
from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import Artwork
from artistguard.model.errors import CatalogueError, UsageError
from artistguard.model.ids import new_id
from artistguard.model.registering import (
    Declaration,
    DeclarationState,
    Item,
    Operation,
    Receipt,
    Signed,
    Standing,
    Submission,
    recorded,
)

EVERY_BYTE = bytes(range(256)) * 3


def item(work: Artwork) -> Item:
    edition = work.editions[0]
    return Item(work.id, edition.id, edition.role, edition.sha256, edition.blake3, addresses=("https://a.example/1",))


def intent(*works: Artwork, registry: str = "hub", key: str = "", **values: Any) -> Intent:
    submission = Submission(registry, Operation.DECLARE, tuple(map(item, works)), "version", **values)
    key = key or new_id()
    return Intent(new_id(), submission, key, tuple(f"{key}-{number}" for number in range(len(works))))


def receipt_of(declared: Intent, **values: Any) -> Receipt:
    plain = Receipt(
        registry=declared.submission.registry,
        operation=declared.submission.operation,
        at=values.pop("at"),
        url="https://hub.example/declaration",
        request=EVERY_BYTE,
        status=201,
        headers={"x-odd": "é\0"},
        response=EVERY_BYTE[::-1],
        id_there="ISCC:MAIG",
        key="z6Mk",
        parts={"proof.tsr": EVERY_BYTE, "leaves": b""},
    )
    return replace(plain, **values)


def states(catalogue: Catalogue) -> list[DeclarationState]:
    return [each.state for each in catalogue.declarations.iterate()]


def test_an_intent_is_read_back_and_found_by_its_work(
    catalogue: Catalogue, add_work: Callable[..., Artwork], clock: Any
) -> None:
    one, two = add_work(), add_work()
    first, both = intent(one, params={"domain": "ada.example"}), intent(one, two, registry="stamps")
    catalogue.declarations.add([first, both])
    found = list(catalogue.declarations.iterate(one.id))
    assert [each.id for each in found] == [first.id, both.id]
    assert found[0] == Declaration(first.id, first.submission, DeclarationState.WAITING, clock.now, "desk", "ada")
    assert [each.id for each in catalogue.declarations.iterate(two.id)] == [both.id]
    assert [each.id for each in catalogue.declarations.iterate(registry="hub")] == [first.id]
    assert catalogue.declarations.get(first.id[:8]) == found[0]
    assert catalogue.declarations.brief([both.id, "unknown"]) == {both.id: found[1]}
    with pytest.raises(UsageError, match="no declaration"):
        catalogue.declarations.get("nothing")
    assert catalogue.declarations.counts() == {
        "hub": {DeclarationState.WAITING: 1},
        "stamps": {DeclarationState.WAITING: 1},
    }


def test_one_key_is_in_force_once(catalogue: Catalogue, add_work: Callable[..., Artwork]) -> None:
    work = add_work()
    first, again = intent(work, key="same"), intent(work, key="same")
    catalogue.declarations.add([first])
    assert catalogue.declarations.known(["same-0", "other"]) == {"same-0": Known(first.id, DeclarationState.WAITING)}
    with pytest.raises((CatalogueError, UsageError)):
        catalogue.declarations.add([again])
    catalogue.declarations.withdrawn([first.id])
    assert catalogue.declarations.known(["same-0"]) == {}
    catalogue.declarations.add([again])
    assert states(catalogue) == [DeclarationState.WITHDRAWN, DeclarationState.WAITING]


def test_signed_bytes_are_kept_as_they_were_until_there_is_an_answer(
    catalogue: Catalogue, add_work: Callable[..., Artwork], clock: Any
) -> None:
    declared = intent(add_work())
    store = catalogue.declarations
    store.add([declared])
    assert store.signed(declared.id) is None
    signed = Signed(
        "POST",
        "https://hub.example/declaration",
        {"Content-Type": "application/json"},
        EVERY_BYTE,
        clock.now,
        clock.now + timedelta(minutes=8),
        {"nonce": EVERY_BYTE},
    )
    store.keep_signed([(declared.id, replace(signed, body=b"before", parts={"other": b"1"}))])
    store.keep_signed([(declared.id, signed)])
    assert store.signed(declared.id) == signed
    assert states(catalogue) == [DeclarationState.SENDING]
    assert store.remove([declared.id]) == 0  # something may have left
    later = Step(declared.id, DeclarationState.LATER, 1, clock.now + timedelta(minutes=1), "busy \0 now")
    store.settle([later])
    found = store.get(declared.id)
    assert (found.attempts, found.next_at, found.error) == (1, later.next_at, "busy \N{SYMBOL FOR NULL} now")
    assert store.signed(declared.id) == signed
    receipt = receipt_of(declared, at=clock.now)
    store.settle([Step(declared.id, DeclarationState.RECORDED, 2, standing=Standing.PENDING, receipt=receipt)])
    found = store.get(declared.id)
    assert (found.state, found.standing, found.standing_at, found.next_at) == (
        DeclarationState.RECORDED,
        Standing.PENDING,
        clock.now,
        None,
    )
    assert found.receipt == receipt
    assert store.signed(declared.id) is None


def test_a_better_receipt_stands_beside_the_first(
    catalogue: Catalogue, add_work: Callable[..., Artwork], clock: Any
) -> None:
    declared = intent(add_work())
    store = catalogue.declarations
    store.add([declared])
    first = receipt_of(declared, at=clock.now)
    store.settle([Step(declared.id, DeclarationState.RECORDED, 1, standing=Standing.PENDING, receipt=first)])
    assert store.pending(clock.now, 9) == []
    clock.now += timedelta(hours=7)
    assert store.pending(clock.now, 9) == [declared.id]
    better = replace(first, parts={"proof.ots": b"complete"})
    store.stands(declared.id, Standing.RECORDED, clock.now, better)
    assert store.get(declared.id).receipt == better
    assert store.receipts(declared.id) == [first, better]
    assert store.pending(clock.now + timedelta(days=9), 9) == []


def test_only_intents_of_which_nothing_left_are_removed(
    catalogue: Catalogue, add_work: Callable[..., Artwork], clock: Any
) -> None:
    waiting, sent = intent(add_work()), intent(add_work())
    catalogue.declarations.add([waiting, sent])
    catalogue.declarations.keep_signed([(sent.id, Signed("POST", "https://a.example", {}, b"", clock.now))])
    assert catalogue.declarations.remove([waiting.id, sent.id, "unknown"]) == 1
    assert [each.id for each in catalogue.declarations.iterate()] == [sent.id]


def test_what_waits_for_what(catalogue: Catalogue, add_work: Callable[..., Artwork]) -> None:
    one, two = add_work(), add_work()
    first, other_work, elsewhere = intent(one), intent(two), intent(one, registry="stamps")
    second, both = intent(one), intent(one, two)
    store = catalogue.declarations
    store.add([first, other_work, elsewhere, second, both])
    everything = [each.id for each in (first, other_work, elsewhere, second, both)]
    assert store.earlier(everything) == {second.id: first.id, both.id: first.id}
    assert sorted(store.following([first.id])) == sorted([second.id, both.id])
    store.settle([Step(first.id, DeclarationState.RECORDED, 1)])
    assert store.earlier(everything) == {both.id: other_work.id}
    store.settle([Step(other_work.id, DeclarationState.REJECTED, 1)])
    assert store.earlier(everything) == {both.id: second.id}
    assert store.following([both.id]) == []


def test_whether_a_work_is_recorded_is_the_same_in_sql(catalogue: Catalogue, add_work: Callable[..., Artwork]) -> None:
    """Every pair of declarations of one work."""
    store = catalogue.declarations
    kinds = list(itertools.product(Operation, DeclarationState, Standing))
    works = {}
    with catalogue.transaction():
        for number, (operation, state, standing) in enumerate(kinds):
            work = add_work()
            declared, plain = intent(work), intent(work)
            declared = replace(declared, submission=replace(declared.submission, operation=operation))
            store.add([declared, plain])
            store.settle(
                [Step(declared.id, state, 1, standing=standing), Step(plain.id, list(DeclarationState)[number % 7], 1)]
            )
            works[work.id] = recorded(store.iterate(work.id))
    assert store.recorded(list(works)) == {id_ for id_, there in works.items() if there}
    assert 0 < sum(works.values()) < len(works)
    assert {row.id: row.recorded for row in catalogue.works.rows(list(works))} == works


def test_a_declaration_is_parted_and_a_withdrawal_keeps_it_whole(
    catalogue: Catalogue, add_work: Callable[..., Artwork], clock: Any
) -> None:
    one, two, three = add_work(), add_work(), add_work()
    whole = intent(one, two, three)
    catalogue.declarations.add([whole])
    catalogue.declarations.keep_signed(
        [(whole.id, Signed("POST", "https://a", {}, b"all", clock.now, parts={"x": b"x"}))]
    )
    asked_for, clock.now = clock.now, clock.now + timedelta(days=1)
    rest, apart = intent(one, three, key="rest"), intent(two, key="apart")
    assert catalogue.declarations.split(whole.id, rest, apart)
    first, second = catalogue.declarations.iterate()
    assert (first.id, first.submission, first.state) == (whole.id, rest.submission, DeclarationState.WAITING)
    assert (second.id, second.submission, second.created_at) == (apart.id, apart.submission, asked_for)
    assert catalogue.declarations.signed(whole.id) is None
    assert [each.id for each in catalogue.declarations.iterate(two.id)] == [apart.id]
    assert catalogue.declarations.known(["rest-1", "apart-0", *whole.keys]).keys() == {"rest-1", "apart-0"}
    back = intent(one, key="back")
    back = replace(back, submission=replace(back.submission, operation=Operation.WITHDRAW, of=whole.id))
    catalogue.declarations.add([back])
    assert not catalogue.declarations.split(whole.id, intent(one), intent(three))
    assert catalogue.declarations.get(whole.id).submission == rest.submission


def test_what_never_left_waits_with_its_bytes_and_can_be_forgotten(
    catalogue: Catalogue, add_work: Callable[..., Artwork], clock: Any
) -> None:
    new, tried = intent(add_work()), intent(add_work())
    catalogue.declarations.add([new, tried])
    signed = Signed("POST", "https://a.example", {}, b"body", clock.now, parts={"x": b"x"})
    catalogue.declarations.keep_signed([(new.id, signed), (tried.id, signed)])
    catalogue.declarations.settle([Step(tried.id, DeclarationState.LATER, 1, clock.now)])
    catalogue.declarations.unsent([new.id, tried.id])
    assert states(catalogue) == [DeclarationState.WAITING, DeclarationState.LATER]
    assert catalogue.declarations.signed(new.id) == signed
    assert catalogue.declarations.signed_and_unsent([new.id, tried.id]) == {new.id}
    later = clock.now + timedelta(hours=1)
    catalogue.declarations.put_off({new.id: later, tried.id: later})
    assert [each.next_at for each in catalogue.declarations.iterate()] == [None, later]
    assert catalogue.declarations.remove([new.id, tried.id]) == 1
    assert states(catalogue) == [DeclarationState.LATER]
