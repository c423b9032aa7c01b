"""Two lists side by side: the groups, and the people of the one that is chosen, those who fit first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QWidget

from app.domain.routing import Candidate, DeskChoice, Destination
from app.ui.panes.triage_words import candidate_words, load_words
from app.ui.tips import tip
from app.ui.value_list import VALUE, add_side_by_side, chosen_value, value_list


class PeoplePicker(QWidget):
    """Somebody, or a whole group; never oneself (`me`, by name)."""

    chosen = Signal()

    def __init__(
        self,
        desks: Sequence[DeskChoice],
        *,
        first: Destination | None,
        me: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._me = me
        self.groups, self.people = value_list("Group"), value_list("Person")
        self._lay_out()
        for each in desks:
            item = QListWidgetItem(f"{each.desk.group}   T{each.desk.tier}")
            item.setData(VALUE, each)
            item.setToolTip(tip(each.desk.about))
            self.groups.addItem(item)
        self.groups.currentRowChanged.connect(self._show_people)
        self.people.currentRowChanged.connect(self._tell)
        names = [each.desk.group for each in desks]
        self.groups.setCurrentRow(names.index(first.group) if first and first.group in names else 0)

    def destination(self) -> Destination | None:
        """Who is chosen; None where there is no group to choose from."""
        choice, candidate = self._choice(), self.candidate()
        if choice is None:
            return None
        return Destination(choice.desk.group, choice.desk.tier, candidate.agent.id if candidate else None)

    def candidate(self) -> Candidate | None:
        """The person chosen; None for the whole group."""
        found = chosen_value(self.people)
        return found if isinstance(found, Candidate) else None

    def _show_people(self) -> None:
        self.people.clear()
        choice = self._choice()
        if choice is None:
            return
        self.people.addItem(QListWidgetItem("Anyone in the group"))
        others = [each for each in choice.candidates if each.agent.name.casefold() != self._me.casefold()]
        for each in others:
            item = QListWidgetItem(f"{each.agent.name}   {load_words(each)}   {each.why_not or 'can take it'}")
            item.setData(VALUE, each)
            item.setToolTip(tip(candidate_words(each)))
            self.people.addItem(item)
        self.people.setCurrentRow(1 if others and not others[0].why_not else 0)

    def _choice(self) -> DeskChoice | None:
        found = chosen_value(self.groups)
        return found if isinstance(found, DeskChoice) else None

    def _tell(self) -> None:
        self.chosen.emit()

    def _lay_out(self) -> None:
        lists = QHBoxLayout(self)
        lists.setContentsMargins(0, 0, 0, 0)
        add_side_by_side(lists, ("Group", self.groups), ("Person", self.people))
