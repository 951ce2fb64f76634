"""The catalogue: our own memory. Everything that knows SQL is behind this class."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

from artistguard.catalogue.allowances import Allowances
from artistguard.catalogue.captures import Captures
from artistguard.catalogue.clients import Clients
from artistguard.catalogue.consents import Consents
from artistguard.catalogue.custody import Custody
from artistguard.catalogue.declarations import Declarations
from artistguard.catalogue.egress import Egress
from artistguard.catalogue.engine import Database
from artistguard.catalogue.finds import Finds
from artistguard.catalogue.form_marks import FormMarks
from artistguard.catalogue.grants import Grants
from artistguard.catalogue.identities import Identities
from artistguard.catalogue.jobs import Jobs
from artistguard.catalogue.leases import Leases
from artistguard.catalogue.meta import Meta
from artistguard.catalogue.opening import backup, open_database
from artistguard.catalogue.presets import Presets
from artistguard.catalogue.prints import Prints
from artistguard.catalogue.profile import ProfileStore
from artistguard.catalogue.roots import Roots
from artistguard.catalogue.watches import Watches
from artistguard.catalogue.work_addresses import WorkAddresses
from artistguard.catalogue.works import Works
from artistguard.model.errors import UsageError
from artistguard.model.ids import now


class Catalogue:
    """One catalogue, open. Threads may share it, and processes may open the same one.

    Each method of a repository is one transaction, or a part of the running one inside `with catalogue.transaction():`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.works = Works(database)
        self.prints = Prints(database)
        self.presets = Presets(database)
        self.clients = Clients(database)
        self.identities = Identities(database)
        self.profile = ProfileStore(database)
        self.roots = Roots(database)
        self.jobs = Jobs(database)
        self.custody = Custody(database)
        self.egress = Egress(database)
        self.consents = Consents(database)
        self.grants = Grants(database)
        self.captures = Captures(database)
        self.leases = Leases(database)
        self.watches = Watches(database)
        self.finds = Finds(database)
        self.allowances = Allowances(database)
        self.declarations = Declarations(database)
        self.form_marks = FormMarks(database)
        self.addresses = WorkAddresses(database)
        self.meta = Meta(database)
        self.settings = Meta(database, "setting.")
        self.limits = Meta(database, "limit.")

    @classmethod
    def open(cls, location: Path | str, *, seat: str, actor: str, clock: Callable[[], datetime] = now) -> "Catalogue":
        """Open a catalogue, or make it: a folder, a file, or a PostgreSQL URL. `seat` and `actor` sign every row.

        Raises NewerCatalogue, OnNetworkShare, CatalogueError (locked, damaged, no right, not a catalogue), DiskFull,
        UsageError. The file is backed up before its schema changes.
        """
        return cls(open_database(location, seat=seat, actor=actor, clock=clock))

    @property
    def seat(self) -> str:
        """The seat whose acts are written."""
        return self._database.seat

    @property
    def actor(self) -> str:
        """The person whose acts are written."""
        return self._database.actor

    def clock(self) -> datetime:
        """The present moment, by the clock that stamps every row."""
        return self._database.clock()

    @property
    def where(self) -> str:
        """The catalogue's file or URL (without a password), for people."""
        return self._database.where

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Other writers wait meanwhile, so keep it short; never wait in it for another thread.

        Within it, a transaction of this thread is a part that is undone alone if it fails.
        """
        with self._database.write():
            yield

    def backup(self) -> Path:
        """Copy the catalogue's file to `backups/` beside it, while it is in use. The newest five are kept."""
        if self._database.file is None:
            raise UsageError("A catalogue on a database server is backed up there.", "Use pg_dump.")
        return backup(self._database.file, "asked")

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> "Catalogue":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
