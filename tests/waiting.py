"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable

POLL = 0.05  # seconds between two looks


def wait_until(done: Callable[[], bool], *, seconds: float) -> None:
    """Return once `done` is true; fail where it is not within `seconds`."""
    assert comes_true(done, seconds=seconds), "waited in vain"


def comes_true(done: Callable[[], bool], *, seconds: float, every: float = POLL) -> bool:
    """Whether `done` is true within `seconds`; it is asked `every` so many."""
    deadline = time.monotonic() + seconds
    while not (so := done()) and time.monotonic() < deadline:
        time.sleep(every)
    return so
