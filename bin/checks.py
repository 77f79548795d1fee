"""Everything that `make test`, `make lint` and `make format` run, one after the other."""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from environment import PATH
from place import ROOT, VENV
from progress import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BIN = VENV / "bin"
NODE = ROOT / "node_modules" / ".bin"
TEMPLATES = "templates"
SCRIPTS = ("static", "tests/js")
PYTHON = ("api", "bin", "tests", "walks")

LINT = (
    ("Python's style", (BIN / "ruff", "check")),
    ("Python's form", (BIN / "ruff", "format", "--check")),
    ("Python's types", (BIN / "mypy",)),
    ("templates", (BIN / "djlint", TEMPLATES, "--lint", "--check")),
    ("scripts and style sheets", (NODE / "biome", "ci", *SCRIPTS)),
    ("scripts' types", (NODE / "tsc", "--project", ".")),
)
FORMAT = (
    ("Python's style", (BIN / "ruff", "check", "--fix")),
    ("Python's form", (BIN / "ruff", "format")),
    ("templates", (BIN / "djlint", TEMPLATES, "--reformat", "--quiet")),
    ("scripts and style sheets", (NODE / "biome", "check", "--write", *SCRIPTS)),
)
TEST = (
    *LINT,
    ("migrations", (ROOT / "bin" / "walks", "database", "check")),
    ("Python's tests", (BIN / "pytest", "-n", "2")),
    ("scripts' tests", (BIN / "node", "--test", "--test-reporter=spec", "tests/js/**/*.test.js")),
)
SOAK = (("proofs in full", (BIN / "pytest", "-m", "proof", "-s")),)
BENCH = (("speed", (BIN / "python", "-m", "tests.bench")),)

# What pytest ("3 passed") and node ("i pass 3") count at their end.
PYTEST = re.compile(r"\b(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")
NODE_TEST = re.compile(r"^\S+ (pass|fail|skipped|todo|cancelled) (\d+)$", re.MULTILINE)
KINDS = {
    "pass": "passed",
    "xpassed": "passed",
    "fail": "failed",
    "error": "failed",
    "errors": "failed",
    "cancelled": "failed",
    "todo": "skipped",
    "xfailed": "skipped",
}


@dataclass
class Outcome:
    """Which steps failed, and how many tests passed, failed and were skipped."""

    failed: list[str] = field(default_factory=list)
    tests: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "skipped": 0})


def run(steps: Sequence[tuple[str, Sequence[object]]], **variables: str) -> int:
    """Run every step, also after one has failed, and print a closing line; 0 if all went well."""
    began = time.monotonic()
    outcome = Outcome()
    for number, (title, command) in enumerate(steps, 1):
        say(f"\n── {number}/{len(steps)} {title}")
        started = time.monotonic()
        code, said = _stream([str(part) for part in command], _environment(variables))
        say(f"── {title}: {'failed' if code else 'passed'}, {time.monotonic() - started:.0f} s")
        outcome.failed += [title] if code else []
        before = sum(outcome.tests.values())
        _count(said, outcome.tests)
        if title.endswith("tests") and sum(outcome.tests.values()) == before and not code:
            say(f"── {title}: not one was found, which is a failure")
            outcome.failed.append(title)
    _close(outcome, len(steps), time.monotonic() - began)
    return 1 if outcome.failed else 0


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment without an installation's settings: a test never meets its database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WALKS_") or name == "WALKS_REAL_DATA"
    }
    return {**kept, **PATH, "PYTHONPATH": str(ROOT), **variables}


def _stream(command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a command, passing on every line as it comes, and keep the last ones for counting."""
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            said = [*said[-20:], line]
    return process.returncode, "".join(said)


def _count(said: str, tests: dict[str, int]) -> None:
    """Add what a step counted at its end; other programs than these two count no tests."""
    closing = said.splitlines()[-1] if said else ""
    is_pytest = closing.startswith("=") and closing.endswith("=")
    counted = [(kind, number) for number, kind in PYTEST.findall(closing)] if is_pytest else []
    for kind, number in counted or NODE_TEST.findall(said):
        tests[KINDS.get(kind, kind)] += int(number)


def _close(outcome: Outcome, steps: int, seconds: float) -> None:
    failed = f" ({', '.join(outcome.failed)})" if outcome.failed else ""
    tests = ", ".join(f"{number} {kind}" for kind, number in outcome.tests.items())
    say(
        f"\n{steps} steps: {steps - len(outcome.failed)} passed, {len(outcome.failed)} failed"
        f"{failed}. Tests: {tests}. {seconds / 60:.1f} min."
    )
