"""docs/operator.md keeps its word: its table of settings, and its lines for nginx."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from tests.commands.conftest import wait_until_up
from walks.settings import ROOT, Settings

GUIDE = (ROOT / "docs" / "operator.md").read_text()
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
FRAME = """
{user}
pid {folder}/nginx.pid;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/site.conf;
}}
"""


def test_every_setting_is_told_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(WALKS_\w+)` \| (.+?) \|", GUIDE, re.MULTILINE))
    words = {"None": "none", "False": "no", "True": "yes", str(ROOT / "var"): "var"}
    defaults = {
        field.name: words.get(str(field.default), str(field.default)) for field in fields(Settings)
    }
    assert {name: told_default.strip("`") for name, told_default in told.items()} == {
        f"WALKS_{name.upper()}": default for name, default in defaults.items()
    }


@dataclass
class Front:
    """The ports of nginx, and of the app behind it."""

    http: int
    https: int
    app: int

    def ask(
        self, path: str, *, plainly: bool = False, body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer of nginx, by https or plainly."""
        trusting = ssl._create_unverified_context()  # noqa: S323, SLF001 - our own certificate
        connection = (
            http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
            if plainly
            else http.client.HTTPSConnection("127.0.0.1", self.https, timeout=30, context=trusting)
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST" if body else "GET", path, body, named)
        answer = connection.getresponse()
        try:
            return answer, answer.read()
        finally:
            connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def served(var: Path, port: int, **settings: object) -> Iterator[subprocess.Popen[str]]:
    given = {"var": var, "port": port, "log_level": "WARNING", **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.commands.seen"],
        cwd=ROOT,
        env={**os.environ, **{f"WALKS_{name.upper()}": str(given[name]) for name in given}},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_up(port, process)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def configure(folder: Path, front: Front) -> Path:
    """Write the guide's lines with other ports, and a certificate of our own; what to start."""
    found = re.search(r"```nginx\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    site = re.sub(r"^\s*listen \[::\].*\n", "", found[1], flags=re.MULTILINE)
    site = site.replace("/etc/letsencrypt/live/walks.example", str(folder))
    for documented, ours in (
        ("listen 80;", f"listen 127.0.0.1:{front.http};"),
        ("listen 443 ", f"listen 127.0.0.1:{front.https} "),
        ("127.0.0.1:8000", f"127.0.0.1:{front.app}"),
    ):
        assert documented in site
        site = site.replace(documented, ours)
    (folder / "site.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(FRAME.format(user=user, folder=folder))
    make_certificate(folder)
    return folder / "nginx.conf"


def make_certificate(folder: Path) -> None:
    subprocess.run(  # noqa: S603 - our own
        [
            *("/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=walks.example"),
            *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def front(var: Path, tmp_path: Path) -> Iterator[Front]:
    """Nginx as the guide has it, before the app with the settings that the guide names."""
    if NGINX is None:
        pytest.skip("nginx is not installed: make test installs it")
    front = Front(http=free_port(), https=free_port(), app=free_port())
    public = f"https://walks.example:{front.https}"
    command = [NGINX, "-c", configure(tmp_path, front), "-e", "stderr", "-g", "daemon off;"]
    with served(var, front.app, public_url=public, trusted_proxies=1):
        nginx = subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 - our own
        try:
            wait_for(front.https)
            yield front
        finally:
            nginx.terminate()
            nginx.communicate(timeout=30)


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("nginx did not come up")


def test_behind_nginx_pages_are_https_and_visitors_are_who_they_are(front: Front) -> None:
    host = f"walks.example:{front.https}"
    forged = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http"}
    answer, body = front.ask("/seen", Host=host, **forged)
    assert json.loads(body) == {"address": "127.0.0.1", "url": f"https://{host}/seen"}
    cookie = answer.getheader("Set-Cookie") or ""
    assert cookie.startswith("__Host-walks=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert answer.getheader("Strict-Transport-Security")

    answer, _ = front.ask("/join/ABC?x=1", plainly=True, Host=f"walks.example:{front.http}")
    assert answer.status == 301
    assert answer.getheader("Location") == f"https://walks.example:{front.http}/join/ABC?x=1"

    answer, _ = front.ask("/seen", body=b"x" * 28_000_000, Host=host)
    assert answer.status == 413


def test_without_a_proxy_named_nobody_is_believed(var: Path, port: int) -> None:
    with served(var, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        claims = {
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "evil.example",
        }
        connection.request("GET", "/seen", headers=claims)
        believed = json.loads(connection.getresponse().read())
        connection.close()
    assert believed == {"address": "127.0.0.1", "url": f"http://127.0.0.1:{port}/seen"}
