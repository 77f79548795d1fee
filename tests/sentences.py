"""The sentences that the code and the templates hold now, as translators are given them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from walks.settings import ROOT

WHOLE = "pyproject.toml"
RESIDENTS = "walks/translations/residents.toml"


def extracted(mapping: str, folder: Path) -> Catalog:
    """What this mapping file finds; the folder takes it on its way."""
    path = folder / f"{Path(mapping).stem}.pot"
    command = ["-q", "extract", "-F", mapping, "-k", "_l", "-o", str(path), "."]
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "babel.messages.frontend", *command], cwd=ROOT, check=True
    )
    with path.open("rb") as file:
        return read_po(file)
