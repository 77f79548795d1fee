"""A walk's page: its steps, its code, what was recorded and what arrives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import (
    ANTWERP,
    a_confirmation,
    a_facilitator,
    a_participant,
    a_photo,
    a_stop_card,
    a_walk,
    an_observation,
    an_owed_photo,
    signed_in,
)
from tests.queries import queries
from walks.database import db
from walks.people import Person
from walks.walks import Walk, code_shown


def page_of(desk: FlaskClient, walk: Walk, query: str = "") -> str:
    answer = desk.get(f"/lead/walks/{walk.id}{query}")
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_the_page_shows_the_code_its_link_and_the_next_step(desk: FlaskClient, walk: Walk) -> None:
    page = page_of(desk, walk)
    assert code_shown(walk) in page
    assert f"http://localhost/join/{code_shown(walk)}" in page
    assert "Close the walk</button>" in page
    assert "on this computer only" in page


def test_the_qr_code_is_a_drawing(desk: FlaskClient, walk: Walk) -> None:
    answer = desk.get(f"/lead/walks/{walk.id}/code.svg")
    assert answer.content_type == "image/svg+xml"
    assert answer.data.startswith(b"<svg")


class Place(NamedTuple):
    """An installation's public address, the host asked for, and what the page then says."""

    public: str | None
    host: str
    link: str
    warning: str
    qr_codes: int


@pytest.mark.parametrize(
    "place",
    [
        Place("https://walks.example", "localhost", "https://walks.example/join/", "", 1),
        Place("http://walks.example", "localhost", "http://walks.example/join/", "https", 1),
        Place(None, "192.168.1.4:8000", "http://192.168.1.4:8000/join/", "https", 0),
        Place(None, "localhost:8000", "http://localhost:8000/join/", "this computer only", 1),
    ],
)
def test_the_link_says_what_phones_can_do_with_it(
    app: Flask, walk: Walk, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], public_url=place.public))
    base = f"http://{place.host}"
    desk = app.test_client()
    with desk.session_transaction(base_url=base) as session:
        session["_user_id"] = a_facilitator(of=walk.organisation).fs_uniquifier
        session["_fresh"] = True
    page = desk.get(f"/lead/walks/{walk.id}", base_url=base).get_data(as_text=True)
    assert place.link in page
    assert place.warning in page
    assert ("notice--warning" in page) is bool(place.warning)
    assert page.count("code.svg") == place.qr_codes


def test_the_sheet_speaks_the_walk_s_languages(desk: FlaskClient, walk: Walk) -> None:
    page = desk.get(f"/lead/walks/{walk.id}/sheet").get_data(as_text=True)
    for code in walk.languages:
        assert f'<section class="sheet__words" lang="{code}">' in page
    assert code_shown(walk) in page


def test_a_step_is_taken_and_a_wrong_one_is_explained(desk: FlaskClient, walk: Walk) -> None:
    address = f"/lead/walks/{walk.id}/move"
    page = desk.post(address, data={"to": "closed"}, follow_redirects=True)
    assert "The walk is now: Closed." in page.get_data(as_text=True)
    wrong = desk.post(address, data={"to": "draft"})
    assert wrong.status_code == 409
    assert "does not follow" in wrong.get_data(as_text=True)
    assert desk.post(address, data={}).status_code == 409


def test_an_observation_is_shown_in_words(desk: FlaskClient, walk: Walk) -> None:
    an_observation(
        on=walk,
        note="On ne voit rien ici <b>!</b>",
        note_language="fr",
        proposal="Une lampe",
        severity=3,
        affects=["wheelchair"],
        is_late=True,
        is_far=True,
        at=ANTWERP,
    )
    page = page_of(desk, walk)
    assert 'lang="fr" dir="auto">On ne voit rien ici &lt;b&gt;!&lt;/b&gt;' in page
    assert "Une lampe" in page
    assert "Wheelchair users" in page
    assert "Point sure to 8 m" in page
    assert "Late: recorded or arrived after the walk was closed" in page
    assert "Far from the walk" in page
    assert "Outside every neighbourhood" in page
    assert "Stops me or dangerous" in page


def test_photos_are_shown_in_each_of_their_states(desk: FlaskClient, walk: Walk) -> None:
    observation = an_observation(on=walk)
    kept = a_photo(of=observation)
    a_photo(of=observation, state="received")
    a_photo(of=observation, state="refused", refused_because="pdf")
    an_owed_photo(of=observation)
    page = page_of(desk, walk)
    assert f"/media/photos/{kept.id}/thumbnail" in page
    assert "Being prepared" in page
    assert "This is a PDF and not a photo." in page
    assert "1 kept, 1 being prepared, 1 refused" in page


def test_the_list_is_filtered(desk: FlaskClient, walk: Walk) -> None:
    an_observation(on=walk, kind="problem", note="a problem", released=True)
    an_observation(on=walk, kind="asset", note="an asset", of="comfort", at=walk.stops[0])
    an_observation(on=walk, kind="idea", note="an idea", is_late=True, of=None)
    an_observation(on=walk, note="taken back", withdrawn=True)
    theme = next(theme.id for theme in walk.method.themes if theme.slug == "comfort")
    shown = {
        "": {"a problem", "an asset", "an idea"},
        "?kind=asset": {"an asset"},
        f"?theme={theme}": {"an asset"},
        f"?stop={walk.stops[0].id}": {"an asset"},
        "?released=yes": {"a problem"},
        "?released=no": {"an asset", "an idea"},
        "?kind=asset&released=yes": set(),
        "?kind=nonsense&theme=x&stop=y&page=-3": {"a problem", "an asset", "an idea"},
    }
    for query, expected in shown.items():
        page = page_of(desk, walk, query)
        found = {note for note in ("a problem", "an asset", "an idea") if f">{note}<" in page}
        assert found == expected, query
        assert "taken back" not in page


