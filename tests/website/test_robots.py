"""robots.txt written and merged, as real readers read it: urllib.robotparser, Protego, and the rules of RFC 9309."""

from collections.abc import Callable
from functools import partial
from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from protego import Protego

from artistguard.formats import robots_rules as rules
from artistguard.formats.robots import LARGEST, agents
from artistguard.model.errors import UsageError
from artistguard.model.rights import Permission, Reservation, Rights
from artistguard.website import robots
from artistguard.website.terms import terms_of

TERMS = terms_of("ada.example", Reservation(), Rights(), "Ada Wren")
NAMES = [agent.name for agent in agents()]
PATHS = ("/", "/a", "/a/b", "/private/x", "/gallery/harbour.jpg")


MayFetch = Callable[[str, str], bool]


def by_urllib(body: bytes) -> MayFetch:
    parser = RobotFileParser()
    parser.parse(body.decode("utf-8", "replace").splitlines())
    return parser.can_fetch


def by_protego(body: bytes) -> MayFetch:
    parsed = Protego.parse(body.decode("utf-8", "replace"))
    return lambda agent, path: parsed.can_fetch(path, agent)


def by_rfc(body: bytes) -> MayFetch:
    return partial(rules.may_fetch, rules.groups(rules.lines(body)))


READERS = (by_urllib, by_protego, by_rfc)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_every_known_collector_refused_and_nobody_else(reader) -> None:
    may_fetch = reader(robots.written(TERMS))
    assert not [name for name in NAMES if may_fetch(name, "/gallery/harbour.jpg")]
    assert all(may_fetch(name, "/") for name in ("Googlebot", "bingbot", "Mozilla"))


def test_content_usage_stands_in_every_group() -> None:
    existing = (
        b"User-agent: *\nDisallow: /private/\n\nUser-agent: Googlebot\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /x\n"
    )
    found = rules.groups(rules.lines(robots.merged(existing, TERMS).body))
    assert len(found) == 4
    for agent in ("Googlebot", "GPTBot", "CCBot", "of no name"):
        assert set(rules.preferences(found, agent)) == {"train-ai=n"}
    assert "License: https://ada.example/license.xml" in robots.written(TERMS).decode()


def test_an_existing_file_keeps_every_byte_and_order() -> None:
    existing = (
        b"\xef\xbb\xbf# Ada's site - caf\xe9\r\nSitemap: https://ada.example/map.xml\r\n\r\nUser-agent: *\r\n"
        b"Disallow: /private/ # mine\r\nCrawl-delay: 3\r\n\r\n\r\nUser-agent: GPTBot\r\nAllow: /press/\r\nHost: x\r\n"
    )
    merged = robots.merged(existing, TERMS).body
    assert robots.without(merged) == existing
    kept = iter(rules.lines(merged))
    assert all(line in kept for line in rules.lines(existing))  # in their order
    assert not merged.replace(b"\r\n", b"").count(b"\n")
    assert robots.merged(merged, TERMS).body == merged


def test_a_group_for_a_collector_gets_its_refusal_and_keeps_its_rules() -> None:
    existing = b"User-agent: GPTBot\nAllow: /press/\n\nUser-agent: *\nAllow: /\n"
    merged = robots.merged(existing, TERMS)
    for may_fetch in (reader(merged.body) for reader in READERS):
        assert not may_fetch("GPTBot", "/gallery/")
        assert may_fetch("GPTBot", "/press/kit")  # the artist's own rule
    assert merged.notes == ()


def test_what_stays_let_in_is_said() -> None:
    notes = robots.merged(b"User-agent: GPTBot\nAllow: /\n", TERMS).notes
    assert notes == ("A rule of your own still lets in: GPTBot. It stays until you take it out.",)


def test_a_shared_group_is_not_refused_for_the_others() -> None:
    merged = robots.merged(b"User-agent: CCBot\nUser-agent: Googlebot\nDisallow: /private/\n", TERMS)
    for may_fetch in (reader(merged.body) for reader in READERS):
        assert may_fetch("Googlebot", "/")
        assert not may_fetch("Googlebot", "/private/")
    assert not by_rfc(merged.body)("CCBot", "/")
    assert "CCBot shares a group of yours" in merged.notes[0]


def test_a_name_without_rules_does_not_take_ours() -> None:
    for existing in (b"User-agent: Googlebot", b"User-agent: Googlebot\n", b"User-agent: *\n# end"):
        merged = robots.merged(existing, TERMS).body
        assert all(reader(merged)("Googlebot", "/") for reader in READERS)
        assert robots.merged(merged, TERMS).body == merged


