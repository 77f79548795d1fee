"""`make bench`: the ratios that must hold, and the seconds for those who like them."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

import structlog
from flask_migrate import upgrade

from tests.bench import city, measures, phones
from tests.conftest import settings_in
from walks import create_app, methods
from walks.database import db
from walks.postgres import cluster_for

ROWS = int(os.environ.get("BENCH_ROWS", "200000"))


def main() -> int:
    """Measure on a database of its own; 1 when a bound does not hold."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    folder = Path(tempfile.mkdtemp(prefix="walks-bench-"))
    cluster = cluster_for(folder)
    cluster.start()
    try:
        cluster.create_database("bench")
        app = create_app(settings_in(folder), database_url=cluster.url("bench"))
        with app.app_context():
            upgrade()
            methods.load_shipped()
            city.of_observations(ROWS)
            found = [*phones.measure(app), *measures.export(app, ROWS), *measures.ingest(app)]
            db.engine.dispose()
    finally:
        cluster.stop()
        shutil.rmtree(folder)
    _tell(found)
    return 0 if all(one.holds for one in found) else 1


def _tell(found: list[measures.Measure]) -> None:
    print(f"\n{ROWS:,} observations; ratios are medians of {measures.ROUNDS} interleaved rounds.")
    print("| measure | value | bound | |\n|---|---|---|---|")
    for one in found:
        bound = "" if one.bound is None else f"{'≥' if one.at_least else '≤'} {one.bound:g}"
        verdict = "" if one.bound is None else ("holds" if one.holds else "BROKEN")
        print(f"| {one.what} | {one.value:,.2f} {one.unit} | {bound} | {verdict} |")


if __name__ == "__main__":
    sys.exit(main())
