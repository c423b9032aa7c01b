"""Our phrases are enough, varied, and never measured on what was learnt."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import BadInput
from app.inference.base import CRITICAL, INTENTS, TONES
from app.inference.training.phrases import (
    Example,
    asked,
    everyday,
    examples,
    further,
    held_out,
    held_out_tones,
    toned,
    tones,
)

PHRASES = Path(__file__).parents[2] / "models" / "phrases"


def test_every_intent_has_examples() -> None:
    found = examples(PHRASES)
    for intent in INTENTS:
        assert sum(intent in each.present for each in found) >= 18, intent
        assert sum(intent in each.absent for each in found) >= 100, intent


@pytest.mark.parametrize("intent", CRITICAL)
def test_critical_intents_have_near_misses_and_a_held_out_set(intent: str) -> None:
    assert sum(each.near == intent for each in examples(PHRASES)) >= 10
    held = held_out(PHRASES)[intent]
    for phrases in (held.positives, held.near, held.later_positives, held.later_near):
        assert len(set(phrases)) >= 20
    assert len(set(held.emails)) >= 5
    assert len(set(held.near_emails)) >= 5


def test_nothing_held_out_is_learnt() -> None:
    learnt = {text.casefold() for text in [*intent_texts(), *(each.text for each in tones(PHRASES))]}
    held = [text for each in held_out(PHRASES).values() for text in (*each.all_positives, *each.all_near)]
    held += [each.text for each in held_out_tones(PHRASES)]
    assert len(held) > 2000
    assert not learnt & {text.casefold() for text in held}


def test_nothing_held_out_is_nearly_what_is_learnt() -> None:
    """Six words in ten of both together are no chance."""
    learnt = intent_texts()
    worded, places = [words(text) for text in learnt], dict[str, set[int]]()
    for at, each in enumerate(worded):
        for word in each:
            places.setdefault(word, set()).add(at)
    for held in held_out(PHRASES).values():
        for text in (*held.all_positives, *held.all_near):
            own = words(text)
            shared = Counter(at for word in own for at in places.get(word, ()))
            alike = [learnt[at] for at, count in shared.items() if count >= 0.6 * len(own | worded[at])]
            assert not alike, text


def intent_texts() -> list[str]:
    """What intents and sentiment learn from."""
    return [*(each.text for each in [*examples(PHRASES), *further(PHRASES)]), *(text for text, _ in toned(PHRASES))]


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9']+", text.lower()))


def test_further_phrases_are_new_and_say_what_the_first_ones_say() -> None:
    found = further(PHRASES)
    texts = [each.text.casefold() for each in found]
    assert len(texts) == len(set(texts))
    assert not set(texts) & {each.text.casefold() for each in examples(PHRASES)}
    for intent in {each.near for each in found} - {""}:
        [sample] = [each for each in examples(PHRASES) if intent in each.present][:1]
        for each in found:
            if intent in each.present and not each.near:  # what is named as another intent says only so much
                assert each.present - {"question"} == {intent}
                assert each.absent - {"question"} == sample.absent - {"question"}


def test_what_sounds_like_an_intent_and_is_another_is_said_to_be_that(tmp_path: Path) -> None:
    (tmp_path / "refund.toml").write_text('intent = "refund"\npositives = """\nmoney back\n"""\nnear = ""\n')
    (tmp_path / "further").mkdir()
    (tmp_path / "further" / "refund.toml").write_text(
        'positives = ""\nnear = ""\n[instead]\nplan_change = """\nback to the small plan\n"""\n'
    )
    [found] = further(tmp_path)
    assert (found.present, found.absent - {"question"}) == (frozenset({"plan_change"}), frozenset({"refund"}))
    assert found.near == "refund"


def test_everyday_messages_say_what_they_are_not_and_were_not_held_out() -> None:
    found = everyday(PHRASES)
    assert len(found) >= 100
    held = {text.casefold() for each in held_out(PHRASES).values() for text in (*each.emails, *each.near_emails)}
    assert not held & {each.text.casefold() for each in found}
    for each in found:
        assert {"data_breach", "vulnerability_report"} <= each.absent <= set(INTENTS)


def test_about_a_fifth_is_set_aside_from_the_adapter_whatever_is_added() -> None:
    found = examples(PHRASES)
    assert 0.17 < sum(each.aside for each in found) / len(found) < 0.23
    assert (
        Example("Thanks!", frozenset(), frozenset()).aside
        is Example("Thanks!", frozenset({"thanks"}), frozenset()).aside
    )


@pytest.mark.parametrize("read", [tones, held_out_tones])
def test_every_tone_has_phrases_that_have_it_and_phrases_that_lack_it(read: Callable[[Path], list[Example]]) -> None:
    found = read(PHRASES)
    for label in TONES:
        assert sum(label in each.present for each in found) >= 25, label
        assert sum(label in each.absent for each in found) >= 25, label


def test_every_intent_is_measured() -> None:
    assert set(held_out(PHRASES)) == set(INTENTS)


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
