"""A resident joins a walk on a phone and records what they notice."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.factories import a_neighbourhood, a_walk
from walks.database import db
from walks.observations import Observation
from walks.walks import Walk, code_shown

pytestmark = pytest.mark.journey


@pytest.fixture
def walk(app: Any) -> Walk:
    """A walk around the ponds that one can join."""
    found: Walk = a_walk(within=a_neighbourhood(), stops=4, introduction="We meet at the church.")
    return found


def join(page: Page, walk: Walk) -> None:
    """Come to the walk's screen by its code, leaving out what one may tell about oneself."""
    page.goto("/")
    page.get_by_label("The code of your walk").fill(code_shown(walk).lower())
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Yes, I take part").click()
    page.get_by_role("link", name="Leave it out and go to the walk").click()
    expect(page.get_by_role("heading", level=1, name=walk.title)).to_be_focused()


def kept(**values: Any) -> Observation:
    """The one observation in the database."""
    db.session.rollback()
    observation = db.session.scalars(select(Observation)).one()
    for name, value in values.items():
        assert getattr(observation, name) == value
    return observation


def a_phone_photo(side: int = 4000) -> bytes:
    """A JPEG as large as a phone's, with so much detail that shrinking it matters."""
    noise = Image.effect_noise((side // 8, side * 3 // 32), 60).resize((side, side * 3 // 4))
    file = io.BytesIO()
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(file, "JPEG", quality=92)
    return file.getvalue()


def test_three_taps_record_a_problem(phone: Page, walk: Walk) -> None:
    join(phone, walk)
    taps = [
        phone.get_by_role("link", name="Problem"),
        phone.get_by_role("button", name="Footway"),
        phone.get_by_role("button", name="Keep"),
    ]
    for tap in taps:
        tap.tap()
    expect(phone.get_by_text("It has arrived. Thank you.")).to_be_visible()

    observation = kept(kind="problem", category=None, severity=None, walk_id=walk.id)
    assert observation.theme is not None
    assert observation.theme.slug == "footway"
    assert observation.position_source == "gps"
    assert observation.accuracy_m == 8
