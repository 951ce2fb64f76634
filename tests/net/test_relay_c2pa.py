"""c2pa's own HTTP client, which asks nobody, meets the relay."""

import io
import json
from collections.abc import Iterator

import pytest

c2pa = pytest.importorskip("c2pa")
from cryptography.hazmat.primitives import serialization  # noqa: E402
from doors import EveryHost  # noqa: E402
from PIL import Image  # noqa: E402

from artistguard.model.egress import Subjects  # noqa: E402
from artistguard.model.errors import NetworkOff, Sealed  # noqa: E402
from artistguard.net.door import Door  # noqa: E402
from artistguard.net.relay import Relay  # noqa: E402
from artistguard.provenance import certificates  # noqa: E402


@pytest.fixture
def relay(ledger, seals, authority) -> Iterator[Relay]:
    on = [True]
    door = Door(
        switch=lambda: on[0],
        ledger=ledger,
        seals=seals("sealed-work"),
        consents=EveryHost(),
        seat="",
        actor="",
        allowed={authority.at},
    )
    with Relay(door, authority.url) as relay:
        relay.on = on
        yield relay


def sign(url: str) -> bytes:
    made = certificates.create("Ada Example")
    key = made.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    source, target = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(source, "JPEG")
    source.seek(0)
    info = c2pa.C2paSignerInfo(b"es256", made.chain_pem.encode(), key, url.encode())
    made_by_hand = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
    actions = {"actions": [{"action": "c2pa.created", "digitalSourceType": made_by_hand}]}
    manifest = {
        "claim_generator_info": [{"name": "test"}],
        "format": "image/jpeg",
        "assertions": [{"label": "c2pa.actions", "data": actions}],
    }
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(json.dumps(manifest)) as builder:
        builder.sign(signer, "image/jpeg", source, target)
    return target.getvalue()


def test_a_signature_gets_its_time_through_the_door(relay, ledger, authority) -> None:
    url = relay.url_for(Subjects(works=("w1",)))
    signed = sign(url)
    assert relay.release(url) is None
    with c2pa.Reader("image/jpeg", io.BytesIO(signed)) as reader:
        told = json.loads(reader.json())
    assert told["manifests"][told["active_manifest"]]["signature_info"]["time"]
    assert "timeStamp.validated" in json.dumps(told)
    assert len(authority.queries) == len(ledger.lines) >= 1
    assert {(line.subjects.works, line.status) for line in ledger.lines} == {(("w1",), 200)}


@pytest.mark.parametrize(("works", "on", "reason"), [(("sealed-work",), True, Sealed), (("w1",), False, NetworkOff)])
def test_what_the_door_refuses_fails_the_signature_and_says_why(relay, authority, works, on, reason) -> None:
    relay.on[0] = on
    url = relay.url_for(Subjects(works=works))
    with pytest.raises(c2pa.C2paError):
        sign(url)
    assert isinstance(relay.release(url), reason)
    assert authority.queries == []
