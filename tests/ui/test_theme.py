"""Light and dark: every pair of colours that meet is readable."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.score import Family
from app.ui.theme import DARK, LIGHT, Colours, Theme, ThemeName, colours, palette_of, style_sheet

TEXT = 4.5  # WCAG 2.2 AA, 1.4.3
SHAPE = 3.0  # WCAG 2.2 AA, 1.4.11: borders of controls, icons, bars

TEXT_PAIRS = [
    *((text, ground) for text in ("text", "muted") for ground in ("canvas", "surface", "sunken", "accent_soft")),
    *(("text", f"{tone}_soft") for tone in ("good", "caution", "bad", "info", "evidence")),
    *((tone, f"{tone}_soft") for tone in ("good", "caution", "bad", "info")),
    *((tone, ground) for tone in ("good", "caution", "bad", "info") for ground in ("canvas", "surface")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "line"),
]
SHAPE_PAIRS = [
    *((shape, ground) for shape in ("edge", "focus", "accent", "evidence") for ground in ("canvas", "surface")),
    ("focus", "sunken"),
    ("accent", "accent_soft"),
    ("accent", "sunken"),
    *((family.value, "surface") for family in Family),
    *((family.value, "canvas") for family in Family),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable(tokens: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= TEXT


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_can_be_seen(tokens: Colours, shape: str, ground: str) -> None:
    assert contrast(getattr(tokens, shape), getattr(tokens, ground)) >= SHAPE


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_tokens_are_found_again_from_a_palette(qapp: QApplication, tokens: Colours) -> None:
    assert colours(palette_of(tokens)) is tokens


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_style_sheet_has_every_name_filled_in(qapp: QApplication, tokens: Colours) -> None:
    sheet = style_sheet(tokens)
    assert "$" not in sheet
    assert tokens.accent in sheet


def test_switching_repaints_the_open_window(qtbot: QtBot, theme: Theme, qapp: QApplication) -> None:
    widget = QLabel("hello")
    qtbot.addWidget(widget)
    heard = list[Colours]()
    theme.changed.connect(heard.append)
    theme.switch()
    assert colours(widget.palette()) is DARK
    theme.switch()
    assert colours(widget.palette()) is LIGHT
    assert heard == [DARK, LIGHT]
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.canvas)


def test_system_theme_is_what_the_system_says(theme: Theme, qapp: QApplication) -> None:
    theme.choose(ThemeName.SYSTEM)
    assert theme.is_dark is (qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    theme.choose(ThemeName.DARK)
    assert theme.is_dark
