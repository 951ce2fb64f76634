"""The note as it is sent: put together from its draft, it is the canonical one, and its signature fits."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registries import hub_parts as parts
from registries.iscc_hub_double import NOW

from artistguard.model.registering import Submission
from artistguard.proof import jcs, notes
from artistguard.registries import hub_notes
from artistguard.registries.iscc_hubs import Dialect, Hub

HUBS = [Hub("hub", "Hub", number, "https://hub.example", dialect=d) for number in (0, 1, 4095) for d in Dialect]
GATEWAY = "https://ada.example/iscc/{iscc_id}"


def draft(hub: Hub, params: dict[str, str]) -> bytes:
    what: Submission = parts.submission()
    return hub_notes.draft(hub_notes.declaration(hub, what.items[0], params))


def checked(hub: Hub, data: bytes, controller: str) -> dict[str, Any]:
    key = parts.Key()
    sent = hub_notes.signed(hub, data, NOW, key, controller=controller)
    note: dict[str, Any] = json.loads(sent)
    assert jcs.canonical(note) == sent
    assert notes.signer(note) == key.public
    unsigned = {name: value for name, value in note.items() if name != "signature"}
    # The long way, with the same number: Ed25519 signs the same bytes in the same way.
    assert jcs.canonical(notes.sign(unsigned, key.public, key, controller=controller)) == sent
    assert {name: note[name] for name in json.loads(data)} == json.loads(data)
    assert int(note["nonce"][:3], 16) == hub.hub_id
    return note


@pytest.mark.parametrize("hub", HUBS)
@pytest.mark.parametrize("params", [{}, {"gateway": GATEWAY}, {"gateway": GATEWAY, "metahash": "1e20" + "ab" * 32}])
def test_a_declaration_is_canonical_and_signed(hub: Hub, params: dict[str, str]) -> None:
    checked(hub, draft(hub, params), "")


@pytest.mark.parametrize("hub", HUBS)
def test_a_withdrawal_is_canonical_and_signed(hub: Hub) -> None:
    checked(hub, hub_notes.draft(hub_notes.withdrawal(hub, "ISCC:MAIWMDKBXLD764AB")), "")


@settings(max_examples=40)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
def test_whoever_answers_for_the_key_stands_where_it_belongs(rest: str) -> None:
    controller = hub_notes.controller({"controller": f"did:web:{rest}"})
    assert checked(HUBS[2], draft(HUBS[2], {}), controller)["signature"]["controller"] == f"did:web:{rest}"


def test_all_that_a_draft_can_hold_stands_before_what_is_added() -> None:
    everything = {"gateway": GATEWAY, "metahash": "1e20" + "ab" * 32}
    names = {name for hub in HUBS for name in json.loads(draft(hub, everything))} | {"iscc_id"}
    assert max(names) < "nonce"
