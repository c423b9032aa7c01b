"""From a real helpdesk to a decision and back: many conversations, the real models, the real window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import paths
from app.bootstrap import open_workspace, rulebook_file, settings_file
from app.commands.opened_workspace import OpenedWorkspace
from app.domain.changes import ChangeState, Outcome
from app.domain.health import SyncState, WorkerState
from app.domain.queue import Lens
from app.domain.tickets import AgentId, Role, Status, TicketId, Visibility
from app.secrets import STORE_KEY, SessionSecrets, connection_secret, new_key
from app.service.console import Console
from app.settings import ConnectionSettings, Settings
from app.ui.application import Application
from app.ui.main_window import MainWindow
from app.ui.panes.triage import TriagePane
from tests.e2e.threads import Thread, load, read_threads
from tests.rt import instance
from tests.rt.history import texts
from tests.rt.instance import RequestTracker

pytestmark = [pytest.mark.rt, pytest.mark.models, pytest.mark.timeout(1500)]

CONVERSATIONS = 120  # of 655: more only take longer
SYNC_MS = 1_200_000  # two busy cores; it takes a few minutes on quiet ones
MOVE_MS = 60_000  # ten seconds of undo, then one delivery

# Request Tracker knows nobody's certifications: without these nobody could take what needs one.
CERTIFIED = """
[[person]]
who = "grace@agents.test.example"
certifications = ["legal", "privacy"]

[[person]]
who = "Sam Whitfield"
certifications = ["security"]
"""
CERTIFIED_FOR = {"Compliance": "desk:grace", "Security": "desk:sam"}  # by group: the only one who may be chosen


@pytest.fixture(scope="module")
def threads() -> list[Thread]:
    return read_threads()[:CONVERSATIONS]


@pytest.fixture(scope="module")
def tracker(threads: list[Thread], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    folder: Path = tmp_path_factory.mktemp("full_request_tracker")
    running = instance.start(folder)
    try:
        assert len(load(running, threads)) == len(threads)
        yield running
    finally:
        running.stop()


@dataclass
class Running:
    """The program under test; `workspace` is what its window has opened, None until it has."""

    application: Application | None = None
    workspace: OpenedWorkspace | None = None

    @property
    def window(self) -> MainWindow:
        assert self.application is not None
        return self.application.window

    @property
    def console(self) -> Console:
        assert self.workspace is not None
        return self.workspace.console


@pytest.fixture
def running(tracker: RequestTracker, qapp: QApplication) -> Iterator[Running]:
    """The console as a person starts it, its worker process included, connected to that Request Tracker."""
    connection = ConnectionSettings("desk", "request_tracker", url=tracker.url, options=MappingProxyType({}))
    rulebook_file().save((paths.resources() / "rulebook.toml").read_text("utf-8") + CERTIFIED)
    settings_file().save(Settings(person="Ana Ortiz", poll_seconds=2, connections=(connection,)))
    secrets = SessionSecrets({STORE_KEY: new_key().hex(), connection_secret("desk"): tracker.token})
    program = Running()

    def opening(words: str | None) -> OpenedWorkspace:
        program.workspace = OpenedWorkspace(open_workspace(secrets=secrets, words=words))
        return program.workspace

    program.application = Application(qapp, opening, leave_team=lambda: None, team=lambda: program.console.team)
    program.application.start()
    try:
        yield program
    finally:
        program.window.close()


def test_an_accepted_suggestion_moves_the_ticket_in_request_tracker(
    running: Running, tracker: RequestTracker, threads: list[Thread], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: running.window.workspace is not None, timeout=60_000)
    console = running.console
    qtbot.waitUntil(lambda: everything_is_scored(console, len(threads)), timeout=SYNC_MS)
    assert_all_messages_came(console, threads)

    suggested = console.queue(Lens.SUGGESTED)
    assert suggested, f"{CONVERSATIONS} conversations, and none deserves a hand-up?"
    assert_certified_people_are_chosen(console, suggested)
    window = running.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)  # the lens Suggested
    triage = window.findChild(TriagePane)
    assert isinstance(triage, TriagePane)
    qtbot.waitUntil(lambda: triage.ready and triage.current_ticket() in suggested, timeout=20_000)
    ticket = triage.current_ticket()
    assert ticket is not None
    before = console.opened(ticket)
    assert before is not None
    assert before.triage is not None
    wanted = before.triage.suggestion.destination
    assert wanted is not None

    press(window, Qt.Key.Key_1)  # accept
    qtbot.waitUntil(lambda: delivered(console, ticket), timeout=MOVE_MS)

    number = before.snapshot.ticket.number
    with tracker.rest() as rest:
        moved = rest.get(f"ticket/{number}").json()
        queue = rest.get(f"queue/{moved['Queue']['id']}").json()["Name"]
        comments = texts(rest, number, "Comment")
    assert queue == wanted.group
    assert f"desk:{moved['Owner']['id']}" == wanted.agent
    (note,) = comments
    assert "Escalated by Ana Ortiz" in note
    decided = console.opened(ticket)
    assert decided is not None
    assert decided.standing is not None
    assert f"Escalation score {decided.standing.score}:" in note

    qtbot.waitUntil(lambda: helpdesk_view(console, ticket)[0] == wanted.group, timeout=MOVE_MS)
    (delivery,) = after.deliveries if (after := console.opened(ticket)) else ()
    assert delivery.receipt is not None
    assert delivery.receipt.outcome is Outcome.APPLIED


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key on the window itself, as the system delivers it: shortcuts are found from there."""
    QTest.keyClick(window.windowHandle(), key, modifier)


