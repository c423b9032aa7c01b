"""What the rulebook says of people counts beside what the helpdesk says, for whoever is meant and nobody else."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.people import Agent
from app.domain.routing import choices, members, suggest
from app.domain.rulebook_people import Person
from app.domain.snapshot import Reading
from app.errors import SettingsInvalid
from tests import builders
from tests.builders import NOW
from tests.domain.books import book, judged, member, rule

PRIVACY = rule("Privacy", "Compliance", "privacy_request", hard=True, certification="privacy")
GRACE = member("grace", "Compliance", name="Grace Kim", tier=2, shift=None)  # as a helpdesk that knows no more tells


def person(who: str, **more: Any) -> dict[str, Any]:
    return {"who": who, **more}


def compliance(entry: dict[str, Any], *people: Agent) -> list[Agent]:
    return list(members(people, "Compliance", book(person=[entry])))


def test_a_person_is_read_as_written() -> None:
    written = book(
        person=[person(" Grace Kim ", certifications=["legal"], tier=3, skills=["contracts"]), person("liam")]
    )
    assert written.people == (Person("Grace Kim", ("legal",), 3, ("contracts",)), Person("liam"))
    assert book().people == ()


@pytest.mark.parametrize("who", ["grace@relay.example", "GRACE@Relay.Example", "grace", "Grace Kim", " grace kim "])
def test_who_is_an_address_a_login_or_a_name(who: str) -> None:
    entry = person(who, certifications=["legal"])
    assert compliance(entry, GRACE) == [replace(GRACE, certifications=("legal",))]
    liam = member("liam", "Compliance")
    assert compliance(entry, liam) == [liam]


def test_certifications_and_skills_of_both_count_and_the_tier_is_the_rulebooks() -> None:
    known = replace(GRACE, certifications=("security", "legal"), skills=("spanish",))
    (said,) = compliance(person("grace", certifications=["legal", "privacy"], tier=3, skills=["contracts"]), known)
    assert said.certifications == ("security", "legal", "privacy")
    assert (said.skills, said.tier) == (("spanish", "contracts"), 3)
    (plain,) = compliance(person("grace", skills=["contracts"]), known)
    assert (plain.certifications, plain.tier) == (known.certifications, 2)


def test_two_entries_for_one_person_add_up() -> None:
    two = book(
        person=[person("grace", certifications=["legal"]), person("grace@relay.example", certifications=["privacy"])]
    )
    (said,) = members([GRACE], "Compliance", two)
    assert said.certifications == ("legal", "privacy")


def test_a_namesake_does_not_come_to_somebody_elses_certification() -> None:
    other = replace(GRACE, id=builders.owner_id("gk2"), email="gk2@relay.example")
    assert compliance(person("Grace Kim", certifications=["legal"]), GRACE, other) == [GRACE, other]
    by_address = compliance(person("gk2@relay.example", certifications=["legal"]), GRACE, other)
    assert [each.certifications for each in by_address] == [(), ("legal",)]
    called_as_her_login = replace(other, name="Grace")
    by_login = compliance(person("grace", certifications=["legal"]), called_as_her_login, GRACE)
    assert [each.certifications for each in by_login] == [(), ("legal",)]


def test_an_entry_makes_nobody_a_member_of_a_group() -> None:
    assert compliance(person("bob", certifications=["legal"]), member("bob", "Billing")) == []


def test_a_certified_person_is_suggested_whom_the_helpdesk_does_not_know_to_be_certified() -> None:
    found, readings = builders.seen(builders.conversation("Delete my data.")), {"privacy_request": Reading(1.0, "asks")}
    people = [GRACE, member("liam", "Compliance", shift=None)]
    made = {}
    for told in ([], [person("grace@relay.example", certifications=["privacy"], tier=3)]):
        rulebook = book(PRIVACY, person=told)
        made[len(told)] = suggest(
            found,
            builders.score(),
            readings=readings,
            judged=judged(rulebook, found, readings),
            rulebook=rulebook,
            agents=people,
        )
    assert made[0].nobody.endswith("Grace Kim not certified for privacy, Liam not certified for privacy")
    assert made[1].destination is not None
    assert (made[1].destination.agent, made[1].nobody) == (GRACE.id, "")
    lines = {each.factor: each.because for each in made[1].candidates[0].factors}
    assert lines["certification"] == "certified for privacy, as is required"
    assert lines["complexity"] == "works in tier 3"


def test_whoever_chooses_another_group_is_shown_the_same_certifications() -> None:
    rulebook = book(person=[person("grace", certifications=["legal"])])
    asked = {each.desk.group: each.candidates for each in choices(rulebook, [GRACE], loads={}, as_of=NOW)}
    (only,) = asked["Compliance"]
    assert (only.why_not, only.agent.certifications) == ("", ("legal",))


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([person("grace", certifications=["lgal"])], "'grace' is certified for 'lgal', which is not among"),
        ([person("grace", tier=9)], "'grace' is in tier 9, which has no"),
        ([person("grace"), person("liam"), person(" Grace")], "two .*person.* entries 'Grace'"),
        ([person("  ")], "no `who`"),
        ([{"certifications": ["legal"]}], "no `who`"),
        (
            [person("grace", certifications="legal")],
            r"person.* 'grace' has certifications = 'legal': a list of texts is wanted",
        ),
        ([person("grace", skills=[1])], "list of texts"),
        ([person("grace", tier="3")], "whole number"),
        ([person("grace", tier=True)], "whole number"),
        ([{"who": 3}], "a text is wanted"),
        ([person("grace", certified=["legal"])], "certified"),
        ({"who": "grace"}, "cannot be used"),
        ("grace", "cannot be used"),
    ],
)
def test_what_cannot_hold_of_a_person_is_refused(entries: object, says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        book(certifications=["legal", "privacy", "security"], person=entries)


def test_without_a_list_of_certifications_any_may_be_said() -> None:
    assert book(person=[person("grace", certifications=["hipaa"])]).people[0].certifications == ("hipaa",)
