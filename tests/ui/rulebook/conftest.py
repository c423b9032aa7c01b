"""The rulebook's pane over a store with two open tickets."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from app.ui.background import Background
from app.ui.panes.rulebook import RulebookPane
from app.ui.theme import Theme
from tests.ui.conftest import KEY
from tests.ui.rulebook.bench import Bench, fill

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store


@pytest.fixture
def store(own_home: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Store]":
    """A copy of a store that was filled once: judging the tickets anew for every test would take half of its time."""
    from app.store.store import open_store

    filled = tmp_path_factory.getbasetemp() / "rulebook-bench.db"
    if not filled.exists():
        first = open_store(f"sqlite:///{filled}", key=KEY)
        fill(first)
        first.close()
    own_home.mkdir(parents=True, exist_ok=True)
    shutil.copy(filled, own_home / "store.db")
    store = open_store(f"sqlite:///{own_home / 'store.db'}", key=KEY)
    yield store
    store.close()


@pytest.fixture
def lead(console: "Console", store: "Store") -> "Console":
    """Ana's console, with the rulebook to edit."""
    from app.bootstrap import default_assessor, rulebook_desk, rules_in_force

    console._rulebook = rulebook_desk(store, rules_in_force(default_assessor()), person="Ana Ortiz")
    return console


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, background: Background, lead: "Console", store: "Store") -> Iterator[Bench]:
    pane = RulebookPane(lead, background)
    qtbot.addWidget(pane)
    yield Bench(pane, lead, store, qtbot)
    pane.settle()
    assert background.close(timeout_ms=20_000)
