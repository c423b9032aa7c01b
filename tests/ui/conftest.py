"""A display-less Qt in the light theme for every test of the window."""

import os
from collections.abc import Iterator

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
