"""Say what is being done, how far it is and how long it took."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HEARTBEAT_S = 10
TAIL = 60


class Stopped(Exception):  # noqa: N818 - it is how a goal ends early, with a sentence
    """Setting up cannot go on; the text says why and what to do."""


def say(text: str = "") -> None:
    """Print a line at once, even where the output is a file."""
    print(text, flush=True)


def step(
    title: str, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> None:
    """Run a command behind one line of progress; its last lines are shown only if it fails."""
    began = time.monotonic()
    last: deque[str] = deque(maxlen=TAIL)
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        reader = threading.Thread(target=_read, args=(process, last), daemon=True)
        reader.start()
        _show(title, process, last, began)
        reader.join()
    _erase()
    if process.returncode != 0:
        raise Stopped(_why(title, list(last)))
    say(f"  ✓ {title}, {time.monotonic() - began:.0f} s")


def _read(process: subprocess.Popen[str], last: deque[str]) -> None:
    for line in process.stdout or ():
        if line.strip():
            last.append(line.rstrip())


def _show(title: str, process: subprocess.Popen[str], last: deque[str], began: float) -> None:
    """Keep one line up to date on a terminal; elsewhere print a line now and then."""
    wait = 0.2 if sys.stdout.isatty() else HEARTBEAT_S
    while True:
        try:
            process.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            doing = last[-1].strip() if last else ""
            line = f"  … {title}, {time.monotonic() - began:.0f} s  {doing}"
            if sys.stdout.isatty():
                _erase()
                print(line[: shutil.get_terminal_size().columns - 1], end="", flush=True)
            else:
                say(line[:110])
        else:
            return


def _erase() -> None:
    if sys.stdout.isatty():
        print("\r\x1b[2K", end="", flush=True)


def _why(title: str, last: list[str]) -> str:
    said = "\n".join(last)
    if "No space left on device" in said or "ENOSPC" in said or "Disk quota" in said:
        return f"{title}: the disk is full. Make room (3 GB is a good start) and start again."
    return f"{said}\n\n{title} did not work; the lines above say why. Start again once it is cured."
