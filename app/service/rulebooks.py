"""The rulebook's file: loaded, checked and saved so that a wrong one never takes the place of one that works."""

import hashlib
import logging
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app import signals
from app.domain.conditions.vocabulary import INTENT, Vocabulary
from app.domain.people import Agent
from app.domain.rulebook import Rulebook
from app.domain.rulebook_findings import Checked
from app.errors import ModelFailed, SettingsInvalid
from app.inference.base import EMOTIONS
from app.replace_file import replace_file
from app.rules.checking import LARGEST, check_rulebook, read_rulebook
from app.rules.rewriting import Field, with_rule_changed

log = logging.getLogger(__name__)

BYTES_A_CHARACTER = 4  # at most, in UTF-8


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rulebook to judge with; `problem` says what is wrong with the file where it is not the file's own."""

    rulebook: Rulebook
    problem: str = ""


class RulebookFile:
    """`rulebook.toml`. `kept` is where a copy of the last right one lies, which goes on where the file is wrong."""

    def __init__(self, path: Path, vocabulary: Vocabulary, *, kept: Path | None = None) -> None:
        self.path = path
        self.vocabulary = vocabulary
        self._kept = kept

    def naming(self, vocabulary: Vocabulary) -> "RulebookFile":
        """The same file, with the names that a rule may use by now."""
        return RulebookFile(self.path, vocabulary, kept=self._kept)

    @property
    def exists(self) -> bool:
        return self.path.exists()

    def load(self) -> Rulebook:
        """The file's rulebook; where that is wrong, the last right one. `SettingsInvalid` where there is neither."""
        loaded = self.loaded()
        if loaded.problem:
            log.error("%s The rulebook of before stays in force.", loaded.problem)
        return loaded.rulebook

    def loaded(self) -> Loaded:
        """As `load`, and what is wrong with the file where another stands in for it."""
        try:
            text = read_text(self.path)
            book = self._read(text, self.path)
        except SettingsInvalid as error:
            return Loaded(self._last_right(error), str(error))
        self._keep(text)
        for gone in (each for each in self.vocabulary.removed if f"{INTENT}{each}" in text):
            log.warning("%s asks for the intent %s, which was removed: it cannot be told.", self.path, gone)
        return Loaded(book)

    def check(self, text: str, agents: Iterable[Agent] = ()) -> Checked:
        """What saving this text would say."""
        return check_rulebook(text, self.vocabulary, revision=revision_of(text), agents=agents)

    def read(self, text: str) -> Rulebook:
        """The rulebook that this text would be in the file. Raises `SettingsInvalid` where it is wrong."""
        return self._read(text, self.path)

    def kept_text(self) -> str | None:
        """The last right rulebook's text, None where none is kept."""
        return read_text(self._kept) if self._kept is not None and self._kept.exists() else None

    def save(self, text: str) -> Rulebook:
        """Put the text into the file, whole. Raises `SettingsInvalid`, and writes nothing, where it is wrong."""
        book = self._read(text, self.path)
        replace_file(self.path, text)
        self._keep(text)
        return book

    def change_rule(self, rule: str, changes: Mapping[str, Field]) -> Rulebook:
        """Set fields of one rule; every other byte of the file stays. Raises and writes nothing where that is wrong."""
        return self.save(with_rule_changed(read_text(self.path), rule, changes))

    def _read(self, text: str, path: Path) -> Rulebook:
        return read_rulebook(text, self.vocabulary, revision=revision_of(text), name=str(path))

    def _last_right(self, error: SettingsInvalid) -> Rulebook:
        if self._kept is None or not self._kept.exists():
            raise error
        return self._read(read_text(self._kept), self._kept)

    def _keep(self, text: str) -> None:
        if self._kept is not None and not (self._kept.exists() and self._kept.read_bytes() == text.encode()):
            replace_file(self._kept, text)


def revision_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def vocabulary_of(manifest: Path, own: Iterable[str] = (), removed: Iterable[str] = ()) -> Vocabulary:
    """All names that conditions may use; the intents are those of the models' manifest and the team's `own`.

    `removed` are those that the team once had: rules that name one go on, and it cannot be told.
    """
    try:
        heads = tomllib.loads(manifest.read_text(encoding="utf-8"))["head"]
        intents = [str(label) for head in heads if head["name"] == "intents" for label in head["labels"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFailed(f"{manifest} cannot be read: {error}. Install Warmline again.") from error
    known = tuple(dict.fromkeys([*intents, *own]))
    gone = tuple(each for each in dict.fromkeys(removed) if each not in known)
    return Vocabulary(tuple(signals.SIGNALS), known, emotions=EMOTIONS, removed=gone)


def read_text(path: Path) -> str:
    """A file's text as it is, its line ends included; the mark that some editors begin a file with is no part of it."""
    try:
        if path.stat().st_size > LARGEST * BYTES_A_CHARACTER:
            raise SettingsInvalid(f"{path} is larger than any rulebook. Mend it, or remove it to use the default.")
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path} cannot be read: {error}. Mend it, or remove it to use the default.") from error
