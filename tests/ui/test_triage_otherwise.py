"""The decision pane says what would turn the verdict, how likely it is right, and what several signals are together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from app.domain.counterfactual import Counterfactual
from app.domain.opened import OpenTicket
from app.domain.score import Line
from app.ui.item_models.contribution_model import ContributionModel
from tests.builders import contribution, fact, id_of, score, triage
from tests.ui.agents_desk import Desk

TURNS = Counterfactual(escalate=False, facts=("the renewal were further than 90 days away",), points=38)


def shown(desk: Desk) -> OpenTicket:
    opened = desk.console.opened(id_of("1"))
    assert opened is not None
    return opened


def test_what_would_turn_it_is_a_line_that_leaves_no_gap_where_it_is_not_known(desk: Desk) -> None:
    desk.open()
    panel = desk.pane.decision
    assert panel.otherwise.isHidden()
    panel.show_ticket(replace(shown(desk), counterfactuals=(TURNS,)))
    assert panel.otherwise.isVisible()
    assert panel.otherwise.text() == "Not suggested if the renewal were further than 90 days away."


def test_how_likely_it_is_stands_below_the_score(desk: Desk) -> None:
    desk.open()
    opened = shown(desk)
    assert opened.triage is not None
    assert desk.pane.decision.likelihood.isHidden()
    likely = replace(opened.triage, score=replace(opened.triage.score, probability=0.83))
    desk.pane.decision.show_ticket(replace(opened, triage=likely))
    assert desk.pane.decision.likelihood.text() == "A lead would escalate about 83 of 100 like it."


def test_caps_and_pairs_are_rows_like_the_others_and_say_what_they_stand_for() -> None:
    cap = contribution("mood", -14, weight=45, line=Line.CAP, label="Mood counted once", because="45 of 59 count")
    pair = contribution("both", 8, line=Line.PAIR, label="Large and frustrated", because="large and frustrated")
    model = ContributionModel()
    model.show_triage(triage("1", score=score(contribution(points=60), pair, cap)), suggest_at=50, automatic_at=90)
    said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert said[1].startswith("2. Large and frustrated, +8 points: large and frustrated.")
    assert said[2] == "3. Mood counted once, \N{MINUS SIGN}14 points: 45 of 59 count."
    assert "45 of 59" in model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "weaker" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_dated_facts_of_the_ticket_read_as_a_person_would_say_them() -> None:
    due = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
    facts = (
        fact("next reply due", due, as_of=due - timedelta(days=1), source="desk"),
        fact("handed on", "Tier 1 to Tier 2 Billing", as_of=due - timedelta(days=2), source="desk"),
        fact("other open tickets", 4, as_of=due - timedelta(days=3), source="desk"),
    )
    model = ContributionModel()
    line = contribution("sla_close", 12, because="next reply is due in 2 h 0 min of working time", facts=facts)
    model.show_triage(triage("1", score=score(line)), suggest_at=50, automatic_at=90)
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith(
        f"next reply due: {due.astimezone():%d %b %Y, %H:%M} (desk, 01 Mar 2026) "
        "handed on: Tier 1 to Tier 2 Billing (desk, 28 Feb 2026) "
        "other open tickets: 4 (desk, 27 Feb 2026)"
    )
