"""What a source may be asked: everything of the artist's that no client's seal keeps back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from artistguard.model.egress import Purpose
from artistguard.model.finds import Watch
from artistguard.model.watching import HostNeed, Question
from artistguard.sources.base import Watched
from artistguard.workflow import consents, names
from artistguard.workflow.searching import Searching

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_AS_OFTEN = 10**9  # requests: parts of tables, at the pace of their host


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


def for_search(studio: "Studio", params: Mapping[str, object]) -> Asked:
    """What one that searches here is asked: its parameters, as often as it takes. It asks nobody for the artist."""
    return Asked(Question(params=dict(params), most_requests=_AS_OFTEN), forbidden=studio.seals.among(_texts(params)))


def needs(source: Watched, params: Mapping[str, object]) -> Sequence[HostNeed]:
    """Whom a source must reach for a watch with these parameters. Raises UsageError for a set that is gone."""
    return source.needs_of(params) if isinstance(source, Searching) else source.needs


def for_watch(studio: "Studio", watch: Watch, source: Watched) -> tuple[Asked, int]:
    """The same, with the finds that the watch looks after; and how many of these a seal keeps back."""
    if isinstance(source, Searching):
        return for_search(studio, watch.params), 0
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


def why_blocked(studio: "Studio", source: Watched, asked: Asked) -> str:
    """Why a source cannot be asked now, and what to do about it; empty if it can. Costs nothing."""
    if isinstance(source, Searching):
        why = source.why_not()
        if why:
            return why
    required = needs(source, asked.question.params)
    if not studio.settings.network and (required or not isinstance(source, Searching)):
        return "The network is switched off. 'artistguard network on' switches it on."
    if asked.forbidden:
        return f"Under a client's seal: {', '.join(asked.forbidden)}. It runs again once the seal is open."
    if isinstance(source, Searching):
        return _not_agreed(studio, required)
    if not asked.question.names and not asked.question.addresses:
        if asked.left_out:
            return "Every name and address is under a client's seal. It runs again once a seal is open."
        return (
            "There is no name and no address to look for. 'artistguard names add' and 'artistguard profile' add them."
        )
    return _not_agreed(studio, required[:1])  # of the others the source itself knows what it can do without


def _not_agreed(studio: "Studio", required: Sequence[HostNeed]) -> str:
    for need in consents.missing(studio, required, Purpose.WATCH):
        return (
            f"You have not agreed yet that {need.host} is asked."
            f" 'artistguard network allow {need.host} --for {Purpose.WATCH.value}' agrees."
        )
    return ""


def _texts(params: Mapping[str, object]) -> list[str]:
    """The texts in a watch's parameters."""
    values = [value for given in params.values() for value in (given if isinstance(given, (list, tuple)) else [given])]
    return [value for value in values if isinstance(value, str)]
