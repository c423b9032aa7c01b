"""What the two ends of an offer say to each other: apart from the offer, so that a team's server can keep it theirs.

An offer's own row says who spoke and when, which workers need; the words stand here, with those who may read them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.people import Agent
from app.domain.routing import Destination
from app.domain.tickets import TicketId, connection_of, login_of
from app.domain.transfer import Said, Transfer
from app.store.codec import from_json
from app.store.database import Work
from app.store.tables import AgentRow
from app.store.transfer_tables import WordsRow

UNSEEN = "(not yours to read: it was said before you came to it)"


def wordless(transfer: Transfer) -> Transfer:
    """The offer as everybody may see it."""
    return replace(transfer, thread=tuple(replace(each, text="") for each in transfer.thread))


def with_words(session: Session, transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """The offers with what was said, as far as whoever asks may read it.

    Anybody in a team can alter an offer's row, and everybody can add words, though only in their own name. So words
    count only where the thread has them from whoever signed them, or somebody could put theirs into another's mouth.
    """
    found = tuple(transfers)
    ids = [each.id for each in found if each.thread]
    if not ids:
        return found
    columns = (WordsRow.transfer, WordsRow.id, WordsRow.by, WordsRow.text)
    rows = session.execute(select(*columns).where(WordsRow.transfer.in_(ids)))
    words = {(row.transfer, row.id, row.by): row.text for row in rows}
    return tuple(_with_words(each, words) for each in found)


def keep(work: Work, transfer: Transfer, *, already: tuple[Said, ...] = ()) -> None:
    """Keep what is new in an offer's thread; whoever says something may read it, as may both ends."""
    known = {each.id for each in already}
    new = [each for each in transfer.thread if each.id not in known and each.text]
    if new:
        readers = "\n".join(readers_of(work.session, transfer))
        rows = [
            {"id": each.id, "transfer": transfer.id, "by": each.by, "text": each.text, "readers": readers}
            for each in new
        ]
        work.add(WordsRow, rows)


def readers_of(session: Session, transfer: Transfer) -> tuple[str, ...]:
    """Both ends, by what a team's server knows them by: names or the helpdesk's logins, in any case.

    The receiving end is the person, or whoever is in the group now: who comes to it later reads what is said then.
    """
    names = [transfer.sender, transfer.to_name, transfer.ended_by, *(each.by for each in transfer.thread)]
    return known_as(*names, *addressed(session, transfer.ticket, transfer.to))


def addressed(session: Session, ticket: TicketId, to: Destination) -> Iterator[str]:
    """By name and by login, the person whom something about a ticket is addressed to, or who is in the group now."""
    connection = connection_of(ticket)
    agents = session.scalars(select(AgentRow.agent).where(AgentRow.connection == connection))
    for agent in (from_json(Agent, said) for said in agents):
        if agent.id == to.agent if to.agent else to.group in agent.groups:
            yield from (agent.name, login_of(agent.id))
    if to.agent:
        yield login_of(to.agent)


def known_as(*names: str) -> tuple[str, ...]:
    """The forms of these names by which a team's server looks for them, each once."""
    return tuple(dict.fromkeys(_forms(names)))


def _forms(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        one_line = " ".join(name.split())  # or a name with a line break would let somebody else read
        if one_line:
            yield from (one_line, one_line.lower())


def _with_words(transfer: Transfer, words: dict[tuple[str, str, str], str]) -> Transfer:
    thread = (replace(each, text=words.get((transfer.id, each.id, each.by), UNSEEN)) for each in transfer.thread)
    return replace(transfer, thread=tuple(thread))
