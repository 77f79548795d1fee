from typing import Any

import pytest
from flask import Flask

from tests.api.phone import Phone, a_delivery, a_phone
from tests.factories import a_walk
from walks.database import db
from walks.participants import Profile

ORDINARY = {"gender": "woman", "age_band": "65_79", "with_today": ["load"], "link": ["lives"]}
SENSITIVE = {"getting_around": ["walker_stick"], "senses": ["low_vision"], "understanding": []}


@pytest.fixture
def phone(app: Flask) -> Phone:
    return a_phone(app)


def tell(phone: Phone, *, consent: bool = False, **answers: Any) -> Any:
    return phone.ask("PUT", "/profile", json={**answers, "sensitive_consent": consent})


def test_what_is_told_is_kept_and_read_again(phone: Phone) -> None:
    answer = tell(phone, consent=True, **ORDINARY, **SENSITIVE)
    assert answer.status_code == 200
    told = phone.ask("GET", "/profile").json
    assert told == answer.json
    assert told == {
        **ORDINARY,
        **SENSITIVE,
        "use_frequency": None,
        "usual_time": [],
        "sensitive_consent": True,
    }


def test_nobody_has_to_tell_anything(phone: Phone) -> None:
    assert phone.ask("GET", "/profile").json["gender"] is None
    assert tell(phone).status_code == 200
    assert phone.ask("GET", "/profile").json["getting_around"] == []


@pytest.mark.parametrize("part", ["getting_around", "senses", "understanding"])
def test_sensitive_answers_are_refused_without_consent(phone: Phone, part: str) -> None:
    answer = tell(phone, **{part: ["prefer_not"]})
    assert (answer.status_code, list(answer.json["errors"])) == (422, [part])
    assert not db.session.scalars(db.select(Profile)).all()


def test_taking_consent_back_takes_the_sensitive_answers_along(phone: Phone) -> None:
    tell(phone, consent=True, **ORDINARY, **SENSITIVE)
    tell(phone, **ORDINARY)
    told = phone.ask("GET", "/profile").json
    assert (told["gender"], told["senses"], told["sensitive_consent"]) == ("woman", [], False)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"gender": "robot"}, "gender"),
        ({"gender": ["woman"]}, "gender"),
        ({"with_today": "load"}, "with_today"),
        ({"with_today": ["piano"]}, "with_today"),
        ({"name": "somebody"}, "name"),
        ({"age_band": "x" * 101}, "age_band"),
    ],
)
def test_an_answer_that_the_method_does_not_have_is_refused(
    phone: Phone, answers: dict, field: str
) -> None:
    answer = tell(phone, **answers)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_a_profile_can_be_deleted(phone: Phone) -> None:
    tell(phone, **ORDINARY)
    assert phone.ask("DELETE", "/profile").status_code == 204
    assert phone.ask("GET", "/profile").json["gender"] is None
    assert phone.ask("DELETE", "/profile").status_code == 204


def test_an_archived_walk_takes_no_profile(app: Flask) -> None:
    answer = tell(a_phone(app, on=a_walk(state="archived")), **ORDINARY)
    assert (answer.status_code, answer.json["code"]) == (403, "walk-archived")


def test_leaving_strikes_everything(phone: Phone) -> None:
    tell(phone, **ORDINARY)
    for note in ("one", "two"):
        phone.deliver(a_delivery(note=note))
    answer = phone.ask("DELETE", "/participation")
    assert (answer.status_code, answer.json) == (200, {"observations": 2})
    assert not db.session.scalars(db.select(Profile)).all()
