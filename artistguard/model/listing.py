"""Which works are listed, in which order, and what a list shows of each: for grids and lists over many works."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from artistguard.model.artwork import Artwork, Edition, EditionRole, Location, WorkState, work_state


class WorkOrder(StrEnum):
    """How works are sorted. Ties are broken by number, so that an order is always the same."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    CLIENT = "client"  # by the client's name, works without one last


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which works. Empty: all of them. `text` is looked for in titles and paths, and "#7" or "7" also as a number.

    `recorded`: only those that are recorded somewhere (`model.registering.recorded`).
    """

    state: WorkState | None = None
    client_id: str | None = None
    text: str = ""
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class WorkRow:
    """What a grid shows of a work, and where its files lie, for dragging them out.

    `shown` is the file whose picture stands for the work. `copy` is the newest signed copy of a current file,
    `posting` the newest posting copy.
    """

    id: str
    number: int
    title: str
    state: WorkState
    client_id: str | None
    shown: Edition | None
    copy: Edition | None
    posting: Edition | None
    files: int  # current ones of the artist: source and exports count as one work
    recorded: bool = False  # at a registry: see model.registering.recorded

    @property
    def places(self) -> tuple[Location, ...]:
        """Where the file to hand out may lie, best first: the signed copy, then the posting copy, then the work."""
        return tuple(each.location for each in (self.copy, self.posting, self.shown) if each is not None)


_RANK = {EditionRole.EXPORT: 0, EditionRole.MASTER: 0, EditionRole.SOURCE: 1}


def row_of(work: Artwork, *, recorded: bool = False) -> WorkRow:
    """The row of a work, from its editions."""
    current = [e for e in work.editions if e.superseded_by is None]
    theirs = [e for e in current if not e.role.ours]
    parents = {e.id for e in theirs}
    return WorkRow(
        id=work.id,
        number=work.number,
        title=work.title,
        state=work_state(work.editions),
        client_id=work.client_id,
        shown=min(theirs, key=lambda e: (_RANK[e.role], e.created_at), default=None),
        copy=_newest([e for e in current if e.role is EditionRole.SIGNED_COPY], parents),
        posting=_newest([e for e in current if e.role is EditionRole.POSTING_COPY], parents),
        files=len(theirs),
        recorded=recorded,
    )


def _newest(copies: Sequence[Edition], parents: set[str]) -> Edition | None:
    """The newest, those of a current file before those of one since replaced."""
    return max(copies, key=lambda e: (e.parent_id in parents, e.created_at), default=None)
