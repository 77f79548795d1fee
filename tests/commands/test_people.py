"""`walks people`: accounts, from the command line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from walks.settings import ROOT

Told = Callable[..., str]

SOMEONE = ("someone@example.org", "--name", "Someone", "--organisation", "Women walk")


@pytest.fixture
def people(var: Path) -> Told:
    """Run `walks people` and return what it said; a failure must be expected by `fails`."""

    settings = {
        "WALKS_VAR": str(var),
        "WALKS_PUBLIC_URL": "https://walks.example",
        "WALKS_DATABASE_URL": "",
    }

    def run(*command: str, stdin: str = "", fails: bool = False) -> str:
        done = subprocess.run(  # noqa: S603 - our own command line
            [ROOT / "bin" / "walks", "people", *command],
            env=os.environ | settings,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = done.stdout + done.stderr
        assert (done.returncode != 0) is fails, said
        assert "Traceback" not in said
        return said

    return run


def test_accounts_are_added_listed_and_let_in(people: Told) -> None:
    said = people("add", *SOMEONE, "--role", "facilitator", "--role", "administrator")
    assert "https://walks.example/account/reset/" in said
    said = people(
        "add",
        "other@example.org",
        "--name=Other",
        "--organisation=Women walk",
        "--role=planner",
        "--password-stdin",
        stdin="four ponds under a bridge\n",
    )
    assert "other@example.org can sign in." in said
    assert people("list").splitlines() == [
        "other@example.org\tOther\tplanner\tWomen walk",
        "someone@example.org\tSomeone\tfacilitator, administrator\tWomen walk",
    ]
    assert "https://walks.example/account/reset/" in people("reset", "SOMEONE@example.org")


def test_what_cannot_be_is_said_in_a_sentence_and_leaves_nothing(people: Told) -> None:
    as_planner = (*SOMEONE, "--role", "planner")
    said = people("add", *as_planner, "--password-stdin", stdin="short\n", fails=True)
    assert "Take at least 12 characters" in said
    assert people("list") == ""
    assert "Invalid value for '--role'" in people("add", *SOMEONE, "--role", "king", fails=True)
    assert "Write an address" in people("add", "no address", *as_planner[1:], fails=True)
    assert "No account has the address" in people("reset", "nobody@example.org", fails=True)
    people("add", *as_planner)
    assert "Another account has this address" in people("add", *as_planner, fails=True)
