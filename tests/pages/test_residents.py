"""The resident's pages as the server makes them: the code, the invitation, the empty shell."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.factories import a_walk
from walks.walks import code_shown


def test_the_start_page_asks_for_the_code(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "en"}).text
    assert '<form class="code-entry" method="get" action="/join"' in re.sub(r"\s+", " ", page)
    assert 'name="code"' in page


def test_a_code_is_found_however_it_is_typed(client: FlaskClient) -> None:
    walk = a_walk("Around the ponds")
    typed = f" {code_shown(walk).lower().replace('-', ' ')} "
    answer = client.get("/join", query_string={"code": typed}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == f"/join/{walk.join_code}"
    assert "Around the ponds" in answer.text


@pytest.mark.parametrize("typed", ["", "   ", "!!", "/../"])
def test_no_code_leads_back_to_the_box(client: FlaskClient, typed: str) -> None:
    answer = client.get("/join", query_string={"code": typed})
    assert answer.status_code == 302
    assert answer.location == "/"


@pytest.mark.parametrize(
    ("state", "status", "title"),
    [
        ("draft", 403, "This walk is not open yet"),
        ("closed", 403, "This walk has ended"),
        ("archived", 403, "This walk has ended"),
    ],
)
def test_each_refusal_has_its_own_page(
    client: FlaskClient, state: str, status: int, title: str
) -> None:
    walk = a_walk(state=state)
    answer = client.get(f"/join/{walk.join_code}", headers={"Accept-Language": "en"})
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert "take-part" not in answer.text


def test_a_wrong_code_offers_the_box_again(client: FlaskClient) -> None:
    answer = client.get("/join/zz<b>zz", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "No walk has this code" in answer.text
    assert "<b>zz" not in answer.text
    assert 'name="code"' in answer.text


def test_guessing_is_slowed(client: FlaskClient) -> None:
    tries = client.application.config["WALKS"].join_tries_per_code
    for _try in range(tries):
        client.get("/join/ZZZZZZ")
    answer = client.get("/join/ZZZZZZ", headers={"Accept-Language": "en"})
    assert answer.status_code == 429
    assert "Too many tries" in answer.text


def test_an_invitation_says_when_and_with_whom(client: FlaskClient) -> None:
    walk = a_walk("By night", starts_at=datetime(2026, 12, 4, 21, 30), light="night")  # noqa: DTZ001 - on the walk's own clocks
    page = client.get(f"/join/{walk.join_code}", headers={"Accept-Language": "fr"}).text
    assert "vendredi 4 décembre 2026" in page
    assert "21:30" in page
    assert walk.organisation.name in page
    assert 'data-theme="dark"' in page


def test_an_introduction_cannot_bring_markup(client: FlaskClient) -> None:
    walk = a_walk(introduction="<script>alert(1)</script>")
    page = client.get(f"/join/{walk.join_code}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_without_script_the_invitation_says_what_is_missing(client: FlaskClient) -> None:
    walk = a_walk()
    page = client.get(f"/join/{walk.join_code}", headers={"Accept-Language": "en"}).text
    assert "<noscript>" in page


@pytest.mark.parametrize("page", ["join", "walk"])
def test_the_script_finds_every_word_that_it_speaks(client: FlaskClient, page: str) -> None:
    address = f"/join/{a_walk().join_code}" if page == "join" else f"/walk/{uuid4()}"
    written = re.search(r'id="words">(.*?)</script>', client.get(address).text, re.DOTALL)
    assert written
    words = json.loads(written[1])
    asked = _words_of(Path(str(client.application.static_folder)) / "js", page)
    assert asked
    assert {one for one in asked if one not in words and f"{one}.other" not in words} == set()


def _words_of(scripts: Path, page: str) -> set[str]:
    """The keys that scripts name outright; those put together are met by the journeys."""
    of_the_walk = [*scripts.glob("*.js"), *scripts.glob("screens/*.js")] if page == "walk" else []
    found = [*of_the_walk, scripts / "pages" / f"resident-{page}.js"]
    return {
        key
        for one in found
        for key in re.findall(r'\b(?:word|both)\(\s*"([^"]+)"', one.read_text())
    }


def test_the_receipt_s_page_is_the_same_for_everybody_and_keeps_nothing(
    client: FlaskClient,
) -> None:
    answer = client.get("/receipt")
    assert answer.status_code == 200
    assert 'id="receipt"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'name="receipt"' not in answer.text  # without the script, no form sends the secret


def test_the_start_page_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/receipt"' in client.get("/").text
