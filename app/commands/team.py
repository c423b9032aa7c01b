"""Share one store with your team: a lead makes it and adds people, everybody else joins it."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from app import paths
from app.bootstrap import settings_file
from app.domain.team import Person, Rank, login_for
from app.errors import BadInput
from app.secrets import KeyringSecrets
from app.service.membership import JoinedStore, join_team, leave_team
from app.settings import check_store_url
from app.store.store import Store, open_store

ADMIN = "WARMLINE_ADMIN_URL"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    init = deeds.add_parser("init", help="make the team's tables and rules in a PostgreSQL database, or renew them")
    add = deeds.add_parser("add", help="give somebody a role of their own, and print its password once")
    add.add_argument("name", metavar="NAME", help="as colleagues know them; decisions are signed with it")
    add.add_argument("--role", choices=[str(rank) for rank in Rank], required=True)
    add.add_argument("--login", help="the database role's name; by default it follows from NAME")
    listing = deeds.add_parser("list", help="who is in the team")
    remove = deeds.add_parser("remove", help="drop somebody's role; what they decided stays")
    remove.add_argument("name", metavar="NAME", help="their name or login")
    for each in (init, add, listing, remove):
        each.add_argument("--admin", metavar="URL", help=f"postgresql://ADMIN@HOST/DATABASE; by default ${ADMIN}")
        each.add_argument("--ask-password", action="store_true", help="ask for the admin role's password")
    join = deeds.add_parser("join", help="use a team's store from now on")
    join.add_argument("url", metavar="URL", help="postgresql://LOGIN@HOST/DATABASE, as your lead gave it to you")
    join.add_argument("--no-password", action="store_true", help="the server knows you without one")
    deeds.add_parser("leave", help="use a store of your own again; the team's keeps what you did")


def run(arguments: argparse.Namespace) -> int:
    deeds = {"init": _init, "add": _add, "list": _list, "remove": _remove, "join": _join, "leave": _leave}
    deeds[arguments.deed](arguments)
    return 0


def _init(arguments: argparse.Namespace) -> None:
    with _admin(arguments) as store:
        store.people.found()
        print("The team's store is ready, and its rules are in force.")
        if not store.people.all():
            print("Nobody is in the team yet: warmline team add NAME --role lead")


def _add(arguments: argparse.Namespace) -> None:
    name = " ".join(arguments.name.split())
    login = arguments.login or login_for(name)
    if not name or not login:
        raise BadInput(f"No login follows from the name {arguments.name!r}; give one with --login.")
    with _admin(arguments) as store:
        password = store.people.add(Person(login, name, Rank(arguments.role)), at=datetime.now(UTC))
    print(f"{name} is in the team as {arguments.role}, with the login {login}.")
    print(f"Password, shown this once: {password}")
    print(f"On their machine: warmline team join postgresql://{login}@HOST/DATABASE")


def _list(arguments: argparse.Namespace) -> None:
    with _admin(arguments) as store:
        people = store.people.all()
    width = max((len(each.name) for each in people), default=0)
    for each in people:
        print(f"{each.name:{width}}  {each.rank:10}  {each.login}")
    if not people:
        print("Nobody is in the team yet.")


def _remove(arguments: argparse.Namespace) -> None:
    with _admin(arguments) as store:
        named = [each for each in store.people.all() if arguments.name in {each.name, each.login}]
        if not named:
            raise BadInput(f"Nobody in the team is called {arguments.name!r}; `warmline team list` shows who is there.")
        store.people.remove(named[0].login, at=datetime.now(UTC))
    print(f"{named[0].name} is no longer in the team; the role {named[0].login} and its sessions are gone.")


def _join(arguments: argparse.Namespace) -> None:
    check_store_url(arguments.url, "The address")
    password = None if arguments.no_password else _typed("Password")
    joined = join_team(arguments.url, password, KeyringSecrets(str(paths.data_dir())), settings_file())
    print(in_words(joined))
    print(f"{settings_file().path} says so from now on; open the console again.")


def in_words(joined: JoinedStore) -> str:
    """What the check of a team's store found."""
    who = f"{joined.me.name}, {joined.me.rank}" if joined.me else "a role that belongs to nobody in the team"
    return "\n".join(
        [
            f"ok    server: {joined.place}",
            f"{'ok  ' if joined.me else 'NOTE'}  you are: {who}",
            f"ok    team: {', '.join(joined.people) or 'nobody yet'}",
            f"ok    tickets: {joined.tickets}",
        ]
    )


def _leave(arguments: argparse.Namespace) -> None:
    del arguments
    kept = leave_team(KeyringSecrets(str(paths.data_dir())), settings_file())
    print("From now on Warmline uses a store of your own.")
    if kept is None:
        print("What the team's has not got is kept on this machine until you join it again.")
    for each in kept or ():
        print(f"kept until you join it again: {each}")


@contextmanager
def _admin(arguments: argparse.Namespace) -> Iterator[Store]:
    """The store, opened by a role that owns it. Its password is never an argument: those can be seen by others."""
    url = arguments.admin or os.environ.get(ADMIN, "")
    if not url:
        raise BadInput(f"Which database? Give --admin postgresql://ADMIN@HOST/DATABASE, or set {ADMIN}.")
    check_store_url(url, "The admin's address")
    store = open_store(url, key=None, password=_typed("Password of the admin role") if arguments.ask_password else None)
    try:
        yield store
    finally:
        store.close()


def _typed(what: str) -> str:
    """At the terminal, unseen; without one, the first line of standard input."""
    return getpass.getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
