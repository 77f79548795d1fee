"""The job worker beside the served app of a journey."""

from __future__ import annotations

from pathlib import Path

from walks import create_app
from walks.jobs import run_worker
from walks.settings import Settings


def work(var: str, database_url: str) -> None:
    """Work off jobs until stopped, for the installation under `var` and in this database."""
    settings = Settings(var=Path(var), secret_key="only-for-tests-" * 3, default_language="en")
    run_worker(create_app(settings, database_url=database_url))
