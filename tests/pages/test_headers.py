"""Security headers and cookies, on every kind of answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import settings_in
from tests.factories import PASSWORD, a_planner, an_administrator, signed_in
from walks import create_app
from walks.database import db
from walks.settings import ROOT

KINDS = {
    "a page": "/",
    "a form": "/account/login",
    "the API": "/api/openapi.json",
    "a file": "/static/icons/favicon.svg",
    "nothing": "/nowhere",
    "nothing of the API": "/api/nowhere",
    "a refusal": "/account/logout",
    "a way to sign in": "/admin/",
    "health": "/healthz",
    "a language": "/language/fr",
}


@pytest.fixture
def public(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The same app, with an https address of its own."""
    settings = replace(settings_in(tmp_path), public_url="https://walks.example")
    url = db.engine.url.render_as_string(hide_password=False)
    made = create_app(settings, database_url=url)
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_every_answer_keeps_to_itself(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers  # served by http
    assert headers["X-Request-ID"]
    assert "Content-Security-Policy" in headers


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_no_answer_lets_inline_scripts_or_strangers_in(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        policy = parts(answer.headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize(
    ("tile_url", "images"),
    [
        (None, "'self' data: blob:"),
        ("https://tiles.example/{z}/{x}/{y}.png", "'self' data: blob: https://tiles.example"),
        ("https://{s}.tiles.example/{z}.png", "'self' data: blob: https://*.tiles.example"),
    ],
)
def test_images_come_from_here_and_from_the_maps_tiles(
    app: Flask, tmp_path: Path, tile_url: str | None, images: str
) -> None:
    settings = replace(settings_in(tmp_path), tile_url=tile_url)
    made = create_app(settings, database_url="postgresql:///nowhere")
    headers = made.test_client().get("/healthz").headers
    assert parts(headers["Content-Security-Policy"])["img-src"] == images


def test_only_built_assets_are_kept_by_browsers(client: FlaskClient) -> None:
    for address in ("/", "/account/login", "/api/openapi.json", "/nowhere"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_no_template_holds_an_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(src=|type=.application/json))|<style|\sstyle=|\son[a-z]+=\"|javascript:"
    )
    templates = (ROOT / "templates").rglob("*.html")
    found = [path for path in templates if inline.search(without_print(path))]
    assert not found


def without_print(path: Path) -> str:
    """The template, empty for those that only the PDF's printer reads."""
    return "" if "reports" in path.parts else path.read_text()


def test_by_https_browsers_come_back_by_https_alone(public: Flask) -> None:
    answer = public.test_client().get("/", base_url="https://walks.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_every_cookie_is_kept_from_scripts_and_strangers(app: Flask, public: Flask) -> None:
    person = a_planner()
    for made, base in ((app, "http://localhost"), (public, "https://walks.example")):
        is_https = base.startswith("https")
        answer = made.test_client().post(
            "/account/login",
            data={"email": person.email, "password": PASSWORD, "remember": "y"},
            base_url=base,
        )
        cookies = answer.headers.getlist("Set-Cookie")
        names = {line.partition("=")[0] for line in cookies}
        assert names == (
            {"__Host-walks", "__Host-walks-known"} if is_https else {"walks", "walks-known"}
        )
        for line in cookies:
            flags = {flag.strip() for flag in line.split(";")}
            assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
            assert ("Secure" in flags) is is_https
            assert "Domain" not in line


def test_a_page_of_staff_is_kept_nowhere(app: Flask) -> None:
    assert signed_in(app, an_administrator()).get("/admin/").headers["Cache-Control"] == "no-store"


def parts(policy: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in policy.split("; "))
