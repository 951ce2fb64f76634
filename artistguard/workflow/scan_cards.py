"""A find of a scan as it is kept and said: a candidate, what was found in it, and why it counts, in words."""

from collections.abc import Iterator
from typing import Any

from artistguard.matching.odds import Band
from artistguard.model import wire
from artistguard.model.finds import Match
from artistguard.model.ids import new_id, now
from artistguard.model.names import FieldKind, Strength
from artistguard.model.turns import Turn
from artistguard.model.watching import Candidate, CandidateKind, Key, Text
from artistguard.workflow.scan_weighed import SAME, Weighed

LISTED = (
    "A row that is found says that the set lists a picture of such a hash; not that the address still leads to it, "
    "that anybody downloaded it, or that a model learned it."
)
_NEAR = (
    "That says that none of these rows is near to the views that were searched; not that no work of yours is in the "
    "set: crops below half, collages, screenshots and redrawn pictures have other hashes."
)
_EXACT = (
    "That says that none of these rows is a file of yours to the byte; not that no work of yours is in the set: a copy "
    "that was saved anew has another digest."
)


def nothing(by_hash: bool) -> str:
    """What a set in which nothing was found does not show. Without hashes, files are told by their digests alone."""
    return _NEAR if by_hash else _EXACT


def sentence(each: Weighed, title: str) -> str:
    """A find in words."""
    return f"In row {each.row:,} of {title}: {_reason(each)}"


def one_in(nfa: float) -> str:
    """How many such scans chance needs for one hit as near, for people: "1 in 7,700", to two digits that count."""
    if nfa >= 0.1:
        return f"1 in {max(1 / nfa, 1):.1f}"
    return f"1 in {float(f'{1 / nfa:.1e}'):,.0f}" if nfa > 1e-12 else "less than 1 in 1,000,000,000,000"


def candidate(source: str, title: str, each: Weighed) -> Candidate:
    texts = [Text(FieldKind.CAPTION, each.caption)] if each.caption else []
    texts += [Text(FieldKind.URL, each.url)] if each.url else []
    return Candidate(
        source=source,
        key=f"{each.file}#{each.row}",
        kind=CandidateKind.ROW,
        title=f"row {each.row:,} of {title}",
        url=each.url,
        texts=tuple(texts),
        # Rows with one and the same work are one card: what is judged is the work in the set.
        kinship=(f"work-in-set:{each.work.id}",),
        rows=1,
        note=", ".join(
            part
            for part in (
                each.details.get("name", ""),
                f"{each.width} x {each.height} pixels" if each.width and each.height else "",
            )
            if part
        ),
    )


def matches(each: Weighed, title: str) -> Iterator[Match]:
    likely = each.band is Band.LIKELY
    details: dict[str, Any] = {
        "work": each.work.number,
        "edition": each.edition_id,
        "distance": each.distance,
        "of": 64,
        "way": each.way,
        "turn": each.turn.value,
        "false_alarms": each.odds.nfa,
        "band": each.band.value,
        "rows": each.odds.rows,
        "views": each.odds.views,
        "background": each.odds.chance.rows,
        "seen_as_near": each.odds.chance.events,
        "extrapolated": each.odds.chance.extrapolated,
        "shape": each.odds.shape,
        "words": each.odds.words,
        "set": title,
        "row": each.row,
    }
    if each.confirmed is not None:
        details["agreement"] = {**wire.dump(each.confirmed.agreement), "same": each.same}
    strength = Strength.STRONG if likely or each.same else Strength.WEAK
    picture = f"row {each.row:,}"
    yield Match(new_id(), "", Key.PICTURE, each.work.id, None, picture, strength, _reason(each), now(), details)
    for name in each.names:
        yield Match(
            new_id(), "", Key.NAME, name.name.text, FieldKind.CAPTION, name.found, name.strength, name.reason, now()
        )
    for address in each.addresses:
        yield Match(
            new_id(), "", Key.ADDRESS, address.address, FieldKind.URL, address.found, address.strength,
            address.reason, now(),
        )  # fmt: skip


def _reason(each: Weighed) -> str:
    if each.way == SAME:
        forged = ", unless somebody made another file to have the same" if each.digest == "MD5" else ""
        return (
            f"Its {each.digest} is that of a file of your #{each.work.number}, {each.work.title}: the very file, to "
            f"the byte{forged}. That says the set lists it; not that a model learned it."
        )
    shown = [] if each.turn is Turn.NONE else [each.turn.value]
    shown += [] if each.way == "as it is" else [each.way]
    how = f", {', '.join(shown)}" if shown else ""
    chance = each.odds.chance
    line = ", an extrapolation beyond what was measured" if chance.extrapolated else ""
    listed = "it" if each.same else "a picture of this hash"
    points = f"{each.confirmed.sentence} " if each.confirmed is not None else ""
    return (
        f"{points}Its hash is {each.distance} of 64 bits from that of your #{each.work.number}, {each.work.title}"
        f"{how}. "
        f"{each.band.value.capitalize()}: chance alone would give a hit as near in {one_in(each.odds.nfa)} such scans "
        f"(as near to that hash: {chance.events:,} of {chance.rows:,} rows of the set{line}). That says the set "
        f"lists {listed}; not that a model learned it."
    )
