"""The words of the list of what rules did."""

import pytest

from app.domain.rule_deeds import Became, RuleDeed
from app.domain.rulebook import Mode
from app.ui.panes.rulebook_deeds import became_words
from tests.builders import NOW, id_of


def deed(became: Became, mode: Mode = Mode.SUGGEST, **more: object) -> RuleDeed:
    return RuleDeed(id_of("1"), "1", "The export", "Legal", mode, NOW, "Legal", became, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (deed(Became.ACCEPTED, by="Ana Ortiz"), "accepted by Ana Ortiz"),
        (
            deed(Became.TAKEN_BACK, by="Ana Ortiz", first=Became.ACCEPTED),
            "accepted by Ana Ortiz; taken back before it was written",
        ),
        (
            deed(Became.TAKEN_BACK, by="Ana Ortiz", first=Became.NOT_NEEDED),
            "said to be not needed by Ana Ortiz; taken back before it was written",
        ),
        (deed(Became.TAKEN_BACK, Mode.AUTOMATIC, first=Became.STANDS), "taken back before it was written"),
        (deed(Became.PUT_BACK, Mode.AUTOMATIC, by="Ana Ortiz"), "put back by Ana Ortiz"),
        (deed(Became.STANDS, Mode.AUTOMATIC), "stands"),
    ],
)
def test_who_decided_is_named_for_what_they_decided(found: RuleDeed, words: str) -> None:
    assert became_words(found) == words
