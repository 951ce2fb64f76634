"""What a site serves, and what readers conclude: ours, a bare one, contradictions, and hostile answers."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.model.rights import Permission, Reservation, Rights
from artistguard.website import files, readers, robots, served
from artistguard.website.served import Part
from artistguard.website.terms import Terms, terms_of

HOME = "https://ada.example/"
TERMS = terms_of("ada.example", Reservation(), Rights(), "Ada Wren")


def part(body: bytes | str = b"", status: int | None = 200, url: str = HOME, **headers: str) -> Part:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Part(url, status, named, body.encode() if isinstance(body, str) else body)


def site(terms: Terms = TERMS) -> dict[str, Part]:
    """A site that serves all that we write, headers and metas included."""
    head = {name.lower(): value for name, value in files.headers(terms).items()}
    made = {name: body for name, body in files.all_files(terms).items() if name in served.FILES}
    parts = {name: Part(f"{HOME}{name}", 200, {}, body) for name, body in made.items()}
    parts[served.ROBOTS] = Part(f"{HOME}robots.txt", 200, {}, robots.written(terms))
    page = f'<html><head>{files.meta(terms)}</head><body><img src="/a.jpg"></body></html>'
    parts[served.PAGE] = Part(HOME, 200, head, page.encode())
    parts[served.PICTURE] = Part(f"{HOME}a.jpg", 200, head)
    return parts


def sees(parts: dict[str, Part]) -> dict[str, bool | None]:
    return {row.id: row.sees for row in readers.conclude(served.read(parts).signals)}


def test_every_kind_of_reader_sees_what_we_write() -> None:
    assert set(sees(site()).values()) == {True}
    for signal in served.read(site()).signals:
        assert signal in readers.SIGNALS


def test_a_bare_site_is_seen_by_nobody_and_every_gap_has_a_reason() -> None:
    missing = {name: part(status=404) for name in served.FILES}
    rows = readers.conclude(served.read({**missing, served.PAGE: part("<html>")}).signals)
    assert {row.sees for row in rows} == {False, None}  # no picture could be looked at
    assert all(row.why.endswith(".") and row.date and row.source for row in rows)


def test_what_could_not_be_read_is_not_taken_for_absent() -> None:
    for trouble in (part(status=None), part(status=503)):
        found = sees(dict.fromkeys(served.FILES, trouble))
        assert (found["robots"], found["tdmrep"], found["spawning-ai-txt"], found["rsl"]) == (None,) * 4


def test_the_pages_own_word_counts_last_and_does_not_reach_its_pictures() -> None:
    parts = site()
    parts[served.PAGE] = part('<meta name="TDM-Reservation" content="0">', tdm_reservation="1")
    assert sees(parts)["tdmrep"] is False
    meta_only = {served.PAGE: part("<meta name=tdm-reservation content=1>"), served.PICTURE: part()}
    assert (sees(meta_only)["tdmrep"], sees(meta_only)["tdmrep-pictures"]) == (True, False)


def test_noai_on_the_page_alone_does_not_reach_its_pictures() -> None:
    parts = {served.PAGE: part("<html>", x_robots_tag="noindex, NoAI"), served.PICTURE: part()}
    assert sees(parts)["img2dataset"] is False
    assert sees({served.PAGE: parts[served.PAGE]})["img2dataset"] is None
    parts[served.PICTURE] = part(x_robots_tag="noimageai")
    assert sees(parts)["img2dataset"] is True


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ('[{"location": "/*", "tdm-reservation": 1}]', ("1",)),
        ('[{"location": "/other", "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 0}]', ("0",)),
        ('[{"location": "/", "tdm-reservation": "1"}]', ()),
        ('[{"location": "/", "tdm-reservation": true}]', ()),
        ('{"location": "/", "tdm-reservation": 1}', ()),
        ("not json", ()),
        ("[" * 100_000, ()),
        ('[null, 1, {"location": 3}]', ()),
    ],
)
def test_tdmrep_as_its_specification_reads_it(body: str, value: tuple[str, ...]) -> None:
    facts = served.read({served.TDMREP: part(body)})
    assert facts.signals.get("tdm file", ()) == value
    assert facts.says[served.TDMREP]


@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        ('<rsl><content><license><prohibits type="usage">ai-train, search</prohibits></license></content></rsl>', True),
        ('<rsl><prohibits type="geo">ai-train</prohibits></rsl>', False),
        ('<!DOCTYPE x [<!ENTITY a "ai-train">]><rsl><prohibits type="usage">&a;</prohibits></rsl>', False),
        ("<rsl>" * 50_000, False),
        ("", False),
    ],
)
def test_a_licence_that_is_strange_is_no_error(body: str, tokens: bool) -> None:
    facts = served.read({served.LICENCE: part(body)})
    assert ("ai-train" in facts.signals.get("rsl", ())) is tokens


def test_where_readers_are_led_to_the_licence() -> None:
    unled = site()
    unled[served.ROBOTS] = part("User-agent: *\nAllow: /")
    unled[served.PAGE] = part("<html>")
    assert sees(unled)["rsl"] is False
    unled[served.PAGE] = part('<link rel="license" type="application/rsl+xml" href="/license.xml">')
    assert sees(unled)["rsl"] is True
    assert served.licence_link(unled) == "https://ada.example/license.xml"


def test_content_usage_in_its_two_forms() -> None:
    for rule, answer in (("train-ai=n", True), ("/ train-ai=n", True), ("/x train-ai=n", False), ("train-ai=y", False)):
        found = sees({served.ROBOTS: part(f"User-agent: *\nContent-Usage: {rule}\n"), served.PAGE: part("<html>")})
        assert found["aipref"] is answer, rule
    header = part("<html>", content_usage="search=y, train-ai=n;x=1")
    assert sees({served.PAGE: header})["aipref"] is True


def test_the_first_picture_of_the_own_host_is_taken() -> None:
    page = part('<img src="https://cdn.example/a.jpg"><img src="//[bad/"><img src="b.jpg">')
    assert served.own_picture(page) == "https://ada.example/b.jpg"
    assert served.own_picture(part("<img src=data:x>")) == ""


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=60), st.sampled_from([200, 204, 301, 403, 404, 500, None]))
def test_any_answer_gives_an_answer(body: bytes, header: str, status: int | None) -> None:
    hostile = part(
        body, status, x_robots_tag=header, content_usage=header, link=f"<{header}>; rel=license", tdm_reservation=header
    )
    facts = served.read(dict.fromkeys((*served.FILES, served.PAGE, served.PICTURE), hostile))
    assert len(readers.conclude(facts.signals)) == 8
    assert all(len(line) < 2_000 for lines in facts.says.values() for line in lines)
    json.dumps([facts.signals, facts.says])


def test_rules_that_are_wrong_are_named() -> None:
    text = '[[reader]]\nid="x"\nname="n"\nwhat="w"\nsource="s"\ndate=2026-01-01\nrules=['
    for rules, what in (
        ('{ when = { unheard = [] }, sees = "yes", why = "w" }, { sees = "no", why = "w" }', "unheard"),
        ('{ sees = "maybe", why = "w" }', "yes, no or cannot say"),
        ('{ when = { rsl = [] }, sees = "no", why = "w" }', "always an answer"),
    ):
        with pytest.raises(ValueError, match=what):
            readers.parsed(f"{text}{rules}]")


def test_what_is_allowed_is_not_seen_as_reserved() -> None:
    mild = Reservation(ai_training=Permission.ALLOWED, ai_generative_training=Permission.ALLOWED)
    found = sees(site(terms_of("ada.example", mild, Rights(), "")))
    assert not any(found[name] for name in ("robots", "aipref", "img2dataset", "rsl", "spawning-ai-txt"))
    assert found["tdmrep"] is True
