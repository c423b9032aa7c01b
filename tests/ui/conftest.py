"""A display-less Qt in the light theme for every test of the window."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.background import Background
from app.ui.theme import Theme, ThemeName

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What Qt's display-less platform warns of, and every real one can do, is no fault of the window's."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(r"This plugin does not support (propagateSizeHints|raise)\(\)"))
