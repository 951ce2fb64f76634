"""The composition root: catalogue, keys, settings, workers and the door of one data folder, built once."""

import getpass
import os
import socket
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from artistguard import settings as settings_file
from artistguard.catalogue.store import Catalogue
from artistguard.keys import KeyStore
from artistguard.model.errors import CannotWrite
from artistguard.net.door import Door
from artistguard.net.limits import Limiter
from artistguard.settings import Settings
from artistguard.work.pool import ChildLimits, WorkerPool
from artistguard.workflow import presets
from artistguard.workflow.consents import Consents
from artistguard.workflow.seals import Seals
from artistguard.workflow.tokens import Tokens

CATALOGUE_VARIABLE = "ARTISTGUARD_CATALOGUE"  # a database URL, where several seats share one


class Studio:
    """Everything one user's program works with. Open it with `with`, or call `close`."""

    def __init__(
        self, home: Path, *, passphrase: Callable[[], str | None], keychain: bool = True, local: bool = False
    ) -> None:
        """`local` keeps the catalogue in `home` even where several seats share one (the sample's is nobody's)."""
        self.home = home
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(
                f"The data folder {home} cannot be made: {error.strerror}.", "Choose another with --home."
            ) from error
        self.settings: Settings = settings_file.load(home)
        self.seat = self.settings.seat or socket.gethostname()
        self.actor = self.settings.actor or _login()
        shared = None if local else os.environ.get(CATALOGUE_VARIABLE)
        self.catalogue = Catalogue.open(shared or home / "catalogue.sqlite", seat=self.seat, actor=self.actor)
        self.keys = KeyStore(home / "keys", passphrase, keychain=keychain)
        self.seals = Seals(self.catalogue)
        self.consents = Consents(self.catalogue)
        self.tokens = Tokens(self.keys)
        self._pool: WorkerPool | None = None
        presets.ensure_built_in(self.catalogue)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pool(self) -> WorkerPool:
        """The worker children, started when first needed."""
        if self._pool is None:
            limits = ChildLimits(memory=self.settings.worker_memory_mb * 2**20)
            self._pool = WorkerPool(size=self.settings.workers or None, limits=limits)
        return self._pool

    @property
    def thumbnails(self) -> Path:
        """The folder of cached thumbnails."""
        return self.home / "cache" / "thumbnails"

    @property
    def trust_folder(self) -> Path:
        """The folder of the user's trust list: PEM files."""
        return self.home / "trust"

    @property
    def captures_folder(self) -> Path:
        """The folder of raw answers from the network, each under its digest."""
        return self.home / "captures"

    def door(self) -> Door:
        """The only way to the network."""
        return Door(
            switch=lambda: self.settings.network,
            ledger=self.catalogue.egress,
            seals=self.seals,
            consents=self.consents,
            limiter=self.limiter(),
            tokens=self.tokens,
            seat=self.seat,
            actor=self.actor,
            allowed=[*self.local_hosts, *self._own_authority()],
            plain=self.local_hosts,
        )

    def limiter(self) -> Limiter:
        """How often hosts are asked. Its memory is the catalogue's, so that every run and process shares it."""
        return Limiter(self.catalogue.limits, own=self.local_hosts)

    @property
    def local_hosts(self) -> tuple[str, ...]:
        """The studio's own hubs, each "host:port": they may lie on a private address and be asked over http."""
        return tuple(host.strip() for host in self.settings.local_hosts.split(",") if host.strip())

    def _own_authority(self) -> list[str]:
        """A studio's own time-stamp authority may stand on a private address, when the settings say so."""
        if not self.settings.time_authority_local:
            return []
        parts = urlsplit(self.settings.time_authority)
        return [f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"]

    def save(self, settings: Settings) -> None:
        """Take over and store changed settings."""
        settings_file.save(self.home, settings)
        self.settings = settings

    def close(self) -> None:
        """Stop the workers and close the catalogue."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        self.catalogue.close()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no passwd entry, as in some containers
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "user"
