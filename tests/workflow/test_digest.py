"""The digest: only what is new, what was searched and what was not, and a page that nothing can be smuggled into."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from watch_parts import HUB, model, name, picture

from artistguard.catalogue.recording import Offered
from artistguard.model.errors import CannotWrite
from artistguard.model.finds import Outcome, Verdict, Watch
from artistguard.model.names import Strength
from artistguard.model.watching import Candidate, Coverage
from artistguard.workflow import digest as digests
from artistguard.workflow import finds
from artistguard.workflow.coverage import searched
from artistguard.workflow.digest import digest
from artistguard.workflow.digest_page import as_html, as_text, write
from artistguard.workflow.studio import Studio

WHOLE = (Coverage("models by every form of your names", "searches", 12, 12),)
PARTLY = (Coverage("rows of diffusiondb", "rows", 5_000_000, 14_000_000, "The index holds the first 5 GB."),)


def watch(studio: Studio, title: str = "Hugging Face Hub") -> Watch:
    return studio.catalogue.watches.add("hugging-face", title, 24, {"of": title})


def ran(
    studio: Studio, of: Watch, coverage: Sequence[Coverage], outcome: Outcome = Outcome.DONE, message: str = ""
) -> None:
    run = studio.catalogue.watches.begin(of.id)
    ended = replace(run, outcome=outcome, coverage=tuple(coverage), requests=12, message=message)
    studio.catalogue.watches.end(ended, None, 0)


def record(studio: Studio, *offers: Offered) -> None:
    studio.catalogue.finds.record(offers, source=HUB)


def card(key: str, title: str = "", **values: object) -> Offered:
    return Offered(model(key, title, files=(), **values), (name(),))


def test_only_what_is_new_since_the_last_one(studio: Studio) -> None:
    hub = watch(studio)
    ran(studio, hub, WHOLE)
    record(studio, card("k1", "a/one"))
    first = digest(studio)
    assert (first.since, [c.title for c in first.new]) == (None, ["a/one"])
    assert first.sentence == "1 new find; 1 watch of 1 looked."
    digests.given_out(studio, first)
    record(studio, card("k2", "a/two"))
    record(studio, card("k1", "a/renamed"))
    second = digest(studio)
    assert second.since == first.until
    assert ([c.title for c in second.new], [c.title for c in second.changed]) == (["a/two"], ["a/renamed"])
    assert second.watches[0].runs == 0
    assert second.watches[0].earlier
    again = digest(studio, datetime.now(UTC) - timedelta(days=1))
    assert {c.title for c in again.new} == {"a/two", "a/renamed"}


def test_judged_allowed_and_held_ones_are_not_told_again(studio: Studio) -> None:
    ran(studio, watch(studio), WHOLE)
    record(studio, card("k1", "a/one"), card("k2", "a/two"))
    record(studio, *(Offered(model(f"w{n}", files=()), (name(strength=Strength.WEAK),)) for n in range(25)))
    finds.judge(studio, finds.cards(studio)[0].id, Verdict.NOT_MINE)
    found = digest(studio)
    assert len(found.new) == 19
    assert found.held == 7
    digests.given_out(studio, found)
    later = digest(studio)
    assert (later.new, later.held, later.waiting) == ((), 7, 19)
    assert "19 older ones wait" in as_text(later)
    # What moves up later is told then, once.
    studio.save(replace(studio.settings, finds_a_week=22))
    moved = digest(studio)
    assert (len(moved.new), moved.held, moved.waiting) == (2, 5, 19)
    digests.given_out(studio, moved)
    assert digest(studio).new == ()


def test_an_empty_one_says_what_was_searched_and_what_not(studio: Studio) -> None:
    assert digest(studio).sentence == "There is no watch yet, so nothing was searched."
    hub, viewer = watch(studio), watch(studio, "Dataset viewer")
    assert digest(studio).sentence == "No watch has looked in this time, so nothing can be said of it."
    ran(studio, hub, WHOLE)
    ran(studio, viewer, PARTLY)
    told = digest(studio)
    assert told.sentence.startswith("Nothing new was found in what was searched: 2 watches of 2 looked.")
    assert "Not everything was searched" in told.sentence
    for text in (as_text(told), as_html(told)):
        assert "all 12 searches" in text
        assert "5,000,000 of 14,000,000 rows. The index holds the first 5 GB." in text


def test_earlier_runs_of_the_time_stand_there_too(studio: Studio) -> None:
    hub = watch(studio)
    ran(studio, hub, (Coverage("new LoRAs", "models", 5, 240, "The run may not ask more often."),))
    ran(studio, hub, (Coverage("new LoRAs", "models", 235, 235), Coverage("cards", "cards", 0, 0)))
    told = digest(studio)
    page = as_html(told)
    assert "all 235 models" in page
    assert "new LoRAs: 5 of 240 models. The run may not ask more often." in page
    assert "Not everything was searched" in told.sentence
    digests.given_out(studio, told)
    ran(studio, hub, WHOLE)
    assert "new LoRAs" not in as_html(digest(studio))


def test_a_watch_that_could_not_look_says_why(studio: Studio) -> None:
    hub, viewer, third = watch(studio), watch(studio, "Dataset viewer"), watch(studio, "Common Crawl")
    ran(studio, hub, (), Outcome.BLOCKED, "You have not agreed yet that huggingface.co is asked.")
    ran(studio, viewer, PARTLY, Outcome.FAILED, "The source did not answer.")
    studio.catalogue.watches.pause(third.id, True)
    told = digest(studio)
    text = as_text(told)
    assert "You have not agreed yet" in text
    assert "The source did not answer." in text
    assert "It is paused." in text
    # A run that asked nobody is no look.
    assert "1 watch of 3 looked" in told.sentence


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage("x", "models", 5, 5), "all 5 models"),
        (Coverage("x", "models", 5, 240, "The rest comes next time."), "5 of 240 models. The rest comes next time."),
        (Coverage("x", "rows", 1_200), "1,200 rows; how many there are, the source does not say"),
        (Coverage("x", "files", 0, 0), "nothing was there to search"),
        (Coverage("x", "files", 1, 1), "all of it"),
        (Coverage("x", "files", 0, 1, "It is damaged."), "not looked at. It is damaged."),
    ],
)
def test_how_much_was_searched(coverage: Coverage, words: str) -> None:
    assert searched(coverage) == words


class Elements(HTMLParser):
    """Every element of a page with its attributes, and whether each is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_loads_nothing_and_runs_nothing(studio: Studio) -> None:
    evil = "</style><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>'\"&\x1b[2J\u202e"
    ran(studio, watch(studio, evil), (Coverage(evil, evil, 1, 2, evil),), Outcome.FAILED, evil)
    bad = Candidate(HUB, "k1", model("k1").kind, evil, "javascript:alert(1)")
    record(studio, Offered(bad, (name(reason=evil, found=evil), picture(reason=evil))))
    record(studio, card("k2", url=f"https://a.example/{evil}"))
    page = as_html(digest(studio))
    elements = Elements(page)
    assert elements.open == []
    assert {tag for tag, _ in elements.found} <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "article", "span", "a",
        "div", "table", "tr", "th", "td", "ul", "li", "dl", "dt", "dd", "code",
    }  # fmt: skip
    for tag, attributes in elements.found:
        assert not {"src", "srcset", "style", "onerror", "onload"} & attributes.keys()
        if tag == "a":
            assert (attributes["href"] or "").startswith("https://")
            assert attributes["rel"] == "noreferrer noopener"
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", page)
    assert "severe" in page


def test_the_words_promise_nothing(studio: Studio) -> None:
    ran(studio, watch(studio), WHOLE)
    record(studio, card("k1"))
    told = digest(studio)
    for text in (as_text(told), as_html(told)):
        assert not re.search(
            r"\bprotected\b|\bstolen\b|\bhonoured\b|!(?!doctype)", text.partition("</style>")[2] or text
        )
    assert "It does not say who put it there, or that\nanything was trained on it." in as_html(told)


def test_a_page_takes_the_place_of_the_old_one_or_none_is_written(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "week.html"
    write(path, "one")
    write(path, "two")
    assert path.read_text() == "two"
    assert list(tmp_path.glob(".week*")) == []
    with pytest.raises(CannotWrite):
        write(tmp_path / "nowhere" / "week.html", "x")
    with pytest.raises(CannotWrite):
        write(tmp_path, "x")
