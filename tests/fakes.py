"""Stand-ins for what lies beyond Warmline's outermost edge: a helpdesk's server, and the language models."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from app.domain.analysis import Analysis, IntentFound, Legibility
from app.domain.batch import Batch, Cursor
from app.domain.changes import Change, ChangeId, Outcome, Receipt, VerbOutcome
from app.domain.taught import Lesson
from app.domain.tickets import ConnectionName
from app.domain.trials import Figures, Misread, Share

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class FakeHelpdesk:
    """A helpdesk that hands out prepared batches and remembers what was written; it fails as it is told to."""

    def __init__(self, batches: Iterable[Batch] = (), *, name: str = "desk", writable: bool = True) -> None:
        self.connection = ConnectionName(name)
        self.writable = writable
        self.batches = list(batches)
        self.failures: deque[Exception] = deque()
        self.write_failures: deque[Exception] = deque()
        self.outcomes: deque[Outcome] = deque()
        self.written: dict[ChangeId, Change] = {}
        self.applied: list[ChangeId] = []
        self.closed = False

    def check(self) -> str:
        return "A fake helpdesk."

    def changes(self, cursor: Cursor) -> Batch:
        if self.failures:
            raise self.failures.popleft()
        number = int(cursor or "0")
        if number >= len(self.batches):
            return Batch(cursor=cursor, more=False)
        batch = self.batches[number]
        return Batch(
            cursor=Cursor(str(number + 1)),
            more=number + 1 < len(self.batches),
            tickets=batch.tickets,
            messages=batch.messages,
            events=batch.events,
            accounts=batch.accounts,
            agents=batch.agents,
            groups=batch.groups,
            complaints=batch.complaints,
        )

    def apply(self, change: Change) -> Receipt:
        if self.write_failures:
            raise self.write_failures.popleft()
        outcome = self.outcomes.popleft() if self.outcomes else Outcome.APPLIED
        self.applied.append(change.id)
        if outcome is Outcome.APPLIED:
            self.written[change.id] = change
        outcomes = tuple(VerbOutcome(type(verb).__name__.lower(), outcome) for verb in change.verbs)
        return Receipt(change.id, NOON, outcomes)

    def close(self) -> None:
        self.closed = True


class FakeAnalyzer:
    """Reads a text as its words say: "angry" is -0.9, "fine" is 0.5, and "supervisor" demands one."""

    revision = "fake-1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        self.seen += texts
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Analysis:
        hashed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if not text.strip():
            return Analysis(hashed, self.revision, Legibility.EMPTY, 0)
        at = text.find("supervisor")
        intents = {"supervisor_demand": IntentFound(0.97, ((at, at + len("supervisor")),))} if at >= 0 else {}
        return Analysis(
            text_hash=hashed,
            model_revision=self.revision,
            legibility=Legibility.READ,
            words=len(text.split()),
            sentiment=-0.9 if "angry" in text else 0.5 if "fine" in text else 0.0,
            sentiment_spans=((0, len(text)),) if "angry" in text else (),
            intents=MappingProxyType(intents),
        )


class TaughtAnalyzer(FakeAnalyzer):
    """Finds an intent in every text that holds one of its words."""

    def __init__(self, words: Mapping[str, tuple[str, ...]], *, revision: str) -> None:
        super().__init__()
        self.words = words
        self.revision = revision

    def _read(self, text: str) -> Analysis:
        read = super()._read(text)
        found = {
            name: IntentFound(0.9, ((text.find(word), text.find(word) + len(word)),))
            for name, words in self.words.items()
            for word in words
            if word in text
        }
        return replace(read, intents=MappingProxyType({**read.intents, **found}))


class FakeTrainer:
    """Learns phrases by heart; a lesson on "trouble" cannot be learnt."""

    base = "fake-1.1"
    shipped = ("refund", "supervisor_demand")

    def __init__(self) -> None:
        self.learnt: list[Lesson] = []

    def learn(self, lesson: Lesson) -> bytes:
        if lesson.intent == "trouble":
            raise ZeroDivisionError(lesson.phrases)
        self.learnt.append(lesson)
        examples = (*lesson.phrases, *lesson.corrections)
        return json.dumps([lesson.intent, *(each.text for each in examples if each.present)]).encode()

    def try_out(self, lesson: Lesson) -> tuple[bytes, Figures]:
        return self.learn(lesson), FIGURES

    def analyzer(self, weights: Sequence[bytes], *, revision: str) -> TaughtAnalyzer:
        known = [json.loads(each) for each in weights]
        return TaughtAnalyzer({name: tuple(words) for name, *words in known}, revision=revision)


FIGURES = Figures(
    precision=Share(9, 10),
    recall=Share(9, 12),
    f1=0.82,
    f1_interval=(0.6, 0.95),
    near=Share(1, 4),
    everyday=Share(0, 240),
    parts=5,
    repeats=3,
    misread=(Misread("The days you were down", present=True, probability=0.31),),
)
