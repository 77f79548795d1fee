"""A facilitator who signed in, and a walk of theirs."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_facilitator, a_walk, signed_in
from walks.people import Person
from walks.walks import Walk


@pytest.fixture
def facilitator(app: Flask) -> Person:
    return a_facilitator()


@pytest.fixture
def walk(facilitator: Person) -> Walk:
    """A live walk of the facilitator's organisation."""
    return a_walk(by=facilitator)


@pytest.fixture
def desk(app: Flask, facilitator: Person) -> FlaskClient:
    """The facilitator's browser."""
    return signed_in(app, facilitator)
