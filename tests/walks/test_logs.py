"""The log: a line for each request, and nothing about the person."""

from __future__ import annotations

import json
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import an_administrator, signed_in
from walks import database, logs


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """What was written to the log since, as JSON."""
    before = structlog.get_config()
    logs.configure("INFO")

    def read() -> list[dict[str, Any]]:
        out, err = capfd.readouterr()
        assert out == ""
        return [json.loads(line) for line in err.splitlines()]

    yield read
    structlog.configure(**before)


def test_a_request_leaves_one_line_with_its_id(client: FlaskClient, lines: Any) -> None:
    answer = client.get("/healthz")
    (line,) = lines()
    assert line["event"] == "request"
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["rule"], line["status"]) == ("GET", "/healthz", 200)
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [("0194f0c2-7d", True), ("short", False), ("x" * 65, False), ('a"b\\c d e f', False)],
)
def test_a_proxys_id_is_taken_over_when_it_looks_like_one(
    client: FlaskClient, given: str, *, is_taken: bool
) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is is_taken


def test_addresses_queries_names_and_passwords_are_not_written_down(
    client: FlaskClient, lines: Any
) -> None:
    client.post(
        "/account/login?next=/secret-of-next",
        data={"email": "secret-person@example.org", "password": "secret-words"},
        environ_overrides={"REMOTE_ADDR": "192.0.2.77"},
        headers={"User-Agent": "secret-phone"},
    )
    client.get("/account/reset/secret-token")
    client.get("/nowhere/secret-path?q=secret-query")
    written = json.dumps(lines())
    assert "/account/reset/<token>" in written
    assert "secret" not in written
    assert "192.0.2.77" not in written


def test_an_error_leaves_where_it_broke_and_none_of_its_words(
    app: Flask, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("secret words of a resident")

    desk = signed_in(app, an_administrator())
    monkeypatch.setattr("walks.people.lists.staff_counts", fail)
    lines()
    assert desk.get("/admin/").status_code == 500
    error, request = lines()
    assert (error["event"], error["reason"]) == ("unforeseen", "ValueError")
    assert error["exception"][-1].startswith("test_logs.py:")
    assert error["request_id"] == request["request_id"]
    assert "secret" not in json.dumps(error)


def test_a_commit_that_fails_leaves_one_line_each(
    app: Flask, client: FlaskClient, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("secret")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", value=False)
    monkeypatch.setattr(database.db.session, "commit", fail)
    answer = client.get("/account/reset/secret-token-of-a-link")
    assert answer.status_code == 410
    answer = client.get("/account/reset")
    assert answer.status_code == 500
    written = lines()
    assert [line["event"] for line in written] == ["request", "unforeseen", "request"]
    assert "secret" not in json.dumps(written)
