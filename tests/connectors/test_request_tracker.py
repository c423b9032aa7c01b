"""The conformance suite against a real Request Tracker."""

import pytest

from tests.connectors.conformance import Changing, OverTheNetwork, Reading, Writing
from tests.connectors.request_tracker_harness import RequestTrackerHarness

pytestmark = pytest.mark.rt


@pytest.fixture
def harness(tracker: RequestTrackerHarness) -> RequestTrackerHarness:
    return tracker


class TestReading(Reading):
    """From the start, and from where one stopped."""


class TestChanging(Changing):
    """While customers and agents write."""


class TestWriting(Writing):
    """Queues, owners, comments and correspondence."""


class TestOverTheNetwork(OverTheNetwork):
    """Through a proxy that spoils answers."""
