"""Where a watch over a hub stands: what it goes on from after a stop, a kill, or a month."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from artistguard.sources import fields

_VERSION = 1
_MOST_SEEN = 4_000


@dataclass
class State:
    """The checkpoint of a hub. A round goes through the stages; `seen`, `looked` and `since` outlive it.

    `asked` is a digest of what is asked: another question begins another round. `at` and `cursor` say where in a stage
    the round is, `pages` how many pages of the present listing were read. `seen` tells the revision under which each
    repository was last offered whole. `looked` is the last find that was looked after, from one round to the next, ""
    when it was the turn of all. `since` is when the newest LoRA of the last whole sweep changed; `top` and `floor` are
    where the present sweep began and where it ends.
    """

    asked: str = ""
    stage: int = 0
    at: str = ""
    cursor: str = ""
    pages: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    looked: str = ""
    since: str = ""
    top: str = ""
    floor: str = ""

    @classmethod
    def read(cls, checkpoint: Mapping[str, object], asked: str) -> "State":
        """Go on from a checkpoint, as far as it is one and the question is the same."""
        since, looked = _moment(checkpoint.get("since")), fields.text(checkpoint.get("looked"), 300)
        if checkpoint.get("v") != _VERSION or checkpoint.get("asked") != asked:
            return cls(asked=asked, looked=looked, since=since)
        seen = fields.mapping(checkpoint.get("seen"))
        return cls(
            asked=asked,
            stage=fields.whole(checkpoint.get("stage")) or 0,
            at=fields.text(checkpoint.get("at"), 300),
            cursor=fields.text(checkpoint.get("cursor"), 4_000),
            pages=fields.whole(checkpoint.get("pages")) or 0,
            seen={key: value for key, value in seen.items() if isinstance(value, str)},
            looked=looked,
            since=since,
            top=_moment(checkpoint.get("top")),
            floor=_moment(checkpoint.get("floor")),
        )

    def checkpoint(self) -> Mapping[str, Any]:
        """JSON values to go on from."""
        while len(self.seen) > _MOST_SEEN:
            del self.seen[next(iter(self.seen))]
        return {"v": _VERSION, **asdict(self)}

    def next_stage(self) -> None:
        """Begin the next stage."""
        self.stage, self.at, self.cursor, self.pages = self.stage + 1, "", "", 0

    def next_round(self) -> None:
        """Begin anew, with the next look."""
        self.stage, self.at, self.cursor, self.pages = 0, "", "", 0

    @property
    def number(self) -> int:
        """`at`, where a stage counts."""
        return int(self.at) if self.at.isascii() and self.at.isdigit() and len(self.at) < 10 else 0

    def saw(self, key: str, revision: str) -> None:
        """A repository was offered whole, as it is under this revision."""
        self.seen.pop(key, None)
        self.seen[key] = revision[:12]

    def knows(self, key: str, revision: str) -> bool:
        """Whether a repository was offered whole before, and is as it was."""
        return self.seen.get(key) == revision[:12]


def digest(*asked: Sequence[str]) -> str:
    """A short digest of what is asked."""
    return hashlib.sha256(json.dumps([sorted(part) for part in asked]).encode()).hexdigest()[:16]


def _moment(value: object) -> str:
    found = fields.moment(value)
    return found.isoformat() if found else ""
