"""A changed rulebook is in force within seconds in everything that runs; a wrong one changes nothing and is said."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from app import paths
from app.bootstrap import Workspace, build_worker, default_assessor, open_workspace, rules_in_force
from app.inference.base import Analyzer
from app.secrets import SessionSecrets
from app.service.reading import Reader
from app.service.rules_in_force import RulesInForce
from app.service.worker import Worker
from app.store.store import Store
from tests import waiting
from tests.builders import DESK, batch, id_of, message, ticket
from tests.fakes import FakeAnalyzer

SHIPPED = (paths.resources() / "rulebook.toml").read_text("utf-8")
WRONG = SHIPPED.replace("account.value > 50000", "acount.value > 50000")
KIND = SHIPPED.replace("tier = 1", 'tier = "1"')
wait_until = partial(waiting.wait_until, seconds=60.0)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rules(clock: Clock) -> RulesInForce:
    rules = rules_in_force(default_assessor())
    rules._clock = clock
    return rules


def write(text: str) -> Path:
    path = paths.config_dir() / "rulebook.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_change_is_noticed_after_a_second_and_not_looked_for_before(rules: RulesInForce, clock: Clock) -> None:
    first = rules.assessor()
    write(SHIPPED + "# ours\n")
    assert rules.assessor() is first
    clock.now = 1.0
    second = rules.assessor()
    assert second.rulebook.revision != first.rulebook.revision
    assert second.versions("m") != first.versions("m")
    assert (second.weights, second.hours) == (first.weights, first.hours)
    clock.now = 2.0
    assert rules.assessor() is second


def test_a_wrong_file_leaves_the_rulebook_in_force_and_is_said_once(
    rules: RulesInForce, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    write(SHIPPED + "# ours\n")
    right = rules.assessor()
    with caplog.at_level(logging.ERROR):
        for text in (WRONG, WRONG, "[[rule", KIND, "x" * 10_000_000):
            write(text)
            clock.now += 1.0
            assert rules.assessor() is right
            assert rules.problem.endswith("The rulebook of before stays in force.")
    assert caplog.text.count("acount.value") == 1
    write(SHIPPED + "# mended\n")
    clock.now += 1.0
    assert rules.assessor() is not right
    assert rules.problem == ""


def test_a_wrong_file_where_none_was_before_leaves_the_shipped_one(rules: RulesInForce, clock: Clock) -> None:
    shipped = rules.assessor()
    path = write(WRONG)
    clock.now = 1.0
    assert rules.assessor() is shipped
    assert "acount" in rules.problem
    path.unlink()
    clock.now = 2.0
    assert rules.assessor() is shipped
    assert rules.problem == ""


def test_a_removed_file_brings_the_shipped_one_back(rules: RulesInForce, clock: Clock) -> None:
    shipped = rules.assessor().rulebook.revision
    path = write(SHIPPED + "# ours\n")
    assert rules.look().rulebook.revision != shipped
    path.unlink()
    assert rules.look().rulebook.revision == shipped


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    workspace = open_workspace(secrets=SessionSecrets())
    yield workspace
    workspace.close()


def test_a_console_that_was_opened_on_a_wrong_file_says_so(workspace: Workspace) -> None:
    write(SHIPPED + "# ours\n")
    before = workspace.rules.look().rulebook.revision
    write(WRONG)
    again = open_workspace(secrets=SessionSecrets())
    try:
        health = again.console.health()
        assert "acount.value" in health.rulebook_problem
        assert health.rulebook == before
    finally:
        again.close()


def judged_with(store: Store) -> str:
    triage = store.triaged.triage(id_of("1"))
    return triage.versions.rulebook if triage else ""


def test_a_running_worker_judges_everything_anew_and_goes_on_where_the_file_is_wrong(store: Store) -> None:
    store.pulled.apply(batch(ticket("1"), messages=(message("I am angry."),)), connection=DESK)
    rules = rules_in_force(default_assessor())
    stop = threading.Event()

    def read_with(analyzer: Analyzer) -> Reader:
        return Reader(store, analyzer, rules.assessor(), in_force=rules.assessor)

    worker = Worker(store, [], read_with, FakeAnalyzer)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        wait_until(lambda: bool(judged_with(store)))
        first = judged_with(store)
        write(SHIPPED + "# ours\n")
        wait_until(lambda: judged_with(store) not in {"", first})
        second = judged_with(store)
        write(WRONG)
        wait_until(lambda: bool(rules.problem))
        store.pulled.apply(batch(ticket("1"), messages=(message("More.", remote="2"),), cursor="2"), connection=DESK)
        wait_until(lambda: store.triaged.progress(FakeAnalyzer.revision) == (2, 2))
        assert judged_with(store) == second
    finally:
        stop.set()
        thread.join(timeout=20)
    assert not thread.is_alive()


def test_the_worker_of_a_workspace_follows_the_file(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = build_worker(workspace)
    reader = worker._read_with(FakeAnalyzer())
    before = workspace.rules.assessor()
    write(SHIPPED + "# ours\n")
    workspace.rules.look()
    reader.step(datetime.now(UTC))
    assert reader._assessor is workspace.rules.assessor()
    assert reader._assessor is not before
    for courier in worker._couriers:
        courier.close()
