"""What could not be tried on this machine is listed by name at the end; in CI it fails the run."""

import os
from collections import Counter

import pytest

PREFIX = "not tested: "
SKIPPED = "Skipped: "  # how pytest begins the reason of a skip


class NotTested:
    """A pytest plugin that gathers the skips whose reason begins with `not tested:`."""

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._gather(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._gather(report)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.reasons:
            return
        terminalreporter.section("not tested" + (", which is a failure in CI" if in_ci() else ""), red=in_ci())
        for reason, times in sorted(self.reasons.items()):
            terminalreporter.line(f"{PREFIX}{reason}: {times} test{'s' if times > 1 else ''}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.reasons and in_ci() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _gather(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or not isinstance(report.longrepr, tuple):
            return
        reason = str(report.longrepr[2]).removeprefix(SKIPPED)
        if reason.startswith(PREFIX):
            self.reasons[reason.removeprefix(PREFIX)] += 1


def in_ci() -> bool:
    """Whether a build server runs the tests: there, what was not tried counts as failed."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
