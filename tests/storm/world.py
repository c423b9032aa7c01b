"""Two consoles and a worker as processes, one PostgreSQL, and one Request Tracker behind a proxy."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.team import Person
from app.secrets import JOURNAL_KEY, connection_secret, new_key
from app.settings import ConnectionSettings, Settings
from app.settings_file import SettingsFile
from app.store.store import open_store
from tests.connectors.faulty_proxy import FaultyProxy
from tests.own_folder import own_folder
from tests.rt import instance
from tests.rt.instance import RequestTracker
from tests.store import postgres_server
from tests.store.postgres_server import Server
from tests.storm import child
from tests.storm.cast import ANA, BOB, DESK, WORKER
from tests.storm.child import Child, Home
from tests.storm.console_process import ConsoleProcess
from tests.storm.looks import HelpdeskFile
from tests.storm.weather import Weather
from tests.storm.worker_process import work


@dataclass(frozen=True)
class World:
    """Everything up; `store_url` is the database's owner's, `patience` how many seconds one step or answer may take."""

    tracker: RequestTracker
    helpdesk: HelpdeskFile
    store_url: str
    ana: ConsoleProcess
    bob: ConsoleProcess
    weather: Weather
    patience: float

    def without(self, safeguard: str) -> None:
        """Kill every process and start it again with that safeguard off, or, with "", with all of them on."""
        for each in (self.weather.worker, *self.weather.consoles.values()):
            each.kill()
            each.home = replace(each.home, without=safeguard)
        self.weather.worker.start()

    def console(self, who: Person) -> ConsoleProcess:
        return self.ana if who == ANA else self.bob


@contextmanager
def standing(*, patience: float, without: str = "") -> Iterator[World]:
    """A world for the length of a block; in its processes the safeguard `without` is off."""
    child.prepare()
    with ExitStack() as stack:
        folder = stack.enter_context(own_folder("warmline-storm-"))
        (folder / "rt").mkdir()
        tracker = instance.start(folder / "rt")
        stack.callback(tracker.stop)
        database = stack.enter_context(postgres_server.running())
        store_url = _team(database)
        proxy = FaultyProxy(tracker.port)
        stack.callback(proxy.close)

        def home(who: Person) -> Home:
            return _home(folder / who.login, who, store_url=store_url, proxy=proxy, token=tracker.token, off=without)

        consoles = {each: ConsoleProcess(home(each), patience=patience) for each in (ANA, BOB)}
        worker = Child(work, home(WORKER))
        for process in (worker, *(each.child for each in consoles.values())):
            stack.callback(process.stop)
        worker.start()
        weather = Weather(database, worker, {who.name: each.child for who, each in consoles.items()})
        stack.callback(weather.close)
        stack.enter_context(proxy.spoiling(weather.spoil))
        yield World(tracker, HelpdeskFile(folder / "rt"), store_url, consoles[ANA], consoles[BOB], weather, patience)


def _team(database: Server) -> str:
    """A team's store in which everybody has a role of their own."""
    url = database.create("storm")
    store = open_store(url, key=None)
    try:
        store.people.found()
        for each in (ANA, BOB, WORKER):
            store.people.add(each, at=datetime.now(UTC))
    finally:
        store.close()
    return url


def _home(folder: Path, who: Person, *, store_url: str, proxy: FaultyProxy, token: str, off: str) -> Home:
    settings = Settings(
        person=who.name,
        poll_seconds=3,  # and at once where something was written
        automatic=False,
        store_url=store_url.replace("postgres@", f"{who.login}@"),
        connections=(ConnectionSettings(str(DESK), "request_tracker", url=proxy.url),),
    )
    (folder / "config").mkdir(parents=True)
    SettingsFile(folder / "config" / "settings.toml").save(settings)
    return Home(folder, {JOURNAL_KEY: new_key().hex(), connection_secret(str(DESK)): token}, off)
