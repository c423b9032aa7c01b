"""The sample workspace behaves like a helpdesk: customers answer, what is written stays, and once is once."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.connectors.sample import SampleConnector
from app.connectors.sample.journal import OPENED
from app.domain.batch import START, Cursor
from app.domain.changes import Assign, Note, Outcome, Reply, Update
from app.domain.tickets import AgentId, EventKind, Priority, Status, Visibility
from app.errors import SettingsInvalid, Unreachable
from app.settings import ConnectionSettings
from tests.connectors.sample_bench import ANA, BOB, EPOCH, TICKETS, Bench, bench_in, change, said_in, ticket_of


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return bench_in(tmp_path)


def test_the_times_stay_when_the_workspace_is_opened_again_later(bench: Bench) -> None:
    before = bench.open().changes(START)
    bench.time += timedelta(days=3)
    after = bench.open().changes(START)
    assert ticket_of(after, "1").created_at == ticket_of(before, "1").created_at


def test_customers_answer_while_one_watches(bench: Bench) -> None:
    connector = bench.open()
    cursor = connector.changes(START).cursor
    bench.time += timedelta(seconds=44)
    assert connector.changes(cursor).tickets == ()
    bench.time += timedelta(seconds=1)
    answered = connector.changes(cursor)
    assert [each.number for each in answered.tickets] == ["1"]
    assert said_in(answered, "1")[-1].text == "Where is my money?"
    assert said_in(answered, "1")[-1].at == bench.time
    assert connector.changes(answered.cursor).tickets == ()


def test_an_answer_opens_a_solved_ticket_again(bench: Bench) -> None:
    connector = bench.open()
    cursor = connector.changes(START).cursor
    bench.time += timedelta(minutes=11)
    batch = connector.changes(cursor)
    ticket = ticket_of(batch, "2")
    assert (ticket.status, ticket.solved_at) == (Status.OPEN, None)
    reopened = [each for each in batch.events if each.kind is EventKind.STATUS][-1]
    assert (reopened.old, reopened.new, reopened.actor) == ("solved", "open", "Joe")


def test_a_quiet_helpdesk_keeps_its_cursor(bench: Bench) -> None:
    connector = bench.open()
    cursor = connector.changes(START).cursor
    bench.time += timedelta(seconds=5)
    assert connector.changes(cursor).cursor == cursor


def test_what_is_written_comes_back_with_the_next_changes(bench: Bench) -> None:
    connector = bench.open()
    cursor = connector.changes(START).cursor
    receipt = connector.apply(
        change(
            "c1",
            Assign("Tier 2 Billing", BOB, from_group="Tier 1", from_owner=ANA),
            Update(Status.PENDING, Priority.HIGH, tags=("refund", "billing"), fields={"reason": "double charge"}),
            Note("For Bob."),
            Reply("We are on it."),
        )
    )
    assert receipt.outcome is Outcome.APPLIED
    batch = bench.open().changes(cursor)
    ticket = ticket_of(batch, "1")
    assert (ticket.group, ticket.owner, ticket.status) == ("Tier 2 Billing", BOB, Status.PENDING)
    assert (ticket.priority, ticket.tags) == (Priority.HIGH, ("billing", "refund"))
    assert dict(ticket.fields) == {"product": "flows", "reason": "double charge"}
    note, reply = said_in(batch, "1")[-2:]
    assert (note.text, note.visibility, note.author) == ("For Bob.", Visibility.INTERNAL, "Ana Ortiz")
    assert (reply.text, reply.visibility) == ("We are on it.", Visibility.PUBLIC)
    changed = {each.kind: (each.old, each.new) for each in batch.events if each.at == EPOCH}
    assert changed[EventKind.GROUP] == ("Tier 1", "Tier 2 Billing")
    assert changed[EventKind.OWNER] == ("Ana Ortiz", "Bob Lindgren")
    assert changed[EventKind.STATUS] == ("open", "pending")
    assert changed[EventKind.PRIORITY] == ("normal", "high")


def test_the_same_change_twice_has_one_effect_and_one_receipt(bench: Bench) -> None:
    first, second = bench.open(), bench.open()
    told = change("c1", Note("Once."))
    receipt = first.apply(told)
    bench.time += timedelta(minutes=1)
    assert second.apply(told) == receipt
    assert [each.text for each in said_in(first.changes(START), "1")].count("Once.") == 1


def test_a_change_written_twice_by_two_processes_at_once_counts_once(bench: Bench) -> None:
    connector = bench.open()
    connector.apply(change("c1", Note("Once.")))
    bench.journal.write_bytes(bench.journal.read_bytes() * 2)
    assert [each.text for each in said_in(connector.changes(START), "1")].count("Once.") == 1


@pytest.mark.parametrize(
    ("late", "ticket"),
    [
        (Assign("Tier 2 Billing", None, from_group="Tier 2 Technical"), "1"),
        (Assign(None, BOB, from_owner=None), "1"),
        (Assign(None, ANA, from_owner=BOB), "2"),
        (Assign("Tier 2 Billing", None, from_group="Tier 1", from_owner=BOB), "1"),
    ],
)
def test_whoever_was_faster_wins_and_nothing_is_written(bench: Bench, late: Assign, ticket: str) -> None:
    connector = bench.open()
    told = change("c1", late, Note("Moved."), ticket=ticket)
    receipt = connector.apply(told)
    assert receipt.outcome is Outcome.CONFLICT
    assert "meanwhile" in receipt.outcomes[0].why
    assert all(each.text != "Moved." for each in connector.changes(START).messages)
    assert connector.apply(told) == receipt


def test_who_may_have_lost_its_owner_on_the_way_is_not_late(bench: Bench) -> None:
    connector = bench.open()
    back = Assign(None, ANA, from_owner=BOB)  # as it is: the control, which is among those above
    assert connector.apply(change("c1", back, ticket="2")).outcome is Outcome.CONFLICT
    assert connector.apply(change("c2", replace(back, or_nobody=True), ticket="2")).outcome is Outcome.APPLIED


def test_what_already_is_as_wanted_is_no_conflict(bench: Bench) -> None:
    connector = bench.open()
    wanted = Assign("Tier 2 Billing", BOB, from_group="Tier 1", from_owner=ANA)
    connector.apply(change("c1", wanted))
    assert connector.apply(change("c2", wanted)).outcome is Outcome.APPLIED
    moves = [each for each in connector.changes(START).events if each.kind is EventKind.GROUP]
    assert len(moves) == 1


@pytest.mark.parametrize(
    "verb", [Assign("Tier 9", None, from_owner=ANA), Assign(None, AgentId("sample:zoe"), from_owner=ANA)]
)
def test_a_group_or_an_agent_that_is_not_there_is_denied(bench: Bench, verb: Assign) -> None:
    receipt = bench.open().apply(change("c1", verb))
    assert receipt.outcome is Outcome.DENIED


def test_a_ticket_that_is_not_there_is_lost(bench: Bench) -> None:
    assert bench.open().apply(change("c1", Note("x"), ticket="77")).outcome is Outcome.LOST


def test_a_line_torn_by_a_crash_is_reported_and_what_it_said_is_written_again(bench: Bench) -> None:
    connector = bench.open()
    cursor = connector.changes(START).cursor
    connector.apply(change("c1", Note("First.")))
    whole = bench.journal.read_bytes()
    connector.apply(change("c2", Note("Second.")))
    torn = bench.journal.read_bytes()[: len(whole) + 40]
    bench.journal.write_bytes(torn)

    connector = bench.open()
    assert [each.text for each in said_in(connector.changes(cursor), "1")][-1] == "First."
    connector.apply(change("c2", Note("Second.")))
    batch = connector.changes(cursor)
    assert [each.text for each in said_in(batch, "1")][-2:] == ["First.", "Second."]
    assert [each.where for each in batch.complaints] == ["journal.jsonl line 2"]
    assert connector.changes(batch.cursor).complaints == ()


@pytest.mark.parametrize("junk", [b"[]\n", b"null\n", b'{"change": 1}\n', b"\xff\xfe\n", b"\n", b"[[[[\n"])
def test_junk_in_the_journal_does_not_stop_the_rest(bench: Bench, junk: bytes) -> None:
    connector = bench.open()
    connector.apply(change("c1", Note("First.")))
    with bench.journal.open("ab") as file:
        file.write(junk)
    connector.apply(change("c2", Note("Second.")))
    batch = bench.open().changes(START)
    assert [each.text for each in said_in(batch, "1")][-2:] == ["First.", "Second."]


def test_paging_gives_every_ticket_once_and_what_happened_meanwhile_afterwards(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.connectors.sample.connector.AT_ONCE", 1)
    connector = bench.open()
    first = connector.changes(START)
    assert (first.more, first.remaining, len(first.tickets)) == (True, 1, 1)
    connector.apply(change("c1", Note("Meanwhile.")))
    second = connector.changes(first.cursor)
    assert (second.more, len(second.tickets), second.agents) == (False, 1, ())
    third = connector.changes(second.cursor)
    assert said_in(third, "1")[-1].text == "Meanwhile."
    assert connector.changes(first.cursor).tickets == second.tickets


@pytest.mark.parametrize(
    "cursor", ["nonsense", "[]", '["other", "", {}, 0, "2026-03-02T09:00:00+00:00"]', "[1, 2, 3, 4, 5]"]
)
def test_a_cursor_that_is_not_ours_starts_from_the_beginning(bench: Bench, cursor: str) -> None:
    assert len(bench.open().changes(Cursor(cursor)).tickets) == 2


def test_a_ticket_that_a_newer_warmline_tells_otherwise_comes_again(bench: Bench) -> None:
    cursor = bench.open().changes(START).cursor
    bench.write("tickets-a.toml", TICKETS.replace("Charged twice", "Charged thrice"))
    assert [each.subject for each in bench.open().changes(cursor).tickets] == ["Charged thrice"]


def test_a_change_survives_a_kill_right_after_it_was_confirmed(bench: Bench) -> None:
    bench.open().changes(START)
    program = (
        "import os, sys\n"
        "from tests.connectors.sample_bench import Bench, change\n"
        "from app.domain.changes import Note\n"
        "from pathlib import Path\n"
        "Bench(Path(sys.argv[1])).open().apply(change('c1', Note('Confirmed.')))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", program, str(bench.root)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
        timeout=60,
    )
    assert said_in(bench.open().changes(START), "1")[-1].text == "Confirmed."


def test_a_workspace_that_cannot_be_written_is_said_so(bench: Bench) -> None:
    connector = bench.open()
    connector.changes(START)
    bench.journal.mkdir()
    with pytest.raises(Unreachable, match=r"journal\.jsonl"):
        connector.apply(change("c1", Note("x")))


def test_a_damaged_workspace_says_what_to_delete(bench: Bench) -> None:
    bench.open().changes(START)
    (bench.root / "workspace" / OPENED).write_text(json.dumps({"opened": "yesterday"}))
    with pytest.raises(Unreachable, match=r"Delete .*workspace"):
        bench.open().changes(START)


def test_check_says_what_is_there_and_who_we_are(bench: Bench) -> None:
    assert bench.open().check() == "The sample workspace of 2 tickets, 0 changes since; you are Ana Ortiz."


def test_a_connection_without_its_folders_is_refused() -> None:
    with pytest.raises(SettingsInvalid, match="folder"):
        SampleConnector(ConnectionSettings("sample", "sample", url="somewhere"))


def test_a_clock_that_goes_back_repeats_nothing(bench: Bench) -> None:
    connector = bench.open()
    connector.changes(START)
    bench.time += timedelta(minutes=1)
    cursor = connector.changes(START).cursor
    bench.time -= timedelta(minutes=2)
    assert connector.changes(cursor).tickets == ()
