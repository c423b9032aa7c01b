"""What people say of their own hours, and the verdicts that this makes old."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.own_hours import OwnHours, Told, told_of
from app.domain.people import Agent
from app.domain.tickets import AgentId
from app.store import audit
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work
from app.store.lines import inputs_changed
from app.store.own_hours_tables import OwnHoursRow
from app.store.placed import SUGGESTED
from app.store.routing_tables import PlacementRow
from app.store.tables import AgentRow


class Hours:
    """One row a person, which only they write."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def say(self, hours: OwnHours) -> None:
        """Keep a person's word in the place of their last one, with its audit entry.

        Suggestions for the groups of that person are judged anew. An older word than the last changes nothing.
        """
        with self._database.write() as work:
            held = work.session.get(OwnHoursRow, hours.person)
            said = to_json(hours)
            if held is not None and (held.at > hours.at or held.said == said):
                raise NothingToWrite
            row = {
                "person": hours.person,
                "said": said,
                "at": hours.at,
                "away_until": hours.presence_until,
                "revision": work.revision,
            }
            work.upsert(OwnHoursRow, [row])
            audit.append(work, f"own hours {hours.person} {work.revision}", at=hours.at, by=hours.person, what=said)
            _judge_anew(work, [hours.person])

    def everybody(self) -> tuple[Told, ...]:
        """The agents of all helpdesks by name, each as the helpdesk says, with their own word."""
        query = select(AgentRow.connection, AgentRow.agent).order_by(AgentRow.name, AgentRow.id)
        with self._database.read() as session:
            by_helpdesk: dict[str, list[Agent]] = {}
            for connection, agent in session.execute(query):
                by_helpdesk.setdefault(connection, []).append(from_json(Agent, agent))
            said = _all(session)
        told = [each for some in by_helpdesk.values() for each in told_of(some, said)]
        return tuple(sorted(told, key=lambda each: (each.by_helpdesk.name, each.by_helpdesk.id)))

    def told(self, person: str) -> Told | None:
        """One person, by name or login, as the first helpdesk that knows them says, with their own word."""
        names = select(AgentRow.connection, AgentRow.id, AgentRow.name).order_by(AgentRow.name, AgentRow.id)
        with self._database.read() as session:
            rows = session.execute(names).all()
            known = [(row.connection, Agent(AgentId(row.id), row.name)) for row in rows]
            mine = next(((place, each) for place, each in known if each.answers_to(person)), None)
            if mine is None:
                return None
            place, me = mine
            whole = from_json(Agent, session.scalars(select(AgentRow.agent).where(AgentRow.id == me.id)).one())
            told = told_of([each for where, each in known if where == place], _all(session))
        return Told(whole, next(each.own for each in told if each.by_helpdesk.id == me.id))

    def notice_back(self, *, after: datetime, now: datetime) -> None:
        """Have suggestions judged anew for whoever has come back in that time, `now` included, or whose word that they
        are here has ended; repeating it is safe.
        """
        query = select(OwnHoursRow.person).where(OwnHoursRow.away_until > after, OwnHoursRow.away_until <= now)
        with self._database.read() as session:
            back = session.scalars(query).all()
        if back:
            with self._database.write() as work:
                _judge_anew(work, back)


def with_own_word(session: Session, agents: Sequence[Agent]) -> list[Agent]:
    """The agents of one helpdesk, those who have said something of themselves as they say."""
    return [each.agent for each in told_of(agents, _all(session))]


def _all(session: Session) -> tuple[OwnHours, ...]:
    rows = session.scalars(select(OwnHoursRow.said).order_by(OwnHoursRow.person))
    return tuple(from_json(OwnHours, said) for said in rows)


def _judge_anew(work: Work, people: Sequence[str]) -> None:
    """Whatever asks a group of theirs for somebody may now find another."""
    agents = [from_json(Agent, each) for each in work.session.scalars(select(AgentRow.agent))]
    groups = {group for agent in agents if any(map(agent.answers_to, people)) for group in agent.groups}
    inputs_changed(work, work.session.scalars(SUGGESTED.where(PlacementRow.group_name.in_(sorted(groups)))))
