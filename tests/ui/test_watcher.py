"""The watcher tells what changed in a real store, once, and what is wrong when it cannot look."""

from pathlib import Path
from threading import Thread

from pytestqt.qtbot import QtBot

from app.domain.health import Health
from app.domain.revision import Changed
from app.service.console import Console
from app.store.store import Store
from app.ui.background import Background
from app.ui.notice import Notice
from app.ui.watcher import TOPIC, Watcher
from tests.builders import DESK, batch, ticket


class Told:
    """What a watcher said."""

    def __init__(self, watcher: Watcher) -> None:
        self.changes: list[Changed] = []
        self.healths: list[Health] = []
        self.troubles: list[Notice] = []
        self.recoveries: list[str] = []
        watcher.changed.connect(self.changes.append)
        watcher.health_changed.connect(self.healths.append)
        watcher.troubled.connect(self.troubles.append)
        watcher.recovered.connect(self.recoveries.append)

    def hears_of(self, *tickets: object) -> bool:
        return any(changed.everything or set(tickets) <= set(changed.tickets) for changed in self.changes)


def test_a_new_ticket_is_told_within_a_second_or_so(
    qtbot: QtBot, console: Console, store: Store, background: Background
) -> None:
    watcher = Watcher(console, background)
    told = Told(watcher)
    watcher.start()
    qtbot.waitUntil(lambda: bool(told.healths))
    told.changes.clear()
    new = ticket("7")
    store.pulled.apply(batch(new), connection=DESK)
    qtbot.waitUntil(lambda: told.hears_of(new.id))
    watcher.stop()


def test_a_store_that_says_so_is_looked_at_at_once(
    qtbot: QtBot, console: Console, store: Store, background: Background
) -> None:
    watcher = Watcher(console, background)  # not started: it never looks by itself
    told = Told(watcher)
    store.pulled.apply(batch(ticket("7")), connection=DESK)
    listening = Thread(target=watcher._wake)
    listening.start()
    listening.join()
    qtbot.waitUntil(lambda: told.hears_of(ticket("7").id))


def test_a_quiet_store_is_not_repainted(qtbot: QtBot, console: Console, store: Store, background: Background) -> None:
    store.pulled.apply(batch(ticket("7")), connection=DESK)
    watcher = Watcher(console, background)
    told = Told(watcher)
    watcher.poll()
    qtbot.waitUntil(lambda: len(told.healths) == 1)
    assert told.changes
    told.changes.clear()
    watcher.poll()
    qtbot.waitUntil(lambda: len(told.healths) == 2)
    assert told.changes == []


def test_asking_twice_at_once_asks_again_afterwards(
    qtbot: QtBot, console: Console, store: Store, background: Background
) -> None:
    watcher = Watcher(console, background)
    told = Told(watcher)
    watcher.poll()
    store.pulled.apply(batch(ticket("7")), connection=DESK)
    watcher.poll()
    qtbot.waitUntil(lambda: told.hears_of(ticket("7").id))
    qtbot.waitUntil(lambda: len(told.healths) == 2)


def test_a_store_that_fails_is_told_once_and_its_recovery_too(
    qtbot: QtBot, console: Console, store: Store, background: Background, own_home: Path
) -> None:
    watcher = Watcher(console, background)
    told = Told(watcher)
    database = own_home / "store.db"
    store.close()
    aside = database.with_suffix(".aside")
    for path in own_home.glob("store.db-*"):
        path.unlink()
    database.rename(aside)
    database.mkdir()  # what should be a file is a folder: it cannot be opened
    for polls in range(3):
        watcher.poll()
        qtbot.waitUntil(lambda: not watcher._asking.busy)
        assert len(told.troubles) == 1, polls
    assert told.troubles[0].topic == TOPIC
    database.rmdir()
    aside.rename(database)
    watcher.poll()
    qtbot.waitUntil(lambda: told.recoveries == [TOPIC])
