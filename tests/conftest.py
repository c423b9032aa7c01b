"""What holds for every test: no screen, no network for models, no keyring and no folder of the person's own."""

import os
from functools import cache
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import system_packages
from tests.not_tested import PREFIX, NotTested

pytest_plugins = ["pytester", "tests.rt.fixture", "tests.keyring.fixture", "tests.long_first"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update(
    {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
)

if "PYTEST_XDIST_WORKER" in os.environ:  # the processes of a run share the cores: more threads only wait for each other
    os.environ.setdefault("OMP_NUM_THREADS", "1")

NEEDS = {
    "rt": system_packages.REQUEST_TRACKER,
    "keyring": system_packages.KEYRING,
    "display": system_packages.DISPLAY,
}
WINDOW_MS = 30_000  # what a window is waited for: on a busy machine the five seconds of pytest-qt are too few
MARKS = {"request_tracker": "rt", "system_keyring": "keyring"}  # of tests that use these fixtures


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, store and logs of a test lie in a folder of its own."""
    home = tmp_path / "warmline-home"
    monkeypatch.setenv("WARMLINE_HOME", str(home))
    return home


def pytest_configure(config: pytest.Config) -> None:
    (QtBot.waitUntil.__kwdefaults__ or {})["timeout"] = WINDOW_MS
    config.pluginmanager.register(NotTested(), "not-tested")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the servers that they use."""
    for item in items:
        for name in getattr(item, "fixturenames", ()):
            if name in MARKS:
                item.add_marker(MARKS[name])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say by name what cannot be tried here, because this machine lacks the server that it needs."""
    for mark, need in NEEDS.items():
        if item.get_closest_marker(mark) and (missing := _missing(need)):
            pytest.skip(f"{PREFIX}{need.name} ({missing[0]} is not installed)")


@cache
def _missing(need: system_packages.Need) -> tuple[str, ...]:
    return need.missing()
