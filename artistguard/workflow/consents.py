"""Consent: which hosts may be asked for what, after the user saw what exactly would be sent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from artistguard.catalogue.store import Catalogue
from artistguard.model.consent import Consent
from artistguard.model.egress import Purpose
from artistguard.model.errors import NotAgreed, UsageError
from artistguard.model.watching import HostNeed
from artistguard.net.guard import named

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

PURPOSES = (Purpose.WATCH, Purpose.CHECK, Purpose.PICTURE, Purpose.POSTED_COPY, Purpose.SCAN, Purpose.REGISTER)
IN_WORDS = {
    Purpose.WATCH: "look for your names and addresses",
    Purpose.CHECK: "open a link that you paste",
    Purpose.PICTURE: "fetch pictures that lie there and compare them with your works",
    Purpose.POSTED_COPY: "fetch a copy that you posted",
    Purpose.REGISTER: "record your works there, ask how they stand, and take them back",
    Purpose.SCAN: "search data sets with its workers, by the hashes of your works that are under no seal",
}


class Consents:
    """The policy of the door, over a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def check(self, authority: str, purpose: Purpose) -> None:
        """Raise NotAgreed if nobody agreed to this host (or host:port) for this."""
        if not _covered(self._catalogue.consents.in_force(), authority, purpose):
            raise NotAgreed(
                f"You have not agreed yet that {authority} is asked to {IN_WORDS.get(purpose, purpose.value)};"
                " nothing was sent to it.",
                f"Agree with 'artistguard network allow {authority} --for {purpose.value}', or leave it.",
                host=authority,
            )


def agreed(studio: "Studio") -> tuple[Consent, ...]:
    """What is agreed now, oldest first."""
    return studio.catalogue.consents.in_force()


def agree(studio: "Studio", host: str, purposes: Sequence[Purpose], shown: str) -> Consent:
    """Write down that the user agreed to a host ("name", "name:port", "*.name") after seeing `shown`.

    Raises UsageError for a host that is none, and without a purpose.
    """
    host = named(host)
    if not purposes or not set(purposes) <= set(PURPOSES):
        raise UsageError("Agree to at least one of: " + ", ".join(purpose.value for purpose in PURPOSES) + ".")
    with studio.catalogue.transaction():
        consent = studio.catalogue.consents.give(host, purposes, shown)
        studio.catalogue.custody.append(
            "host-agreed",
            consent.id,
            {"host": consent.host, "purposes": [p.value for p in consent.purposes], "shown": consent.shown},
        )
    return consent


def withdraw(studio: "Studio", host_or_id: str) -> Consent:
    """Withdraw every consent to a host, or the one of an id; returns the last. Raises UsageError if there is none."""
    with studio.catalogue.transaction():
        given = agreed(studio)
        found = [consent.id for consent in given if consent.id == host_or_id]
        if not found:
            host = named(host_or_id)
            found = [consent.id for consent in given if consent.host == host]
        if not found:
            raise UsageError(f"You have not agreed to {host}.", "'artistguard network hosts' lists what you agreed to.")
        for id_ in found:
            consent = studio.catalogue.consents.withdraw(id_)
            studio.catalogue.custody.append("host-withdrawn", consent.id, {"host": consent.host})
    return consent


def missing(studio: "Studio", needs: Sequence[HostNeed], purpose: Purpose) -> tuple[HostNeed, ...]:
    """The hosts that nobody agreed to for this yet. Those only pictures need count for pictures alone."""
    given = agreed(studio)
    return tuple(
        need
        for need in needs
        if (purpose is Purpose.PICTURE or not need.pictures) and not _covered(given, need.host, purpose)
    )


def _covered(given: Sequence[Consent], host: str, purpose: Purpose) -> bool:
    return any(purpose in consent.purposes and consent.covers(host) for consent in given)
