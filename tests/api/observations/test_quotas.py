from dataclasses import replace

import pytest
from flask import Flask

from tests.api.phone import a_delivery, a_phone
from tests.factories import a_walk, an_observation
from walks.database import new_id


@pytest.fixture
def small(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An installation where a participant keeps 2 observations and 2 photos, a walk 3."""
    settings = replace(
        app.config["WALKS"],
        observations_per_participant=2,
        observations_per_walk=3,
        photos_per_participant=2,
    )
    monkeypatch.setitem(app.config, "WALKS", settings)
    return app


def with_photos(count: int, **values: object) -> dict:
    return a_delivery(
        photos=[{"id": str(new_id()), "digest": "cd" * 32} for _ in range(count)], **values
    )


def test_more_than_a_participant_may_is_refused_with_a_sentence(small: Flask) -> None:
    phone = a_phone(small)
    results = phone.deliver_all([{"id": str(new_id()), **a_delivery()} for _ in range(3)])
    assert [one["status"] for one in results] == [201, 201, 429]
    assert results[2]["code"] == "quota"
    assert "as one person can" in results[2]["detail"]


def test_more_than_a_walk_holds_is_refused(small: Flask) -> None:
    walk = a_walk()
    for _ in range(3):
        an_observation(on=walk)
    answer = a_phone(small, on=walk).deliver(a_delivery())
    assert (answer.status_code, answer.json["code"]) == (429, "quota")
    assert "This walk holds" in answer.json["detail"]


def test_what_was_withdrawn_still_counts(small: Flask) -> None:
    phone, ids = a_phone(small), [new_id(), new_id()]
    for id_ in ids:
        phone.deliver(a_delivery(), id_)
        phone.ask("DELETE", f"/observations/{id_}")
    assert phone.deliver(a_delivery()).status_code == 429


def test_a_repeat_or_a_change_of_what_is_kept_is_never_refused(small: Flask) -> None:
    phone, id_ = a_phone(small), new_id()
    phone.deliver(a_delivery(), id_)
    phone.deliver(a_delivery())
    assert phone.deliver(a_delivery(), id_).status_code == 200
    assert phone.deliver(a_delivery(note="changed", based_on=1), id_).status_code == 200


def test_more_photos_than_a_participant_may_are_refused(small: Flask) -> None:
    phone, id_, two = a_phone(small), new_id(), with_photos(2)
    assert phone.deliver(two, id_).status_code == 201
    assert phone.deliver(with_photos(1)).status_code == 429
    same_photos = {**two, "note": "changed", "based_on": 1}
    assert phone.deliver(same_photos, id_).status_code == 200


def test_a_quota_of_one_participant_is_no_quota_of_another(small: Flask) -> None:
    walk = a_walk()
    first, second = a_phone(small, on=walk), a_phone(small, on=walk)
    assert [first.deliver(a_delivery()).status_code for _ in range(3)] == [201, 201, 429]
    assert second.deliver(a_delivery()).status_code == 201
