"""The names and addresses that are looked for: kept in the profile, tried out on a text."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from artistguard.matching.addresses import AddressBook
from artistguard.matching.folding import bare
from artistguard.matching.names import Matcher
from artistguard.model.errors import UsageError
from artistguard.model.names import AddressHit, FieldKind, HeldBack, NameHit, NameKind, OwnName
from artistguard.model.rights import Profile

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_MOST = 120  # characters of a name
_LISTS = {
    NameKind.ALIAS: "aliases",
    NameKind.HANDLE: "handles",
    NameKind.STUDIO: "studios",
    NameKind.CHARACTER: "characters",
}


@dataclass(frozen=True, slots=True)
class Tested:
    """What a text holds of the artist's, and what might have been taken for it."""

    names: tuple[NameHit, ...]
    addresses: tuple[AddressHit, ...]
    held_back: tuple[HeldBack, ...]


def own_names(studio: "Studio") -> tuple[OwnName, ...]:
    """All names that are looked for, those of clients included: whoever sends one out asks the seals first."""
    return studio.catalogue.profile.get().names


def ignored(studio: "Studio") -> tuple[str, ...]:
    """The phrases in which a name does not count."""
    return studio.catalogue.profile.get().ignored


def matcher(studio: "Studio") -> Matcher:
    """Looks for all of them."""
    profile = studio.catalogue.profile.get()
    return Matcher(profile.names, profile.ignored)


def book(studio: "Studio") -> AddressBook:
    """Looks for the artist's addresses."""
    return AddressBook(studio.catalogue.profile.get().addresses)


def add(studio: "Studio", text: str, kind: NameKind = NameKind.ALIAS, client: str | None = None) -> OwnName:
    """Look for a name from now on. `client`: whose name it is, by id, name or the beginning of an id.

    NAME is the artist's own, of which there is one: a new one takes the place of the old.
    """
    text = _one_line(text)
    if len(text) > _MOST:
        raise UsageError(f"A name has at most {_MOST} characters.")
    if not bare(text):
        raise UsageError("A name needs a letter or a digit.")
    client_id = studio.catalogue.clients.get(client).id if client else None
    name = OwnName(text, kind, client_id)
    profile = studio.catalogue.profile.get()
    if name in profile.names:
        return name
    known = next((other for other in profile.names if other.text == text and other.client_id == client_id), None)
    if known is not None and kind is not NameKind.NAME:
        raise UsageError(f"{text!r} is there already, as {known.kind.value}.", "Remove it first.")
    if client_id is not None:
        changed = replace(profile, of_clients=(*profile.of_clients, name))
    elif kind is NameKind.NAME:
        changed = replace(profile, name=text)
    else:
        longer: dict[str, Any] = {_LISTS[kind]: (*getattr(profile, _LISTS[kind]), text)}
        changed = replace(profile, **longer)
    _keep(studio, changed, "name-added", {"name": text, "kind": kind.value, "client": client_id})
    return name


def remove(studio: "Studio", text: str) -> tuple[OwnName, ...]:
    """Look for a name no longer, whatever kind it is of. Returns what was removed."""
    text = _one_line(text)
    profile = studio.catalogue.profile.get()
    gone = tuple(name for name in profile.names if name.text == text)
    if not gone:
        raise UsageError(f"{text!r} is none of your names.", "`artistguard names list` shows them.")
    lists: dict[str, Any] = {
        field: tuple(other for other in getattr(profile, field) if other.strip() != text) for field in _LISTS.values()
    }
    changed = replace(
        profile,
        name="" if profile.name.strip() == text else profile.name,
        of_clients=tuple(name for name in profile.of_clients if name.text != text),
        **lists,
    )
    _keep(studio, changed, "name-removed", {"name": text})
    return gone


def ignore(studio: "Studio", phrase: str) -> str:
    """From now on a name within this phrase does not count."""
    phrase = _one_line(phrase)
    if not bare(phrase):
        raise UsageError("A phrase needs a letter or a digit.")
    profile = studio.catalogue.profile.get()
    if phrase not in profile.ignored:
        _keep(studio, replace(profile, ignored=(*profile.ignored, phrase)), "phrase-ignored", {"phrase": phrase})
    return phrase


def unignore(studio: "Studio", phrase: str) -> str:
    """A name within this phrase counts again."""
    phrase = _one_line(phrase)
    profile = studio.catalogue.profile.get()
    if phrase not in profile.ignored:
        raise UsageError(f"{phrase!r} is not ignored.", "`artistguard names list` shows what is.")
    kept = tuple(other for other in profile.ignored if other != phrase)
    _keep(studio, replace(profile, ignored=kept), "phrase-counts-again", {"phrase": phrase})
    return phrase


def test(studio: "Studio", text: str, field: FieldKind = FieldKind.TEXT) -> Tested:  # noqa: PT028
    """What of the artist's names and addresses is in a text that stands in a field of this kind."""
    hits, held = matcher(studio).look(text, field)
    return Tested(tuple(hits), tuple(book(studio).find(text, field)), tuple(held))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _keep(studio: "Studio", profile: Profile, act: str, details: dict[str, str | None]) -> None:
    with studio.catalogue.transaction():
        studio.catalogue.profile.set(profile)
        studio.catalogue.custody.append(act, "profile", details)
