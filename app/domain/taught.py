"""What a team has taught the models: intents of its own, and corrections of what was read in a sentence."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

TaughtId = NewType("TaughtId", str)  # made by the client (UUID4 hex), so that saving one twice changes nothing
CorrectionId = NewType("CorrectionId", str)  # likewise

TAUGHT = "+"  # in a revision: before it are the shipped models, behind it what the team has taught
SECOND_THOUGHTS = timedelta(seconds=10)  # a correction counts only then, so that undoing it costs no reading


@dataclass(frozen=True, slots=True)
class IntentDraft:
    """An intent as somebody describes it: `near` are phrases that only sound like it."""

    name: str
    meaning: str
    positives: tuple[str, ...]
    near: tuple[str, ...] = ()

    def teaches_the_same(self, other: "IntentDraft") -> bool:
        """Whether the models would learn the same of both: the meaning is for people only."""
        return (self.name, self.positives, self.near) == (other.name, other.positives, other.near)


@dataclass(frozen=True, slots=True)
class TaughtIntent:
    """An intent of the team's own, as it was saved."""

    id: TaughtId
    draft: IntentDraft
    by: str  # the person, by name
    at: datetime

    @property
    def name(self) -> str:
        return self.draft.name


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody's word that an intent is or is not in a sentence. `within` is the hash of the text that it stands in."""

    id: CorrectionId
    intent: str
    text: str
    present: bool
    by: str
    at: datetime
    within: str = ""

    @property
    def undoable_until(self) -> datetime:
        return self.at + SECOND_THOUGHTS


@dataclass(frozen=True, slots=True)
class Example:
    """A text that has the intent or has not; `message` is the whole text that it was met in, "" for a mere phrase."""

    text: str
    present: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Everything that the models learn of one intent from this team.

    One with `phrases` is an intent of the team's own. One without corrects an intent that came with the program.
    """

    intent: str
    phrases: tuple[Example, ...] = ()
    corrections: tuple[Example, ...] = ()

    @property
    def digest(self) -> str:
        """Equal lessons have equal digests: what was learnt from them is kept under it."""
        told = [[each.text, each.present, each.message] for each in (*self.phrases, *self.corrections)]
        said = json.dumps([self.intent, len(self.phrases), *told])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class InForce:
    """All that is taught at one instant; `messages` are the texts that corrections were met in, by hash."""

    intents: tuple[TaughtIntent, ...] = ()
    corrections: tuple[Correction, ...] = ()
    messages: Mapping[str, str] | None = None

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """One lesson for each intent that is taught or corrected, by name."""
        drafts = {each.name: each.draft for each in self.intents}
        names = sorted({*drafts, *(each.intent for each in self.corrections)})
        return tuple(self.lesson(name, drafts.get(name)) for name in names)

    def lesson(self, name: str, draft: IntentDraft | None) -> Lesson:
        """What there is to learn of an intent; a correction outweighs a phrase of the same words."""
        corrections = self._corrections(name)
        corrected = {same_words(each.text) for each in corrections}
        phrases = (
            [
                Example(text, present)
                for texts, present in ((draft.positives, True), (draft.near, False))
                for text in texts
                if same_words(text) not in corrected
            ]
            if draft
            else []
        )
        return Lesson(name, tuple(phrases), corrections)

    def _corrections(self, name: str) -> tuple[Example, ...]:
        """The newest word on each sentence."""
        newest: dict[str, Correction] = {}
        for each in sorted(self.corrections, key=lambda each: (each.at, each.id)):
            if each.intent == name:
                newest[same_words(each.text)] = each
        ordered = sorted(newest.values(), key=lambda each: each.text)
        messages = self.messages or {}
        return tuple(Example(each.text, each.present, messages.get(each.within, "")) for each in ordered)


def same_words(text: str) -> str:
    """What two phrases have in common where they differ in nothing that a reader would notice."""
    return " ".join(text.casefold().split()).rstrip(".!? ")


def intent_title(name: str) -> str:
    """The intent's name as people read it: "billing_dispute" is "billing dispute"."""
    return name.replace("_", " ")


def digest_of(lessons: Iterable[Lesson]) -> str:
    """One word for all that is taught; "" where that is nothing."""
    digests = sorted(each.digest for each in lessons)
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()[:12] if digests else ""


def shipped_part(model_revision: str) -> str:
    """The revision of the shipped models, whatever the team has taught them since."""
    return model_revision.partition(TAUGHT)[0]
