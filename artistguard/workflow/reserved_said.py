"""What was said of works, read out of the chain's lines, the presets and the declarations. Pure but for the reading.

A copy's forms are those that were read back when it was written. Lines of before that was noted tell them by the
preset's version and the files beside the copy: what was asked for was read back then as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from artistguard.model.artwork import Artwork, Edition
from artistguard.model.custody import CustodyEntry
from artistguard.model.errors import CatalogueError, UsageError
from artistguard.model.grants import Grant
from artistguard.model.preset import Field, Preset, PresetVersion
from artistguard.model.reserved import Proof, Said, Stamp, Where
from artistguard.model.rights import DataUse, Permission, Reservation
from artistguard.provenance import terms
from artistguard.registries import local
from artistguard.website.ledger import INDEX
from artistguard.website.terms import POLICY
from artistguard.workflow import outbox_steps
from artistguard.workflow.studio import Studio

COPY_FORMS = (Field.CAWG_TRAINING, Field.C2PA_TRAINING, Field.PLUS_DATA_MINING, Field.TDM_RESERVATION)
SITE_FILES = ("robots.txt", ".well-known/tdmrep.json", "ai.txt", "license.xml", POLICY)
_OVER = (outbox_steps.WITHDRAWN, *dict.fromkeys(outbox_steps.LOST.values()))  # nothing is said there from then on
OF_WORKS = ("signed", "posted", local.RESERVED, local.WITHDRAWN, outbox_steps.DECLARED, *_OVER)
STAMPED = "ledger-stamped"
PUBLISHED = "ledger-published"
_WRITTEN, _CHECKED = "website-written", "website-checked"
_READER = "reader:"


@dataclass(frozen=True, slots=True)
class Facts:
    """What all works share. `versions` by id; `stamps` by the moment they name, earliest first."""

    versions: Mapping[str, tuple[Preset, PresetVersion]]
    stamps: tuple[Stamp, ...]
    site: tuple[CustodyEntry, ...]
    grants: tuple[Grant, ...]

    def proof(self, line: CustodyEntry) -> Proof:
        """What proves a line, with the earliest stamp that covers it."""
        stamp = next((each for each in self.stamps if each.line >= line.seq), None)
        return Proof(line.seq, line.hash, str(line.details.get("declaration", "")), stamp)

    def newest(self, version: PresetVersion, moment: datetime) -> PresetVersion:
        """The version of the same preset that was the last one at a moment."""
        same = [each for _, each in self.versions.values() if each.preset_id == version.preset_id]
        return max((v for v in same if v.created_at <= moment), key=lambda v: v.version, default=version)

    def named(self, preset: str, number: object) -> PresetVersion | None:
        """The version of a preset by their names of today; None where it was renamed since, or there is none."""
        found = (v for p, v in self.versions.values() if p.name == preset and v.version == number)
        return next(found, None)


def facts(studio: Studio) -> Facts:
    """Read what all works share."""
    catalogue = studio.catalogue
    versions = {
        version.id: (preset, version)
        for preset in catalogue.presets.list()
        for version in catalogue.presets.versions(preset.id)
    }
    stamps = []
    for line in catalogue.custody.of_acts([STAMPED]):
        with _reading(line):
            stamps.append(stamp_of(line))
    return Facts(
        versions,
        tuple(sorted(stamps, key=lambda stamp: stamp.at)),
        tuple(catalogue.custody.of_acts([_WRITTEN, PUBLISHED, _CHECKED])),
        catalogue.grants.list(),
    )


def stamp_of(line: CustodyEntry) -> Stamp:
    """The stamp that a line of the chain holds."""
    details: Mapping[str, Any] = line.details
    return Stamp(details["line"], details["authority"], datetime.fromisoformat(details["stamped_at"]), line.seq)


def of_work(work: Artwork, lines: Iterable[CustodyEntry], known: Facts) -> Iterator[Said]:
    """What was ever said in copies of a work and at registries. `lines`: those about it, in their order."""
    editions = {edition.id: edition for edition in work.editions}
    lines = list(lines)
    for line in lines:
        with _reading(line):
            if line.act in ("signed", "posted") and line.subject in editions:
                yield from _in_copy(line, editions[line.subject], editions, known)
            elif line.act == local.RESERVED:
                yield from _in_ledger(line, lines, editions, known)
            elif line.act == outbox_steps.DECLARED:
                yield _at_registry(line, lines, editions, known)


@contextmanager
def _reading(line: CustodyEntry) -> Iterator[None]:
    """Raises CatalogueError for a line that does not hold what a line of its act holds."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CatalogueError(
            f"Line {line.seq} of the custody ledger is not as it was written.", "Verify the ledger to see all of it."
        ) from error


