"""Looking up at hubs: who declared a very file, or very code; and which declared pictures look like one.

The exact look-up is the newest hubs' `/lookup`. Similar pictures are found by `/search`, which hubs may offer, and
which iscc-search serves for an index of anybody's own. Scores are the service's, and are passed on as they are.
Source: ISCC-HUB openapi.yaml of 2026; iscc-search 0.3.3 openapi.yaml.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import ComeBackLater, Refused, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.net import advice
from artistguard.net.door import Answer, AnswerLimits, Door
from artistguard.registries.hub_notes import is_id
from artistguard.registries.iscc_hubs import Hub, SearchService

ACCEPT = {"Accept": "application/json"}
LIMITS = AnswerLimits(body=1024 * 1024, seconds=30)
MOST = 20  # matches that are asked for
_BUSY = frozenset({429, 502, 503, 504})
_LONGEST = 300  # characters of a stranger's text that are kept


class NoSearch(UsageError):
    """The service does not find similar pictures."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration as a hub shows it."""

    iscc_id: str
    iscc_code: str
    datahash: str
    pubkey: str
    at: str  # as the hub writes it
    controller: str = ""
    gateway: str = ""  # where its terms may be read
    metahash: str = ""


@dataclass(frozen=True, slots=True)
class SimilarPicture:
    """Something that a search service holds near to be found. `score` and `types` are the service's own, 0 to 1."""

    iscc_id: str
    score: float
    types: Mapping[str, float]  # by unit: "CONTENT_IMAGE_V0", "DATA_NONE_V0" ...
    metadata: Mapping[str, str]  # what the service was told about it


def look_up(hub: Hub, get: Callable[[str], Answer], *, datahash: str = "", iscc_code: str = "") -> tuple[Declared, ...]:
    """The declarations of a very file or a very code. `get` asks the hub for a path.

    Raises ComeBackLater, Refused where the answer is no list of declarations.
    """
    query = urlencode({"datahash": datahash} if datahash else {"iscc_code": iscc_code})
    answer = get(f"/lookup?{query}")
    found = _read(answer, hub.title)
    if not isinstance(found, list):
        raise Refused(f"{hub.title} answered in a form that cannot be read.")
    return tuple(_declared(one) for one in found if isinstance(one, dict) and is_id(one.get("iscc_id")))


def similar(
    service: SearchService, iscc_code: str, *, door: Door, subjects: Subjects, cancel: CancelToken, most: int = MOST
) -> tuple[SimilarPicture, ...]:
    """What the service holds that looks like the picture of this code, best first. Nothing is declared by asking.

    Raises NoSearch, and what the door raises.
    """
    query = urlencode({"iscc_code": iscc_code, "limit": most})
    answer = door.request(
        "GET",
        f"{service.url}/search?{query}",
        purpose=Purpose.REGISTER,
        subjects=subjects,
        headers=ACCEPT,
        limits=LIMITS,
        redirects=0,
        cancel=cancel,
    )
    if answer.status == 404:
        raise NoSearch(f"{service.title} does not offer to find similar pictures, or has no such index.")
    found = _read(answer, service.title)
    matches = found.get("global_matches") if isinstance(found, dict) else None
    if not isinstance(matches, list):
        raise Refused(f"{service.title} answered in a form that cannot be read.")
    return tuple(_match(one) for one in matches[:most] if isinstance(one, dict) and is_id(one.get("iscc_id")))


def _read(answer: Answer, title: str) -> Any:
    if answer.status in _BUSY:
        seconds = advice.wait_asked(answer.headers, answer.at)
        wait = "" if seconds is None else f" It asks to wait {seconds:.0f} s."
        raise ComeBackLater(f"{title} is busy ({answer.status}).{wait}")
    if answer.status != 200:
        raise Refused(f"{title} did not answer the question ({answer.status}).")
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{title} answered in a form that cannot be read.") from error


def _declared(one: Mapping[str, Any]) -> Declared:
    return Declared(
        iscc_id=one["iscc_id"],
        iscc_code=_text(one.get("iscc_code")),
        datahash=_text(one.get("datahash")),
        pubkey=_text(one.get("pubkey")),
        at=_text(str(one.get("timestamp", ""))),
        controller=_text(one.get("controller")),
        gateway=_text(one.get("gateway")),
        metahash=_text(one.get("metahash")),
    )


def _match(one: Mapping[str, Any]) -> SimilarPicture:
    types, told = one.get("types"), one.get("metadata")
    return SimilarPicture(
        iscc_id=one["iscc_id"],
        score=_share(one.get("score")),
        types={_text(name): _share(value) for name, value in types.items()} if isinstance(types, dict) else {},
        metadata={_text(name): _text(str(value)) for name, value in told.items()} if isinstance(told, dict) else {},
    )


def _share(value: object) -> float:
    return min(max(float(value), 0.0), 1.0) if isinstance(value, (int, float)) and value == value else 0.0


def _text(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST])
