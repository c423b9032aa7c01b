"""How soon an offer is in the window at the other end: two consoles at one PostgreSQL, each with a role of its own.

The figures are pytest-benchmark's. What is asserted is the ratio against a peer in the same run that does the same work
and has nobody to wake: the offer is made, and the list of the other console read, one after the other. Beside it stands
what PostgreSQL itself needs to wake somebody.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psycopg
import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from app.domain.team import Person, Rank
from app.domain.transfer import Transfer
from app.store.store import Store, open_store
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.main_window import MainWindow
from app.ui.panes.handoffs import HandoffsPane
from app.ui.panes.triage import TriagePane
from app.ui.theme import Theme, ThemeName
from app.ui.workspace_view import WorkspaceView
from tests.service.relay import TO_BOB, Relay
from tests.store import postgres_server
from tests.store.postgres_server import Server

pytestmark = [pytest.mark.postgres, pytest.mark.qt_log_ignore(r"does not support (propagateSizeHints|raise)\(\)")]

ROUNDS = 5
PATIENCE = 60_000  # milliseconds
NEAR = 12  # times the same work with nobody to wake


class Ends:
    """Ana's console, and Bob's window with his handoffs in it."""

    def __init__(self, relay: Relay, pane: HandoffsPane, qtbot: QtBot) -> None:
        self.relay, self.pane, self.qtbot = relay, pane, qtbot
        self.on_screen = relay.opened(relay.ana)

    def offer(self) -> Transfer:
        return self.relay.ana.transfers.offer(self.on_screen, TO_BOB, "Charged twice.")

    def take_back(self) -> None:
        """Until Bob's window shows nothing any more; Ana opens the ticket again."""
        for each in self.relay.store.transfers.open():
            self.relay.ana.transfers.withdraw(each.id)
        self.qtbot.waitUntil(lambda: not self.pane.parts.list.handoffs, timeout=PATIENCE)
        self.on_screen = self.relay.opened(self.relay.ana)

    def offer_and_see(self) -> None:
        """Until its row is painted."""
        offered = self.offer()
        deadline = time.monotonic() + PATIENCE / 1000
        while offered.id not in {each.id for each in self.pane.parts.list.handoffs}:
            assert time.monotonic() < deadline, "it was never shown"
            QApplication.processEvents()
            time.sleep(0.0005)
        self.pane.parts.list.viewport().repaint()

    def offer_and_read(self) -> None:
        """The same, with nobody to wake and nothing to paint."""
        offered = self.offer()
        assert offered.id in {each.id for each in self.relay.bob.handoffs.all()}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres_server.needed(), postgres_server.running() as running:
        yield running


@pytest.fixture
def relay(server: Server, tmp_path: Path) -> Iterator[Relay]:
    """A team as a lead makes it; each of the two is at a store that was opened with a role of their own."""
    admin = server.create("offer_seen")
    with ExitStack() as stack:

        def opened(login: str = postgres_server.ADMIN) -> Store:
            store = open_store(admin.replace(f"{postgres_server.ADMIN}@", f"{login}@"), key=None)
            stack.callback(store.close)
            return store

        team = opened()
        team.people.found()
        for login, name, rank in (("ana", "Ana Ortiz", Rank.AGENT), ("bob", "Bob Lindgren", Rank.SPECIALIST)):
            team.people.add(Person(login, name, rank), at=datetime.now(UTC))
        relay = Relay(team, tmp_path)
        for login in ("ana", "bob"):
            relay.store = opened(login)
            setattr(relay, login, relay.console({"ana": "Ana Ortiz", "bob": "Bob Lindgren"}[login]))
        relay.store = team
        yield relay


@pytest.fixture
def ends(relay: Relay, qapp: QApplication, qtbot: QtBot) -> Iterator[Ends]:
    background, window = Background(), MainWindow(Theme(qapp, ThemeName.LIGHT))
    qtbot.addWidget(window)
    window.show()
    view = WorkspaceView(relay.bob, background, TriagePane, others=[HandoffsPane])
    window.show_workspace(view, name="Desk")
    view.rail.select_place(ActionName.HANDOFFS)
    pane = view.pane
    assert isinstance(pane, HandoffsPane)
    qtbot.waitUntil(lambda: relay.bob.hears, timeout=PATIENCE)
    yield Ends(relay, pane, qtbot)
    window.drop_workspace()
    assert background.close(timeout_ms=PATIENCE)


def test_an_offer_is_seen_at_the_other_end(
    benchmark: BenchmarkFixture, ends: Ends, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmark.pedantic(ends.offer_and_see, setup=ends.take_back, rounds=3 * ROUNDS)  # type: ignore[no-untyped-call]
    pairs = [
        (_after(ends.take_back, ends.offer_and_see), _after(ends.take_back, ends.offer_and_read)) for _ in range(ROUNDS)
    ]
    seen, plain = (median(times) for times in zip(*pairs, strict=True))
    woken = _wake_up(server)
    ends.take_back()
    start = time.process_time()
    ends.offer_and_see()
    benchmark.extra_info["processor time of both consoles, ms"] = round((time.process_time() - start) * 1000)
    benchmark.extra_info["seen, ms"] = round(seen * 1000, 1)
    benchmark.extra_info["longest of them, ms"] = round(max(each for each, _ in pairs) * 1000, 1)
    benchmark.extra_info["the same with nobody to wake, ms"] = round(plain * 1000, 1)
    benchmark.extra_info["a bare NOTIFY, ms"] = round(woken * 1000, 2)
    with capsys.disabled():
        print(f"\n{benchmark.extra_info}")  # noqa: T201
    assert seen < NEAR * plain


def _after(setup: Callable[[], None], deed: Callable[[], None]) -> float:
    """Seconds that a deed takes."""
    setup()
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def _wake_up(server: Server) -> float:
    """Seconds from one connection's NOTIFY to its arrival at another's."""
    url = server.url(postgres_server.ADMIN)
    with (
        closing(psycopg.connect(url, autocommit=True)) as one,
        closing(psycopg.connect(url, autocommit=True)) as other,
    ):
        other.execute("LISTEN peer")

        def wake() -> None:
            one.execute("NOTIFY peer")
            assert list(other.notifies(timeout=10, stop_after=1))

        return median(_after(lambda: None, wake) for _ in range(ROUNDS))
