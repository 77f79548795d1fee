"""The private cluster: made once, started again after a kill, refused with a sentence."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from walks import postgres
from walks.postgres import Cluster, ClusterRefused, cluster_for


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    own = cluster_for(tmp_path_factory.mktemp("own") / "var")
    own.start()
    yield own
    own.remove()


def ask(cluster: Cluster, question: str, database: str = "postgres") -> object:
    with psycopg.connect(
        cluster.url(database).replace("+psycopg", ""), autocommit=True
    ) as connection:
        found = connection.execute(question)
        row = found.fetchone() if found.description else None
    return row[0] if row else None


def server(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_nobody_else_may_enter_the_data_or_the_socket(own: Cluster) -> None:
    for folder in (own.data, own.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == own.owner.uid


def test_the_server_is_never_roots_and_listens_on_no_network(own: Cluster) -> None:
    assert own.owner.uid != 0
    assert Path(f"/proc/{server(own)}").stat().st_uid == own.owner.uid
    assert ask(own, "SHOW listen_addresses") == ""


def test_nothing_committed_waits_for_the_disk_later(own: Cluster) -> None:
    assert ask(own, "SHOW fsync") == "on"
    assert ask(own, "SHOW synchronous_commit") == "on"
    assert ask(own, "SHOW data_checksums") == "on"


def test_starting_a_running_server_changes_nothing(own: Cluster) -> None:
    before = server(own)
    own.start()
    assert server(own) == before


def test_the_path_of_the_socket_is_short_however_deep_var_lies(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-long-name"] * 12)
    assert len(str(cluster_for(deep).sockets / ".s.PGSQL.5432")) < 100


def test_a_database_is_made_once(own: Cluster) -> None:
    assert own.create_database("once")
    assert not own.create_database("once")
    own.drop_database("once")
    assert own.create_database("once")


def test_a_database_can_be_made_from_a_template(own: Cluster) -> None:
    own.create_database("model")
    ask(own, "CREATE TABLE kept AS SELECT 42 AS answer", "model")
    assert own.create_database("copy", template="model")
    assert ask(own, "SELECT answer FROM kept", "copy") == 42


def test_postgis_is_there(own: Cluster) -> None:
    own.create_database("maps")
    ask(own, "CREATE EXTENSION postgis", "maps")
    assert ask(own, "SELECT ST_AsText(ST_Point(4.37, 50.83))", "maps") == "POINT(4.37 50.83)"


def test_a_killed_server_starts_again_with_everything_committed(own: Cluster) -> None:
    own.create_database("killed")
    ask(own, "CREATE TABLE kept AS SELECT generate_series(1, 5000) AS n", "killed")
    os.kill(server(own), signal.SIGKILL)
    own.start()
    assert ask(own, "SELECT count(*) FROM kept", "killed") == 5000


def test_stopping_a_killed_server_is_no_error(own: Cluster) -> None:
    os.kill(server(own), signal.SIGKILL)
    own.stop()
    own.start()
    assert own.is_running()


def test_stopping_spares_the_process_that_took_over_the_number(own: Cluster) -> None:
    own.stop()
    lock = own.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{own.data}\n")
    own.stop()  # would end this very test
    lock.unlink()
    own.start()


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    own = cluster_for(tmp_path / "var")
    half = own.data.with_suffix(".unfinished")
    half.mkdir(parents=True)
    (half / "base").mkdir()
    own.start()
    assert own.is_running()
    assert not half.exists()
    own.remove()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    own = cluster_for(tmp_path / "var")
    own.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(ClusterRefused, match="belongs to somebody else"):
            own.start()
    finally:
        own.sockets.unlink()


def test_missing_programs_are_refused_with_the_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PROGRAMS", tmp_path)
    with pytest.raises(ClusterRefused, match="apt install postgresql-postgis"):
        postgres.binaries(tmp_path)


def test_data_of_a_version_that_is_not_installed_are_refused(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n")
    with pytest.raises(ClusterRefused, match="Install postgresql-9-postgis-3"):
        postgres.binaries(tmp_path)


def test_a_full_disk_is_named_as_such(tmp_path: Path) -> None:
    said = 'FATAL:  could not write lock file "postmaster.pid": No space left on device'
    assert "is full. Make room" in postgres._reason("start", said, tmp_path)  # noqa: SLF001


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_root_keeps_the_data_elsewhere_where_postgres_cannot_enter(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    assert cluster_for(shut / "walks" / "var").data.is_relative_to("/var/lib")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as own:  # shut, but root hands it over
        assert cluster_for(Path(own)).data == Path(own) / "postgres"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can choose the account")
def test_as_root_the_owner_of_var_is_the_owner_of_the_server(tmp_path: Path) -> None:
    games = pwd.getpwnam("games")
    os.chown(tmp_path, games.pw_uid, games.pw_gid)
    assert cluster_for(tmp_path).owner.name == "games"
