"""Who may import whom, read from the syntax trees (docs/architecture.md, "The house")."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from walks.settings import ROOT

# Each may import what stands before it. What shares a line may not import each other.
CHAIN = [
    ["settings", "postgres"],
    ["problems", "database"],
    ["permissions", "logs"],
    ["audit", "basemap", "jobs", "storage", "throttle"],
    ["disclosure"],
    ["people"],
    ["neighbourhoods"],
    ["services"],
    ["methods"],
    ["walks"],
    ["participants"],
    ["observations"],
    ["media"],
    ["photos", "voices", "traces", "stop_cards"],
    ["confirmations"],
    ["places"],
    ["needs"],
    ["answers"],
    ["statistics"],
    ["reports"],
    ["exports"],
    ["acts"],
    ["demo", "retention"],
]
PLACE = {word: place for place, words in enumerate(CHAIN) for word in words}

# What meets requests: it may import words, and no word may import it.
FRAME = {
    "assets",
    "doors",
    "headers",
    "languages",
    "migrating",
    "packing",
    "refusals",
    "signing_in",
}
OUTSIDE = {"pages", "commands"}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported_by(path: Path) -> Iterator[tuple[str, int]]:
    """Each dotted name that the file imports, with its line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def word_of(name: str) -> str | None:
    """The word of walks/ that a dotted name belongs to."""
    parts = name.split(".")
    return parts[1] if parts[0] == "walks" and len(parts) > 1 else None


def own_word(path: Path) -> str:
    return path.relative_to(ROOT / "walks").parts[0].removesuffix(".py")


def test_every_part_of_the_house_has_its_place() -> None:
    found = {own_word(path) for path in modules("walks")} - {"__init__"}
    assert found <= set(PLACE) | FRAME | OUTSIDE


@pytest.mark.parametrize("path", modules("walks"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_word_imports_only_what_comes_before_it(path: Path) -> None:
    own = own_word(path)
    if own not in PLACE:
        return
    wrong = [
        f"line {line}: {name}"
        for name, line in imported_by(path)
        if (word := word_of(name)) is not None
        and word != own
        and PLACE.get(word, len(CHAIN)) >= PLACE[own]
    ]
    assert not wrong


@pytest.mark.parametrize("path", modules("walks"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_word_never_sees_a_request(path: Path) -> None:
    if own_word(path) not in PLACE or own_word(path) == "logs":  # logs: the line of each request
        return
    seen = {"flask.request", "flask.session", "flask.g", "flask_security.current_user"}
    assert not seen & {name for name, _ in imported_by(path)}


@pytest.mark.parametrize(
    "path", [*modules("walks/pages"), *modules("api")], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_view_writes_no_query_and_leans_on_no_other_view(path: Path) -> None:
    names = {name for name, _ in imported_by(path)}
    assert not [name for name in names if name.startswith("sqlalchemy") or name.endswith(".db")]
    if path.name != "__init__.py":
        own = ".".join(path.relative_to(ROOT).with_suffix("").parts[:3])
        others = ("walks.pages.", "api.")
        of_api = ("api.schemas", "api.describing", "api.values", "api.bodies")
        # A delivery is read alike, whether a phone sent it or a file brought it.
        of_deliveries = ("api.observations.schemas", "api.observations.understanding")
        parts_shared_by_all = ("walks.pages.fields", *of_api, *of_deliveries)
        assert not [
            name
            for name in names
            if name.startswith(others) and not name.startswith((own, *parts_shared_by_all))
        ]


def test_only_what_meets_people_acts_across_words() -> None:
    for path in modules("walks"):
        if own_word(path) in OUTSIDE | {"acts", "demo", "retention", "__init__"}:
            continue
        assert "acts" not in {word_of(name) for name, _ in imported_by(path)}, path


def test_migrations_stand_alone() -> None:
    for path in modules("migrations"):
        assert not [name for name, _ in imported_by(path) if word_of(name + ".x")], path


def test_no_file_is_named_after_nothing() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "service"}
    for folder in ("walks", "api", "tests"):
        assert not [path for path in modules(folder) if path.stem in banned]
