"""Credentials signed with `eddsa-jcs-2022` (W3C Data Integrity EdDSA Cryptosuites 1.0), by issuers named did:web.

Checked against keys that the caller has pinned, without the network: a DID document (`keys_of`) is evidence of what
a site said on a day, and no more trustworthy than the site was then.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from artistguard.proof import jcs, multikey

TYPE, SUITE, PURPOSE = "DataIntegrityProof", "eddsa-jcs-2022", "assertionMethod"
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?", re.ASCII)


def fault(credential: Mapping[str, Any], key: bytes) -> str:
    """What does not fit if `key` is to have signed the credential, beginning with the member where known; or ""."""
    proof = credential.get("proof")
    if not isinstance(proof, Mapping):
        return "proof: there is none"
    for name, wanted in (("type", TYPE), ("cryptosuite", SUITE), ("proofPurpose", PURPOSE)):
        if proof.get(name) != wanted:
            return f"proof.{name}: {str(proof.get(name))[:40]!r} is not {wanted!r}"
    try:
        signature = multikey.signature_bytes(proof.get("proofValue"))
    except ValueError as error:
        return f"proof.proofValue: {error}"
    context = credential.get("@context")
    if "@context" in proof and not _begins(context, proof["@context"]):
        return "proof.@context: it is not how the credential's own begins"
    if not multikey.fits(key, signature, signed_bytes(credential)):
        return "proof.proofValue: it does not fit, so something in the credential was changed, or another key signed it"
    return ""


def signed_bytes(credential: Mapping[str, Any]) -> bytes:
    """What the signature covers: the SHA-256 of the proof's settings, then that of the rest, 64 bytes.

    Raises ValueError for what has no canonical form.
    """
    settings = {name: value for name, value in credential["proof"].items() if name != "proofValue"}
    rest = {name: value for name, value in credential.items() if name != "proof"}
    parts = (jcs.canonical(settings, what="the proof"), jcs.canonical(rest, what="the credential"))
    return b"".join(hashlib.sha256(part).digest() for part in parts)


def did_web(url: str) -> str:
    """The did:web of a site: "did:web:hub.example", with its port if the URL names one (did:web, section 3.2).

    Raises ValueError for a URL with a path or without a host.
    """
    parts = urlsplit(url)
    if not _DOMAIN.fullmatch(parts.netloc) or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"{url[:80]!r} is not the address of a whole site")
    return f"did:web:{quote(parts.netloc, safe='')}"


def keys_of(document: Mapping[str, Any], did: str) -> dict[str, bytes]:
    """The Ed25519 keys that a DID document lets assert something for `did`, by their full names ("did:...#...").

    Raises ValueError for a document about somebody else.
    """
    if document.get("id") != did:
        raise ValueError(f"id: the document is about {str(document.get('id'))[:80]!r}, not {did!r}")
    methods, asserting = document.get("verificationMethod"), document.get(PURPOSE)
    named = {_full(one.get("id") if isinstance(one, Mapping) else one, did) for one in _list(asserting)}
    found: dict[str, bytes] = {}
    for method in (*_list(methods), *_list(asserting)):
        if not isinstance(method, Mapping) or method.get("controller") != did:
            continue
        name = _full(method.get("id"), did)
        if name not in named:
            continue
        try:
            found[name] = multikey.key_bytes(method.get("publicKeyMultibase"))
        except ValueError:
            continue  # a key of another kind
    return found


def _full(name: object, did: str) -> str:
    """A key's name, whole, whether the document spells it so or from "#" on."""
    return f"{did}{name}" if str(name).startswith("#") else str(name)


def _begins(whole: object, part: object) -> bool:
    mine, theirs = _list(whole), _list(part)
    return bool(theirs) and mine[: len(theirs)] == theirs


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
