"""What a person may teach from the console, and what is refused."""

import pytest

from app.domain.taught import CorrectionId, IntentDraft
from app.domain.trials import TrialId
from app.errors import BadInput, Refused
from app.service.intents import Intents
from app.service.teaching import Teacher
from app.store.store import Store
from tests.builders import NOW, draft
from tests.fakes import FIGURES, FakeTrainer


@pytest.fixture
def intents(store: Store) -> Intents:
    return Intents(store, person="Lena Vogt", clock=lambda: NOW)


def tried(intents: Intents, store: Store, made: IntentDraft) -> TrialId:
    trial = intents.ask(made)
    Teacher(store, FakeTrainer()).try_waiting(NOW)
    return trial.id


def test_what_was_tried_can_be_saved(intents: Intents, store: Store) -> None:
    trial = intents.ask(draft())
    assert intents.trial(trial.id) == trial
    Teacher(store, FakeTrainer()).try_waiting(NOW)
    found = intents.trial(trial.id)
    assert found is not None
    assert found.figures == FIGURES
    saved = intents.save(draft(), trial.id)
    assert intents.taught() == (saved,)
    assert (saved.by, saved.at) == ("Lena Vogt", NOW)


def test_what_was_not_tried_or_changed_since_is_not_saved(intents: Intents, store: Store) -> None:
    waiting = intents.ask(draft())
    with pytest.raises(Refused, match="Try them, then save"):
        intents.save(draft(), waiting.id)
    Teacher(store, FakeTrainer()).try_waiting(NOW)
    with pytest.raises(Refused, match="changed since"):
        intents.save(draft(near=["Is it down?"]), waiting.id)
    assert intents.taught() == ()
    intents.save(draft(meaning="A better sentence."), waiting.id)


def test_what_failed_is_not_saved(intents: Intents, store: Store) -> None:
    made = draft("trouble")
    trial = tried(intents, store, made)
    with pytest.raises(Refused):
        intents.save(made, trial)


def test_a_faulty_draft_is_not_even_tried(intents: Intents) -> None:
    with pytest.raises(BadInput, match="comes with Warmline"):
        intents.ask(draft("refund"))


def test_a_removed_intent_can_be_had_back(intents: Intents, store: Store) -> None:
    saved = intents.save(draft(), tried(intents, store, draft()))
    intents.remove(saved)
    assert intents.taught() == ()
    back = intents.restore(saved)
    assert intents.taught() == (back,)
    with pytest.raises(Refused, match="again"):
        intents.restore(saved)


def test_a_correction_is_made_and_taken_back(intents: Intents) -> None:
    made = intents.correct("refund", "Please send the file back.", within="hash")
    assert (made.present, made.by, made.within) == (False, "Lena Vogt", "hash")
    assert made.id == CorrectionId(made.id)
    assert intents.corrections() == (made,)
    intents.take_back(made)
    assert intents.corrections() == ()


@pytest.mark.parametrize(("intent", "text"), [("nonsense", "Hello there."), ("refund", " !?")])
def test_a_correction_of_nothing_is_refused(intents: Intents, intent: str, text: str) -> None:
    with pytest.raises(BadInput):
        intents.correct(intent, text)
