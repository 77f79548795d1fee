"""`walks run`: everything starts, everything stops, and what goes wrong is a sentence."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.commands.conftest import Walks, rest_of, said_until, told, wait_until_up
from walks.postgres import cluster_for


def ask(port: int, address: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}") as answer:
        return bytes(answer.read())


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in listed.split()]


def wait_until_ready(port: int, seconds: float = 30) -> dict[str, str]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            return dict(json.loads(ask(port, "/readyz")))
        except urllib.error.HTTPError:
            time.sleep(0.3)
    pytest.fail("it never was ready")


def test_it_brings_up_database_server_and_worker_and_stops_them(
    walks: Walks, var: Path, port: int
) -> None:
    run = walks("run")
    announced = said_until(run, f"Walks runs at http://127.0.0.1:{port}")
    assert wait_until_ready(port) == {"database": "ready", "storage": "ready", "worker": "ready"}
    run.send_signal(signal.SIGINT)
    said = announced + rest_of(run)
    assert run.returncode == 0
    assert said.rstrip().endswith("Stopped.")
    assert "Traceback" not in said
    assert not cluster_for(var).is_running()


def test_no_process_of_it_is_roots(walks: Walks, var: Path, port: int) -> None:
    run = walks("run")
    wait_until_up(port, run)
    listed = subprocess.run(
        ["/usr/bin/ps", "-eo", "uid,sid,ppid,args"], check=True, capture_output=True, text=True
    ).stdout
    sessions = {str(child) for child in (run.pid, *children_of(run.pid))}
    ours = [
        int(line.split()[0])
        for line in listed.splitlines()[1:]
        if line.split()[1] in sessions or f"-D {var}" in line
    ]
    assert len(ours) >= 4
    assert 0 not in ours


def test_a_run_that_was_killed_is_cleared_up_by_the_next(
    walks: Walks, var: Path, port: int
) -> None:
    killed = walks("run")
    wait_until_up(port, killed)
    killed.kill()
    told(killed)  # ends when its children, who hold the pipe, have ended too
    assert cluster_for(var).is_running()
    after = walks("run")
    wait_until_up(port, after)
    after.send_signal(signal.SIGTERM)
    told(after)
    assert after.returncode == 0
    assert not cluster_for(var).is_running()


def test_a_taken_port_is_refused_with_a_sentence(walks: Walks, var: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        said = told(walks("run"))
    assert f"cannot listen on 127.0.0.1:{port}" in said
    assert f"make run WALKS_PORT={port + 1}" in said
    assert "Traceback" not in said
    assert not cluster_for(var).is_running()


def test_a_second_run_is_refused_with_a_sentence(walks: Walks, port: int) -> None:
    first = walks("run")
    wait_until_up(port, first)
    second = walks("run", port=port + 1)
    assert "runs from" in told(second)
    assert second.returncode == 1
    assert first.poll() is None


def test_a_server_named_by_its_address_is_used_and_left_running(
    walks: Walks, var: Path, port: int
) -> None:
    server = cluster_for(var.parent / "server")
    server.start()
    try:
        server.create_database("elsewhere")
        url = server.url("elsewhere").replace("+psycopg", "")
        run = walks("run", database_url=url)
        wait_until_up(port, run)
        run.send_signal(signal.SIGINT)
        told(run)
        assert run.returncode == 0
        assert server.is_running()
        assert not cluster_for(var).data.exists()
    finally:
        server.remove()


def test_a_server_that_does_not_answer_is_named_in_a_sentence(walks: Walks, port: int) -> None:
    url = f"postgresql://walks@127.0.0.1:{port}/walks"
    said = told(walks("run", database_url=url))
    assert "The database does not answer" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("setting", "value"), [("port", "eight"), ("developer", "perhaps")])
def test_a_setting_that_cannot_be_is_named(walks: Walks, setting: str, value: str) -> None:
    said = told(walks("run", **{setting: value}))
    assert f"WALKS_{setting.upper()} is '{value}'" in said
    assert "Traceback" not in said


def test_the_terminal_closing_ends_it(walks: Walks, var: Path, port: int) -> None:
    run = walks("run")
    wait_until_up(port, run)
    os.kill(run.pid, signal.SIGHUP)
    told(run)
    assert not cluster_for(var).is_running()
