"""Searching on other machines: where the user agreed to the scheduler, never for sealed works, and written down."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from artistguard.model.egress import EgressEntry, Purpose, Subjects
from artistguard.model.errors import ArtistGuardError, NetworkOff
from artistguard.model.ids import new_id, now
from artistguard.work.many import ManyPool, Scheduler
from artistguard.workflow.consents import Consents
from artistguard.workflow.studio import Studio


@contextmanager
def workers(studio: Studio, scheduler: Scheduler, works: Sequence[str]) -> Iterator[ManyPool]:
    """The scheduler's workers, for a scan for these works. One line of the egress ledger, of hashes alone.

    Raises NetworkOff, Sealed, NotAgreed, and what ManyPool does.
    """
    subjects = Subjects(works=tuple(dict.fromkeys(works)))
    entry = EgressEntry(
        new_id(), now(), studio.seat, studio.actor, Purpose.SCAN, subjects, "DASK",
        scheduler.address, 0, "",
    )  # fmt: skip
    ledger = studio.catalogue.egress
    try:
        if not studio.settings.network:
            raise NetworkOff(
                "The network is switched off, so nothing was sent.", "Switch it on in the settings if you want this."
            )
        studio.seals.check(subjects)
        Consents(studio.catalogue).check(scheduler.host, Purpose.SCAN)
        ledger.record(entry)
        pool = ManyPool(scheduler, studio.pool)
    except ArtistGuardError as error:
        ledger.record(replace(entry, refused=error.message))
        raise
    try:
        with pool:
            yield pool
    finally:
        ledger.record(replace(entry, bytes_out=pool.sent))
