"""What the place asks of the workflow, as functions for the bridge. They run on threads and hand back plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from artistguard.model.artwork import EditionRole
from artistguard.model.jobs import Change
from artistguard.model.registering import Capabilities, Item, Leaving, RegistryKind
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui.records import words
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.register_plan import Plan
    from artistguard.workflow.studio import Studio

_LOOKED_AT = 2000  # submissions that are gone through to find a request to each host: the others are of the same make
_NAMED = 200  # works that are named with the reason why they are left out


@dataclass(frozen=True, slots=True)
class Order:
    """What the form asks for. `works` None: all there are."""

    works: tuple[str, ...] | None
    registries: tuple[str, ...]
    roles: tuple[EditionRole, ...]
    preset: str | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from."""

    works: int
    registries: tuple[Capabilities, ...]
    presets: tuple[tuple[str, str], ...]  # (id, name)
    default: str  # the name of the default preset


@dataclass(frozen=True, slots=True)
class Dry:
    """What registering would do: counts of declarations, what is left out and why, and what would leave."""

    new: int
    known: int  # asked for before
    going: int  # ... and not answered yet: these go on, and may leave this machine
    sealed: int
    others: int  # left out for another reason, or not possible
    requests: int
    bytes_out: int
    left_out: tuple[tuple[str, str], ...]  # (work, why)
    warnings: tuple[str, ...]
    needs: tuple[HostNeed, ...]  # hosts that were not agreed to
    planned: tuple[Planned, ...]
    network: bool  # whether it is on, or nothing needs it


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of it."""

    done: int
    failed: int
    left: int  # still to be done: waits for the network, a key, or its time
    why: str = ""  # what stopped it


def choices(studio: "Studio") -> Choices:
    """Works, registries that can be told something, and terms."""
    from artistguard.workflow import registering

    catalogue = studio.catalogue
    named = (each.capabilities for each in registering.registries(studio).values())
    default = catalogue.presets.default()
    return Choices(
        catalogue.works.total(),
        tuple(each for each in named if each.kind in (RegistryKind.EMBEDDED, RegistryKind.SERVICE)),
        tuple((preset.id, preset.name) for preset in catalogue.presets.list()),
        default[0].name if default is not None else "",
    )


def dry(order: Order, cancel: "CancelToken | None" = None) -> "Callable[[Studio], Dry]":
    """The dry run of an order. `cancel` stops it: something else is asked for by then."""

    def read(studio: "Studio") -> Dry:
        from artistguard.workflow import register_plan, register_wire

        plan = _plan(studio, order, cancel)
        known = sum(each.known is not None for each in plan.left_out)
        going = {
            each.known.id
            for each in plan.left_out
            if each.known is not None
            and not each.known.state.finished
            and plan.registries[each.registry].capabilities.kind is not RegistryKind.EMBEDDED
        }
        sealed = len({each.work_id for each in plan.left_out if each.why == register_plan.SEALED})
        sealed_lines = sum(each.why == register_plan.SEALED for each in plan.left_out)
        leaving: dict[str, Leaving] = {}  # one a host
        for row in islice(plan.rows, _LOOKED_AT):
            for each in row.leaves:
                leaving.setdefault(register_wire.host(each), each)
        network = studio.settings.network or not plan.requests
        named = [(each.shown, spoken(each.why)) for each in plan.left_out if each.known is None]
        named += [
            (_title(row.submission.items), spoken(row.error.message)) for row in plan.failed if row.error is not None
        ]
        return Dry(
            new=plan.total,
            known=known,
            going=len(going),
            sealed=sealed,
            others=len(plan.left_out) - known - sealed_lines + len(plan.failed),
            requests=sum(plan.requests.values()),
            bytes_out=plan.bytes_out,
            left_out=tuple(named[:_NAMED]),
            warnings=tuple(map(spoken, plan.warnings)),
            needs=tuple(HostNeed(host, spoken(leaving[host].why) if host in leaving else "") for host in plan.hosts),
            planned=tuple(map(shown, leaving.values())),
            network=network,
        )

    return read


def register(order: Order) -> "Callable[[Studio, Progress, CancelToken], tuple[Registered, list[Change]]]":
    """Carry an order out."""

    def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[Registered, list[Change]]:
        from artistguard.workflow import registering

        batch, report = registering.register(studio, _plan(studio, order), progress=progress, cancel=cancel)
        why = spoken(report.stopped.message) if report.stopped is not None else ""
        came = Registered(report.done, report.failed, report.blocked + report.left, why)
        changes = [Change("record", ()), Change("artwork", ())]
        return came, [*changes, Change("job", (batch.id,))] if batch is not None else changes

    return work


def shown(leaving: Leaving) -> Planned:
    """A request as it would leave, its body included; bytes that are no text are shown as hex."""
    from artistguard.net import wire

    made = wire.planned(leaving.method, leaving.url, leaving.why, leaving.headers, leaving.body)
    try:
        body = leaving.body.decode("utf-8")
    except UnicodeDecodeError:
        body = leaving.body.hex(" ")
    return Planned(made.method, made.url, _why(leaving), made.bytes_out, made.request + body)


def _why(leaving: Leaving) -> str:
    later = ", ".join(map(spoken, leaving.later))
    made_later = filled(words.translate("Records", "made when it is sent: %1"), later) if later else ""
    return "; ".join(part for part in (spoken(leaving.why).rstrip("."), made_later) if part)


def _plan(studio: "Studio", order: Order, cancel: "CancelToken | None" = None) -> "Plan":
    from artistguard.workflow import registering

    works = order.works if order.works is not None else [work.id for work in studio.catalogue.works.iterate()]
    return registering.plan(studio, works, order.registries, roles=order.roles, preset=order.preset, cancel=cancel)


def _title(items: Sequence[Item]) -> str:
    return items[0].title if items else ""
