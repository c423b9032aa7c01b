"""The conformance suite against a real Request Tracker, with a token and with a password."""

from collections.abc import Iterator

import pytest

from tests.connectors.conformance import Changing, OverTheNetwork, Reading, Writing
from tests.connectors.request_tracker_harness import RequestTrackerHarness
from tests.rt.instance import RequestTracker

pytestmark = pytest.mark.rt


@pytest.fixture(scope="module")
def shared(request_tracker: RequestTracker) -> Iterator[RequestTrackerHarness]:
    harness = RequestTrackerHarness(request_tracker)
    yield harness
    harness.close()


@pytest.fixture
def harness(shared: RequestTrackerHarness) -> RequestTrackerHarness:
    shared.proxy.spoil()
    return shared


class TestReading(Reading):
    """From the start, and from where one stopped."""


class TestChanging(Changing):
    """While customers and agents write."""


class TestWriting(Writing):
    """Queues, owners, comments and correspondence."""


class TestOverTheNetwork(OverTheNetwork):
    """Through a proxy that spoils answers."""
