"""What the user said of forms, and where works stand: kept as it was said, on both databases."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import Artwork
from artistguard.model.errors import UsageError
from artistguard.model.forms import FormState


def test_marks_are_added_and_the_newest_counts(catalogue: Catalogue, place: Path | str, clock: Any) -> None:
    first = catalogue.form_marks.add("cara", FormState.PACKED, works=["w1", "w2"])
    clock.now += timedelta(minutes=1)
    with Catalogue.open(place, seat="other", actor="ben", clock=clock) as other:
        second = other.form_marks.add("cara", FormState.SENT, on=date(2026, 11, 20), note="a\0b")
    assert (second.seat, second.actor, second.on, second.note) == ("other", "ben", date(2026, 11, 20), "a␀b")
    third = catalogue.form_marks.add("openai", FormState.OPEN)
    assert catalogue.form_marks.list("cara") == (first, second)
    assert set(catalogue.form_marks.list()) == {first, second, third}
    assert catalogue.form_marks.newest() == {"cara": second, "openai": third}
    assert catalogue.form_marks.list("nobody") == ()


def test_addresses_of_works_are_kept_once(catalogue: Catalogue, add_work: Callable[..., Artwork]) -> None:
    one, two = add_work().id, add_work().id
    long = "https://ada.example/" + "ü" * 1900
    assert catalogue.addresses.add([(one, "https://ada.example/b"), (one, long), (two, long)]) == 3
    assert catalogue.addresses.add([(one, "https://ada.example/b"), (two, "https://ada.example/c")]) == 1
    found = catalogue.addresses.of([one, two, "nobody"])
    assert set(found[one]) == {"https://ada.example/b", long}
    assert set(found[two]) == {long, "https://ada.example/c"}
    assert catalogue.addresses.remove(one, long)
    assert not catalogue.addresses.remove(one, long)
    assert catalogue.addresses.of([one]) == {one: ("https://ada.example/b",)}
    with pytest.raises(UsageError, match="NUL"):
        catalogue.addresses.add([(one, "https://ada.example/\0")])
    assert catalogue.addresses.add([]) == 0
