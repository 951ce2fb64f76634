"""The local ledger: what its lines hold, and receipts that were touched. The chain is the catalogue's own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import EditionRole
from artistguard.model.errors import UsageError
from artistguard.model.registering import Holds, Item, Operation, Receipt, Submission, Withdrawal
from artistguard.model.rights import Permission, Reservation
from artistguard.registries import local
from artistguard.registries.local import LocalLedger

ITEM = Item("work1", "edition1", EditionRole.MASTER, "a" * 64, "b" * 64, "ISCC:KACT4EBWK27737D2", title="Harbour")
TERMS = Reservation(data_mining=Permission.ALLOWED, ai_training=Permission.CONSTRAINED, constraint="Ask me.")
DECLARED = Submission(
    local.NAME, Operation.DECLARE, (ITEM,), "version1", TERMS, {"domain": "ada.example", "preset": "Ask me"}
)
LEDGER = LocalLedger()


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path, seat="desk", actor="ada") as opened:
        yield opened


@pytest.fixture
def receipt(catalogue: Catalogue) -> Receipt:
    catalogue.custody.append("client-added", "c", {})
    return local.receipt(catalogue.custody.append(*local.line(DECLARED, "declaration1")))


def test_a_line_says_which_bytes_on_which_terms(catalogue: Catalogue) -> None:
    act, subject, details = local.line(DECLARED, "declaration1")
    assert (act, subject) == ("reserved", "work1")
    assert details["preset_version"] == "version1"
    assert details["domain"] == "ada.example"
    assert details["answers"] == {
        "data_mining": "allowed",
        "ai_inference": "notAllowed",
        "ai_training": "constrained",
        "ai_generative_training": "notAllowed",
    }
    assert details["editions"] == [
        {"edition": "edition1", "role": "master", "sha256": "a" * 64, "blake3": "b" * 64, "iscc": ITEM.iscc}
    ]
    assert "Harbour" not in str(details)
    assert LEDGER.capabilities.sealed_too
    assert LEDGER.capabilities.withdrawal is Withdrawal.APPENDED
    assert LEDGER.prepare(DECLARED).leaves == ()


def test_what_cannot_be_a_line_is_refused() -> None:
    open_ = Reservation(*[Permission.ALLOWED] * 4)
    with pytest.raises(UsageError, match="reserve nothing"):
        LEDGER.prepare(replace(DECLARED, reservation=open_))
    with pytest.raises(UsageError, match="one work"):
        LEDGER.prepare(replace(DECLARED, items=(ITEM, replace(ITEM, work_id="work2"))))
    with pytest.raises(UsageError, match="one work"):
        LEDGER.prepare(replace(DECLARED, items=()))


def test_a_receipt_holds(receipt: Receipt) -> None:
    found = LEDGER.verify(receipt, [ITEM])
    assert (found.holds, found.faults) == (Holds.YES, ())
    assert found.says[0].startswith("Line 2 of the ledger at desk: reserved, 1 file, ")
    assert found.proven_at is None  # our own clock proves nothing to others


def test_any_changed_byte_of_a_receipt_is_found(receipt: Receipt) -> None:
    for place in range(len(receipt.response)):
        body = bytearray(receipt.response)
        body[place] ^= 0x01
        found = LEDGER.verify(replace(receipt, response=bytes(body)))
        assert found.holds is Holds.NO, body
        assert found.faults
    for place in range(len(receipt.request)):
        body = bytearray(receipt.request)
        body[place] ^= 0x01
        assert LEDGER.verify(replace(receipt, request=bytes(body))).holds is Holds.NO, body
    signed = replace(receipt, request=receipt.request.replace(b'"declaration1"', b'""'))  # as `sign` makes it
    assert LEDGER.verify(signed).holds is Holds.YES


def test_a_changed_receipt_says_where(receipt: Receipt) -> None:
    def faults(old: str, new: str) -> str:
        body = receipt.response.replace(old.encode(), new.encode())
        assert body != receipt.response
        return "; ".join(LEDGER.verify(replace(receipt, response=body), [ITEM]).faults)

    assert "line 2: changed" in faults('"notAllowed"', '"allowed"')
    assert "'answers' is not what was asked for" in faults('"notAllowed"', '"allowed"')
    assert "file edition1: another sha256" in faults("a" * 64, "a" * 63 + "f")
    assert "'the spaces between'" in faults('"act":', '"act": ')
    assert "it says 'reservation-withdrawn'" in faults('"reserved"', '"reservation-withdrawn"')
    assert "not readable" in faults('"act"', '"cat"')
    other = replace(ITEM, edition_id="edition2")
    assert LEDGER.verify(receipt, [other]).faults == ("file edition2: the line is not about it",)
    assert LEDGER.verify(replace(receipt, id_there="7")).faults == ("line 2: the receipt is for line 7",)


def test_a_withdrawal_is_a_later_line_that_names_the_first(catalogue: Catalogue, receipt: Receipt) -> None:
    back = LEDGER.withdraw(receipt, DECLARED, "declaration1")
    assert back.of == "declaration1"
    act, subject, details = local.line(back, "declaration2")
    assert (act, subject) == ("reservation-withdrawn", "work1")
    [first] = catalogue.custody.iterate("work1")
    assert (details["of"], details["line"], details["line_hash"]) == ("declaration1", "2", first.hash)
    later = local.receipt(catalogue.custody.append(act, subject, details))
    assert later.operation is Operation.WITHDRAW
    assert LEDGER.verify(later, [ITEM]).holds is Holds.YES
    assert [entry.act for entry in catalogue.custody.iterate("work1")] == ["reserved", "reservation-withdrawn"]
