"""Starts a private Request Tracker 5 on a free loopback port and stops it again; all its state is in one folder."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.ended_with_us import ended_with_us

SEED = Path(__file__).with_name("seed.initialdata")
SETUP = "/usr/sbin/rt-setup-database-5"
SERVER = "/usr/share/request-tracker5/libexec/rt-server"
DATABASE = "rt"  # its name in PostgreSQL, and its owner's
ROOT_PASSWORD = "root-pass-123"  # of a server that only this machine can reach, and that is thrown away
START_SECONDS = 240.0  # a busy machine
STOP_SECONDS = 3.0

CONFIGURATION = """
Set($rtname, 'test.example'); Set($Organization, 'test.example');
Set($CorrespondAddress, 'support@test.example'); Set($CommentAddress, 'comment@test.example');
Set($WebDomain, '127.0.0.1'); Set($WebPort, %(port)d); Set($WebPath, ''); Set($WebBaseURL, 'http://127.0.0.1:%(port)d');
Set($Timezone, 'UTC');
Set($MailCommand, 'mbox');  # no mail leaves the machine
Set($LogToSTDERR, 'warning'); Set($LogToSyslog, undef); Set($LogToFile, undef);
Set($WebSessionClass, 'Apache::Session::File');
Set($MasonDataDir, '%(folder)s/mason'); Set($MasonSessionDir, '%(folder)s/sessions');
$RT::VarPath = '%(folder)s'; $RT::MasonDataDir = '%(folder)s/mason'; $RT::MasonSessionDir = '%(folder)s/sessions';
Set($UseSQLForACLChecks, 1);
Set($BcryptCost, 4);  # the default 12 costs 250 ms of CPU on every token or basic request
Set(%%ServiceAgreements, ( Default => 'Standard', Levels => {
  'Standard' => { Starts => { RealMinutes => 0 },
    Response => { RealMinutes => 60*8 }, Resolve => { RealMinutes => 60*72 }, KeepInLoop => { RealMinutes => 60*24 } },
  'Gold' => { Response => { RealMinutes => 60 }, Resolve => { RealMinutes => 60*8 } } }));
%(database)s
1;
"""


@dataclass(frozen=True)
class PostgresAddress:
    """Where a Request Tracker may keep its tables instead of in a SQLite file; `admin` may create databases."""

    port: int
    admin: str
    admin_password: str


@dataclass
class RequestTracker:
    """One running server. `token` is the API token of `syncbot`, who may work every queue but HR."""

    folder: Path
    port: int
    server: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return (self.folder / "token").read_text()

    def rest(self, login: str = "root") -> httpx.Client:
        """A plain client of the REST interface as some person; agents' passwords are `<login>-pass-123`."""
        return httpx.Client(
            base_url=f"{self.url}/REST/2.0/",
            auth=(login, f"{login}-pass-123"),
            headers={"Connection": "close"},
            timeout=60,
            trust_env=False,
        )

    def stop(self) -> None:
        """End the server and its workers, and see that they are gone."""
        _end(self.server)

    def start_again(self) -> None:
        """Start it on the same data and port, after it was stopped."""
        self.server = _serve(self.folder, self.port)
        _await(self.url, self.server, self.folder)


def missing() -> list[str]:
    """The programs that are needed and not installed on this machine."""
    return [name for name in (SETUP, SERVER) if not Path(name).exists()]


def start(folder: Path, *, postgres: PostgresAddress | None = None) -> RequestTracker:
    """A seeded Request Tracker with four workers, kept in `folder`; takes some five seconds."""
    if absent := missing():
        raise RuntimeError(f"Request Tracker is not installed ({absent[0]} is missing); run packaging/dev.py test.")
    port = free_port()
    for name in ("log", "mason", "sessions", "RT_SiteConfig.d"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    configuration = CONFIGURATION % {"port": port, "folder": folder, "database": _database(folder, postgres)}
    (folder / "RT_SiteConfig.pm").write_text(configuration)
    _initialise(folder, postgres)
    server = _serve(folder, port)
    tracker = RequestTracker(folder, port, server)
    _await(tracker.url, server, folder)
    return tracker


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    """The environment in which RT's own programs find the instance of `folder`."""
    return {
        **os.environ,
        "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"),
        "RT_SITE_CONFIG_DIR": str(folder / "RT_SiteConfig.d"),
        "RT_TOKEN_FILE": str(folder / "token"),
    }


def _database(folder: Path, postgres: PostgresAddress | None) -> str:
    if postgres is None:
        return f"Set($DatabaseType, 'SQLite'); Set($DatabaseName, '{folder}/rt.sqlite3'); Set($DatabaseHost, '');"
    return (
        f"Set($DatabaseType, 'Pg'); Set($DatabaseHost, '127.0.0.1'); Set($DatabasePort, '{postgres.port}');"
        f"Set($DatabaseName, '{DATABASE}'); Set($DatabaseUser, '{DATABASE}'); Set($DatabasePassword, 'unused');"
        f"Set($DatabaseAdmin, '{postgres.admin}');"
    )


def _initialise(folder: Path, postgres: PostgresAddress | None) -> None:
    password = folder / "root_password"
    password.write_text(ROOT_PASSWORD + "\n")
    create = ["--action", "init", "--root-password-file", str(password)]
    seed = ["--action", "insert", "--datafile", str(SEED)]
    if postgres is None:
        create += ["--skip-create"]
    else:
        admin = ["--dba", postgres.admin, "--dba-password", postgres.admin_password]
        create, seed = create + admin, seed + admin
    with (folder / "log" / "init.log").open("ab") as log:
        for arguments in (create, seed):
            subprocess.run(
                [SETUP, *arguments],
                env=environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=True,
            )


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    # Keep-alive stays off: idle connections would hold the few workers.
    command = [SERVER, "--server", "Starlet", "--host", "127.0.0.1", "--port", str(port), "--max-workers", "4"]
    with (folder / "log" / "server.log").open("ab") as log:
        return subprocess.Popen(
            ended_with_us(command),
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _await(url: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            httpx.get(f"{url}/REST/2.0/rt", timeout=5, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
            continue
        return
    log = (folder / "log" / "server.log").read_text(errors="replace")
    raise RuntimeError(f"Request Tracker did not start. {log[-2000:]}")


def _end(server: subprocess.Popen[Any]) -> None:
    # TERM is graceful in Starlet and waits for clients; whoever is left after a while is killed.
    group = server.pid
    for number, patience in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            break
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and _alive(server, group):
            time.sleep(0.02)
    server.wait()


def _alive(server: subprocess.Popen[Any], group: int) -> bool:
    server.poll()
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
