"""Whatever happens in whatever order: what cards say of themselves is what their rows say."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select
from watch_parts import HUB, model, name, picture

from artistguard.catalogue import families
from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.recording import Offered
from artistguard.catalogue.store import Catalogue
from artistguard.model.finds import AllowKind, Happening, Verdict
from artistguard.model.names import Strength


def happen(catalogue: Catalogue, chance: random.Random, clock: Any) -> None:
    """One thing that may happen."""
    clock.now += timedelta(minutes=chance.randrange(3))
    cards = catalogue.finds.cards(limit=1000)
    what = chance.random()
    if what < 0.6 or not cards:
        offers = []
        for _ in range(chance.randrange(1, 5)):
            key = f"k{chance.randrange(40)}"
            kin = tuple(f"sha256:{chance.randrange(25)}" for _ in range(chance.randrange(3)))
            found = [name(f"name {chance.randrange(3)}", chance.choice(list(Strength)))] * (chance.random() < 0.6)
            found += [picture(f"work-{chance.randrange(3)}")] * (chance.random() < 0.2)
            offers.append(
                Offered(model(key, f"a{chance.randrange(3)}/{key}", revision=str(what), kinship=kin), tuple(found))
            )
        gone, there = ([f"k{chance.randrange(40)}"] * (chance.random() < 0.3) for _ in range(2))
        catalogue.finds.record(offers, source=HUB, gone=gone, there=there)
    elif what < 0.8:
        catalogue.finds.judge(chance.choice(cards).id, chance.choice(list(Verdict)))
    elif what < 0.9:
        catalogue.finds.undo()
    elif what < 0.95:
        catalogue.finds.hold([card.id for card in chance.sample(cards, len(cards) // 2)])
    elif allowed := catalogue.allowances.list():
        catalogue.allowances.remove(chance.choice(allowed).id)
    else:
        catalogue.allowances.add(AllowKind.ACCOUNT, f"{HUB}/a{chance.randrange(3)}")


def rows(connection: Connection, table: Any) -> list[Any]:
    return list(connection.execute(select(table).order_by(*table.primary_key.columns)))


@pytest.mark.parametrize("seed", range(3))
def test_cards_say_what_their_rows_say(catalogue: Catalogue, clock: Any, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(45):
        happen(catalogue, chance, clock)
    with catalogue._database.write() as connection:
        cards = rows(connection, schema.families)
        families.settle(connection, [card.id for card in cards if card.merged_into is None])
        assert rows(connection, schema.families) == cards  # nothing was left uncounted
        candidates, history = rows(connection, schema.candidates), rows(connection, schema.sightings)
        verdicts, kin = rows(connection, schema.verdicts), rows(connection, schema.kin)
    open_ = {card.id: card for card in cards if card.merged_into is None}
    assert {candidate.family_id for candidate in candidates} == set(open_)
    assert {line.family_id for line in history} <= set(open_)
    # The same text, the same family.
    home = {candidate.id: candidate.family_id for candidate in candidates}
    by_text: dict[str, set[str]] = {}
    for text, candidate in kin:
        by_text.setdefault(text, set()).add(home[candidate])
    assert all(len(found) == 1 for found in by_text.values())
    # Each candidate appeared once.
    appeared = Counter(line.candidate_id for line in history if line.what in (Happening.FIRST_SEEN, Happening.RELATIVE))
    del appeared[None]
    assert appeared == dict.fromkeys(home, 1)
    # News is what is marked so and is younger than the verdict that stands.
    for id_, card in open_.items():
        standing = [verdict for verdict in verdicts if verdict.family_id == id_ and verdict.undone_at is None]
        last = max(standing, key=lambda verdict: verdict.position, default=None)
        assert card.verdict == (last.verdict if last else None)
        since = last.position if last else 0
        assert card.news == any(line.family_id == id_ and line.news and line.position > since for line in history)
        members = [candidate for candidate in candidates if candidate.family_id == id_]
        assert card.allowed == all(member.allowed for member in members)
        assert not (card.held and (card.severe or not card.news))
