from datetime import date

from artistguard.model.rights import OPEN, DataUse, Mandate, Permission, Reservation, Rights, Seal, stricter


def test_a_new_seal_forbids_and_an_open_one_does_not() -> None:
    assert Seal().forbids(date(2026, 11, 22))
    assert not OPEN.forbids(date(2026, 11, 22))


def test_a_dated_seal_opens_on_its_day() -> None:
    seal = Seal(closed=True, until=date(2027, 1, 1))
    assert seal.forbids(date(2026, 12, 31))
    assert not seal.forbids(date(2027, 1, 1))


def test_the_stricter_seal_is_the_one_that_holds_longer() -> None:
    forever, dated, later = Seal(), Seal(until=date(2027, 1, 1)), Seal(until=date(2028, 1, 1))
    assert stricter(forever, dated) is forever
    assert stricter(dated, later) is later
    assert stricter(OPEN, dated) is dated


def test_a_mandate_holds_through_its_last_day() -> None:
    mandate = Mandate("Meridian Press", "Ada", until=date(2026, 11, 22))
    assert mandate.holds(date(2026, 11, 22))
    assert not mandate.holds(date(2026, 11, 23))
    assert Mandate("Meridian Press", "Ada").holds(date(2999, 1, 1))


def test_rights_lie_over_others_where_stated() -> None:
    above, below = Rights(rights_holder="Meridian"), Rights(creator="Ada", rights_holder="Ada")
    assert above.over(below) == Rights(creator="Ada", rights_holder="Meridian")


def test_a_reservation_answers_each_use_and_knows_when_nothing_is_reserved() -> None:
    reservation = Reservation(ai_training=Permission.CONSTRAINED)
    assert reservation.answer(DataUse.AI_TRAINING) is Permission.CONSTRAINED
    assert reservation.answers[DataUse.DATA_MINING] is Permission.NOT_ALLOWED
    assert reservation.reserved
    assert not Reservation(*[Permission.ALLOWED] * 4).reserved
