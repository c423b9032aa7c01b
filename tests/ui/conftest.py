"""A display-less Qt in the light theme, and a real console over a real store, for every test of the window."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from app.secrets import SessionSecrets
from app.settings import Settings
from app.ui.background import Background
from app.ui.theme import Theme, ThemeName

if TYPE_CHECKING:  # a test of a label needs no database
    from pytestqt.qtbot import QtBot

    from app.service.console import Console
    from app.store.store import Store
    from tests.service.relay import Relay
    from tests.ui.agents_desk import Desk
    from tests.ui.tray import Tray

KEY = bytes(range(32))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The window's theme, light."""
    theme = Theme(qapp, ThemeName.LIGHT)
    yield theme
    theme.deleteLater()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    """A background whose work has ended before the next test begins."""
    background = Background()
    yield background
    assert background.close(timeout_ms=10_000)


@pytest.fixture
def store(own_home: Path) -> "Iterator[Store]":
    """An empty store in a file, encrypted as a person's is."""
    from app.store.store import open_store

    own_home.mkdir(parents=True, exist_ok=True)
    store = open_store(f"sqlite:///{own_home / 'store.db'}", key=KEY)
    yield store
    store.close()


@pytest.fixture
def secrets() -> SessionSecrets:
    return SessionSecrets()


@pytest.fixture
def console(store: "Store", secrets: SessionSecrets) -> "Console":
    """Ana's console over the store, nothing configured yet."""
    from app.bootstrap import default_assessor, ledger, settings_file
    from app.service.console import Console

    return Console(
        store=store,
        assessor=default_assessor(),
        person="Ana Ortiz",
        settings=Settings(),
        settings_file=settings_file(),
        secrets=secrets,
        ledger=ledger(),
    )


@pytest.fixture
def tray(qapp: object) -> "Iterator[Tray]":
    from tests.ui.tray import Tray

    tray = Tray()
    yield tray
    tray.deleteLater()


@pytest.fixture
def relay(store: "Store", tmp_path: Path) -> "Relay":
    """Three people's consoles over the store, with a helpdesk behind them."""
    from tests.service.relay import Relay

    return Relay(store, tmp_path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What Qt's display-less platform warns of, and every real one can do, is no fault of the window's."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(r"This plugin does not support (propagateSizeHints|raise)\(\)"))


@pytest.fixture
def desk(qtbot: "QtBot", theme: Theme, background: Background, console: "Console", store: "Store") -> "Iterator[Desk]":
    """The triage pane over a small desk; what was typed in it is saved before the test ends."""
    from app.ui.panes.triage import TriagePane
    from tests.ui import triage_desk
    from tests.ui.agents_desk import Desk

    triage_desk.fill(store)
    pane = TriagePane(console, background)
    qtbot.addWidget(pane)
    pane.resize(1092, 748)
    yield Desk(pane, console, store, qtbot)
    pane.settle()
    assert background.close(timeout_ms=10_000)
