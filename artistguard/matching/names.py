"""Names in texts: in every writing people use, with a strength and a reason for each.

A text is stripped to its letters (`folding`); a cheap search for pieces of the names (`sieve`) leaves the few texts
that are worth a look; in these each form of a name is placed (`placing`) and judged by its shape, its field and the
words around it (`judging`). What is not taken for the name is held back with the reason. Time and memory grow with the
length of the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from artistguard.matching.folding import Folded, bare, worded
from artistguard.matching.judging import judge
from artistguard.matching.overlap import one_a_place
from artistguard.matching.placing import places
from artistguard.matching.sieve import Sieve
from artistguard.matching.spellings import Wanted, digests, prepare, query_forms
from artistguard.model.names import FieldKind, HeldBack, NameHit, OwnName, Strength

if TYPE_CHECKING:
    from artistguard.matching.many_texts import ManyTexts

__all__ = ["Matcher", "digests", "query_forms"]

_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![0-9A-Za-z])")
# Fields in which a digest may stand for a name.
_HASHED = (FieldKind.HASH, FieldKind.ARTIST, FieldKind.CREATOR, FieldKind.TEXT, FieldKind.TAG, FieldKind.ID)
_DIGEST = 32  # characters of the shortest
_MOST_HITS = 200  # a name and text


class Matcher:
    """Looks for names. Made once, used for any number of texts; safe to share between threads."""

    def __init__(self, names: Sequence[OwnName], ignored: Sequence[str] = ()) -> None:
        """`ignored`: phrases within which a hit does not count."""
        self.names = tuple(names)
        self._wanted = [wanted for name in names for wanted in prepare(name)]
        self._ignored = {bones: phrase for phrase in ignored if (bones := bare(worded(phrase)))}
        self._digests = {digest: (name, way) for name in reversed(self.names) for digest, way in digests(name).items()}
        self._sieve = Sieve(self._wanted)
        self._many: ManyTexts | None = None

    def find(self, text: str, field: FieldKind) -> list[NameHit]:
        """The names in a text, in the order in which they stand there; one hit a place."""
        return self.look(text, field)[0]

    def look(self, text: str, field: FieldKind) -> tuple[list[NameHit], list[HeldBack]]:
        """The names in a text, and what was held back."""
        hits: list[NameHit] = []
        held: list[HeldBack] = []
        if field in _HASHED:
            hits += self._hashed(text)
        which = self._sieve.of(text)
        if which:
            folded = Folded(text)
            for number in which:
                self._look_for(folded, self._wanted[number], field, hits, held)
            hits, overruled = self._ignore(folded, hits)
            held += overruled
        hits = one_a_place(hits)
        return hits, [back for back in dict.fromkeys(held) if not _taken(hits, back)]

    def find_many(self, texts: Sequence[str], field: FieldKind) -> dict[int, list[NameHit]]:
        """The names in each of many texts, by its place among them; only those with hits. Made for columns."""
        if self._many is None:
            from artistguard.matching.many_texts import ManyTexts  # brings NumPy, which single texts do without

            self._many = ManyTexts(self._sieve)
        rows = set(self._many.rows(texts))
        if field in _HASHED:
            rows.update(row for row, text in enumerate(texts) if len(text) >= _DIGEST and _HEX.search(text))
        found = ((row, self.find(texts[row], field)) for row in sorted(rows))
        return {row: hits for row, hits in found if hits}

    def _look_for(
        self, folded: Folded, wanted: Wanted, field: FieldKind, hits: list[NameHit], held: list[HeldBack]
    ) -> None:
        count = 0
        for place in places(folded, wanted):
            judged = judge(folded, wanted, place, field)
            if judged is None:
                continue
            count += 1
            if count > _MOST_HITS:
                return
            found = folded.text[judged.start : judged.end]
            if judged.strength is None:
                held.append(HeldBack(wanted.name, found, judged.start, judged.end, judged.reason))
            else:
                hits.append(NameHit(wanted.name, found, judged.start, judged.end, judged.strength, judged.reason))

    def _ignore(self, folded: Folded, hits: list[NameHit]) -> tuple[list[NameHit], list[HeldBack]]:
        if not hits or not self._ignored:
            return hits, []
        spans = list(self._ignored_spans(folded))
        kept, held = [], []
        for hit in hits:
            phrase = next((phrase for start, end, phrase in spans if start <= hit.start and hit.end <= end), None)
            if phrase is None:
                kept.append(hit)
            else:
                held.append(HeldBack(hit.name, hit.found, hit.start, hit.end, f"Within {phrase!r}, which you ignore."))
        return kept, held

    def _ignored_spans(self, folded: Folded) -> Iterable[tuple[int, int, str]]:
        for bones, phrase in self._ignored.items():
            for found in re.finditer(re.escape(bones), folded.skeleton):
                yield *folded.span(found.start(), found.end()), phrase

    def _hashed(self, text: str) -> Iterable[NameHit]:
        for found in _HEX.finditer(text):
            known = self._digests.get(found.group().lower())
            if known is not None:
                name, spelling = known
                kind = {32: "MD5", 40: "SHA-1", 64: "SHA-256"}[len(found.group())]
                reason = f"The {kind} of {spelling!r}: your name, hashed."
                yield NameHit(name, found.group(), found.start(), found.end(), Strength.STRONG, reason)


def _taken(hits: Sequence[NameHit], back: HeldBack) -> bool:
    """Whether a hit overlaps what was held back: then that is told by the hit."""
    place = bisect_left(hits, back.end, key=lambda hit: hit.start)
    return place > 0 and hits[place - 1].end > back.start
