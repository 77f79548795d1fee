import pytest
from sqlalchemy.exc import IntegrityError

from tests.factories import a_participant, a_walk, an_observation, an_owed_photo
from walks.database import db
from walks.observations import Observation, OwedPhoto, withdraw, withdraw_all
from walks.problems import Problem
from walks.walks import Walk

pytestmark = pytest.mark.usefixtures("app")


def everything(walk: Walk) -> Observation:
    return an_observation(
        on=walk,
        note="a note",
        note_language="en",
        proposal="a proposal",
        severity=3,
        affects=["everyone"],
        stop_id=walk.stops[0].id,
        next_stop_id=walk.stops[1].id,
        side="left",
        released=True,
    )


def test_every_word_and_position_is_struck_and_the_id_stays() -> None:
    observation = everything(a_walk())
    an_owed_photo(of=observation)
    withdraw(observation)
    db.session.commit()
    kept = {
        column.key for column in Observation.__table__.columns if getattr(observation, column.key)
    }
    assert kept == {
        "id",
        "walk_id",
        "participant_id",
        "revision",
        "kind",
        "recorded_at",
        "recorded_offset",
        "received_at",
        "changed_at",
        "withdrawn_at",
    }
    assert not db.session.scalars(db.select(OwedPhoto)).all()


def test_withdrawn_again_nothing_changes() -> None:
    observation = an_observation()
    withdraw(observation)
    db.session.commit()
    when = observation.withdrawn_at
    withdraw(observation)
    db.session.commit()
    assert observation.withdrawn_at == when


def test_all_of_a_participant_are_struck_and_nobody_elses() -> None:
    walk = a_walk()
    me, other = a_participant(on=walk), a_participant(on=walk)
    mine = [an_observation(by=me, note="mine") for _ in range(2)]
    theirs = an_observation(by=other, note="theirs")
    assert withdraw_all(me) == 2
    assert withdraw_all(me) == 0
    db.session.commit()
    assert [one.note for one in (*mine, theirs)] == [None, None, "theirs"]


def test_of_an_archived_walk_nothing_is_withdrawn() -> None:
    observation = an_observation(on=a_walk(state="archived"))
    for act in (lambda: withdraw(observation), lambda: withdraw_all(observation.participant)):
        with pytest.raises(Problem, match="walk-archived"):
            act()


def test_the_database_keeps_no_word_of_a_tombstone() -> None:
    observation = an_observation(withdrawn=True)
    observation.note = "back again"
    with pytest.raises(IntegrityError, match="withdrawn_is_struck"):
        db.session.commit()
