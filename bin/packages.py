"""Debian's packages: which are missing, why they are wanted, and installing them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from progress import Stopped, say, step

# What is looked for, the package that holds it, and why it is wanted.
RUN = (
    (
        "/usr/share/postgresql/*/extension/postgis.control",
        "postgresql-postgis",
        "the database, with maps",
    ),
)
TEST = (
    ("/usr/bin/chromium", "chromium", "the browser that the journeys are tried in"),
    ("/usr/bin/firefox-esr", "firefox-esr", "a second engine for the residents' pages"),
    ("/usr/bin/WebKitWebDriver", "webkit2gtk-driver", "a third one, akin to Safari's"),
    ("/usr/bin/Xvfb", "xvfb", "a screen for the third one, which nobody sees"),
    ("/usr/sbin/nginx", "nginx", "the web server that the documented HTTPS set-up is tried with"),
    ("/usr/bin/openssl", "openssl", "a certificate for that trial"),
)
VENV = ("python3-venv", "Python's own virtual environments")

# Nothing that gets installed here is to start a service of its own; a policy that is there stays.
INSTALL = """
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > $policy
    chmod 755 $policy
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update && apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=900 "$@"
"""


def install_missing(*, tests: bool) -> None:
    """Install what is missing, first saying what and why.

    Raises Stopped with the one command to run where this account has no right to install.
    """
    missing = _missing(tests=tests)
    if not missing:
        return
    say("These packages of the system are missing:")
    for package, why in missing.items():
        say(f"  {package}: {why}")
    by_hand = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise Stopped("There is no apt-get here. Install what these packages hold, then go on.")
    become_root = _way_to_root(by_hand)
    if become_root:
        say("They are installed through sudo, which may ask for your password.")
    step(
        f"packages of the system ({', '.join(missing)})",
        [*become_root, "sh", "-c", INSTALL, "install", *missing],
        Path("/"),
    )


def _missing(*, tests: bool) -> dict[str, str]:
    wanted = (*RUN, *TEST) if tests else RUN
    missing = {package: why for path, package, why in wanted if not any(_found(path))}
    if importlib.util.find_spec("ensurepip") is None:
        missing[VENV[0]] = VENV[1]
    return missing


def _found(pattern: str) -> list[Path]:
    return list(Path("/").glob(pattern.lstrip("/")))


def _way_to_root(by_hand: str) -> list[str]:
    """The words before a command that make it run as root; none are needed by root."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        # A question is asked only where somebody can answer it.
        ask = ["sudo", "--validate"] if sys.stdin.isatty() else ["sudo", "-n", "true"]
        if subprocess.run(ask, check=False).returncode == 0:
            return ["sudo", "-n"]
    raise Stopped(f"This account may not install them. As root, run this, then go on:\n  {by_hand}")
