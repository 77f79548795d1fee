"""The facilitator's page on which a rescue file is loaded."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.phone import a_delivery
from tests.factories import a_facilitator, a_participant, a_walk, signed_in
from tests.walks.acts.rescued import a_rescue_file
from tests.walks.photos.phone import a_phone_photo
from walks.database import db, new_id
from walks.observations import Observation
from walks.people import Person
from walks.walks import Walk

PHOTO = a_phone_photo()
DIGEST = hashlib.sha256(PHOTO).hexdigest()


def load(desk: FlaskClient, walk: Walk, content: bytes | None) -> TestResponse:
    file = {} if content is None else {"file": (io.BytesIO(content), "walk-unsent.zip")}
    return desk.post(f"/lead/walks/{walk.id}/rescue", data=file, content_type="multipart/form-data")


def row(page: TestResponse, name: str) -> list[str]:
    """The numbers of one row of the table: new, changed, already there, refused."""
    cells = page.text.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]
    return [cell.split("<")[0] for cell in cells.split('<td class="number">')[1:]]


def test_the_walk_s_page_leads_to_it(desk: FlaskClient, walk: Walk) -> None:
    address = f"/lead/walks/{walk.id}/rescue"
    assert f'href="{address}"' in desk.get(f"/lead/walks/{walk.id}").text
    assert 'type="file"' in desk.get(address).text


def test_a_table_tells_what_was_new_and_then_what_was_there(desk: FlaskClient, walk: Walk) -> None:
    photo = new_id()
    deliveries = {
        new_id(): [a_delivery(photos=[{"id": str(photo), "digest": DIGEST}])],
        new_id(): [a_delivery(theme="weather")],
    }
    file = a_rescue_file(
        a_participant(on=walk),
        deliveries=deliveries,
        photos={photo: PHOTO},
        digests={photo: DIGEST},
    )
    first = load(desk, walk, file)
    assert first.status_code == 200
    assert (row(first, "Observations"), row(first, "Photos")) == (
        ["1", "0", "0", "1"],
        ["1", "0", "0", "0"],
    )
    assert "This walk has no such theme. Choose another." in first.text
    again = load(desk, walk, file)
    assert (row(again, "Observations"), row(again, "Photos")) == (
        ["0", "0", "1", "1"],
        ["0", "0", "1", "0"],
    )
    assert db.session.scalar(db.select(db.func.count()).select_from(Observation)) == 1


def test_nothing_chosen_and_what_is_no_file_are_told_beside_the_field(
    desk: FlaskClient, walk: Walk
) -> None:
    for content, sentence in ((None, "Choose the file."), (b"x" * 99, "This is no rescue file")):
        answer = load(desk, walk, content)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_an_archived_walk_offers_no_form(app: None, desk: FlaskClient, facilitator: Person) -> None:
    walk = a_walk(by=facilitator, state="archived")
    assert 'type="file"' not in desk.get(f"/lead/walks/{walk.id}/rescue").text
    assert load(desk, walk, a_rescue_file(a_participant(on=walk))).status_code == 403


def test_a_file_may_be_larger_than_a_photo_but_not_larger_than_the_setting(
    desk: FlaskClient, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = desk.application.config
    monkeypatch.setitem(config, "MAX_CONTENT_LENGTH", 10_000)
    monkeypatch.setitem(config, "WALKS", replace(config["WALKS"], rescue_max_bytes=100_000))
    me = a_participant(on=walk)
    assert load(desk, walk, a_rescue_file(me, more={"x": bytes(50_000)})).status_code == 200
    assert load(desk, walk, a_rescue_file(me, more={"x": bytes(200_000)})).status_code == 413


def test_nobody_else_may_send_so_much(
    client: FlaskClient, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", 1)
    monkeypatch.setitem(client.application.config, "MAX_CONTENT_LENGTH", 10_000)
    file = a_rescue_file(a_participant(on=walk), more={"x": bytes(50_000)})
    assert load(client, walk, file).status_code == 413


def test_another_organisation_s_facilitator_is_refused(desk: FlaskClient, walk: Walk) -> None:
    stranger = signed_in(desk.application, a_facilitator())
    file = a_rescue_file(a_participant(on=walk), deliveries={new_id(): [a_delivery()]})
    assert load(stranger, walk, file).status_code == 403
    assert db.session.scalar(db.select(db.func.count()).select_from(Observation)) == 0
