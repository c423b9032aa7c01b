"""Being somebody to Request Tracker, with a password instead of a token."""

import logging
import traceback

import pytest

from app.domain.changes import Note, Outcome
from app.errors import AuthFailed
from tests.connectors.faulty_proxy import Asked, Fault, answering
from tests.connectors.harness import change
from tests.connectors.request_tracker_harness import RequestTrackerHarness
from tests.connectors.world import World

pytestmark = pytest.mark.rt

PASSWORD = "ben-pass-123"


def test_a_password_is_shown_once_and_the_cookie_kept(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("By password", "first")
    connector = tracker.connector(login="ben", secret=PASSWORD)
    before = len(tracker.proxy.asked)
    assert World().pull(connector).texts(ticket) == ["first"]
    asked = [each.path for each in tracker.proxy.asked[before:]]
    assert sum(path.startswith("/NoAuth/Login.html") for path in asked) == 1
    assert len(asked) > 10


def test_a_note_is_by_whoever_logged_in(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Signed", "first")
    receipt = tracker.connector(login="ben", secret=PASSWORD).apply(change(ticket, Note("said")))
    assert receipt.outcome is Outcome.APPLIED
    assert tracker.world().thread(ticket)[-1].author == "Ben Adeyemi"


def test_a_cookie_that_ran_out_is_renewed(tracker: RequestTrackerHarness) -> None:
    connector = tracker.connector(login="ben", secret=PASSWORD)
    connector.check()
    for session in (tracker.tracker.folder / "sessions").iterdir():
        if session.is_file():
            session.unlink()
    assert connector.check().startswith("Request Tracker 5.")


def test_without_a_log_in_page_the_password_is_shown_each_time(tracker: RequestTrackerHarness) -> None:
    def no_page(asked: Asked) -> Fault | None:
        return answering(404) if asked.path.startswith("/NoAuth/") else None

    with tracker.proxy.spoiling(no_page):
        connector = tracker.connector(login="ben", secret=PASSWORD)
        assert connector.check().startswith("Request Tracker 5.")
        assert connector.check().startswith("Request Tracker 5.")


@pytest.mark.parametrize(("login", "secret"), [("ben", "wrong-pass-9"), ("", "1-2-wrong-token-9")])
def test_a_wrong_secret_asks_for_a_person_and_is_not_repeated(
    tracker: RequestTrackerHarness, login: str, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connector = tracker.connector(login=login, secret=secret)
    with pytest.raises(AuthFailed) as raised:
        connector.check()
    told = "".join(traceback.format_exception(raised.value)) + caplog.text + repr(connector) + repr(tracker.requests)
    assert secret not in told


def test_the_ledger_names_every_request_and_no_secret(tracker: RequestTrackerHarness) -> None:
    tracker.requests.clear()
    before = len(tracker.proxy.asked)
    tracker.connector(login="ben", secret=PASSWORD).check()
    asked = tracker.proxy.asked[before:]
    assert [(each.method, each.path) for each in tracker.requests] == [
        (each.method, each.path.partition("?")[0]) for each in asked
    ]
    assert all(each.status in {200, 302} and each.host == tracker.proxy.url[7:] for each in tracker.requests)
    assert all(each.received > 0 and each.seconds > 0 for each in tracker.requests)
    assert PASSWORD not in repr(tracker.requests)
