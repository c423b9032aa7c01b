"""The conversation shows exactly the words that earned points, whatever a customer wrote."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.analysis import Legibility
from app.domain.score import Contribution
from app.domain.snapshot import Span
from app.domain.tickets import Attachment, Message, Role, Visibility
from app.ui.panes.triage_layout import safe, utf16_length
from app.ui.panes.triage_reader import Reader
from app.ui.panes.triage_thread import thread_of
from app.ui.panes.triage_whole_message import LONGEST, WholeMessage, chunks
from app.ui.theme import Theme, ThemeName
from tests.builders import NOW, analysis, contribution, conversation, message, seen


def now() -> datetime:
    return NOW


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Reader:
    reader = Reader(clock=now)
    qtbot.addWidget(reader)
    reader.resize(460, 400)
    reader.show()
    return reader


def show(reader: Reader, *messages: Message, of: tuple[Contribution, ...] = ()) -> None:
    found = seen(messages, analyses=[analysis(each, sentiment=-0.7) for each in messages if each.text])
    reader.show_thread(thread_of(found, of), of)


def about(said: Message, words: str, **changes: Any) -> Contribution:
    """A contribution for these words of a message."""
    at = said.text.index(words)
    return contribution(evidence=(Span(said.id, at, at + len(words)),), **changes)


def highlighted(reader: Reader) -> list[str]:
    return [each.cursor.selectedText() for each in reader.extraSelections()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I want your supervisor now.", "supervisor"),
        ("😀🏳️‍🌈 I want your \U0001d4aeupervisor 😡 now.", "\U0001d4aeupervisor 😡"),
        ("Zeile eins\r\nZeile zwei mit Ärger\r\n", "Ärger"),
        ("old mac\rline ends\rhere", "ends"),
        ("para\u2029graph and line\u2028break and more", "more"),
        ("nul \x00 and object \ufffc and nonsense \ufdd0 end", "end"),
        ("half a pair \ud83d and on", "and on"),
        ("  leading space\n\n\n\tand a tab", "a tab"),
        ("مرحبا أريد المدير 😀 الآن", "المدير"),
    ],
)
def test_exactly_the_words_are_highlighted(reader: Reader, text: str, words: str) -> None:
    said = message(text)
    show(reader, said, of=(about(said, words),))
    reader.highlight(0)
    assert highlighted(reader) == [words]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(min_size=1, max_size=200), st.data())
def test_any_span_of_any_text_is_found(reader: Reader, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    said = message(text, remote="any")
    show(reader, said, of=(contribution(evidence=(Span(said.id, start, end),)),))
    shown = "".join(reader_text(reader, *each) for each in reader.layout_of_text.ranges(Span(said.id, start, end)))
    assert shown.strip() == safe(text[start:end]).strip() or shown in safe(text)


def reader_text(reader: Reader, start: int, end: int) -> str:
    cursor = QTextCursor(reader.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", "\n")


def test_utf16_length_is_what_qt_counts() -> None:
    assert utf16_length("a😀ä\U0010ffff") == 6


def test_selecting_a_contribution_shows_its_words_and_no_others(reader: Reader) -> None:
    said = message("You charged me twice. I want a supervisor.")
    show(reader, said, of=(about(said, "supervisor"), about(said, "charged me twice")))
    reader.highlight(1)
    assert highlighted(reader) == ["charged me twice"]
    reader.highlight(None)
    assert highlighted(reader) == []


@pytest.mark.qt_log_ignore("MouseRelease.* not accepted")  # Qt's text browser leaves releases beside links alone
def test_clicking_words_chooses_the_contribution_they_earned(reader: Reader, qtbot: QtBot) -> None:
    said = message("You charged me twice. I want a supervisor.")
    show(reader, said, of=(about(said, "supervisor"), about(said, "charged me twice")))
    [(start, end)] = reader.layout_of_text.ranges(Span(said.id, 4, 20))
    cursor = QTextCursor(reader.document())
    cursor.setPosition((start + end) // 2)
    place = reader.cursorRect(cursor).center()
    with qtbot.waitSignal(reader.contribution_chosen) as chosen:
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [1]


def test_moving_the_caret_onto_words_chooses_the_narrowest_contribution(reader: Reader, qtbot: QtBot) -> None:
    said = message("Hello. I want a supervisor now.")
    show(reader, said, of=(about(said, "I want a supervisor now."), about(said, "supervisor")))
    at = reader.layout_of_text.ranges(Span(said.id, 16, 17))[0][0]
    cursor = reader.textCursor()
    cursor.setPosition(at - 1)
    reader.setTextCursor(cursor)
    with qtbot.waitSignal(reader.contribution_chosen) as chosen:
        QTest.keyClick(reader, Qt.Key.Key_Right)
    assert chosen.args == [1]


def test_numbers_stand_behind_the_words_and_apart_from_each_other(reader: Reader) -> None:
    said = message("It fails again.")
    show(reader, said, of=(about(said, "again"), about(said, "fails again")))
    assert "again\u20091,2." in reader.toPlainText()


def test_message_that_is_evidence_as_a_whole_says_so_in_its_heading(reader: Reader) -> None:
    said = message("Hello?")
    show(reader, said, of=(about(said, "Hello?", label="Wrote again unanswered"),))
    assert "1 Wrote again unanswered" in reader.toPlainText()
    assert reader.occurrences(0) == 1


def test_heading_has_author_role_time_and_mood_in_words(reader: Reader) -> None:
    show(reader, message("No."))
    assert reader.toPlainText().startswith("Mara Lindt  customer · 1 h ago   ▼ very negative")


def test_internal_note_is_called_one(reader: Reader) -> None:
    show(reader, message("Be gentle.", role=Role.AGENT, visibility=Visibility.INTERNAL))
    assert "internal note" in reader.toPlainText()


def test_unread_message_says_so(reader: Reader) -> None:
    reader.show_thread(thread_of(seen([message()]), ()), ())
    assert "○ not read yet" in reader.toPlainText()


@pytest.mark.parametrize(
    ("legibility", "words"),
    [
        (Legibility.FOREIGN, "○ not read: not English"),
        (Legibility.EMPTY, "○ not read: no words"),
        (Legibility.FAILED, "○ not read: failed"),
    ],
)
def test_message_that_could_not_be_read_says_why(reader: Reader, legibility: Legibility, words: str) -> None:
    said = message("Hilfe, bitte.")
    read = seen([said], analyses=[analysis(said, sentiment=None, legibility=legibility)])
    reader.show_thread(thread_of(read, ()), ())
    assert words in reader.toPlainText()


def test_very_long_message_says_how_much_of_it_was_read(reader: Reader) -> None:
    said = message("Too long.")
    reader.show_thread(thread_of(seen([said], analyses=[analysis(said, sentiment=-0.7, read_share=0.312)]), ()), ())
    assert "▼ very negative, 31 % read" in reader.toPlainText()


def test_markup_links_and_images_stay_the_text_they_are(reader: Reader) -> None:
    text = '<img src="file:///etc/passwd"><b>bold</b> <a href="file:///etc/passwd">x</a> https://evil.example'
    show(reader, message(text))
    assert text in reader.toPlainText()
    assert reader.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert reader.document().toHtml().count("<img") == 0


def test_attachments_and_empty_messages_are_named(reader: Reader) -> None:
    show(reader, message("", remote="e", attachments=(Attachment("log.txt", "text/plain", 2_500_000),)))
    assert "This message has no words." in reader.toPlainText()
    assert "Attached: log.txt (text/plain, 2.5 MB)" in reader.toPlainText()


def test_folded_quote_opens_and_closes_by_keyboard(reader: Reader) -> None:
    quote = "\n".join(f"> line {number} of what was written before, at some length" for number in range(8))
    show(reader, message(f"It fails.\n\nOn Monday, Ana Ortiz wrote:\n{quote}"))
    assert "line 3" not in reader.toPlainText()
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_Return)
    assert "line 3" in reader.toPlainText()
    assert "hide these lines" in reader.toPlainText()


def test_huge_message_is_cut_and_all_of_it_can_be_asked_for(reader: Reader, qtbot: QtBot) -> None:
    show(reader, message("word " * 200_000))
    assert "Show all 1,000,000 characters" in reader.toPlainText()
    assert len(reader.toPlainText()) < 20_000
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    with qtbot.waitSignal(reader.whole_message_asked):
        QTest.keyClick(reader, Qt.Key.Key_Return)


def test_whole_message_comes_in_piece_by_piece_and_completely(qtbot: QtBot, theme: Theme) -> None:
    text = "x" * 300_000
    window = WholeMessage(thread_of(seen([message(text)]), ())[0])
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.complete, timeout=20_000)
    assert window.text.toPlainText().replace("\n", "") == text


def test_lines_that_never_end_are_cut() -> None:
    assert max(len(line) for piece in chunks("x" * 50_000) for line in piece.split("\n")) <= LONGEST


def test_five_hundred_messages_are_one_text(reader: Reader) -> None:
    many = conversation(
        *(f"Message number {number}." for number in range(500)), start=NOW - timedelta(days=20), every=5
    )
    show(reader, *many)
    assert len(reader.layout_of_text.cards) == 500
    reader.go_to_message(many[250].id)
    assert "number 250" in visible_text(reader)


def visible_text(reader: Reader) -> str:
    first = reader.cursorForPosition(reader.viewport().rect().topLeft())
    last = reader.cursorForPosition(reader.viewport().rect().bottomRight())
    return reader_text(reader, first.position(), last.position())


def test_new_message_keeps_the_place_on_the_screen(reader: Reader) -> None:
    many = conversation(*(f"Message number {number}." for number in range(60)), start=NOW - timedelta(days=2), every=5)
    show(reader, *many)
    reader.verticalScrollBar().setValue(500)
    more = (*many, message("One more.", remote="more", at=NOW))
    reader.renew_thread(thread_of(seen(more), ()), ())
    assert reader.verticalScrollBar().value() == 500
    assert "One more." in reader.toPlainText()


def test_theme_switch_keeps_text_place_and_highlight(reader: Reader, theme: Theme) -> None:
    said = message("You charged me twice. I want a supervisor.")
    show(reader, said, of=(about(said, "supervisor"),))
    reader.highlight(0)
    light = reader.grab().toImage()
    theme.choose(ThemeName.DARK)
    assert highlighted(reader) == ["supervisor"]
    assert reader.grab().toImage() != light
