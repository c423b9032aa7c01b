"""What is known about the accounts that tickets come from: dated facts, which are added and never taken back."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.people import Account, Fact
from app.domain.tickets import AccountId
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work, in_batches
from app.store.lines import inputs_changed, redraw
from app.store.source_rows import heard_in, precedence_in
from app.store.tables import AccountRow, FactRow, LineRow


class Facts:
    """The tables that account sources write."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, accounts: Iterable[Account]) -> None:
        """Add what is new about these accounts. A fact's id is the hash of what it says, so hearing it twice adds none.

        An account is written with the first of its facts, so that it is never there without a name.
        """
        pieces = [
            Account(account.id, account.name, tuple(facts))
            for account in accounts
            for facts in (in_batches(account.facts) if account.facts else ((),))
        ]
        for some in _small(pieces):
            with self._database.write() as work:
                if not record_in(work, some):
                    raise NothingToWrite


def account_in(session: Session, account: AccountId) -> Account | None:
    """An account with its facts, oldest first, later heard ones last; None where nothing is known of it."""
    name = session.scalar(select(AccountRow.name).where(AccountRow.id == account))
    if name is None:
        return None
    rows = session.scalars(
        select(FactRow.fact)
        .where(FactRow.account == account)
        .order_by(FactRow.as_of, FactRow.revision, FactRow.place, FactRow.id)
    )
    facts = tuple(from_json(Fact, row) for row in rows)
    return Account(account, name, facts, heard_in(session, account, facts), precedence_in(session))


def _small(pieces: Sequence[Account], most: int = 200) -> Iterable[list[Account]]:
    """Accounts in groups of at most `most` rows."""
    group: list[Account] = []
    size = 0
    for piece in pieces:
        rows = 1 + len(piece.facts)
        if group and size + rows > most + 1:
            yield group
            group, size = [], 0
        group.append(piece)
        size += rows
    if group:
        yield group


def record_in(work: Work, accounts: Sequence[Account]) -> bool:
    """Add what is new, in a transaction of the caller's; False where nothing is."""
    named = {account.id: account.name for account in accounts}
    held = dict(work.session.execute(select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(named))).all())
    renamed = {key for key, name in named.items() if held.get(key) != name}
    facts = {_fact_id(fact): fact for fact in chain.from_iterable(each.facts for each in accounts)}
    known = set(work.session.scalars(select(FactRow.id).where(FactRow.id.in_(list(facts)))))
    news = {key: fact for key, fact in facts.items() if key not in known}
    work.upsert(AccountRow, [{"id": key, "name": named[key], "revision": work.revision} for key in sorted(renamed)])
    work.add(FactRow, [_row(work, key, fact, place) for place, (key, fact) in enumerate(news.items())])
    shaken = renamed | {fact.account for fact in news.values()}
    tickets = work.session.scalars(select(LineRow.ticket).where(LineRow.account.in_(shaken))).all()
    redraw(work, tickets)
    inputs_changed(work, tickets)
    return bool(shaken)


def _row(work: Work, key: str, fact: Fact, place: int) -> dict[str, Any]:
    return {
        "id": key,
        "account": fact.account,
        "as_of": fact.as_of,
        "place": place,
        "fact": to_json(fact),
        "revision": work.revision,
    }


def _fact_id(fact: Fact) -> str:
    return hashlib.sha256(to_json(fact).encode()).hexdigest()
