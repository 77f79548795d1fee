"""The embedded default: a private PostGIS cluster under var/, reached by Unix socket only."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "postgresql-postgis"
SUPERUSER = "walks"
PROGRAMS = Path("/usr/lib/postgresql")
PATIENCE_S = 6.0
RECOVERY_S = 600

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "100",
    "jit": "off",  # it costs more than it saves on short geometry queries
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


class ClusterRefused(Exception):  # noqa: N818 - it names what happened to the person who asked
    """The cluster cannot be made, started or stopped; the text says what to do next."""


@dataclass(frozen=True)
class Owner:
    """The account that the server process belongs to."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data directory, the directory of its socket, and whose process it is."""

    data: Path
    sockets: Path
    owner: Owner

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one database of this cluster."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.sockets}"

    def is_running(self) -> bool:
        """Whether the server accepts connections now."""
        return self._run("pg_isready", "--quiet", "--host", self.sockets).returncode == 0

    def start(self) -> None:
        """Make the cluster where there is none, and start it where it does not run.

        A server killed without warning is started again and recovers by itself.
        Raises ClusterRefused with a sentence that says what to do.
        """
        with self._alone():
            if self.is_running():
                return
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._start_within(PATIENCE_S)

    def stop(self) -> None:
        """Stop the server, ending what connections there are; nothing happens where none runs."""
        if not self._is_alive():
            return
        ended = self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")
        if ended.returncode != 0 and self._is_alive():
            raise ClusterRefused(f"PostgreSQL did not stop: {ended.stderr.strip()}")

    def remove(self) -> None:
        """Stop the server and delete everything it kept."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        with suppress(OSError):  # where other things are kept too, it stays
            self.data.parent.rmdir()

    def create_database(self, name: str, template: str | None = None) -> bool:
        """Create a database, as a copy of `template` if named; False if it was there already."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        try:
            self._execute(statement)
        except psycopg.errors.DuplicateDatabase:
            return False
        except psycopg.errors.DiskFull as full:
            raise ClusterRefused(_full(self.data)) from full
        return True

    def drop_database(self, name: str) -> None:
        """Drop a database, ending its connections; nothing happens where there is none."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._execute(statement.format(sql.Identifier(name)))

    def _is_alive(self) -> bool:
        """Whether the process named in the lock file is a server, at work in this very folder.

        After a kill the file stays, and its number may meanwhile be another program's.
        """
        try:
            number = (self.data / "postmaster.pid").read_text().split()[0]
            return Path(f"/proc/{number}/cwd").readlink() == self.data.resolve()
        except (FileNotFoundError, IndexError):
            return False
        except PermissionError:  # root inside a container may not look
            return True

    def _execute(self, statement: sql.Composed) -> None:
        address = f"host={self.sockets} user={SUPERUSER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time look whether the server runs, and start it."""
        _make_private(self.sockets, self.owner)
        handle = os.open(self.sockets, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _initialise(self) -> None:
        """Make the data directory beside its place first, so that a killed run leaves no half."""
        _make_parents(self.data.parent, self.owner)
        unfinished = self.data.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _make_private(unfinished, self.owner)
        # C.UTF-8 sorts alike on every release of the C library, so upgrades break no index.
        options = ("--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--data-checksums")
        made = self._run("initdb", "-D", unfinished, f"--username={SUPERUSER}", *options)
        if made.returncode != 0:
            raise ClusterRefused(_reason("make the database", made.stderr, self.data))
        unfinished.rename(self.data)

    def _start_within(self, seconds: float) -> None:
        """Start, trying again while the lock of a killed server has not yet been let go."""
        _make_private(self.sockets, self.owner)
        log = self.data / "server.log"
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings().items())
        deadline = time.monotonic() + seconds
        while True:
            already = log.stat().st_size if log.exists() else 0
            started = self._run(
                *("pg_ctl", "start", "-D", self.data, "-l", log, "-o", options),
                *("-w", "-t", RECOVERY_S),
            )
            if started.returncode == 0 or self.is_running():
                return
            said = log.read_bytes()[already:].decode(errors="replace") if log.exists() else ""
            if "postmaster.pid" not in said or time.monotonic() > deadline:
                raise ClusterRefused(_reason("start", f"{said}\n{started.stderr}", self.data))
            time.sleep(0.3)

    def _settings(self) -> dict[str, str]:
        return {**SETTINGS, "unix_socket_directories": str(self.sockets)}

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as the owner, out of reach of the terminal's Ctrl-C."""
        command = [str(binaries(self.data) / program), *map(str, arguments)]
        with _as_owner(self.owner, command) as process:
            out, error = process.communicate()
            return subprocess.CompletedProcess(command, process.returncode, out, error)


