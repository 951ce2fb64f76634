"""The words of registering: what a registry takes, what was declared there, what it answered, what that proves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from artistguard.model.artwork import EditionRole
from artistguard.model.rights import Reservation


class RegistryKind(StrEnum):
    """How a registry is reached."""

    EMBEDDED = "embedded"  # the ledger of this very program
    SERVICE = "service"  # a published interface that takes declarations
    STATUS = "status"  # a published interface that only says what it holds
    FORM = "form"  # forms and settings alone: the user does it, and the user says whether it was done


class Told(StrEnum):
    """What a registry is told about a work."""

    SHA256 = "sha256"
    BLAKE3 = "blake3"
    ISCC = "iscc"  # a similarity hash: pictures that look alike can be found by it
    BLINDED = "blinded"  # a digest from which nothing about the work can be learned
    ADDRESS = "address"  # URLs at which the work stands
    DOMAIN = "domain"
    NAME = "name"
    FILE = "file"


class Withdrawal(StrEnum):
    """What becomes of a declaration that is withdrawn. None of these erases what others have copied meanwhile."""

    NEVER = "never"  # it cannot be taken back
    APPENDED = "appended"  # a later line says so; the first one stays
    SUPERSEDED = "superseded"  # only by another declaration
    BY_HAND = "by-hand"  # on the registry's own pages
    UNKNOWN = "unknown"  # no way was found
    NOTHING = "nothing"  # nothing was declared in the first place


class Operation(StrEnum):
    """What is asked of a registry."""

    DECLARE = "declare"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a registry is and can do, in words that claim no more than is known. `name` is permanent: rows hold it."""

    name: str  # "local", "iscc-hub" ...
    title: str
    kind: RegistryKind
    takes: frozenset[Told]
    withdrawal: Withdrawal
    what: str  # one sentence: what it is
    readers: str  # one sentence: whether anyone is known to read it
    looked: date  # when that was last looked at
    public: bool  # whether what is declared can be read by anybody
    whole_batch: bool = False  # one submission holds many works
    whole_work: bool = False  # one submission holds all the files of one work; else it holds one file
    fresh_seconds: int | None = None  # how long signed bytes are accepted; None: they do not age
    sealed_too: bool = False  # whether sealed works may be declared: nothing leaves the machine
    address: str = ""  # its own page


@dataclass(frozen=True, slots=True)
class Item:
    """One edition of a work, as far as a registry can be told of it. Digests are lower-case hex."""

    work_id: str
    edition_id: str
    role: EditionRole
    sha256: str
    blake3: str
    iscc: str = ""  # the composite ISCC-CODE, "ISCC:K..."; "" where the picture gave none
    addresses: tuple[str, ...] = ()
    title: str = ""  # for people here; no registry is told unless its capabilities say NAME


@dataclass(frozen=True, slots=True)
class Submission:
    """The intent: what one registry shall be told, before anything was signed or sent.

    `policy` names the terms: the id of a preset's version. `of` is the declaration that a withdrawal takes back.
    """

    registry: str
    operation: Operation
    items: tuple[Item, ...]
    policy: str
    reservation: Reservation = Reservation()
    params: Mapping[str, str] = field(default_factory=dict)  # of the adapter: "domain", "authority" ...
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """Exactly what would leave the machine in one request.

    `body` is the very bytes, except for the parts named in `later`, which are made when it is sent.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    later: tuple[str, ...] = ()  # "nonce", "timestamp", "signature.proof"
    why: str = ""  # one sentence


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission made ready without the network. `leaves` is empty where nothing leaves the machine."""

    submission: Submission
    leaves: tuple[Leaving, ...]
    warnings: tuple[str, ...] = ()  # what the user should know before agreeing
    steps: tuple[str, ...] = ()  # what the user has to do, where only people can


