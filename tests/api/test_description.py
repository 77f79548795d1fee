"""The API describes itself, for programs and for people."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate


@pytest.fixture
def description(client: FlaskClient) -> Any:
    return client.get("/api/openapi.json").json


def operations(description: Any) -> list[tuple[str, dict]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]


def test_it_is_openapi_3_1(description: Any) -> None:
    assert description["openapi"] == "3.1.0"
    validate(description)


def test_every_operation_says_what_it_does_and_what_it_answers(description: Any) -> None:
    for name, operation in operations(description):
        assert operation["summary"], name
        assert any(status.startswith("2") for status in operation["responses"]), name
        refusals = {s: r for s, r in operation["responses"].items() if s.startswith(("4", "5"))}
        assert refusals, name
        for refusal in refusals.values():
            assert list(refusal["content"]) == ["application/problem+json"], name


def test_every_operation_of_a_phone_asks_for_its_token(description: Any) -> None:
    for name, operation in operations(description):
        if "/api/walks/" in name:
            assert operation["security"] == [{"device": []}], name


def test_every_address_of_the_api_is_described(app: Flask, description: Any) -> None:
    described = {path.replace("{", "<").replace("}", ">") for path in description["paths"]}
    here = {
        str(rule).replace("uuid:", "")
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/") and str(rule) not in {"/api/", "/api/openapi.json"}
    }
    assert here == described


def test_an_address_has_one_name_for_each_of_its_variables(description: Any) -> None:
    shapes = [re.sub(r"\{\w+\}", "{}", path) for path in description["paths"]]
    assert len(shapes) == len(set(shapes))


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_people_read_it_as_a_page(client: FlaskClient, description: Any, language: str) -> None:
    page = client.get("/api/", headers={"Accept-Language": language}).text
    for path in description["paths"]:
        assert path in page
    for name in description["components"]["schemas"]:
        assert f'id="{name}"' in page


def test_an_address_that_is_not_there_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/api/nothing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    answer = client.patch("/api/joining/ABC")
    assert (answer.status_code, answer.json["code"]) == (405, "method-not-allowed")
