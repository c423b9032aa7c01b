"""Two people at consoles of their own, a worker and a real Request Tracker: every one a process, over one PostgreSQL.

Nothing here reaches into a process: people press keys on screens of their own, and what comes of it is read from the
team's database and from Request Tracker.
"""

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from app.commands import command_line
from app.domain.health import WorkerState
from app.domain.queue import Lens
from app.domain.team import login_for
from app.domain.tickets import ConnectionName, TicketId, ticket_id
from app.paths import HOME
from app.secrets import TEAM_PASSWORD, connection_secret
from app.settings import ConnectionSettings, Settings
from app.settings_file import SettingsFile
from app.store.store import Store, open_store
from tests import waiting
from tests.e2e.display import PATIENCE, Display, virtual_display
from tests.e2e.last_seen import said_with_failures
from tests.e2e.threads import Thread, load
from tests.e2e.worker_subprocess import WorkerSubprocess
from tests.ended_with_us import ended_with_us
from tests.rt import instance
from tests.rt.instance import RequestTracker, free_port
from tests.store import postgres_server
from tests.store.postgres_server import Server

ROOT = Path(__file__).resolve().parents[2]
DESK = ConnectionName("desk")
ANA, BOB, WORKER = "Ana Ortiz", "Bob Lindgren", "Machine Room"
STARTING, OPEN = "^Warmline$", "^Team store - Warmline$"  # what a window is called before it shows the queue, and then
ROLES = {ANA: "agent", BOB: "specialist", WORKER: "agent"}

wait_until = partial(waiting.wait_until, seconds=PATIENCE)


@dataclass
class Seat:
    """One person at a console of their own, on a screen of their own."""

    person: str
    home: Path
    password: str
    display: Display
    console: "subprocess.Popen[bytes]"

    def press(self, *keys: str) -> None:
        self.display.press(*keys)

    def quit(self) -> int:
        """By key; the program's exit status."""
        self.display.press_until(lambda: self.console.poll() is not None, "ctrl+q")
        return self.console.wait(timeout=PATIENCE)


@dataclass
class DeskOfTwo:
    """All that runs. `store` is the team's, opened by the role that owns it: what everybody did can be read there."""

    tracker: RequestTracker
    store: Store
    ana: Seat
    bob: Seat
    worker: WorkerSubprocess

    def ticket(self, number: str) -> TicketId:
        return ticket_id(DESK, number)

    def is_judged(self, tickets: int) -> bool:
        """Whether all tickets came, and have a score."""
        assert self.worker.process.poll() is None, "the worker has ended"
        rows = self.store.queue.rows(self.store.queue.ids(Lens.ALL, search="", me="", now=self.store.clock()))
        idle = self.store.pulse.health(self.store.clock()).worker.state is WorkerState.IDLE
        return idle and len(rows) == tickets and all(row.points is not None for row in rows)


@contextmanager
def running(folder: Path, threads: list[Thread]) -> Iterator[DeskOfTwo]:
    """Start everything: a helpdesk that holds these conversations, in which nobody has decided anything yet.

    Both people have typed their passwords, and their windows show the team's queue. Raises `Unstartable` where there is
    no PostgreSQL.
    """
    with ExitStack() as stack:
        tracker = instance.start(folder / "rt")
        stack.callback(tracker.stop)
        load(tracker, threads)
        port = free_port()
        server = stack.enter_context(postgres_server.running(loopback_port=port))
        admin = server.create("desk_of_two")
        passwords = _people(server, admin)
        store = open_store(admin, key=None)
        stack.callback(store.close)
        url = f"postgresql://{{}}@127.0.0.1:{port}/{urlsplit(admin).path[1:]}"
        worker = _worker(folder / "worker", url, passwords[WORKER], tracker)
        stack.callback(worker.kill)
        ana, bob = (stack.enter_context(_seat(folder / name, url, name, passwords[name])) for name in (ANA, BOB))
        stack.enter_context(said_with_failures(folder, {ANA: ana.display, BOB: bob.display}))
        for seat in (ana, bob):
            _sign_in(seat, server)
        yield DeskOfTwo(tracker, store, ana, bob, worker)


def _people(server: Server, admin: str) -> dict[str, str]:
    """A team as its lead makes it, on a server that asks everybody who comes over the network; the passwords."""
    server.demand("host all all 127.0.0.1/32 scram-sha-256")
    _team("init", admin=admin)
    return {
        name: _team("add", name, "--role", role, admin=admin).partition("shown this once: ")[2].split()[0]
        for name, role in ROLES.items()
    }


def _team(*arguments: str, admin: str) -> str:
    """What `warmline team` prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert command_line.run(["team", *arguments, "--admin", admin]) == 0, printed.getvalue()
    return printed.getvalue()


def _worker(home: Path, url: str, password: str, tracker: RequestTracker) -> WorkerSubprocess:
    """The only one with the helpdesk's token and with models."""
    connection = ConnectionSettings(DESK, "request_tracker", url=tracker.url)
    _settings(home, Settings(store_url=url.format(login_for(WORKER)), poll_seconds=2, connections=(connection,)))
    secrets = {TEAM_PASSWORD: password, connection_secret(DESK): tracker.token}
    return WorkerSubprocess(secrets, home=home, printed=home / "printed.log")


@contextmanager
def _seat(home: Path, url: str, name: str, password: str) -> Iterator[Seat]:
    _settings(home, Settings(store_url=url.format(login_for(name)), worker=False))
    with virtual_display() as screen:
        environment = {**screen.environment, HOME: str(home)}
        command = ended_with_us([sys.executable, "-m", "app", "console"])
        with (home / "printed.log").open("ab") as printed:
            console = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=printed, stderr=printed)
        try:
            yield Seat(name, home, password, screen, console)
        finally:
            console.kill()
            console.wait()


def _settings(home: Path, settings: Settings) -> None:
    SettingsFile(home / "config" / "settings.toml").save(settings)


def _sign_in(seat: Seat, server: Server) -> None:
    """There is no keyring here, so the window asks for the password.

    It does so only once it has looked for one, and what is typed before is lost. What is typed once the queue is there
    would be deeds: so nothing is typed from the moment on when the password was right.
    """
    seat.display.await_window(STARTING)
    with psycopg.connect(server.url(postgres_server.ADMIN), autocommit=True) as connection:

        def is_in() -> bool:
            who = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s"
            found = connection.execute(who, (login_for(seat.person),)).fetchone()
            return (found is not None and found[0] > 0) or not seat.display.shows(STARTING)

        def is_open() -> bool:
            return seat.display.shows(OPEN)

        seat.display.press_until(
            is_open, "ctrl+a", typed=seat.password, then=("Return",), every=10, only=lambda: not is_in()
        )
    seat.display.await_window(OPEN)
