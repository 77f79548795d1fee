"""What stands behind the Makefile: counting, copying, and saying what is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from walks.settings import ROOT

sys.path.insert(0, str(ROOT / "bin"))
import checks  # type: ignore[import-not-found]
import packages  # type: ignore[import-not-found]
import progress  # type: ignore[import-not-found]


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("== 3 failed, 40 passed, 2 skipped, 1 error in 4.2s ==", (40, 4, 2)),
        ("== 7 passed, 1 xfailed in 0.2s ==", (7, 0, 1)),
        (
            "i tests 5\n\u2139 pass 4\n\u2139 fail 1\n\u2139 skipped 0\n\u2139 duration_ms 9",
            (4, 1, 0),
        ),
        ("Found 5 errors in 3 files (checked 135 source files)", (0, 0, 0)),
    ],
)
def test_the_closing_lines_of_pytest_and_node_are_counted(
    said: str, counted: tuple[int, int, int]
) -> None:
    tests = {"passed": 0, "failed": 0, "skipped": 0}
    checks._count(said, tests)  # noqa: SLF001
    assert tuple(tests.values()) == counted


def test_one_failed_step_lets_the_others_run_and_fails_the_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    steps = (("first", ("false",)), ("second", ("echo", "== 2 passed in 1s ==")))
    assert checks.run(steps) == 1
    said = capsys.readouterr().out
    assert "2 steps: 1 passed, 1 failed (first). Tests: 2 passed, 0 failed, 0 skipped." in said


def test_a_step_of_tests_that_finds_none_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run((("scripts' tests", ("echo", "i pass 0")),)) == 1
    assert "not one was found" in capsys.readouterr().out


def test_tests_never_meet_the_database_of_an_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKS_DATABASE_URL", "postgresql://db.example/precious")
    monkeypatch.setenv("WALKS_REAL_DATA", "/data")
    kept = checks._environment({})  # noqa: SLF001
    assert "WALKS_DATABASE_URL" not in kept
    assert kept["WALKS_REAL_DATA"] == "/data"


def test_without_the_right_to_install_the_one_command_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packages, "RUN", (("/nowhere", "postgresql-postgis", "the database"),))
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        packages.shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}"
    )
    with pytest.raises(
        progress.Stopped, match="apt-get install --no-install-recommends postgresql-postgis"
    ):
        packages.install_missing(tests=False)


def test_a_step_that_fails_shows_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(progress.Stopped, match="the reason"):
        progress.step("trial", ["sh", "-c", "echo the reason; exit 3"], tmp_path)


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(progress.Stopped, match=r"trial: the disk is full\. Make room"):
        progress.step("trial", ["sh", "-c", "echo No space left on device; exit 1"], tmp_path)


def test_help_is_what_make_says_when_asked_nothing() -> None:
    said = subprocess.run(  # noqa: S603 - our own
        ["/usr/bin/make", "-C", ROOT], check=True, capture_output=True, text=True
    ).stdout
    for goal in ("run", "test", "lint", "format", "bench", "soak", "demo", "clean"):
        assert f"make {goal} " in said
