"""A double of Civitai's public interface, version 1.

Civitai cannot be reached from here. It is built from the site reference of developer.civitai.com (models, images,
pagination, errors), from the OpenAPI of 2024-09-19, and from what is known of the running site: its search reads names,
accounts, trigger words and SHA-256 alone, drops what the region does not allow without a word, and may give an empty
page that has a next one.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sources.served import Asked, Reply, serving

LEVELS = {"None": 1, "Soft": 3, "Mature": 7, "X": 31}


def model(number: int, name: str, creator: str = "somebody", **changes: Any) -> dict[str, Any]:
    """A model as Civitai tells it, with one version and one file. `words` are its trigger words."""
    words = changes.pop("words", [])
    sha256 = changes.pop("sha256", f"{number:064X}")
    version = {
        "id": number * 10,
        "index": 0,
        "name": changes.pop("version", "v1.0"),
        "baseModel": "SD 1.5",
        "baseModelType": "Standard",
        "publishedAt": "2022-11-03T09:16:12.062Z",
        "availability": "Public",
        "nsfwLevel": 1,
        "description": None,
        "trainedWords": words,
        "files": [
            {
                "id": number * 100,
                "name": changes.pop("file", f"model{number}.safetensors"),
                "sizeKB": 36.5,
                "type": "Model",
                "metadata": {"format": "SafeTensor", "size": "pruned", "fp": "fp16"},
                "hashes": {"AutoV2": sha256[:10], "SHA256": sha256},
                "downloadUrl": f"https://civitai.com/api/download/models/{number * 10}",
                "primary": True,
            }
        ],
        "images": changes.pop("images", []),
        "downloadUrl": f"https://civitai.com/api/download/models/{number * 10}",
    }
    return {
        "id": number,
        "name": name,
        "description": "<p>A style.</p>",
        "type": "LORA",
        "nsfw": False,
        "nsfwLevel": 1,
        "poi": False,
        "minor": False,
        "allowNoCredit": True,
        "stats": {"downloadCount": 5},
        "creator": {"username": creator, "image": None},
        "tags": ["style"],
        "modelVersions": [version],
        **changes,
    }


def picture(number: int, prompt: str = "", level: int = 1, **changes: Any) -> dict[str, Any]:
    """A picture of a gallery."""
    return {
        "id": number,
        "url": f"https://image.civitai.com/x/{number}.jpeg",
        "hash": "UA8N5},:Ioni~C#laKxaoznNwvx]XmRkVstR",
        "width": 832,
        "height": 1216,
        "type": "image",
        "nsfwLevel": "None",
        "browsingLevel": level,
        "createdAt": "2025-04-17T21:28:57.225Z",
        "postId": 1,
        "username": "x",
        "meta": {"prompt": prompt} if prompt else None,
        **changes,
    }


class CivitaiDouble:
    """Keeps every request; `fault(asked)` may answer in its place."""

    def __init__(self, *models: dict[str, Any]) -> None:
        self.models = list(models)
        self.galleries: dict[int, list[dict[str, Any]]] = {}
        self.asked: list[Asked] = []
        self.fault: Callable[[Asked], Reply | None] = lambda asked: None
        self.restricted = False  # a region where only what is safe for work is shown
        self.endpoint = ""

    @contextmanager
    def served(self) -> Iterator[str]:
        with serving(self.answer) as self.endpoint:
            yield self.endpoint

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if reply := self.fault(asked):
            return reply
        if asked.path == "/api/v1/models":
            return self._listing(asked)
        if asked.path == "/api/v1/images":
            return self._images(asked)
        if found := re.fullmatch(r"/api/v1/models/(\d+)", asked.path):
            number = int(found[1])
            item = next((item for item in self.models if item["id"] == number), None)
            return said(200, item) if item else said(404, {"error": f"No model with id {number}"})
        return said(404, {"error": "Not found"})

    def searches(self) -> list[str]:
        """What was searched for, in order."""
        return [asked.one("query") for asked in self.asked if asked.one("query")]

    def _listing(self, asked: Asked) -> Reply:
        limit = int(asked.one("limit", "100"))
        query, page = asked.one("query"), asked.one("page")
        if not 0 <= limit <= 100:
            return said(400, {"error": {"issues": [{"path": ["limit"]}]}})
        if query and page:
            return said(400, {"error": "Cannot use page param with query search. Use cursor-based pagination."})
        if page and int(page) * limit > 1000:
            return said(429, {"error": "You've requested too many pages, please use cursors instead"})
        level = 31 if asked.one("nsfw") == "true" else 1
        level = 3 if self.restricted else level
        wanted = {int(number) for number in asked.one("ids").split(",") if number}
        shown = [
            item
            for item in sorted(self.models, key=lambda item: -item["id"])
            if item["nsfwLevel"] & level
            and not item["poi"]
            and (not wanted or item["id"] in wanted)
            and (not query or _like(item, query))
            and (not asked.one("cursor") or item["id"] < int(asked.one("cursor")))
        ]
        metadata = {"nextCursor": str(shown[limit - 1]["id"])} if len(shown) > limit else {}
        return said(200, {"items": shown[:limit], "metadata": metadata})

    def _images(self, asked: Asked) -> Reply:
        level = 1
        if asked.one("nsfw"):  # true: only what is not safe for work
            level = {"true": 28, "false": 1}.get(asked.one("nsfw"), LEVELS.get(asked.one("nsfw"), 1))
        level = int(asked.one("browsingLevel", str(level)))
        shown = [one for one in self.galleries.get(int(asked.one("modelId")), []) if one["browsingLevel"] & level]
        if asked.one("withMeta") != "true":
            shown = [{**one, "meta": None} for one in shown]
        return said(200, {"items": shown[: int(asked.one("limit", "100"))], "metadata": {}})


def said(status: int, body: Any, **headers: str) -> Reply:
    """A JSON answer."""
    type_ = {"Content-Type": "application/json; charset=utf-8"}
    return Reply(status, json.dumps(body).encode(), {**type_, **headers})


def _like(item: dict[str, Any], query: str) -> bool:
    """As the site's search engine does it: every word is the beginning of a word of a searched field."""
    words = [item["name"], item["creator"]["username"]]
    for version in item["modelVersions"]:
        words += version["trainedWords"]
        words += [file["hashes"]["SHA256"] for file in version["files"] if "SHA256" in file["hashes"]]
    there = re.findall(r"[a-z0-9]+", " ".join(words).lower())
    return all(any(word.startswith(part) for word in there) for part in re.findall(r"[a-z0-9]+", query.lower()))