def test_other_terms_replace_ours_and_nothing_else() -> None:
    existing = b"# keep\nUser-agent: *\nDisallow: /a\n"
    merged = robots.merged(existing, TERMS).body
    mild = Reservation(ai_training=Permission.ALLOWED, ai_generative_training=Permission.ALLOWED)
    changed = robots.merged(merged, terms_of("ada.example", mild, Rights(), "")).body
    assert b"GPTBot" not in changed
    assert b"Content-Usage" not in changed
    assert robots.without(changed) == existing


def test_broken_marks_and_files_that_are_too_long_are_refused() -> None:
    body = robots.written(TERMS)
    for broken in (body.replace(b"end ---", b"en"), body.replace(b"begin ---", b"x"), body + body.splitlines(True)[0]):
        with pytest.raises(UsageError, match="begins without an end"):
            robots.merged(broken, TERMS)
    with pytest.raises(UsageError, match="RFC 9309"):
        robots.merged(b"#" * LARGEST, TERMS)


def test_licence_and_preferences_of_ones_own_stay_and_are_said() -> None:
    existing = b"License: https://else.example/l.xml\nUser-agent: *\nContent-Usage: train-ai=y\nAllow: /\n"
    merged = robots.merged(existing, TERMS)
    assert merged.body.count(b"License:") == 1
    assert len(merged.notes) == 2
    assert rules.preferences(rules.groups(rules.lines(merged.body)), "x") == ("train-ai=y", "train-ai=n")


PIECES = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: GPTBot",
        "User-Agent: ccbot # old",
        "user-agent: Googlebot",
        "User-agent: FriendlyBot/1.0",
        "Disallow: /private/",
        "Disallow: /",
        "Disallow:",
        "Allow: /a",
        "Allow: /",
        "Disallow: /*.jpg$",
        "Content-Usage: /a train-ai=y",
        "Crawl-delay: 5",
        "Sitemap: https://ada.example/map.xml",
        "License: https://else.example/l.xml",
        "# a word",
        "",
        "   ",
        "no field at all",
        "Disallow /missing-colon",
        "\ufeffUser-agent: bingbot",
    ]
)
FILES = st.builds(
    lambda rows, end, last: end.join(rows).encode() + (end.encode() if last else b""),
    st.lists(PIECES, max_size=14),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(FILES)
@example(b"User-agent: Googlebot\nUser-agent: GPTBot")
@example(b"User-agent: GPTBot\n\nDisallow: /private/\n")
def test_no_rule_is_lost_for_any_crawler(existing: bytes) -> None:
    merged = robots.merged(existing, TERMS).body
    known = {name.lower() for name in NAMES}
    for reader in READERS:
        before_it, after_it = reader(existing), reader(merged)
        for agent in ("GPTBot", "CCBot", "Googlebot", "FriendlyBot", "bingbot", "SomebodyElse"):
            for path in PATHS:
                before, after = before_it(agent, path), after_it(agent, path)
                if agent.lower() in known:
                    assert before or not after, (agent, path)  # what was refused stays refused
                else:
                    assert before == after, (agent, path)
    kept = iter(rules.lines(merged))
    assert all(any(line.rstrip(b"\r\n") == other.rstrip(b"\r\n") for other in kept) for line in rules.lines(existing))
    assert robots.merged(merged, TERMS).body == merged
    assert robots.without(merged).rstrip(b"\r\n") == existing.rstrip(b"\r\n")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_kept(existing: bytes) -> None:
    merged = robots.merged(existing, TERMS).body
    without = robots.without(merged)
    assert without.startswith(existing)
    assert len(without) <= len(existing) + 2  # the end of a last line that had none
    assert robots.merged(merged, TERMS).body == merged


PATTERNS = ["/", "/a", "/a/", "/*b", "/a$", "/a*b$", "/ü", ""]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Allow", "Disallow"]), st.sampled_from(["/", "/a", "/a/", "/*b", "/a$", "/a*b$", "/ü", ""])
        ),
        max_size=5,
    ),
    st.sampled_from(["/", "/a", "/a/b", "/aXb", "/%C3%BC", "/ü/x", "/b"]),
)
def test_our_reading_is_protegos(lines: list[tuple[str, str]], path: str) -> None:
    body = "User-agent: *\n" + "".join(f"{key}: {value}\n" for key, value in lines)
    assert by_rfc(body.encode())("any", path) == by_protego(body.encode())("any", path)
