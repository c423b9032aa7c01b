"""Over a real store: whom the rulebook certifies is chosen, although the helpdesk knows nobody's certifications."""

from dataclasses import replace

import pytest

from app import paths
from app.bootstrap import default_assessor, rulebook_desk, rules_in_force
from app.domain.opened import OpenTicket
from app.domain.people import Presence
from app.domain.rulebook_sheet import ChangeRule, MoveRule
from app.domain.triage import Triage
from app.rules.checking import read_rulebook
from app.service.assess import Assessor
from app.service.reading import Reader
from app.service.routes import Routes
from app.service.rulebook_desk import RulebookDesk
from app.service.triage_file import verdicts
from app.store.store import Store
from tests.builders import DESK, NOW, agent, batch, conversation, id_of, ticket
from tests.fakes import FakeAnalyzer

SHIPPED = (paths.resources() / "rulebook.toml").read_text("utf-8")
WRITTEN = """
# Who is certified, as of March.

[[person]]
who = "sam@relay.example"   # by address
certifications = ["security"]
"""
SAM, TOM = (
    agent(login, groups=("Security",), tier=None, shift=None, capacity=None, presence=Presence.UNKNOWN)
    for login in ("sam", "tom")
)  # as Request Tracker tells of people
INCIDENT = batch(
    ticket("1", tags=("security-incident",)), messages=conversation("All is fine.", number="1"), agents=(TOM, SAM)
)


@pytest.fixture
def desk(store: Store) -> RulebookDesk:
    store.pulled.apply(INCIDENT, connection=DESK)
    made = rulebook_desk(store, rules_in_force(default_assessor()), person="Lea Lind")
    made.trial._clock = lambda: NOW
    return made


def read(store: Store, assessor: Assessor) -> Triage:
    reader = Reader(store, FakeAnalyzer(), assessor)
    while reader.step(NOW):
        pass
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    return found


def test_a_certified_person_is_chosen_from_the_moment_the_rulebook_says_so(desk: RulebookDesk, store: Store) -> None:
    before = read(store, desk.in_force.assessor())
    assert before.suggestion.nobody == (
        "nobody in Security can take it now: Sam not certified for security, Tom not certified for security"
    )
    desk.save(SHIPPED + WRITTEN, on_disk="")
    after = read(store, desk.in_force.look())
    assert after.versions.rulebook != before.versions.rulebook
    assert after.suggestion.destination is not None
    assert (after.suggestion.destination.agent, after.suggestion.nobody) == (SAM.id, "")
    assert [each.why_not for each in after.suggestion.candidates] == ["", "not certified for security"]


def test_an_override_a_file_and_the_trial_know_it_too(desk: RulebookDesk, store: Store) -> None:
    read(store, desk.in_force.assessor())
    edited = read_rulebook(SHIPPED + WRITTEN, desk.vocabulary, revision="edited", name="the test's")
    (change,) = desk.trial.effect(edited).changes
    assert change.before == f"{change.after}, and nobody can take it"
    assessor = replace(default_assessor(), rulebook=edited)
    (verdict,) = verdicts(INCIDENT, FakeAnalyzer(), assessor, as_of=NOW)
    assert verdict.triage.suggestion.destination is not None
    assert verdict.triage.suggestion.destination.agent == SAM.id
    opened = OpenTicket(verdict.snapshot, verdict.triage, suggest_at=50, automatic_at=90)
    every = Routes(store, lambda: assessor).destinations(opened, as_of=NOW)
    (security,) = [each.candidates for each in every if each.desk.group == "Security"]
    assert [(each.agent.id, each.why_not) for each in security] == [
        (SAM.id, ""),
        (TOM.id, "not certified for security"),
    ]


def test_people_and_their_comments_stay_as_written_while_rules_are_edited(desk: RulebookDesk) -> None:
    between = SHIPPED.replace("\n[[rule]]", f"{WRITTEN}\n[[rule]]", 1)
    sheet = desk.edited(between, [ChangeRule(1, {"at_least": 0.9}), MoveRule(0, 1)])
    assert WRITTEN in sheet.text
    assert sheet.text.count("#") == between.count("#")
    assert "security" in sheet.choices.certifications
    assert sheet.usable


def test_the_editor_warns_of_people_whom_the_helpdesk_does_not_know(desk: RulebookDesk) -> None:
    says = [each.words for each in desk.sheet(SHIPPED + WRITTEN.replace("sam@", "sma@")).findings]
    assert "[[person]] 'sma@relay.example' is nobody's address, login or name in the helpdesk." in says
    assert "rule 'Security incident': nobody in 'Security' is certified for 'security'." in says
    known = [each.words for each in desk.sheet(SHIPPED + WRITTEN).findings]
    assert not any("sam@" in each or "in 'Security' is" in each for each in known)
