"""Intents of the team's own: describe one, try it, save it, delete it; and what was corrected on tickets."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.taught import Correction, TaughtIntent
from app.domain.trials import Trial
from app.errors import WarmlineError
from app.ui.background import Background
from app.ui.dialog_layout import begin_form
from app.ui.intent_parts import IntentParts
from app.ui.intent_trial import IntentTrial
from app.ui.intent_words import correction_words

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

T = TypeVar("T")

SIZE = (960, 760)
TRIED = "Tried. Nothing is kept until you save it."
CHANGED = "The phrases were changed since they were tried. Try them again."

GOOD = ("circle-check", "good")  # an icon and the token of its colour
BAD = ("circle-alert", "bad")
NOTE = ("info", "info")
BUSY = ("refresh-cw", "muted")
WAITS = ("hourglass", "muted")

Shown = tuple[tuple[TaughtIntent, ...], tuple[Correction, ...]]


class IntentsForm(QDialog):
    """What there is at the left, the one at hand at the right. Nothing here waits on the window's thread."""

    def __init__(self, console: "Console", background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._known: dict[str, TaughtIntent] = {}
        self._corrections: tuple[Correction, ...] = ()
        self._removed: TaughtIntent | None = None
        begin_form(self, "Intents", size=SIZE)
        self.parts = IntentParts(self)
        self.trial = IntentTrial(console, background, self)
        self._connect()
        self.load()

    @property
    def said(self) -> str:
        """What the last trial, save or removal said."""
        return self.parts.result.text()

    def load(self, *, select: str = "") -> None:
        """Read what there is, and show one intent of it, or a new one."""

        def read() -> Shown:
            return self._console.intents.taught(), self._console.intents.corrections()

        self._background.run(self, read, done=lambda shown: self._show(shown, select), failed=self._failed)

    def try_out(self) -> None:
        """Have a worker try what is typed."""
        if self._checked():
            self.parts.figures.show_figures(None)
            self.parts.say("Asking a worker…", *BUSY)
            self.trial.ask(self.parts.fields.draft)
            self._offer()

    def save(self) -> None:
        """Let the models know what was tried."""
        tried = self.trial.result
        if tried is None or not self._checked():
            return
        draft = self.parts.fields.draft
        self.parts.say("Saving…", *BUSY)
        self._run(lambda: self._console.intents.save(draft, tried.id), self._saved)

    def delete(self) -> None:
        """Forget the intent at hand; until the form closes that can be undone."""
        intent = self._known.get(self.parts.selected_intent)
        if intent is not None:
            self._run(lambda: self._console.intents.remove(intent), lambda _none: self._deleted(intent))

    def undo_delete(self) -> None:
        intent = self._removed
        if intent is not None:
            self._run(lambda: self._console.intents.restore(intent), self._restored)

    def take_back(self) -> None:
        """Undo the correction at hand."""
        correction = self._correction
        if correction is not None:
            self._run(lambda: self._console.intents.take_back(correction), lambda _none: self._taken_back(correction))

    @property
    def _correction(self) -> Correction | None:
        row = self.parts.corrections.currentRow()
        return self._corrections[row] if 0 <= row < len(self._corrections) else None

    def _show(self, shown: Shown, select: str) -> None:
        intents, self._corrections = shown
        self._known = {each.name: each for each in intents}
        self.parts.list_all(list(self._known), [correction_words(each) for each in self._corrections], select=select)
        self._show_intent()

    def _show_intent(self) -> None:
        if self.parts.intents.currentRow() < 0:
            return
        intent = self._known.get(self.parts.selected_intent)
        self.trial.forget()
        self.parts.show_intent(intent.draft if intent else None)
        self._offer()

    def _show_correction(self) -> None:
        if (correction := self._correction) is not None:
            self.parts.show_correction(correction)

    def _edited(self) -> None:
        """What was tried counts only for the very same phrases."""
        tried = self.trial.result
        if tried is not None and tried.figures is not None:
            same = self._is_of_what_is_typed(tried)
            self.parts.figures.show_figures(tried.figures if same else None)
            self.parts.say(TRIED if same else CHANGED, *(GOOD if same else NOTE))
        self._offer()

    def _offer(self) -> None:
        tried = self.trial.result
        self.parts.save.setEnabled(bool(tried and tried.figures and self._is_of_what_is_typed(tried)))
        self.parts.delete.setVisible(self.parts.selected_intent in self._known)

    def _is_of_what_is_typed(self, trial: Trial) -> bool:
        return trial.draft.teaches_the_same(self.parts.fields.draft)

    def _checked(self) -> bool:
        """Whether what is typed can be tried; what is wrong is said beside its field."""
        taken = set(self._known) - {self.parts.selected_intent}
        wrong = self._console.intents.problems(self.parts.fields.draft, taken=taken)
        self.parts.fields.mark(wrong)
        return not wrong

    def _tried(self, trial: Trial) -> None:
        self._edited()
        if trial.figures is None:
            self.parts.say(trial.problem, *BAD)
        else:
            self.parts.show_figures_at_once()

    def _stands(self, words: str) -> None:
        self.parts.say(words, *WAITS)

    def _saved(self, intent: TaughtIntent) -> None:
        self.load(select=intent.name)
        words = f"{intent.name} is saved. Messages are read again with it, open tickets first."
        self.parts.say_after(words, *GOOD)

    def _deleted(self, intent: TaughtIntent) -> None:
        self._removed = intent
        self.load()
        words = f"{intent.name} is deleted: it is no longer looked for."
        self.parts.say_after(words, *GOOD, undo=True)

    def _restored(self, intent: TaughtIntent) -> None:
        self._removed = None
        self.load(select=intent.name)
        self.parts.say_after(f"{intent.name} is back.", *GOOD)

    def _taken_back(self, correction: Correction) -> None:
        self.load()
        words = f"Taken back: {correction_words(correction)} Messages are read again without it."
        self.parts.say_after(words, *GOOD)

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run something that writes; meanwhile the buttons rest."""

        def finished(result: T) -> None:
            self.parts.rest(resting=False)
            done(result)

        self.parts.rest(resting=True)
        self._background.run(self, work, done=finished, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.parts.rest(resting=False)
        self._offer()
        known = isinstance(error, WarmlineError)
        self.parts.say(str(error) if known else "An unexpected error; the log says how.", *BAD)

    def _connect(self) -> None:
        parts = self.parts
        parts.intents.currentRowChanged.connect(self._show_intent)
        parts.corrections.currentRowChanged.connect(self._show_correction)
        parts.fields.edited.connect(self._edited)
        parts.test.clicked.connect(self.try_out)
        parts.save.clicked.connect(self.save)
        parts.delete.clicked.connect(self.delete)
        parts.undo.clicked.connect(self.undo_delete)
        parts.take_back.clicked.connect(self.take_back)
        parts.close_button.clicked.connect(self.reject)
        self.trial.over.connect(self._tried)
        self.trial.stands.connect(self._stands)
        self.trial.failed.connect(self._failed)
