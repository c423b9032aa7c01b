"""What Bob says of his hours decides whom Warmline names, on his console and on everybody else's."""

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.bootstrap import default_assessor
from app.domain.people import Presence, Shift
from app.domain.routing import Candidate
from app.errors import BadInput
from app.service.offers import Errands
from app.service.reading import Reader
from app.store.store import Store
from tests.builders import DESK, agent, batch, id_of, message, ticket
from tests.domain.books import book, rule
from tests.fakes import FakeAnalyzer
from tests.service.relay import BILLING, TO_BOB, Relay

HOUR = timedelta(hours=1)


@pytest.fixture
def relay(store: Store, tmp_path: Path) -> Relay:
    return Relay(store, tmp_path)


def say(relay: Relay, **changes: Any) -> None:
    plain: dict[str, Any] = {"until": None, "away": False, "shift": None, "capacity": None}
    relay.bob.hours.say(**{**plain, **changes})


def as_ana_sees_bob(relay: Relay) -> Candidate:
    desks = relay.ana.destinations(relay.opened(relay.ana))
    billing = next(each for each in desks if each.desk.group == BILLING)
    return next(each for each in billing.candidates if each.agent.name == "Bob Lindgren")


def test_ana_sees_at_once_that_bob_is_away_and_that_he_is_back(relay: Relay) -> None:
    assert as_ana_sees_bob(relay).why_not == ""
    say(relay, away=True, until=relay.now + HOUR, reason="dentist")
    assert as_ana_sees_bob(relay).why_not == "away until 11:00 UTC"
    assert "presence" not in {each.factor for each in as_ana_sees_bob(relay).factors}
    say(relay)
    assert as_ana_sees_bob(relay).why_not == ""


def test_own_capacity_and_own_shift_stand_over_the_helpdesks(relay: Relay) -> None:
    say(relay, capacity=0)
    assert as_ana_sees_bob(relay).why_not == "full: 0 of 0"
    say(relay, shift=Shift(frozenset({6}), time(9), time(10)))
    assert as_ana_sees_bob(relay).why_not == "off shift"


def test_an_offer_counts_his_own_capacity(relay: Relay) -> None:
    say(relay, capacity=3)
    relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB)
    (offered,) = relay.bob.transfers.offers_for()
    assert offered.me is not None
    assert offered.me.consequence == "Bob Lindgren at 1 of 3"


def test_everybody_sees_who_said_what_and_what_the_helpdesk_says(relay: Relay) -> None:
    say(relay, away=True, reason=" at lunch ", capacity=2)
    ana, bob, priya = relay.ana.hours.everybody().people
    assert (ana.own, priya.own) == (None, None)
    assert bob.own is not None
    assert bob.own.away is not None
    assert (bob.own.at, bob.own.away.reason) == (relay.now, "at lunch")
    assert (bob.agent.capacity, bob.by_helpdesk.capacity) == (2, 5)
    assert relay.bob.hours.mine() == bob


def test_ones_own_hours_are_read_without_everybody_elses(relay: Relay) -> None:
    say(relay, capacity=2)
    asked: list[str] = []
    engine = relay.store.transfers._database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *call: asked.append(f"{call[2]} {call[3]}"))
    everybody = relay.bob.hours.everybody().people
    assert any("agents.agent" in each for each in asked)
    asked.clear()
    for person, standing in zip(("Ana Ortiz", "bob", "PRIYA"), everybody, strict=True):
        assert relay.console(person).hours.mine() == standing
    assert len([each for each in asked if "agents.agent" in each]) == 3
    assert all("agents.id = " in each for each in asked if "agents.agent" in each)


def test_who_is_no_agent_has_no_hours_and_may_still_look(relay: Relay) -> None:
    lead = relay.console("Lena Vogt")
    assert lead.hours.mine() is None
    assert len(lead.hours.everybody().people) == 3


def test_saying_that_one_is_here_stands_over_a_helpdesk_that_says_otherwise(relay: Relay) -> None:
    gone = agent("bob", groups=(BILLING,), presence=Presence.OUT_OF_OFFICE)
    relay.store.pulled.apply(batch(agents=(gone,), cursor="gone"), connection=DESK)
    assert as_ana_sees_bob(relay).why_not == "out of office"
    say(relay, capacity=7)
    assert as_ana_sees_bob(relay).why_not == "out of office"  # of that he has said nothing
    say(relay, here_until=relay.now + HOUR)
    assert as_ana_sees_bob(relay).why_not == ""
    assert "presence" in {each.factor for each in as_ana_sees_bob(relay).factors}
    relay.now += HOUR
    assert as_ana_sees_bob(relay).why_not == "out of office"


def test_only_what_can_be_meant_is_taken(relay: Relay) -> None:
    with pytest.raises(BadInput, match="must lie ahead"):
        say(relay, away=True, until=relay.now - HOUR)
    assert relay.bob.hours.everybody().people[1].own is None


class Judged:
    """A worker that judges ticket 1, which a rule sends to Bob or Pam in Product."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        people = tuple(agent(each, groups=("Product",), tier=3) for each in ("bob", "pam"))
        messages = (message("I want your supervisor now."),)
        found = batch(ticket("1"), messages=messages, agents=people, cursor="judged")
        relay.store.pulled.apply(found, connection=DESK)
        assessor = replace(default_assessor(), rulebook=book(rule("R", "Product", "supervisor_demand", hard=True)))
        self.reader = Reader(relay.store, FakeAnalyzer(), assessor)

    def named(self) -> list[str]:
        """Who the suggestion says could take it, once the worker has done what it finds to do."""
        while self.reader.step(self.relay.now):
            pass
        triage = self.relay.store.triaged.triage(id_of("1"))
        assert triage is not None
        return [each.agent.name for each in triage.suggestion.candidates if not each.why_not]


@pytest.fixture
def judged(relay: Relay) -> Judged:
    return Judged(relay)


def test_the_worker_names_others_while_he_is_away_and_him_when_he_is_back(judged: Judged) -> None:
    relay, errands = judged.relay, Errands(judged.relay.store)
    assert sorted(judged.named()) == ["Bob Lindgren", "Pam"]
    say(relay, away=True, until=relay.now + timedelta(minutes=10))
    assert judged.named() == ["Pam"]
    errands.step(relay.now)
    relay.now += timedelta(minutes=10)
    assert judged.named() == ["Pam"]  # nothing has told the worker yet, and the verdict is young
    errands.step(relay.now)
    assert sorted(judged.named()) == ["Bob Lindgren", "Pam"]
