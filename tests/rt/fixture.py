"""The fixture `request_tracker`: one running server for the whole session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rt import instance
from tests.rt.instance import RequestTracker


@pytest.fixture(scope="session")
def request_tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    """A seeded Request Tracker that every test of the session shares: make tickets of your own, count no others."""
    folder: Path = tmp_path_factory.mktemp("request_tracker")
    tracker = instance.start(folder)
    try:
        yield tracker
    finally:
        tracker.stop()
