"""Which data sets the dataset viewer is asked about: those that are known (resources/vocabularies), or one of yours."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources

from artistguard.model.errors import UsageError
from artistguard.model.names import FieldKind

_ID = re.compile(r"(?:[\w.-]{1,96}/)?[\w.-]{1,96}\Z", re.ASCII)
_KINDS = {
    "artist": FieldKind.ARTIST,
    "caption": FieldKind.CAPTION,
    "prompt": FieldKind.PROMPT,
    "url": FieldKind.URL,
    "hash": FieldKind.HASH,
}
# What a column is most likely about, by a part of its name; anything else is taken for words about a picture.
_PARTS = (
    (("md5", "sha1", "sha256", "hash"), FieldKind.HASH),
    (("artist", "author", "creator", "photographer", "painter"), FieldKind.ARTIST),
    (("url", "source", "link", "uri", "href"), FieldKind.URL),
    (("prompt",), FieldKind.PROMPT),
)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set as it is asked about. Without `columns`, all that hold text are searched.

    `config` and `split` "" mean: every one. `prompts`: its rows are prompts, which are counted.
    """

    id: str
    title: str
    prompts: bool = False
    columns: Mapping[str, FieldKind] = field(default_factory=dict)
    config: str = ""
    split: str = ""
    rows: int | None = None


@functools.cache
def known() -> Sequence[DataSet]:
    """The data sets that come with the program."""
    text = (resources.files("resources") / "vocabularies" / "datasets.toml").read_text("utf-8")
    return tuple(
        DataSet(
            id=told["id"],
            title=told["title"],
            prompts=told["kind"] == "prompts",
            columns={name: _KINDS[kind] for name, kind in told["columns"].items()},
            rows=told.get("rows"),
        )
        for told in tomllib.loads(text)["set"]
    )


def wanted(params: Mapping[str, object]) -> Sequence[DataSet]:
    """The data sets of a watch: the one that `dataset` names, or all that are known.

    `columns` may be a list of names or one text with commas, each with ":kind" behind it if it needs one. Raises
    UsageError for what names nothing.
    """
    id_ = params.get("dataset") or ""
    if not id_:
        return known()
    if not isinstance(id_, str) or not _ID.match(id_):
        raise UsageError(
            f"{str(id_)[:80]!r} is no data set of the Hub.", "Name one as it is called there: account/name."
        )
    found = next((one for one in known() if one.id.lower() == id_.lower()), DataSet(id_, id_))
    columns = _columns(params.get("columns")) or found.columns
    return (
        DataSet(
            found.id,
            found.title,
            found.prompts or (bool(columns) and set(columns.values()) == {FieldKind.PROMPT}),
            columns,
            _word(params.get("config")),
            _word(params.get("split")),
            found.rows,
        ),
    )


def kind_of(column: str) -> FieldKind:
    """What a column is most likely about, by its name."""
    lower = column.lower()
    return next((kind for parts, kind in _PARTS if any(part in lower for part in parts)), FieldKind.CAPTION)


def _columns(value: object) -> Mapping[str, FieldKind]:
    if isinstance(value, str):
        value = value.split(",")
    if value is None or not isinstance(value, Sequence):
        return {}
    columns = {}
    for one in value:
        name, _, kind = str(one).strip().partition(":")
        if kind and kind not in _KINDS:
            raise UsageError(f"{kind!r} is no kind of a column.", "Kinds are: " + ", ".join(_KINDS) + ".")
        if name:
            columns[name] = _KINDS[kind] if kind else kind_of(name)
    return columns


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
