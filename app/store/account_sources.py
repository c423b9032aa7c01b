"""What account sources say: their facts go in once, and it is kept when each was last said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from app.domain.account_matching import Claim, Matcher, claims
from app.domain.derived_id import derived_id
from app.domain.findings import FACTS, Findings, FoundFact
from app.domain.people import Account, Fact
from app.domain.tickets import AccountId
from app.store import leases
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work, in_batches
from app.store.facts import account_in, record_in
from app.store.leases import Lease
from app.store.lines import inputs_changed
from app.store.revision import revision_in
from app.store.source_tables import SightingRow, SourceRow
from app.store.tables import AccountRow, LineRow, TicketRow
from app.store.ticket_rows import Fields

EVERYTHING = ""  # the name under which the digest of all that was said of an account lies
ROWS = 200  # facts in one write transaction

Sightings = dict[tuple[str, str], tuple[str, datetime | None]]  # by account and name: what was held, since when gone


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a reading: accounts that it spoke of, and those of them that tickets came from."""

    accounts: int
    matched: int


@dataclass(slots=True)
class _News:
    """What is new in one claim, and what is to be remembered of it."""

    claim: Claim
    facts: list[Fact] = field(default_factory=list)
    sightings: dict[str, str] = field(default_factory=dict)  # what is held now, by name
    returned: bool = False  # something that was gone is said again


