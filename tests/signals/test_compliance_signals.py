"""The compliance family: it stands once it is said, and a tag of the team needs no model."""

from dataclasses import replace

import pytest

from app.domain.snapshot import Signal
from app.domain.tickets import Role
from app.signals.compliance_violation import compliance_violation
from app.signals.legal_threat import legal_threat
from app.signals.privacy_request import privacy_request
from app.signals.said import ASKED, CERTAIN
from app.signals.security_report import security_report
from tests.signals.scene import Turn, aged, agent, customer, quoted, scene, unread

ENOUGH = 0.75  # what the hard rules of the default rulebook ask for
BY_INTENT = [
    (legal_threat, "legal_threat"),
    (legal_threat, "legal_process"),
    (privacy_request, "privacy_request"),
    (security_report, "data_breach"),
    (security_report, "vulnerability_report"),
    (compliance_violation, "compliance_violation"),
]


@pytest.mark.parametrize(("signal", "intent"), BY_INTENT)
def test_compliance_stands_however_long_the_conversation_goes_on(signal: Signal, intent: str) -> None:
    said = Turn(Role.CUSTOMER, "Our lawyers will write.", intents={intent: CERTAIN}, spans=((4, 11),))
    found = scene(said, *(each for _ in range(4) for each in (agent(), customer(thanks=0.9))))
    reading = signal(found)
    assert reading is not None
    assert reading.strength == pytest.approx(1.0)
    assert quoted(found, reading) == ["lawyers"]


@pytest.mark.parametrize(("signal", "intent"), BY_INTENT)
def test_what_is_unlikely_or_said_by_us_is_no_compliance_case(signal: Signal, intent: str) -> None:
    ours = Turn(Role.AGENT, intents={intent: 0.95})
    faint = Turn(Role.CUSTOMER, intents={intent: 0.69})
    assert signal(scene(ours, faint)) is None


@pytest.mark.parametrize(
    ("probabilities", "fires"),
    [([0.9], True), ([0.86], False), ([0.68, 0.67], True), ([0.8, 0.6], False), ([0.6, 0.6, 0.6], False)],
    ids=["quite sure once", "likely once", "two that agree", "one and a guess", "only guesses"],
)
@pytest.mark.parametrize(("signal", "intent"), BY_INTENT)
def test_it_takes_one_sure_message_or_two_that_agree(
    signal: Signal, intent: str, probabilities: list[float], fires: bool
) -> None:
    reading = signal(scene(*(Turn(Role.CUSTOMER, intents={intent: each}) for each in probabilities)))
    assert (reading is not None and reading.strength >= ENOUGH) is fires


@pytest.mark.parametrize(("signal", "intent"), BY_INTENT)
def test_who_asks_how_something_is_done_reports_nothing(signal: Signal, intent: str) -> None:
    asked = signal(scene(Turn(Role.CUSTOMER, intents={intent: 0.99, "how_to": 0.7})))
    broken = signal(scene(Turn(Role.CUSTOMER, intents={intent: 0.99, "how_to": 0.7, "outage": 0.9})))
    assert asked is not None
    assert broken is not None
    assert asked.strength == pytest.approx(ASKED)
    assert broken.strength == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("signal", "tag"),
    [
        (legal_threat, "Legal"),
        (legal_threat, " subpoena "),
        (privacy_request, "GDPR"),
        (privacy_request, "data_subject_request"),
        (security_report, "security-incident"),
        (security_report, "Security Incident"),
        (compliance_violation, "compliance"),
    ],
)
def test_the_teams_own_tag_is_enough_and_needs_no_model(signal: Signal, tag: str) -> None:
    reading = signal(scene(unread("See attachment."), ticket=replace(aged(), tags=("billing", tag))))
    assert reading is not None
    assert (reading.strength, reading.because) == (1.0, f'tagged "{tag.strip()}"')


@pytest.mark.parametrize("tag", ["legal studies", "securitytraining", "privacy screen", "compliance report wish", ""])
def test_tags_that_only_look_like_it(tag: str) -> None:
    found = scene(customer(), ticket=replace(aged(), tags=(tag,)))
    for signal in (legal_threat, privacy_request, security_report, compliance_violation):
        assert signal(found) is None
