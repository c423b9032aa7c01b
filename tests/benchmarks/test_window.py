"""How fast the window shows and a queue of 100,000 tickets moves, against Qt's plainest counterparts in the same run.

What is compared runs in turns, and the best of each counts, since other programs only ever slow them down.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView
from pytestqt.qtbot import QtBot

from app.domain.queue import QueueRow
from app.domain.tickets import TicketId
from app.ui.background import Background
from app.ui.item_models.queue_model import QueueModel
from app.ui.panes.triage_queue_view import QueueView
from app.ui.theme import Theme, ThemeName
from tests.builders import NOW, id_of
from tests.ui.test_queue_model import row

ROOT = Path(__file__).resolve().parents[2]

TICKETS = 100_000
ROUNDS = 5
SIZE = (320, 700)
PAGES = 40  # scrolled through, from end to end

EMPTY_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        qt.quit()
qt = QApplication([])
window = Window()
window.show()
qt.exec()
"""

OUR_WINDOW = """
from PySide6.QtWidgets import QApplication
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
import app.ui.application
qt = QApplication([])
window = MainWindow(Theme(qt))
window.painted.connect(qt.quit)
window.show()
qt.exec()
"""


@pytest.fixture
def ours(qtbot: QtBot, background: Background, theme: Theme) -> QueueView:
    """The queue as the triage pane has it, its rows coming from memory."""
    rows = {id_of(str(number)): row(str(number)) for number in range(TICKETS)}

    def read(tickets: Sequence[TicketId]) -> list[QueueRow]:
        return [rows[ticket] for ticket in tickets]

    model = QueueModel(read, background, clock=lambda: NOW)
    view = QueueView(model, clock=lambda: NOW)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    return view


@pytest.fixture
def theirs(qtbot: QtBot, theme: Theme) -> QTableView:
    """Qt's own table with nothing to it: one line of text a row."""
    view = QTableView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.horizontalHeader().hide()
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    return view


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    background = Background()
    yield background
    assert background.close(timeout_ms=10_000)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeName.LIGHT)


def seconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def in_turns(one: Callable[[], object], other: Callable[[], object], *, rounds: int = ROUNDS) -> tuple[float, float]:
    pairs = [(seconds(one), seconds(other)) for _ in range(rounds)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def say(capsys: pytest.CaptureFixture[str], what: str, ours: float, theirs: float, peer: str) -> None:
    with capsys.disabled():
        print(f"\n{what}: {ours * 1000:.1f} ms, {peer}: {theirs * 1000:.1f} ms, ratio {ours / theirs:.2f}")  # noqa: T201


def start(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=60)


def test_first_paint_of_the_program_is_near_that_of_an_empty_window(capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = in_turns(lambda: start(OUR_WINDOW), lambda: start(EMPTY_WINDOW), rounds=3)
    say(capsys, "program start to first paint", ours, theirs, "a Qt program with an empty window")
    assert ours < 5 * theirs


def test_first_paint_of_the_queue_beats_filling_qts_own_model(
    ours: QueueView, theirs: QTableView, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    order = [id_of(str(number)) for number in range(TICKETS)]

    def show_ours() -> None:
        ours.show_order(order)
        ours.grab()

    def show_theirs() -> None:
        model = QStandardItemModel(theirs)
        for ticket in order:
            model.appendRow(QStandardItem(ticket))
        theirs.setModel(model)
        theirs.grab()

    mine, plain = in_turns(show_ours, show_theirs, rounds=3)
    say(capsys, "100,000 tickets to first paint", mine, plain, "QStandardItemModel")
    assert mine < plain


def test_scrolling_costs_a_few_plain_rows_at_most(
    ours: QueueView, theirs: QTableView, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(ours, theirs, qtbot)
    mine, plain = in_turns(lambda: scroll(ours), lambda: scroll(theirs))
    say(capsys, f"{PAGES} pages of 100,000 tickets", mine, plain, "plain text rows")
    assert mine < 14 * plain  # three lines, a badge and two marks against one line of text


def test_one_changed_row_costs_no_more_than_a_few_plain_ones(
    ours: QueueView, theirs: QTableView, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    model = filled(ours, theirs, qtbot)
    plain_model = theirs.model()
    assert isinstance(plain_model, QStandardItemModel)
    points = iter(range(1, 10_000))

    def change_ours() -> None:
        model.show_rows([row("3", points=next(points))])
        ours.viewport().repaint(ours.visualRect(model.index(3, 0)))

    def change_theirs() -> None:
        plain_model.item(3).setText(str(next(points)))
        theirs.viewport().repaint(theirs.visualRect(plain_model.index(3, 0)))

    mine, plain = in_turns(change_ours, change_theirs, rounds=50)
    say(capsys, "one changed row of 100,000", mine, plain, "one plain item")
    assert mine < 8 * plain


def filled(ours: QueueView, theirs: QTableView, qtbot: QtBot) -> QueueModel:
    """Both tables on the screen with 100,000 rows, ours with all of them read."""
    order = [id_of(str(number)) for number in range(TICKETS)]
    plain = QStandardItemModel(theirs)
    for ticket in order:
        plain.appendRow(QStandardItem(ticket))
    theirs.setModel(plain)
    model = ours.model()
    assert isinstance(model, QueueModel)
    ours.show_order(order)
    for view in (ours, theirs):
        with qtbot.waitExposed(view):
            view.show()
    model.show_rows(row(str(number)) for number in range(TICKETS))
    return model


def scroll(view: QTableView) -> None:
    bar = view.verticalScrollBar()
    for page in range(PAGES):
        bar.setValue(bar.maximum() * page // PAGES)
        view.viewport().repaint()
