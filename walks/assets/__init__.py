"""What a browser is sent besides pages: style sheets, scripts and sprites, named by content.

The sources lie in `static/css`, `static/js/pages` and `static/icons`; the built files in
`static/dist`, each with a hash of its content in its name, so that a browser may keep it for
ever. `static/dist/manifest.json` says which hash is current.
"""

# mypy: disallow-untyped-calls=False
# webassets names no types.

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from flask_assets import Bundle, Environment
from webassets.exceptions import BundleError
from webassets.version import HashVersion

from walks.assets.filters import AssetMissing, Esbuild, Sprite
from walks.assets.parts import Parts, parts_of_the_walk
from walks.assets.serving import pack, serve_packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from webassets.filter import Filter

__all__ = [
    "WORKER",
    "AssetMissing",
    "Parts",
    "build_assets",
    "built",
    "parts_of_the_walk_on",
    "register_assets",
]

SPRITES = ("pictograms", "interface")
WORKER = "service-worker.js"


def register_assets(app: Flask) -> None:
    """Name every asset of the app's static folder and give templates `asset_url(name)`."""
    environment = _environment(app)
    for name, bundle in _bundles(Path(str(app.static_folder))):
        environment.register(name, bundle)
    app.extensions["walks-assets"] = environment
    serve_packed(app)

    @app.template_global()
    def asset_url(name: str) -> str:
        return _url(environment, name)


def build_assets(app: Flask) -> None:
    """Build every asset anew into `static/dist`, clearing what an earlier build left.

    Raises AssetMissing when a tool or a source is not there or does not compile.
    """
    environment = app.extensions["walks-assets"]
    dist = Path(str(app.static_folder)) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    environment.manifest.manifest.clear()
    with app.app_context():
        for bundle in environment:
            bundle.build(force=True, disable_cache=True)
    pack(dist)


def built(app: Flask, name: str) -> Path:
    """The built file of an asset.

    Raises:
        AssetMissing: it has not been built, or there is none of this name.
    """
    address = _url(app.extensions["walks-assets"], name)
    return Path(str(app.static_folder)) / address.partition("/static/")[2]


def parts_of_the_walk_on(app: Flask) -> Parts:
    """What the walk on the phone is made of, as it is built now.

    Raises:
        AssetMissing: nothing has been built yet.
    """
    environment = app.extensions["walks-assets"]
    return parts_of_the_walk(lambda name: _url(environment, name), Path(str(app.static_folder)))


def _environment(app: Flask) -> Environment:
    environment = Environment(app)
    environment.debug = False
    environment.auto_build = False
    environment.cache = False
    environment.url_expire = False
    environment.versions = HashVersion(length=12, hash=hashlib.sha256)
    environment.manifest = "json:dist/manifest.json"
    return environment


def _bundles(static: Path) -> Iterator[tuple[str, Bundle]]:
    """Yield the name that templates use and the bundle behind it, for every asset."""
    pages = [f"css/pages/{page.name}" for page in sorted((static / "css" / "pages").glob("*.css"))]
    yield "app.css", _bundle(["css/app.css", *pages, "css/print.css"], "app.css", Esbuild(static))
    # What residents pay for: only the components that their pages are made of.
    yield "hand.css", _bundle(["css/hand.css"], "hand.css", Esbuild(static))
    yield "map.css", _bundle(["css/map.css"], "map.css", Esbuild(static))
    for script in sorted((static / "js" / "pages").glob("*.js")):
        name = f"pages/{script.name}"
        yield name, _bundle([f"js/{name}"], name, Esbuild(static))
    if (static / "js" / WORKER).exists():
        yield WORKER, _bundle([f"js/{WORKER}"], WORKER, Esbuild(static))
    for sprite in SPRITES:
        yield f"{sprite}.svg", _bundle([f"icons/{sprite}.json"], f"{sprite}.svg", Sprite(static))
    # What the first screens show, and what is drawn only once somebody records.
    for name, is_method in (("resident.svg", False), ("method.svg", True)):
        sprite = Sprite(static, is_method=is_method)
        yield name, _bundle(["icons/resident.json"], name, sprite)
    yield "favicon.svg", _bundle(["icons/favicon.svg"], "favicon.svg", None)


def _bundle(sources: list[str], name: str, through: Filter | None) -> Bundle:
    stem, ending = name.rsplit(".", 1)
    return Bundle(*sources, filters=through, output=f"dist/{stem}.%(version)s.{ending}")


def _url(environment: Environment, name: str) -> str:
    if name not in environment:
        raise AssetMissing(f"No asset is called {name!r}; there are {sorted(_names(environment))}.")
    try:
        return str(environment[name].urls()[0])
    except BundleError as unbuilt:
        raise AssetMissing(f"{name} has not been built yet: run `make assets`.") from unbuilt


def _names(environment: Environment) -> list[str]:
    return list(environment._named_bundles)  # noqa: SLF001 — webassets has no public list of names
