"""An account source's facts come in on time, and what a source does wrong is said and survived."""

from collections import deque
from datetime import timedelta

import pytest

from app.domain.batch import Complaint
from app.domain.findings import Findings, FoundAccount, FoundFact
from app.domain.health import ConnectionHealth, SyncState
from app.domain.tickets import AccountId
from app.errors import AuthFailed, RateLimited, Refused, SettingsInvalid, Unreachable
from app.service.account_courier import AccountCourier
from app.store.store import Store
from tests.builders import DESK, NOW, batch, ticket

POLL = timedelta(minutes=15)


class Source:
    """What lies beyond the edge: it says one thing, or fails as it is told to."""

    name = "crm"

    def __init__(self) -> None:
        self.value = 84_000
        self.complaints: tuple[Complaint, ...] = ()
        self.failures: deque[Exception] = deque()
        self.read_times = 0
        self.closed = False

    def read(self) -> Findings:
        self.read_times += 1
        if self.failures:
            raise self.failures.popleft()
        facts = (FoundFact("value", self.value),)
        return Findings((FoundAccount(("acme.example",), "Acme", facts),), self.complaints, frozenset({"value"}))

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def source(store: Store) -> Source:
    store.pulled.apply(batch(ticket(account=AccountId("acme.example"))), connection=DESK)
    store.account_sources.rank(["crm"])
    return Source()


@pytest.fixture
def courier(store: Store, source: Source) -> AccountCourier:
    return AccountCourier("crm", lambda: source, store, poll=POLL)


def health(store: Store) -> ConnectionHealth:
    [only] = store.pulse.health(now=NOW).connections
    return only


def worth(store: Store) -> object:
    account = store.account_sources.account(AccountId("acme.example"))
    latest = account.latest("value") if account else None
    return latest.value if latest else None


def test_facts_come_in_at_once_and_then_every_quarter_of_an_hour(
    store: Store, source: Source, courier: AccountCourier
) -> None:
    courier.begin()
    assert health(store).state is SyncState.STARTING
    assert courier.step(NOW) is False
    assert (health(store).state, health(store).synced_at, worth(store)) == (SyncState.LIVE, NOW, 84_000)
    source.value = 96_000
    courier.step(NOW + POLL - timedelta(seconds=1))
    assert worth(store) == 84_000
    courier.step(NOW + POLL)
    assert worth(store) == 96_000


def test_a_source_that_is_down_leaves_its_last_facts_with_their_age(
    store: Store, source: Source, courier: AccountCourier, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    courier.step(NOW)
    source.failures.extend([Unreachable("It is down."), Unreachable("It is down.")])
    courier.step(NOW + POLL)
    said = health(store)
    assert (said.state, said.problem, said.synced_at) == (SyncState.OFFLINE, "It is down.", NOW)
    assert said.retry_at is not None
    courier.step(said.retry_at)
    account = store.account_sources.account(AccountId("acme.example"))
    assert account is not None
    assert ([each.value for each in account.facts], account.heard[0].at) == ([84_000], NOW)
    again = health(store).retry_at
    assert again is not None
    assert again > said.retry_at
    courier.step(again)
    assert health(store).state is SyncState.LIVE
    assert [each.message for each in caplog.records] == [
        "crm: offline: It is down.",
        "crm: answers again after 2 failures",
    ]


def test_it_waits_as_long_as_the_source_asks(store: Store, source: Source, courier: AccountCourier) -> None:
    source.failures.append(RateLimited("Later.", retry_after=timedelta(minutes=3)))
    courier.step(NOW)
    assert health(store).retry_at == NOW + timedelta(minutes=3)


def test_a_query_that_is_refused_is_said_and_tried_again(store: Store, source: Source, courier: AccountCourier) -> None:
    source.failures.append(Refused("There is no such column."))
    courier.step(NOW)
    said = health(store)
    assert (said.state, said.problem) == (SyncState.OFFLINE, "There is no such column.")
    assert said.retry_at is not None
    courier.step(said.retry_at)
    assert health(store).state is SyncState.LIVE


def test_a_revoked_key_stops_it_until_a_person_mends_it(store: Store, source: Source, courier: AccountCourier) -> None:
    source.failures.append(AuthFailed("The key was revoked."))
    courier.step(NOW)
    courier.step(NOW + timedelta(days=1))
    assert (health(store).state, health(store).problem, source.read_times) == (
        SyncState.STOPPED,
        "The key was revoked.",
        1,
    )


def test_settings_that_cannot_be_are_its_health_and_nobody_elses_end(store: Store, source: Source) -> None:
    def refuse() -> Source:
        raise SettingsInvalid("There is no query.")

    courier = AccountCourier("crm", refuse, store, poll=POLL)
    courier.step(NOW)
    assert (health(store).state, health(store).problem) == (SyncState.STOPPED, "There is no query.")
    courier.close()


def test_a_bug_of_ours_is_said_and_raised_for_the_log(store: Store, source: Source, courier: AccountCourier) -> None:
    source.failures.append(KeyError("ours"))
    with pytest.raises(KeyError):
        courier.step(NOW)
    assert "its log says how" in health(store).problem
    courier.step(NOW + timedelta(seconds=30))
    assert source.read_times == 1


def test_the_same_mistake_in_an_export_is_logged_once(
    source: Source, courier: AccountCourier, caplog: pytest.LogCaptureFixture
) -> None:
    source.complaints = (Complaint("accounts.csv, line 7", "value is a number"),)
    courier.step(NOW)
    courier.step(NOW + POLL)
    assert caplog.text.count("crm: accounts.csv, line 7: value is a number") == 1


def test_it_closes_what_it_opened(source: Source, courier: AccountCourier) -> None:
    courier.step(NOW)
    courier.close()
    assert source.closed