def cluster_for(var: Path) -> Cluster:
    """The cluster that belongs to a `var` folder; nothing is made or started yet.

    As root the server belongs to whoever owns the data or `var` already, else to `postgres`; where
    that account cannot enter the folder, the data live under /var/lib/walks-<hash> instead: not
    under /var/tmp, which is swept after 30 days.
    """
    var = var.resolve()
    owner = _owner(var)
    mark = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    home = var if reachable(var, by=owner) else Path(f"/var/lib/walks-{mark}")
    # A socket's whole path may have some 100 bytes, so it cannot live in a deep folder.
    sockets = Path(f"/tmp/walks-{mark}-{owner.uid}")  # noqa: S108 - made 0700, its owner checked
    return Cluster(data=home / "postgres", sockets=sockets, owner=owner)


def reachable(folder: Path, by: Owner) -> bool:
    """Whether an account can enter every folder above `folder`, as far as they exist."""
    if os.geteuid() == by.uid:
        return True
    nearest = next(parent for parent in folder.parents if parent.is_dir())
    with _as_owner(by, ["/usr/bin/test", "-x", str(nearest)]) as process:
        process.communicate()
        return process.returncode == 0


def binaries(data: Path) -> Path:
    """The folder of PostgreSQL's programs: of the data's own version, else the newest there is."""
    found = {
        folder.parent.name: folder
        for folder in PROGRAMS.glob("*/bin")
        if Path(f"/usr/share/postgresql/{folder.parent.name}/extension/postgis.control").exists()
    }
    if not found:
        raise ClusterRefused(
            f"PostgreSQL with PostGIS is not installed. Install it with: apt install {PACKAGE}"
        )
    kept = data / "PG_VERSION"
    version = kept.read_text().strip() if kept.exists() else max(found, key=float)
    if version not in found:
        raise ClusterRefused(
            f"The data in {data} belong to PostgreSQL {version}, which is not installed (there is "
            f"{', '.join(sorted(found))}). Install postgresql-{version}-postgis-3, or move the "
            "data to the newer version as docs/operator.md describes."
        )
    return found[version]


def _owner(var: Path) -> Owner:
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid()))
    for folder in (var / "postgres", var):
        if folder.is_dir() and folder.stat().st_uid != 0:
            return _account(pwd.getpwuid(folder.stat().st_uid))
    try:
        return _account(pwd.getpwnam("postgres"))
    except KeyError as missing:
        raise ClusterRefused(
            "As root, PostgreSQL runs as the account `postgres`, and there is none. "
            f"Install it with: apt install {PACKAGE}"
        ) from missing


def _account(entry: pwd.struct_passwd) -> Owner:
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _as_owner(owner: Owner, command: list[str]) -> subprocess.Popen[str]:
    other = owner.uid != os.geteuid()
    return subprocess.Popen(  # noqa: S603 - programs of PostgreSQL, and no text of anybody else
        command,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        user=owner.uid if other else None,
        group=owner.gid if other else None,
        extra_groups=[] if other else None,
    )


def _make_parents(folder: Path, owner: Owner) -> None:
    """Make `var` with the owner's name on it; what lies above is left as it is."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, owner.uid, owner.gid)
    except OSError as refused:
        raise ClusterRefused(_reason("use its folder", str(refused), folder)) from refused


def _make_private(folder: Path, owner: Owner) -> None:
    """Make a folder that only the owner may enter; refuse one that somebody else put there."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and folder.lstat().st_uid == 0 and not folder.is_symlink():
            os.chown(folder, owner.uid, owner.gid, follow_symlinks=False)
    except OSError as refused:
        raise ClusterRefused(_reason("use its folder", str(refused), folder)) from refused
    if folder.is_symlink() or folder.stat().st_uid != owner.uid:
        raise ClusterRefused(
            f"{folder} belongs to somebody else. Look who made it, remove it and start again."
        )
    if os.geteuid() in (0, owner.uid):
        folder.chmod(0o700)


def _reason(verb: str, said: str, folder: Path) -> str:
    """One sentence for what PostgreSQL or the system said."""
    if "No space left" in said or "Disk quota" in said:
        return _full(folder)
    if "Permission denied" in said or "Read-only file system" in said:
        return f"{folder} cannot be written to. Make it yours, or name another by WALKS_VAR."
    last = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in last if "FATAL" in line or "error" in line] or last
    return f"PostgreSQL could not {verb}: {told[-1] if told else 'it gave no reason'} ({folder})"


def _full(folder: Path) -> str:
    return f"The disk that holds {folder} is full. Make room (1 GB is a good start) and try again."
