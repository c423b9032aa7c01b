"""Changing the address of a team's store that cannot be reached, while no workspace is open."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.background import Background
from app.ui.overlay import open_dialog

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.team_desk import TeamDesk
    from app.ui.team_form import TeamForm

Team = Callable[[], "TeamDesk"]
"""What the team's store is changed with while no workspace is open. May block."""


class AddressEdit(QObject):
    """One form at a time over the window; it ends with `changed` or with `left_alone`."""

    changed = Signal()  # the settings name another store, or another password is kept for it
    left_alone = Signal()
    failed = Signal(Exception)  # the settings cannot be read

    def __init__(self, team: Team, background: Background, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._team = team
        self._background = background
        self._window = window
        self._form: TeamForm | None = None
        self._has_changed = False

    @property
    def is_open(self) -> bool:
        return self._form is not None

    def open(self) -> None:
        """Read the address in the background, and ask for another."""
        self._background.run(self, lambda: _with_url(self._team()), done=self._ask, failed=self.failed.emit)

    def _ask(self, read: tuple["TeamDesk", str]) -> None:
        if self._form is not None or not self._window.isVisible():
            return
        from app.ui.team_form import TeamForm  # after first paint

        team, url = read
        self._has_changed = False
        self._form = TeamForm(team, self._background, self._window, url=url)
        self._form.changed.connect(self._take_change)
        self._form.finished.connect(self._end)
        open_dialog(self._form)

    def _take_change(self, _url: str) -> None:
        self._has_changed = True

    def _end(self) -> None:
        self._form = None
        if self._has_changed:
            self.changed.emit()
        else:
            self.left_alone.emit()


def _with_url(team: "TeamDesk") -> tuple["TeamDesk", str]:
    return team, team.url
