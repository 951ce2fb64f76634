"""What a source may be asked: everything of the artist's that no client's seal keeps back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from artistguard.model.egress import Purpose
from artistguard.model.finds import Watch
from artistguard.model.watching import Question
from artistguard.sources.base import Source
from artistguard.workflow import consents, names

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the names and addresses (`left_out`) that a seal keeps back from it.

    `forbidden` are parts of the watch's own parameters that are sealed: then it cannot be asked at all.
    """

    question: Question
    left_out: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


def question(studio: "Studio", params: Mapping[str, object]) -> Asked:
    """What a source may be asked for the artist today."""
    own, addresses = names.own_names(studio), studio.catalogue.profile.get().addresses
    hidden = set(studio.seals.among([*(name.text for name in own), *addresses]))
    hidden |= {name.text for name in own if studio.seals.sealed(name.client_id)}
    asked = Question(
        names=tuple(name for name in own if name.text not in hidden),
        addresses=tuple(address for address in addresses if address not in hidden),
        params=dict(params),
    )
    return Asked(asked, tuple(sorted(hidden)), studio.seals.among(_texts(params)))


def for_watch(studio: "Studio", watch: Watch) -> tuple[Asked, int]:
    """The same, with the finds that the watch looks after; and how many of these a seal keeps back."""
    asked = question(studio, watch.params)
    known = studio.catalogue.finds.known(watch.source, watch.id)
    datasets = studio.catalogue.finds.datasets()
    subjects = {subject for _, found in (*known, *datasets) for subject in found}
    works = studio.catalogue.works.get_many(sorted(subjects))
    sealed = {*asked.left_out, *studio.seals.among(subjects)}
    sealed |= {id_ for id_, work in works.items() if studio.seals.sealed(work.client_id)}
    open_ = tuple(one for one, found in known if not found & sealed)
    sets = tuple(dict.fromkeys(id_ for id_, found in datasets if not found & sealed))
    return replace(asked, question=replace(asked.question, known=open_, datasets=sets)), len(known) - len(open_)


def why_blocked(studio: "Studio", source: Source, asked: Asked) -> str:
    """Why a source cannot be asked now, and what to do about it; empty if it can. Costs nothing."""
    if not studio.settings.network:
        return "The network is switched off. 'artistguard network on' switches it on."
    if asked.forbidden:
        return f"Under a client's seal: {', '.join(asked.forbidden)}. It runs again once the seal is open."
    if not asked.question.names and not asked.question.addresses:
        if asked.left_out:
            return "Every name and address is under a client's seal. It runs again once a seal is open."
        return (
            "There is no name and no address to look for. 'artistguard names add' and 'artistguard profile' add them."
        )
    first = source.needs[:1]  # of the others the source itself knows what it can do without
    for need in consents.missing(studio, first, Purpose.WATCH):
        return (
            f"You have not agreed yet that {need.host} is asked."
            f" 'artistguard network allow {need.host} --for {Purpose.WATCH.value}' agrees."
        )
    return ""


def _texts(params: Mapping[str, object]) -> list[str]:
    """The texts in a watch's parameters."""
    values = [value for given in params.values() for value in (given if isinstance(given, (list, tuple)) else [given])]
    return [value for value in values if isinstance(value, str)]
