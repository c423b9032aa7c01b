"""What people say to each other in private is theirs: held by the team's server itself, also in stores from before."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from psycopg.errors import InsufficientPrivilege, UniqueViolation

from app.domain.consult import Consult, ConsultId, close, say
from app.domain.routing import Destination
from app.domain.tickets import AgentId
from app.domain.transfer import Action, Actor, Deed, Said, SaidId, Transfer, TransferId, step
from app.errors import StoreFailed
from app.store import schema
from app.store.database import open_database
from app.store.private_words import UNSEEN
from app.store.store import Store, open_store
from tests.builders import DESK, NOW, agent, batch, id_of, ticket
from tests.store.postgres_server import Server
from tests.store.testbed import Where

BILLING = "Tier 2 Billing"
PEOPLE = {
    "sender": Actor("Thea Sender", AgentId("desk:thea"), ("Tier 1",)),
    "asked": Actor("Theo Asked", AgentId("desk:theo"), (BILLING,)),
    "third": Actor("Tina Third", AgentId("desk:tina"), (BILLING,)),
    "lead": Actor("Lou Lead", AgentId("desk:lou"), ("Leads",)),
}
AGENTS = tuple(
    agent(each.agent.partition(":")[2], name=each.name, groups=each.groups) for each in PEOPLE.values() if each.agent
)


def an_offer(name: str, agent_: AgentId | None = None) -> Transfer:
    to_name = next((each.name for each in PEOPLE.values() if agent_ and each.agent == agent_), "")
    return Transfer(
        TransferId(name), id_of(name), "Thea Sender", Destination(BILLING, 2, agent_), NOW, NOW + timedelta(1), to_name
    )


def a_question(name: str = "1") -> Consult:
    """To the whole group."""
    first = Said(SaidId(name), "Thea Sender", NOW, "Is she always so rude?")
    return Consult(ConsultId(name), id_of(name), "Thea Sender", Destination(BILLING, 2), (first,))


def said(store: Store, transfer: Transfer, deed: Deed, by: Actor, text: str) -> Transfer:
    """Somebody asks or answers in their own store."""
    action = Action(deed, by, NOW, text, f"{transfer.id} {transfer.version}")
    after = step(transfer, action)
    assert store.transfers.move(transfer, after, action)
    return after


class Desk:
    """A team of four on a database of its own: their roles are the server's, so each set-up makes others."""

    def __init__(self, server: Server, stack: ExitStack) -> None:
        self.url = server.create("threads")
        self._stack = stack
        self._mark = self.url.partition("?")[0].rpartition("-")[2]  # the roles outlast the database
        self.admin = self._opened(self.url)
        self.found()

    def found(self) -> None:
        self.admin.people.found()
        with psycopg.connect(self.url, autocommit=True) as connection:
            group = f"warmline_{connection.info.dbname}"
            for name, person in PEOPLE.items():
                login = self.login(name)
                rank = "lead" if name == "lead" else "agent"
                if not connection.execute("SELECT 1 FROM people WHERE login = %s", [login]).fetchone():
                    connection.execute(f'CREATE ROLE "{login}" LOGIN IN ROLE "{group}"'.encode())
                    row = [login, person.name, rank]
                    connection.execute("INSERT INTO people (login, name, rank, added_at) VALUES (%s, %s, %s, 0)", row)

    def login(self, name: str) -> str:
        return f"threads_{name}_{self._mark}"

    def store(self, name: str) -> Store:
        return self._opened(self.url.replace("postgres@", f"{self.login(name)}@"))

    def ask(self, name: str, statement: str) -> list[tuple[str, ...]]:
        """By somebody who speaks to the server without Warmline."""
        url = self.url.replace("postgres@", f"{self.login(name)}@")
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else [(str(found.rowcount),)]

    def admin_ask(self, statement: str) -> None:
        """By whoever owns the tables, which no rule binds."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _opened(self, url: str) -> Store:
        store = open_store(url, key=None)
        self._stack.callback(store.close)
        return store


@pytest.fixture(scope="module")
def desk(postgres: Server) -> Iterator[Desk]:
    with ExitStack() as stack:
        made = Desk(postgres, stack)
        made.admin.pulled.apply(batch(ticket("1"), ticket("2"), ticket("3"), agents=AGENTS), connection=DESK)
        sender, asked = made.store("sender"), made.store("asked")
        for name, agent_ in (("1", AgentId("desk:theo")), ("2", None)):
            offer = an_offer(name, agent_)
            sender.transfers.offer(offer, None, standing=None, not_before=NOW)
            question = said(asked, offer, Deed.ASK, PEOPLE["asked"], f"Is {name} always so rude?")
            said(sender, question, Deed.ANSWER, PEOPLE["sender"], f"Always, {name}.")
        sender.consults.ask(a_question())
        yield made


def texts(desk: Desk, name: str, offer: str) -> list[str]:
    held = desk.store(name).transfers.transfer(TransferId(offer))
    assert held is not None
    return [each.text for each in held.thread]


@pytest.mark.postgres
@pytest.mark.parametrize("who", ["sender", "asked"])
def test_both_ends_read_it(desk: Desk, who: str) -> None:
    assert texts(desk, who, "1") == ["Is 1 always so rude?", "Always, 1."]


@pytest.mark.postgres
@pytest.mark.parametrize("who", ["third", "lead"])
def test_nobody_else_does_with_warmline_or_without(desk: Desk, who: str) -> None:
    assert texts(desk, who, "1") == [UNSEEN, UNSEEN]
    assert desk.ask(who, "SELECT text FROM transfer_words WHERE transfer = '1'") == []
    everything = str(desk.ask(who, "SELECT transfer FROM transfers") + desk.ask(who, "SELECT what FROM audit"))
    assert "Thea Sender" in everything, "who spoke and when is no secret"
    assert "rude" not in everything


@pytest.mark.postgres
def test_what_is_asked_of_a_group_is_read_by_its_members(desk: Desk) -> None:
    assert texts(desk, "third", "2") == ["Is 2 always so rude?", "Always, 2."]
    assert texts(desk, "lead", "2") == [UNSEEN, UNSEEN]


@pytest.mark.postgres
def test_a_question_to_a_group_is_read_and_answered_by_its_members_alone(desk: Desk) -> None:
    assert desk.store("lead").consults.open() == ()
    assert desk.ask("lead", "SELECT consult FROM consults") == []
    assert desk.ask("lead", "UPDATE consults SET open = false") == [("0",)]
    held = desk.store("third").consults.consult(ConsultId("1"))
    assert held is not None
    reply = say(held, PEOPLE["third"], "Always.", said=SaidId(f"{held.version}"), at=NOW)
    assert desk.store("third").consults.change(held, reply)
    assert desk.store("sender").consults.open() == (reply,)


@pytest.mark.postgres
@pytest.mark.parametrize("column", ["by", "asked", "ticket", "consult"])
def test_whoever_is_asked_cannot_alter_by_whom_and_of_whom_it_was(desk: Desk, column: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        desk.ask("third", f"UPDATE consults SET {column} = 'Tina Third'")


@pytest.mark.postgres
def test_who_asked_is_who_signed_it(desk: Desk) -> None:
    first = Said(SaidId("3"), "Tina Third", NOW, "Is she always so rude?")
    asked = replace(a_question("3"), by="Tina Third", whom_name="Thea Sender", thread=(first,))
    desk.store("third").consults.ask(asked)
    altered = "replace(consult, 'Tina Third', 'Lou Lead')"
    desk.admin_ask(f"UPDATE consults SET consult = {altered} WHERE id = '3'")  # as a forged console would have sent it
    (held,) = desk.store("sender").consults.of_ticket(id_of("3"))
    assert (held.by, held.question) == ("Tina Third", "Is she always so rude?")


ALTERING = (
    "UPDATE consult_words SET text = 'Never.'",
    "UPDATE consult_words SET \"by\" = 'Lou Lead'",
    "UPDATE consult_words SET number = 9",
    "DELETE FROM consult_words",
    "DELETE FROM consults",
    "TRUNCATE consult_words",
    "ALTER TABLE consult_words DISABLE ROW LEVEL SECURITY",
)


@pytest.mark.postgres
@pytest.mark.parametrize("statement", ALTERING)
@pytest.mark.parametrize("who", ["sender", "third", "lead"])
def test_what_was_asked_and_answered_is_altered_by_nobody(desk: Desk, who: str, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        desk.ask(who, statement)


def words(who: str, *, number: int = 9, consult: str = "4", read: str = "'x'") -> str:
    values = f"'{consult}', {number}, 'x', '{PEOPLE[who].name}', 0, {read}"
    return f'INSERT INTO consult_words (consult, number, id, "by", at, text) VALUES ({values})'


@pytest.mark.postgres
def test_who_was_asked_says_more_in_their_own_name_and_nobody_closes_it_for_who_asked(desk: Desk) -> None:
    sender, third = desk.store("sender").consults, desk.store("third").consults
    asked = a_question("4")
    sender.ask(asked)
    for by, statement in (
        ("third", words("sender")),  # in another's name
        ("third", words("third", number=-1)),  # before the question
        ("lead", words("lead")),  # by whom it does not concern
        ("third", "UPDATE consults SET open = false WHERE id = '4'"),
    ):
        with pytest.raises(InsufficientPrivilege):
            desk.ask(by, statement)
    with pytest.raises(UniqueViolation):
        desk.ask("third", words("third", number=0))  # in the place of the question
    reply = say(asked, PEOPLE["third"], "Always.", said=SaidId("r"), at=NOW)
    assert third.change(asked, reply)
    assert desk.ask("lead", "SELECT text FROM consult_words") == []
    closed = close(reply, PEOPLE["sender"], at=NOW)
    assert sender.change(reply, closed)
    with pytest.raises(InsufficientPrivilege):
        desk.ask("third", words("third"))  # it is over
    assert third.consult(ConsultId("4")) == closed
    assert [each.text for each in closed.thread] == ["Is she always so rude?", "Always."]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO transfer_words VALUES ('x', '1', 'Thea Sender', 'I resign', 'Lou Lead')",
        "UPDATE transfer_words SET readers = 'Lou Lead'",
        "DELETE FROM transfer_words",
        "ALTER TABLE transfer_words DISABLE ROW LEVEL SECURITY",
    ],
)
@pytest.mark.parametrize("who", ["third", "lead"])
def test_nobody_speaks_for_another_or_alters_what_was_said(desk: Desk, who: str, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        desk.ask(who, statement)


@pytest.mark.postgres
@pytest.mark.parametrize(("by", "read"), [("Theo Asked", UNSEEN), ("Tina Third", "I resign")])
def test_nobodys_words_are_put_into_anothers_mouth(desk: Desk, by: str, read: str) -> None:
    offer = an_offer("3", AgentId("desk:theo"))
    desk.store("sender").transfers.offer(offer, None, standing=None, not_before=NOW)
    id_ = by[:4]
    desk.ask("third", f"INSERT INTO transfer_words VALUES ('{id_}', '3', 'Tina Third', 'I resign', 'Thea Sender')")
    entry = f'[{{"id":"{id_}","by":"{by}","at":"{NOW.isoformat()}","text":""}}]'
    altered = f"jsonb_set(transfer::jsonb, '{{thread}}', '{entry}')::text"
    assert desk.ask("third", f"UPDATE transfers SET transfer = {altered} WHERE id = '3'") == [("1",)]
    assert texts(desk, "sender", "3") == [read]


@pytest.mark.postgres
def test_a_worker_of_a_third_person_ends_an_offer_and_its_words_stay(desk: Desk) -> None:
    third = desk.store("third").transfers
    held = third.transfer(TransferId("1"))
    assert held is not None
    action = Action(Deed.EXPIRE, Actor(""), NOW + timedelta(days=2))
    assert third.move(held, step(held, action), action)
    assert texts(desk, "asked", "1") == ["Is 1 always so rude?", "Always, 1."]
    assert desk.admin.decided.verify_audit() is None


def older(url: str, key: bytes | None) -> None:
    """Make it a store of before: the words stand in the offers themselves."""
    database = open_database(url, key=key)
    with database.schema_change() as session:
        command.downgrade(schema.config(session.connection()), "0009")
        assert not sa.inspect(session.connection()).has_table("transfer_words")
        assert session.execute(sa.text("SELECT count(asked) FROM consults")).scalar_one() == 0
        assert not sa.inspect(session.connection()).has_table("consult_words")
        for table, column in (("transfers", "transfer"), ("consults", "consult")):
            kept = session.execute(sa.text(f"SELECT {column} FROM {table}")).scalars().all()
            assert all("rude" in each for each in kept)
    database.close()


def older_desk(server: Server, stack: ExitStack) -> Desk:
    """A team whose store is one of before; in it somebody has asked about an offer."""
    desk = Desk(server, stack)
    desk.admin.pulled.apply(batch(ticket("1"), agents=AGENTS), connection=DESK)
    offer = an_offer("1", AgentId("desk:theo"))
    desk.admin.transfers.offer(offer, None, standing=None, not_before=NOW)
    said(desk.admin, offer, Deed.ASK, PEOPLE["asked"], "Is he always so rude?")
    desk.admin.consults.ask(a_question())
    older(desk.url, None)
    return desk


def check_question(desk: Desk) -> None:
    """Whoever was asked reads it and answers it, and alters nothing."""
    third, held = desk.store("third").consults, a_question()
    assert third.consult(held.id) == held
    assert third.change(held, say(held, PEOPLE["third"], "Always.", said=SaidId("r"), at=NOW))
    for statement in ALTERING:
        with pytest.raises(InsufficientPrivilege):
            desk.ask("third", statement)


def asked_of(store: Store) -> list[str]:
    with store._database.read() as session:
        names: str = session.execute(sa.text("SELECT asked FROM consults")).scalar_one()
    return names.split("\n")


def test_an_older_store_keeps_what_was_said(where: Where) -> None:
    store = open_store(where.url, key=where.key)
    store.pulled.apply(batch(ticket("1"), agents=AGENTS), connection=DESK)
    offer = an_offer("1")
    store.transfers.offer(offer, None, standing=None, not_before=NOW)
    after = said(store, offer, Deed.ASK, PEOPLE["asked"], "Is he always so rude?\x00")
    asked = a_question()
    store.consults.ask(asked)
    replied = say(asked, PEOPLE["third"], "Always\ud800.\x00", said=SaidId("r"), at=NOW + timedelta(microseconds=1))
    assert store.consults.change(asked, replied)
    closed = close(replied, PEOPLE["sender"], at=NOW + timedelta(1))
    assert store.consults.change(replied, closed)
    store.close()
    older(where.url, where.key)
    store = open_store(where.url, key=where.key)
    assert store.consults.of_ticket(asked.ticket) == (closed,)
    assert store.transfers.transfer(offer.id) == after
    assert store.transfers.open() == (after,)
    assert asked_of(store) == ["Theo Asked", "theo asked", "theo", "Tina Third", "tina third", "tina"]
    store.close()


@pytest.mark.postgres
def test_a_store_that_is_set_up_already_gets_the_rule_when_it_is_renewed(postgres: Server) -> None:
    with ExitStack() as stack:
        desk = older_desk(postgres, stack)
        assert "rude" in str(desk.ask("lead", "SELECT transfer FROM transfers")), "as it was: the control"
        desk.found()
        assert texts(desk, "asked", "1") == ["Is he always so rude?"]
        assert texts(desk, "lead", "1") == [UNSEEN]
        assert "rude" not in str(desk.ask("lead", "SELECT transfer FROM transfers"))
        check_question(desk)


@pytest.mark.postgres
def test_whoever_opens_it_first_after_an_update_shuts_nobody_out(postgres: Server) -> None:
    # `warmline team list` and `add` open it too, and only `init` founds it again
    with ExitStack() as stack:
        desk = older_desk(postgres, stack)
        open_store(desk.url, key=None).close()
        assert {each.name for each in desk.store("third").pulled.agents(DESK)} == {each.name for each in AGENTS}
        assert texts(desk, "asked", "1") == ["Is he always so rude?"]
        assert texts(desk, "lead", "1") == [UNSEEN]
        check_question(desk)


@pytest.mark.postgres
def test_a_table_that_no_rule_opens_is_said_in_our_words(postgres: Server) -> None:
    with ExitStack() as stack:
        desk = Desk(postgres, stack)
        group = f"warmline_{desk.url.partition('?')[0].rpartition('/')[2]}"
        third = desk.store("third")
        with psycopg.connect(desk.url, autocommit=True) as connection:
            connection.execute(f'REVOKE ALL ON own_hours FROM "{group}"'.encode())
        with pytest.raises(StoreFailed, match=r"permission denied for table own_hours. Ask a lead to run"):
            third.hours.everybody()


def test_a_name_with_a_line_break_lets_nobody_else_read(where: Where) -> None:
    store = open_store(where.url, key=where.key)
    offer = replace(an_offer("1"), sender="Thea\nLou Lead")
    store.transfers.offer(offer, None, standing=None, not_before=NOW)
    said(store, offer, Deed.ASK, PEOPLE["asked"], "?")
    with store._database.read() as session:
        readers = session.execute(sa.text("SELECT readers FROM transfer_words")).scalar_one().split("\n")
    assert "Lou Lead" not in readers
    store.close()
