"""A walk's page says what to look at before the next step, and leads to the report."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.factories import a_neighbourhood, a_walk, an_observation, an_owed_photo
from walks.people import Person
from walks.walks import Walk

ON_A_PHONE = "1 photo is still on a phone."
NOT_RELEASED = "1 observation is not released yet."


def page_of(desk: FlaskClient, walk: Walk) -> str:
    return desk.get(f"/lead/walks/{walk.id}").get_data(as_text=True)


def test_photos_on_phones_are_told_before_goodbye(desk: FlaskClient, walk: Walk) -> None:
    observation = an_observation(on=walk)
    assert ON_A_PHONE not in page_of(desk, walk)
    an_owed_photo(of=observation)
    assert ON_A_PHONE in page_of(desk, walk)


def test_what_is_not_released_is_told_once_the_walk_is_over(
    desk: FlaskClient, facilitator: Person, walk: Walk
) -> None:
    over = a_walk(by=facilitator, state="closed")
    for each in (walk, over):
        an_observation(on=each, released=True)
        an_observation(on=each)
    assert NOT_RELEASED not in page_of(desk, walk)
    assert NOT_RELEASED in page_of(desk, over)


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_a_walk_that_is_over_leads_to_its_report(
    desk: FlaskClient, facilitator: Person, state: str
) -> None:
    quarter = a_neighbourhood()
    address = f"/plan/neighbourhoods/{quarter.slug}"
    assert address not in page_of(desk, a_walk(by=facilitator, within=quarter))
    assert f'href="{address}"' in page_of(desk, a_walk(by=facilitator, within=quarter, state=state))
    assert desk.get(address).status_code == 200


def test_every_page_leads_a_facilitator_to_reports(desk: FlaskClient) -> None:
    assert 'href="/plan/"' in desk.get("/lead/").get_data(as_text=True)
