"""Everything that can go wrong, in words a person can act on.

    ArtistGuardError
    ├── UsageError              the command or the setting is wrong (exit code 2)
    ├── Cancelled               somebody asked for a stop; not an error to show
    ├── FileError               one file; the batch goes on
    │   ├── Unreadable          no right, gone, a folder, a device
    │   ├── NotAPicture         content of no kind the program reads
    │   ├── Damaged             cut off or broken
    │   ├── TooLarge            over the limits on pixels, bytes, memory or time
    │   ├── ChangedSinceImport  not the bytes that were imported
    │   ├── CannotEmbed         the format cannot carry it safely (then a sidecar can)
    │   ├── TargetExists        a file is there already, and stays
    │   ├── CannotWrite         target folder read-only, gone, name too long
    │   ├── NotVerified         read back, and not as asked; nothing was kept
    │   └── Quarantined         a worker died on it twice
    ├── Busy                    another process or seat is at it; it ends by itself
    ├── DiskFull                the batch stops, nothing is half written
    ├── IdentityError           key or certificate
    │   └── KeyLocked           no passphrase, no keychain
    ├── CatalogueError          the data folder
    │   ├── NewerCatalogue      written by a newer version
    │   └── OnNetworkShare      SQLite would be destroyed there
    ├── NetworkError            the door
    │   ├── NetworkOff          the switch is off
    │   ├── NotAgreed           nobody agreed to this host yet
    │   ├── Refused             the guard or the answer's limits
    │   ├── ComeBackLater       the host's limit is reached; `until` says when to ask again
    │   └── Unreachable         no answer
    └── Sealed                  the client's seal forbids it

Each carries a title, what happened (and what it means for the file), and what to do.
"""

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime


class ArtistGuardError(Exception):
    """Base of all expected errors. `str()` is one sentence, `advice` another."""

    title: ClassVar[str] = "Something went wrong"
    code: ClassVar[str] = "error"

    def __init__(self, message: str = "", advice: str = "") -> None:
        super().__init__(message or self.title)
        self.message = message or self.title
        self.advice = advice

    def as_json(self) -> dict[str, str]:
        """The error as one JSON object, the form in which children report and jobs keep it."""
        return {"code": self.code, "title": self.title, "message": self.message, "advice": self.advice}


class UsageError(ArtistGuardError):
    title = "That cannot be done like this"
    code = "usage"


class Cancelled(ArtistGuardError):
    title = "Stopped"
    code = "cancelled"


class Busy(ArtistGuardError):
    title = "Another run is under way"
    code = "busy"


class FileError(ArtistGuardError):
    title = "This file was left out"
    code = "file"


class Unreadable(FileError):
    title = "The file cannot be read"
    code = "unreadable"


class NotAPicture(FileError):
    title = "Not a picture"
    code = "not-a-picture"


class Damaged(FileError):
    title = "The file is damaged"
    code = "damaged"


class TooLarge(FileError):
    title = "The picture is too large"
    code = "too-large"


class ChangedSinceImport(FileError):
    title = "The file has changed since it was imported"
    code = "changed"


class CannotEmbed(FileError):
    title = "This file cannot carry it safely"
    code = "cannot-embed"


class TargetExists(FileError):
    title = "A file of that name is there already"
    code = "target-exists"


class CannotWrite(FileError):
    title = "The copy cannot be written there"
    code = "cannot-write"


class NotVerified(FileError):
    title = "The copy did not read back as asked"
    code = "not-verified"


class Quarantined(FileError):
    title = "The file is set aside"
    code = "quarantined"


class DiskFull(ArtistGuardError):
    title = "The disk is full"
    code = "disk-full"


class IdentityError(ArtistGuardError):
    title = "This signature cannot be used"
    code = "identity"


class KeyLocked(IdentityError):
    title = "The key is locked"
    code = "key-locked"


class CatalogueError(ArtistGuardError):
    title = "The catalogue cannot be opened"
    code = "catalogue"


class NewerCatalogue(CatalogueError):
    title = "The catalogue was written by a newer version"
    code = "newer-catalogue"


class OnNetworkShare(CatalogueError):
    title = "The data folder lies on a network share"
    code = "network-share"


class NetworkError(ArtistGuardError):
    title = "The network did not answer"
    code = "network"


class NetworkOff(NetworkError):
    title = "The network is switched off"
    code = "network-off"


class NotAgreed(NetworkError):
    """`host` is the one that would have been asked, as consents name it: what the user can agree to."""

    title = "You have not agreed to this host"
    code = "not-agreed"

    def __init__(self, message: str = "", advice: str = "", *, host: str = "") -> None:
        super().__init__(message, advice)
        self.host = host


class Refused(NetworkError):
    title = "The request was refused here"
    code = "refused"


class Unreachable(NetworkError):
    title = "No answer"
    code = "unreachable"


class ComeBackLater(NetworkError):
    """`until` is the first moment at which asking again makes sense, aware; None where nobody said."""

    title = "Asked to come back later"
    code = "later"

    def __init__(self, message: str = "", advice: str = "", *, until: "datetime | None" = None) -> None:
        super().__init__(message, advice)
        self.until = until


class Sealed(ArtistGuardError):
    title = "The client's work is sealed"
    code = "sealed"


def _tree(kind: type[ArtistGuardError]) -> dict[str, type[ArtistGuardError]]:
    found = {kind.code: kind}
    for child in kind.__subclasses__():
        # A room's own kind of an error that has no code of its own crosses the pipe as what it is a kind of.
        found = {**_tree(child), **found}
    return found


def from_json(data: dict[str, str]) -> ArtistGuardError:
    """The error behind `as_json`; an unknown code becomes the base class."""
    kind = _tree(ArtistGuardError).get(data.get("code", ""), ArtistGuardError)
    return kind(data.get("message", ""), data.get("advice", ""))
