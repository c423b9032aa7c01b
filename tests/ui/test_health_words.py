"""The header's few words."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.health import (
    ConnectionHealth,
    FailedChange,
    Health,
    SyncState,
    WorkerHealth,
    WorkerState,
)
from app.domain.tickets import ConnectionName
from app.settings import ConnectionSettings
from app.ui.health_words import ago, health_notices, hosts, sync_words
from app.ui.notice import Tone

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
IDLE = WorkerHealth(WorkerState.IDLE)


def connection(state: SyncState, **more: object) -> ConnectionHealth:
    return ConnectionHealth(ConnectionName("support"), state, **more)  # type: ignore[arg-type]


LIVE = connection(SyncState.LIVE, synced_at=NOW - timedelta(seconds=3))
OFFLINE = connection(SyncState.OFFLINE, retry_at=NOW + timedelta(seconds=20))


@pytest.mark.parametrize(
    ("health", "words"),
    [
        (Health((LIVE,), IDLE), "live, 3 s ago"),
        (Health((LIVE,), IDLE, waiting_changes=1), "live, 3 s ago, 1 change waiting"),
        (Health((OFFLINE,), IDLE, waiting_changes=4), "offline, 4 changes waiting, trying again in 20 s"),
        (Health((connection(SyncState.OFFLINE, retry_at=NOW),), IDLE), "offline, trying again now"),
        (Health((connection(SyncState.OFFLINE),), IDLE), "offline"),
        (Health((LIVE,), WorkerHealth(WorkerState.READING, done=120, total=1655)), "reading messages 120 of 1,655"),
        (Health((LIVE,), WorkerHealth(WorkerState.LOADING)), "loading the language models"),
        (Health((LIVE,), WorkerHealth(WorkerState.FAILED)), "messages are not being read"),
        (Health(), "starting the worker"),
        (Health((), IDLE), "connecting"),
        (Health((connection(SyncState.STARTING),), IDLE), "connecting to support"),
        (Health((connection(SyncState.SYNCING, remaining=2100),), IDLE), "syncing, 2,100 to go"),
        (Health((connection(SyncState.SYNCING),), IDLE), "syncing"),
        (Health((LIVE, connection(SyncState.STOPPED)), IDLE), "support has stopped"),
    ],
)
def test_words(health: Health, words: str) -> None:
    assert sync_words(health, now=NOW).text == words


def test_trouble_outranks_progress_but_does_not_hide_it() -> None:
    words = sync_words(Health((OFFLINE,), WorkerHealth(WorkerState.READING, done=1, total=4)), now=NOW)
    assert words.text.startswith("offline")
    assert words.progress == 0.25
    assert not words.good


def test_nothing_to_read_is_no_progress() -> None:
    assert sync_words(Health((LIVE,), WorkerHealth(WorkerState.READING)), now=NOW).progress is None
    assert sync_words(Health((LIVE,), IDLE), now=NOW).progress is None


def test_a_failed_write_back_is_told_with_its_ticket_and_why() -> None:
    failed = tuple(FailedChange(number, "Charged twice", NOW, "somebody else moved it first") for number in ("7", "8"))
    [one] = health_notices(Health(failed_changes=failed[:1]))
    assert one.text == "A change to #7 was not written: somebody else moved it first"
    [two] = health_notices(Health(failed_changes=failed))
    assert two.text.startswith("2 changes were not written, the latest to #7")
    assert "#8 Charged twice: somebody else moved it first" in two.details
    assert two.tone is Tone.WARNING


def test_stopped_connection_and_failed_models_are_told_in_their_own_words() -> None:
    health = Health(
        (connection(SyncState.STOPPED, problem="The token was refused."), LIVE),
        WorkerHealth(WorkerState.FAILED, problem="The model file was altered."),
    )
    assert [notice.text for notice in health_notices(health)] == [
        "The token was refused.",
        "The model file was altered.",
    ]


def test_a_healthy_workspace_has_nothing_to_tell() -> None:
    assert health_notices(Health((LIVE, OFFLINE), IDLE, waiting_changes=3)) == ()


@pytest.mark.parametrize(
    ("seconds", "words"), [(-5, "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_ago_is_one_unit(seconds: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), now=NOW) == words


def test_hosts_are_those_of_remote_connections_once_each() -> None:
    connections = [
        ConnectionSettings("a", "request_tracker", "https://rt.example.com/rt"),
        ConnectionSettings("b", "request_tracker", "https://rt.example.com"),
        ConnectionSettings("c", "files", "/home/ana/tickets.jsonl"),
    ]
    assert hosts(connections) == ("rt.example.com",)
