"""What the two ends of an offer say to each other: apart from the offer, so that a team's server can keep it theirs.

An offer's own row says who spoke and when, which workers need; the words stand here, with those who may read them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.people import Agent
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
    connection = transfer.ticket.partition(":")[0]
    agents = session.scalars(select(AgentRow.agent).where(AgentRow.connection == connection))
    receivers = [each for each in (from_json(Agent, said) for said in agents) if _receives(each, transfer)]
    names = [transfer.sender, transfer.to_name, transfer.ended_by, *(each.by for each in transfer.thread)]
    names += [name for each in receivers for name in (each.name, each.id.partition(":")[2])]
    if transfer.to.agent:
        names.append(transfer.to.agent.partition(":")[2])
    return tuple(dict.fromkeys(_forms(names)))


def _receives(agent: Agent, transfer: Transfer) -> bool:
    return agent.id == transfer.to.agent if transfer.to.agent else transfer.to.group in agent.groups


def _forms(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        one_line = " ".join(name.split())  # or a name with a line break would let somebody else read
        if one_line:
            yield from (one_line, one_line.lower())


def _with_words(transfer: Transfer, words: dict[tuple[str, str, str], str]) -> Transfer:
    thread = (replace(each, text=words.get((transfer.id, each.id, each.by), UNSEEN)) for each in transfer.thread)
    return replace(transfer, thread=tuple(thread))
