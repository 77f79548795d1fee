"""Publishing through the guard: what is written, what is remembered, what is read again."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from walks.database import db
from walks.disclosure import (
    ALL,
    PUBLISHED,
    Guarded,
    PublishedTable,
    Reason,
    Shown,
    Subject,
    Table,
    Withheld,
    latest,
    publish,
)

GENDERS, AGES, AROUND = PUBLISHED
WALK, OTHER = Subject("walk", "a"), Subject("walk", "b")
QUARTER = Subject("neighbourhood", "n")

pytestmark = pytest.mark.usefixtures("app")


def tables(
    gender: Mapping[str, int], age: Mapping[str, int], around: Mapping[str, int]
) -> list[Table]:
    total = sum(gender.values())
    counts = (gender, age, around)
    return [definition.table(n, total) for definition, n in zip(PUBLISHED, counts, strict=True)]


def a_walk(women: int = 12, men: int = 9) -> list[Table]:
    people = women + men
    return tables(
        {"woman": women, "man": men}, {"30_44": people}, {"none": people - 2, "walker_stick": 2}
    )


def numbers(safe: list[Guarded]) -> dict[str, int]:
    return {place[0]: cell.n for place, cell in safe[0].cells.items() if isinstance(cell, Shown)}


def test_what_is_published_can_be_read_again() -> None:
    published = publish(a_walk(), subject=WALK, head_count=22)
    db.session.commit()
    db.session.expire_all()
    assert latest(WALK) == published
    assert [table.name for table in published] == [definition.name for definition in PUBLISHED]
    assert {table.version for table in published} == {1}
    assert numbers(published) == {"woman": 12, ALL: 21}
    assert published[0].total == Shown(21)


def test_nothing_is_published_of_a_walk_that_never_was() -> None:
    assert latest(WALK) == []


def test_the_request_decides_whether_it_is_kept() -> None:
    publish(a_walk(), subject=WALK, head_count=22)
    db.session.rollback()
    assert latest(WALK) == []


def test_the_same_counts_are_the_same_version() -> None:
    first = publish(a_walk(), subject=WALK, head_count=22)
    assert publish(a_walk(), subject=WALK, head_count=22) == first


def test_figures_wait_for_the_head_count() -> None:
    waiting = publish(a_walk(), subject=WALK, head_count=None)
    assert {cell for table in waiting for cell in table.cells.values()} == {
        Withheld(Reason.HEAD_COUNT_UNCONFIRMED)
    }
    assert publish(a_walk(), subject=WALK, head_count=None) == waiting
    confirmed = publish(a_walk(), subject=WALK, head_count=21)
    assert numbers(confirmed) == {"woman": 12, ALL: 21}
    assert latest(WALK) == confirmed
    assert confirmed[0].version == 2


def test_one_person_who_joined_five_times_is_not_five() -> None:
    five = tables({"woman": 5}, {"80_plus": 5}, {"walker_stick": 5})
    published = publish(five, subject=WALK, head_count=1)
    assert {cell for table in published for cell in table.cells.values()} == {
        Withheld(Reason.HEAD_COUNT_EXCEEDED)
    }


def test_exact_counts_are_kept_only_where_something_was_shown() -> None:
    publish(a_walk(), subject=WALK, head_count=None)
    publish(a_walk(women=1, men=1), subject=OTHER, head_count=2)
    kept = db.session.scalars(text("SELECT memory FROM published_tables")).all()
    assert kept == [None] * 6


def test_exact_counts_are_not_loaded_by_whoever_reads_a_row() -> None:
    publish(a_walk(), subject=WALK, head_count=22)
    db.session.expunge_all()
    stored = db.session.scalars(select(PublishedTable)).first()
    with pytest.raises(InvalidRequestError, match="raiseload"):
        assert stored.memory


def test_a_withdrawal_cannot_be_seen_in_the_next_version_and_the_old_one_stays() -> None:
    first = publish(a_walk(women=12), subject=WALK, head_count=22)
    second = publish(a_walk(women=11), subject=WALK, head_count=22)
    assert numbers(second) == {}
    assert second[0].version == 2
    old = db.session.scalars(
        select(PublishedTable).where(PublishedTable.version == 1).order_by(PublishedTable.id)
    ).all()
    assert [[list(place), n] for place, n in old[0].cells if isinstance(n, int)] == [
        [["woman"], 12],
        [[ALL], 21],
    ]
    assert numbers(first) == {"woman": 12, ALL: 21}


def test_a_neighbourhood_remembers_its_walks() -> None:
    large, one = a_walk(women=12, men=9), tables({"man": 1}, {"80_plus": 1}, {"none": 1})
    assert numbers(publish(large, subject=WALK, head_count=21))[ALL] == 21
    whole = tables(
        {"woman": 12, "man": 10}, {"30_44": 21, "80_plus": 1}, {"none": 20, "walker_stick": 2}
    )
    published = publish(whole, subject=QUARTER, head_count=22, parts={WALK: large, OTHER: one})
    assert ALL not in numbers(published)
    assert "woman" not in numbers(published)


def test_a_walk_hears_of_the_neighbourhood_published_before_it() -> None:
    large, small = a_walk(women=12, men=9), a_walk(women=8, men=1)
    whole = a_walk(women=20, men=10)
    whole[2] = AROUND.table({"none": 26, "walker_stick": 4}, 30)
    publish(whole, subject=QUARTER, head_count=40, parts={WALK: large, OTHER: small})
    db.session.commit()
    db.session.expunge_all()
    first = latest(QUARTER)
    second = publish(large, subject=WALK, head_count=21)
    assert "man" not in numbers(first) or "man" not in numbers(second)
    assert numbers(first)[ALL] == 30


def test_a_table_is_of_a_walk_or_of_a_neighbourhood() -> None:
    with pytest.raises(IntegrityError, match="published_tables_subject_kind_check"):
        publish(a_walk(), subject=Subject("person", "a"), head_count=22)


def test_two_requests_publish_one_after_the_other(app: Flask) -> None:
    publish(a_walk(), subject=WALK, head_count=22)
    with db.engine.connect() as other:
        free = other.scalar(text("SELECT pg_try_advisory_xact_lock(5743045)"))
    assert free is False
