"""Consents: given, withdrawn, never changed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.egress import Purpose
from artistguard.model.errors import UsageError


def test_a_consent_is_kept_and_withdrawn(catalogue: Catalogue, clock: Any) -> None:
    first = catalogue.consents.give("huggingface.co", [Purpose.WATCH, Purpose.CHECK, Purpose.WATCH], "GET /\0 …")
    assert (first.at, first.seat, first.actor) == (clock.now, "desk", "ada")
    assert first.purposes == (Purpose.CHECK, Purpose.WATCH)
    clock.now += timedelta(hours=1)
    second = catalogue.consents.give("*.hf.co", [Purpose.PICTURE], "")
    assert catalogue.consents.in_force() == catalogue.consents.list() == (first, second)
    withdrawn = catalogue.consents.withdraw(first.id)
    assert withdrawn.withdrawn_at == clock.now
    clock.now += timedelta(hours=1)
    assert catalogue.consents.withdraw(first.id) == withdrawn
    assert catalogue.consents.in_force() == (second,)
    assert catalogue.consents.list() == (withdrawn, second)
    with pytest.raises(UsageError, match="no consent"):
        catalogue.consents.withdraw("nothing")


def test_every_seat_sees_what_is_agreed(catalogue: Catalogue, place: Path | str) -> None:
    given = catalogue.consents.give("civitai.com", [Purpose.WATCH], "what")
    with Catalogue.open(place, seat="other desk", actor="bea") as other:
        assert other.consents.in_force() == (given,)
