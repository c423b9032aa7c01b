"""The charts say in words what they show, and add up."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.score import Line, ScoreState
from app.domain.tickets import MessageId
from app.ui.charts.score_bar import ScoreBar, distance_words, likelihood_words
from app.ui.charts.trajectory import Felt, Trajectory, trajectory_words
from app.ui.charts.waterfall import scale_of, steps
from app.ui.mood_words import Mood, mood_mark, mood_of, mood_words, signed
from app.ui.theme import Theme
from tests.builders import contribution, score

MOODS = (0.4, -0.1, None, -0.7)


def felt(*moods: float | None) -> tuple[Felt, ...]:
    return tuple(Felt(MessageId(f"desk:{at}"), mood, f"{at} h ago") for at, mood in enumerate(moods))


@pytest.fixture
def trajectory(qtbot: QtBot, theme: Theme) -> Trajectory:
    chart = Trajectory()
    qtbot.addWidget(chart)
    chart.resize(300, chart.height())
    chart.show_felt(felt(*MOODS))
    chart.show()
    return chart


def test_each_step_starts_where_the_one_before_ended_and_the_last_ends_at_the_score() -> None:
    whole = score(contribution(points=48), contribution("thanks", -10), contribution("outage", 12))
    found = steps(whole.contributions)
    assert found[0].start == 0
    assert all(one.end == other.start for one, other in pairwise(found))
    assert found[-1].end == whole.points


@pytest.mark.parametrize("points", [(30,), (-20, 5), (150, 100), ()])
def test_scale_has_room_for_zero_both_thresholds_and_every_step(points: tuple[int, ...]) -> None:
    parts = [contribution(points=each) for each in points]
    scale = scale_of(parts, suggest_at=40, automatic_at=90)
    area = QRectF(0, 0, 300, 10)
    for each in (0, 40, 90, *(step.end for step in steps(parts))):
        assert 0 <= scale.x(each, area) <= 300


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (30, "points: 20 below a suggestion, 60 below automatic"),
        (50, "points: exactly at a suggestion, 40 below automatic"),
        (95, "points: 45 above a suggestion, 5 above automatic"),
    ],
)
def test_distance_to_both_thresholds_is_in_words(points: int, words: str) -> None:
    assert distance_words(score(contribution(points=points))) == words


def test_distance_of_an_unknown_score_is_not_a_number() -> None:
    assert "Not enough is known" in distance_words(score(contribution(), state=ScoreState.UNKNOWN))


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.724, "A lead would escalate about 72 of 100 like it."),
        (0.0001, "A lead would escalate about 1 of 100 like it."),
        (1.0, "A lead would escalate about 99 of 100 like it."),
        (None, ""),
    ],
)
def test_likelihood_is_a_count_that_is_never_certain(probability: float | None, words: str) -> None:
    assert likelihood_words(score(contribution(), probability=probability)) == words


def test_likelihood_of_an_unknown_score_is_not_told() -> None:
    assert likelihood_words(score(contribution(), probability=0.9, state=ScoreState.UNKNOWN)) == ""


def test_what_a_cap_takes_back_is_a_step_down_and_the_last_one_ends_at_the_score() -> None:
    cap = contribution("mood", -14, line=Line.CAP)
    whole = score(contribution(points=48), contribution("both", 4, line=Line.PAIR), cap)
    assert [(step.start, step.end) for step in steps(whole.contributions)] == [(0, 48), (48, 52), (52, 38)]
    assert whole.points == 38


def test_score_bar_is_described_and_painted_with_and_without_a_score(qtbot: QtBot, theme: Theme) -> None:
    bar = ScoreBar()
    qtbot.addWidget(bar)
    bar.resize(300, bar.sizeHint().height())
    assert not bar.grab().isNull()
    bar.show_score(None, suggest_at=50, automatic_at=90)
    assert bar.accessibleDescription().startswith("Not scored yet")
    empty = bar.grab().toImage()
    bar.show_score(score(contribution(points=60)), suggest_at=50, automatic_at=90)
    assert bar.accessibleDescription().startswith("60 points: 10 above a suggestion")
    assert bar.grab().toImage() != empty


def test_arrow_keys_go_through_the_messages_and_say_which(trajectory: Trajectory, qtbot: QtBot) -> None:
    trajectory.setFocus()
    chosen: list[str] = []
    trajectory.message_chosen.connect(chosen.append)
    for key in (
        Qt.Key.Key_Home,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Return,
    ):
        QTest.keyClick(trajectory, key)
    assert chosen == ["desk:0", "desk:1", "desk:0", "desk:3", "desk:3", "desk:3"]
    assert "Message 4, 3 h ago: very negative" in trajectory.accessibleDescription()


def test_pointing_at_a_mark_shows_its_message_and_a_click_goes_there(trajectory: Trajectory, qtbot: QtBot) -> None:
    place = trajectory.point(1).toPoint()
    QTest.mouseMove(trajectory, place + QPoint(2, 2))
    QTest.mouseMove(trajectory, place)
    assert trajectory.chosen is not None
    assert trajectory.chosen.message == "desk:1"
    with qtbot.waitSignal(trajectory.message_chosen):
        QTest.mouseClick(trajectory, Qt.MouseButton.LeftButton, pos=place)


def test_trajectory_without_messages_takes_keys_and_paints(trajectory: Trajectory) -> None:
    trajectory.show_felt(())
    trajectory.setFocus()
    QTest.keyClick(trajectory, Qt.Key.Key_Right)
    assert trajectory.chosen is None
    assert not trajectory.grab().isNull()
    assert trajectory.accessibleDescription() == "The mood of this customer is not known yet."


@pytest.mark.parametrize(
    ("moods", "words"),
    [
        ((0.4, -0.7), "Mood falls: positive (+0.4) to very negative (\N{MINUS SIGN}0.7), over 2 messages."),
        ((-0.5, 0.3), "Mood rises: negative (\N{MINUS SIGN}0.5) to positive (+0.3), over 2 messages."),
        ((0.0, None, 0.1), "Mood holds: neutral (0.0) to neutral (+0.1), over 2 messages."),
        ((-0.5,), "One message, negative (\N{MINUS SIGN}0.5)."),
    ],
)
def test_trajectory_is_one_sentence(moods: tuple[float | None, ...], words: str) -> None:
    assert trajectory_words(felt(*moods)) == words


@pytest.mark.parametrize(
    ("sentiment", "mood", "mark"),
    [
        (0.2, Mood.POSITIVE, "▲"),
        (0.19, Mood.NEUTRAL, "●"),
        (-0.2, Mood.NEGATIVE, "▼"),
        (-0.6, Mood.VERY_NEGATIVE, "▼"),
        (None, Mood.UNREAD, "○"),
    ],
)
def test_mood_has_a_word_and_a_shape(sentiment: float | None, mood: Mood, mark: str) -> None:
    assert mood_of(sentiment) is mood
    assert mood_mark(sentiment) == mark
    assert mood_words(sentiment).startswith(mood)


def test_nothing_is_minus_zero() -> None:
    assert signed(-0.04) == "0.0"
