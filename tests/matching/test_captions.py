"""Names of real artists against real captions, each hit judged by a person."""

import pytest
from matching_sheets import Score, captions, sheet

from artistguard.matching.names import Matcher
from artistguard.model.names import FieldKind, NameKind, OwnName

_TABLE = sheet("judged_captions.toml")["artist"]
_NAMES = [OwnName(artist["name"], NameKind(artist.get("kind", "name"))) for artist in _TABLE]


def test_every_hit_is_in_the_table_and_most_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    texts = captions()
    score = Score()
    lines = []
    for artist, name in zip(_TABLE, _NAMES, strict=True):
        found = Matcher([name]).find_many(texts, FieldKind.CAPTION)
        got = [(row, hit.found, hit.strength.value) for row, hits in found.items() for hit in hits]
        judged = artist.get("hits", [])
        assert got == [(hit["row"], hit["found"], hit["strength"]) for hit in judged], artist["name"]
        right = sum(hit["right"] for hit in judged)
        score.right += right
        score.wrong += len(judged) - right
        score.missed += len(artist.get("missed", []))
        lines.append(f"  {artist['name']:22} {len(judged)} hits, {right} right")
    with capsys.disabled():
        print(f"\n{len(_TABLE)} artists over {len(texts)} real captions: {score}")
        print("\n".join(lines))
    assert score.precision >= 0.90
    assert sum(bool(artist.get("hits")) for artist in _TABLE) >= 10


def test_what_is_held_back_tells_why() -> None:
    texts = captions()
    for artist, name in zip(_TABLE, _NAMES, strict=True):
        matcher = Matcher([name])
        held = [(row, back) for row, text in enumerate(texts) for back in matcher.look(text, FieldKind.CAPTION)[1]]
        assert [row for row, _ in held] == artist.get("held", []), artist["name"]
        assert all(back.reason.endswith(".") for _, back in held)


def test_a_column_gives_what_its_texts_give_one_by_one() -> None:
    texts = captions()
    matcher = Matcher(_NAMES)
    one_by_one = {row: hits for row, text in enumerate(texts) if (hits := matcher.find(text, FieldKind.CAPTION))}
    assert matcher.find_many(texts, FieldKind.CAPTION) == one_by_one
