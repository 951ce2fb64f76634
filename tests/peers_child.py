"""Runs in the Python of the other environment (tests/peers.py): answers one JSON question a line."""

import importlib
import ipaddress
import json
import sys
from typing import Any


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ("socket.connect", "socket.sendto") or not isinstance(arguments[1], tuple):
        return
    if not ipaddress.ip_address(arguments[1][0]).is_loopback:
        raise PermissionError(f"a peer wanted to reach {arguments[1]!r}")


def validate(model: str, text: str) -> Any:
    """iscc_schema's reading of a JSON text."""
    module, _, name = model.rpartition(".")
    read = getattr(importlib.import_module(f"iscc_schema.{module}"), name).model_validate_json(text)
    return read.model_dump(mode="json", by_alias=True, exclude_none=True)


def _keys(secret: str, controller: str | None = None) -> Any:
    import base58
    from iscc_crypto import key_from_secret

    return key_from_secret("z" + base58.b58encode(b"\x80\x26" + bytes.fromhex(secret)).decode(), controller=controller)


def public_key(secret: str) -> str:
    """The public key of a secret of 32 bytes (hex), as iscc_crypto writes it."""
    return str(_keys(secret).public_key)


def sign_json(document: Any, secret: str) -> Any:
    """The document signed by iscc_crypto."""
    import iscc_crypto

    return iscc_crypto.sign_json(document, _keys(secret))


def verify_json(document: Any) -> str:
    """What iscc_crypto finds wrong in a signature; "" where it is good."""
    import iscc_crypto

    result = iscc_crypto.verify_json(document, raise_on_error=False)
    return "" if result.is_valid else str(result.message)


def sign_vc(document: Any, secret: str, controller: str | None = None) -> Any:
    """The credential signed by iscc_crypto (eddsa-jcs-2022); with a did:web as controller, by that."""
    import iscc_crypto

    return iscc_crypto.sign_vc(document, _keys(secret, controller))


def did_document(secret: str, controller: str) -> Any:
    """The controller document that iscc_crypto makes for a key."""
    return _keys(secret, controller).controller_document


def verify_vc(document: Any) -> str:
    """What iscc_crypto finds wrong in a credential; "" where it is good. It knows did:key alone."""
    import iscc_crypto

    result = iscc_crypto.verify_vc(document, raise_on_error=False)
    return "" if result.is_valid else str(result.message)


def node_id(nonce: str) -> int:
    """The hub that a nonce is for."""
    import iscc_crypto

    return int(iscc_crypto.decode_node_id(nonce))


def aggregated(record: str, network: str) -> Any:
    """What iscc-search makes of one entry of a hub's log: (an entry of its index or None, its reason)."""
    from iscc_search.aggregator.entry import record_to_entry

    entry, reason = record_to_entry(record.encode(), network)
    return [None if entry is None else entry.model_dump(mode="json", exclude_none=True), reason]


def canonical(document: Any) -> str:
    """RFC 8785 as the package jcs writes it."""
    import jcs

    return str(jcs.canonicalize(document).decode())


def versions() -> Any:
    """What stands in that environment."""
    from importlib import metadata

    return {name: metadata.version(name) for name in ("iscc-crypto", "iscc-schema", "iscc-search", "urllib3-future")}


def main() -> None:
    sys.addaudithook(_guard)
    for line in sys.stdin:
        question, *arguments = json.loads(line)
        try:
            answer = {"answer": globals()[question](*arguments)}
        except Exception as error:  # noqa: BLE001  whatever it is, the test is told
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
