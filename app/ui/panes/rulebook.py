"""The rulebook: its rules, each as a form, all as text; checked while one types, tried on the queue, and saved."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QModelIndex, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from app.domain.decisions import Decision
from app.domain.health import Health
from app.domain.revision import Changed
from app.domain.rulebook_findings import Finding
from app.domain.rulebook_sheet import (
    AddRule,
    ChangeRule,
    CopyRule,
    FieldValue,
    MoveRule,
    OpenedRulebook,
    RemoveRule,
    ReplaceText,
    RuleEntry,
    Sheet,
)
from app.ui.actions import ActionName, act
from app.ui.background import Background
from app.ui.item_models.rulebook_model import RULE
from app.ui.notice import Notice, Tone, notice_of
from app.ui.panes.base import Pane
from app.ui.panes.rulebook_editing import RulebookEditing
from app.ui.panes.rulebook_keeping import RulebookKeeping
from app.ui.panes.rulebook_parts import FINDING, Page, RulebookParts, place_in_text

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

TOPIC = "rulebook"
COUNTING = 3_000  # milliseconds between two counts of what the rules fire on: each reads every verdict


class RulebookPane(Pane):
    """Shows the sheet at hand. What is edited is the editing's business, the file that of the keeping."""

    title: ClassVar[str] = "Rulebook"
    shown_by: ClassVar[ActionName | None] = ActionName.RULEBOOK

    def __init__(self, console: "Console", background: Background, parent: QWidget | None = None) -> None:
        super().__init__(console, background, parent)
        self._place = 0  # of the chosen rule
        self._shown = -1  # of the rule in the form: what is typed there is about no other
        self._differing = background.latest(self)
        self._counting = background.latest(self)
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(COUNTING)
        self.editing = RulebookEditing(console, background, self)
        self.keeping = RulebookKeeping(console, background, self.editing, self)
        self._acts = self._make_actions()
        self.parts = RulebookParts(self, console, background, self._acts)
        self._connect()
        self._offer()
        self.keeping.open()

    @property
    def rule(self) -> RuleEntry | None:
        """The chosen rule."""
        rules = self.editing.sheet.rules
        return rules[self._place] if 0 <= self._place < len(rules) else None

    def regions(self) -> tuple[QWidget, ...]:
        parts = self.parts
        pages = (parts.form.name, parts.text, parts.changes.lines, parts.effect.tree, parts.deeds.list)
        return (self.parts.rules, self.parts.tabs, pages[self.parts.page], self.parts.save)

    def refresh(self, changed: Changed) -> None:
        if self.isVisible() and (changed.everything or changed.tickets) and not self._count_soon.isActive():
            self._count_soon.start()

    def show_health(self, health: Health) -> None:
        self.keeping.look(health.rulebook)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.parts.show_findings(self.editing.sheet.findings)  # their icons have the old colours

    def settle(self) -> None:
        self.keeping.keep_draft()
        self.parts.effect.stop()

    def add_rule(self) -> None:
        after = self._place if self.rule is not None else None
        name = _free("New rule", self.editing.sheet)
        self._place = after + 1 if after is not None else len(self.editing.sheet.rules)
        self.editing.make(AddRule(name, after))
        self._show_page(Page.RULE)
        self.parts.form.name.setFocus()

    def copy_rule(self) -> None:
        if (rule := self.rule) is not None:
            self._place = rule.place + 1
            self.editing.make(CopyRule(rule.place, _free(rule.name, self.editing.sheet)))

    def remove_rule(self) -> None:
        if (rule := self.rule) is not None:
            self._place = min(rule.place, len(self.editing.sheet.rules) - 2)
            self.editing.make(RemoveRule(rule.place))

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(+1)

    def match_now(self) -> None:
        """Run what is edited over the open tickets."""
        self._show_page(Page.EFFECT)
        self.editing.when_settled(lambda: self.parts.effect.run(self.editing.sheet.text))

    def review(self) -> None:
        """Show what saving would change."""
        self._show_page(Page.CHANGES)

    def save(self) -> None:
        """First show the changes; asked for again there, put them in force."""
        if self.parts.page is not Page.CHANGES:
            self.review()
            return
        self.editing.when_settled(self.keeping.save)

    def put_back(self) -> None:
        self.keeping.put_back()

    def put_ticket_back(self) -> None:
        """Undo the chosen move of a rule."""
        self.parts.deeds.put_chosen_back()

    def discard(self) -> None:
        """Back to what the file holds."""
        self.keeping.open_anew()

    def undo_edit(self) -> None:
        self.editing.undo()

    def _move(self, by: int) -> None:
        rule = self.rule
        if rule is not None and 0 <= rule.place + by < len(self.editing.sheet.rules):
            self._place = self._shown = rule.place + by
            self.editing.make(MoveRule(rule.place, self._place))

    def _show_sheet(self, sheet: Sheet) -> None:
        self._place = max(0, min(self._place, len(sheet.rules) - 1))
        self.parts.model.show_sheet(sheet)
        self._choose_row()
        if not self.editing.busy:  # else what is typed on would be taken back for a moment
            self._show_rule()
            self.parts.text.show_text(sheet.text)
        self.parts.show_findings(sheet.findings)
        why = "" if sheet.readable else "The text is no rulebook. Mend it in “Whole text”, or undo the edit."
        self.parts.show_rule_page(readable=sheet.readable and bool(sheet.rules), why=why or "There are no rules yet.")
        self.parts.effect.outdate(sheet.text)
        if self.parts.page is Page.CHANGES:
            self._compare()
        self._offer()

    def _show_rule(self) -> None:
        sheet, rule = self.editing.sheet, self.rule
        if rule is not None:
            self._shown = rule.place
            self.parts.form.show_rule(rule, sheet.choices, sheet.findings_of(rule.name))

    def _choose_row(self) -> None:
        row = self.parts.model.row_of(self._place)
        selection = self.parts.rules.selectionModel()
        selection.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.parts.rules.setCurrentIndex(self.parts.model.index(row, 0))
        selection.blockSignals(False)  # noqa: FBT003
        self.parts.rules.viewport().update()

    def _row_chosen(self, index: QModelIndex) -> None:
        rule = index.data(RULE)
        if isinstance(rule, RuleEntry) and rule.place != self._place:
            self._place = rule.place
            self.editing.when_settled(self._show_rule)

    def _field_typed(self, fields: dict[str, FieldValue]) -> None:
        if self._shown == self._place:
            self.editing.type_on(ChangeRule(self._place, fields))
            self._offer()

    def _field_chosen(self, fields: dict[str, FieldValue]) -> None:
        if self._shown == self._place:
            self.editing.make(ChangeRule(self._place, fields))

    def _text_typed(self) -> None:
        text = self.parts.text.typed
        if "\r\n" in self.editing.sheet.text:
            text = text.replace("\n", "\r\n")
        self.editing.type_on(ReplaceText(text))
        self._offer()

    def _show_page(self, page: int) -> None:
        self.parts.show_page(Page(page))
        if page == Page.CHANGES:
            self.editing.when_settled(self._compare)
        if page == Page.DEEDS:
            self.parts.deeds.show_rules(tuple(each.name for each in self.editing.sheet.rules))
            self.parts.deeds.read()
        self._acts[ActionName.PUT_BACK].setEnabled(False)
        self._offer()

    def _compare(self) -> None:
        text = self.editing.sheet.text
        self._differing.run(
            lambda: self.console.rulebook.difference(text),
            done=self.parts.changes.show_difference,
            failed=partial(self._failed, "compare the rulebook with its file"),
        )

    def _look_again(self) -> None:
        self._count()
        if self.parts.page is Page.DEEDS:
            self.parts.deeds.read()

    def _count(self) -> None:
        self._counting.run(
            self.console.rulebook.trial.hits,
            done=lambda hits: self.parts.model.show_hits(hits.by_rule),
            failed=partial(self._failed, "count what each rule fires on"),
        )

    def _go_to_finding(self, item: QListWidgetItem) -> None:
        finding = item.data(FINDING)
        if not isinstance(finding, Finding):
            return
        place = next((each.place for each in self.editing.sheet.rules if each.name == finding.rule), None)
        if finding.rule and place is not None:
            self._place = place
            self._choose_row()
            self._show_page(Page.RULE)
            self._show_rule()
            self.parts.form.go_to(finding)
        else:
            self._show_page(Page.TEXT)
            self.parts.text.go_to(*(place_in_text(finding) or (1, 1)))

    def _offer(self) -> None:
        """Enable what can be done now, and say how things stand."""
        editing, sheet = self.editing, self.editing.sheet
        chosen = self.rule is not None
        for name in (ActionName.COPY_RULE, ActionName.REMOVE_RULE, ActionName.RULE_UP, ActionName.RULE_DOWN):
            self._acts[name].setEnabled(chosen)
        self._acts[ActionName.ADD_RULE].setEnabled(sheet.readable)
        self._acts[ActionName.UNDO_RULE_EDIT].setEnabled(editing.can_undo and not editing.busy)
        self._acts[ActionName.PUT_BACK_RULES].setEnabled(bool(self.keeping.previous) and not editing.changed)
        reviewed = self.parts.page is Page.CHANGES
        self._acts[ActionName.SAVE_RULES].setText("Save these changes" if reviewed else "Review and save")
        self._acts[ActionName.SAVE_RULES].setEnabled(editing.changed and sheet.usable and not self.keeping.saving)
        self.parts.discard.setVisible(editing.changed)
        self.parts.say(*self._state())

    def _state(self) -> tuple[str, str, str]:
        editing, sheet = self.editing, self.editing.sheet
        errors = sum(each.severity == "error" for each in sheet.findings)
        if self.keeping.saving:
            return "Saving…", "refresh-cw", "muted"
        if editing.busy:
            return "Checking…", "refresh-cw", "muted"
        if errors:
            return f"{errors} {'error' if errors == 1 else 'errors'}: this cannot be saved.", "circle-alert", "bad"
        if editing.changed:
            words = "Edited and right. In force once it is saved."
            return words if not sheet.findings else f"{words} Think about the warnings.", "circle-check", "good"
        return f"In force, revision {sheet.revision}.", "circle-check", "good"

    def _opened(self, opened: OpenedRulebook) -> None:
        if opened.problem:
            self.noticed.emit(Notice(TOPIC, opened.problem, Tone.WARNING))

    def _was_put_back(self, decision: Decision | None) -> None:
        """Whoever did it can think again for a while; what was not written yet is simply gone."""
        if decision is not None:
            self.decided.emit(decision)

    def _told(self, words: str) -> None:
        self.noticed.emit(Notice(TOPIC, words, Tone.INFO))

    def _refused(self, words: str) -> None:
        self.noticed.emit(Notice(TOPIC, words, Tone.WARNING))

    def _failed(self, doing: str, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=f"{TOPIC}: {doing}", doing=doing))
        self._offer()

    def _make_actions(self) -> dict[ActionName, QAction]:
        deeds: dict[ActionName, Callable[[], None]] = {
            ActionName.ADD_RULE: self.add_rule,
            ActionName.COPY_RULE: self.copy_rule,
            ActionName.REMOVE_RULE: self.remove_rule,
            ActionName.RULE_UP: self.move_up,
            ActionName.RULE_DOWN: self.move_down,
            ActionName.MATCH_NOW: self.match_now,
            ActionName.REVIEW_RULES: self.review,
            ActionName.SAVE_RULES: self.save,
            ActionName.UNDO_RULE_EDIT: self.undo_edit,
            ActionName.PUT_BACK_RULES: self.put_back,
            ActionName.PUT_BACK: self.put_ticket_back,
        }
        return {name: act(self, name, deed) for name, deed in deeds.items()}

    def _connect(self) -> None:
        self._count_soon.timeout.connect(self._look_again)
        self.editing.renewed.connect(self._show_sheet)
        self.editing.settled.connect(self._offer)
        self.editing.failed.connect(partial(self._failed, "make this edit"))
        self.keeping.opened.connect(self._opened)
        self.keeping.told.connect(self._told)
        self.keeping.changed.connect(self._offer)
        self.keeping.failed.connect(partial(self._failed, "save the rulebook"))
        self.keeping.asked.connect(self.parts.banner.ask)
        self.keeping.answered.connect(self.parts.banner.hide)
        self.parts.banner.take_theirs.clicked.connect(self.keeping.take_theirs)
        self.parts.banner.keep_mine.clicked.connect(self.keeping.keep_mine)
        self.parts.rules.selectionModel().currentChanged.connect(self._row_chosen)
        self.parts.tabs.currentChanged.connect(self._show_page)
        self.parts.form.typed.connect(self._field_typed)
        self.parts.form.chosen.connect(self._field_chosen)
        self.parts.form.refused.connect(self._refused)
        self.parts.text.textChanged.connect(self._text_typed)
        self.parts.text.refused.connect(self._refused)
        self.parts.effect.ticket_asked.connect(self.ticket_asked)
        self.parts.deeds.ticket_asked.connect(self.ticket_asked)
        self.parts.deeds.refused.connect(self._refused)
        self.parts.deeds.put_back.connect(self._was_put_back)
        self.parts.findings.itemActivated.connect(self._go_to_finding)
        self.parts.discard.clicked.connect(self.discard)


def _free(name: str, sheet: Sheet) -> str:
    """The name, with a number behind it where it is taken."""
    taken = {each.name for each in sheet.rules}
    names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)
