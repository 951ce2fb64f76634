"""What the demo's hub holds: repositories described in resources/hub/hub.toml, their files made on the spot."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from artistguard.formats.sniff import identify
from artistguard.imaging.limits import Limits
from artistguard.imaging.posting import posting_copy

_EDGE = 512  # px: the size at which such pictures usually lie in a repository


@dataclass(frozen=True)
class Repo:
    """A repository: `key` is its permanent id, `before` are names it had, `card` the data of its card."""

    kind: str  # "models", "datasets" or "spaces"
    id: str
    key: str
    created: str
    modified: str
    tags: tuple[str, ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict)
    readme: str = ""
    content: Mapping[str, bytes] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    gated: bool = False

    @property
    def account(self) -> str:
        """Who published it."""
        return self.id.partition("/")[0]

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Every file, its card among them."""
        matter = "".join(f"{key}: {json.dumps(value)}\n" for key, value in self.card.items())
        return {"README.md": f"---\n{matter}---\n{self.readme}".encode(), **self.content}

    @cached_property
    def sha(self) -> str:
        """A commit id that changes with the content."""
        digest = hashlib.sha1(usedforsecurity=False)
        for name, data in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + data)
        return digest.hexdigest()


def repos(portfolio: Path) -> list[Repo]:
    """The demo's repositories; `portfolio` is the folder of the sample."""
    text = (resources.files("resources") / "hub" / "hub.toml").read_text("utf-8")
    return [_repo(described, portfolio) for described in tomllib.loads(text)["repo"]]


def _repo(told: Mapping[str, Any], portfolio: Path) -> Repo:
    content: dict[str, bytes] = {}
    for file in told.get("weights", []):
        content[file["name"]] = weights(file.get("header", {}), file["seed"])
    for name, source in told.get("pictures", {}).items():
        with (portfolio / source).open("rb") as opened:
            kind = identify(opened)
        posted = posting_copy(portfolio / source, kind, edge=_EDGE, format="jpeg", quality=82, limits=Limits())
        content[name] = posted.data
    return Repo(
        kind=told["kind"],
        id=told["id"],
        key=told["key"],
        created=told["created"],
        modified=told["modified"],
        tags=tuple(told.get("tags", ())),
        card=told.get("card", {}),
        readme=told.get("readme", ""),
        content=content,
    )


def weights(header: Mapping[str, Any], seed: str) -> bytes:
    """A safetensors file of one small tensor: equal seeds and headers give equal bytes.

    What is no string in `header` is written as JSON inside a string, as trainers do.
    """
    said = {key: value if isinstance(value, str) else json.dumps(value) for key, value in header.items()}
    tensor = hashlib.sha256(seed.encode()).digest() * 64
    data = json.dumps(
        {
            **({"__metadata__": said} if said else {}),
            "lora_unet.lora_up.weight": {"dtype": "F16", "shape": [len(tensor) // 2], "data_offsets": [0, len(tensor)]},
        }
    ).encode()
    data += b" " * (-len(data) % 8)
    return len(data).to_bytes(8, "little") + data + tensor
