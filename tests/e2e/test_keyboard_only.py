"""The console as a newcomer starts it, on a real display and by keyboard alone, up to an accepted escalation."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from app.bootstrap import SAMPLE_PERSON, Workspace, open_workspace
from app.domain.changes import ChangeState
from app.domain.decisions import DecisionKind
from app.domain.health import WorkerState
from app.domain.opened import OpenTicket
from app.domain.queue import Lens
from tests import waiting
from tests.e2e.display import Display, virtual_display

pytestmark = [pytest.mark.display, pytest.mark.models, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0  # seconds; a busy machine reads the sample's messages in two minutes
wait_until = partial(waiting.wait_until, seconds=PATIENCE)


@pytest.fixture
def display() -> Iterator[Display]:
    with virtual_display() as screen:
        yield screen


@pytest.fixture
def console(display: Display) -> Iterator[subprocess.Popen[bytes]]:
    running = started(display)
    yield running
    running.terminate()
    running.wait(timeout=60)


def started(display: Display) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "app", "console"], cwd=ROOT, env=display.environment)


def test_from_start_to_an_accepted_escalation(display: Display, console: subprocess.Popen[bytes]) -> None:
    display.await_window("Sample workspace")
    workspace = open_workspace()
    try:
        wait_until(lambda: everything_is_read(workspace))
        suggested = workspace.console.queue(Lens.SUGGESTED)
        assert len(suggested) > 5

        display.press("ctrl+1", "j", "k", "e", "e", "w")
        press_until(display, "1", every=20, done=lambda: len(accepted(workspace)) == 1)
        (first,) = accepted(workspace)
        assert first.standing is not None
        assert first.standing.by == SAMPLE_PERSON

        press_until(display, "ctrl+z", every=2, done=lambda: not accepted(workspace))

        display.press("ctrl+k")
        display.type("accept")
        display.press("Return")
        wait_until(lambda: len(accepted(workspace)) == 1)
        (again,) = accepted(workspace)
        assert again.triage is not None
        wanted = again.triage.suggestion.destination
        assert wanted is not None
        ticket = again.snapshot.ticket.id
        wait_until(lambda: states_of(workspace, again) == [ChangeState.DONE])
        wait_until(lambda: group_of(workspace, again) == wanted.group)
        assert ticket not in workspace.console.queue(Lens.SUGGESTED)

        display.press("ctrl+q")
        assert console.wait(timeout=60) == 0
    finally:
        workspace.close()


def press_until(display: Display, key: str, *, every: float, done: Callable[[], bool]) -> None:
    """Press a key as a person does: again, after so many seconds, where nothing came of it.

    A window that is still busy with the key before does nothing on one that needs what that one brings.
    """
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, f"{key} was pressed in vain"
        display.press(key)
        with suppress(AssertionError):
            waiting.wait_until(done, seconds=every)


NOTE = "customer called and wants a credit"


def test_a_killed_console_loses_no_draft_and_no_decision(display: Display, console: "subprocess.Popen[bytes]") -> None:
    display.await_window("Sample workspace")
    workspace = open_workspace()
    try:
        wait_until(lambda: everything_is_read(workspace))
        display.press("ctrl+1", "n")
        display.type(NOTE)
        wait_until(lambda: len(drafted(workspace)) == 1)
        display.press("ctrl+k")
        display.type("accept")
        display.press("Return")
        wait_until(lambda: len(accepted(workspace)) == 1)
        worker = children(console.pid)
        console.kill()
        console.wait(timeout=60)
        wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in worker))

        (decided,) = accepted(workspace)
        assert [each.draft for each in drafted(workspace)] == [NOTE]
        again = started(display)
        try:
            wait_until(lambda: states_of(workspace, decided) == [ChangeState.DONE])
            wait_until(lambda: len(handoff_notes(workspace, decided)) == 1)
            assert [each.draft for each in drafted(workspace)] == [NOTE]
        finally:
            again.terminate()
            again.wait(timeout=60)
    finally:
        workspace.close()


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], stdout=subprocess.PIPE, check=False)
    return [int(each) for each in found.stdout.split()]


def drafted(workspace: Workspace) -> list[OpenTicket]:
    """The tickets with a note that was begun."""
    drafts = {
        ticket: workspace.store.decided.draft(ticket, by=SAMPLE_PERSON) for ticket in workspace.console.queue(Lens.ALL)
    }
    opened = [workspace.console.opened(ticket) for ticket, draft in drafts.items() if draft == NOTE]
    return [each for each in opened if each]


def handoff_notes(workspace: Workspace, opened: OpenTicket) -> list[str]:
    now = workspace.console.opened(opened.snapshot.ticket.id)
    assert now is not None
    texts = [read.message.text for read in now.snapshot.thread]
    return [text for text in texts if f"Escalated by {SAMPLE_PERSON}" in text]


def everything_is_read(workspace: Workspace) -> bool:
    console = workspace.console
    rows = console.rows(console.queue(Lens.ALL))
    return (
        console.health().worker.state is WorkerState.IDLE
        and len(rows) > 50
        and all(row.points is not None for row in rows)
    )


def accepted(workspace: Workspace) -> list[OpenTicket]:
    """The tickets with a suggestion that a person accepted, and that stands."""
    rows = workspace.console.rows(workspace.console.queue(Lens.ALL))  # opening all of them takes longer than undo lasts
    opened = [workspace.console.opened(row.ticket) for row in rows if row.decided]
    decided = [each for each in opened if each and each.standing is not None and not each.standing.automatic]
    return [each for each in decided if each.standing is not None and each.standing.kind is DecisionKind.ACCEPT]


def states_of(workspace: Workspace, opened: OpenTicket) -> list[ChangeState]:
    """Where the write-backs of the decision that stands are."""
    now = workspace.console.opened(opened.snapshot.ticket.id)
    assert now is not None
    assert now.standing is not None
    return [each.state for each in now.deliveries if each.decision == now.standing.id]


def group_of(workspace: Workspace, opened: OpenTicket) -> str:
    now = workspace.console.opened(opened.snapshot.ticket.id)
    assert now is not None
    return now.snapshot.ticket.group
