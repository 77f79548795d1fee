"""How refusals are told: problem+json to machines, a page to people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import settings_in
from tests.factories import PASSWORD, an_administrator, signed_in
from walks import create_app, database
from walks.problems import KINDS
from walks.settings import ROOT

SECRET = "what a resident wrote"


def a_problem(answer: object, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert answer.content_type == "application/problem+json"  # type: ignore[attr-defined]
    told = dict(answer.get_json())  # type: ignore[attr-defined]
    assert (told["status"], told["code"], told["type"]) == (status, code, f"/problems/{code}")
    assert told["title"]
    assert told["detail"]
    return told


def a_page(answer: object, status: int, *words: str) -> None:
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert answer.content_type == "text/html; charset=utf-8"  # type: ignore[attr-defined]
    for said in (f"Error {status}", 'href="/"', *words):
        assert said in answer.text  # type: ignore[attr-defined]


def test_nothing_at_an_address(client: FlaskClient) -> None:
    a_page(client.get("/nowhere"), 404, "There is nothing at this address", "Check the address")
    a_problem(client.get("/api/nowhere"), 404, "not-found")
    a_problem(client.get("/media/nowhere"), 404, "not-found")


def test_a_method_that_an_address_does_not_take(client: FlaskClient) -> None:
    answer = client.delete("/")
    a_page(answer, 405, "This cannot be done here")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    answer = client.delete("/api/openapi.json")
    a_problem(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["Allow"]


def test_a_form_that_is_too_large(client: FlaskClient) -> None:
    data = {"email": "x" * 2_100_000, "password": "x"}
    a_page(client.post("/account/login", data=data), 413, "This is too large")


def test_who_may_not(app: Flask, client: FlaskClient) -> None:
    assert client.get("/admin/").status_code == 302
    a_page(client.post("/admin/people/new"), 401, "Please sign in")
    a_problem(client.get("/api/exports/observations.geojson"), 401, "sign-in")


def failing() -> None:
    raise ValueError(SECRET)


def test_an_error_tells_no_more_than_that_there_was_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = signed_in(app, an_administrator())
    monkeypatch.setattr("walks.people.lists.staff_counts", failing)
    answer = desk.get("/admin/")
    a_page(answer, 500, "Something went wrong here", "Try again in a minute")
    for inside in (SECRET, "Traceback", "ValueError", str(ROOT), ".py"):
        assert inside not in answer.text


def test_an_error_undoes_what_was_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = signed_in(app, an_administrator())
    monkeypatch.setattr("walks.pages.administrators.organisations.flash", lambda *_: failing())
    data = {"name": "Half written", "kind": "other"}
    assert desk.post("/admin/organisations/new", data=data).status_code == 500
    monkeypatch.undo()
    assert "Half written" not in desk.get("/admin/organisations").text


def test_a_commit_that_fails_is_an_error_like_any_other(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", value=False)
    monkeypatch.setattr(database.db.session, "commit", failing)
    answer = client.get("/")
    a_page(answer, 500)
    assert SECRET not in answer.text


def test_without_the_database_pages_still_say_so(tmp_path: Path, app: Flask) -> None:
    desk = signed_in(app, an_administrator())
    cookie = desk.get_cookie("walks")
    assert cookie
    cut_off = create_app(
        settings_in(tmp_path), database_url=f"postgresql://walks@/gone?host={tmp_path}"
    )
    client = cut_off.test_client()
    client.set_cookie("walks", cookie.value)
    a_page(client.get("/admin/"), 500, "Something went wrong here")
    a_page(client.get("/nowhere"), 500)
    a_problem(client.get("/api/exports/observations.geojson"), 500, "unavailable")
    cut_off.config["WTF_CSRF_ENABLED"] = False
    answer = cut_off.test_client().post(
        "/account/login", data={"email": "a@example.org", "password": PASSWORD}
    )
    a_page(answer, 500)


def test_a_problem_speaks_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": "nl"})
    assert '<html lang="nl"' in answer.text


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_has_a_status_a_title_and_a_sentence(code: str) -> None:
    kind = KINDS[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert 400 <= kind.status < 600
    assert str(kind.title)
    assert not str(kind.title).endswith(".")
    assert str(kind.sentence).endswith((".", ")s"))


def test_the_kinds_stand_in_order() -> None:
    assert list(KINDS) == sorted(KINDS)
