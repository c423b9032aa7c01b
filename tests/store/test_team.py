"""A team's store on a real PostgreSQL: who may do what, held by the server itself, and how changes are told."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from threading import Event

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from app.domain.own_hours import OwnHours
from app.domain.people import Away
from app.domain.presence import Present
from app.domain.team import Person, Rank, login_for
from app.errors import BadInput, Refused, StoreAway, StoreFailed
from app.store import schema
from app.store.policies import RULES
from app.store.store import Store, open_store
from app.store.tables import Base
from tests.builders import NOW, agent, ago, change, decision, id_of, ticket
from tests.store.postgres_server import Server
from tests.store.testbed import pull, seen
from tests.waiting import wait_until

pytestmark = pytest.mark.postgres

ANA = Person("ana_ortiz", "Ana Ortiz", Rank.AGENT)
BOB = Person("bob_lindgren", "Bob Lindgren", Rank.SPECIALIST)
LENA = Person("lena_vogt", "Lena Vogt", Rank.LEAD)


class Team:
    """A founded team of three, and its store as each of them opens it."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url = url
        self._stack = stack
        self.admin = self.opened_by("postgres")
        self.admin.people.found()
        for each in (ANA, BOB, LENA):
            self.admin.people.add(each, at=NOW)

    def opened_by(self, login: str) -> Store:
        store = open_store(self.url_of(login), key=None)
        self._stack.callback(store.close)
        return store

    def url_of(self, login: str) -> str:
        return self.url.replace("postgres@", f"{login}@")

    def run(self, login: str, *statements: str) -> int:
        """Statements by somebody who speaks to the server without Warmline; the rows that the last one touched."""
        with psycopg.connect(self.url_of(login), autocommit=True) as connection:
            for statement in statements:
                count = connection.execute(statement.encode()).rowcount
            return count


@pytest.fixture(scope="session")
def team(postgres: Server) -> Iterator[Team]:
    """Founded once on a server, whose roles outlast their database: tests of other modules may come in between."""
    with ExitStack() as stack:
        made = Team(postgres.create("team"), stack)
        pull(made.admin, ticket("1"), ticket("2"))
        yield made


def spoof(subject: str, by: str) -> str:
    return (
        "INSERT INTO audit (number, subject, at, by, what, previous, hash)"
        f" SELECT coalesce(max(number), 0) + 1, '{subject}', 0, '{by}', '', '', '' FROM audit"
    )


def test_every_table_has_its_rule() -> None:
    assert {rule.table for rule in RULES} == {*Base.metadata.tables, "alembic_version"}


def test_people_know_who_they_are(team: Team) -> None:
    assert team.opened_by("ana_ortiz").people.me() == ANA
    assert team.admin.people.me() is None
    assert team.admin.people.all() == (ANA, BOB, LENA)


def test_somebody_decides_as_themselves_and_the_server_signs_it(team: Team) -> None:
    ana = team.opened_by("ana_ortiz")
    ana.decided.record(decision("1"), (change("1"),), not_before=NOW)
    assert ana.decided.undo(decision("1").id, at=NOW, by="Ana Ortiz")
    with psycopg.connect(team.url) as connection:
        logins = connection.execute("SELECT DISTINCT login FROM audit UNION SELECT login FROM decisions").fetchall()
    assert logins == [("ana_ortiz",)]
    assert team.admin.decided.verify_audit() is None


def test_nobody_decides_in_anothers_name(team: Team) -> None:
    with pytest.raises(Exception, match="row-level security"):
        team.opened_by("bob_lindgren").decided.record(decision("2"), (), not_before=NOW)
    assert team.admin.decided.decisions(id_of("2")) == ()


