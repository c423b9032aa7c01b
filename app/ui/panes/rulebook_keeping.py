"""The rulebook's file as the pane sees it: opened, saved, put back, and changed by somebody else meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.rulebook_sheet import OpenedRulebook, Overtaken, Sheet
from app.ui.background import Background
from app.ui.panes.rulebook_editing import RulebookEditing

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

Found = tuple[OpenedRulebook, Sheet | None]  # the file, and edits of before that were not saved

OVERTAKEN = "Somebody else has changed the rulebook meanwhile; nothing of yours was written. “Changes” shows both."
KEPT_MINE = "Your edits stand. Saving them replaces what the other person wrote, which can then be put back."
RESTORED = "Your edits of before are back: they were not saved yet."


class RulebookKeeping(QObject):
    """Writes nothing that a person has not asked for, and nothing over what somebody else wrote."""

    opened = Signal(OpenedRulebook)
    told = Signal(str)  # what was done, in a sentence
    asked = Signal(str)  # somebody else was faster: whose edits go on?
    answered = Signal()
    changed = Signal()
    failed = Signal(Exception)

    def __init__(
        self, console: "Console", background: Background, editing: RulebookEditing, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._editing = editing
        self._file: OpenedRulebook | None = None
        self._theirs: OpenedRulebook | None = None
        self._in_force = ""
        self.saving = False

    @property
    def previous(self) -> str:
        """The revision that can be put back, "" where there is none."""
        return self._file.previous if self._file is not None else ""

    def open(self) -> None:
        """Read the file, and what was typed and not saved the last time."""
        self._background.run(self, self._read, done=self._show_found, failed=self.failed.emit)

    def open_anew(self) -> None:
        """Read the file; what is edited is dropped."""

        def read() -> OpenedRulebook:
            self._console.rulebook.keep_draft("", on_disk="")
            return self._console.rulebook.open()

        self._background.run(self, read, done=self._show, failed=self.failed.emit)

    def save(self) -> None:
        """Put what is edited in force."""
        file, text = self._file, self._editing.sheet.text
        if file is None or self.saving or not self._editing.sheet.usable or not self._editing.changed:
            return

        def write() -> OpenedRulebook | Overtaken:
            result = self._console.rulebook.save(text, on_disk=file.on_disk)
            if isinstance(result, OpenedRulebook):
                self._console.rulebook.keep_draft("", on_disk="")
            return result

        self._write(write, "Saved, and in force now. The earlier rulebook can be put back.")

    def put_back(self) -> None:
        """Let the rulebook of before the last save be in force again."""
        file = self._file
        if file is not None and not self.saving and not self._editing.changed:
            self._write(
                lambda: self._console.rulebook.put_back(on_disk=file.on_disk),
                "The earlier rulebook is back. Putting back once more undoes that.",
            )

    def take_theirs(self) -> None:
        """Drop what is edited here, and go on with what the file holds now."""
        if self._theirs is not None:
            self.open_anew()

    def keep_mine(self) -> None:
        """Go on with what is edited here: the next save replaces theirs knowingly."""
        if self._theirs is not None:
            self._file, self._theirs = self._theirs, None
            self._editing.saved = self._file.sheet.text
            self.answered.emit()
            self.told.emit(KEPT_MINE)
            self.changed.emit()

    def look(self, in_force: str) -> None:
        """The workspace says which revision is in force: where that is another, the file has changed."""
        moved, self._in_force = self._in_force not in {"", in_force}, in_force
        if moved and self._file is not None and in_force != self._file.on_disk and not self.saving:
            self._background.run(self, self._console.rulebook.open, done=self._seen_anew, failed=self.failed.emit)

    def keep_draft(self) -> None:
        """Keep what is typed and not saved for the next time."""
        file, text = self._file, self._editing.latest_text
        if file is None:
            return
        kept = text if text != self._editing.saved else ""
        self._background.run(
            self,
            lambda: self._console.rulebook.keep_draft(kept, on_disk=file.on_disk),
            done=lambda _none: None,
            failed=self.failed.emit,
        )

    def _read(self) -> Found:
        desk = self._console.rulebook
        found, draft = desk.open(), desk.draft()
        if draft is None or draft[0] == found.sheet.text:
            return found, None
        return found, desk.sheet(draft[0])

    def _show_found(self, found: Found) -> None:
        opened, draft = found
        self._show(opened)
        if draft is not None:
            self._editing.restore(draft)
            self.told.emit(RESTORED)
            self.changed.emit()

    def _show(self, opened: OpenedRulebook) -> None:
        self._file, self._theirs = opened, None
        self._editing.show(opened)
        self.answered.emit()
        self.opened.emit(opened)
        self.changed.emit()

    def _seen_anew(self, opened: OpenedRulebook) -> None:
        """The file changed under us: without edits of our own it is simply shown."""
        if self._file is None or opened.on_disk == self._file.on_disk:
            return
        if self._editing.changed:
            self._theirs = opened
            self.asked.emit(OVERTAKEN)
        else:
            self._show(opened)

    def _write(self, work: Callable[[], OpenedRulebook | Overtaken], words: str) -> None:
        self.saving = True
        self.changed.emit()

        def written(result: OpenedRulebook | Overtaken) -> None:
            self.saving = False
            if isinstance(result, Overtaken):
                self._theirs = result.theirs
                self.asked.emit(OVERTAKEN)
                self.changed.emit()
            else:
                self._show(result)
                self.told.emit(words)

        self._background.run(self, work, done=written, failed=self._not_written)

    def _not_written(self, error: Exception) -> None:
        self.saving = False
        self.failed.emit(error)
        self.changed.emit()
