"""What the Makefile's goals do, with nothing but Python's own library.

`python3 bin/make.py GOAL`; the goals and what each is for stand in the Makefile.
"""

from __future__ import annotations

import os
import shutil
import sys

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit("Walks needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3 run")

import checks  # noqa: E402 - an older Python cannot even read what follows
import environment  # noqa: E402
import packages  # noqa: E402
import place  # noqa: E402
from progress import Stopped, say  # noqa: E402


def run() -> None:
    """Set up what is missing and start everything, until Ctrl-C."""
    _set_up_for("run")
    _become("run")


def demo() -> None:
    """Load the demo into an empty database."""
    _set_up_for("demo")
    _become("demo")


def assets() -> None:
    """Bring packages, languages and assets up to date."""
    packages.install_missing(tests=False)
    environment.prepare(tests=False)


def test() -> int:
    """Install what tests need besides, and run everything."""
    return _check(checks.TEST)


def lint() -> int:
    """Look at style, form and types."""
    return _check(checks.LINT)


def format() -> int:  # noqa: A001 - it is the goal's name
    """Bring everything into its form."""
    return _check(checks.FORMAT)


def bench() -> int:
    """Measure the speed of what is done most."""
    return _check(checks.BENCH)


def soak() -> int:
    """Run the long proofs in full."""
    return _check(checks.SOAK, WALKS_SOAK="yes")


def clean() -> None:
    """Remove everything that was installed or built; the data in var stay."""
    for name in (".venv", "node_modules", "static/dist", ".mypy_cache", ".ruff_cache"):
        shutil.rmtree(place.ROOT / name, ignore_errors=True)
    for compiled in (place.ROOT / "walks" / "translations").rglob("*.mo"):
        compiled.unlink()
    say("Removed what was installed and built. The data in var/ are still there.")


def _set_up_for(goal: str) -> None:
    packages.install_missing(tests=False)
    place.move_if_unreachable(goal)
    environment.prepare(tests=False)


def _check(steps: tuple[tuple[str, tuple[object, ...]], ...], **variables: str) -> int:
    packages.install_missing(tests=True)
    environment.prepare(tests=True)
    return checks.run(steps, **variables)


def _become(*command: str) -> None:
    """Let the walks command take this process's place, so that Ctrl-C reaches it alone."""
    walks = str(place.ROOT / "bin" / "walks")
    sys.stdout.flush()
    os.execv(walks, [walks, *command])  # noqa: S606


GOALS = (run, demo, assets, test, lint, format, bench, soak, clean)


def main() -> int:
    """Reach the goal named on the command line; 1 with a sentence where that cannot be."""
    os.umask(0o022)
    goal = {goal.__name__: goal for goal in GOALS}[sys.argv[1]]
    try:
        return goal() or 0
    except Stopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
    except OSError as refused:
        print(f"\nThe system refused: {refused}. Cure that and start again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
