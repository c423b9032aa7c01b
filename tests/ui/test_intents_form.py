"""The form: describe an intent, try it, read the figures, save it, delete it, and take corrections back."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.health import WorkerHealth, WorkerState
from app.ui.background import Background
from app.ui.intent_trial import standing_words
from app.ui.intents_form import IntentsForm
from app.ui.theme import Theme
from tests.builders import NOW, correction, draft, taught
from tests.fakes import FakeTrainer

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store

NAME, MEANING = "Name", "Meaning"
PHRASES, NEAR = "Phrases, one a line", "Near misses, one a line"


class Form:
    """The form as a person handles it: by the names of its fields and buttons."""

    def __init__(self, form: IntentsForm, store: "Store", qtbot: QtBot) -> None:
        self.widget, self.store, self.qtbot = form, store, qtbot

    def field(self, name: str) -> QLineEdit | QPlainTextEdit:
        fields: list[QLineEdit | QPlainTextEdit] = [
            *self.widget.findChildren(QLineEdit),
            *self.widget.findChildren(QPlainTextEdit),
        ]
        return next(each for each in fields if each.accessibleName() == name)

    def fill(self, name: str = "refund_after_outage", phrases: tuple[str, ...] = draft().positives) -> None:
        for field, text in ((NAME, name), (MEANING, draft().meaning), (PHRASES, "\n".join(phrases))):
            self.type(field, text)

    def type(self, name: str, text: str) -> None:
        field = self.field(name)
        field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)

    def button(self, text: str) -> QPushButton:
        return next(each for each in self.widget.findChildren(QPushButton) if each.text() == text)

    def press(self, text: str) -> None:
        QTest.keyClick(self.button(text), Qt.Key.Key_Space)

    def listed(self, name: str) -> list[str]:
        found = next(each for each in self.widget.findChildren(QListWidget) if each.accessibleName() == name)
        return [found.item(row).text() for row in range(found.count())]

    def says(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.widget.said, timeout=20_000)

    def work(self) -> None:
        """What a worker does."""
        from app.service.teaching import Teacher

        teacher = Teacher(self.store, FakeTrainer())
        self.qtbot.waitUntil(lambda: teacher.try_waiting(NOW), timeout=20_000)

    def try_out(self) -> None:
        self.press("Try")
        self.work()
        self.says("Tried.")


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, console: "Console", background: Background, store: "Store") -> Form:
    widget = IntentsForm(console, background)
    qtbot.addWidget(widget)
    widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    with qtbot.waitExposed(widget):
        widget.show()
    made = Form(widget, store, qtbot)
    qtbot.waitUntil(lambda: made.listed("Your team's intents") == ["New intent"], timeout=20_000)
    return made


def test_an_intent_is_tried_and_saved_and_then_it_is_listed(form: Form, console: "Console") -> None:
    form.fill()
    assert not form.button("Save").isEnabled()
    form.try_out()
    assert "9 of 12" in form.widget.parts.figures.words
    assert form.listed("Misread phrases") == ["missed, 31%: The days you were down"]
    form.press("Save")
    form.says("is saved")
    assert [each.draft.positives for each in console.intents.taught()] == [draft().positives]
    assert form.listed("Your team's intents") == ["refund_after_outage", "New intent"]
    assert form.field(NAME).isReadOnly()


def test_phrases_that_were_changed_since_they_were_tried_cannot_be_saved(form: Form) -> None:
    form.fill()
    form.try_out()
    assert form.button("Save").isEnabled()
    form.type(NEAR, "Is it down?")
    assert not form.button("Save").isEnabled()
    assert "Try them again" in form.widget.said
    assert not form.widget.parts.figures.isVisible()
    form.type(NEAR, "")
    assert form.button("Save").isEnabled()


def test_a_fault_is_said_beside_its_field_and_nothing_is_asked_for(form: Form, store: "Store") -> None:
    form.fill("refund", draft().positives[:3])
    form.press("Try")
    assert "comes with Warmline" in form.field(NAME).accessibleDescription()
    assert "these are 3" in form.field(PHRASES).accessibleDescription()
    assert form.field(MEANING).accessibleDescription() == ""
    form.type(NAME, "ours")
    assert form.field(NAME).accessibleDescription() == ""
    assert store.taught.claim_trial(NOW, lease=NOW - NOW) is None


def test_without_a_worker_the_form_says_what_the_trial_waits_for(form: Form) -> None:
    form.fill()
    form.press("Try")
    form.says("No worker is running, so the trial waits.")
    form.work()
    form.says("Tried.")


def test_what_a_trial_waits_for_is_said_in_words() -> None:
    assert "loading its models" in standing_words(WorkerHealth(WorkerState.LOADING))
    assert standing_words(WorkerHealth(WorkerState.FAILED, problem="Broken.")).endswith("Broken.")
    assert standing_words(WorkerHealth(WorkerState.IDLE)).startswith("Trying")


def test_a_deleted_intent_can_be_had_back(form: Form, store: "Store", console: "Console") -> None:
    store.taught.save(taught())
    form.widget.load(select="refund_after_outage")
    form.qtbot.waitUntil(lambda: form.button("Delete").isVisible(), timeout=20_000)
    form.press("Delete")
    form.says("is deleted")
    assert console.intents.taught() == ()
    form.press("Undo")
    form.says("is back")
    assert [each.draft for each in console.intents.taught()] == [taught().draft]


def test_a_correction_is_shown_and_taken_back(form: Form, store: "Store", console: "Console") -> None:
    store.taught.correct(correction())
    form.widget.load()
    shown = ["not refund: “Please send the file back.”"]
    form.qtbot.waitUntil(lambda: form.listed("Corrections") == shown, timeout=20_000)
    form.widget.parts.corrections.setCurrentRow(0)
    assert not form.button("Try").isVisible()
    form.press("Take back")
    form.says("Taken back")
    assert console.intents.corrections() == ()


def test_everything_that_takes_the_focus_has_a_name(form: Form) -> None:
    nameless = [
        each
        for each in form.widget.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and not (each.accessibleName() or getattr(each, "text", str)())
        and each.focusProxy() is None
    ]
    assert nameless == []
