"""What a credential says, out of c2pa-rs's JSON of a manifest store. The JSON may come from a hostile file."""

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from artistguard.provenance.packet import MAX_VALUE

TRAINING_LABELS = ("cawg.training-mining", "c2pa.training-mining")
# Codes that say nothing about the file: whom to trust is another question, with its own answer.
TRUST_CODES = frozenset({"signingCredential.untrusted", "timeStamp.untrusted", "cawg.x509.credential.untrusted"})
MAX_ITEMS = 500  # of anything listed
MAX_DEPTH = 12  # parents of parents


@dataclass(frozen=True, slots=True)
class Failure:
    """A validation code with its meaning. `of` says what it concerns: "this file" or "a file it was made from"."""

    code: str
    words: str
    of: str


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """One answer to one use, in one credential."""

    label: str  # cawg.training-mining or c2pa.training-mining
    use: str  # the key without its prefix
    key: str
    answer: str
    constraint: str
    active: bool  # in the last credential
    recognised: bool  # key and value are those of the standard


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history. `depth` 0 is this file, 1 what it was made from, and so on."""

    depth: int
    what: str
    detail: str
    when: str
    by: str


def active(store: Mapping[str, Any]) -> Mapping[str, Any]:
    """The active manifest, or nothing."""
    return manifest(store, _text(store.get("active_manifest")))


def manifest(store: Mapping[str, Any], label: str) -> Mapping[str, Any]:
    """A manifest by its label, or nothing."""
    return _table(_table(store.get("manifests")).get(label))


def assertions(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Labels and data of a manifest's assertions."""
    for item in _items(found.get("assertions")):
        yield _text(item.get("label")), item.get("data")


def failures(store: Mapping[str, Any]) -> tuple[Failure, ...]:
    """Every failure of the validation, the file's own first."""
    results = _table(store.get("validation_results"))
    found = [
        Failure(code, words(code), "this file") for code in _codes(_table(results.get("activeManifest")), "failure")
    ]
    for delta in _items(results.get("ingredientDeltas")):
        found += [
            Failure(code, words(code), "a file it was made from")
            for code in _codes(_table(delta.get("validationDeltas")), "failure")
        ]
    return tuple(dict.fromkeys(found))


def breaking(store: Mapping[str, Any]) -> tuple[Failure, ...]:
    """The failures that concern more than trust."""
    return tuple(f for f in failures(store) if f.code not in TRUST_CODES)


def _ingredient_failures(ingredient: Mapping[str, Any]) -> list[Failure]:
    """What was wrong with the credential of an ingredient when it was taken in, trust aside."""
    results = _table(ingredient.get("validation_results"))
    codes = list(_codes(_table(results.get("activeManifest")), "failure"))
    codes += [
        _text(status.get("code")) for status in _items(ingredient.get("validation_status"))
    ]  # claims of version 1
    return [Failure(code, words(code), "a file it was made from") for code in codes if code not in TRUST_CODES]


def successes(store: Mapping[str, Any]) -> frozenset[str]:
    """The codes of what was found in order in the active manifest."""
    return frozenset(_codes(_table(_table(store.get("validation_results")).get("activeManifest")), "success"))


def state(store: Mapping[str, Any]) -> str:
    """Valid, Trusted or Invalid."""
    return _text(store.get("validation_state")) or "Invalid"


def words(code: str) -> str:
    """A failure code in plain words."""
    known = _vocabulary()["failure"]
    parts = code.split(".")
    for end in range(len(parts), 0, -1):
        if found := known.get(".".join(parts[:end])):
            return str(found)
    return "Something in the credential is not right."


