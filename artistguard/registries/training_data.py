"""What the Training Data Registry (United Kingdom) says of addresses. Read only: it takes entries on its pages alone.

https://trainingdataregistry.org/developers: GET /api/v1/check?url=, one address a request; several at once are for paid
plans, and how they are answered is not told, so they are not asked for.
"""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from artistguard.model.egress import Subjects
from artistguard.model.errors import Refused
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Capabilities, Leaving, RegistryKind, Told, Withdrawal
from artistguard.net.door import Door, TokenHeader
from artistguard.registries import status
from artistguard.registries.status import Question, Reply, Said

NAME = "training-data-registry-status"
ENDPOINT = "https://trainingdataregistry.org"
_CAPABILITIES = Capabilities(
    name=NAME,
    title="Training Data Registry, what it says",
    kind=RegistryKind.STATUS,
    takes=frozenset({Told.ADDRESS}),
    withdrawal=Withdrawal.NOTHING,
    what="Says of addresses whether they are registered there, and for which uses; asked with your own key, an address "
    "a request, and nothing is declared by it.",
    readers="Nobody is known to.",
    looked=date(2026, 11, 26),
    public=True,
    address="https://trainingdataregistry.org/developers",
)


class TrainingDataRegistry(status.StatusRegistry):
    """The registry's reading side (see `status.StatusRegistry`). `endpoint` is the tests' seam."""

    token_header = TokenHeader("X-API-Key")

    def __init__(self, endpoint: str = ENDPOINT) -> None:
        super().__init__(endpoint)

    @property
    def way(self) -> str:
        """What people do instead."""
        return "'artistguard registry show training-data-registry' says how people do it."

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""
        return _CAPABILITIES

    def plan(self, question: Question) -> tuple[Leaving, ...]:
        """The requests as they would leave, without the key."""
        return tuple(
            Leaving(
                "GET",
                f"{self.endpoint}/api/v1/check?url={quote(address, safe='')}",
                {"Accept": "application/json"},
                b"",
                why="to ask whether an address is registered there",
            )
            for address in question.addresses
        )

    def ask(self, question: Question, door: Door, cancel: CancelToken) -> Iterator[Reply]:
        """Ask, an address a request."""
        for address, leaving in zip(question.addresses, self.plan(question), strict=True):
            subjects = Subjects(works=question.works, addresses=(address,))
            data, answer = status.asked(
                door, leaving, subjects, self.token_header, "The Training Data Registry", cancel
            )
            if not isinstance(data, dict) or not isinstance(data.get("registered"), bool):
                raise Refused("The Training Data Registry answered with something that is not as documented.")
            if not data["registered"]:
                yield Reply((Said(address, False, "not registered there"),), answer.captured())
                continue
            trains = data.get("allow_training")
            yield Reply(
                (Said(address, not trains if isinstance(trains, bool) else None, _words(data)),), answer.captured()
            )


def _words(data: dict[str, object]) -> str:
    """What it says of an entry besides, each part only where it is of the documented kind."""
    parts = ["registered there"]
    if isinstance(trust := data.get("verification_status") or data.get("trust"), str):
        parts.append(trust[:40])
    if isinstance(since := data.get("registered_at"), str):
        parts.append(f"since {since[:40]}")
    uses = [use for use in ("training", "inference", "archive") if data.get(f"allow_{use}") is True]
    parts.append(f"allows {', '.join(uses)}" if uses else "allows nothing")
    return ", ".join(parts)
