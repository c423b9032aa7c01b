"""The calls by which a person teaches the models: intents of the team's own, their trials, and corrections."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime

from app.domain.taught import Correction, CorrectionId, IntentDraft, TaughtId, TaughtIntent
from app.domain.teaching_rules import correction_problem, problems
from app.domain.trials import Trial, TrialId
from app.errors import BadInput, Refused
from app.inference.base import INTENTS
from app.inference.language import is_english
from app.store.store import Store


class Intents:
    """One person's hand in what the models know. Loads no model: a worker tries what is asked for here."""

    def __init__(self, store: Store, *, person: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._person = person
        self._clock = clock

    def taught(self) -> tuple[TaughtIntent, ...]:
        """The team's own intents, by name."""
        return self._store.taught.intents()

    def corrections(self) -> tuple[Correction, ...]:
        """What was corrected and not taken back, newest first."""
        return self._store.taught.corrections()

    def problems(self, draft: IntentDraft, *, taken: Collection[str] = ()) -> dict[str, str]:
        """What is wrong with a draft, by field; `taken` are names that it must not have."""
        return problems(draft, shipped=INTENTS, taken=taken, is_english=is_english)

    def ask(self, draft: IntentDraft) -> Trial:
        """Have a draft tried by a worker; `trial` tells what becomes of it. Raises `BadInput` where it is faulty."""
        self._check(draft)
        trial = Trial(TrialId(uuid.uuid4().hex), draft, by=self._person, at=self._clock())
        self._store.taught.ask(trial)
        return trial

    def trial(self, trial: TrialId) -> Trial | None:
        """A trial with what became of it so far; None where it is long gone."""
        return self._store.taught.trial(trial)

    def save(self, draft: IntentDraft, trial: TrialId) -> TaughtIntent:
        """Let the models know the draft from now on, in the place of what had its name.

        Raises `Refused` unless the trial is over, went well enough to have figures, and was of the very same phrases.
        """
        self._check(draft)
        tried = self._store.taught.trial(trial)
        if tried is None or tried.figures is None or not tried.draft.teaches_the_same(draft):
            raise Refused("These phrases have not been tried yet, or were changed since. Try them, then save.")
        intent = TaughtIntent(TaughtId(uuid.uuid4().hex), draft, by=self._person, at=self._clock())
        self._store.taught.save(intent)
        return intent

    def remove(self, intent: TaughtIntent) -> None:
        """Forget an intent: the models no longer look for it."""
        self._store.taught.remove(intent.id, by=self._person, at=self._clock())

    def restore(self, intent: TaughtIntent) -> TaughtIntent:
        """Undo a removal; what was learnt is still known. Raises `Refused` where the name was given again meanwhile."""
        if any(each.name == intent.name for each in self._store.taught.intents()):
            raise Refused(f"There is an intent {intent.name} again; the removed one stays removed.")
        again = TaughtIntent(TaughtId(uuid.uuid4().hex), intent.draft, by=self._person, at=self._clock())
        self._store.taught.save(again)
        return again

    def correct(self, intent: str, text: str, *, within: str = "", present: bool = False) -> Correction:
        """Say that an intent is not in a sentence, or that it is; `within` is the hash of the text that it stands in.

        It counts once it can no longer be undone. Raises `BadInput` for an intent that nobody knows, and for no words.
        """
        if intent not in INTENTS and all(each.name != intent for each in self._store.taught.intents()):
            raise BadInput(f"There is no intent {intent}.")
        if problem := correction_problem(text):
            raise BadInput(problem)
        made = Correction(
            CorrectionId(uuid.uuid4().hex), intent, text, present, by=self._person, at=self._clock(), within=within
        )
        self._store.taught.correct(made)
        return made

    def take_back(self, correction: Correction) -> None:
        """Undo a correction, however old it is."""
        self._store.taught.take_back(correction.id, by=self._person, at=self._clock())

    def _check(self, draft: IntentDraft) -> None:
        wrong = self.problems(draft)
        if wrong:
            raise BadInput(" ".join(f"{field}: {sentence}" for field, sentence in wrong.items()))
