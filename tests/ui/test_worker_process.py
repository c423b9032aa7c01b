"""The worker beside the window: greeted, restarted when it dies, gone when the window goes."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.notice import Notice
from app.ui.worker_process import TOPIC, WorkerLaunch, WorkerProcess

# A worker in miniature: writes what it was greeted with, then lives until its input closes.
OBEDIENT = """
import pathlib, sys
pathlib.Path(sys.argv[1]).write_text(sys.stdin.readline())
while sys.stdin.readline():
    pass
pathlib.Path(sys.argv[1]).write_text("ended by itself")
"""
STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text("here")
while True:
    time.sleep(60)
"""

Launch = Callable[..., WorkerProcess]


@pytest.fixture
def launch(qtbot: QtBot, tmp_path: Path) -> Iterator[Launch]:
    started: list[WorkerProcess] = []

    def launch(program: str, *arguments: str, greeting: bytes = b"") -> WorkerProcess:
        command = [sys.executable, "-c", program, str(tmp_path / "out"), *arguments]
        started.append(WorkerProcess(WorkerLaunch(command, greeting)))
        return started[-1]

    yield launch
    for each in started:
        each.stop(patience_ms=2000)


def test_worker_hears_its_greeting_and_ends_when_its_input_closes(launch: Launch, qtbot: QtBot, tmp_path: Path) -> None:
    worker = launch(OBEDIENT, greeting=b"the key\n")
    worker.start()
    qtbot.waitUntil(lambda: (tmp_path / "out").exists() and (tmp_path / "out").read_text() == "the key\n")
    assert worker.pid
    worker.stop()
    assert worker.pid == 0
    assert (tmp_path / "out").read_text() == "ended by itself"


def test_killed_worker_is_started_again_and_said(launch: Launch, qtbot: QtBot, tmp_path: Path) -> None:
    worker = launch(OBEDIENT, greeting=b"hello\n")
    told = list[Notice]()
    worker.troubled.connect(told.append)
    worker.start()
    qtbot.waitUntil((tmp_path / "out").exists)
    first = worker.pid
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: worker.running and worker.pid not in {0, first})
    [notice] = told
    assert notice.topic == TOPIC
    assert "was killed or crashed. It starts again in 1 s" in notice.text


def test_worker_that_keeps_dying_is_started_ever_more_slowly_with_its_last_words(launch: Launch, qtbot: QtBot) -> None:
    worker = launch("import sys; sys.exit('no models here')")
    told = list[Notice]()
    worker.troubled.connect(told.append)
    worker.start()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert "ended with status 1. It starts again in 1 s" in told[0].text
    assert "in 2 s" in told[1].text
    assert "no models here" in told[0].details


def test_program_that_is_not_there_is_said(qtbot: QtBot) -> None:
    worker = WorkerProcess(WorkerLaunch(["/nowhere/warmline", "worker"]))
    with qtbot.waitSignal(worker.troubled) as troubled:
        worker.start()
    assert "could not be started" in troubled.args[0].text
    worker.stop()


def test_worker_that_does_not_listen_is_ended_all_the_same(launch: Launch, qtbot: QtBot, tmp_path: Path) -> None:
    worker = launch(STUBBORN)
    worker.start()
    qtbot.waitUntil((tmp_path / "out").exists)
    worker.stop(patience_ms=100)
    assert not worker.running


def test_the_greeting_is_in_no_representation() -> None:
    assert "secret" not in repr(WorkerLaunch(["warmline", "worker"], b"secret"))
