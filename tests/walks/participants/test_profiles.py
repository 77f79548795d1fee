import pytest
from sqlalchemy.exc import IntegrityError

from tests.factories import a_participant
from walks.database import db
from walks.participants import Profile, fill_in_profile, profile_of, withdraw
from walks.problems import Problem

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("part", ["getting_around", "senses", "understanding"])
def test_the_database_keeps_nothing_sensitive_without_consent(part: str) -> None:
    with pytest.raises(IntegrityError, match="sensitive_consent"):
        a_participant(profile={part: ["none"]})
    db.session.rollback()


def test_filling_in_again_replaces_everything() -> None:
    me = a_participant()
    fill_in_profile(me, {"gender": "woman", "link": ["lives"]}, sensitive_consent=False)
    fill_in_profile(me, {"age_band": "30_44"}, sensitive_consent=False)
    kept = profile_of(me)
    assert kept is not None
    assert (kept.gender, kept.age_band, kept.link) == (None, "30_44", [])


def test_every_option_of_the_method_can_be_kept() -> None:
    me = a_participant()
    asked = [one for one in me.walk.method.questions if one.part == "profile"]
    answers = {
        one.slug: [option["slug"] for option in one.options]
        if one.answers == "many"
        else one.options[0]["slug"]
        for one in asked
    }
    assert fill_in_profile(me, answers, sensitive_consent=True).senses == answers["senses"]


def test_a_question_of_the_stop_card_is_none_of_the_profile() -> None:
    with pytest.raises(Problem, match="invalid"):
        fill_in_profile(a_participant(), {"orientation": "3"}, sensitive_consent=False)


def test_leaving_deletes_the_profile_and_keeps_the_head_count() -> None:
    me = a_participant(profile={"gender": "man"})
    withdraw(me)
    db.session.commit()
    assert not db.session.scalars(db.select(Profile)).all()
    assert me.withdrawn_at is not None