def _in_copy(line: CustodyEntry, copy: Edition, editions: Mapping[str, Edition], known: Facts) -> Iterator[Said]:
    details: Mapping[str, Any] = line.details
    found = known.versions.get(str(details["preset_version"]))
    version = found[1] if found else None
    forms = details.get("forms")
    if forms is None:
        forms = _asked(version, details["sidecars"]) if version else {}
    after = editions.get(copy.superseded_by or "")
    for form, where in sorted(forms.items()):
        yield Said(
            where=Where.COPY,
            form=form,
            place=str(details["path"]),
            since=line.at,
            until=after.created_at if after else None,
            answers=version.reservation if version else None,
            says=_says(form, version) if version else "",
            preset_version=str(details["preset_version"]),
            edition_id=copy.parent_id or "",
            file_id=copy.id,
            beside=where == "beside",
            looked=line.at,
            proof=known.proof(line),
        )


def _says(form: str, version: PresetVersion) -> str:
    """What a copy of this version says in a form."""
    reservation = version.reservation
    match form:
        case Field.PLUS_DATA_MINING:
            worded = Field.PLUS_OTHER_CONSTRAINTS in version.fields
            return terms.data_mining(reservation, words=worded).removeprefix(terms.PLUS)
        case Field.TDM_RESERVATION:
            return terms.tdm_reservation(reservation)
        case Field.CAWG_TRAINING | Field.C2PA_TRAINING:
            return _entries(reservation)
    return ""


def _entries(reservation: Reservation) -> str:
    answers = reservation.answers
    if len(set(answers.values())) == 1:
        return f"all four uses {reservation.ai_training}"
    return ", ".join(f"{use} {answer}" for use, answer in answers.items())


def _asked(version: PresetVersion, sidecars: Sequence[str]) -> dict[str, str]:
    """The forms that a copy of this version was read back with, by the rules of signing."""
    reservation = version.reservation
    ends = {".c2pa": "file", ".xmp": "file"} | {f".{name.rpartition('.')[2]}": "beside" for name in sidecars}
    tags = {
        Field.PLUS_DATA_MINING: "PROHIBITED" in terms.data_mining(reservation),
        Field.TDM_RESERVATION: terms.tdm_reservation(reservation) == "1",
    }
    credential = Field.CREDENTIAL in version.fields and reservation.reserved
    said = {field.value: ends[".xmp"] for field, is_said in tags.items() if is_said and field in version.fields}
    labels = [field for field in (Field.CAWG_TRAINING, Field.C2PA_TRAINING) if credential and field in version.fields]
    return said | {label.value: ends[".c2pa"] for label in labels}


def _in_ledger(
    line: CustodyEntry, lines: Sequence[CustodyEntry], editions: Mapping[str, Edition], known: Facts
) -> Iterator[Said]:
    details: Mapping[str, Any] = line.details
    answers = answers_of(details)
    until = _taken_back(line, lines, (local.WITHDRAWN,))
    for each in details["editions"]:
        yield Said(
            where=Where.REGISTRY,
            form=local.NAME,
            place=local.NAME,
            since=line.at,
            until=until,
            answers=answers,
            says=_entries(answers) if answers else "",
            preset_version=str(details["preset_version"]),
            edition_id=own_file(each["edition"], editions),
            file_id=each["edition"],
            looked=line.at,
            proof=known.proof(line),
        )


