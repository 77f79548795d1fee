"""Processes that live as long as their parent: out of reach of Ctrl-C, stopped in order."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from typing import IO

from walks.settings import ROOT

PATIENCE_S = 35  # a little more than the server's own grace
PR_SET_PDEATHSIG = 1  # from linux/prctl.h


def start(*command: str, log: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start a walks command as a child, which ends with this process even if that is killed.

    What it says goes to `log`, or to the terminal where there is none.
    """
    return subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, "-m", "walks.commands", *command],
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has no threads
    )


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, and wait; one that does not is killed."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_S
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
