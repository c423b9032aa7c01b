"""Who a person is in a helpdesk."""

from app.domain.people import Agent
from app.domain.tickets import ConnectionName
from app.domain.transfer import Actor
from app.store.store import Store


def agent_of(store: Store, person: str, connection: ConnectionName) -> Agent | None:
    """The agent of that name or login; None where the helpdesk knows nobody so."""
    return next((each for each in store.pulled.agents(connection) if each.answers_to(person)), None)


def actor(store: Store, person: str, connection: ConnectionName) -> Actor:
    """The person as one who does something with that helpdesk's tickets."""
    agent = agent_of(store, person, connection)
    return Actor(person, agent.id, agent.groups) if agent else Actor(person)