def _at_registry(
    line: CustodyEntry, lines: Sequence[CustodyEntry], editions: Mapping[str, Edition], known: Facts
) -> Said:
    """One that was told by the outbox. An entry that points to no terms is on record, and reserves nothing."""
    details: Mapping[str, Any] = line.details
    found = known.versions.get(str(details["preset_version"]))
    return Said(
        where=Where.REGISTRY,
        form=str(details["registry"]),
        place=str(details["registry"]),
        since=line.at,
        until=_taken_back(line, lines, _OVER),
        answers=found[1].reservation if found else None,
        says=f"terms at {details['domain']}" if "domain" in details else "",
        preset_version=str(details["preset_version"]),
        edition_id=own_file(line.subject, editions),
        file_id=line.subject,
        looked=line.at,
        reserves="domain" in details,
        proof=known.proof(line),
        note=str(details.get("id_there", "")),
    )


def _taken_back(line: CustodyEntry, lines: Sequence[CustodyEntry], acts: Sequence[str]) -> datetime | None:
    """When a later line took this one's declaration back, or says that it is not there any longer."""
    later = (each for each in lines if each.act in acts and each.seq > line.seq)
    return next((each.at for each in later if each.details.get("of") == line.details["declaration"]), None)


def own_file(edition_id: str, editions: Mapping[str, Edition]) -> str:
    """The artist's own file behind an edition: itself, or what a copy of ours was made from."""
    edition = editions.get(edition_id)
    return edition.parent_id or edition_id if edition is not None and edition.role.ours else edition_id


def answers_of(details: Mapping[str, Any]) -> Reservation | None:
    """The four answers as a line of the ledger has them."""
    try:
        answers = {use.value: Permission(details["answers"][use.value]) for use in DataUse}
    except (KeyError, TypeError, ValueError, UsageError):
        return None
    return Reservation(
        **answers, constraint=str(details.get("constraint", "")), policy_url=str(details.get("policy_url", ""))
    )


def of_sites(known: Facts, moment: datetime) -> tuple[tuple[Said, ...], dict[str, dict[str, str]]]:
    """What websites said by a moment, over or not; and by host what readers saw when it was last checked by then."""
    said: list[Said] = []
    open_: dict[tuple[str, str], Said] = {}
    digests: dict[tuple[str, str], str] = {}
    last: dict[str, dict[str, str]] = {}

    def close(key: tuple[str, str], at: datetime) -> None:
        if key in open_:
            said.append(replace(open_.pop(key), until=at))

    def checked(line: CustodyEntry) -> None:
        details: Mapping[str, Any] = line.details
        host = urlsplit(line.subject).hostname or line.subject
        last[host] = {str(reader): str(word) for reader, word in details["readers"].items()}
        for reader, word in last[host].items():
            key = (host, _READER + reader)
            if word == "yes":
                before = open_.get(key)
                since, proof = (before.since, before.proof) if before else (line.at, known.proof(line))
                open_[key] = Said(Where.WEBSITE, key[1], host, since, looked=line.at, proof=proof)
            elif word == "no":
                close(key, line.at)

    def written(line: CustodyEntry) -> None:
        details: Mapping[str, Any] = line.details
        host = line.subject
        for name in (INDEX,) if line.act == PUBLISHED else SITE_FILES:
            digest, key = details["files"].get(name, ""), (host, name)
            if digest != digests.get(key) and (name != INDEX or not digest):
                close(key, line.at)  # the ledger's index changes with each work, and goes on saying it
            digests[key] = digest
            if digest and key not in open_:
                version = known.named(str(details.get("preset", "")), details.get("version"))
                open_[key] = Said(
                    where=Where.WEBSITE,
                    form=name,
                    place=host,
                    since=line.at,
                    answers=version.reservation if version else None,
                    preset_version=version.id if version else "",
                    proof=known.proof(line),
                )

    for line in known.site:
        if line.at > moment:
            break
        with _reading(line):
            if line.act == _CHECKED:
                checked(line)
            else:
                written(line)
    return (*said, *open_.values()), last
