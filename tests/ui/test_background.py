"""The bridge between the window and slow work."""

from threading import Event, get_ident
from traceback import extract_tb

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import Unreachable
from app.ui.background import Background


class Heard:
    """What came back."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.threads: list[int] = []

    def done(self, result: object) -> None:
        self.results.append(result)
        self.threads.append(get_ident())

    def failed(self, error: Exception) -> None:
        self.errors.append(error)


def test_work_runs_elsewhere_and_its_result_arrives_on_the_gui_thread(qtbot: QtBot, background: Background) -> None:
    heard = Heard()
    owner = QObject()
    background.run(owner, get_ident, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.threads == [get_ident()]
    assert heard.results != [get_ident()]


def test_expected_error_arrives_as_a_state_and_nothing_is_raised(qtbot: QtBot, background: Background) -> None:
    heard = Heard()
    owner = QObject()

    def work() -> None:
        raise Unreachable("rt.example.com did not answer.")

    background.run(owner, work, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert [str(error) for error in heard.errors] == ["rt.example.com did not answer."]


def test_bug_reaches_the_exception_hook_with_its_traceback(qtbot: QtBot, background: Background) -> None:
    heard = Heard()
    owner = QObject()

    def a_bug() -> None:
        raise KeyError("nobody thought of this")

    with qtbot.captureExceptions() as raised:
        background.run(owner, a_bug, done=heard.done, failed=heard.failed)
        qtbot.waitUntil(lambda: bool(raised))
    assert [kind for kind, _, _ in raised] == [KeyError]
    assert extract_tb(raised[0][2])[-1].name == "a_bug"
    assert len(heard.errors) == 1  # nothing that waits for the answer hangs


def test_result_for_a_deleted_owner_is_dropped(qtbot: QtBot, background: Background) -> None:
    heard = Heard()
    deleted, alive = QObject(), QObject()
    begun, go_on = Event(), Event()

    def slow() -> int:
        begun.set()
        go_on.wait(10)
        return 1

    background.run(deleted, slow, done=heard.done, failed=heard.failed)
    assert begun.wait(10)
    with qtbot.waitSignal(deleted.destroyed):
        deleted.deleteLater()
    go_on.set()
    assert background.close(timeout_ms=10_000)
    background.run(alive, lambda: 2, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [2]


def test_of_many_requests_the_first_and_the_last_run_and_only_the_last_is_shown(
    qtbot: QtBot, background: Background
) -> None:
    heard, ran = Heard(), list[int]()
    owner = QObject()
    begun, go_on = Event(), Event()
    latest = background.latest(owner)

    def slow() -> int:
        begun.set()
        go_on.wait(10)
        ran.append(0)
        return 0

    def quick(number: int) -> int:
        ran.append(number)
        return number

    latest.run(slow, done=heard.done, failed=heard.failed)
    assert begun.wait(10)
    for number in range(1, 100):
        latest.run(lambda number=number: quick(number), done=heard.done, failed=heard.failed)  # type: ignore[misc]
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [99]
    assert ran == [0, 99]


def test_what_waits_is_still_run_when_the_window_closes(qtbot: QtBot, background: Background) -> None:
    heard, saved = Heard(), list[str]()
    owner = QObject()
    latest = background.latest(owner)
    for text in ("d", "dr", "draft"):
        latest.run(lambda text=text: saved.append(text), done=heard.done, failed=heard.failed)  # type: ignore[misc]
    assert background.close(timeout_ms=10_000)
    assert saved[-1] == "draft"


def test_forgotten_request_is_not_shown(qtbot: QtBot, background: Background) -> None:
    heard = Heard()
    owner = QObject()
    latest = background.latest(owner)
    latest.run(lambda: 1, done=heard.done, failed=heard.failed)
    latest.forget()
    background.run(owner, lambda: 2, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [2]


@pytest.mark.parametrize("rounds", [200])
def test_every_result_arrives_under_load(qtbot: QtBot, background: Background, rounds: int) -> None:
    heard = Heard()
    owner = QObject()
    for number in range(rounds):
        background.run(owner, lambda number=number: number, done=heard.done, failed=heard.failed)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(heard.results) == rounds)
    assert sorted(heard.results) == list(range(rounds))  # type: ignore[type-var]
