"""The administrator's page of neighbourhoods."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_facilitator, an_administrator, an_observation, signed_in
from tests.walks.neighbourhoods.files import SQUARE, feature, geojson, shifted
from walks import neighbourhoods, storage
from walks.database import db
from walks.observations import Observation

ADDRESS = "/admin/neighbourhoods/"


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, an_administrator())


def upload(client: FlaskClient, path: Path, crs: str = "") -> str:
    data = {"file": (io.BytesIO(path.read_bytes()), path.name), "crs": crs}
    answer = client.post(ADDRESS, data=data, content_type="multipart/form-data")
    return answer.get_data(as_text=True)


def upload_id(page: str) -> str:
    return page.split('name="upload"')[1].split('value="')[1].split('"', maxsplit=1)[0]


def load(client: FlaskClient, page: str, **fields: str) -> str:
    data = {"upload": upload_id(page), "code": "code", "fr": "name", **fields}
    answer = client.post(f"{ADDRESS}load", data=data, follow_redirects=True)
    return answer.get_data(as_text=True)


def test_a_file_is_looked_at_and_then_loaded(administrator: FlaskClient, tmp_path: Path) -> None:
    page = upload(administrator, geojson(tmp_path, feature(SQUARE, code="A1", name="Étangs")))
    assert "1 outline" in page
    assert neighbourhoods.how_many() == 0
    page = load(administrator, page)
    assert "1 added, 0 updated." in page
    assert "Étangs" in page


def test_the_file_is_gone_from_the_store_afterwards(
    administrator: FlaskClient, tmp_path: Path
) -> None:
    page = upload(administrator, geojson(tmp_path, feature(SQUARE, code="A1", name="Étangs")))
    key = f"incoming/boundaries/{upload_id(page)}"
    assert storage.store().exists(key)
    load(administrator, page)
    assert not storage.store().exists(key)
    assert "no longer here" in load(administrator, page)


def test_observations_follow_an_outline_that_moves(
    administrator: FlaskClient, tmp_path: Path
) -> None:
    first = geojson(tmp_path, feature(SQUARE, code="A1", name="Étangs"))
    load(administrator, upload(administrator, first))
    observation_id = an_observation().id
    moved = geojson(
        tmp_path,
        feature(shifted(SQUARE, 1), code="A1", name="Étangs"),
        feature(SQUARE, code="B2", name="Flagey"),
    )
    page = load(administrator, upload(administrator, moved))
    assert "1 observation lies in another neighbourhood now." in page
    held_by = db.session.get_one(Observation, observation_id).neighbourhood
    assert held_by is not None
    assert held_by.code == "B2"


def test_a_refused_file_says_why_and_changes_nothing(
    administrator: FlaskClient, tmp_path: Path
) -> None:
    path = geojson(tmp_path, feature(SQUARE[:-1], code="A1", name="Open"))
    assert "does not close" in upload(administrator, path)
    repeated = geojson(tmp_path, *[feature(SQUARE, code="A", name="Twin")] * 2)
    page = load(administrator, upload(administrator, repeated))
    assert "These codes stand there twice: A." in page
    assert neighbourhoods.how_many() == 0


def test_html_in_a_name_is_shown_as_text(administrator: FlaskClient, tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(SQUARE, code="A1", name="<script>alert(1)</script>"))
    page = load(administrator, upload(administrator, path))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_upload_id_cannot_lead_elsewhere(administrator: FlaskClient) -> None:
    for wrong in ("../../secret", "", "0" * 36):
        answer = administrator.post(f"{ADDRESS}load", data={"upload": wrong, "code": "x"})
        assert answer.status_code == 422


def test_a_facilitator_may_not(app: Flask) -> None:
    assert signed_in(app, a_facilitator()).get(ADDRESS).status_code == 403
