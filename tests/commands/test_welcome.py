"""What `walks run` tells a newcomer: address, the demo's accounts, a link to join."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from walks.commands.welcome import KEPT, code, welcome
from walks.settings import Settings

DEMO = {
    "accounts": [{"role": "facilitator", "email": "facilitator@demo.example", "password": "p-1"}],
    "join": "BIKE42",
}


def test_the_demo_is_told_to_whoever_starts_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / KEPT).write_text(json.dumps(DEMO))
    welcome(Settings(var=tmp_path, port=8001))
    said = capsys.readouterr().out
    assert "Walks runs at http://127.0.0.1:8001" in said
    assert "facilitator@demo.example" in said
    assert "http://127.0.0.1:8001/join/BIKE42" in said
    assert code("http://127.0.0.1:8001/join/BIKE42") in said


def test_the_demo_is_not_told_where_others_can_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / KEPT).write_text(json.dumps(DEMO))
    welcome(Settings(var=tmp_path, public_url="https://walks.example"))
    said = capsys.readouterr().out
    assert "Walks runs at https://walks.example" in said
    assert "p-1" not in said


def test_the_code_fits_a_terminal_of_80_columns() -> None:
    lines = code("http://127.0.0.1:8000/join/BIKE42").splitlines()
    assert 10 < len(lines) < 24
    assert max(map(len, lines)) < 80
