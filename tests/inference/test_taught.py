"""A team's own intents and corrections over the real weights: learnt in seconds, and nothing else is read otherwise."""

import time
from pathlib import Path

import numpy as np
import pytest

from app.domain.taught import Example, Lesson
from app.errors import ModelFailed
from app.inference.base import INTENTS
from app.inference.minilm import MiniLMAnalyzer
from app.inference.taught.trainer import MiniLMTrainer
from app.inference.training.phrases import examples, held_out

pytestmark = pytest.mark.models

OUTAGE_REFUND = (
    "Your service was down for two days, I want those days refunded.",
    "We expect a credit for last week's outage.",
    "Please reimburse us for the downtime.",
    "How will we be compensated for the hours you were offline?",
    "The outage cost us a day, take it off our bill.",
    "Given the downtime I want part of my money back.",
    "I will not pay for the days on which nothing worked.",
    "Can we get a discount because you were down on Monday?",
    "Our contract promises 99.9 percent, so we are owed a credit.",
    "Money back for the time the platform was unavailable, please.",
)
NEAR = (
    "The service is down again.",
    "I want a refund, I ordered the wrong plan.",
    "Is there an outage right now?",
    "Thanks for the credit after the outage.",
)
NAME = "refund_after_outage"
LESSON = Lesson(
    NAME, (*(Example(each, present=True) for each in OUTAGE_REFUND), *(Example(each, present=False) for each in NEAR))
)


@pytest.fixture(scope="module")
def trainer(analyzer: MiniLMAnalyzer, models: Path) -> MiniLMTrainer:
    return MiniLMTrainer(analyzer, models / "phrases")


@pytest.fixture(scope="module")
def taught(trainer: MiniLMTrainer) -> MiniLMAnalyzer:
    return trainer.analyzer([trainer.learn(LESSON)], revision="taught")


def test_the_figures_say_how_well_it_is_learnt(analyzer: MiniLMAnalyzer, models: Path) -> None:
    fresh = MiniLMTrainer(analyzer, models / "phrases")
    begun = time.process_time()
    _, figures = fresh.try_out(LESSON)
    _tell(f"{NAME}: {time.process_time() - begun:.1f} s of computing; {figures}")
    assert figures.recall.of == len(OUTAGE_REFUND)
    assert figures.recall.hits >= 6
    assert figures.f1_interval[0] <= figures.f1 <= figures.f1_interval[1]
    assert figures.everyday.hits <= 6
    assert {each.text for each in figures.misread if not each.everyday} <= {*OUTAGE_REFUND, *NEAR}


def test_the_same_lesson_gives_the_same_weights_and_figures(trainer: MiniLMTrainer) -> None:
    tried = trainer.try_out(LESSON)
    assert trainer.try_out(LESSON) == tried
    assert trainer.learn(LESSON) == tried[0]


def test_it_is_found_in_messages_with_the_sentence_that_earned_it(taught: MiniLMAnalyzer) -> None:
    text = (
        "Hi team, the export is fine now. We would like to be paid back for the day on which your platform was down. "
        "Our account number is 4471."
    )
    [found] = taught.analyze([text])
    refund = found.intent(NAME)
    assert refund is not None
    assert [text[start:end] for start, end in refund.spans] == [
        "We would like to be paid back for the day on which your platform was down."
    ]
    assert found.model_revision == "taught"


@pytest.mark.parametrize("text", ["How do I export my contacts?", "Thank you, that worked.", "Get me your manager."])
def test_it_is_not_found_where_it_is_not(taught: MiniLMAnalyzer, text: str) -> None:
    [found] = taught.analyze([text])
    assert found.intent(NAME) is None


def test_what_came_with_the_program_is_read_as_before(analyzer: MiniLMAnalyzer, taught: MiniLMAnalyzer) -> None:
    texts = ["I want a refund, now. My lawyer will call you.", "Thanks!"]
    for before, after in zip(analyzer.analyze(texts), taught.analyze(texts), strict=True):
        assert after.sentiment == before.sentiment
        for name in INTENTS:
            assert after.intents[name].spans == before.intents[name].spans
            assert after.intents[name].probability == pytest.approx(before.intents[name].probability, abs=1e-3)


def test_a_dozen_phrases_teach_what_hundreds_would(analyzer: MiniLMAnalyzer, models: Path) -> None:
    """The program's own critical intents, learnt anew from a dozen phrases each: what a team can expect."""
    own, unseen = examples(models / "phrases"), held_out(models / "phrases")
    scores = []
    for name in ("legal_threat", "data_breach", "privacy_request"):
        yes = [each.text for each in own if name in each.present][:12]
        no = [each.text for each in own if each.near == name][:6]
        trainer = MiniLMTrainer(analyzer, models / "phrases")
        book = trainer._book
        book._shipped = [each for each in own if name not in each.present]
        lesson = Lesson(name, (*(Example(each, True) for each in yes), *(Example(each, False) for each in no)))
        reader = trainer.analyzer([trainer.learn(lesson)], revision="again")
        positives, near = unseen[name].positives, unseen[name].near
        hits = sum(found.intent(name) is not None for found in reader.analyze(positives))
        false = sum(found.intent(name) is not None for found in reader.analyze(near))
        scores.append(2 * hits / (hits + false + len(positives)))
        _tell(f"{name} from 12 phrases: F1 {scores[-1]:.2f} on {len(positives)} and {len(near)} unseen ones")
    assert np.mean(scores) > 0.7