@dataclass(frozen=True, slots=True)
class Signed:
    """The bytes that will be sent, and are stored before they are. After `stale_at` they must be made anew.

    `parts` are further bytes that the receipt will need (leaves, nonces, proofs so far), by file name.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    made_at: datetime
    stale_at: datetime | None = None
    parts: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a registry answered, byte for byte, and all that is needed to check it without the network.

    `id_there` is the registry's own name for the declaration, opaque. `parts` as in `Signed`, completed.
    """

    registry: str
    operation: Operation
    at: datetime
    url: str
    request: bytes
    status: int
    headers: Mapping[str, str]
    response: bytes
    id_there: str = ""
    key: str = ""  # the public key that signed for us, as the registry writes it
    parts: Mapping[str, bytes] = field(default_factory=dict)


# --- outcomes of a submission


@dataclass(frozen=True, slots=True)
class Accepted:
    """It was taken, and this is the proof."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class AlreadyMine:
    """It was declared before, by the same key: as good as taken."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else declared it. Never forced; the user is told who."""

    other: str  # the key or name the registry gives
    receipt: Receipt  # the answer that says so


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Not now. `seconds` None: the outbox's own pace."""

    why: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class NeedsResigning:
    """The bytes are too old, or their nonce is used: the same declaration is signed anew."""

    why: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Refused for good. Never tried again by itself."""

    code: str
    message: str
    receipt: Receipt | None = None


Outcome = Accepted | AlreadyMine | Conflict | RetryAfter | NeedsResigning | Rejected


class Standing(StrEnum):
    """How a declaration stands at its registry, when last looked at."""

    UNKNOWN = "unknown"  # it cannot be asked, or was not yet
    PENDING = "pending"  # taken, and its proof is not complete yet
    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"
    GONE = "gone"  # the registry no longer knows it
    UNPROVEN = "unproven"  # it answered that it took it, and what it answered does not hold


@dataclass(frozen=True, slots=True)
class Status:
    """What a registry says of a declaration. `receipt` is a better one than ours, if it gave one."""

    standing: Standing
    at: datetime
    says: str = ""
    receipt: Receipt | None = None


class Holds(StrEnum):
    """Whether a receipt proves what it should."""

    YES = "yes"
    NO = "no"  # something in it was changed, or does not fit: `faults` says what and where
    NOT_YET = "not-yet"  # what there is fits, and the proof is not complete
    CANNOT_SAY = "cannot-say"  # nothing pinned to check it against


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a receipt found, offline. `says` are whole sentences; `proven_at` a moment it proves, if any."""

    holds: Holds
    says: tuple[str, ...]
    faults: tuple[str, ...] = ()  # each located: the line, the leaf, the member
    proven_at: datetime | None = None


class DeclarationState(StrEnum):
    """Where a declaration stands on its way. The first three are unfinished."""

    WAITING = "waiting"  # intent kept, nothing signed
    SENDING = "sending"  # signed bytes kept; whether they arrived is not known
    LATER = "later"  # tried, and to be tried again at `next_at`
    RECORDED = "recorded"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def finished(self) -> bool:
        """Whether the outbox has nothing more to do."""
        return self not in (DeclarationState.WAITING, DeclarationState.SENDING, DeclarationState.LATER)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a registry was, or is to be, told. Unique by registry, operation, content and policy version."""

    id: str
    submission: Submission
    state: DeclarationState
    created_at: datetime
    seat: str
    actor: str
    attempts: int = 0
    next_at: datetime | None = None
    error: str = ""  # one sentence, of the last try
    receipt: Receipt | None = None
    standing: Standing = Standing.UNKNOWN
    standing_at: datetime | None = None
    withdrawn_at: datetime | None = None


def recorded(declarations: Iterable[Declaration]) -> bool:
    """Whether a work is recorded somewhere, as a function of its declarations. `catalogue` holds its twin in SQL.

    What was taken and whose proof is not complete yet, or does not hold, is not recorded; what a registry no longer
    knows neither.
    """
    lost = (Standing.WITHDRAWN, Standing.GONE, Standing.PENDING, Standing.UNPROVEN)
    return any(
        each.submission.operation is Operation.DECLARE
        and each.state is DeclarationState.RECORDED
        and each.standing not in lost
        for each in declarations
    )
