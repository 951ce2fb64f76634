"""Triage: few cards of many hits, the severe never held back, verdicts that stay and can be undone."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from watch_parts import HUB, model, name, picture

from artistguard.catalogue.recording import Offered
from artistguard.model.errors import UsageError
from artistguard.model.finds import AllowKind, Standing, Verdict
from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import Candidate, CandidateKind, Key, Text
from artistguard.workflow import finds
from artistguard.workflow.finds import held_back
from artistguard.workflow.studio import Studio

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)


def record(studio: Studio, *offers: Offered) -> None:
    studio.catalogue.finds.record(offers, source=HUB)


def hit(number: int, strength: Strength = Strength.STRONG) -> Offered:
    return Offered(model(f"key{number}", title=f"someone{number}/thing-{number}", files=()), (name(strength=strength),))


def raw_hits() -> tuple[list[Offered], set[str]]:
    """5,000 hits as a bad week brings them, and the names of the five severe things among them."""
    offers: list[Offered] = []
    digest = "sha256:" + "c" * 64
    severe = set()
    for number in range(5):  # a training set with its pictures, and fifty copies of each
        same = f"sha256:{number:064d}"
        for copy in range(51):
            found = model(f"s{number}-{copy}", title=f"acc{copy}/set-{number}", files=(), kinship=(same,))
            offers.append(Offered(found, (name(), picture()) if copy == 0 else (name(),)))
        severe.add(f"set-{number}")
    for row in range(3000):  # rows of one data set of prompts
        found = Candidate(
            HUB, f"prompts#{row}", CandidateKind.ROW, "acc/prompts", "https://hub.example/datasets/acc/prompts",
            kinship=("dataset:acc/prompts",), texts=(Text(FieldKind.PROMPT, f"by ada wren, {row}"),),
        )  # fmt: skip
        offers.append(Offered(found, (name(),)))
    for copy in range(1000):  # one LoRA, uploaded again and again
        found = model(f"l{copy}", title=f"up{copy}/ada-wren-lora", files=(), kinship=(digest,))
        offers.append(Offered(found, (name(),)))
    offers += [hit(number, Strength.MEDIUM) for number in range(200)]
    while len(offers) < 5000:  # homonyms and chance
        offers.append(hit(len(offers), Strength.WEAK))
    random.Random(7).shuffle(offers)
    return offers, severe


def test_five_thousand_hits_are_at_most_twenty_cards_and_no_severe_one_is_lost(studio: Studio) -> None:
    offers, severe = raw_hits()
    assert len(offers) == 5000
    for start in range(0, len(offers), 500):
        record(studio, *offers[start : start + 500])
    shown = finds.cards(studio)
    assert len(shown) <= studio.settings.finds_a_week == 20
    assert [card.severe for card in shown[:5]] == [True] * 5
    assert {card.title.partition("/")[2] for card in shown if card.severe} == severe
    assert all(card.places == 51 for card in shown if card.severe)
    [lora] = [card for card in shown if "ada-wren-lora" in card.title]
    assert lora.places == 1000
    [prompts] = [card for card in shown if card.title == "acc/prompts"]
    assert prompts.places == 3000
    assert Strength.WEAK not in {card.strength for card in shown}
    counted = finds.counts(studio)
    assert counted["news"] == len(shown) + counted["held"]
    held = finds.cards(studio, held=True)
    assert len(held) == counted["held"] > 700
    assert not any(card.severe for card in held)
    assert len(finds.cards(studio, news=False, held=None)) == counted["all"]


def test_what_is_held_can_be_judged_and_a_higher_number_shows_it(studio: Studio) -> None:
    record(studio, *(hit(n, Strength.WEAK) for n in range(30)))
    held = finds.cards(studio, held=True)
    assert len(held) == 10
    finds.judge(studio, held[0].id, Verdict.MINE)
    assert [card.id for card in finds.cards(studio, verdict=Verdict.MINE)] == [held[0].id]
    assert finds.counts(studio)["held"] == 9
    studio.save(replace(studio.settings, finds_a_week=30))
    assert len(finds.cards(studio)) == 29
    assert finds.counts(studio)["held"] == 0


def test_judging_does_not_let_more_through_in_the_same_week(studio: Studio) -> None:
    record(studio, *(hit(n) for n in range(25)))
    for card in finds.cards(studio):
        finds.judge(studio, card.id, Verdict.NOT_MINE)
    assert finds.cards(studio) == ()
    assert finds.counts(studio)["held"] == 5


def standing(id_: str, rank: int, days: int, *, severe: bool = False, news: bool = True) -> Standing:
    return Standing(id_, rank, severe, MONDAY + timedelta(days=days), news, False)


def test_week_by_week() -> None:
    three = [standing(f"c{n}", n, 0) for n in range(3)]
    assert held_back(three, 2, MONDAY) == {"c2"}
    assert held_back(three, 2, MONDAY + timedelta(days=6)) == {"c2"}
    assert held_back(three, 2, MONDAY + timedelta(days=7)) == frozenset()  # the next week brings nothing: it moves up
    later = [*three, standing("d0", 0, 8), standing("d1", 0, 8)]
    assert held_back(later, 2, MONDAY + timedelta(days=8)) == {"c2"}  # stronger ones came
    severe = [*three, standing("s0", 0, 1, severe=True), standing("s1", 0, 1, severe=True)]
    assert held_back(severe, 2, MONDAY + timedelta(days=1)) == {"c0", "c1", "c2"}
    assert held_back(severe, 1, MONDAY + timedelta(days=1)) == {"c0", "c1", "c2"}
    judged = [standing("j", 0, 0, news=False), *three]
    assert held_back(judged, 2, MONDAY) == {"c1", "c2"}
    assert held_back([], 2, MONDAY) == frozenset()
    # A clock that was wrong once holds nothing for years.
    assert held_back([standing("f", 0, 5000)], 2, MONDAY) == frozenset()


def test_a_verdict_stays_whatever_is_found_again_and_can_be_undone(studio: Studio) -> None:
    record(studio, hit(1))
    [card] = finds.cards(studio)
    finds.judge(studio, card.id[:6], Verdict.NOT_MINE, "another Ada Wren")
    record(studio, hit(1))
    assert finds.cards(studio) == ()
    judged = finds.get(studio, card.id)
    assert (judged.verdict, judged.news) == (Verdict.NOT_MINE, False)
    undone = finds.undo(studio)
    assert undone is not None
    assert undone.verdict is None
    assert [c.id for c in finds.cards(studio)] == [card.id]
    assert finds.undo(studio) is None
    acts = [entry.act for entry in studio.catalogue.custody.iterate(card.id)]
    assert acts == ["find-judged", "verdict-undone"]
    with pytest.raises(UsageError):
        finds.judge(studio, "nothing", Verdict.MINE)


def test_own_accounts_and_licensed_uses_make_no_cards(studio: Studio) -> None:
    record(studio, Offered(model("k1", title="ada/own-style", account="ada", files=()), (name(),)), hit(2))
    mine = finds.allow(studio, AllowKind.ACCOUNT, f"{HUB}/ada", "my own")
    record(studio, Offered(model("k3", title="ada/next", account="Ada", files=()), (name(), picture())))
    assert [card.title for card in finds.cards(studio)] == ["someone2/thing-2"]
    assert finds.counts(studio)["allowed"] == 2
    assert [a.note for a in finds.allowances(studio)] == ["my own"]
    finds.disallow(studio, mine.id[:8])
    assert len(finds.cards(studio)) == 3
    finds.allow(studio, AllowKind.ADDRESS, "hub.example")
    assert finds.cards(studio) == ()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (AllowKind.ACCOUNT, "ada"),
        (AllowKind.ACCOUNT, "hugging-face/"),
        (AllowKind.CANDIDATE, "k1"),
        (AllowKind.ADDRESS, ""),
        (AllowKind.ADDRESS, "no address"),
        (AllowKind.ADDRESS, "https://"),
        (AllowKind.ADDRESS, "com"),
    ],
)
def test_an_allowance_that_says_nothing_or_everything_is_refused(studio: Studio, kind: AllowKind, value: str) -> None:
    with pytest.raises(UsageError):
        finds.allow(studio, kind, value)
    assert finds.allowances(studio) == ()


def test_the_card_says_why(studio: Studio) -> None:
    at = name("ada.example", key=Key.ADDRESS, reason="Its card links to ada.example.")
    record(studio, Offered(model("k1", files=()), (name(), at, picture())))
    [card] = finds.cards(studio)
    assert card.severe
    for reason in (match.reason for match in card.matches):
        assert reason in card.why
