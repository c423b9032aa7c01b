"""Who plays: names that the helpdesk, the team's store and the processes share."""

from app.domain.routing import Destination
from app.domain.team import Person, Rank
from app.domain.tickets import ConnectionName, agent_id

DESK = ConnectionName("desk")
ANA = Person("ana_ortiz", "Ana Ortiz", Rank.AGENT)
BOB = Person("bob_lindgren", "Bob Lindgren", Rank.SPECIALIST)
WORKER = Person("night_worker", "Night Worker", Rank.AGENT)
AGENTS = {ANA.name: "ana", BOB.name: "bob"}  # as the helpdesk calls them
BILLING = "Tier 2 Billing"
TO_BILLING = Destination(BILLING, 2)
TO_BOB = Destination(BILLING, 2, agent_id(DESK, "bob"))
