"""One repository of a hub as a candidate: every field of a stranger's JSON looked at before it is believed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from artistguard.model.names import FieldKind
from artistguard.model.watching import Candidate, CandidateKind, RemoteFile, RemotePicture, Text
from artistguard.sources import fields, safetensors
from artistguard.sources.hub_api import HubPaths

_KEY = re.compile(r"[0-9a-f]{12,40}\Z")
_ID = re.compile(r"(?:[\w.-]{1,96}/)?[\w.-]{1,96}\Z", re.ASCII)
_MATTER = re.compile(r"\s*---\s*\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
_LONGEST_CARD = 200_000  # characters
_MOST_FILES = 2_000
_MOST_NAMES = 300  # file names that are searched
_MOST_PICTURES = 60
_TRIGGERS = ("instance_prompt", "trigger_phrase", "trigger_word", "trigger_words")
_TITLES = ("title", "pretty_name", "model_name")
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp")
_WEIGHTS = (".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".gguf", ".zip")
# Where training pictures usually lie, most telling first.
_FOLDERS = ("concept_images", "instance_images", "training", "train", "dataset", "images", "image", "samples", "sample")
# Parts of a base model that thousands of repositories carry unchanged: equal bytes there make no family.
_SHARED = frozenset(
    {
        "vae",
        "safety_checker",
        "text_encoder",
        "text_encoder_2",
        "text_encoder_3",
        "image_encoder",
        "tokenizer",
        "tokenizer_2",
        "feature_extractor",
        "scheduler",
        "controlnet",
    }
)
# Tags of libraries and tasks.
_OF_PICTURES = frozenset(
    {"diffusers", "text-to-image", "image-to-image", "stable-diffusion", "stable-diffusion-xl", "textual-inversion"}
    | {"text-to-video", "image-to-video", "image", "dreambooth", "flux"}
)
_OF_WORDS = frozenset(
    {"transformers", "text-generation", "text-generation-inference", "text-classification", "token-classification"}
    | {"question-answering", "summarization", "translation", "feature-extraction", "sentence-transformers", "gguf"}
    | {"automatic-speech-recognition", "text-to-speech", "audio-classification", "trl", "peft", "vllm", "text"}
    | {"audio", "tabular", "timeseries", "reinforcement-learning"}
)
_ABOUT = ("license", "region", "arxiv", "doi", "template", "endpoints_compatible", "size_categories", "language")
# Words that stand in everybody's prompts: equal ones make no family.
_EVERYBODYS = frozenset({"tok", "sks", "ohwx", "zwx", "style", "artstyle", "art", "illustration", "dog", "person"})


def candidate(source: str, kind: CandidateKind, item: Any, hub: HubPaths) -> Candidate | None:
    """A repository as a listing, or the repository itself, tells of it; None for an item that cannot be meant.

    Its kinship, that is: what makes two repositories one family when both have it:
    "sha256:DIGEST" of a weight file, "weights:DIGEST" of its tensors alone, "fork-of:KIND/ID" of what it was
    duplicated from, which every repository is itself as well, and "trigger:BASE|PROMPT", the same base model with the
    same words that are nobody else's. A data set is also "dataset:ID".
    """
    told = fields.mapping(item)
    key, id_ = fields.text(told.get("_id"), 60), fields.text(told.get("id"), 200)
    if not _KEY.match(key) or not _ID.match(id_):
        return None
    card = fields.mapping(told.get("cardData"))
    account = fields.text(told.get("author"), 96) or id_.rpartition("/")[0]
    revision = fields.text(told.get("sha"), 64) or fields.text(told.get("lastModified"), 40)
    files = tuple(_files(told))
    pathed = re.fullmatch(r"[0-9a-f]{40}", revision)
    return Candidate(
        source=source,
        key=key,
        kind=kind,
        title=id_,
        url=hub.page_url(kind, id_),
        account=account,
        revision=revision,
        created_at=fields.moment(told.get("createdAt")),
        texts=tuple(dict.fromkeys(text for text in _texts(told, card, id_, account, files) if text.text)),
        files=files,
        pictures=tuple(_pictures(card, files, kind, id_, revision if pathed else "main", hub)),
        kinship=tuple(dict.fromkeys(_kinship(card, files, kind, id_))),
        declares=tuple(dict.fromkeys(_declares(told, card))),
        note=_note(told),
    )


def with_card(found: Candidate, readme: bytes) -> Candidate:
    """The candidate with the text of its card; the data in front of it are known already."""
    text = readme.decode("utf-8", "replace")
    matter = _MATTER.match(text)
    body = fields.clean(text[matter.end() :] if matter else text, _LONGEST_CARD)
    return _with(found, (Text(FieldKind.CARD, body),) if body else ())


def with_header(found: Candidate, name: str, said: safetensors.Header, sha256: str, size: int | None) -> Candidate:
    """The candidate with what the header of one of its files says."""
    kinship = [f"sha256:{sha256}"] * bool(sha256) + [f"weights:{said.weights}"] * bool(said.weights)
    files = tuple(
        RemoteFile(name, file.size or size, file.sha256 or sha256) if file.name == name else file
        for file in found.files
    )
    rows = found.rows if said.pictures is None else (found.rows or 0) + said.pictures
    return replace(
        _with(found, said.texts), files=files, kinship=tuple(dict.fromkeys((*found.kinship, *kinship))), rows=rows
    )


def headers_of(found: Candidate, most: int) -> tuple[str, ...]:
    """The weight files whose headers are worth two requests: those of the top folder first. Never a pickle."""
    names = [f.name for f in found.files if f.name.lower().endswith(".safetensors") and not _is_shared(f.name)]
    return tuple(sorted(names, key=lambda name: name.count("/"))[:most])


def has_card(found: Candidate) -> bool:
    """Whether there is a card to read, as far as is known."""
    return not found.files or any(file.name == "README.md" for file in found.files)


def makes_pictures(found: Candidate) -> bool:
    """Whether it may have to do with pictures: half of all LoRAs are of language models, and say so."""
    tags = {text.text.lower() for text in found.texts if text.field is FieldKind.TAG}
    return bool(tags & _OF_PICTURES) or not tags & _OF_WORDS


def modified(item: Any) -> str:
    """When a repository last changed, as a text that sorts; "" where it does not say."""
    moment = fields.moment(fields.mapping(item).get("lastModified"))
    return moment.isoformat() if moment else ""


def _with(found: Candidate, texts: tuple[Text, ...]) -> Candidate:
    return replace(found, texts=tuple(dict.fromkeys((*found.texts, *texts))))


def _files(told: Mapping[str, Any]) -> Iterator[RemoteFile]:
    for sibling in fields.sequence(told.get("siblings"), _MOST_FILES):
        about = fields.mapping(sibling)
        name = about.get("rfilename")
        if isinstance(name, str) and name == fields.clean(name, 500) and name and not name.startswith("/"):
            lfs = fields.mapping(about.get("lfs"))
            yield RemoteFile(name, fields.whole(about.get("size")), fields.sha256(lfs.get("sha256")))


def _texts(
    told: Mapping[str, Any], card: Mapping[str, Any], id_: str, account: str, files: tuple[RemoteFile, ...]
) -> Iterator[Text]:
    yield Text(FieldKind.ID, id_)
    yield Text(FieldKind.CREATOR, account)
    for key in _TRIGGERS:
        for text in fields.texts(card.get(key), 50):
            yield Text(FieldKind.TRIGGER, text)
    for key in _TITLES:
        yield Text(FieldKind.TITLE, fields.text(card.get(key), 500))
    for tag in (*fields.texts(told.get("tags")), *fields.texts(card.get("tags"))):
        about, colon, value = tag.partition(":")
        if not colon or about not in _ABOUT:
            yield Text(FieldKind.TAG, value.rpartition(":")[2] if colon else tag)
    for described in (told.get("description"), card.get("description"), card.get("short_description")):
        yield Text(FieldKind.CARD, fields.text(described))
    for shown in _widget(card):
        yield Text(FieldKind.PROMPT, fields.text(shown.get("text"), 2_000))
    for file in files[:_MOST_NAMES]:
        yield Text(FieldKind.FILE_NAME, file.name)


def _widget(card: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for shown in fields.sequence(card.get("widget"), 100):
        yield fields.mapping(shown)


def _pictures(
    card: Mapping[str, Any],
    files: tuple[RemoteFile, ...],
    kind: CandidateKind,
    id_: str,
    revision: str,
    hub: HubPaths,
) -> Iterator[RemotePicture]:
    captions = {
        fields.text(fields.mapping(shown.get("output")).get("url"), 500): fields.text(shown.get("text"), 2_000)
        for shown in _widget(card)
    }
    found = [file for file in files if file.name.lower().endswith(_PICTURES)]
    for file in sorted(found, key=lambda file: _telling(file.name))[:_MOST_PICTURES]:
        url = hub.endpoint + hub.file(kind, id_, revision, file.name)
        yield RemotePicture(url, file.name, file.size, captions.get(file.name, ""))


def _telling(name: str) -> tuple[int, str]:
    folder = PurePosixPath(name.lower()).parent.name
    return (_FOLDERS.index(folder) if folder in _FOLDERS else len(_FOLDERS), name)


def _kinship(card: Mapping[str, Any], files: tuple[RemoteFile, ...], kind: CandidateKind, id_: str) -> Iterator[str]:
    for file in files:
        if file.sha256 and file.name.lower().endswith(_WEIGHTS) and not _is_shared(file.name):
            yield f"sha256:{file.sha256}"
    yield f"fork-of:{kind.value}/{id_.lower()}"
    if kind is CandidateKind.DATASET:
        yield f"dataset:{id_.lower()}"  # as whoever tells of its rows calls it
    source = fields.text(card.get("duplicated_from"), 200)
    if _ID.match(source):
        yield f"fork-of:{kind.value}/{source.lower()}"
    bases = sorted(base.lower() for base in fields.texts(card.get("base_model"), 10, 200))
    for prompt in fields.texts(card.get("instance_prompt"), 5, 300):
        words = [word for word in re.findall(r"\w+", prompt.casefold()) if word not in _EVERYBODYS]
        if bases and sum(map(len, words)) >= 8:
            yield f"trigger:{','.join(bases)}|{' '.join(words)}"


def _declares(told: Mapping[str, Any], card: Mapping[str, Any]) -> Iterator[str]:
    for about, key in (("dataset", "datasets"), ("base_model", "base_model")):
        named = [tag.split(":")[-1] for tag in fields.texts(told.get("tags"), 500, 300) if tag.startswith(about + ":")]
        for id_ in (*fields.texts(card.get(key), 200, 200), *named):
            if _ID.match(id_):
                yield f"{about}:{id_}"


def _note(told: Mapping[str, Any]) -> str:
    if told.get("disabled") is True:
        return "disabled by the hub"
    if told.get("gated") in (True, "auto", "manual"):
        return "gated: its files are shown to those who ask for them"
    return ""


def _is_shared(name: str) -> bool:
    return name.partition("/")[0].lower() in _SHARED and "/" in name
