"""Captures: rows about answers whose bytes lie under their digest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from artistguard.catalogue.store import Catalogue
from artistguard.model.watching import Capture


def test_an_answer_is_written_once_a_moment(catalogue: Catalogue, clock: Any) -> None:
    first = Capture("a" * 64, "https://hub.example/api?q=ada", 200, clock.now, 2**33, "text/html", {"etag": '"x"'})
    later = replace(first, at=clock.now + timedelta(days=1))
    other = replace(first, sha256="b" * 64)
    for capture in (later, first, first, other):
        catalogue.captures.add(capture)
    assert catalogue.captures.of("a" * 64) == (first, later)
    assert catalogue.captures.of("c" * 64) == ()
    assert list(catalogue.captures.digests(batch=1)) == ["a" * 64, "b" * 64]


def test_hostile_words_are_kept_harmless(catalogue: Catalogue, clock: Any) -> None:
    catalogue.captures.add(Capture("d" * 64, "https://h/\0", 200, clock.now, 1, "\udcff", {"etag": "\0"}))
    [found] = catalogue.captures.of("d" * 64)
    assert (found.url, found.media_type) == ("https://h/\N{SYMBOL FOR NULL}", "?")
    assert found.headers == {"etag": "\N{SYMBOL FOR NULL}"}
