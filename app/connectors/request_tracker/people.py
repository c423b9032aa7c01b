"""Who is who in Request Tracker: agents, their groups, and the queues."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.dialect import NOBODY, SYSTEM
from app.domain.people import Agent, Group
from app.domain.tickets import ConnectionName, agent_id

NOT_PEOPLE = frozenset({NOBODY, SYSTEM})
DEEPEST = 8  # groups within groups


@dataclass(frozen=True, slots=True)
class Person:
    """A user; `privileged` is Request Tracker's word for those who work tickets, or who did until they left."""

    login: str
    name: str
    email: str
    privileged: bool
    disabled: bool


class People:
    """Users, looked up once each, and the groups and queues as last looked at. Safe to use from several threads."""

    def __init__(self, client: Client, connection: ConnectionName) -> None:
        self._client = client
        self._connection = connection
        self._lock = Lock()
        self._people: dict[str, Person | None] = {}  # by login and by number; None is nobody that we may see
        self._groups: dict[str, tuple[str, ...]] = {}  # by login
        self._new: dict[str, Person] = {}
        self.queues: dict[str, Group] = {}  # by number

    def person(self, key: str) -> Person | None:
        """A user by login or number; None where there is none, or none that we may see."""
        with self._lock:
            if key in self._people:
                return self._people[key]
        record = self._client.record("user", key)
        person = record and Person(
            login=str(record["Name"]),
            name=str(record.get("RealName") or record["Name"]),
            email=str(record.get("EmailAddress") or ""),
            privileged=bool(int(record.get("Privileged") or 0)),
            disabled=str(record.get("Disabled") or "0") != "0",
        )
        self._remember(key, str(record.get("id", key)) if record else key, person or None)
        return person or None

    def login(self, key: str) -> str:
        """A user's login by number, empty for nobody."""
        person = self.person(key) if key else None
        return "" if person is None or person.login == NOBODY else person.login

    def queue(self, number: str) -> str:
        """A queue's name by number; one out of our sight is called by its number."""
        known = self.queues.get(number)
        return known.name if known else f"queue {number}"

    def refresh(self, each: Callable[[Callable[[str], object], Iterable[str]], Iterable[object]]) -> None:
        """Look again at queues, groups and who is in them; `each` runs a function over many keys, maybe in parallel."""
        listed = self._client.listed("queues/all", fields="Name,Description")
        self.queues = {
            str(entry["id"]): Group(str(entry["Name"]), str(entry.get("Description") or "")) for entry in listed
        }
        domain = [{"field": "Domain", "value": "UserDefined"}]
        names = {
            str(entry["id"]): str(entry["Name"]) for entry in self._client.filter_all("groups", domain, fields="Name")
        }
        members: dict[str, tuple[set[str], set[str]]] = {}

        def read(number: str) -> None:
            members[number] = self._members(number)

        list(each(read, names))
        groups: dict[str, set[str]] = {}
        for number, name in names.items():
            for login in _logins(number, members, DEEPEST):
                groups.setdefault(login, set()).add(name)
        self._groups = {login: tuple(sorted(found)) for login, found in groups.items()}
        with self._lock:
            self._people.clear()
        list(each(self.person, sorted(groups)))

    def news(self) -> tuple[Agent, ...]:
        """The agents that were looked up since this was last asked; who has left is in no group any more."""
        with self._lock:
            new, self._new = self._new, {}
        return tuple(
            Agent(
                id=agent_id(self._connection, person.login),
                name=person.name,
                email=person.email,
                groups=() if person.disabled else self._groups.get(person.login, ()),
            )
            for person in new.values()
        )

    def _members(self, number: str) -> tuple[set[str], set[str]]:
        """The logins and the groups that are directly in a group."""
        record = self._client.record("group", number) or {}
        entries = record.get("Members") or []
        users = {str(entry["id"]) for entry in entries if entry.get("type") == "user"}
        return users, {str(entry["id"]) for entry in entries if entry.get("type") == "group"}

    def _remember(self, key: str, number: str, person: Person | None) -> None:
        with self._lock:
            for name in {key, number, person.login if person else key}:
                self._people[name] = person
            if person and person.privileged and person.login not in NOT_PEOPLE:
                self._new[person.login] = person


def _logins(number: str, members: dict[str, tuple[set[str], set[str]]], depth: int) -> set[str]:
    users, groups = members.get(number, (set(), set()))
    within = (_logins(group, members, depth - 1) for group in groups) if depth else ()
    return users.union(*within)
