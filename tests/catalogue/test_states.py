"""The state of a work in SQL is the state of a work in Python."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import Artwork, EditionRole, WorkState, work_state
from artistguard.model.listing import WorkFilter

# For each file: its role, its parent and what replaced it, both by place in the list (or none), and its work.
files = st.lists(
    st.tuples(
        st.sampled_from(EditionRole),
        st.none() | st.integers(0, 5),
        st.none() | st.integers(0, 5),
        st.integers(0, 1),
    ),
    max_size=6,
)


@example([[(EditionRole.MASTER, None, None, 0), (EditionRole.SIGNED_COPY, 0, None, 1)]])  # a copy of another work's
@given(st.lists(files, min_size=1, max_size=4))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_twins_agree(catalogue: Catalogue, edition: Any, clock: Any, groups: list[Any]) -> None:
    # Each group is two works, so that parents and successors may also lie in another work.
    ids: list[str] = []
    for group in groups:
        plain = [edition() for _ in range(6)]
        pair = [plain[0].artwork_id, plain[1].artwork_id]
        for number, (role, parent, successor, work) in enumerate(group):
            plain[number] = replace(
                plain[number],
                role=role,
                artwork_id=pair[work],
                parent_id=plain[parent].id if parent is not None and parent < len(group) else None,
                superseded_by=plain[successor].id if successor is not None and successor < len(group) else None,
            )
        mine = plain[: len(group)]
        numbers = catalogue.works.next_numbers(2)
        catalogue.works.add_many(
            (Artwork(id_, number, "", clock.now), [(file, ()) for file in mine if file.artwork_id == id_])
            for id_, number in zip(pair, numbers, strict=True)
        )
        ids += pair
    works = catalogue.works.get_many(ids)
    expected = {id_: work_state(works[id_].editions) for id_ in ids}
    assert catalogue.works.states(ids) == expected
    assert catalogue.works.volume(WorkFilter()) == catalogue.works.volume(catalogue.works.ids())
    for state in WorkState:
        assert {w.id for w in catalogue.works.iterate(state) if w.id in works} == {
            id_ for id_ in ids if expected[id_] is state
        }


def test_counts_follow_the_files(catalogue: Catalogue, add_work: Any, edition: Any) -> None:
    assert catalogue.works.count() == dict.fromkeys(WorkState, 0)
    works = [add_work() for _ in range(3)]
    for work in works[:2]:
        copy = edition(work.id, role=EditionRole.SIGNED_COPY, parent_id=work.editions[0].id)
        catalogue.works.add_edition(copy)
    newer = edition(works[0].id)
    catalogue.works.add_edition(newer)
    catalogue.works.supersede(works[0].editions[0].id, newer.id)
    assert catalogue.works.count() == dict.fromkeys(WorkState, 1)
    assert [w.id for w in catalogue.works.iterate(WorkState.OUTDATED)] == [works[0].id]


@pytest.mark.parametrize("role", EditionRole)
def test_a_lone_file(catalogue: Catalogue, edition: Any, clock: Any, role: EditionRole) -> None:
    file = edition(role=role)
    catalogue.works.add(Artwork(file.artwork_id, 1, "", clock.now), [(file, ())])
    assert catalogue.works.states([file.artwork_id]) == {file.artwork_id: work_state((file,))}
