"""A draft that cannot be learnt from says why, at the field where it is wrong."""

import pytest

from app.domain.taught import IntentDraft
from app.domain.teaching_rules import LEAST, LONGEST, MOST, drafted, problems
from app.inference.language import is_english
from tests.builders import draft

EIGHT = draft().positives


def wrong(made: IntentDraft, taken: tuple[str, ...] = ()) -> dict[str, str]:
    return problems(made, shipped=("refund",), taken=taken, is_english=is_english)


def test_a_sound_draft_has_no_problems() -> None:
    assert wrong(draft(near=["Is it down?"])) == {}


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("", "Give the intent a name"),
        ("Refund after outage!", "Call it refund_after_outage"),
        ("_x", "small letters"),
        ("a__b", "Call it a_b"),
        ("9lives", "Call it lives"),
        ("x" * 41, "at most 40"),
        ("refund", "comes with Warmline"),
        ("ours", "There is an intent ours already"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(name: str, complaint: str) -> None:
    found = wrong(draft(name), taken=("ours",))
    assert list(found) == ["name"]
    assert complaint in found["name"]


@pytest.mark.parametrize(
    ("positives", "complaint"),
    [
        (EIGHT[:7], f"At least {LEAST} different phrases are needed; these are 7."),
        ((*EIGHT[:7], EIGHT[0].upper()), "these are 7"),
        ((*EIGHT, EIGHT[0].upper()), "is there twice"),
        ((*EIGHT, "word " * LONGEST), f"at most {LONGEST}"),
        ((*EIGHT, "?!"), "has no words"),
        ((*EIGHT, "Wir möchten unser Geld zurück, bitte überweisen Sie es."), "is not English"),
        ((*EIGHT, "我们要退款。"), "is not English"),
        (tuple(f"Refund number {number} please" for number in range(MOST + 1)), f"At most {MOST} phrases"),
    ],
)
def test_phrases_that_cannot_be_learnt_from_are_refused(positives: tuple[str, ...], complaint: str) -> None:
    found = wrong(draft("ours", *positives))
    assert list(found) == ["positives"]
    assert complaint in found["positives"]


def test_a_phrase_in_both_lists_is_a_contradiction() -> None:
    found = wrong(draft(near=[EIGHT[2].lower()]))
    assert list(found) == ["near"]
    assert "is in both lists" in found["near"]


def test_every_field_is_complained_of_at_once() -> None:
    assert list(wrong(IntentDraft("", "", (), ("?",)))) == ["name", "meaning", "positives", "near"]


def test_phrases_are_typed_one_a_line() -> None:
    made = drafted(" ours ", "What it\nmeans ", "one  phrase\n\n  another \n", "")
    assert made == IntentDraft("ours", "What it means", ("one phrase", "another"), ())