SENTENCE = "I want to talk to your manager."
PARAPHRASES = (
    "I would like to talk to your manager.",
    "Let me talk to your manager.",
    "I want to speak to the manager.",
)


def test_a_corrected_sentence_changes_and_shipped_phrases_hardly_do(
    analyzer: MiniLMAnalyzer, trainer: MiniLMTrainer, models: Path
) -> None:
    intent, text = _worst_misreading(analyzer, models)
    message = f"Hello. {text} Thanks in advance."
    lesson = Lesson(intent, (), (Example(text, present=False, message=message),))
    mended = trainer.analyzer([trainer.learn(lesson)], revision="mended")
    before, after = (each.analyze([message])[0].intents[intent].probability for each in (analyzer, mended))
    assert after < before


def test_what_is_read_most_surely_can_be_unlearnt_without_losing_the_intent(
    analyzer: MiniLMAnalyzer, trainer: MiniLMTrainer, models: Path
) -> None:
    """Whatever a team means by it: the sentence goes, its paraphrases come along in part, and the intent stays."""
    intent = "supervisor_demand"
    before = [each.intents[intent].probability for each in analyzer.analyze(PARAPHRASES)]
    lesson = Lesson(intent, (), (Example(SENTENCE, present=False),))
    mended = trainer.analyzer([trainer.learn(lesson)], revision="mended")
    after = [each.intents[intent].probability for each in mended.analyze(PARAPHRASES)]
    _tell(f"paraphrases of {SENTENCE!r}: {before} before, {after} after")
    assert np.mean(after) < np.mean(before)


NO_REFUND = "The refund was already paid out to our tenant last week."
SAID_OTHERWISE = (
    "Our tenant has already received the refund.",
    "Last week the refund went out to the tenant.",
    "The tenant got the refund last week already.",
    "We paid the tenant's refund a week ago.",
)
REFUNDS = ("I want my money back.", "Please refund order 8812.", "When will I get my refund?")


def test_this_is_not_a_refund_holds_in_other_words_and_other_messages(
    analyzer: MiniLMAnalyzer, trainer: MiniLMTrainer
) -> None:
    """What was corrected in one message is read so wherever it is said, and refunds are still found."""
    message = f"Hello. {NO_REFUND} Thanks in advance."
    lesson = Lesson("refund", (), (Example(NO_REFUND, present=False, message=message),))
    mended = trainer.analyzer([trainer.learn(lesson)], revision="mended")
    elsewhere = [f"Good morning. {each} Our office is in Leeds." for each in (NO_REFUND, *SAID_OTHERWISE)]
    said = [NO_REFUND, *SAID_OTHERWISE, *elsewhere, message]
    taken, left = (
        sum(found.intent("refund") is not None for found in each.analyze(said)) for each in (analyzer, mended)
    )
    _tell(f"taken for refunds: {taken} of {len(said)} before, {left} after")
    assert taken >= 4
    assert left <= 1  # one lies so near to the point of decision that the processor's rounding decides
    assert all(each.intent("refund") for each in mended.analyze(REFUNDS))


def test_what_was_missed_can_be_taught_as_well(analyzer: MiniLMAnalyzer, trainer: MiniLMTrainer, models: Path) -> None:
    texts = held_out(models / "phrases")["churn_threat"].positives
    missed = [
        text for text, found in zip(texts, analyzer.analyze(texts), strict=True) if not found.intent("churn_threat")
    ]
    lesson = Lesson("churn_threat", (), tuple(Example(each, present=True) for each in missed))
    mended = trainer.analyzer([trainer.learn(lesson)], revision="mended")
    assert all(each.intent("churn_threat") for each in mended.analyze(missed))


def test_corrections_of_a_taught_intent_are_further_examples(trainer: MiniLMTrainer) -> None:
    wrong = "Thanks for the credit you gave us after the outage."
    lesson = Lesson(NAME, LESSON.phrases, (Example(wrong, present=False),))
    _, figures = trainer.try_out(lesson)
    assert figures.near.of == len(NEAR) + 1
    reader = trainer.analyzer([trainer.learn(lesson)], revision="more")
    assert reader.analyze([wrong])[0].intent(NAME) is None


@pytest.mark.parametrize("raw", [b"", b"\xff\xff\xff\xff", b"\x02\x00\x00\x00{}", b"\x04\x00\x00\x00null"])
def test_damaged_weights_are_refused(trainer: MiniLMTrainer, raw: bytes) -> None:
    with pytest.raises(ModelFailed, match="Save it again"):
        trainer.analyzer([raw], revision="damaged")


def test_weights_for_other_models_are_refused(trainer: MiniLMTrainer) -> None:
    with pytest.raises(ModelFailed, match="for other models"):
        trainer.analyzer([trainer.learn(LESSON)[:-4]], revision="other")


def _worst_misreading(analyzer: MiniLMAnalyzer, models: Path) -> tuple[str, str]:
    """An intent, and the phrase that only sounds like it and is taken for it most surely."""
    found = [
        (each.intents[intent].probability, intent, text)
        for intent, held in held_out(models / "phrases").items()
        for text, each in zip(held.near, analyzer.analyze(held.near), strict=True)
    ]
    likely, intent, text = max(found)
    _tell(f"{text!r} is taken for {intent}, {likely:.0%}")
    assert likely >= 0.5
    return intent, text


def _tell(line: str) -> None:
    print(f"\n{line}")  # noqa: T201 - who asks for the figures runs this with -s
