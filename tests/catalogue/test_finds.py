"""Finds: nothing twice, nothing lost; one card a family; verdicts that hold and can be taken back."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from watch_parts import HUB, model, name, picture

from artistguard.catalogue.recording import Offered
from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import UsageError
from artistguard.model.finds import AllowKind, Find, Happening, Verdict
from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import CandidateKind, Key, Text

SAME = ("sha256:" + "a" * 64,)


def offer(catalogue: Catalogue, *offers: Offered, **more: Any) -> frozenset[str]:
    return catalogue.finds.record(offers, source=HUB, **more).news


def only(catalogue: Catalogue) -> Find:
    [find] = catalogue.finds.cards()
    return find


def happened(find: Find) -> list[Happening]:
    return [line.what for line in find.history]


def test_a_find_is_a_card_with_its_reason(catalogue: Catalogue) -> None:
    one = model("k1", files=(), texts=(Text(FieldKind.CARD, "in the style of Ada Wren"),), captures=("c" * 64,))
    recorded = catalogue.finds.record([Offered(one, (name(),)), Offered(model("k2"))], source=HUB)
    find = only(catalogue)
    assert recorded.news == {find.id}
    assert recorded.evidence == {"c" * 64}
    assert (find.title, find.url, find.strength, find.keys) == (one.title, one.url, Strength.STRONG, (Key.NAME,))
    assert find.why == "Ada Wren stands in its card."
    assert find.members[0].candidate == one
    assert find.matches[0].candidate_id == find.members[0].id
    assert happened(find) == [Happening.FIRST_SEEN]
    assert find.history[0].capture == "c" * 64
    assert find.news
    assert not find.severe
    assert find.places == 1


def test_the_same_again_is_nothing_new(catalogue: Catalogue, clock: Any) -> None:
    offer(catalogue, Offered(model("k1"), (name(),)))
    first = only(catalogue)
    clock.now += timedelta(days=1)
    assert offer(catalogue, Offered(model("k1"), (name(),))) == frozenset()
    again = only(catalogue)
    assert again.history == first.history
    assert again.last_news == first.last_news
    assert again.members[0].last_seen == clock.now


def test_a_new_pair_is_news_and_a_judged_one_is_not(catalogue: Catalogue, clock: Any) -> None:
    offer(catalogue, Offered(model("k1"), (name(),)))
    catalogue.finds.judge(only(catalogue).id, Verdict.NOT_MINE)
    assert not only(catalogue).news
    clock.now += timedelta(days=1)
    assert offer(catalogue, Offered(model("k1", revision="2"), (name(),))) == frozenset()
    assert happened(only(catalogue))[0] is Happening.CHANGED
    assert not only(catalogue).news
    assert offer(catalogue, Offered(model("k1", revision="3"), (name(), picture()))) == {only(catalogue).id}
    find = only(catalogue)
    assert find.news
    assert find.severe  # the name and the picture together
    assert find.keys == (Key.PICTURE, Key.NAME)


def test_a_weak_name_beside_a_picture_is_not_severe(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1"), (name(strength=Strength.WEAK), picture())))
    assert not only(catalogue).severe


def test_a_pair_that_grows_stronger_stays_one(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1"), (name(strength=Strength.WEAK),)))
    assert only(catalogue).strength is Strength.WEAK
    assert offer(catalogue, Offered(model("k1"), (name(strength=Strength.STRONG),))) == frozenset()
    offer(catalogue, Offered(model("k1"), (name(strength=Strength.MEDIUM),)))
    [kept] = only(catalogue).matches
    assert kept.strength is Strength.STRONG
    assert only(catalogue).strength is Strength.STRONG


def test_the_same_twice_in_one_step_is_one(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1"), (name(strength=Strength.WEAK),)), Offered(model("k1"), (name(), picture())))
    find = only(catalogue)
    assert find.places == 1
    assert {match.key: match.strength for match in find.matches} == {
        Key.NAME: Strength.STRONG,
        Key.PICTURE: Strength.MEDIUM,
    }


@pytest.mark.parametrize("first", [True, False], ids=["a step later", "in one step"])
def test_the_same_file_under_another_name_belongs_to_the_card(catalogue: Catalogue, first: bool) -> None:
    original = Offered(model("k1", kinship=SAME), (name(),))
    again = Offered(model("k2", "somebody/else", kinship=SAME))
    if first:
        offer(catalogue, original)
        assert offer(catalogue, again) == {only(catalogue).id}
    else:
        offer(catalogue, again, original)
    find = only(catalogue)
    assert {member.candidate.key for member in find.members} == {"k1", "k2"}
    assert find.title == original.candidate.title
    assert Happening.RELATIVE in happened(find)
    assert "2 places" in find.why


def test_a_copy_that_was_seen_before_the_original(catalogue: Catalogue, clock: Any) -> None:
    copy = model("k2", "somebody/else", kinship=SAME)
    assert offer(catalogue, Offered(copy)) == frozenset()
    offer(catalogue, Offered(replace(copy, title="somebody/renamed")))
    clock.now += timedelta(days=3)
    offer(catalogue, Offered(model("k1", kinship=SAME), (name(),)))
    find = only(catalogue)
    assert {member.candidate.title for member in find.members} == {"k1-account/k1", "somebody/renamed"}
    assert Happening.RELATIVE in happened(find)
    assert offer(catalogue, Offered(model("k1", kinship=SAME), (name(),))) == frozenset()
    assert only(catalogue).places == 2


def test_strangers_are_forgotten_and_files_of_everybody_make_none(catalogue: Catalogue, clock: Any) -> None:
    offer(catalogue, Offered(model("k2", kinship=SAME)))
    clock.now += timedelta(days=90)
    offer(catalogue, *[Offered(model(f"e{n}", kinship=("sha256:base",))) for n in range(11)])
    catalogue.finds.forget_strangers(clock.now)
    offer(catalogue, Offered(model("k1", kinship=(*SAME, "sha256:base")), (name(),)))
    assert only(catalogue).places == 1


def test_a_file_that_everybody_has_makes_no_relatives(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k", kinship=SAME), (name(),)))
    for step in range(6):
        offer(catalogue, *[Offered(model(f"k{step}-{n}", kinship=SAME)) for n in range(10)])
    assert only(catalogue).places < 65
    assert offer(catalogue, Offered(model("more", kinship=SAME))) == frozenset()
    # But one in which she is named belongs to the others, however many there are.
    assert offer(catalogue, Offered(model("named", kinship=SAME), (name(),))) == {only(catalogue).id}


def test_a_row_in_which_nothing_was_found_is_no_relative(catalogue: Catalogue) -> None:
    rows = [model(f"row{n}", kind=CandidateKind.ROW, kinship=("dataset:a/b",)) for n in range(2)]
    offer(catalogue, Offered(rows[0], (name(),)), Offered(rows[1]))
    assert only(catalogue).places == 1
    # The card of the set itself belongs to it, whoever tells of it.
    offer(catalogue, Offered(model("set", "a/b", source="b-hub", kind=CandidateKind.DATASET, kinship=("dataset:a/b",))))
    assert only(catalogue).places == 2


def test_forks_and_redirects_are_followed(catalogue: Catalogue) -> None:
    one, two, three = "fork-of:ada/one", "fork-of:bob/two", "fork-of:cy/three"
    offer(catalogue, Offered(model("k1", "ada/one", kinship=(one,)), (name(),)))
    offer(catalogue, Offered(model("k2", "bob/two", kinship=(two, one))))
    offer(catalogue, Offered(model("k3", "cy/three", kinship=(three, two))))
    offer(catalogue, Offered(model("k4", "dee/other"), (name(),)))
    assert sorted(find.places for find in catalogue.finds.cards()) == [1, 3]
    # The same words at another source are about another thing.
    offer(catalogue, Offered(model("k5", "ada/one", source="b-hub", kinship=(one,))))
    assert sorted(find.places for find in catalogue.finds.cards()) == [1, 3]


def test_the_same_name_and_trigger_under_another_account(catalogue: Catalogue) -> None:
    trigger = (Text(FieldKind.TRIGGER, "adawren artstyle"),)
    in_id = name(field=FieldKind.ID)
    offer(catalogue, Offered(model("k1", "ada/Ada-Wren-style", texts=trigger), (in_id,)))
    offer(catalogue, Offered(model("k2", "bob/ada_wren_style", texts=trigger), (in_id,)))
    offer(catalogue, Offered(model("k3", "cy/ada_wren_style", texts=(Text(FieldKind.TRIGGER, "zzz"),)), (in_id,)))
    assert sorted(find.places for find in catalogue.finds.cards()) == [1, 2]


def test_two_cards_that_turn_out_to_be_one(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1", kinship=("sha256:aa",)), (name(),)))
    one = only(catalogue)
    catalogue.finds.judge(one.id, Verdict.MINE, "wrote to them")
    offer(catalogue, Offered(model("k2", kinship=("sha256:bb",)), (name(),)))
    other = next(find for find in catalogue.finds.cards() if find.id != one.id)
    assert offer(catalogue, Offered(model("k3", kinship=("sha256:aa", "sha256:bb")))) == {one.id}
    find = only(catalogue)
    assert find.id == one.id
    assert find.places == 3
    assert find.verdict is Verdict.MINE  # what was said stands
    assert find.news  # and a person looks again
    assert catalogue.finds.get(other.id).id == one.id  # the old reference still leads there
    assert Counter(happened(find))[Happening.FIRST_SEEN] == 2
    assert any("wrote to them" in line.text for line in find.history)


def test_cards_judged_differently_are_news_when_they_meet(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1", kinship=("sha256:aa",)), (name(),)))
    offer(catalogue, Offered(model("k2", kinship=("sha256:bb",)), (name(),)))
    first, second = sorted(catalogue.finds.cards(), key=lambda find: find.title)
    catalogue.finds.judge(first.id, Verdict.NOT_MINE)
    catalogue.finds.judge(second.id, Verdict.MINE)
    offer(catalogue, Offered(model("k1", kinship=("sha256:aa", "sha256:bb")), (name(),)))
    find = only(catalogue)
    assert find.verdict is Verdict.MINE  # the newest
    assert find.news


def test_a_relative_of_what_was_dismissed_is_quiet_and_one_of_what_is_mine_is_news(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1", kinship=SAME), (name(),)))
    catalogue.finds.judge(only(catalogue).id, Verdict.NOT_MINE)
    assert offer(catalogue, Offered(model("k2", kinship=SAME), (name(),))) == frozenset()
    assert not only(catalogue).news
    assert offer(catalogue, Offered(model("k3", kinship=SAME), (name("Wren Studio"),)))  # something else is in it
    catalogue.finds.judge(only(catalogue).id, Verdict.MINE)
    assert offer(catalogue, Offered(model("k4", kinship=SAME), (name(),)))


def test_renamed_gone_and_back(catalogue: Catalogue, clock: Any) -> None:
    offer(catalogue, Offered(model("k1", "ada/one"), (name(),)))
    catalogue.finds.judge(only(catalogue).id, Verdict.MINE)
    clock.now += timedelta(minutes=10)
    assert offer(catalogue, Offered(model("k1", "ada/illustration"), (name(),)))
    assert only(catalogue).title == "ada/illustration"
    clock.now += timedelta(days=1)
    assert offer(catalogue, gone=["k1", "never seen"])
    assert only(catalogue).members[0].gone_since == clock.now
    assert offer(catalogue, gone=["k1"]) == frozenset()
    catalogue.finds.judge(only(catalogue).id, Verdict.MINE)
    clock.now += timedelta(days=9)
    assert offer(catalogue, there=["k1"])
    find = only(catalogue)
    assert find.news
    assert find.members[0].gone_since is None
    assert [what for what in happened(find) if what is not Happening.JUDGED] == [
        Happening.BACK,
        Happening.GONE,
        Happening.RENAMED,
        Happening.FIRST_SEEN,
    ]
    assert "from ada/one to ada/illustration" in find.history[-3].text


def test_what_becomes_of_a_dismissed_thing_is_history_only(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1"), (name(),)))
    catalogue.finds.judge(only(catalogue).id, Verdict.IGNORED)
    assert offer(catalogue, gone=["k1"]) == frozenset()
    assert offer(catalogue, Offered(model("k1", "x/y"), (name(),))) == frozenset()
    assert not only(catalogue).news
    assert happened(only(catalogue))[:3] == [Happening.RENAMED, Happening.BACK, Happening.GONE]


def test_a_verdict_is_taken_back(catalogue: Catalogue) -> None:
    assert catalogue.finds.undo() is None
    offer(catalogue, Offered(model("k1"), (name(),)))
    before = only(catalogue)
    catalogue.finds.judge(before.id, Verdict.IGNORED)
    catalogue.finds.judge(before.id, Verdict.MINE)
    back = catalogue.finds.undo()
    assert back is not None
    assert (back.verdict, back.news) == (Verdict.IGNORED, False)
    back = catalogue.finds.undo()
    assert back is not None
    assert (back.verdict, back.judged_at, back.news) == (None, None, True)
    assert catalogue.finds.undo() is None
    assert happened(back).count(Happening.JUDGED) == 4


def test_allowed_ones_are_no_finds(catalogue: Catalogue) -> None:
    offer(catalogue, Offered(model("k1", "me/mine"), (name(),)), Offered(model("k2", "you/yours"), (name(),)))
    allowed = catalogue.allowances.add(AllowKind.ACCOUNT, f"{HUB}/Me", "my own")
    assert catalogue.allowances.add(AllowKind.ACCOUNT, f"{HUB}/Me") == allowed
    assert only(catalogue).title == "you/yours"
    assert offer(catalogue, Offered(model("k3", "me/more"), (name(),))) == frozenset()
    catalogue.allowances.add(AllowKind.ADDRESS, "https://hub.example/you")
    assert catalogue.finds.cards() == ()
    assert catalogue.finds.counts()["allowed"] == 3
    catalogue.allowances.remove(allowed.id)
    assert {find.title for find in catalogue.finds.cards(news=True)} == {"me/mine", "me/more"}
    with pytest.raises(UsageError):
        catalogue.allowances.remove("nothing")


def test_what_leaves_an_allowed_account_is_a_find(catalogue: Catalogue) -> None:
    catalogue.allowances.add(AllowKind.ACCOUNT, f"{HUB}/me")
    assert offer(catalogue, Offered(model("k1", "me/mine"), (name(),))) == frozenset()
    moved = model("k1", "you/mine")
    assert offer(catalogue, Offered(moved, (name(),))) == {only(catalogue).id}
    assert offer(catalogue, Offered(model("k1", "me/again"), (name(),))) == frozenset()
    assert catalogue.finds.cards() == ()


def test_what_the_budget_holds_back(catalogue: Catalogue) -> None:
    offer(
        catalogue,
        Offered(model("k1"), (name(), picture())),
        Offered(model("k2"), (name(strength=Strength.WEAK),)),
        Offered(model("k3"), (name(),)),
    )
    severe, strong, weak = catalogue.finds.cards()
    assert severe.severe
    assert weak.strength is Strength.WEAK
    catalogue.finds.hold([severe.id, weak.id])
    assert [find.id for find in catalogue.finds.cards(held=True)] == [weak.id]
    assert {find.id for find in catalogue.finds.cards(held=False)} == {severe.id, strong.id}
    offer(catalogue, Offered(model("k2"), (name(strength=Strength.WEAK), name("another"), picture())))
    assert catalogue.finds.cards(held=True) == ()  # severe by now
    catalogue.finds.judge(strong.id, Verdict.APPROVED)
    assert catalogue.finds.counts() == {
        "all": 3, "news": 2, "held": 0, "severe": 2, "allowed": 0,
        "mine": 0, "approved": 1, "not-mine": 0, "ignored": 0,
    }  # fmt: skip
    assert [find.id for find in catalogue.finds.cards(verdict=Verdict.APPROVED)] == [strong.id]


def test_models_that_declare_a_data_set_that_is_a_find(catalogue: Catalogue) -> None:
    kin = ("dataset:ada/pictures",)
    row = model("Ada/Pictures#1", "Pictures, row 1", kind=CandidateKind.ROW, kinship=kin, source="rows")
    catalogue.finds.record([Offered(row, (picture(),))], source="rows")
    assert catalogue.finds.datasets() == (("Ada/Pictures", frozenset({"work-1"})),)
    offer(catalogue, Offered(model("m1", "bob/model", declares=("dataset:Ada/Pictures", "other"))))
    offer(catalogue, Offered(model("m1", "bob/model-2", declares=("dataset:Ada/Pictures",))))
    assert only(catalogue).declared_by == ("bob/model-2",)
    catalogue.finds.judge(only(catalogue).id, Verdict.NOT_MINE)
    assert catalogue.finds.datasets() == ()


def test_what_a_watch_looks_after(catalogue: Catalogue) -> None:
    watch = catalogue.watches.add(HUB, "A hub", 24, {})
    other = catalogue.watches.add(HUB, "A hub", 24, {})
    offer(catalogue, Offered(model("k1", revision="r1"), (name(),)), Offered(model("k2"), (name(),)), watch_id=watch.id)
    offer(catalogue, Offered(model("k3"), (name(),)), watch_id=other.id)
    ids = {find.title: find.id for find in catalogue.finds.cards()}
    catalogue.finds.judge(ids["k2-account/k2"], Verdict.NOT_MINE)
    [(known, subjects)] = catalogue.finds.known(HUB, watch.id)
    assert (known.key, known.revision, known.gone, subjects) == ("k1", "r1", False, {"Ada Wren"})
    catalogue.watches.remove(other.id)
    assert {known.key for known, _ in catalogue.finds.known(HUB, watch.id)} == {"k1", "k3"}


def test_hostile_candidates_are_bounded(catalogue: Catalogue) -> None:
    bad = "\x1b[31m\0\ud800\u202e<script>" + "x" * 1_000_000
    candidate = model(
        "k" * 100_000, bad, url="javascript:alert(1)", account=bad, revision=bad, note=bad, kinship=(bad,) * 1000,
        texts=tuple(Text(FieldKind.CARD, bad) for _ in range(200)), declares=(bad,) * 1000,
    )  # fmt: skip
    hit = name(bad, found=bad, reason=bad)
    offer(catalogue, Offered(candidate, (hit,)))
    assert offer(catalogue, Offered(candidate, (hit,))) == frozenset()  # the same, however long its key
    find = catalogue.finds.get(only(catalogue).id)
    said = repr(find)
    assert len(said) < 500_000
    assert find.url == ""
    for mark in ("\x1b", "\0", "\ud800", "\u202e"):
        assert mark not in find.title + find.why + find.members[0].candidate.texts[0].text
    offer(catalogue, Offered(model("k2", "\x00\x01"), (name(""),)))
    assert {find.title for find in catalogue.finds.cards()} == {find.title, "k2"}


def test_five_thousand_hits_in_few_cards(catalogue: Catalogue) -> None:
    for step in range(10):
        rows = [
            model(
                f"row-{step}-{row}", f"set/pictures row {step * 500 + row}", kind=CandidateKind.ROW,
                kinship=("dataset:set/pictures",),
            )
            for row in range(500)
        ]  # fmt: skip
        offer(catalogue, *[Offered(row, (name(strength=Strength.WEAK),)) for row in rows])
    offer(catalogue, Offered(model("planted"), (name(), picture())))
    first, second = catalogue.finds.cards()
    assert first.severe
    assert (second.places, len(second.members)) == (5000, 20)
    assert len(catalogue.finds.get(second.id).members) == 500
    catalogue.finds.judge(second.id, Verdict.MINE)
    more = model("row-more", "set/pictures row 5000", kind=CandidateKind.ROW, kinship=("dataset:set/pictures",))
    assert offer(catalogue, Offered(more, (name(strength=Strength.WEAK),))) == frozenset()


def test_a_wrong_reference_is_one_sentence(catalogue: Catalogue) -> None:
    for act in (catalogue.finds.get, lambda ref: catalogue.finds.judge(ref, Verdict.MINE)):
        with pytest.raises(UsageError, match="no find"):
            act("zzzz")
