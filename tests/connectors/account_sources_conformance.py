"""What every account source must do, whatever it is: one suite, run by each against its own real thing."""

import logging
import traceback
from typing import Protocol

import pytest

from app.connectors.accounts.base import AccountSource
from app.domain.findings import Findings, FoundAccount, FoundFact
from app.errors import AuthFailed, RateLimited, Refused, Unreachable, WarmlineError
from tests.connectors.faulty_proxy import DROPPED, HALF, HTML, SILENT, Fault, FaultyProxy, answering

ACME, GLOBEX = "acme.example", "globex.example"


class SourceHarness(Protocol):
    """A source that says that Acme is worth something, and somebody who changes what it says."""

    secret: str

    def source(self) -> AccountSource:
        """The source as after a restart of the program."""

    def worth(self, domain: str, value: int) -> None:
        """Say from now on that the account of this domain is worth so much a year."""

    def break_a_row(self) -> None:
        """Add something about another account that cannot be read."""


class Conformance:
    """For every kind of source; a subclass gives the fixture `harness`."""

    def test_what_it_says_of_an_account_is_found_by_the_accounts_key(self, harness: SourceHarness) -> None:
        harness.worth(ACME, 84_000)
        findings = read(harness)
        assert value_of(findings, ACME) == 84_000
        assert findings.complaints == ()

    def test_a_source_that_is_read_again_says_the_same(self, harness: SourceHarness) -> None:
        harness.worth(ACME, 84_000)
        source = harness.source()
        assert source.read().accounts == source.read().accounts
        source.close()

    def test_what_changed_is_said(self, harness: SourceHarness) -> None:
        harness.worth(ACME, 84_000)
        harness.worth(ACME, 96_000)
        assert value_of(read(harness), ACME) == 96_000

    def test_an_account_that_it_does_not_know_is_missing_and_no_mistake(self, harness: SourceHarness) -> None:
        harness.worth(ACME, 84_000)
        findings = read(harness)
        assert value_of(findings, GLOBEX) is None
        assert findings.complaints == ()

    def test_a_row_that_cannot_be_read_costs_nobody_else_and_is_named(self, harness: SourceHarness) -> None:
        harness.worth(ACME, 84_000)
        harness.break_a_row()
        findings = read(harness)
        assert value_of(findings, ACME) == 84_000
        [complaint] = findings.complaints
        assert complaint.where
        assert complaint.what
        assert "value" not in findings.whole  # what is not understood is not gone

    def test_no_secret_is_in_a_repr_or_a_log(self, harness: SourceHarness, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        harness.worth(ACME, 84_000)
        source = harness.source()
        source.read()
        said = repr(source) + str(source) + caplog.text
        assert not harness.secret or harness.secret not in said
        source.close()


class NetworkSourceHarness(SourceHarness, Protocol):
    proxy: FaultyProxy

    def impatient_source(self) -> AccountSource:
        """A source that waits for an answer for a fraction of a second."""


class OverTheNetwork:
    """A network lies in between, and does what networks do."""

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (answering(401), AuthFailed),
            (answering(403), Refused),
            (answering(429, Retry_After="7"), RateLimited),
            (answering(500), Unreachable),
            (answering(503, Retry_After="7"), RateLimited),
            (HTML, Unreachable),
            (HALF, Unreachable),
            (DROPPED, Unreachable),
        ],
        ids=lambda value: value.__name__ if isinstance(value, type) else str(getattr(value, "status", "") or "broken"),
    )
    @pytest.mark.parametrize("first_page", [True, False], ids=["at once", "later"])
    def test_a_spoiled_answer_is_an_error_and_half_a_reading_is_none(
        self,
        harness: NetworkSourceHarness,
        fault: Fault,
        error: type[WarmlineError],
        first_page: bool,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        harness.proxy.spoil(*([] if first_page else [None]), fault)
        source = harness.source()
        with pytest.raises(error) as raised:
            source.read()
        assert type(raised.value) is error
        assert str(raised.value).endswith(".")
        assert harness.secret not in "".join(traceback.format_exception(raised.value)) + caplog.text
        harness.proxy.spoil()
        source.read()
        source.close()

    def test_a_silent_server_is_given_up_on(self, harness: NetworkSourceHarness) -> None:
        source = harness.impatient_source()
        with harness.proxy.spoiling(lambda _: SILENT), pytest.raises(Unreachable):
            source.read()
        source.close()


def read(harness: SourceHarness) -> Findings:
    source = harness.source()
    try:
        return source.read()
    finally:
        source.close()


def facts_of(findings: Findings, key: str, name: str) -> list[FoundFact]:
    """Every fact of that name that is said of an account which goes by the key, or by an address of that domain."""
    return [fact for each in findings.accounts if _goes_by(each, key) for fact in each.facts if fact.name == name]


def value_of(findings: Findings, key: str) -> object:
    return next((fact.value for fact in reversed(facts_of(findings, key, "value"))), None)


def _goes_by(account: FoundAccount, key: str) -> bool:
    return any(each == key or each.endswith(f"@{key}") for each in account.keys)
