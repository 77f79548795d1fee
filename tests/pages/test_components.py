from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_components_are_shown_where_a_setting_says_so(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/components").status_code == 404
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], developer=True))
    assert "severity" in client.get("/components").text
