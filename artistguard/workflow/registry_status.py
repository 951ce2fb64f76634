"""Asking the registries that only say what they hold, for works whose addresses are known; nothing is declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from artistguard.model.errors import UsageError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.registering import Leaving
from artistguard.registries.status import Question, Said, StatusRegistry
from artistguard.workflow import captures, registering
from artistguard.workflow.studio import Studio

MOST_REQUESTS = 100  # a run: the free plans count every one
_ASKED = "registry-asked"


@dataclass(frozen=True, slots=True)
class Asking:
    """What would be asked. `sealed`: titles of works that a seal keeps back; `without`: of those without an address.

    `left`: addresses beyond what one run asks.
    """

    question: Question
    works: Mapping[str, str]  # address -> work id
    leaves: tuple[Leaving, ...]
    sealed: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What a registry said, address by address, on a moment. `captures`: digests of its raw answers."""

    registry: str
    at: datetime
    said: tuple[Said, ...]
    captures: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All of it in a line that says whose word it is."""
        yes = sum(said.opted_out is True for said in self.said)
        no = sum(said.opted_out is False for said in self.said)
        silent = len(self.said) - yes - no
        rest = f", of {silent} it says neither" if silent else ""
        return f"On {self.at:%Y-%m-%d %H:%M} UTC it says opted out: yes for {yes}, no for {no} addresses{rest}."


def known(studio: Studio) -> Mapping[str, StatusRegistry]:
    """Those that can be asked, by name."""
    every = registering.registries(studio)
    return {name: each for name, each in every.items() if isinstance(each, StatusRegistry)}


def find(studio: Studio, name: str) -> StatusRegistry:
    """The one of a name, or the only one whose name begins so. Raises UsageError."""
    every = known(studio)
    found = [each for whole, each in every.items() if name and whole.startswith(name)]
    if len(found) != 1:
        raise UsageError(f"There is no registry named {name[:80]!r} that can be asked.", f"{', '.join(every)}.")
    return found[0]


def plan(studio: Studio, registry: StatusRegistry, works: Sequence[str]) -> Asking:
    """What would be asked for works (ids). Nothing is sent. Raises UsageError where no address is left."""
    addresses = studio.catalogue.addresses.of(works)
    sealed, without, standing = [], [], dict[str, str]()
    hidden = frozenset(studio.seals.among(dict.fromkeys(url for urls in addresses.values() for url in urls)))
    clients: dict[str | None, bool] = {}
    for work in studio.catalogue.works.in_order(list(dict.fromkeys(works))):
        at = addresses.get(work.id, ())
        if work.client_id not in clients:
            clients[work.client_id] = studio.seals.sealed(work.client_id)
        if clients[work.client_id] or hidden.intersection(at):
            sealed.append(work.title)
        elif at:
            standing.update(dict.fromkeys(at, work.id))
        else:
            without.append(work.title)
    if not standing:
        raise UsageError(
            "No address of these works is known" + (" that no client's seal keeps back." if sealed else "."),
            "Give a list of works and their addresses with --addresses FILE.",
        )
    question = Question(tuple(standing), tuple(dict.fromkeys(standing.values())))
    leaves = registry.plan(question)
    if len(leaves) > MOST_REQUESTS:
        kept = dict(list(standing.items())[:MOST_REQUESTS])  # an address a request
        question = Question(tuple(kept), tuple(dict.fromkeys(kept.values())))
        leaves = registry.plan(question)
    left = len(standing) - len(question.addresses)
    return Asking(question, standing, leaves, tuple(sealed), tuple(without), left)


def ask(
    studio: Studio,
    registry: StatusRegistry,
    asking: Asking,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Answered:
    """Ask, keep the raw answers as evidence, and write down what was said. What was answered before a stop is kept.

    Raises UsageError without a key, and what the door raises.
    """
    if registry.host not in studio.keys.secrets():
        raise UsageError(
            f"{registry.host} answers those who have a key of their own.",
            f"Keep it here with 'artistguard network token {registry.host}'.",
        )
    said: list[Said] = []
    kept: list[str] = []
    name, at = registry.capabilities.name, studio.catalogue.clock()
    try:
        for reply in registry.ask(asking.question, studio.door(), cancel or CancelToken()):
            captures.keep(studio, reply.captured)
            kept.append(reply.captured.capture.sha256)
            said += reply.said
            at = reply.captured.capture.at
            progress(len(said), len(asking.question.addresses), "")
    finally:
        answered = Answered(name, at, tuple(said), tuple(kept))
        if kept:
            studio.catalogue.custody.append(
                _ASKED,
                name,
                {
                    "asked": len(said),
                    "opted_out": sum(each.opted_out is True for each in said),
                    "not_opted_out": sum(each.opted_out is False for each in said),
                    "captures": kept,
                    "said_by": registry.capabilities.title,
                },
            )
    return answered
