"""Settings, read from the environment."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from walks.settings import ROOT, SettingRefusedError, Settings


def given(**variables: str) -> Settings:
    return Settings.from_environment({f"WALKS_{name}": value for name, value in variables.items()})


def test_nothing_need_be_set() -> None:
    settings = Settings.from_environment({"PATH": "/bin", "LANG": "C"})
    assert settings == Settings()
    assert settings.var == ROOT / "var"


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("PORT", "8001", 8001),
        ("PORT", " 8001 ", 8001),
        ("DEVELOPER", "yes", True),
        ("DEVELOPER", "False", False),
        ("DEVELOPER", "1", True),
        ("VAR", "/srv/walks/../kept", Path("/srv/kept")),
        ("HOST", "192.0.2.1", "192.0.2.1"),
        ("PUBLIC_URL", "https://walks.example", "https://walks.example"),
        ("PUBLIC_URL", "http://localhost:8000/", "http://localhost:8000/"),
        ("TILE_URL", "none", None),
        ("DEFAULT_LANGUAGE", "nl", "nl"),
    ],
)
def test_each_kind_is_read(variable: str, value: str, read: object) -> None:
    assert getattr(given(**{variable: value}), variable.lower()) == read


@pytest.mark.parametrize("variable", ["PORT", "DEVELOPER", "VAR", "PUBLIC_URL", "TILE_URL"])
def test_an_empty_variable_is_as_good_as_none(variable: str) -> None:
    assert given(**{variable: " "}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value", "wanted"),
    [
        ("PORT", "eight", "a whole number"),
        ("WEB_THREADS", "-1", "a whole number"),
        ("PHOTO_MAX_BYTES", "25e6", "a whole number"),
        ("DEVELOPER", "perhaps", "yes or no"),
        ("DEFAULT_LANGUAGE", "de", "fr, nl or en"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO"),
        ("PUBLIC_URL", "walks.example", "https://"),
        ("PUBLIC_URL", "https://walks.example/deep", "without a path"),
        ("PUBLIC_URL", "https://name:word@walks.example", "without a path"),
        ("TILE_URL", "tiles", "none"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    variable: str, value: str, wanted: str
) -> None:
    with pytest.raises(SettingRefusedError) as refused:
        given(**{variable: value})
    assert str(refused.value).startswith(f"WALKS_{variable} is '{value}', but must be ")
    assert wanted in str(refused.value)


def test_a_misspelt_variable_is_told_with_the_closest_one() -> None:
    environment = {
        "WALKS_DATABSE_URL": "x",
        "WALKS_QQQQQQ": "x",
        "WALKS_PORT": "8000",
        "WALKS_REAL_DATA": "x",
        "PATH": "x",
    }
    assert Settings.misspelt(environment) == {
        "WALKS_DATABSE_URL": "WALKS_DATABASE_URL",
        "WALKS_QQQQQQ": None,
    }


@pytest.mark.parametrize(
    ("variables", "is_private"),
    [
        ({}, True),
        ({"HOST": "::1"}, True),
        ({"HOST": "192.0.2.1"}, False),
        ({"PUBLIC_URL": "https://walks.example"}, False),
        ({"DATABASE_URL": "postgresql:///walks"}, False),
    ],
)
def test_private_is_a_cluster_of_its_own_that_only_this_machine_reaches(
    variables: dict[str, str], *, is_private: bool
) -> None:
    assert given(**variables).is_private is is_private


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    made = settings.secret()
    assert len(made) >= 48
    assert Settings(var=tmp_path / "var").secret() == made
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600
    assert Settings(var=tmp_path / "var", secret_key="given").secret() == "given"


def test_settings_do_not_change_while_walks_runs() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
