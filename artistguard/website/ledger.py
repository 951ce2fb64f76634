"""The pages of the reservation ledger: what is reserved of each file, for machines that know its ISCC or its hash.

A file's gateway document (W3C Controlled Identifiers 1.0, as the ISCC discovery protocol wants it) names its TDM record
as the service "#tdm"; the record (iscc-schema's TDM) says that it is reserved and where the terms are. All of it is
static: any web server that gives out files will do. Documents are named by the hash of the file, which every system can
spell and a hub can put into an address: see `gateway`.
"""

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from artistguard.website import files
from artistguard.website.terms import Terms

FOLDER = "iscc"
INDEX, PAGE = f"{FOLDER}/index.json", f"{FOLDER}/index.html"
_CONTEXT = ["https://www.w3.org/ns/cid/v1", "https://purl.org/iscc/context/v1"]
_TDM_SCHEMA = "http://purl.org/iscc/schema/tdm-0.8.0.json"
_ABOUT = (
    "Files whose text and data mining is reserved, each with its gateway document and its TDM record. They say what is "
    "reserved; whether whoever trains a model reads them is another matter."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One declared file. Digests are lower-case hex; `iscc` is the ISCC-ID that a hub gave, else the ISCC-CODE.

    `hub` (its address) and `controller` (a DID) are of the hub's record; empty: it is at none.
    """

    blake3: str
    sha256: str
    iscc: str
    since: str  # ISO 8601
    terms: Terms
    hub: str = ""
    controller: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """The name of its documents: BLAKE3 as a multihash, which is a hub's {datahash}."""
        return f"1e20{self.blake3}"


def gateway(domain: str) -> str:
    """The gateway to give a hub (a URI template), so that it leads to these documents."""
    return _at(domain, f"{FOLDER}/{{datahash}}.json")


def all_files(domain: str, listed: Sequence[Listed]) -> dict[str, bytes]:
    """Every file of the ledger's site, by its path below the root."""
    made: dict[str, str] = {}
    for each in dict.fromkeys(one.terms for one in listed):
        title = "Terms for data mining and AI"
        body = files.words(each, "every file whose record names this page")
        made[_terms(each)] = files.html(f"{title}: {domain}", f"<h1>{title}</h1>\n{body}")
        if each.offers:
            policy = _terms(each, "json")
            made[policy] = files.policy(each, uid=_at(domain, policy), target=_at(domain, INDEX))
    for one in listed:
        made[f"{FOLDER}/{one.name}.json"] = document(domain, one)
        made[f"{FOLDER}/{one.name}.tdm.json"] = record(domain, one)
    bodies = {path: text.encode() for path, text in made.items()}
    return {**bodies, INDEX: _index(domain, listed, bodies).encode(), PAGE: _page(domain, listed).encode()}


def document(domain: str, one: Listed) -> str:
    """The gateway document: a controlled identifier with the TDM record as its service."""
    own = _at(domain, f"{FOLDER}/{one.name}.json")
    content: dict[str, object] = {"@context": _CONTEXT, "id": f"{one.hub}/{one.iscc}" if one.hub else own}
    if one.controller:
        content["controller"] = one.controller
    endpoint = _at(domain, f"{FOLDER}/{one.name}.tdm.json")
    content["service"] = [{"id": "#tdm", "type": "TdmMetadataService", "serviceEndpoint": endpoint}]
    return _json(content)


def record(domain: str, one: Listed) -> str:
    """The TDM record: reserved, and on which terms."""
    policy = _at(domain, _terms(one.terms, "json" if one.terms.offers else "html"))
    return _json({"$schema": _TDM_SCHEMA, "iscc": one.iscc, "tdm_reservation": 1, "tdm_policy": policy})


def _index(domain: str, listed: Sequence[Listed], bodies: Mapping[str, bytes]) -> str:
    """Everything in one document, with the digests of what it names."""
    entries = []
    for one in listed:
        path = f"{FOLDER}/{one.name}.json"
        entry = {
            "iscc": one.iscc,
            "datahash": one.name,
            "sha256": one.sha256,
            "since": one.since,
            "gateway": _at(domain, path),
            "gateway_sha256": hashlib.sha256(bodies[path]).hexdigest(),
            "tdm_sha256": hashlib.sha256(bodies[path.replace(".json", ".tdm.json")]).hexdigest(),
        }
        entries.append({**entry, "title": one.title} if one.title else entry)
    return _json({"about": _ABOUT, "files": entries})


def _page(domain: str, listed: Sequence[Listed]) -> str:
    parts = [f"<h1>Reservation ledger of {escape(domain)}</h1>", f"<p>{escape(_ABOUT)}</p>", "<ul>"]
    parts += [
        f'<li><a href="{_terms(each).rpartition("/")[2]}">{escape(each.sentence)}</a></li>'
        for each in dict.fromkeys(one.terms for one in listed)
    ]
    parts.append("</ul>\n<table>")
    for one in listed:
        name = escape(one.title or one.iscc)
        parts.append(
            f'<tr><th scope=row>{name}</th><td><a href="{one.name}.json">document</a>, '
            f'<a href="{one.name}.tdm.json">record</a>, since {escape(one.since[:10])}</td></tr>'
        )
    parts.append('</table>\n<p><a href="index.json">All of it in one document</a></p>')
    return files.html(f"Reservation ledger: {domain}", "\n".join(parts))


@functools.lru_cache(maxsize=64)
def _terms(terms: Terms, ending: str = "html") -> str:
    """Where terms stand: named by what they say, so that an address never comes to say something else."""
    name = hashlib.sha256(files.words(terms, "").encode()).hexdigest()[:12]
    return f"{FOLDER}/terms-{name}.{ending}"


def _at(domain: str, path: str) -> str:
    return f"https://{domain}/{path}"


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