def test_one_is_released_and_withheld(desk: FlaskClient, walk: Walk) -> None:
    observation = an_observation(on=walk)
    answer = desk.post(f"/lead/observations/{observation.id}/release", data={"kind": "problem"})
    assert answer.location == f"/lead/walks/{walk.id}?kind=problem#o-{observation.id}"
    db.session.expire_all()
    assert observation.released_at is not None
    desk.post(f"/lead/observations/{observation.id}/withhold")
    db.session.expire_all()
    assert observation.released_at is None


def test_all_are_released_after_being_counted(desk: FlaskClient, walk: Walk) -> None:
    observations = [an_observation(on=walk), an_observation(on=walk)]
    address = f"/lead/walks/{walk.id}/release-all"
    assert "Release all 2 observations?" in desk.get(address).get_data(as_text=True)
    late = an_observation(on=walk)
    again = desk.post(address, data={"waiting": "2"})
    assert again.status_code == 409
    assert "Release all 3 observations?" in again.get_data(as_text=True)
    done = desk.post(address, data={"waiting": "3"}, follow_redirects=True)
    assert "3 observations are released." in done.get_data(as_text=True)
    db.session.expire_all()
    assert all(each.released_at is not None for each in [*observations, late])


def test_heads_are_counted_once_the_walk_is_over(desk: FlaskClient, facilitator: Person) -> None:
    walk = a_walk(by=facilitator, state="closed")
    address = f"/lead/walks/{walk.id}/head-count"
    for wrong in ("", "-1", "many", "99999999999999999999"):
        assert desk.post(address, data={"count": wrong}).status_code == 422, wrong
    page = desk.post(address, data={"count": "12"}, follow_redirects=True)
    assert "12 people walked." in page.get_data(as_text=True)


def test_arrivals_are_told_in_a_sentence(desk: FlaskClient, walk: Walk) -> None:
    address = f"/lead/walks/{walk.id}/arrivals?observations=0&settled=0"
    assert desk.get(address).get_json() == {"sentence": "", "joined": 0}
    observation = an_observation(on=walk)
    assert desk.get(address).get_json()["sentence"] == "1 new observation."
    a_photo(of=observation)
    told = desk.get(f"/lead/walks/{walk.id}/arrivals?observations=1&settled=0").get_json()
    assert told == {"sentence": "1 photo is ready.", "joined": 1}


def test_the_map_holds_outline_itinerary_stops_and_measured_points(
    desk: FlaskClient, walk: Walk
) -> None:
    an_observation(on=walk)
    an_observation(on=walk, at=walk.stops[0])
    an_observation(on=walk, withdrawn=True)
    shown = desk.get(f"/lead/walks/{walk.id}/map.json").get_json()
    assert shown["itinerary"]["type"] == "LineString"
    assert [stop["ordinal"] for stop in shown["stops"]] == [1, 2]
    assert [pin["kindName"] for pin in shown["observations"]] == ["Problem"]


def test_a_page_of_fifty_asks_the_database_a_bounded_number_of_questions(
    app: Flask, desk: FlaskClient, walk: Walk
) -> None:
    participant = a_participant(on=walk)
    numbers = []
    for count in (5, 60):
        for _ in range(count):
            a_photo(of=an_observation(on=walk, by=participant, note="x"))
        with queries() as sent:
            page_of(desk, walk)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]
    assert numbers[1] <= 18, "\n".join(sent)


def test_the_list_of_walks_asks_no_more_for_more_walks(app: Flask) -> None:
    facilitator = a_facilitator()
    desk = signed_in(app, facilitator)
    numbers = []
    for count in (2, 12):
        for state in ("draft", "live", "closed"):
            for _ in range(count):
                a_walk(by=facilitator, state=state)
        with queries() as sent:
            assert desk.get("/lead/").status_code == 200
        numbers.append(len(sent))
    assert numbers[0] == numbers[1] <= 16, "\n".join(sent)


def test_past_walks_are_paged(desk: FlaskClient, facilitator: Person) -> None:
    for number in range(25):
        a_walk(f"Walk number {number}", by=facilitator, state="closed")
    first = desk.get("/lead/").get_data(as_text=True)
    last = desk.get("/lead/?past=2").get_data(as_text=True)
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in last
    assert first.count("Walk number") == 20
    assert last.count("Walk number") == 5


def test_a_facilitator_without_walks_is_shown_how_to_begin(desk: FlaskClient) -> None:
    page: Any = desk.get("/lead/").get_data(as_text=True)
    assert "No walk yet" in page


def test_cards_and_me_toos_are_counted_exactly_and_without_names(
    desk: FlaskClient, walk: Walk
) -> None:
    seen = an_observation(on=walk, released=True)
    walkers = [a_participant(on=walk) for _ in range(3)]
    for somebody in walkers:
        a_stop_card(by=somebody, at=walk.stops[0])
    for somebody in walkers[:2]:
        a_confirmation(by=somebody, of=seen)
    page = " ".join(page_of(desk, walk).split())
    assert '1. Stop 1</span> <span class="stop-cards__count">3 cards<' in page
    assert '2. Stop 2</span> <span class="stop-cards__count">0 cards<' in page
    assert page.count("2 other people say “me too”") == 1
    assert not [somebody for somebody in walkers if str(somebody.id) in page]
