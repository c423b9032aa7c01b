"""Where else the ticket should go, or that it stays, and why: the reason is what Warmline learns from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QWidget,
)

from app.domain.opened import OpenTicket
from app.domain.routing import Candidate, DeskChoice, Destination
from app.domain.tickets import AgentId
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import lay_out_dialog
from app.ui.labels import TextRole, label, paragraph
from app.ui.panes.triage_words import candidate_words, load_words, points_words
from app.ui.tips import tip
from app.ui.value_list import VALUE, add_side_by_side, chosen_value, value_list


@dataclass(frozen=True, slots=True)
class Override:
    """What was chosen: None stays."""

    destination: Destination | None
    reason: str


class OverrideDialog(QDialog):
    """Group at the left, person at the right, reason below; Return in the reason does it."""

    chosen = Signal(Override)

    def __init__(
        self,
        opened: OpenTicket,
        desks: Sequence[DeskChoice],
        parent: QWidget | None = None,
        *,
        instead: AgentId | None = None,
    ) -> None:
        """`instead` is who was chosen already, in place of the one recommended: only the reason is left to say."""
        super().__init__(parent)
        ticket = opened.snapshot.ticket
        self.setWindowTitle(f"Override #{ticket.number}")
        self.setModal(True)
        self.resize(640, 460)
        self.groups, self.people = value_list("Group"), value_list("Person")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why? A few words are enough")
        self.reason.setAccessibleName("Reason")
        self._about = paragraph("", TextRole.SMALL_MUTED)
        self._missing = label("", TextRole.SMALL_MUTED)
        self.confirm = push_button("Override", ButtonKind.PRIMARY)
        self._cancel = push_button("Cancel")
        self._lay_out(ticket.subject)
        self._fill_groups(opened, desks)
        self.groups.currentRowChanged.connect(self._show_people)
        self.people.currentRowChanged.connect(self._check)
        self.reason.textChanged.connect(self._check)
        self.reason.returnPressed.connect(self._confirm)
        self.confirm.clicked.connect(self._confirm)
        self._cancel.clicked.connect(self.reject)
        self.groups.setCurrentRow(0)
        self.groups.setFocus()
        if instead is not None:
            self._choose(opened, instead)

    def _choose(self, opened: OpenTicket, agent: AgentId) -> None:
        """The suggested group and this person of it."""
        suggestion = opened.triage.suggestion if opened.triage else None
        where = suggestion.destination.group if suggestion and suggestion.destination else ""
        for row in range(self.groups.count()):
            choice = self.groups.item(row).data(VALUE)
            if isinstance(choice, DeskChoice) and choice.desk.group == where:
                self.groups.setCurrentRow(row)
        for row in range(self.people.count()):
            candidate = self.people.item(row).data(VALUE)
            if isinstance(candidate, Candidate) and candidate.agent.id == agent:
                self.people.setCurrentRow(row)
                self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return in a list goes on to the next field and decides nothing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _fill_groups(self, opened: OpenTicket, desks: Sequence[DeskChoice]) -> None:
        """A ticket that is on its way elsewhere cannot stay; it can be sent back."""
        group, going = opened.snapshot.ticket.group, opened.on_its_way
        moving = going is not None and going.group != group
        if not moving:
            stay = QListWidgetItem(f"Stay with {group or 'the first line'}")
            stay.setData(VALUE, None)
            self.groups.addItem(stay)
        for each in desks:
            if moving or each.desk.group != group:
                back = "Back to " if each.desk.group == group else ""
                item = QListWidgetItem(f"{back}{each.desk.group}   T{each.desk.tier}")
                item.setData(VALUE, each)
                item.setToolTip(tip(each.desk.about))
                self.groups.addItem(item)

    def _show_people(self) -> None:
        self.people.clear()
        choice = self._choice()
        self._about.setText(choice.desk.about if choice else "The ticket stays where it is; nothing is written.")
        if choice is not None:
            anyone = QListWidgetItem("Nobody in particular: the group decides")
            self.people.addItem(anyone)
            for each in choice.candidates:
                self.people.addItem(_person(each))
            fitting = bool(choice.candidates) and not choice.candidates[0].why_not
            self.people.setCurrentRow(1 if fitting else 0)
        self.people.setEnabled(choice is not None)
        self._check()

    def _choice(self) -> DeskChoice | None:
        found = chosen_value(self.groups)
        return found if isinstance(found, DeskChoice) else None

    def _destination(self) -> Destination | None:
        choice, candidate = self._choice(), chosen_value(self.people)
        if choice is None:
            return None
        agent = candidate.agent.id if isinstance(candidate, Candidate) else None
        return Destination(choice.desk.group, choice.desk.tier, agent)

    def _check(self) -> None:
        missing = not self.reason.text().strip()
        self.confirm.setEnabled(not missing)
        self._missing.setText("A reason is needed." if missing else self._consequence())

    def _consequence(self) -> str:
        candidate = chosen_value(self.people)
        if not isinstance(candidate, Candidate):
            return ""
        warning = f", who is {candidate.why_not}" if candidate.why_not else ""
        return f"Puts {candidate.consequence}{warning}"

    def _confirm(self) -> None:
        if self.confirm.isEnabled():
            self.chosen.emit(Override(self._destination(), self.reason.text().strip()))
            self.accept()

    def _lay_out(self, subject: str) -> None:
        lists = QHBoxLayout()
        add_side_by_side(lists, ("Group", self.groups), ("Person", self.people))
        lay_out_dialog(
            self,
            subject,
            lists,
            self._about,
            self.reason,
            growing=lists,
            says=self._missing,
            cancel=self._cancel,
            confirm=self.confirm,
        )


def _person(candidate: Candidate) -> QListWidgetItem:
    words = candidate.why_not or "can take it"
    points = f"   {points_words(candidate.points)}" if candidate.factors else ""
    item = QListWidgetItem(f"{candidate.agent.name}{points}   {load_words(candidate)}   {words}")
    item.setData(VALUE, candidate)
    lines = [f"{points_words(each.points)}  {each.factor}: {each.because}" for each in candidate.factors]
    item.setToolTip(tip("\n".join([candidate_words(candidate), *lines])))
    return item
