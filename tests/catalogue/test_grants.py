"""Consents granted, on both databases; and the custody ledger's lines found by act and by number."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import UsageError
from artistguard.model.grants import Grant, holding
from artistguard.model.ids import new_id
from artistguard.model.rights import Client, DataUse

DAY = date(2026, 3, 4)


def made(catalogue: Catalogue, **values: object) -> Grant:
    plain = Grant(
        id=new_id(),
        to="The  Museum",
        uses=(DataUse.AI_TRAINING, DataUse.DATA_MINING),
        since=DAY,
        at=catalogue.clock(),
        seat=catalogue.seat,
        actor=catalogue.actor,
        note="a\0note",
    )
    return catalogue.grants.add(replace(plain, **values))  # type: ignore[arg-type]


def test_a_grant_is_read_back_as_it_was_written(catalogue: Catalogue) -> None:
    client = catalogue.clients.create(Client(new_id(), "Northline Rail"))
    one = made(catalogue, until=DAY + timedelta(days=9), works=("w1", "w2"), document="ab" * 32)
    other = made(catalogue, since=DAY - timedelta(days=1), client_id=client.id)
    assert (one.to, one.note) == ("The Museum", "a\N{SYMBOL FOR NULL}note")
    assert catalogue.grants.list() == (other, one)
    assert catalogue.grants.get(one.id[:8]) == one


def test_it_is_ended_once(catalogue: Catalogue) -> None:
    one = made(catalogue)
    ended = catalogue.grants.end(one.id, DAY)
    assert (ended.ended_on, ended.ended_at) == (DAY, catalogue.clock())
    assert catalogue.grants.end(one.id, DAY + timedelta(days=5)) == ended
    with pytest.raises(UsageError):
        catalogue.grants.end("nothing", DAY)
    with pytest.raises(UsageError):
        catalogue.grants.get("nothing")
    with pytest.raises(UsageError):
        made(catalogue, to="\n")
    with pytest.raises(UsageError):
        made(catalogue, client_id="nobody")


def test_on_which_days_and_for_which_works_it_holds(catalogue: Catalogue) -> None:
    some = made(catalogue, works=("w1",), until=DAY + timedelta(days=2))
    everything = made(catalogue)
    of_client = made(catalogue, client_id=catalogue.clients.create(Client(new_id(), "Northline Rail")).id)
    grants = (some, everything, of_client)
    assert holding(grants, DAY, "w1", None) == (some, everything)
    assert holding(grants, DAY, "w2", of_client.client_id) == (everything, of_client)
    assert holding(grants, DAY + timedelta(days=3), "w1", None) == (everything,)
    assert holding(grants, DAY - timedelta(days=1), "w1", None) == ()
    ended = catalogue.grants.end(everything.id, DAY)
    assert (ended.holds(DAY), ended.holds(DAY + timedelta(days=1))) == (True, False)


def test_lines_by_act_and_by_number(catalogue: Catalogue) -> None:
    custody = catalogue.custody
    lines = custody.append_many([("imported", "e1", {"n": 1}), ("signed", "e2", {}), ("imported", "e3", {"ü": ["x"]})])
    assert list(custody.of_acts(["imported"], batch=1)) == [lines[0], lines[2]]
    assert list(custody.of_acts(["signed", "imported"])) == list(lines)
    assert list(custody.of_acts(["posted"])) == []
    assert custody.line(2) == lines[1]
    assert custody.line(9) is None