def training(store: Mapping[str, Any]) -> tuple[TrainingEntry, ...]:
    """All entries of both labels, in the active credential and the earlier ones."""
    last = _text(store.get("active_manifest"))
    found: list[TrainingEntry] = []
    for name, content in list(_table(store.get("manifests")).items())[:MAX_ITEMS]:
        for label, data in assertions(_table(content)):
            base = label.split("__")[0]  # a second assertion of one kind is called "...__1"
            if base in TRAINING_LABELS:
                found += _training_entries(base, _table(data), name == last)
    return tuple(found[:MAX_ITEMS])


def history(store: Mapping[str, Any]) -> tuple[Step, ...]:
    """What was done, from this file back to what it was made from; a credential is told once, however often named."""
    steps: list[Step] = []
    seen: set[str] = set()
    waiting = [(_text(store.get("active_manifest")), 0)]
    while waiting and len(steps) < MAX_ITEMS:
        label, depth = waiting.pop(0)
        if not label or label in seen or depth > MAX_DEPTH:
            continue
        seen.add(label)
        content = manifest(store, label)
        signature = _table(content.get("signature_info"))
        signer = _text(signature.get("common_name")) or _text(signature.get("issuer"))
        when = _text(signature.get("time"))
        steps += _actions(content, depth, when, signer or generator(content))
        for ingredient in _items(content.get("ingredients")):
            below = _text(ingredient.get("active_manifest"))
            relation = _text(ingredient.get("relationship"))
            what = "made from" if relation == "parentOf" else "has in it"
            remark = "" if below else " (without a credential)"
            broken = _ingredient_failures(ingredient)
            if broken:
                remark = f" (its credential does not hold: {broken[0].words})"
            steps.append(Step(depth, what, (_text(ingredient.get("title")) or "a file") + remark, "", ""))
            waiting.append((below, depth + 1))
    return tuple(steps[:MAX_ITEMS])


def generator(content: Mapping[str, Any]) -> str:
    """The program that made a manifest, with its version."""
    for info in _items(content.get("claim_generator_info")):
        return " ".join(filter(None, (_text(info.get("name")), _text(info.get("version")))))
    return _text(content.get("claim_generator"))


def text(value: object) -> str:
    """A text of a hostile file, bounded, without anything that moves a cursor."""
    return _text(value)


def _training_entries(label: str, data: Mapping[str, Any], last: bool) -> list[TrainingEntry]:
    prefix = label.split(".")[0] + "."
    uses = {"data_mining", "ai_inference", "ai_training", "ai_generative_training"}
    found = []
    for key, entry in list(_table(data.get("entries")).items())[:MAX_ITEMS]:
        content = _table(entry)
        answer = _text(content.get("use"))
        use = _text(key).removeprefix(prefix)
        known = key.startswith(prefix) and use in uses and answer in ("allowed", "notAllowed", "constrained")
        found.append(TrainingEntry(label, use, _text(key), answer, _text(content.get("constraint_info")), last, known))
    return found


def _actions(content: Mapping[str, Any], depth: int, when: str, by: str) -> list[Step]:
    found = []
    for label, data in assertions(content):
        if label.startswith("c2pa.actions"):
            for action in _items(_table(data).get("actions")):
                name = _text(action.get("action"))
                source = _text(action.get("digitalSourceType")).rsplit("/", 1)[-1]
                detail = _text(action.get("description")) or source
                what = str(_vocabulary()["action"].get(name, name))
                found.append(Step(depth, what, detail, _text(action.get("when")) or when, by))
    return found


def _codes(results: Mapping[str, Any], kind: str) -> list[str]:
    return [_text(item.get("code")) for item in _items(results.get(kind))]


def _items(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value[:MAX_ITEMS] if isinstance(item, Mapping)] if isinstance(value, list) else []


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return "".join(c if c.isprintable() else " " for c in value[:MAX_VALUE])


@functools.cache
def _vocabulary() -> dict[str, dict[str, str]]:
    raw = resources.files("resources").joinpath("vocabularies/c2pa-status.toml").read_text("utf-8")
    return {"failure": (found := tomllib.loads(raw))["failure"], "action": found["action"]}
