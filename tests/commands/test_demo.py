"""`walks demo`, and what `walks run` does with it: once, in private, and never over anything."""

from __future__ import annotations

import json
import signal
import stat
import time
from pathlib import Path

from tests.commands.conftest import Walks, told, wait_until_up

PRIVATE = {"public_url": "none"}
PATIENCE_S = 240  # for drawing its photos on a busy machine


def stopped(run: object) -> str:
    """Let `walks run` say what it has to say, then stop it."""
    time.sleep(2)
    run.send_signal(signal.SIGINT)  # type: ignore[attr-defined]
    return told(run)  # type: ignore[arg-type]


def test_a_new_private_installation_has_the_demo_and_shows_its_accounts_each_time(
    walks: Walks, var: Path, port: int
) -> None:
    first = walks("run", **PRIVATE)
    wait_until_up(port, first, PATIENCE_S)
    said = stopped(first)
    kept = var / "demo.json"
    demo = json.loads(kept.read_text())
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [account["role"] for account in demo["accounts"]] == [
        "facilitator",
        "planner",
        "administrator",
    ]
    second = walks("run", **PRIVATE)
    wait_until_up(port, second)
    for shown in (said, stopped(second)):
        assert all(account["password"] in shown for account in demo["accounts"])
        assert f"http://127.0.0.1:{port}/join/{demo['join']}" in shown
    again = walks("demo", **PRIVATE)
    assert "The demo goes into an empty database" in told(again)
    assert again.returncode == 1
    assert json.loads(kept.read_text()) == demo


def test_where_others_can_come_it_is_loaded_only_when_asked_for(
    walks: Walks, var: Path, port: int
) -> None:
    run = walks("run")
    wait_until_up(port, run)
    assert "demo.example" not in stopped(run)
    asked = walks("demo")
    said = told(asked, PATIENCE_S)
    assert asked.returncode == 0
    assert "facilitator@demo.example" in said
    assert "code to join" in said
    assert not (var / "demo.json").exists()
