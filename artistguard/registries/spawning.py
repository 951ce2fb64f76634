"""What Spawning's Do Not Train registry says of addresses. Read only: how it takes them is not published.

The wire is that of the package datadiligence (0.1.7), which its makers give to trainers: POST of up to 10,000 URLs, a
line each, answered by {"urls": [{"url", "optOut"}]}.
"""

from collections.abc import Iterator
from datetime import date

from artistguard.model.egress import Subjects
from artistguard.model.errors import Refused
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Capabilities, Leaving, RegistryKind, Told, Withdrawal
from artistguard.net.door import Door, TokenHeader
from artistguard.registries import status
from artistguard.registries.status import Question, Reply, Said

NAME = "spawning"
ENDPOINT = "https://opts-api.spawningaiapi.com"
MOST = 10_000  # addresses a request
_CAPABILITIES = Capabilities(
    name=NAME,
    title="Spawning, what its Do Not Train registry says",
    kind=RegistryKind.STATUS,
    takes=frozenset({Told.ADDRESS}),
    withdrawal=Withdrawal.NOTHING,
    what="Says of addresses whether they are opted out there; asked with your own key, and nothing is declared by it. "
    "Its site was said to be under maintenance in September 2025: it may not answer.",
    readers="Stability AI and Hugging Face, Spawning said in 2024; nothing newer was found.",
    looked=date(2026, 11, 26),
    public=False,
    address="https://opts-api.spawningaiapi.com/docs",
)


class Spawning(status.StatusRegistry):
    """Spawning's registry (see `status.StatusRegistry`). `endpoint` is the tests' seam."""

    token_header = TokenHeader("Authorization", "API ")

    def __init__(self, endpoint: str = ENDPOINT) -> None:
        super().__init__(endpoint)

    @property
    def way(self) -> str:
        """What people do instead."""
        return "'artistguard registry show have-i-been-trained' says how people do it."

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""
        return _CAPABILITIES

    def plan(self, question: Question) -> tuple[Leaving, ...]:
        """The requests as they would leave, without the key."""
        parts = [question.addresses[start : start + MOST] for start in range(0, len(question.addresses), MOST)]
        return tuple(
            Leaving(
                "POST",
                f"{self.endpoint}/api/v2/query/urls/",
                {"Content-Type": "text/plain", "Accept": "application/json"},
                "\n".join(part).encode(),
                why="to ask whether addresses are opted out there",
            )
            for part in parts
        )

    def ask(self, question: Question, door: Door, cancel: CancelToken) -> Iterator[Reply]:
        """Ask, up to 10,000 addresses at a time."""
        for leaving in self.plan(question):
            part = leaving.body.decode().split("\n")
            subjects = Subjects(works=question.works, addresses=tuple(part))
            data, answer = status.asked(door, leaving, subjects, self.token_header, "Spawning", cancel)
            entries = data.get("urls") if isinstance(data, dict) else None
            if not isinstance(entries, list):
                raise Refused("Spawning answered with something that is not as documented.")
            told = {entry.get("url"): entry.get("optOut") for entry in entries if isinstance(entry, dict)}
            said = tuple(Said(url, told[url] if isinstance(told.get(url), bool) else None) for url in part)
            yield Reply(said, answer.captured())
