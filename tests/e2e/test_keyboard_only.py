"""The console as a newcomer starts it, on a real display and by keyboard alone, up to an accepted escalation."""

import subprocess
import sys
from collections.abc import Iterator
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
from tests.e2e.display import PATIENCE, PROBE, Display, virtual_display

pytestmark = [pytest.mark.display, pytest.mark.models, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
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
        display.press_until(lambda: len(accepted(workspace)) == 1, "1")
        (first,) = accepted(workspace)
        assert first.standing is not None
        assert first.standing.by == SAMPLE_PERSON

        display.press_until(lambda: not accepted(workspace), "ctrl+z", every=2)

        accept_by_name(display, workspace)
        (again,) = accepted(workspace)
        assert again.triage is not None
        wanted = again.triage.suggestion.destination
        assert wanted is not None
        ticket = again.snapshot.ticket.id
        wait_until(lambda: states_of(workspace, again) == [ChangeState.DONE])
        wait_until(lambda: group_of(workspace, again) == wanted.group)
        assert ticket not in workspace.console.queue(Lens.SUGGESTED)

        display.press_until(lambda: console.poll() is not None, "ctrl+q")
        assert console.wait(timeout=60) == 0
    finally:
        workspace.close()


def accept_by_name(display: Display, workspace: Workspace) -> None:
    """From the palette. Escape first: where an earlier one is still open, its key would close it."""
    done = partial(_is_accepted, workspace)
    display.press_until(done, "Escape", "ctrl+k", typed="accept", then=("Return",))


def _is_accepted(workspace: Workspace) -> bool:
    return len(accepted(workspace)) == 1


NOTE = "customer called and wants a credit"


def test_a_killed_console_loses_no_draft_and_no_decision(display: Display, console: "subprocess.Popen[bytes]") -> None:
    display.await_window("Sample workspace")
    workspace = open_workspace()
    try:
        wait_until(lambda: everything_is_read(workspace))
        display.press("ctrl+1")
        display.press_until(lambda: len(drafted(workspace, PROBE)) == 1, "n", "ctrl+a", typed=PROBE)
        display.press_until(lambda: len(drafted(workspace, NOTE)) == 1, "ctrl+a", typed=NOTE)
        accept_by_name(display, workspace)
        worker = children(console.pid)
        console.kill()
        console.wait(timeout=60)
        wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in worker))

        (decided,) = accepted(workspace)
        assert [each.draft for each in drafted(workspace, NOTE)] == [NOTE]
        again = started(display)
        try:
            wait_until(lambda: states_of(workspace, decided) == [ChangeState.DONE])
            wait_until(lambda: len(handoff_notes(workspace, decided)) == 1)
            assert [each.draft for each in drafted(workspace, NOTE)] == [NOTE]
        finally:
            again.terminate()
            again.wait(timeout=60)
    finally:
        workspace.close()


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], stdout=subprocess.PIPE, check=False)
    return [int(each) for each in found.stdout.split()]


def drafted(workspace: Workspace, text: str) -> list[OpenTicket]:
    """The tickets with a note that was begun with this text."""
    drafts = {
        ticket: workspace.store.decided.draft(ticket, by=SAMPLE_PERSON) for ticket in workspace.console.queue(Lens.ALL)
    }
    opened = [workspace.console.opened(ticket) for ticket, draft in drafts.items() if draft == text]
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
