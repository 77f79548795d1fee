"""`make soak`: the long proofs in full, and their tables in docs/soak.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from walks.settings import ROOT

HEAD = """# The long proofs

Each runs small in `make test` and whole in `make soak`, which wrote these tables.

{day}, Python {python}, {processors} processors.

| proof | outcome | seconds |
|---|---|---|
"""
COUNTED = "\n## {title}\n\n| what | how many |\n|---|---|\n"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the tables, when the proofs ran in full; show what they counted in any case."""
    found = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    found.sort(key=lambda report: report.nodeid)
    counted = "".join(_counted(found))
    for line in counted.splitlines():
        terminalreporter.write_line(line)
    if not os.environ.get("WALKS_SOAK"):
        return
    rows = [
        f"| {_title(report)} | {report.outcome} | {report.duration:.0f} |\n" for report in found
    ]
    head = HEAD.format(
        day=datetime.now(UTC).date(), python=platform.python_version(), processors=os.cpu_count()
    )
    (ROOT / "docs" / "soak.md").write_text(head + "".join(rows) + counted)


def _counted(reports: Iterable[pytest.TestReport]) -> Iterable[str]:
    """A table for each proof that told figures by `record_property`."""
    for report in reports:
        if report.user_properties:
            rows = [f"| {what} | {value} |\n" for what, value in report.user_properties]
            yield COUNTED.format(title=_title(report).capitalize()) + "".join(rows)


def _title(report: pytest.TestReport) -> str:
    return report.nodeid.split("::")[-1].replace("_", " ").removeprefix("test ")
