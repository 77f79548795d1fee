"""Distinct participants by what they told."""

from typing import Any

import pytest
from flask import Flask

from tests.factories import a_participant, a_walk
from tests.queries import queries
from walks import methods, participants
from walks.database import db
from walks.disclosure import PUBLISHED
from walks.statistics import groups
from walks.walks import Walk

GENDER, AGE, GETTING_AROUND = PUBLISHED


def told(on: Walk, **profile: Any) -> Any:
    sensitive = {"sensitive_consent_at": db.func.now()} if "getting_around" in profile else {}
    return a_participant(on=on, profile={**profile, **sensitive})


def test_each_participant_counts_once_in_every_table(app: Flask) -> None:
    walk = a_walk()
    told(walk, gender="woman", age_band="13_17", getting_around=["walker_stick"])
    told(walk, gender="woman", age_band="80_plus")
    told(walk, gender="man")
    a_participant(on=walk)
    counts = groups.of_walks([walk.id])[walk.id]
    assert counts.total == 4
    assert counts.answers[GENDER.name] == {"woman": 2, "man": 1, "prefer_not": 1}
    assert counts.answers[AGE.name] == {"13_17": 1, "80_plus": 1, "prefer_not": 2}
    assert counts.answers[GETTING_AROUND.name] == {"walker_stick": 1, "prefer_not": 3}
    assert [table.total for table in counts.tables()] == [4, 4, 4]


def test_several_answers_count_in_each_and_one_that_stands_alone_gives_way(app: Flask) -> None:
    walk = a_walk()
    told(walk, getting_around=["wheelchair_manual", "hard_to_walk_far", "none"])
    told(walk, getting_around=["none", "prefer_not"])
    counts = groups.of_walks([walk.id])[walk.id]
    assert counts.answers[GETTING_AROUND.name] == {
        "wheelchair_manual": 1,
        "hard_to_walk_far": 1,
        "prefer_not": 1,
    }
    counts.tables()  # a contradiction would be refused


def test_an_answer_that_no_table_has_counts_as_not_said() -> None:
    assert groups.answers_to(GENDER, "a_word_of_another_method") == {"prefer_not"}
    assert groups.answers_to(GETTING_AROUND, ["walker_stick", "of_another"]) == {"walker_stick"}


def test_who_withdrew_and_other_walks_are_not_counted(app: Flask) -> None:
    walk = a_walk()
    told(walk, gender="woman")
    gone = told(walk, gender="woman")
    told(a_walk(), gender="woman")
    participants.withdraw(gone)
    db.session.commit()
    assert groups.of_walks([walk.id])[walk.id].total == 1


def test_walks_add_up(app: Flask) -> None:
    first, second = a_walk(), a_walk()
    told(first, gender="woman")
    told(second, gender="woman")
    told(second, gender="man")
    whole = groups.together(groups.of_walks([first.id, second.id]).values())
    assert whole.total == 3
    assert whole.answers[GENDER.name] == {"woman": 2, "man": 1}


@pytest.mark.parametrize("number", [1, 40])
def test_one_query_counts_any_number_of_walks(app: Flask, number: int) -> None:
    ids = [a_walk().id for _ in range(number)]
    with queries() as seen:
        groups.of_walks(ids)
    assert len(seen) == 1


def test_the_published_tables_have_the_answers_of_the_shipped_method(app: Flask) -> None:
    questions = {one.slug: one for one in methods.newest()[0].questions if one.part == "profile"}
    for definition in PUBLISHED:
        options = [option["slug"] for option in questions[definition.field.slug].options]
        assert list(definition.field.categories) == options
