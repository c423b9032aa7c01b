"""From a real helpdesk to a decision and back: 655 conversations, the real models, the real window."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace, settings_file
from app.commands.console import OpenedWorkspace
from app.domain.changes import ChangeState, Outcome
from app.domain.health import SyncState, WorkerState
from app.domain.queue import Lens
from app.domain.tickets import Role, Status
from app.secrets import STORE_KEY, SessionSecrets, connection_secret, new_key
from app.service.console import Console
from app.settings import ConnectionSettings, Settings
from app.ui.application import Application
from tests.e2e.threads import Thread, load, read_threads
from tests.rt import instance
from tests.rt.instance import RequestTracker

pytestmark = [pytest.mark.rt, pytest.mark.models, pytest.mark.timeout(1500)]

SYNC_MS = 1_200_000  # two busy cores; it takes a few minutes on quiet ones
MOVE_MS = 60_000  # ten seconds of undo, then one delivery


@pytest.fixture(scope="module")
def threads() -> list[Thread]:
    return read_threads()


@pytest.fixture(scope="module")
def tracker(threads: list[Thread], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    folder: Path = tmp_path_factory.mktemp("full_request_tracker")
    running = instance.start(folder)
    try:
        assert len(load(running, threads)) == len(threads)
        yield running
    finally:
        running.stop()


@pytest.fixture
def application(tracker: RequestTracker, qapp: QApplication) -> Iterator[Application]:
    """The console as a person starts it, its worker process included, connected to that Request Tracker."""
    connection = ConnectionSettings("desk", "request_tracker", url=tracker.url, options=MappingProxyType({}))
    settings_file().save(Settings(person="Ana Ortiz", poll_seconds=2, connections=(connection,)))
    secrets = SessionSecrets({STORE_KEY: new_key().hex(), connection_secret("desk"): tracker.token})
    running = Application(qapp, lambda words: OpenedWorkspace(open_workspace(secrets=secrets, words=words)))
    running.start()
    try:
        yield running
    finally:
        running.window.close()


def test_an_accepted_suggestion_moves_the_ticket_in_request_tracker(
    application: Application, tracker: RequestTracker, threads: list[Thread], qtbot: QtBot
) -> None:
    console = opened_console(application, qtbot)
    qtbot.waitUntil(lambda: everything_is_scored(console, len(threads)), timeout=SYNC_MS)
    assert_all_messages_came(console, threads)

    suggested = console.queue(Lens.SUGGESTED)
    assert suggested, "655 conversations, and none deserves a hand-up?"
    window = application.window
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)  # the lens Suggested
    qtbot.waitUntil(lambda: bool(shown_ticket(application)), timeout=20_000)
    ticket = shown_ticket(application)
    before = console.opened(ticket)
    assert before is not None
    assert before.triage is not None
    wanted = before.triage.suggestion.destination
    assert wanted is not None
    assert wanted.agent is not None

    qtbot.keyClick(window, Qt.Key.Key_1)  # accept
    qtbot.waitUntil(lambda: delivered(console, ticket), timeout=MOVE_MS)

    number = before.snapshot.ticket.number
    with tracker.rest() as rest:
        moved = rest.get(f"ticket/{number}").json()
        queue = rest.get(f"queue/{moved['Queue']['id']}").json()["Name"]
        comments = notes(rest.get, number)
    assert queue == wanted.group
    assert f"desk:{moved['Owner']['id']}" == wanted.agent
    (note,) = comments
    assert "Escalated by Ana Ortiz" in note
    assert f"Escalation score {before.triage.score.points}" in note

    qtbot.waitUntil(lambda: helpdesk_view(console, ticket) == (wanted.group, wanted.agent), timeout=MOVE_MS)
    (delivery,) = after.deliveries if (after := console.opened(ticket)) else ()
    assert delivery.receipt is not None
    assert delivery.receipt.outcome is Outcome.APPLIED


def opened_console(application: Application, qtbot: QtBot) -> Console:
    qtbot.waitUntil(lambda: application.console is not None, timeout=60_000)
    assert application.console is not None
    return application.console


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
            came[read.message.role] += 1
            assert read.analysis is not None, "every message was read by the models"
    written = [message["role"] for thread in threads for message in thread["messages"]]
    assert came == {Role.CUSTOMER: written.count("customer"), Role.AGENT: written.count("agent")}


def shown_ticket(application: Application) -> Any:
    return application.window.current_ticket()


def delivered(console: Console, ticket: Any) -> bool:
    opened = console.opened(ticket)
    states = [delivery.state for delivery in opened.deliveries] if opened else []
    assert ChangeState.FAILED not in states
    return bool(states) and set(states) == {ChangeState.DONE}


def helpdesk_view(console: Console, ticket: Any) -> tuple[str, Any]:
    opened = console.opened(ticket)
    assert opened is not None
    return opened.snapshot.ticket.group, opened.snapshot.ticket.owner


def notes(get: Callable[..., Any], number: str) -> list[str]:
    """The texts of the comments on a ticket, as Request Tracker itself tells them."""
    history = get(f"ticket/{number}/history", params={"fields": "Type", "per_page": 100}).json()["items"]
    texts = []
    for item in history:
        if item["Type"] == "Comment":
            attachments = get(f"transaction/{item['id']}/attachments", params={"fields": "ContentType"}).json()["items"]
            plain = next(each for each in attachments if each["ContentType"] == "text/plain")
            texts.append(get(f"attachment/{plain['id']}").json()["Content"])
    return texts
