"""`make soak`: the long proofs in full, and their table in docs/soak.md."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime

import pytest

from walks.settings import ROOT

HEAD = """# The long proofs

Each runs small in `make test` and whole in `make soak`, which wrote this table.

{day}, Python {python}, {processors} processors.

| proof | outcome | seconds |
|---|---|---|
"""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the table, when the proofs ran in full."""
    if not os.environ.get("WALKS_SOAK"):
        return
    found = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    rows = [
        f"| {report.nodeid.split('::')[-1].replace('_', ' ').removeprefix('test ')} "
        f"| {report.outcome} | {report.duration:.0f} |\n"
        for report in sorted(found, key=lambda report: report.nodeid)
    ]
    head = HEAD.format(
        day=datetime.now(UTC).date(), python=platform.python_version(), processors=os.cpu_count()
    )
    (ROOT / "docs" / "soak.md").write_text(head + "".join(rows))
