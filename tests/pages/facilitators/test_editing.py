"""Making and changing a walk by its form; what is typed wrongly is told and kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import a_neighbourhood, a_walk
from walks import methods
from walks.database import db
from walks.people import Person
from walks.walks import Walk, drawing

NEW = "/lead/walks/new"


def typed(**values: Any) -> dict[str, Any]:
    """A form filled in well, but for these values."""
    well = {
        "title": "Flagey by night",
        "introduction": "Bring a torch.",
        "date": "2026-12-04",
        "hour": "20:00",
        "light": "night",
        "time_zone": "Europe/Brussels",
        "neighbourhood": "0",
        "itinerary": "50.82752, 4.37196\r\n50.82801, 4.37300",
        "area": "",
        "stops": "Place Flagey\r\nThe ponds | Would you sit here?",
        "languages": ["fr", "nl"],
        "method": str(methods.newest()[0].id),
    }
    return {**well, **values}


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def the_walk() -> Walk:
    return db.session.scalars(select(Walk)).one()


def test_the_form_comes_filled_with_sensible_values(desk: FlaskClient) -> None:
    page = text_of(desk.get(NEW))
    assert 'value="14:00"' in page
    assert "Europe/Brussels" in page
    assert 'name="method"' in page


def test_a_walk_is_made(desk: FlaskClient, facilitator: Person) -> None:
    answer = desk.post(NEW, data=typed())
    walk = the_walk()
    assert answer.status_code == 302
    assert answer.location == f"/lead/walks/{walk.id}"
    assert (walk.title, walk.light, walk.languages) == ("Flagey by night", "night", ["fr", "nl"])
    assert f"{walk.starts_at:%Y-%m-%d %H:%M}" == "2026-12-04 20:00"
    assert [stop.name for stop in walk.stops] == ["Place Flagey", "The ponds"]
    assert walk.made_by == facilitator.id


def test_a_draft_needs_no_place_yet(desk: FlaskClient) -> None:
    desk.post(NEW, data=typed(itinerary="", stops=""))
    page = text_of(desk.get(f"/lead/walks/{the_walk().id}"))
    assert "Say where it is" in page
    assert "Open for joining</button>" not in page


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Give the walk a title."),
        ("title", " \t\u0000 ", "Give the walk a title."),
        ("title", "x" * 100_000, "200 characters fit"),
        ("introduction", "x" * 100_000, "5000 characters fit"),
        ("date", "", "Say on which date it is."),
        ("date", "yesterday", "This is not a date."),
        ("date", "2026-02-30", "This is not a date."),
        ("date", "0001-01-01", "Check the year."),
        ("date", "9999-12-31", "Check the year."),
        ("hour", "25:00", "This is not an hour."),
        ("light", "dawn", "Not a valid choice"),
        ("time_zone", "Mars/Olympus", "No time zone has this name."),
        ("time_zone", "../../etc/passwd", "No time zone has this name."),
        ("languages", [], "Choose at least one language."),
        ("languages", ["tlh"], "not a valid choice"),
        ("neighbourhood", "4711", "Not a valid choice"),
        ("neighbourhood", "x", "Invalid Choice"),
        ("method", "4711", "Not a valid choice"),
        ("itinerary", "50.8, 4.3", "two points or more"),
        ("itinerary", "50.8, 204.3\n50.8, 4.3", "not on the globe"),
        ("itinerary", "NaN, NaN\n1, 1", "is not a point"),
        ("itinerary", "x" * 100_000, "is not a point"),
        ("area", "50.8, 4.3\n50.9, 4.4", "three corners"),
        ("stops", "\n".join(f"Stop {n}" for n in range(60)), "60 stops"),
        ("stops", "A\nA", "Two stops"),
        ("stops", "x" * 100_000, "too long"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made_or_lost(
    desk: FlaskClient, field: str, value: Any, told: str
) -> None:
    answer = desk.post(NEW, data=typed(**{field: value}))
    assert answer.status_code == 422
    page = text_of(answer)
    assert told in page
    assert "Bring a torch." in page or field == "introduction"
    assert db.session.scalars(select(Walk)).all() == []


def test_latitude_and_longitude_that_changed_places_are_noticed(desk: FlaskClient) -> None:
    a_neighbourhood()
    swapped = typed(itinerary="4.37196, 50.82752\n4.37300, 50.82801", stops="")
    answer = desk.post(NEW, data=swapped)
    assert answer.status_code == 422
    assert "changed places" in text_of(answer)


def test_html_control_characters_and_every_script_are_kept_as_text(desk: FlaskClient) -> None:
    title = "<script>alert(1)</script> \u0645\u0631\u062d\u0628\u0627 \U0001f6b6"
    desk.post(NEW, data=typed(title=title + "\u0007\u0000", stops="<b>Flagey</b> | <i>?</i>"))
    walk = the_walk()
    assert walk.title == title
    for address in (f"/lead/walks/{walk.id}", f"/lead/walks/{walk.id}/edit", "/lead/"):
        page = text_of(desk.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "<b>Flagey" not in page


def test_a_walk_is_changed(desk: FlaskClient, walk: Walk) -> None:
    page = text_of(desk.get(f"/lead/walks/{walk.id}/edit"))
    assert "Around the ponds" in page
    kept = drawing.text_of_stops(walk.stops)
    answer = desk.post(f"/lead/walks/{walk.id}/edit", data=typed(stops=f"{kept}\nThe bridge"))
    assert answer.status_code == 302
    db.session.expire_all()
    assert walk.title == "Flagey by night"
    assert [stop.name for stop in walk.stops] == ["Stop 1", "Stop 2", "The bridge"]


def test_a_live_walk_keeps_its_stops_and_the_form_says_why(desk: FlaskClient, walk: Walk) -> None:
    answer = desk.post(f"/lead/walks/{walk.id}/edit", data=typed(stops="Stop 1", title="New"))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "keep them all" in page
    assert 'value="New"' in page
    db.session.expire_all()
    assert walk.title == "Around the ponds"
    assert len(walk.stops) == 2


def test_an_archived_walk_is_not_changed(desk: FlaskClient, facilitator: Person) -> None:
    walk = a_walk(by=facilitator, state="archived")
    answer = desk.post(f"/lead/walks/{walk.id}/edit", data=typed())
    assert answer.status_code == 403
    assert "archived" in text_of(answer)


def test_the_same_itinerary_at_night_is_one_press_away(desk: FlaskClient, walk: Walk) -> None:
    page = text_of(desk.get(f"{NEW}?copy={walk.id}"))
    assert drawing.text_of_line(walk.itinerary).splitlines()[0] in page
    assert "Stop 2" in page
    assert 'value="20:00"' in page
    night = page.split('value="night"')[0].rsplit("<input", 1)[1]
    assert "checked" in night + page.split('value="night"')[1].split(">")[0]


@pytest.mark.parametrize("nothing", ["x", str(UUID(int=0))])
def test_copying_from_nothing_is_not_found(desk: FlaskClient, nothing: str) -> None:
    assert desk.get(f"{NEW}?copy={nothing}").status_code == 404


def test_a_neighbourhood_s_outline_comes_for_the_map(desk: FlaskClient) -> None:
    number = a_neighbourhood().id
    outline = desk.get(f"/lead/neighbourhoods/{number}/outline.json")
    assert "Polygon" in outline.get_json()["type"]
    assert desk.get("/lead/neighbourhoods/0/outline.json").status_code == 404
