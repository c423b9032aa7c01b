"""What a customer wrote is shown letter by letter in tool tips too: never as markup, never loading a file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.ui.background import Background
from app.ui.item_models.queue_model import QueueModel
from app.ui.labels import ElidedLabel, label, paragraph
from app.ui.theme import Theme
from app.ui.tips import tip
from tests.ui.test_queue_model import now, row

UI = Path(__file__).resolve().parents[2] / "app" / "ui"
PLACES = {"setToolTip", "setWhatsThis", "showText"}


@pytest.fixture
def markup(tmp_path: Path) -> str:
    """A subject that would show a picture from this machine's disk if it were taken for markup."""
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff00ff"))
    assert picture.save(str(tmp_path / "secret.png"))
    return f'<img src="{tmp_path}/secret.png"><b>urgent</b> & "more"'


@pytest.fixture(autouse=True)
def no_tip_left() -> Iterator[None]:
    yield
    QToolTip.hideText()


def shown_tip(qtbot: QtBot) -> QLabel:
    def shown() -> list[QLabel]:
        every = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel") and each.isVisible()]
        return [each for each in every if isinstance(each, QLabel)]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[0]


@pytest.mark.parametrize(
    "text", ['<img src="/tmp/x.png">', "<b>a</b> & b", "two\n  lines, 3 < 4", "&lt;i&gt;", "</span><h1>big", "plain"]
)
def test_every_text_is_shown_as_it_was_written(qtbot: QtBot, text: str) -> None:
    guessing = QLabel(tip(text))  # guesses as tool tips do
    qtbot.addWidget(guessing)
    guessing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    guessing.setSelection(0, len(text))
    assert guessing.selectedText().replace("\u2029", "\n").replace("\u2028", "\n") == text


def test_no_text_is_no_tip() -> None:
    assert tip("") == ""


def test_tip_of_a_cut_subject_shows_its_markup_and_loads_nothing(qtbot: QtBot, theme: Theme, markup: str) -> None:
    cut = ElidedLabel(markup)
    qtbot.addWidget(cut)
    cut.resize(60, 20)
    cut.show()
    qtbot.waitUntil(lambda: bool(cut.toolTip()))
    QToolTip.showText(QPoint(20, 20), cut.toolTip(), cut)
    tip_shown = shown_tip(qtbot)
    document = QTextDocument()
    document.setHtml(tip_shown.text())
    assert document.toPlainText() == markup
    assert not magenta(tip_shown.grab().toImage())


def test_tip_of_a_row_of_the_queue_shows_markup_as_it_was_written(
    qtbot: QtBot, background: Background, markup: str
) -> None:
    written = row(subject=markup)
    model = QueueModel(lambda _tickets: [], background, clock=now)
    model.show_order([written.ticket])
    model.show_rows([written])
    index = model.index(0, 0)
    QToolTip.showText(QPoint(20, 20), index.data(Qt.ItemDataRole.ToolTipRole))
    assert not magenta(shown_tip(qtbot).grab().toImage())
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith(markup)


@pytest.mark.parametrize("made", [label, paragraph])
def test_labels_never_guess(qtbot: QtBot, markup: str, made: type[QLabel]) -> None:
    shown = made(markup)
    qtbot.addWidget(shown)
    assert shown.textFormat() is Qt.TextFormat.PlainText


def test_the_picture_would_be_seen_if_it_were_loaded(qtbot: QtBot, markup: str) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    QToolTip.showText(QPoint(20, 20), markup, owner)
    assert magenta(shown_tip(qtbot).grab().toImage())


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.stem)
def test_no_tool_tip_goes_round_the_one_function_that_makes_it_plain(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in PLACES
        and not any(is_tip(each) for each in node.args)
    ]
    answers = [node for node in ast.walk(tree) if isinstance(node, ast.If) and names_tip_role(node.test)]
    bare += [
        node.lineno for node in answers if not all(isinstance(b, ast.Return) and is_tip(b.value) for b in node.body)
    ]
    mentions = sum(names_tip_role(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    assert bare == []
    assert mentions == len(answers)


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.stem)
def test_labels_are_made_plain_in_two_places_only(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "QMessageBox" not in source
    assert "setHtml" not in source or path.stem == "triage_briefing"  # what is printed, escaped by `brief_export`
    assert "insertHtml" not in source
    assert "QLabel(" not in source or path.stem in {"labels", "icons"}


def is_tip(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tip"


def names_tip_role(node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Attribute) and each.attr in {"ToolTipRole", "StatusTipRole", "WhatsThisRole"}
        for each in ast.walk(node)
    )


def magenta(image: QImage) -> bool:
    """Whether a part of the picture that must not be loaded is in sight."""
    return any(
        image.pixelColor(x, y) == QColor("#ff00ff")
        for x in range(0, image.width(), 4)
        for y in range(0, image.height(), 4)
    )
