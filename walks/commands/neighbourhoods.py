"""`walks neighbourhoods`: outlines from a file, the same as on the administrator's page."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import force_locale

from walks import neighbourhoods as words
from walks.acts.reassigning import Changed, change_outlines
from walks.commands.account import drop_root
from walks.commands.installation import installation
from walks.database import db
from walks.neighbourhoods.loading import outlines
from walks.neighbourhoods.reading import Source, read
from walks.problems import Problem
from walks.settings import Settings


@click.group()
def neighbourhoods() -> None:
    """Load and list the official outlines."""


@neighbourhoods.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", help="The field that holds the code.")
@click.option("--name-fr", "fr", help="The field of the French name.")
@click.option("--name-nl", "nl", help="The field of the Dutch name.")
@click.option("--name-en", "en", help="The field of the English name.")
@click.option("--crs", help="What the coordinates count in, such as EPSG:31370.")
@click.option("--preview", is_flag=True, help="Show the fields and the first rows; load nothing.")
def load(
    file: Path,
    *,
    code: str | None,
    crs: str | None,
    preview: bool,
    **names: str | None,
) -> None:
    """Load outlines from FILE: GeoJSON, GeoPackage, KML, FlatGeobuf or a zipped Shapefile.

    Known codes are updated; observations in outlines that changed are assigned anew.
    """
    settings = Settings.from_environment()
    readable = file.resolve()
    with readable.open("rb"):  # while we still may: the account that serves may not
        drop_root(settings)
    with installation(settings), force_locale("en"):
        try:
            source = read(readable, crs=crs)
            if preview:
                _show(source)
                return
            changed = _load(source, readable.name, code, names)
        except Problem as refused:
            raise click.ClickException(refused.detail) from refused
    _tell(changed)


@neighbourhoods.command(name="list")
def show_all() -> None:
    """List the codes and names that are loaded."""
    settings = Settings.from_environment()
    drop_root(settings)
    with installation(settings):
        for one in words.listed(limit=None):
            click.echo(f"{one.code}\t{' / '.join(dict.fromkeys(one.names.values()))}")


def _load(source: Source, file: str, code: str | None, names: dict[str, str | None]) -> Changed:
    guessed = source.guess()
    code = code or guessed.get("code") or ""
    given = {language: field for language, field in names.items() if field}
    given = given or {one: guessed[one] for one in ("fr", "nl", "en") if one in guessed}
    if not code:
        _show(source)
        raise click.ClickException("Say which field holds the code: --code FIELD")
    click.echo(f"Code from {code}; names from {', '.join(given.values())}.")
    found = outlines(source, code=code, names=given)
    with click.progressbar(length=1, label=f"Loading {len(found)} outlines") as bar:
        changed = change_outlines(found, crs=source.crs, source=file)
        db.session.commit()
        bar.update(1)
    return changed


def _show(source: Source) -> None:
    click.echo(f"{len(source.outlines)} outlines in {source.crs}. The first rows:")
    for row in source.preview():
        click.echo("  " + "; ".join(f"{name}={value[:40]}" for name, value in row.items()))


def _tell(changed: Changed) -> None:
    loaded = changed.loaded
    click.echo(f"{loaded.added} added, {loaded.updated} updated.")
    if loaded.mended:
        click.echo(f"Made valid: {', '.join(loaded.mended)}.")
    click.echo(f"{changed.reassigned} observations lie in another neighbourhood now.")
