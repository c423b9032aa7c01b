"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable


def wait_until(done: Callable[[], bool], *, seconds: float) -> None:
    """Return once `done` is true; fail where it is not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