class AccountSources:
    """The tables that account sources write, by way of their couriers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rank(self, names: Sequence[str]) -> None:
        """These sources are configured, the first of them holds where they disagree; others no longer are.

        Called twice with the same names it changes nothing; verdicts that another order may change become stale.
        """
        with self._database.write() as work:
            held = {row.name: (row.place, row.read_at) for row in work.session.scalars(select(SourceRow))}
            wanted = {**dict.fromkeys(held, None), **{name: place for place, name in enumerate(names)}}
            changed = {name: place for name, place in wanted.items() if name not in held or held[name][0] != place}
            if not changed:
                raise NothingToWrite
            work.upsert(
                SourceRow,
                [
                    {
                        "name": name,
                        "place": place,
                        "read_at": held.get(name, (None, None))[1],
                        "revision": work.revision,
                    }
                    for name, place in changed.items()
                ],
            )
            several = (
                select(SightingRow.account)
                .group_by(SightingRow.account)
                .having(func.count(SightingRow.source.distinct()) > 1)
            )
            inputs_changed(work, work.session.scalars(select(LineRow.ticket).where(LineRow.account.in_(several))).all())

    def configured(self) -> frozenset[str]:
        """The names of the sources that are ranked, whoever reads them."""
        with self._database.read() as session:
            return frozenset(session.scalars(select(SourceRow.name).where(SourceRow.place.is_not(None))))

    def record(self, source: str, findings: Findings, *, at: datetime, lease: Lease | None = None) -> Recorded:
        """Keep a reading of a source. Killed in between, the same reading again adds only what is missing.

        A fact without a date holds since `at`, unless the source said the same the last time. What a source that was
        read to the end says no more is gone since `at`; it is not forgotten. Raises `LeaseLost` where the `lease` is
        another's by now.
        """
        said, matched = claims(findings.accounts, self.matcher())
        sightings = self._sightings(source)
        for some in _small(piece for each in said for piece in _pieces(_news(source, each, sightings, at))):
            with self._database.write() as work:
                leases.check(work, lease)
                if not _write(work, source, some):
                    raise NothingToWrite
        self._let_go(source, _gone(said, sightings, findings.whole), at, lease)
        with self._database.write() as work:
            leases.check(work, lease)
            row = work.session.get(SourceRow, source)
            place = row.place if row is not None else None
            work.upsert(SourceRow, [{"name": source, "place": place, "read_at": at, "revision": work.revision}])
        return Recorded(len(said), matched)

    def matcher(self) -> Matcher:
        """By what records of accounts are known again."""
        accounts = select(LineRow.account).where(LineRow.account.is_not(None)).distinct()
        writers = (
            select(TicketRow.requester_email, TicketRow.account)
            .where(TicketRow.account.is_not(None), TicketRow.requester_email != "")
            .distinct()
        )
        with self._database.read() as session:
            known = {str(each).casefold(): AccountId(str(each)) for each in session.scalars(accounts)}
            addresses: dict[str, AccountId | None] = {}
            for email, account in session.execute(writers):
                folded = email.strip().casefold()
                named = AccountId(str(account))
                addresses[folded] = named if addresses.get(folded, named) == named else None
        return Matcher(known, addresses)

    def account(self, account: AccountId) -> Account | None:
        """An account with all that is known about it; None where nothing is."""
        with self._database.read() as session:
            return account_in(session, account)

    def fields(self, *, after: int) -> tuple[list[tuple[AccountId, datetime, Mapping[str, str]]], int]:
        """The custom fields of tickets that changed after a tick, with their accounts, oldest first; and that clock."""
        query = (
            select(TicketRow.account, TicketRow.updated_at, TicketRow.fields)
            .where(TicketRow.revision > after, TicketRow.account.is_not(None), TicketRow.fields != "{}")
            .order_by(TicketRow.updated_at, TicketRow.id)
        )
        with self._database.read() as session:
            now = revision_in(session)
            rows = [
                (AccountId(str(account)), at, from_json(Fields, fields))  # type: ignore[type-abstract]
                for account, at, fields in session.execute(query)
            ]
        return rows, now

    def _sightings(self, source: str) -> Sightings:
        columns = (SightingRow.account, SightingRow.name, SightingRow.held, SightingRow.gone_at)
        with self._database.read() as session:
            found = session.execute(select(*columns).where(SightingRow.source == source))
            return {(account, name): (held, gone_at) for account, name, held, gone_at in found}

    def _let_go(self, source: str, gone: Sequence[tuple[str, str]], at: datetime, lease: Lease | None) -> None:
        for some in in_batches(gone):
            with self._database.write() as work:
                leases.check(work, lease)
                rows = [_sighting(work, source, account, name, "", at) for account, name in some]
                work.upsert(SightingRow, rows)
                accounts = {account for account, _ in some}
                work.upsert(
                    SightingRow, [_sighting(work, source, each, EVERYTHING, "", None) for each in sorted(accounts)]
                )
                inputs_changed(work, _tickets(work, accounts))


def _news(source: str, claim: Claim, sightings: Sightings, at: datetime) -> _News:
    """What of a claim is to be written; nothing where it says what it said the last time."""
    news = _News(claim)
    everything = _digest(claim.facts)
    if sightings.get((claim.account, EVERYTHING), ("", None))[0] == everything:
        return news
    news.sightings[EVERYTHING] = everything
    for name, facts in _by_name(claim.facts).items():
        dated = [each for each in facts if each.as_of is not None]
        undated = [each for each in facts if each.as_of is None]
        undated = undated if name == "contact" else undated[-1:]
        held, gone_at = sightings.get((claim.account, name), ("", None))
        now = _digest([*undated, *([] if FACTS[name].series else dated)])
        if held != now or gone_at is not None:
            news.sightings[name] = now
            news.returned |= gone_at is not None
            dated += [FoundFact(each.name, each.value, at) for each in undated]
        news.facts += [Fact(claim.account, each.name, each.value, each.as_of or at, source) for each in dated]
    return news


def _pieces(news: _News) -> Iterator[_News]:
    """The same in pieces of few facts; what is to be remembered comes with the last, once all of them are there."""
    *before, last = in_batches(news.facts, ROWS) if news.facts else [()]
    for some in before:
        yield _News(news.claim, list(some))
    yield _News(news.claim, list(last), news.sightings, news.returned)


def _gone(said: Iterable[Claim], sightings: Sightings, whole: frozenset[str]) -> list[tuple[str, str]]:
    """What was said the last time and is not any more, of facts that were read to the end and do not just happen."""
    now = {(claim.account, fact.name) for claim in said for fact in claim.facts}
    held = [(account, name) for (account, name), (_, gone_at) in sightings.items() if name and gone_at is None]
    return sorted(key for key in held if key[1] in whole and not FACTS[key[1]].series and key not in now)


def _write(work: Work, source: str, some: Sequence[_News]) -> bool:
    said = [each for each in some if each.sightings or each.facts]
    if not said:
        return False
    ids = [each.claim.account for each in said]
    names = dict(work.session.execute(select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(ids))).all())
    record_in(work, [_account(each, names.get(each.claim.account)) for each in said])
    work.upsert(
        SightingRow,
        [
            _sighting(work, source, each.claim.account, name, held, None)
            for each in said
            for name, held in each.sightings.items()
        ],
    )
    inputs_changed(work, _tickets(work, {each.claim.account for each in said if each.returned}))
    return True


def _account(news: _News, known_as: str | None) -> Account:
    """The account under the name that the helpdesk gave it: only where it has none is ours needed."""
    name = known_as or news.claim.name or news.claim.account
    return Account(news.claim.account, name, tuple(news.facts))


def _sighting(
    work: Work, source: str, account: str, name: str, held: str, gone_at: datetime | None
) -> dict[str, object]:
    return {
        "source": source,
        "account": account,
        "name": name,
        "held": held,
        "gone_at": gone_at,
        "revision": work.revision,
    }


def _tickets(work: Work, accounts: Iterable[str]) -> list[str]:
    return list(work.session.scalars(select(LineRow.ticket).where(LineRow.account.in_(list(accounts)))))


def _by_name(facts: Iterable[FoundFact]) -> dict[str, list[FoundFact]]:
    grouped: dict[str, list[FoundFact]] = {}
    for each in facts:
        grouped.setdefault(each.name, []).append(each)
    return grouped


def _digest(facts: Iterable[FoundFact]) -> str:
    return derived_id(*sorted(to_json(each) for each in facts))


def _small(news: Iterable[_News]) -> Iterator[list[_News]]:
    """In groups of about as many facts as one transaction takes."""
    group: list[_News] = []
    size = 0
    for each in news:
        rows = 1 + len(each.facts) + len(each.sightings)
        if group and size + rows > ROWS:
            yield group
            group, size = [], 0
        group.append(each)
        size += rows
    if group:
        yield group
