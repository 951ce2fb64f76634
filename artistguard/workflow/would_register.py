"""What agreeing to a registry's host would let leave: a request of today, to the byte. Nothing is sent."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from artistguard.model.egress import Purpose
from artistguard.model.errors import UsageError
from artistguard.model.registering import Leaving, Operation, RegistryKind, Submission, Withdrawal
from artistguard.net import wire
from artistguard.net.door import BEARER, TokenHeader
from artistguard.net.guard import place
from artistguard.registries.status import Question, StatusRegistry
from artistguard.workflow import registering
from artistguard.workflow.register_plan import Plan

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_LOOKED_AT = 20  # works, until one is found that can be told
_TAKEN_BACK = (
    "To ask how a record stands, or to take it back, what it is called there is sent; taking back is signed with the "
    "same key."
)
_AFTER = {Withdrawal.NEVER: "What is recorded there can never be taken back."}
_EXAMPLE = Question(("https://your-site.example/where-a-work-stands",), ())


def lines(studio: "Studio", host: str) -> list[str]:
    """A request of each kind that a registry at this host (as consents name it) would get, as far as one can be made.

    Works under a client's seal are not looked at.
    """
    found: list[str] = []
    for name, registry in registering.registries(studio).items():
        if isinstance(registry, StatusRegistry):
            if registry.host == host:
                found += _asked(studio, registry)
        elif registry.capabilities.kind is RegistryKind.SERVICE:
            found += _told(studio, name, host)
    return found


def token_header(studio: "Studio", host: str, purposes: Sequence[Purpose]) -> TokenHeader:
    """The header in which a token of this host would leave."""
    asked = (each for each in registering.registries(studio).values() if isinstance(each, StatusRegistry))
    found = next((each.token_header for each in asked if each.host == host), BEARER)
    return found if Purpose.REGISTER in purposes else BEARER


def _told(studio: "Studio", name: str, host: str) -> list[str]:
    works = list(islice((work.id for work in studio.catalogue.works.iterate()), _LOOKED_AT))
    try:
        made = registering.plan(studio, works, [name])
    except UsageError:
        return []
    for submission, leaves in (*((row.submission, row.leaves) for row in made.rows), *_waiting(studio, made)):
        for leaving in leaves:
            if place(leaving.url).name == host:
                title = submission.items[0].title
                more = f" and {len(submission.items) - 1} more" if len(submission.items) > 1 else ""
                capabilities = made.registries[name].capabilities
                head = f"To record a work at {capabilities.title}, as for {title}{more}:"
                return ["", head, *_request(leaving), "", _AFTER.get(capabilities.withdrawal, _TAKEN_BACK)]
    return []


def _waiting(studio: "Studio", made: Plan) -> Iterator[tuple[Submission, Sequence[Leaving]]]:
    """What was asked for before, and waits: for this very consent, it may be."""
    for left in made.left_out:
        if left.known is not None and not left.known.state.finished:
            submission = studio.catalogue.declarations.get(left.known.id).submission
            if submission.operation is Operation.DECLARE:
                yield submission, made.registries[left.registry].prepare(submission).leaves


def _asked(studio: "Studio", registry: StatusRegistry) -> list[str]:
    stand = studio.catalogue.addresses.of(studio.catalogue.works.ids(limit=_LOOKED_AT))
    clients = studio.catalogue.works.clients_of(list(stand))
    known = [url for work, urls in stand.items() if not studio.seals.sealed(clients[work]) for url in urls]
    hidden = set(studio.seals.among(known))
    question = Question(tuple(url for url in known if url not in hidden)[:_LOOKED_AT], ())
    leaving = registry.plan(question if question.addresses else _EXAMPLE)[0]
    head = f"To ask {registry.capabilities.title}, about addresses that you give it; nothing is recorded by that:"
    return ["", head, *_request(leaving)]


def _request(leaving: Leaving) -> Iterator[str]:
    planned = wire.planned(leaving.method, leaving.url, leaving.why, leaving.headers, leaving.body)
    yield f"{leaving.why} ({planned.bytes_out} bytes before encryption)"
    yield from planned.request.splitlines()[:-1]
    if leaving.body:
        yield ""
        text = leaving.body.decode("utf-8", "replace")
        yield text if "".join(text.split("\n")).isprintable() else leaving.body.hex(" ")
    if leaving.later:
        yield f"Made when it is sent: {', '.join(leaving.later)}."