def everything_is_scored(console: Console, tickets: int) -> bool:
    health = console.health()
    if not health.connections or health.worker.state is not WorkerState.IDLE:
        return False
    assert not health.worker.problem
    ids = console.queue(Lens.ALL)
    return (
        health.connections[0].state is SyncState.LIVE
        and len(ids) == tickets
        and all(row.points is not None for row in console.rows(ids))
    )


def assert_all_messages_came(console: Console, threads: list[Thread]) -> None:
    came: dict[Role, int] = {Role.CUSTOMER: 0, Role.AGENT: 0}
    for ticket in console.queue(Lens.ALL):
        opened = console.opened(ticket)
        assert opened is not None
        assert opened.snapshot.ticket.status is not Status.SOLVED
        for read in opened.snapshot.thread:
            if read.message.visibility is Visibility.PUBLIC:  # a rule that acts by itself has left notes meanwhile
                came[read.message.role] += 1
            assert read.analysis is not None, "every message was read by the models"
    written = [message["role"] for thread in threads for message in thread["messages"]]
    assert came == {Role.CUSTOMER: written.count("customer"), Role.AGENT: written.count("agent")}


def assert_certified_people_are_chosen(console: Console, suggested: Sequence[TicketId]) -> None:
    """Everybody is free, so that each suggestion names somebody."""
    chosen: dict[str, set[AgentId | None]] = {}
    for ticket in suggested:
        opened = console.opened(ticket)
        assert opened is not None
        assert opened.triage is not None
        where = opened.triage.suggestion.destination
        assert where is not None
        chosen.setdefault(where.group, set()).add(where.agent)
    assert all(None not in people for people in chosen.values()), chosen
    certified = {group: people for group, people in chosen.items() if group in CERTIFIED_FOR}
    assert certified, "none of these conversations asks for somebody certified?"
    assert all(people == {CERTIFIED_FOR[group]} for group, people in certified.items())


def delivered(console: Console, ticket: TicketId) -> bool:
    opened = console.opened(ticket)
    states = [delivery.state for delivery in opened.deliveries] if opened else []
    assert ChangeState.FAILED not in states
    return bool(states) and set(states) == {ChangeState.DONE}


def helpdesk_view(console: Console, ticket: TicketId) -> tuple[str, AgentId | None]:
    opened = console.opened(ticket)
    assert opened is not None
    return opened.snapshot.ticket.group, opened.snapshot.ticket.owner
