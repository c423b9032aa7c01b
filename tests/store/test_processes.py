"""Several programs at one store, and what is left of one that was killed in the middle of a write."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.changes import ChangeState
from app.domain.queue import Lens
from app.domain.tickets import TicketId
from app.store.store import Store, open_store
from tests.builders import DESK, NOW, id_of, message, ticket
from tests.store.testbed import KEY, Opener, Where, pull

ROOT = Path(__file__).parents[2]


@contextmanager
def program(where: Where, what: str, name: str, count: int) -> Iterator["subprocess.Popen[str]"]:
    """Another process that writes into the store."""
    key = where.key.hex() if where.key else ""
    command = [sys.executable, "-m", "tests.store.busy_process", where.url, key, what, name, str(count)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def acknowledged(process: "subprocess.Popen[str]", most: int | None = None) -> list[int]:
    """The numbers that it has said, until it ends or has said as many as `most`."""
    assert process.stdout is not None
    said: list[int] = []
    while (most is None or len(said) < most) and (line := process.stdout.readline()):
        said.append(int(line))
    return said


def test_two_programs_write_at_once_and_both_keep_everything(where: Where, opened: Opener) -> None:
    opened()
    with program(where, "decide", "a", 60) as one, program(where, "decide", "b", 60) as other:
        with program(where, "pull", "c", 15) as third:
            assert acknowledged(third) == list(range(15))
        assert acknowledged(one) == acknowledged(other) == list(range(60))
        assert one.wait() == other.wait() == third.wait() == 0
    store = opened()
    assert len(store.decided.decisions(id_of("1"))) == 120
    assert len(store.decided.deliveries(id_of("1"))) == 120
    assert store.decided.verify_audit() is None
    assert len(list(store.decided.audit())) == 120
    assert len(store.queue.ids(Lens.ALL, search="", me="", now=NOW)) == 300


def test_two_programs_open_a_new_store_at_once(tmp_path: Path) -> None:
    where = Where(f"sqlite:///{tmp_path / 'store.db'}", KEY)
    with program(where, "decide", "a", 5) as one, program(where, "decide", "b", 5) as other:
        assert acknowledged(one) == acknowledged(other) == list(range(5))
        assert one.wait() == other.wait() == 0
    store = open_store(where.url, key=where.key)
    assert len(store.decided.decisions(id_of("1"))) == 10
    store.close()


@pytest.mark.parametrize("after", [1, 17, 40])
def test_a_killed_program_loses_no_acknowledged_decision_and_doubles_none(
    where: Where, opened: Opener, after: int
) -> None:
    pull(opened(), ticket())
    with program(where, "decide", "a", 500) as process:
        said = acknowledged(process, after)
        process.send_signal(signal.SIGKILL)
        said += acknowledged(process)
        process.wait()
    store = opened()
    decided = _whole(store)
    assert len(said) >= after
    assert {f"decision-1a{number}" for number in said} <= decided
    assert len(decided) <= len(said) + 1  # one that was committed, and not yet said

    again = max(said) + 2
    with program(where, "decide", "a", again) as process:  # as one who heard no answer would: all of it once more
        assert acknowledged(process) == list(range(again))
    assert len(_whole(store)) == again


def test_a_killed_pull_comes_again_and_nothing_is_missing_or_double(where: Where, opened: Opener) -> None:
    opened()
    with program(where, "pull", "a", 200) as process:
        said = acknowledged(process, 6)
        process.send_signal(signal.SIGKILL)
        said += acknowledged(process)
        process.wait()
    store = opened()
    assert store.pulled.cursor(DESK) in {f"a{said[-1]}", f"a{said[-1] + 1}"}
    again = said[-1] + 2
    with program(where, "pull", "a", again) as process:
        assert acknowledged(process) == list(range(again))
    tickets = store.queue.ids(Lens.ALL, search="", me="", now=NOW)
    assert len(tickets) == again * 20
    for each in tickets[::17]:
        number = TicketId(each).partition(":")[2]
        assert store.pulled.messages(each) == (message(f"from {number}", number=number),)


def test_what_a_killed_courier_had_claimed_is_delivered_by_the_next(where: Where, opened: Opener) -> None:
    store = opened()
    pull(store, ticket())
    with program(where, "decide", "a", 40) as process:
        acknowledged(process)
    with program(where, "deliver", "a", 40) as process:
        acknowledged(process, 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with program(where, "deliver", "b", 60) as process:
        acknowledged(process)
    assert [each.state for each in store.decided.deliveries(id_of("1"))] == [ChangeState.DONE] * 40
    assert store.decided.waiting_count() == 0


def _whole(store: Store) -> set[str]:
    """The decisions that are there, each with exactly its entry and its write-back."""
    decisions = [each.id for each in store.decided.decisions(id_of("1"))]
    deliveries = [each.decision for each in store.decided.deliveries(id_of("1"))]
    entries = [each.subject.removeprefix("decision ") for each in store.decided.audit()]
    assert decisions == deliveries == entries
    assert len(set(decisions)) == len(decisions)
    assert store.decided.verify_audit() is None
    return set(decisions)
