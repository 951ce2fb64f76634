"""What the batch bar asks of the workflow: choices, the dry run, and the signing itself. Runs in worker threads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.model.artwork import Artwork
from artistguard.model.errors import ArtistGuardError, Cancelled, IdentityError
from artistguard.model.jobs import Change
from artistguard.model.listing import WorkFilter
from artistguard.model.protocols import CancelToken
from artistguard.ui.spoken import listed, spoken

if TYPE_CHECKING:
    from artistguard.model.identity import Identity
    from artistguard.model.protocols import Progress
    from artistguard.workflow.sign import SigningOrder
    from artistguard.workflow.studio import Studio

CLOSELY = 300  # works whose files are looked at for the dry run; more are counted from the catalogue alone
_OUT = "window.out"  # the target folder, a seat's own


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from, and what was chosen last."""

    presets: tuple[tuple[str, str], ...]  # (id, name)
    default: str  # the default preset's name
    signer: str  # the name of the default signature; empty: there is none yet
    name: str  # of the artist, as far as known
    keychain: bool  # whether a new key can be locked without a passphrase
    out: Path


@dataclass(frozen=True, slots=True)
class Order:
    """What the bar asks for. `among`: the ids are all that this filter leaves, so that they can be counted as one."""

    ids: Sequence[str]
    out: Path
    preset: str | None
    posting: int | None
    among: WorkFilter | None = None


@dataclass(frozen=True, slots=True)
class Dry:
    """The dry run: a sentence, and whether there is anything to do."""

    text: str
    new: int
    closely: bool
    warnings: tuple[str, ...] = ()
    short: str = ""  # what to do about a disk that is too full


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of it."""

    done: int
    already: int
    failed: int
    blocked: int
    stopped: bool
    posting: bool
    out: Path
    error: ArtistGuardError | None
    notes: tuple[str, ...] = ()


def choices(studio: "Studio", pictures: Path) -> Choices:
    """What the bar offers. `pictures` is the system's folder for pictures."""
    from artistguard.model import paths

    catalogue = studio.catalogue
    default = catalogue.presets.default()
    identity = catalogue.identities.default()
    kept = catalogue.settings.get(f"{_OUT}.{studio.seat}")
    return Choices(
        presets=tuple((preset.id, preset.name) for preset in catalogue.presets.list()),
        default=default[0].name if default is not None else "",
        signer=identity.name if identity is not None else "",
        name=catalogue.profile.get().name,
        keychain=studio.keys.keychain_state() == "works",
        out=paths.native(kept) if isinstance(kept, str) and kept else pictures / "Signed",
    )


def remember(studio: "Studio", out: Path) -> None:
    """Keep the target folder for next time."""
    from artistguard.model import paths

    studio.catalogue.settings.set(f"{_OUT}.{studio.seat}", paths.text(out))


def dry(studio: "Studio", order: Order, cancel: CancelToken) -> Dry:
    """What signing would do. Many works are counted from the catalogue; their files are looked at when it begins."""
    from artistguard.workflow import rates, sign

    if len(order.ids) > CLOSELY:
        from artistguard.model.artwork import WorkState

        volume = studio.catalogue.works.volume(order.among or order.ids)
        cancel.check()
        signed, _ = volume[WorkState.SIGNED]
        todo = [held for state, held in volume.items() if state is not WorkState.SIGNED]
        new, size = sum(number for number, _ in todo), sum(held for _, held in todo)
        seconds = rates.estimate(studio.catalogue, new, size)
        return Dry(
            f"{new:,} without, {signed:,} with a signed copy; about {rates.size(size)}, {rates.duration(seconds)}.",
            new + signed,
            False,
        )
    identity = studio.catalogue.identities.default()
    made = sign.plan(studio, _works(studio, order.ids, cancel), _order(order), identity)
    warnings = [*map(spoken, made.warnings), *dict.fromkeys(spoken(error.message) for _, error in made.failures[:3])]
    short = ""
    if not made.fits:
        short = spoken(f"The copies need {rates.size(made.bytes)}, and the disk has {rates.size(made.free)} left.")
    return Dry(_planned(made.sentence()), len(made.copies), True, tuple(warnings), short)


def carry_out(
    studio: "Studio", order: Order, progress: "Progress", cancel: CancelToken, new_name: str = ""
) -> tuple[Signed, list[Change]]:
    """Plan and sign. `new_name`: make a signature of that name first, when there is none."""
    from artistguard.workflow import identity as identities
    from artistguard.workflow import sign

    changes: list[Change] = []
    identity: Identity | None = studio.catalogue.identities.default()
    if identity is None:
        if not new_name:
            raise IdentityError("There is no signature to sign with yet.", "Give a name, and it is made.")
        identity = identities.create(studio, new_name)
        changes.append(Change("identity", (identity.id,)))
    remember(studio, order.out)
    progress(0, None, "")
    wanted = _order(order)
    made = sign.plan(studio, _works(studio, order.ids, cancel), wanted, identity)
    failed = len(made.failures)
    if not made.copies:
        error = made.failures[0][1] if made.failures and not made.already else None
        nothing = Signed(0, len(made.already), failed, 0, False, order.posting is not None, order.out, error)
        return nothing, changes
    batch, report = sign.sign(studio, made, wanted, identity, progress=progress, cancel=cancel)
    works = dict.fromkeys(copy.work.id for copy in made.copies)
    changes += [Change("artwork", tuple(works)), Change("job", (batch,))]
    outcome = Signed(
        report.done,
        len(made.already),
        failed + report.failed,
        report.blocked,
        report.cancelled > 0 or cancel.cancelled,
        order.posting is not None,
        order.out,
        report.stopped,
        tuple(map(spoken, made.warnings)),
    )
    return outcome, changes


def assign(studio: "Studio", ids: list[str], client_id: str | None) -> tuple[int, list[Change]]:
    """Give works to a client, or to none."""
    from artistguard.workflow import clients

    clients.assign(studio, ids, studio.catalogue.clients.get(client_id) if client_id else None)
    return len(ids), [Change("artwork", tuple(ids))]


def _works(studio: "Studio", ids: Sequence[str], cancel: CancelToken) -> Iterator[Artwork]:
    for work in studio.catalogue.works.in_order(ids):
        if cancel.cancelled:
            raise Cancelled
        yield work


def _order(order: Order) -> "SigningOrder":
    from artistguard.workflow.sign import SigningOrder

    return SigningOrder(out=order.out, preset=order.preset, posting=order.posting)


def _planned(sentence: str) -> str:
    """What a plan says of itself: counts, then size and time."""
    counts, between, rest = sentence.removesuffix(".").partition("; ")
    return f"{listed(counts)}{between}{listed(rest)}."
