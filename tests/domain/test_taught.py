"""What there is to learn follows from phrases and corrections, and equal lessons are known as equal."""

from app.domain.taught import Example, InForce, digest_of, same_words
from tests.builders import ago, correction, draft, taught


def test_a_lesson_has_the_phrases_and_the_corrections_of_its_intent() -> None:
    own = taught("outage_refund", "Credit us.", draft=draft("outage_refund", "Credit us.", near=["It is down."]))
    force = InForce((own,), (correction("Is it down?", intent="outage_refund"), correction(intent="refund")))
    ours, shipped = force.lessons
    assert ours.intent == "outage_refund"
    assert ours.phrases == (Example("Credit us.", present=True), Example("It is down.", present=False))
    assert ours.corrections == (Example("Is it down?", present=False),)
    assert (shipped.intent, shipped.phrases) == ("refund", ())


def test_a_correction_outweighs_a_phrase_of_the_same_words() -> None:
    own = taught("outage_refund", "Credit us!", "Pay us back.")
    [lesson] = InForce((own,), (correction("credit us", intent="outage_refund"),)).lessons
    assert [each.text for each in lesson.phrases] == ["Pay us back."]


def test_the_newest_word_on_a_sentence_counts() -> None:
    first = correction("Send it back.", at=ago(hours=2))
    second = correction("send it  back", at=ago(hours=1), present=True, id="later")
    [lesson] = InForce((), (second, first)).lessons
    assert lesson.corrections == (Example("send it  back", present=True),)


def test_a_correction_knows_the_message_that_it_was_met_in() -> None:
    [lesson] = InForce((), (correction("Hello.", within="hash"),), {"hash": "Hello. Goodbye."}).lessons
    assert lesson.corrections[0].message == "Hello. Goodbye."


def test_equal_lessons_have_equal_digests_and_others_have_not() -> None:
    one, same = (InForce((taught(id_=each, at=ago(days=int(each))),)).lessons for each in "12")
    other = InForce((taught("refund_after_outage", "Only this."),)).lessons
    assert one[0].digest == same[0].digest != other[0].digest
    assert digest_of(one) == digest_of(same) != digest_of(other)
    assert digest_of(()) == ""


def test_the_meaning_is_for_people_only() -> None:
    assert draft(meaning="one").teaches_the_same(draft(meaning="other"))
    assert not draft().teaches_the_same(draft(near=["It is down."]))


def test_phrases_are_the_same_where_no_reader_would_see_a_difference() -> None:
    assert same_words("  Send it BACK! ") == same_words("send it back")
    assert same_words("send it back") != same_words("send it")
