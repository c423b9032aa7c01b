"""The worker's part in teaching: picks up what is in force, learns what nobody has learnt yet, and tries drafts."""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.taught import TAUGHT, Lesson, digest_of
from app.domain.trials import Trial
from app.errors import ModelFailed, StoreFailed
from app.inference.base import Analyzer, Trainer
from app.store.store import Store
from app.store.taught import Mark

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # a trial takes seconds; whoever has not answered by then is gone
UNUSED_FOR = timedelta(days=1)  # weights of drafts that were only tried are kept as long as somebody may save one
FAILED = "Warmline failed at trying these phrases; its log says how."


class Teacher:
    """Keeps one worker's reader at what the team has taught. Nothing that it stumbles over stops the reading."""

    def __init__(self, store: Store, trainer: Trainer) -> None:
        self._store = store
        self._trainer = trainer
        self._mark: Mark | None = None
        self._hopeless: set[str] = set()  # digests of lessons that could not be learnt, each said once
        self.revision = ""

    def taught(self, now: datetime, *, shipped: str) -> Analyzer | None:
        """The reader that knows what is in force now; None where that is what it was at the last call.

        Its revision follows from `shipped`, the untaught reader's, and from the lessons alone.
        """
        mark = self._store.taught.mark(now)
        if mark == self._mark:
            return None
        self._mark = mark  # before all else: what fails for good is not tried at every step
        try:
            return self._renewed(now, shipped)
        except StoreFailed:
            self._mark = None
            raise

    def try_waiting(self, now: datetime) -> bool:
        """Try a draft that waits, if there is one; whether there was."""
        trial = self._store.taught.claim_trial(now, lease=LEASE)
        if trial is None:
            return False
        self._store.taught.settle_trial(self._tried(trial, now))
        return True

    def _renewed(self, now: datetime, shipped: str) -> Analyzer | None:
        lessons = self._lessons(now)
        digest = digest_of(lessons)
        revision = f"{shipped}{TAUGHT}{digest}" if digest else shipped
        if revision == (self.revision or shipped):
            return None
        made = self._trainer.analyzer(self._weights(lessons, now), revision=revision)
        self.revision = revision
        return made

    def _lessons(self, now: datetime) -> list[Lesson]:
        """What is in force and can be learnt: corrections of an intent that nobody knows any more teach nothing."""
        known = set(self._trainer.shipped)
        return [each for each in self._store.taught.in_force(now).lessons if each.phrases or each.intent in known]

    def _weights(self, lessons: Sequence[Lesson], now: datetime) -> list[bytes]:
        base = self._trainer.base
        held = dict(self._store.taught.learnt(base, [each.digest for each in lessons]))
        for lesson in lessons:
            if lesson.digest not in held and (weights := self._learn(lesson)) is not None:
                self._store.taught.keep_learnt(base, lesson.digest, weights, at=now)
                held[lesson.digest] = weights
        self._store.taught.forget_learnt(base, keep=list(held), before=now - UNUSED_FOR)
        return [held[each.digest] for each in lessons if each.digest in held]

    def _learn(self, lesson: Lesson) -> bytes | None:
        try:
            return self._trainer.learn(lesson)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other lessons and the reading go on
            if lesson.digest not in self._hopeless:
                self._hopeless.add(lesson.digest)
                log.error("The intent %s could not be learnt: %s", lesson.intent, _where(error))  # noqa: TRY400
            return None

    def _tried(self, trial: Trial, now: datetime) -> Trial:
        lesson = self._store.taught.in_force(now).lesson(trial.draft.name, trial.draft)
        try:
            weights, figures = self._trainer.try_out(lesson)
        except ModelFailed as error:
            return replace(trial, problem=str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked is told
            log.error("The phrases of %s could not be tried: %s", trial.draft.name, _where(error))  # noqa: TRY400
            return replace(trial, problem=FAILED)
        self._store.taught.keep_learnt(self._trainer.base, lesson.digest, weights, at=now)
        return replace(trial, figures=figures)


def _where(error: Exception) -> str:
    """What failed and where, but not in the error's own words: they may quote a phrase."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
