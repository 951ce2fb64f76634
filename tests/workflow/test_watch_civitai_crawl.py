"""Civitai and Common Crawl watched by the studio: from their answers to cards, over several runs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sources.civitai_double import CivitaiDouble, model, picture
from sources.crawl_double import CrawlDouble, Fetched

from artistguard.model.egress import Purpose
from artistguard.model.finds import Find, Happening, Outcome
from artistguard.model.names import NameKind, Strength
from artistguard.workflow import consents, finds, names, watches
from artistguard.workflow.studio import Studio

ROBOTS = b"User-agent: GPTBot\nDisallow: /"
PAGE = b'<img src="/fox.jpg" alt="A fox in the snow">'


@pytest.fixture
def civitai() -> Iterator[CivitaiDouble]:
    double = CivitaiDouble(
        model(5, "Illustration style", "collector", words=["holliemengert artstyle"], sha256="AB" * 32),
        model(9, "Cosy XL", "reuploader", sha256="AB" * 32),
        model(7, "Hollie Hobbie dolls", "somebody"),
    )
    double.galleries[5] = [picture(77, "castle by Hollie Mengert")]
    with double.served():
        yield double


@pytest.fixture
def crawl() -> Iterator[CrawlDouble]:
    double = CrawlDouble(
        Fetched("https://hollie.example/", PAGE),
        Fetched("https://hollie.example/", PAGE, "CC-MAIN-2021-04"),
        Fetched(
            "https://hollie.example/robots.txt",
            b"User-agent: GPTBot\nDisallow: /",
            mime="text/plain",
            subset="robotstxt",
        ),
        crawls=("CC-MAIN-2025-33", "CC-MAIN-2021-04"),
    )
    with double.served():
        yield double


@pytest.fixture
def studio(tmp_path: Path, civitai: CivitaiDouble, crawl: CrawlDouble) -> Iterator[Studio]:
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False, local=True) as studio:
        hosts = [endpoint.removeprefix("http://") for endpoint in (civitai.endpoint, crawl.index, crawl.data)]
        studio.settings = replace(
            studio.settings,
            network=True,
            local_hosts=", ".join(hosts),
            civitai=civitai.endpoint,
            common_crawl_index=crawl.index,
            common_crawl_data=crawl.data,
        )
        names.add(studio, "Hollie Mengert", NameKind.NAME)
        studio.catalogue.profile.set(replace(studio.catalogue.profile.get(), addresses=("https://hollie.example",)))
        for host in hosts:
            consents.agree(studio, host, [Purpose.WATCH], "what would be sent")
        yield studio


def cards(studio: Studio) -> dict[str, Find]:
    return {card.members[0].candidate.source: card for card in finds.cards(studio, news=False)}


def test_from_answers_to_cards(studio: Studio, civitai: CivitaiDouble, crawl: CrawlDouble) -> None:
    for source in ("civitai", "common-crawl"):
        watches.add(studio, source)
    runs = watches.run(studio)
    assert [(run.outcome, run.news > 0) for run in runs] == [(Outcome.DONE, True)] * 2
    found = cards(studio)
    style = found["civitai"]
    assert style.strength is Strength.STRONG
    assert {member.candidate.key for member in style.members} == {"5", "9"}  # the same file, one card
    site = found["common-crawl"]
    assert len(site.members) == 2  # both crawls of one site, one card
    assert "LAION and COYO were built from such crawls" in site.members[0].candidate.note
    notes = " ".join(member.candidate.note for member in site.members)
    assert "it allowed CCBot; refused were 1 of 18" in notes
    facts = [text.text for member in site.members for text in member.candidate.texts]
    assert any("refused GPTBot and allowed CCBot" in fact for fact in facts)
    for word in ("trained", "training"):
        assert not any(word in (card.why + card.title).lower() for card in found.values())


def test_what_happens_to_them_afterwards(studio: Studio, civitai: CivitaiDouble, crawl: CrawlDouble) -> None:
    for source in ("civitai", "common-crawl"):
        watches.add(studio, source)
    watches.run(studio)
    assert [run.news for run in watches.run(studio)] == [0, 0]
    civitai.models[0] = {**civitai.models[0], "name": "Renamed", "mode": "TakenDown"}
    watches.run(studio)
    style = cards(studio)["civitai"]
    assert Happening.RENAMED in {line.what for line in style.history}
    assert any(member.candidate.note.startswith("Taken down") for member in style.members)
    civitai.models = [item for item in civitai.models if item["id"] != 5]
    watches.run(studio)
    assert cards(studio)["civitai"].history[0].what is Happening.GONE


def test_a_stop_in_the_middle_loses_nothing(studio: Studio, civitai: CivitaiDouble) -> None:
    watches.add(studio, "civitai")
    busy = civitai.fault
    civitai.fault = lambda asked: asked.one("query") == "mengert" and (_ for _ in ()).throw(ConnectionError)
    first = watches.run(studio)[0]
    assert first.outcome is not Outcome.DONE
    assert cards(studio)["civitai"].members
    civitai.fault = busy
    civitai.asked.clear()
    assert watches.run(studio)[0].outcome is Outcome.DONE
    assert "hollie mengert" not in civitai.searches()  # it went on where it was
