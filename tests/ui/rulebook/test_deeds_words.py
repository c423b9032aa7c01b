"""The words of the list of what rules did."""

import pytest

from app.domain.rule_deeds import MOST, Became, RuleDeed
from app.domain.rulebook import Mode
from app.ui.panes.rulebook_deeds import became_words, deeds_words, row_words
from tests.builders import NOW, id_of


def deed(became: Became, mode: Mode = Mode.SUGGEST, **more: object) -> RuleDeed:
    return RuleDeed(id_of("1"), "1", "The export", "Legal", mode, NOW, "Legal", became, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (deed(Became.ACCEPTED, by="Ana Ortiz"), "accepted by Ana Ortiz"),
        (
            deed(Became.TAKEN_BACK, by="Ana Ortiz", first=Became.ACCEPTED),
            "taken back before it was written; it was accepted by Ana Ortiz",
        ),
        (
            deed(Became.TAKEN_BACK, by="Ana Ortiz", first=Became.NOT_NEEDED),
            "taken back before it was written; it was said to be not needed by Ana Ortiz",
        ),
        (deed(Became.TAKEN_BACK, Mode.AUTOMATIC, first=Became.STANDS), "taken back before it was written"),
        (deed(Became.PUT_BACK, Mode.AUTOMATIC, by="Ana Ortiz"), "put back by Ana Ortiz"),
        (deed(Became.STANDS, Mode.AUTOMATIC), "stands"),
    ],
)
def test_who_decided_is_named_for_what_they_decided(found: RuleDeed, words: str) -> None:
    assert became_words(found) == words


def test_how_much_it_is_is_told_in_one_right_sentence() -> None:
    asked = deed(Became.WAITS)
    moved = deed(Became.STANDS, Mode.AUTOMATIC, decision="one")
    back = deed(Became.PUT_BACK, Mode.AUTOMATIC)
    opens, either = "Enter opens a ticket.", "Enter opens a ticket, and what stands can be put back."
    assert deeds_words(()) == "Nothing yet."
    assert deeds_words((asked,)) == f"1 listed. {opens}"
    assert deeds_words((moved,)) == f"1 listed. 1 move that a rule made by itself stands. {either}"
    assert deeds_words((moved, asked, moved)) == f"3 listed. 2 moves that rules made by themselves stand. {either}"
    assert deeds_words((back,)) == f"1 listed. 0 moves that rules made by themselves stand. {opens}"
    assert deeds_words((asked,) * MOST) == f"The newest 500. {opens}"


def test_what_waits_was_only_suggested_and_is_no_move_whatever_its_rule_may_do() -> None:
    waits = deed(Became.WAITS, Mode.AUTOMATIC)
    assert row_words(waits)[3] == "suggested Legal"
    assert row_words(deed(Became.STANDS, Mode.AUTOMATIC))[3] == "moved it to Legal"
    assert deeds_words((waits,)) == "1 listed. Enter opens a ticket."
