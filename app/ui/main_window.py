"""The one window: the start page, and once it is open the workspace."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.domain.tickets import TicketId
from app.ui.actions import ActionName, act
from app.ui.notice import Notice
from app.ui.start_page import StartPage
from app.ui.theme import Theme

if TYPE_CHECKING:  # the panes load after first paint
    from app.ui.workspace_view import WorkspaceView

SIZE = (1440, 900)
SMALLEST = (1024, 640)


class MainWindow(QWidget):
    """Shows at once; everything that may take time happens after its first paint."""

    painted = Signal()  # once, after the first paint
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._painted = False
        self.setWindowTitle("Warmline")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self.start_page = StartPage()
        self.workspace: WorkspaceView | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.start_page)
        act(self, ActionName.THEME, theme.switch)
        act(self, ActionName.QUIT, self.close)

    def show_workspace(self, workspace: "WorkspaceView", *, name: str) -> None:
        self.drop_workspace()
        self.workspace = workspace
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        self.setMinimumSize(QSize(*SMALLEST).expandedTo(workspace.minimumSizeHint()))  # larger type needs more room
        self.setWindowTitle(f"{name} - Warmline")
        workspace.start()

    def drop_workspace(self) -> None:
        """Back to the start page; what was typed is being saved."""
        if self.workspace is not None:
            self.workspace.settle()
            self._stack.removeWidget(self.workspace)
            self.workspace.deleteLater()
            self.workspace = None
        self._stack.setCurrentWidget(self.start_page)

    def current_ticket(self) -> TicketId | None:
        """The ticket that the open workspace shows now."""
        return self.workspace.pane.current_ticket() if self.workspace is not None else None

    def tell(self, notice: Notice) -> None:
        """Show a notice wherever there is room for one now."""
        if self.workspace is not None:
            self.workspace.notices.tell(notice)
        else:
            self.start_page.show_failure("Something went wrong", notice.text, details=notice.details)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.hide()
        self.closed.emit()
