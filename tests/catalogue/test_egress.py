"""The egress ledger: written before the bytes leave, completed after."""

from dataclasses import replace
from typing import Any

from artistguard.catalogue.store import Catalogue
from artistguard.model.egress import EgressEntry, Purpose, Subjects
from artistguard.model.ids import new_id
from artistguard.model.protocols import EgressSink


def entry(clock: Any, **values: Any) -> EgressEntry:
    plain = EgressEntry(
        id=new_id(),
        at=clock.now,
        seat="desk",
        actor="ada",
        purpose=Purpose.TIME_STAMP,
        subjects=Subjects(works=("w1", "w2"), names=("Ada",), addresses=("https://ada.example",)),
        method="POST",
        url="https://tsa.example/" + "x" * 5000,
        bytes_out=2**40,
        body_sha256="0" * 64,
    )
    return replace(plain, **values)


def test_an_entry_is_kept_and_completed(catalogue: Catalogue, clock: Any) -> None:
    sink: EgressSink = catalogue.egress
    first, second = entry(clock), entry(clock, refused="The switch is off.", subjects=Subjects())
    sink.record(first)
    sink.record(second)
    done = replace(first, status=200, bytes_in=2**40)
    sink.record(replace(done, url="https://other.example", at=clock.now))  # what was said at first stays
    assert list(catalogue.egress.iterate()) == [done, second]
    assert list(catalogue.egress.iterate(batch=1)) == [done, second]


def test_a_hostile_address_is_kept_harmless(catalogue: Catalogue, clock: Any) -> None:
    catalogue.egress.record(entry(clock, url="http://a\0\udcff", refused="\0"))
    [found] = catalogue.egress.iterate()
    assert (found.url, found.refused) == ("http://a\N{SYMBOL FOR NULL}?", "\N{SYMBOL FOR NULL}")


def test_whether_a_body_left(catalogue: Catalogue, clock: Any) -> None:
    catalogue.egress.record(entry(clock, body_sha256="a" * 64))
    catalogue.egress.record(entry(clock, body_sha256="b" * 64, bytes_out=0, refused="The switch is off."))
    assert catalogue.egress.left(["a" * 64, "b" * 64, "c" * 64]) == {"a" * 64}
    assert catalogue.egress.left([]) == frozenset()
