"""The double itself, held to the table of answers that real hubs of August 2025 gave, and to the newest description."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from registries import hub_parts as parts
from registries.apart import public_text
from registries.hub_parts import Key
from registries.iscc_hub_double import AUGUST, NEWEST, NOW, IsccHubDouble

from artistguard.model.registering import Operation, Receipt
from artistguard.proof import notes

FORCE = {"X-Force-Declaration": "true"}
JSON = {"Accept": "application/json"}


def ask(
    hub: IsccHubDouble, method: str, path: str, body: Any = None, headers: Mapping[str, str] = JSON
) -> tuple[int, Any]:
    """Status, and the body as JSON where it is some."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(hub.url + path, data, dict(headers), method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            status, kind, text = answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            status, kind, text = error.code, error.headers.get_content_type(), error.read()
    return status, json.loads(text) if kind == "application/json" and text else text


def note(hub: IsccHubDouble, key: Key | None = None, *, hub_id: int = 1, late: int = 0, **more: Any) -> dict[str, Any]:
    """A signed note in the hub's dialect, signed with whatever it holds."""
    ours = parts.registry(hub, hub_id=hub_id)
    made = parts.signed(ours, parts.submission(), key, at=NOW - timedelta(minutes=late))
    found = {name: value for name, value in json.loads(made.body).items() if name != "signature"}
    key = key or Key()
    return notes.sign({**found, **more}, key.public, key)


@pytest.fixture
def august() -> Iterator[IsccHubDouble]:
    with IsccHubDouble(AUGUST).served() as hub:
        yield hub


@pytest.fixture
def newest() -> Iterator[IsccHubDouble]:
    with IsccHubDouble(NEWEST).served() as hub:
        yield hub


def test_the_table_of_august(august: IsccHubDouble) -> None:
    sent = note(august)
    status, receipt = ask(august, "POST", "/declaration", sent)
    first = receipt["credentialSubject"]["declaration"]["iscc_id"]
    assert (status, first[:9]) == (201, "ISCC:MAIW")
    assert receipt["credentialSubject"]["declaration"]["iscc_note"] == sent
    said: dict[str, tuple[int, Any]] = {
        "same note": ask(august, "POST", "/declaration", sent),
        "same file": ask(august, "POST", "/declaration", note(august)),
        "same nonce, forced": ask(august, "POST", "/declaration", sent, {**JSON, **FORCE}),
        "tampered": ask(august, "POST", "/declaration", {**note(august), "metahash": "1e20" + "0" * 64}),
        "late": ask(august, "POST", "/declaration", note(august, late=11)),
        "another hub's": ask(august, "POST", "/declaration", note(august, hub_id=2)),
        "unknown field": ask(august, "POST", "/declaration", note(august, **{"$schema": "x"})),
        "no JSON": ask(august, "POST", "/declaration"),
        "looked up": ask(august, "GET", "/lookup?datahash=1e20" + "0" * 64),
    }
    codes = {name: (status, body["error"]["code"]) for name, (status, body) in said.items()}
    assert codes == {
        "same note": (409, "duplicate_declaration"),
        "same file": (409, "duplicate_declaration"),
        "same nonce, forced": (400, "nonce_reuse"),
        "tampered": (401, "invalid_signature"),
        "late": (422, "timestamp_out_of_range"),
        "another hub's": (422, "nonce_mismatch"),
        "unknown field": (422, "validation_failed"),
        "no JSON": (400, "invalid_json"),
        "looked up": (404, "not_found"),
    }
    duplicate = said["same note"][1]["error"]
    assert (duplicate["existing_iscc_id"], duplicate["existing_actor"]) == (first, Key().text)
    assert said["same nonce, forced"][1]["error"]["field"] == "nonce"
    assert said["unknown field"][1]["error"]["message"] == "Unknown fields not allowed: $schema"
    status, again = ask(august, "POST", "/declaration", note(august), {**JSON, **FORCE})
    assert status == 201
    assert again["credentialSubject"]["declaration"]["iscc_id"] != first


@pytest.mark.parametrize("dialect", [AUGUST, NEWEST])
def test_deletion_is_a_line_more(dialect: str) -> None:
    with IsccHubDouble(dialect).served() as hub:
        assert ask(hub, "POST", "/declaration", note(hub))[0] == 201
        number = hub.log[0]["iscc_id"]

        def delete(key: Key) -> int:
            ours = parts.registry(hub)
            back = ours.withdraw(
                Receipt("x", Operation.DECLARE, NOW, "", b"", 201, {}, b"", number), parts.submission(), "d"
            )
            made = parts.signed(ours, back, key)
            return ask(hub, "DELETE", f"/declaration/{number}", json.loads(made.body))[0]

        assert [delete(Key(9)), delete(Key()), delete(Key())] == [401, 204, 404]
        assert len(hub.log) == 2
        status, body = ask(hub, "POST", "/declaration", note(hub))
        assert (status, body["error"]["code"]) == (409, "duplicate_declaration")
        assert ask(hub, "POST", "/declaration", note(hub), {**JSON, **FORCE})[0] == 201


def test_without_the_accept_header_pages_for_people_answer(newest: IsccHubDouble) -> None:
    status, body = ask(newest, "POST", "/declaration", note(newest), {})
    assert (status, body) == (404, b"<html>not found</html>")


def test_the_newest_description(newest: IsccHubDouble) -> None:
    sent = note(newest)
    status, ack = ask(newest, "POST", "/declaration", sent)
    assert (status, set(ack), ack["seq"], ack["iscc_id"][:9]) == (201, {"iscc_id", "seq"}, 0, "ISCC:MAIG")
    number = ack["iscc_id"]
    status, receipt = ask(newest, "GET", f"/declaration/{number}/receipt")
    assert status == 200
    assert receipt["evidence"]["type"] == "IsccLogInclusionProof"
    assert receipt["issuer"] == newest.did
    assert receipt["credentialSubject"]["id"] == f"did:key:{Key().text}"
    (shown,) = ask(newest, "GET", f"/lookup?datahash={sent['datahash']}")[1]
    assert (shown["iscc_id"], shown["pubkey"], shown["timestamp"][-1]) == (number, Key().text, "Z")
    assert ask(newest, "GET", f"/{number}") == (200, shown)
    assert ask(newest, "GET", "/lookup") == (
        400,
        {"detail": "Exactly one search parameter required: datahash or iscc_code"},
    )
    assert ask(newest, "GET", "/ISCC:MAIGIIFJRDGEQQAA")[0] == 404
    assert ask(newest, "GET", f"/search?iscc_code={sent['iscc_code']}")[0] == 404
    assert ask(newest, "POST", "/declaration", note(newest, **{"$schema": "x"}))[0] == 422
    unstated = {name: value for name, value in note(newest).items() if name != "$schema"}
    status, body = ask(newest, "POST", "/declaration", unstated)
    assert (status, body["error"]["message"]) == (422, "Missing required field: $schema")
    document = ask(newest, "GET", "/.well-known/did.json")[1]
    assert document["id"] == newest.did
    assert document["verificationMethod"][0]["publicKeyMultibase"] == newest.pubkey == public_text(newest.key)


def test_a_note_without_a_moment_is_taken_by_the_newest_alone(newest: IsccHubDouble, august: IsccHubDouble) -> None:
    for hub, wanted in ((newest, 201), (august, 422)):
        found = {name: value for name, value in note(hub).items() if name not in ("timestamp", "signature")}
        key = Key()
        assert ask(hub, "POST", "/declaration", notes.sign(found, key.public, key))[0] == wanted
