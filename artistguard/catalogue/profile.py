"""The artist's names and addresses. One catalogue, one profile."""

from artistguard.catalogue import meta
from artistguard.catalogue.engine import Database
from artistguard.model import wire
from artistguard.model.rights import Profile

_KEY = "profile"


class ProfileStore:
    """Keeps the profile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> Profile:
        """The profile; an empty one at first."""
        with self._database.read() as connection:
            return wire.load(Profile, meta.read(connection, _KEY, {}))

    def set(self, profile: Profile) -> None:
        """Take over a profile as a whole."""
        with self._database.write() as connection:
            meta.write(connection, _KEY, wire.dump(profile))
