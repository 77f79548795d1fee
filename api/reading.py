"""The API's description as a page for people, made from the description itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template

from walks.doors import permits
from walks.permissions import Verb

pages = Blueprint("api", __name__, url_prefix="/api")
METHODS = ("get", "post", "put", "delete")


@pages.get("/")
@permits(Verb.SEE_PUBLIC_PAGES)
def read() -> str:
    """Every operation and every object, on one page."""
    description = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return render_template(
        "api.html",
        description=description,
        nouns=_nouns(description),
        named=_named,
        typed=_typed,
    )


def _nouns(description: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations by noun, in the order of the description."""
    operations = [
        {"method": method.upper(), "path": path, **operations[method]}
        for path, operations in description["paths"].items()
        for method in METHODS
        if method in operations
    ]
    return [
        {**noun, "operations": [one for one in operations if noun["name"] in one["tags"]]}
        for noun in description["tags"]
    ]


def _named(content: dict[str, Any] | None) -> str | None:
    """The name of the object that a body holds."""
    for media in (content or {}).values():
        return str(media.get("schema", {}).get("$ref", "")).rpartition("/")[2] or None
    return None


def _typed(schema: dict[str, Any]) -> str:
    """What a member of an object is, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("allOf", "anyOf", "oneOf"):
        if several in schema:
            return " | ".join(_typed(one) for one in schema[several])
    kinds = schema.get("type", "any")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    words = [f"[{_typed(schema['items'])}]" if one == "array" else str(one) for one in kinds]
    if "enum" in schema:
        words = [str(one) for one in schema["enum"]]
    return " | ".join(words)
