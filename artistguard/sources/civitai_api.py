"""What Civitai is asked for, and whether what it answers is an answer.

Site reference at developer.civitai.com: models, images, pagination, errors.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from artistguard.matching.names import query_forms
from artistguard.model.errors import Refused
from artistguard.model.watching import Question
from artistguard.net.door import Answer, AnswerLimits
from artistguard.sources import fields
from artistguard.sources.base import parsed

CIVITAI = "https://civitai.com"
JSON = {"Accept": "application/json"}
PAGE_LIMITS = AnswerLimits(body=32 * 1024 * 1024, ratio=100, seconds=120.0)  # a hundred models with all their versions
_PAGE = 100  # the most that /models gives
# PG, PG-13, R, X and XXX. `nsfw=true` means "all" to /models, but "only what is not safe for work" to /images.
_ALL_LEVELS = 31


class Urls:
    """What is asked for, and where."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint.rstrip("/")

    def search(self, form: str, cursor: str = "") -> str:
        """Models found by a form of a name. Never with `page`: Civitai answers 400 to that."""
        return self._models([("query", form), *([("cursor", cursor)] if cursor else [])])

    def listed(self, keys: Sequence[str]) -> str:
        """Models by their ids; those that are not shown are left out of the answer."""
        return self._models([("ids", ",".join(keys))])

    def model(self, key: str) -> str:
        """One model."""
        return f"{self.endpoint}/api/v1/models/{key}"

    def gallery(self, key: str) -> str:
        """The newest pictures that people made with a model, with their prompts."""
        asked = {"modelId": key, "sort": "Newest", "withMeta": "true", "browsingLevel": _ALL_LEVELS, "limit": _PAGE}
        return f"{self.endpoint}/api/v1/images?{urlencode(asked)}"

    def _models(self, asked: list[tuple[str, str]]) -> str:
        # Without `types` every type is meant, those that Civitai adds later included.
        asked = [*asked, ("nsfw", "true"), ("limit", str(_PAGE))]
        return f"{self.endpoint}/api/v1/models?{urlencode(asked, errors='replace')}"


def forms(question: Question) -> Mapping[str, str]:
    """Every form that is asked for, and the name it is one of. Its search takes a hyphen and a gap for the same."""
    found: dict[str, str] = {}
    for name in question.names:
        for form in query_forms(name):
            found.setdefault(" ".join(form.replace("-", " ").replace("_", " ").split()), name.text)
    found.pop("", None)
    return found


def items_of(answer: Answer) -> tuple[Sequence[Any], Mapping[str, Any]]:
    """The items of a page, and the page. Raises Refused for what is none."""
    page = fields.mapping(parsed(answer.body, answer.url))
    if not isinstance(page.get("items"), list):
        raise Refused(f"What {urlsplit(answer.url).netloc} sent is no list.")
    return fields.sequence(page["items"], 1_000), page
