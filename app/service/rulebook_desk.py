"""The calls by which a lead edits the rulebook: open, check, compare, try on the queue, save, put back."""

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from threading import Lock

from app.domain.conditions.vocabulary import Vocabulary
from app.domain.people import Agent
from app.domain.rulebook_effect import Effect
from app.domain.rulebook_sheet import OpenedRulebook, Overtaken, RulebookEdit, Sheet
from app.errors import SettingsInvalid, WarmlineError
from app.replace_file import replace_file
from app.service.rulebook_sheets import difference, edited, sheet_of, whole
from app.service.rulebook_trial import RulebookTrial
from app.service.rulebook_versions import RulebookVersions
from app.service.rulebooks import RulebookFile, read_text, revision_of
from app.service.rules_in_force import RulesInForce
from app.store.store import Store

log = logging.getLogger(__name__)


class RulebookDesk:
    """One person's hand in the rulebook. Holds no draft: what is edited is handed in with every call."""

    def __init__(  # noqa: PLR0913 - what a save touches, each thing once
        self,
        *,
        file: RulebookFile,
        shipped: Path,
        versions: RulebookVersions,
        draft: Path,
        vocabulary: Callable[[], Vocabulary],
        in_force: RulesInForce,
        store: Store,
        person: str,
        clock: Callable[[], datetime],
    ) -> None:
        """`shipped` is the rulebook that comes with the program, which a team without one of its own begins with.

        `vocabulary` is asked each time a text is read, since the team may teach an intent while its rulebook is open.
        """
        self._file = file
        self._shipped = shipped
        self._versions = versions
        self._draft = draft
        self._names = vocabulary
        self._known = file.vocabulary
        self.in_force = in_force
        self._store = store
        self._person = person
        self._clock = clock
        self._writing = Lock()
        self.trial = RulebookTrial(store, in_force, clock=clock)

    @property
    def vocabulary(self) -> Vocabulary:
        """The names that a rule may use now; those of before where the store cannot say. Reads the store."""
        try:
            self._known = self._names()
        except WarmlineError:
            log.warning("The team's own intents could not be read; those of before are offered.")
        return self._known

    @property
    def known(self) -> Vocabulary:
        """The names as they were read last, at once."""
        return self._known

    def _named(self) -> RulebookFile:
        """The file, read by the names of now."""
        return self._file.naming(self.vocabulary)

    def open(self) -> OpenedRulebook:
        """The team's rulebook as its file holds it, wrong ones too; where that cannot be read, what is in force."""
        own, problem = self._on_disk()
        text = own if own is not None else self._fallback()
        return OpenedRulebook(self.sheet(text), revision_of(own) if own is not None else "", problem, self._previous())

    def sheet(self, text: str) -> Sheet:
        """All that follows from a text, with every finding."""
        return sheet_of(text, self.vocabulary, agents=self._agents())

    def edited(self, text: str, edits: Iterable[RulebookEdit]) -> Sheet:
        """The sheet after these edits. Raises `BadInput` or `SettingsInvalid` where one cannot be made."""
        return self.sheet(edited(text, edits))

    def difference(self, text: str) -> tuple[str, ...]:
        """The lines by which a text differs from the file, as a unified diff."""
        own, _ = self._on_disk()
        return difference(own if own is not None else self._fallback(), text)

    def save(self, text: str, *, on_disk: str) -> OpenedRulebook | Overtaken:
        """Let this text be the rulebook from now on; what it replaces can be put back.

        `on_disk` is the revision that the person has seen. Where the file holds another by now, nothing is written.
        Raises `SettingsInvalid`, and writes nothing, where the text is wrong. Saving the same text again changes
        nothing.
        """
        text = whole(text)
        with self._writing:
            own, _ = self._on_disk()
            found = revision_of(own) if own is not None else ""
            if found not in {on_disk, revision_of(text)} or (own is None and self._file.exists and on_disk):
                return Overtaken(self.open())
            self._put(text, before=own)
        return self.open()

    def effect(
        self,
        text: str,
        *,
        stopped: Callable[[], bool] = lambda: False,
        progressed: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Effect:
        """What this text would change on the open tickets now. Raises `SettingsInvalid` where it is wrong."""
        return self.trial.effect(self._named().read(text), stopped=stopped, progressed=progressed)

    def keep_draft(self, text: str, *, on_disk: str) -> None:
        """Keep what is typed and not saved; `draft` gives it back, also after a crash. "" forgets it."""
        if not text:
            self._draft.unlink(missing_ok=True)
            return
        try:
            replace_file(self._draft, json.dumps({"on_disk": on_disk, "text": whole(text)}))
        except OSError as error:
            raise SettingsInvalid(f"{self._draft} could not be written: {error}. The edits are not kept.") from error

    def draft(self) -> tuple[str, str] | None:
        """The text that was typed and not saved, and the revision that it was made from; None where there is none."""
        try:
            kept = json.loads(self._draft.read_text(encoding="utf-8"))
            return str(kept["text"]), str(kept["on_disk"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put_back(self, *, on_disk: str) -> OpenedRulebook | Overtaken:
        """Let the rulebook of before the last save be in force again; a second time undoes that."""
        with self._writing:
            own, _ = self._on_disk()
            if (revision_of(own) if own is not None else "") != on_disk:
                return Overtaken(self.open())
            text = self._versions.text()
            if not self._named().check(text).rulebook:
                raise SettingsInvalid("The earlier rulebook uses names that are gone. Nothing was put back.")
            self._versions.forget_newest()
            self._put(text, before=own)
        return self.open()

    def _put(self, text: str, *, before: str | None) -> None:
        """In this order, so that a crash in between loses nothing: the old version, the file, the log."""
        if before == text:
            return
        file = self._named()
        file.read(text)  # refuses what is wrong before anything is written
        try:
            self._versions.keep(before if before is not None else self._fallback())
            book = file.save(text)
        except OSError as error:
            raise SettingsInvalid(
                f"{self._file.path} could not be written: {error}. The rulebook of before stays in force."
            ) from error
        self._store.rulebook.log_change(book.revision, at=self._clock(), by=self._person)
        self.in_force.look()

    def _on_disk(self) -> tuple[str | None, str]:
        """The file's text, and why it cannot be had; neither where there is no file."""
        if not self._file.exists:
            return None, ""
        try:
            return read_text(self._file.path), ""
        except SettingsInvalid as error:
            return None, f"{error} What is shown is the rulebook of before; saving it replaces the file."

    def _fallback(self) -> str:
        kept = self._file.kept_text() if self._file.exists else None
        return kept if kept is not None else read_text(self._shipped)

    def _previous(self) -> str:
        return self._versions.newest

    def _agents(self) -> tuple[Agent, ...]:
        """Everybody whom the helpdesks know; nobody where the store cannot say."""
        try:
            return self._store.rulebook.everybody()
        except WarmlineError:
            return ()
