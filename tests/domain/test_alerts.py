"""Who should hear of what a rule did by itself."""

import pytest

from app.domain.alerts import Alert, AlertKind, alert_id, is_for
from tests.builders import NOW, agent, id_of

ALERT = Alert(
    alert_id(AlertKind.TOLD, "desk:1", "Legal"),
    AlertKind.TOLD,
    id_of("1"),
    "Legal",
    NOW,
    who=("Compliance", "Lena@relay.example"),
    group="Security",
)
PEOPLE = (
    agent("ana"),
    agent("grace", groups=("Compliance",)),
    agent("sam", groups=("security",)),
    agent("lena", email="lena@relay.example"),
)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("Grace", True),  # in a group that is named
        ("sam", True),  # in the group that the ticket goes to, by login
        ("Lena", True),  # by address
        ("Ana Ortiz", False),
        ("Somebody else", True),  # no agent: a lead, who hears of everything
        ("", True),
    ],
)
def test_those_who_are_named_hear_of_it(person: str, expected: bool) -> None:
    assert is_for(ALERT, person, PEOPLE) is expected


@pytest.mark.parametrize(
    ("leads", "person", "expected"),
    [
        (("Lena", "Max"), "lena", True),
        (("Lena", "Max"), "Grace", False),  # an agent like others
        ((), "Grace", True),  # no team, or one without a lead: whoever sits there
    ],
)
def test_that_nobody_can_take_it_is_for_the_teams_leads(leads: tuple[str, ...], person: str, *, expected: bool) -> None:
    alert = Alert(alert_id(AlertKind.NOBODY, "desk:1"), AlertKind.NOBODY, id_of("1"), "Legal", NOW, group="Security")
    assert is_for(alert, person, PEOPLE, leads=leads) is expected


def test_its_id_follows_from_what_it_is_about() -> None:
    assert alert_id(AlertKind.TOLD, "desk:1", "Legal") == ALERT.id
    assert (
        len({alert_id(AlertKind.TOLD, "a", "b"), alert_id(AlertKind.TOLD, "ab"), alert_id(AlertKind.MOVED, "a")}) == 3
    )
    assert ALERT.number == "1"
