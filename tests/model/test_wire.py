from datetime import UTC, date, datetime

import pytest

from artistguard.model import wire
from artistguard.model.artwork import Edition, EditionRole, Location, PictureFacts
from artistguard.model.errors import UsageError
from artistguard.model.preset import Field, OutputRule, PresetVersion
from artistguard.model.rights import Client, Mandate, Permission, Reservation

EDITION = Edition(
    id="e",
    artwork_id="w",
    role=EditionRole.EXPORT,
    location=Location("root", "a/b.png"),
    sha256="00",
    blake3="11",
    size=3,
    mtime_ns=4,
    format="png",
    picture=PictureFacts(640, 480, colour="RGB"),
    created_at=datetime(2026, 11, 22, 4, 5, 6, 7, UTC),
    sidecars=("b.png.xmp",),
)


@pytest.mark.parametrize(
    "value",
    [
        EDITION,
        Client("c", "Meridian", mandate=Mandate("Meridian", "Ada", until=date(2027, 1, 1))),
        PresetVersion(
            "v",
            "p",
            2,
            datetime(2026, 1, 1, tzinfo=UTC),
            reservation=Reservation(ai_inference=Permission.CONSTRAINED, constraint="ask"),
            fields=frozenset({Field.DC_CREATOR, Field.CREDENTIAL}),
            output=OutputRule(name="{stem}-x"),
        ),
    ],
)
def test_what_is_dumped_loads_as_it_was(value: object) -> None:
    assert wire.load(type(value), wire.dump(value)) == value


def test_missing_fields_take_their_defaults_and_required_ones_are_named() -> None:
    assert wire.load(PictureFacts, {"width": 1, "height": 2}) == PictureFacts(1, 2)
    with pytest.raises(UsageError, match="height"):
        wire.load(PictureFacts, {"width": 1})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"width": "wide", "height": 1}, "width"),
        ({"width": True, "height": 1}, "width"),
        ({"width": 1, "height": 1, "depth": 1}, "depth"),
        ([], "PictureFacts"),
    ],
)
def test_wrong_data_is_refused_by_the_field_s_name(data: object, name: str) -> None:
    with pytest.raises(UsageError, match=name):
        wire.load(PictureFacts, data)


def test_an_unknown_answer_is_refused() -> None:
    with pytest.raises(UsageError, match="ai_training"):
        wire.load(Reservation, {"ai_training": "forbidden"})