@pytest.mark.parametrize(
    "trick",
    [
        "SELECT set_config('session_authorization', 'ana_ortiz', false)",
        "SELECT set_config('role', 'ana_ortiz', false)",
        "SET ROLE ana_ortiz",
        "SET SESSION AUTHORIZATION ana_ortiz",
        "SET ROLE warmline_team",  # the group, whose member Bob is
        "CREATE TEMP TABLE people AS SELECT 'bob_lindgren' AS login, 'Ana Ortiz' AS name, NULL::bigint AS removed_at",
        "UPDATE people SET name = 'Ana Ortiz' WHERE login = 'bob_lindgren'",
        "SELECT 1",
    ],
)
def test_no_trick_makes_bob_write_as_ana(team: Team, trick: str) -> None:
    with psycopg.connect(team.url_of("bob_lindgren"), autocommit=True) as connection:
        with suppress(psycopg.Error):
            connection.execute(trick.encode())
        with pytest.raises(InsufficientPrivilege):
            connection.execute(spoof(trick[:20].replace("'", ""), "Ana Ortiz").encode())


def test_the_same_entry_in_his_own_name_is_taken(team: Team) -> None:
    # the control of the one above, rolled back so that the chain stays whole
    with psycopg.connect(team.url_of("bob_lindgren")) as connection:
        assert connection.execute(spoof("control", "Bob Lindgren").encode()).rowcount == 1
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET by = by",
        "DELETE FROM audit",
        "UPDATE decisions SET by = by",
        "DELETE FROM decisions",
        "TRUNCATE audit",
        "ALTER TABLE audit DISABLE ROW LEVEL SECURITY",
        "DROP POLICY warmline_insert ON audit",
        "CREATE TABLE mine (x int)",
    ],
)
@pytest.mark.parametrize("login", ["ana_ortiz", "lena_vogt"])
def test_what_was_decided_stays(team: Team, statement: str, login: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        team.run(login, statement)


def test_drafts_are_their_writers(team: Team) -> None:
    ana, bob = team.opened_by("ana_ortiz"), team.opened_by("bob_lindgren")
    ana.decided.save_draft(id_of("1"), "between us", at=NOW, by="Ana Ortiz")
    assert ana.decided.draft(id_of("1"), by="Ana Ortiz") == "between us"
    assert bob.decided.draft(id_of("1"), by="Ana Ortiz") == ""
    assert team.run("bob_lindgren", "DELETE FROM drafts") == 0
    with pytest.raises(Exception, match="row-level security"):
        bob.decided.save_draft(id_of("2"), "as Ana", at=NOW, by="Ana Ortiz")


def test_nobody_says_of_another_that_they_are_away(team: Team) -> None:
    ana, bob = team.opened_by("ana_ortiz"), team.opened_by("bob_lindgren")
    pull(ana, agents=(agent("ana"),))
    ana.hours.say(OwnHours("Ana Ortiz", NOW, capacity=2))
    said = OwnHours("Ana Ortiz", NOW, capacity=2)
    assert [each.own for each in bob.hours.everybody()] == [said]  # read by all, who route by it
    with pytest.raises(Exception, match="row-level security"):
        bob.hours.say(OwnHours("Ana Ortiz", ago(minutes=-1), away=Away(NOW)))
    assert team.run("lena_vogt", "UPDATE own_hours SET at = 0") == 0
    with pytest.raises(InsufficientPrivilege):
        team.run("ana_ortiz", "DELETE FROM own_hours")
    ana.hours.say(OwnHours("Ana Ortiz", ago(minutes=-1)))
    assert [each.own for each in bob.hours.everybody()] == [OwnHours("Ana Ortiz", ago(minutes=-1))]


def test_only_leads_change_what_people_are(team: Team) -> None:
    assert team.run("ana_ortiz", "UPDATE people SET rank = 'lead' WHERE login = 'ana_ortiz'") == 0
    assert team.run("lena_vogt", "UPDATE people SET rank = 'specialist' WHERE login = 'bob_lindgren'") == 1


def test_another_role_of_the_server_sees_nothing(team: Team, postgres: Server) -> None:
    team.run("postgres", "DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN")
    with pytest.raises(StoreAway, match="permission denied for database"):
        open_store(team.url_of("stranger"), key=None)


def test_who_is_removed_is_out_at_once_and_what_they_did_stays(team: Team) -> None:
    gone = Person("gerd_moll", "Gerd Moll", Rank.AGENT)
    team.admin.people.add(gone, at=NOW)
    store = team.opened_by("gerd_moll")
    store.decided.record(decision("2", name="g", by="Gerd Moll"), (), not_before=NOW)
    team.admin.people.remove("gerd_moll", at=NOW)
    with pytest.raises(StoreFailed):
        store.revision()
    assert team.admin.decided.decisions(id_of("2"))[0].by == "Gerd Moll"
    assert team.admin.people.all() == (ANA, BOB, LENA)
    with pytest.raises(BadInput, match="gerd_moll"):
        team.admin.people.remove("gerd_moll", at=NOW)


def test_a_name_or_a_role_that_is_taken_is_refused(team: Team) -> None:
    with pytest.raises(Refused, match="in the team as ana_ortiz"):
        team.admin.people.add(Person("ana2", "Ana Ortiz", Rank.AGENT), at=NOW)
    with pytest.raises(Refused, match="nobody's in this team"):
        team.admin.people.add(Person("postgres", "Pia Post", Rank.AGENT), at=NOW)


def test_founding_it_again_changes_nothing(team: Team) -> None:
    team.admin.people.found()
    assert seen(team.opened_by("ana_ortiz")) == ["1", "2"]


def test_an_older_store_asks_for_a_lead(team: Team) -> None:
    team.run("postgres", "UPDATE alembic_version SET version_num = '0001'")
    try:
        with pytest.raises(StoreFailed, match="Ask a lead to run `warmline team init`"):
            open_store(team.url_of("ana_ortiz"), key=None)
    finally:
        team.run("postgres", f"UPDATE alembic_version SET version_num = '{schema.HEAD}'")


def test_a_login_follows_from_a_name() -> None:
    assert [login_for(name) for name in ("Ana Ortíz", " O'Neil, Søren ", "李")] == ["ana_ortiz", "o_neil_sren", ""]


def test_a_change_wakes_the_others_without_their_asking(team: Team) -> None:
    ana, bob = team.opened_by("ana_ortiz"), team.opened_by("bob_lindgren")
    woken = Event()
    listener = bob.listen(woken.set)
    assert listener is not None
    wait_until(lambda: listener.hears, seconds=20)
    since = bob.revision()
    woken.clear()
    pull(ana, ticket("3"))
    assert woken.wait(20)
    assert bob.changed_since(since).tickets == (id_of("3"),)
    listener.close()


def test_without_the_notifier_nobody_is_woken(team: Team) -> None:
    # the control of the one above: it is the hint that wakes, and nothing else
    ana, bob = team.opened_by("ana_ortiz"), team.opened_by("bob_lindgren")
    woken = Event()
    listener = bob.listen(woken.set)
    assert listener is not None
    wait_until(lambda: listener.hears, seconds=20)
    assert ana._database.notifier is not None
    ana._database.notifier.close()
    woken.wait(0.3)  # whatever was on its way
    woken.clear()
    pull(ana, ticket("4"))
    assert not woken.wait(0.5)
    listener.close()


def test_colleagues_see_where_each_other_is(team: Team) -> None:
    ana, bob = team.opened_by("ana_ortiz"), team.opened_by("bob_lindgren")
    ana.presence.say("console-a", "Ana Ortiz", id_of("1"), editing=True)
    (there,) = bob.presence.others("console-b")
    assert there == Present("Ana Ortiz", id_of("1"), editing=True, since=there.since)
    with pytest.raises(Exception, match="row-level security"):
        bob.presence.say("console-b", "Ana Ortiz", id_of("1"), editing=True)
    ana.presence.leave("console-a")
    assert bob.presence.others("console-b") == ()
