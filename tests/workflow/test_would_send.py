"""What agreeing to a host would let leave: the same bytes that then leave, and nothing that a seal keeps back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from raw_server import RawServer

from artistguard.model.egress import Purpose
from artistguard.model.errors import UsageError
from artistguard.model.names import NameKind
from artistguard.model.rights import Profile
from artistguard.sources.base import Asker, BudgetSpent
from artistguard.workflow import clients, consents, names, questions, registering, tokens, watches, would_send
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

EMPTY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"


@pytest.fixture
def hub(studio: Studio, serve: Callable[..., RawServer]) -> RawServer:
    """A hub of the studio's own that knows nothing."""
    server = serve(EMPTY)
    studio.catalogue.profile.set(Profile("Ada Wren", addresses=("https://ada.example",)))
    own = {"hugging_face": server.url(""), "local_hosts": server.at, "network": True}
    studio.save(replace(studio.settings, **own))  # type: ignore[arg-type]
    return server


def test_what_is_shown_is_what_leaves(studio: Studio, hub: RawServer) -> None:
    shown = would_send.requests(studio, hub.at)
    assert shown
    assert hub.received == []
    consents.agree(studio, hub.at, [Purpose.WATCH], "")
    asker = Asker(studio.door(), most=len(shown))
    source = watches.sources(studio)["hugging-face"]
    with suppress(BudgetSpent):
        for _ in source.look(questions.question(studio, {}).question, {}, asker):
            pass
    assert {request.decode() for request in hub.received} <= {planned.request for planned in shown}
    text = would_send.in_words(studio, hub.at, [Purpose.WATCH])
    for planned in shown:
        assert planned.request.partition("\r\n")[0] in text
    assert "\n".join(shown[0].request.splitlines()).strip() in text


def test_a_sealed_name_is_not_in_it(studio: Studio, hub: RawServer) -> None:
    client = clients.add(studio, "Publisher")
    names.add(studio, "Secret Heroine", NameKind.CHARACTER, client.name)
    assert "heroine" not in would_send.in_words(studio, hub.at, [Purpose.WATCH]).lower()
    clients.open_(studio, client)
    assert "heroine" in would_send.in_words(studio, hub.at, [Purpose.WATCH]).lower()


def test_a_host_that_no_source_asks_is_shown_by_an_example(studio: Studio) -> None:
    for host, line in (("cdn.example", "Host: cdn.example\n"), ("*.cdn.example", "Host: some-name.cdn.example\n")):
        text = would_send.in_words(studio, host, [Purpose.POSTED_COPY, Purpose.PICTURE])
        assert line in text
        assert would_send.requests(studio, host) == ()
    with pytest.raises(UsageError):
        would_send.in_words(studio, "no host", [Purpose.CHECK])


def test_a_token_that_goes_along_is_told_and_not_shown(studio: Studio, hub: RawServer) -> None:
    tokens.set_token(studio, hub.at, "hf_aVerySecretToken123")
    text = would_send.in_words(studio, hub.at, [Purpose.CHECK])
    assert "Authorization: Bearer ..." in text
    assert "hf_aVery" not in text


def test_what_a_registry_would_be_told_is_shown_to_the_byte(studio: Studio, portfolio: Path) -> None:
    import_(studio, [portfolio])
    sealed = clients.add(studio, "Publisher")
    first, *rest = studio.catalogue.works.iterate()
    clients.assign(studio, [first.id], sealed)
    text = would_send.in_words(studio, "iscc.id", [Purpose.REGISTER])
    assert "POST /declaration HTTP/1.1\nHost: iscc.id\n" in text
    told = registering.plan(studio, [work.id for work in rest], ["iscc-hub"])
    assert next(row.leaves[0].body.decode() for row in told.rows if row.leaves) in text
    assert "Made when it is sent: " in text
    assert first.title not in text
    assert first.editions[0].blake3 not in text
    text = would_send.in_words(studio, "opts-api.spawningaiapi.com", [Purpose.REGISTER])
    assert "https://your-site.example/where-a-work-stands" in text
    studio.catalogue.addresses.add([(first.id, "https://ada.example/secret"), (rest[0].id, "https://ada.example/open")])
    tokens.set_token(studio, "opts-api.spawningaiapi.com", "a-secret-key")
    text = would_send.in_words(studio, "opts-api.spawningaiapi.com", [Purpose.REGISTER])
    assert "\n\nhttps://ada.example/open\n" in text
    assert "secret" not in text
    assert "'Authorization: API ...'" in text
    text = would_send.in_words(studio, "alice.btc.calendar.opentimestamps.org", [Purpose.REGISTER])
    assert "can never be taken back" in text
    assert "No registry" in would_send.in_words(studio, "other.example", [Purpose.REGISTER])
