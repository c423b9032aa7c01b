"""A worker as a process: the program's own, but for the language models, in whose place words are looked at."""

import os
import threading
from multiprocessing.connection import Connection

from app import bootstrap
from app.bootstrap import Workspace, build_worker, open_workspace
from app.errors import StoreFailed
from app.paths import HOME
from app.secrets import SessionSecrets
from tests.fakes import FakeAnalyzer, FakeTrainer
from tests.storm import safeguards
from tests.storm.child import Home

AGAIN = 0.2  # seconds


def work(pipe: Connection, home: Home) -> None:
    """Work until the pipe is closed at the other end."""
    os.environ[HOME] = str(home.folder)
    safeguards.remove(home.without)
    bootstrap.analyzer = lambda _=None: FakeAnalyzer()  # type: ignore[assignment]
    bootstrap.trainer = lambda _: FakeTrainer()  # type: ignore[assignment]
    workspace = opened(home, pipe)
    stop = threading.Event()
    threading.Thread(target=_stop_at_end, args=(pipe, stop), daemon=True).start()
    build_worker(workspace).run(stop)
    workspace.close()


def opened(home: Home, pipe: Connection) -> Workspace:
    """The workspace, as soon as its store can be reached: whoever starts a console or a worker tries again.

    Ends the process where the pipe is closed at the other end meanwhile.
    """
    while True:
        try:
            return open_workspace(secrets=SessionSecrets(dict(home.secrets)))
        except StoreFailed:
            if pipe.poll(AGAIN):
                raise SystemExit from None


def _stop_at_end(pipe: Connection, stop: threading.Event) -> None:
    try:
        pipe.recv()
    except (EOFError, OSError):
        stop.set()
