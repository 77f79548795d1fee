"""Facilitators lead their own organisation's walks, and nobody else does."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import (
    a_facilitator,
    a_planner,
    a_walk,
    an_administrator,
    an_observation,
    signed_in,
)

OF_A_WALK = [
    ("GET", "/lead/walks/{walk}"),
    ("GET", "/lead/walks/{walk}/edit"),
    ("POST", "/lead/walks/{walk}/edit"),
    ("GET", "/lead/walks/new?copy={walk}"),
    ("POST", "/lead/walks/{walk}/move"),
    ("POST", "/lead/walks/{walk}/head-count"),
    ("GET", "/lead/walks/{walk}/arrivals"),
    ("GET", "/lead/walks/{walk}/map.json"),
    ("GET", "/lead/walks/{walk}/code.svg"),
    ("GET", "/lead/walks/{walk}/sheet"),
    ("GET", "/lead/walks/{walk}/release-all"),
    ("POST", "/lead/walks/{walk}/release-all"),
    ("GET", "/lead/walks/{walk}/rescue"),
    ("POST", "/lead/walks/{walk}/rescue"),
    ("POST", "/lead/observations/{observation}/release"),
    ("POST", "/lead/observations/{observation}/withhold"),
]
OF_NO_WALK = [("GET", "/lead/"), ("GET", "/lead/walks/new"), ("POST", "/lead/walks/new")]


@pytest.mark.parametrize(("method", "address"), OF_A_WALK)
def test_another_organisation_s_walk_is_closed_to_everybody_else(
    app: Flask, method: str, address: str
) -> None:
    observation = an_observation(on=a_walk())
    path = address.format(walk=observation.walk_id, observation=observation.id)
    for person in (a_facilitator(), a_planner(), an_administrator()):
        assert signed_in(app, person).open(path, method=method).status_code == 403
    assert observation.released_at is None


@pytest.mark.parametrize(("method", "address"), OF_NO_WALK)
def test_only_facilitators_make_and_list_walks(app: Flask, method: str, address: str) -> None:
    for person in (a_planner(), an_administrator()):
        assert signed_in(app, person).open(address, method=method).status_code == 403


@pytest.mark.parametrize(("method", "address"), OF_A_WALK + OF_NO_WALK)
def test_a_visitor_is_asked_to_sign_in(app: Flask, method: str, address: str) -> None:
    observation = an_observation(on=a_walk())
    path = address.format(walk=observation.walk_id, observation=observation.id)
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == (302 if method == "GET" else 401)


def test_a_walk_or_observation_that_is_not_there_is_not_found(app: Flask) -> None:
    desk = signed_in(app, a_facilitator())
    nobody = "00000000-0000-7000-8000-000000000000"
    for method, address in OF_A_WALK:
        path = address.format(walk=nobody, observation=nobody)
        assert desk.open(path, method=method).status_code == 404, path
