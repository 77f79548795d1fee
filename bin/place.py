"""Where things are; and, for root, a place that the account which Walks drops to can read."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from progress import Stopped, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def move_if_unreachable(goal: str) -> None:
    """As root, go on from a copy where the account that Walks drops to cannot enter this folder.

    The copy holds what git tracks or would track; its data stay there from one run to the next.
    """
    if os.geteuid() != 0:
        return
    python = Path(sys.executable).resolve()
    if not _can_use(python, "-x"):
        raise Stopped(
            f"Walks does not run as root, and its account may not run {python}. Install Debian's "
            "python3 (3.11 or newer), or name another: make PYTHON=/path/to/python3 run"
        )
    if _can_use(ROOT / "Makefile", "-r"):
        return
    mark = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
    there = Path(f"/var/lib/walks-{mark}") / "walks"
    say(f"Walks does not run as root, and its account cannot enter {ROOT}.")
    say(f"It runs from a copy in {there}, where its data are kept too.")
    _copy(there)
    os.execv(sys.executable, [sys.executable, str(there / "bin" / "make.py"), goal])  # noqa: S606


def _can_use(path: Path, how: str) -> bool:
    """Whether the account `postgres` can read (-r) or execute (-x) a file."""
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise Stopped("There is no account `postgres`. Install postgresql-postgis again.") from None
    asked = subprocess.run(
        ["/usr/bin/test", how, str(path)],
        check=False,
        cwd="/",
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
    )
    return asked.returncode == 0


def _copy(there: Path) -> None:
    listed = subprocess.run(
        [
            "/usr/bin/git",
            "-c",
            f"safe.directory={ROOT}",
            "ls-files",
            "-z",
            "-co",
            "--exclude-standard",
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    names = {Path(os.fsdecode(name)) for name in listed.stdout.split(b"\0") if name}
    there.mkdir(parents=True, exist_ok=True)
    kept = there / ".copied"
    before = set(map(Path, kept.read_text().splitlines())) if kept.exists() else set()
    for gone in before - names:
        (there / gone).unlink(missing_ok=True)
    for name in names:
        if (ROOT / name).is_file():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, there / name)
    kept.write_text("\n".join(sorted(map(str, names))))
