"""The harness that the tests of the Request Tracker connector share."""

from collections.abc import Iterator

import pytest

from tests.connectors.request_tracker_harness import RequestTrackerHarness
from tests.rt.instance import RequestTracker


@pytest.fixture(scope="package")
def shared_tracker(request_tracker: RequestTracker) -> Iterator[RequestTrackerHarness]:
    """One harness for all of them: each test makes tickets of its own."""
    harness = RequestTrackerHarness(request_tracker)
    yield harness
    harness.close()


@pytest.fixture
def tracker(shared_tracker: RequestTrackerHarness) -> RequestTrackerHarness:
    shared_tracker.proxy.spoil()
    return shared_tracker
