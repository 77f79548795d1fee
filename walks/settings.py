"""Every setting of an installation, read once from the environment."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parent.parent


OF_TESTS = {"WALKS_REAL_DATA", "WALKS_SCREENSHOTS", "WALKS_SOAK"}

# What some texts must look like, and how that is said.
SHAPES = {
    "default_language": (r"fr|nl|en", "fr, nl or en"),
    "log_level": (r"DEBUG|INFO|WARNING|ERROR", "DEBUG, INFO, WARNING or ERROR"),
    "public_url": (
        r"https?://[^/\s?#@]+/?",
        "an address without a path, such as https://walks.example",
    ),
    "tile_url": (
        r"https?://\S+",
        "the address of tiles with {z}, {x} and {y} in it, or none for no tiles",
    ),
}


class SettingRefusedError(Exception):
    """A variable's value cannot be used; the message names it and says what would do."""


@dataclass(frozen=True)
class Settings:
    """What an installation decides. Each field is read from WALKS_ and its name in capitals."""

    database_url: str | None = None  # none: the private cluster under var
    var: Path = ROOT / "var"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None  # https://walks.example; makes links and QR codes
    secret_key: str | None = None  # none: made once and kept under var
    trusted_proxies: int = 0
    developer: bool = False  # shows /components
    default_language: str = "fr"

    tile_url: str | None = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    tile_attribution: str = "© OpenStreetMap contributors"
    basemap: Path | None = None  # a PMTiles file; where there is one, no other tiles are asked for

    photo_max_bytes: int = 25_000_000
    photo_max_pixels: int = 60_000_000
    photo_max_side: int = 4096
    observation_max_bytes: int = 200_000
    rescue_max_bytes: int = 300_000_000  # of a file with what a phone could not send
    observations_per_participant: int = 500
    observations_per_walk: int = 20_000
    photos_per_observation: int = 6
    photos_per_participant: int = 600
    voice_max_bytes: int = 5_000_000
    voice_max_seconds: int = 120
    voices_per_participant: int = 200
    far_metres: int = 300  # beyond this from the walk's area an observation is flagged

    join_tries_per_code: int = 60  # wrong codes from one address in ten minutes
    sign_in_tries: int = 10  # failures of one account from one place in fifteen minutes

    keep_profiles_days: int = 365
    keep_devices_days: int = 365
    keep_traces_days: int = 180
    keep_audit_days: int = 1095

    database_pool: int = 10
    web_workers: int = 2
    web_threads: int = 8
    log_level: str = "INFO"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the WALKS_* variables.

        Raises:
            SettingRefusedError: a value is not of its setting's kind.
        """
        given = os.environ if environment is None else environment
        known = {f"WALKS_{field.name.upper()}": field for field in fields(cls)}
        values = {
            field.name: _read(variable, given[variable].strip(), str(field.type), field.name)
            for variable, field in known.items()
            if given.get(variable, "").strip()
        }
        return cls(**values)

    @classmethod
    def misspelt(cls, environment: Mapping[str, str] | None = None) -> dict[str, str | None]:
        """The WALKS_* variables that name no setting, each with the closest one that does."""
        given = os.environ if environment is None else environment
        known = [f"WALKS_{field.name.upper()}" for field in fields(cls)]
        strange = {name for name in given if name.startswith("WALKS_")} - {*known, *OF_TESTS}
        return {
            name: next(iter(get_close_matches(name, known, n=1)), None) for name in sorted(strange)
        }

    @property
    def is_private(self) -> bool:
        """Whether the database is the private cluster and nobody outside can reach the pages."""
        on_loopback = self.host in {"127.0.0.1", "localhost", "::1"}
        return self.database_url is None and on_loopback and self.public_url is None

    @property
    def pictured_tiles(self) -> str | None:
        """The address of pictured tiles; none where a basemap takes their place."""
        return None if self.basemap else self.tile_url

    @property
    def photos(self) -> Path:
        """The folder of the file store."""
        return self.var / "media"

    def secret(self) -> str:
        """The key that signs sessions: the one given, else one made once and kept under var."""
        if self.secret_key:
            return self.secret_key
        kept = self.var / "secret"
        if not kept.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(48))
        return kept.read_text().strip()


def _read(variable: str, value: str, kind: str, name: str) -> Any:
    readers: dict[str, Callable[[str], Any]] = {
        "int": _count,
        "bool": _yes_or_no,
        "Path": _path,
        "Path | None": lambda text: None if text.lower() == "none" else _path(text),
        "str": str,
        "str | None": lambda text: None if text.lower() == "none" else text,
    }
    shape, wanted = SHAPES.get(name, ("", {"int": "a whole number", "bool": "yes or no"}.get(kind)))
    try:
        read = readers[kind](value)
    except ValueError as reason:
        raise SettingRefusedError(f"{variable} is {value!r}, but must be {wanted}.") from reason
    if shape and read is not None and not re.fullmatch(shape, read):
        raise SettingRefusedError(f"{variable} is {value!r}, but must be {wanted}.")
    return read


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _count(text: str) -> int:
    if (number := int(text)) < 0:
        raise ValueError(text)
    return number


def _yes_or_no(text: str) -> bool:
    if text.lower() not in {"yes", "no", "true", "false", "1", "0"}:
        raise ValueError(text)
    return text.lower() in {"yes", "true", "1"}
