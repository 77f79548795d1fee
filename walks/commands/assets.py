"""`walks assets`: build what pages are made of."""

from __future__ import annotations

import click

from walks import create_app
from walks.assets import build_assets
from walks.settings import Settings


@click.command()
def assets() -> None:
    """Build style sheets, scripts and sprites into static/dist."""
    # Nothing is served and no database is asked, so neither a key nor an address is needed.
    app = create_app(Settings(secret_key="builds-only"), database_url="postgresql:///")  # noqa: S106
    build_assets(app)
