"""B: the brief beside the conversation, its words in the thread, what changed since, and ways to take it along."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.domain.brief import Brief, Section, Slot
from app.ui.panes.triage_briefing import print_on
from app.ui.theme import Theme, ThemeName
from tests.builders import DESK, batch, id_of
from tests.ui import triage_desk
from tests.ui.agents_desk import Desk

if TYPE_CHECKING:
    from app.store.store import Store


def keep_brief(store: "Store", number: str = "1") -> Brief:
    """As the worker does."""
    from app.bootstrap import default_assessor
    from app.service.briefs import Briefer
    from tests.builders import MODEL, NOW

    made = Briefer(store, hours=default_assessor().hours).brief(id_of(number), NOW, MODEL)
    assert made is not None
    store.briefs.record([made])
    kept = store.briefs.newest(id_of(number))
    assert kept is not None
    return kept


def open_brief(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_B)
    desk.qtbot.waitUntil(desk.pane.decision.brief.list.isVisible)


def rows(desk: Desk) -> list[str]:
    model = desk.pane.decision.brief.list.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_b_shows_every_slot_and_says_what_is_missing_and_b_closes_it(desk: Desk) -> None:
    open_brief(desk)
    told = rows(desk)
    assert [each.partition(",")[0] for each in told if each.partition(",")[0] in list(Slot)]
    assert all(any(each.startswith(slot) for each in told) for slot in Slot)
    assert "Billing, Missing: no billing source is configured." in told
    assert any(each.startswith("Account, value a year: $84,000, accounts.csv, 2026-02-22, ") for each in told)
    assert not desk.pane.decision.frame.isVisible()
    desk.press(Qt.Key.Key_B, desk.pane.decision.brief.list)
    assert desk.pane.decision.frame.isVisible()
    assert not desk.pane.decision.brief.isVisible()


def test_the_keyboard_goes_from_line_to_line_and_each_shows_its_words(desk: Desk) -> None:
    open_brief(desk)
    shown, reader = desk.pane.decision.brief.list, desk.pane.conversation.reader
    assert shown.currentIndex().row() == 1
    line = shown.lines[1]
    marked = "".join(each.cursor.selectedText() for each in reader.extraSelections())
    assert line.quotes
    assert marked == line.quotes[0].text
    desk.press(Qt.Key.Key_Down, shown)
    assert not shown.lines[shown.currentIndex().row()].heading


def test_while_it_is_closed_the_problem_is_in_the_column(desk: Desk) -> None:
    desk.open()
    assert desk.pane.decision.problem.text() == "You charged me twice for October, 😀 seriously?"
    assert not desk.pane.decision.brief_changed.isVisible()


def test_an_opened_ticket_shows_the_brief_that_is_kept_and_makes_none(desk: Desk) -> None:
    kept = keep_brief(desk.store)
    older = replace(kept, sections=(Section(Slot.PROBLEM, missing="as it was kept"), *kept.sections[1:]))
    desk.store.briefs.record([older])
    open_brief(desk)
    assert "Problem, Missing: as it was kept." in rows(desk)
    assert desk.pane.decision.brief.made.text().startswith("Version 2, ")


def test_what_changed_since_it_was_read_is_marked(desk: Desk) -> None:
    keep_brief(desk.store)
    open_brief(desk)
    desk.qtbot.waitUntil(lambda: desk.store.briefs.read_by(id_of("1"), desk.console.person) == 1)
    said = triage_desk.talk("1", *triage_desk.TALK, "agent: I have restarted the sync.")
    desk.store.pulled.apply(batch(triage_desk.a_ticket("1", version="2"), messages=said, cursor="9"), connection=DESK)
    keep_brief(desk.store)
    desk.refresh()
    new = "What was tried, new, done: no answer yet"
    desk.qtbot.waitUntil(lambda: any(each.startswith(new) for each in rows(desk)))
    assert "since you read it." in desk.pane.decision.brief.changed.text()
    desk.qtbot.waitUntil(lambda: desk.store.briefs.read_by(id_of("1"), desk.console.person) == 2)


def test_another_ticket_shows_its_decision_first(desk: Desk) -> None:
    open_brief(desk)
    desk.press(Qt.Key.Key_J)
    desk.shows("2")
    assert desk.pane.decision.frame.isVisible()
    desk.press(Qt.Key.Key_B)
    assert desk.pane.decision.brief.brief is not None
    assert desk.pane.decision.brief.brief.ticket == id_of("2")


def test_w_opens_why_in_place_of_the_brief(desk: Desk) -> None:
    open_brief(desk)
    desk.press(Qt.Key.Key_W, desk.pane.decision.brief.list)
    assert desk.pane.decision.why.isVisible()
    assert not desk.pane.decision.brief.isVisible()


def test_it_can_be_copied_saved_and_printed(desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter

    open_brief(desk)
    desk.pane.briefing.copy()
    assert QGuiApplication.clipboard().text().startswith("# Brief: ticket 1")
    brief = desk.pane.decision.brief.brief
    assert brief is not None
    page, paper = tmp_path / "brief.html", tmp_path / "brief.pdf"
    desk.pane.briefing.write(brief, page)
    desk.qtbot.waitUntil(page.exists)
    assert "You charged me twice" in page.read_text(encoding="utf-8")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    print_on(printer, brief)
    assert paper.read_bytes().startswith(b"%PDF")
    desk.qtbot.waitUntil(lambda: len(desk.notices) == 2)


@pytest.mark.parametrize("name", [ThemeName.LIGHT, ThemeName.DARK])
def test_rows_have_room_and_are_painted(desk: Desk, theme: Theme, name: ThemeName) -> None:
    theme.choose(name)
    open_brief(desk)
    shown = desk.pane.decision.brief.list
    heights = [shown.sizeHintForRow(row) for row in range(shown.model().rowCount())]
    assert min(heights) > shown.fontMetrics().height()
    assert not shown.grab().isNull()
