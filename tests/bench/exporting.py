"""Export once in a process of its own, and say how large it was before and after."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path

from tests.bench.measures import peak
from tests.conftest import settings_in
from walks import create_app
from walks.database import db
from walks.exports import geojson
from walks.exports.filters import Filters
from walks.people import Person


def main(url: str, person_id: int) -> None:
    """Print the peaks before and after, in KiB, as JSON."""
    logging.disable()
    with create_app(settings_in(Path(tempfile.mkdtemp())), database_url=url).app_context():
        person = db.session.get_one(Person, person_id)
        before = peak()
        for _ in geojson.features(Filters(), person=person):
            pass
        print(json.dumps([before, peak()]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
