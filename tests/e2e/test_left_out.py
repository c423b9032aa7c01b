"""The error of a curve that each ticket is left out of."""

from tests.e2e.left_out import left_out_error


def test_where_points_tell_nothing_it_is_as_wrong_as_always_saying_one_half() -> None:
    nothing = [(points, escalated) for points in range(0, 100, 5) for escalated in (True, False)]
    assert 0.25 < left_out_error(nothing) < 0.29  # each is a little against the others without it


def test_a_label_that_only_its_own_ticket_speaks_for_is_held_against_the_curve() -> None:
    plain = [(points, points > 50) for points in (10, 20, 30, 45, 48, 52, 55, 70, 80, 90)] + [(49, True), (51, False)]
    astray = [*plain, (5, True)]
    assert left_out_error(astray) > left_out_error(plain) + 0.9 / len(astray) / 2
