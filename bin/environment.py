"""Python's and Node's packages, locked by hash; the languages and the assets of the pages."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from place import PYTHON, ROOT, VENV
from progress import Stopped, step

if TYPE_CHECKING:
    from pathlib import Path

ROOM_BYTES = 2_500_000_000
PATH = {"PATH": f"{VENV / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}"}


def prepare(*, tests: bool) -> None:
    """Bring everything that lies in this folder up to date; nothing happens where it is."""
    _need_room()
    _make_venv()
    name = "requirements-test.txt" if tests else "requirements.txt"
    _install_python_packages(ROOT / name)
    _install_node_packages(tests=tests)
    _compile_languages()
    _build_assets()


def _need_room() -> None:
    """Refuse to begin what cannot end; the packages take some 1.5 GB."""
    free = shutil.disk_usage(ROOT).free
    if not VENV.exists() and free < ROOM_BYTES:
        raise Stopped(
            f"The disk that holds {ROOT} has {free / 1e9:.1f} GB left, and setting up takes "
            f"{ROOM_BYTES / 1e9:.1f} GB. Make room, or move this folder to a larger disk."
        )


def _make_venv() -> None:
    look = [str(PYTHON), "-m", "pip", "--version"]
    if PYTHON.exists() and subprocess.run(look, check=False, capture_output=True).returncode == 0:
        return
    step("virtual environment", [sys.executable, "-m", "venv", "--clear", str(VENV)], ROOT)


def _install_python_packages(locked: Path) -> None:
    stamp = VENV / f"installed-{locked.stem}"
    whole = VENV / "installed-requirements-test"  # holds everything that running needs too
    marks = {_digest(ROOT / "requirements.txt", ROOT / "requirements-test.txt")}
    if any(mark.exists() and mark.read_text() in marks for mark in (stamp, whole)):
        return
    install = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "-r"]
    step("Python packages (one or two minutes)", [*install, str(locked)], ROOT)
    stamp.write_text(marks.pop())


def _install_node_packages(*, tests: bool) -> None:
    stamp = ROOT / "node_modules" / ".installed"
    mark = _digest(ROOT / "package-lock.json")
    kept = stamp.read_text().split() if stamp.exists() else []
    if mark in kept and (not tests or "tests" in kept):
        return
    which = [] if tests else ["--omit=dev"]
    step("packages of the pages", [str(VENV / "bin" / "npm"), "ci", *which], ROOT, PATH)
    stamp.write_text(f"{mark} {'tests' if tests else ''}")


def _compile_languages() -> None:
    folder = ROOT / "walks" / "translations"
    stale = [source for source in folder.glob("*/LC_MESSAGES/*.po") if _is_stale(source)]
    if stale:
        compiler = str(VENV / "bin" / "pybabel")
        step("languages", [compiler, "compile", "-d", str(folder)], ROOT)


def _is_stale(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _build_assets() -> None:
    made_of = [*(ROOT / "static").rglob("*"), *(ROOT / "walks" / "assets").glob("*.py")]
    files = sorted(path for path in made_of if path.is_file() and "dist" not in path.parts)
    mark = _digest(ROOT / "package-lock.json", *files)
    stamp = ROOT / "static" / "dist" / ".built"
    if stamp.exists() and stamp.read_text() == mark:
        return
    step("assets of the pages", [str(ROOT / "bin" / "walks"), "assets"], ROOT, PATH)
    stamp.write_text(mark)


def _digest(*files: Path) -> str:
    content = hashlib.sha256(sys.version.encode())
    for path in files:
        content.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return content.hexdigest()
