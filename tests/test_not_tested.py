"""What this machine could not try is named at the end of a run, and fails it in CI."""

import pytest

from tests.not_tested import NotTested

TESTS = """
import pytest

def test_one():
    pytest.skip("not tested: a server (it is not installed)")

def test_two():
    pytest.skip("not tested: a server (it is not installed)")

def test_three():
    pass
"""


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("false", 0), ("true", 1), ("1", 1)])
def test_what_was_not_tried_is_named_and_fails_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makepyfile(TESTS)
    run = pytester.runpytest_inprocess("-p", "no:cacheprovider", plugins=[NotTested()])
    assert run.ret == status
    run.stdout.fnmatch_lines(
        ["*not tested*", "not tested: a server (it is not installed): 2 tests", "*1 passed, 2 skipped*"]
    )


def test_a_run_that_tried_everything_says_nothing(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makepyfile("def test_one():\n    pass\n")
    run = pytester.runpytest_inprocess("-p", "no:cacheprovider", plugins=[NotTested()])
    assert run.ret == 0
    run.stdout.no_fnmatch_line("*not tested*")
