"""Our phrases are enough, varied, and never measured on what was learnt."""

from pathlib import Path

import pytest

from app.errors import BadInput
from app.inference.base import CRITICAL, INTENTS
from app.inference.training.phrases import asked, examples, held_out, toned

PHRASES = Path(__file__).parents[2] / "models" / "phrases"


def test_every_intent_has_examples() -> None:
    found = examples(PHRASES)
    for intent in INTENTS:
        assert sum(intent in each.present for each in found) >= 18, intent
        assert sum(intent in each.absent for each in found) >= 100, intent


@pytest.mark.parametrize("intent", CRITICAL)
def test_critical_intents_have_near_misses_and_a_held_out_set(intent: str) -> None:
    assert sum(each.near == intent for each in examples(PHRASES)) >= 10
    positives, near = held_out(PHRASES)[intent]
    assert len(set(positives)) >= 20
    assert len(set(near)) >= 20


def test_nothing_held_out_is_learnt() -> None:
    learnt = {each.text.casefold() for each in examples(PHRASES)} | {text.casefold() for text, _ in toned(PHRASES)}
    for positives, near in held_out(PHRASES).values():
        assert not learnt & {text.casefold() for text in (*positives, *near)}


def test_all_tones_are_there() -> None:
    assert {tone for _, tone in toned(PHRASES)} == {0, 1, 2}


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [("Is it down?", True, False), ("it is down", False, True), ("can you help", False, False)],
)
def test_questions_are_known_by_their_mark(text: str, present: bool, absent: bool) -> None:
    has, lacks = asked(text)
    assert ("question" in has, "question" in lacks) == (present, absent)


def test_an_unknown_intent_is_named(tmp_path: Path) -> None:
    (tmp_path / "refund.toml").write_text(
        'intent = "refund"\nunsure = ["lottery"]\npositives = """\nmoney back\n"""\nnear = ""\n'
    )
    with pytest.raises(BadInput, match="lottery"):
        examples(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "refund.toml").write_text("intent = ")
    with pytest.raises(BadInput, match=r"refund\.toml"):
        examples(tmp_path)
