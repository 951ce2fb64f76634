"""The sentences of the data that comes along, as the window shows them: what a language has to know of them."""

import tomllib
from collections.abc import Iterator
from importlib import resources

# What is shown of each file: the names of its fields. Names of others' services and pages, and texts that are pasted
# into their forms, are theirs or meant for them, and stay as they are.
SHOWN = {
    "vocabularies/registries.toml": {"title", "what", "readers", "cannot", "withdraw", "steps"},
    "vocabularies/iscc-hubs.toml": {"title"},
    "vocabularies/image-sets.toml": {"note"},
    "vocabularies/link-outs.toml": {"title", "why"},
    "vocabularies/datasets.toml": {"title"},
    "vocabularies/c2pa-status.toml": {"failure", "warning", "note"},
    "platforms.toml": {"note", "name"},
    "readers.toml": {"name", "what", "why"},
    "web-readers.toml": {"name", "what", "why"},
    "website-guides.toml": {"steps", "limits"},
}


def sentences() -> dict[str, str]:
    """Each sentence, and the file that holds it."""
    found: dict[str, str] = {}
    for name, fields in SHOWN.items():
        data = tomllib.loads(resources.files("resources").joinpath(name).read_text("utf-8"))
        found.update((text, name) for text in _shown(data, fields, False))
    return found


def _shown(data: object, fields: set[str], shown: bool) -> Iterator[str]:
    if isinstance(data, str):
        if shown and " " in data:  # one word alone is a name
            yield data
    elif isinstance(data, list):
        for each in data:
            yield from _shown(each, fields, shown)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in ("source", "sources", "paste", "columns"):
                yield from _shown(value, fields, shown or key in fields)
