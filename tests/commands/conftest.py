"""What tests of the command line need: a folder that root can hand over, and a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from walks.postgres import cluster_for, reachable
from walks.settings import ROOT

Walks = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def var() -> Iterator[Path]:
    """A `var` that the account which root drops to can reach; its cluster is removed in the end."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        inside = Path(folder) / "var"
        owner = cluster_for(inside).owner
        if os.geteuid() == 0 and not reachable(ROOT / "walks", by=owner):
            pytest.skip("started by root in a folder that only root can enter")
        yield inside
        cluster_for(inside).remove()


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def walks(var: Path, port: int) -> Iterator[Walks]:
    """Start a walks command on this `var` and port, with other settings by keyword."""
    begun: list[subprocess.Popen[str]] = []

    def start(*command: str, **settings: object) -> subprocess.Popen[str]:
        given = {"var": var, "port": port, "public_url": f"http://127.0.0.1:{port}", **settings}
        process = subprocess.Popen(  # noqa: S603 - our own command line
            [ROOT / "bin" / "walks", *command],
            env={**os.environ, **{f"WALKS_{name.upper()}": str(given[name]) for name in given}},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def wait_until_up(port: int, process: subprocess.Popen[str], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
            return
        time.sleep(0.2)
    process.terminate()
    pytest.fail(f"It did not come up:\n{process.communicate()[0]}")


def told(process: subprocess.Popen[str], seconds: float = 60) -> str:
    """Everything that a command said, once it has ended."""
    return process.communicate(timeout=seconds)[0]


def said_until(process: subprocess.Popen[str], words: str) -> str:
    """What a command said up to the line with these words; it fails where it ends without them."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    pytest.fail(f"It never said {words!r}:\n{''.join(lines)}")


def rest_of(process: subprocess.Popen[str]) -> str:
    """What a command said after `said_until`, once it has ended."""
    assert process.stdout
    rest = process.stdout.read()
    process.wait(60)
    return rest
