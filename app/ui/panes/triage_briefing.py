"""What can be done with the brief on the screen: open and close it, copy it, save it, print it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.domain.brief import Brief, Quote
from app.domain.brief_export import html, html_body, markdown
from app.domain.opened import OpenTicket
from app.domain.snapshot import Span
from app.replace_file import replace_file
from app.ui.actions import ActionName, act
from app.ui.background import Background
from app.ui.notice import Notice, Tone, notice_of
from app.ui.overlay import open_dialog
from app.ui.panes.triage_brief import BriefPanel
from app.ui.panes.triage_reader import Reader

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.service.console import Console

TOPIC = "brief"


class Briefing(QObject):
    """Shows a line's words in the conversation, and tells the console which brief was read."""

    noticed = Signal(Notice)

    def __init__(
        self,
        console: "Console",
        background: Background,
        panel: BriefPanel,
        reader: Reader,
        actions: tuple[QAction, ...],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._panel = panel
        self._reader = reader
        self._actions = actions
        self._window = parent
        self._read: tuple[str, int] = ("", 0)
        panel.chosen.connect(self._show_words)

    def show_ticket(self, opened: OpenTicket | None, *, visible: bool) -> None:
        self._panel.show_ticket(opened)
        for action in self._actions:
            action.setEnabled(self._panel.brief is not None)
        if visible:
            self.note_read()

    def note_read(self) -> None:
        """It is on the screen: what differs in later versions is what changed since."""
        brief = self._panel.brief
        if brief is None or self._read == (brief.ticket, brief.version):
            return
        self._read = (brief.ticket, brief.version)
        self._background.run(
            self,
            partial(self._console.brief_read, brief),
            done=lambda _: None,
            failed=partial(self._failed, "note that the brief was read"),
        )

    def copy(self) -> None:
        """To the clipboard, as Markdown."""
        brief = self._panel.brief
        if brief is not None:
            QGuiApplication.clipboard().setText(markdown(brief))
            self.noticed.emit(Notice(TOPIC, "The brief is on the clipboard, as Markdown.", Tone.INFO))

    def save(self) -> None:
        """As a page of its own, wherever the person says."""
        brief = self._panel.brief
        if brief is None:
            return
        dialog = QFileDialog(self._window, "Save the brief", f"brief-{_file_name(brief.number)}.html", "Pages (*.html)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        dialog.fileSelected.connect(lambda chosen: self.write(brief, Path(chosen)))
        _ask(dialog)

    def write(self, brief: Brief, path: Path) -> None:
        self._background.run(
            self,
            lambda: replace_file(path, html(brief)),
            done=lambda _: self.noticed.emit(Notice(TOPIC, f"The brief is saved as {path.name}.", Tone.INFO)),
            failed=partial(self._failed, f"save the brief as {path}"),
        )

    def print_out(self) -> None:
        """Ask for a printer, and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # seldom needed, and it loads the printing system

        brief = self._panel.brief
        if brief is None:
            return
        printer = QPrinter()
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(lambda: print_on(printer, brief))
        _ask(dialog)

    def _show_words(self, quotes: tuple[Quote, ...]) -> None:
        here = [each for each in quotes if self._panel.brief and each.ticket == self._panel.brief.ticket]
        self._reader.show_words([Span(each.message, each.start, each.end) for each in here])

    def _failed(self, doing: str, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=TOPIC, doing=doing))


def brief_actions(pane: QWidget, briefing: Callable[[], Briefing]) -> tuple[QAction, ...]:
    """What can be done with a brief, added to `pane`, which has its briefing once one of them is performed."""
    return (
        act(pane, ActionName.COPY_BRIEF, lambda: briefing().copy()),
        act(pane, ActionName.SAVE_BRIEF, lambda: briefing().save()),
        act(pane, ActionName.PRINT_BRIEF, lambda: briefing().print_out()),
    )


def print_on(printer: "QPrinter", brief: Brief) -> None:
    """The brief on paper, or in whatever file the printer writes."""
    document = QTextDocument()
    document.setHtml(html_body(brief))  # ours: all that people wrote is escaped in it
    document.print_(printer)


def _ask(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    open_dialog(dialog)


def _file_name(number: str) -> str:
    return "".join(each if each.isalnum() else "-" for each in number)[:40]
