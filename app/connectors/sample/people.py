"""The sample workspace's groups, agents and accounts, as agents.toml and accounts.toml tell of them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.connectors.sample.table import Table
from app.domain.people import Account, Agent, Fact, FactValue, Group, Presence, Shift
from app.domain.tickets import AccountId, ConnectionName, agent_id

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FACTS = frozenset(
    [
        "value",
        "segment",
        "industry",
        "plan",
        "renewal",
        "usage",
        "health",
        "failed payment",
        "invoice",
        "contact",
        "note",
    ]
)


def groups(table: Table) -> tuple[Group, ...]:
    """Every [[group]]."""
    found = []
    for each in table.tables("group"):
        found.append(Group(each.text("name"), each.text("description", " ").strip()))
        each.done()
    return tuple(found)


def agents(table: Table, *, connection: ConnectionName, groups: tuple[Group, ...]) -> dict[str, Agent]:
    """Every [[agent]] by login; the groups that they name must be there."""
    known = {each.name for each in groups}
    found: dict[str, Agent] = {}
    for each in table.tables("agent"):
        login = each.text("login")
        if login in found:
            raise each.wrong(f"login {login!r} is taken by another agent")
        agent = _agent(each, login, connection)
        if strange := set(agent.groups) - known:
            raise each.wrong(f"there is no [[group]] named {min(strange)!r}")
        found[login] = agent
        each.done()
    return found


def accounts(table: Table, *, epoch: datetime) -> dict[str, Account]:
    """Every [[account]] by id, its facts oldest first."""
    found: dict[str, Account] = {}
    for each in table.tables("account"):
        key = each.text("id")
        if key in found:
            raise each.wrong(f"id {key!r} is taken by another account")
        facts = [fact for entry in each.tables("fact") for fact in _fact(entry, AccountId(key), epoch)]
        facts += [fact for entry in each.tables("series") for fact in _series(entry, AccountId(key), epoch)]
        facts.sort(key=lambda fact: fact.as_of)
        found[key] = Account(AccountId(key), each.text("name"), tuple(facts))
        each.done()
    return found


def _agent(table: Table, login: str, connection: ConnectionName) -> Agent:
    return Agent(
        id=agent_id(connection, login),
        name=table.text("name"),
        email=table.text("email"),
        groups=table.texts("groups"),
        tier=table.whole("tier"),
        skills=table.texts("skills"),
        certifications=table.texts("certifications"),
        shift=_shift(table.table("shift")),
        capacity=table.whole("capacity"),
        presence=table.choice("presence", Presence, Presence.AVAILABLE),
    )


def _shift(table: Table | None) -> Shift | None:
    if table is None:
        return None
    days = table.texts("days")
    if not days or not set(days) <= set(DAYS):
        raise table.wrong(f"days must be some of {', '.join(DAYS)}, not {', '.join(days)}")
    weekdays = frozenset(DAYS.index(each) for each in days)
    shift = Shift(weekdays, _time(table, "start"), _time(table, "end"), table.text("zone", "UTC"))
    table.done()
    return shift


def _time(table: Table, key: str) -> time:
    value = table.text(key)
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise table.wrong(f'{key} must be a time of day like "08:30", not {value!r}') from None


def _fact(table: Table, account: AccountId, epoch: datetime) -> Iterator[Fact]:
    name = _name(table)
    as_of = epoch - table.span("ago")
    value = _renewal(table, epoch) if name == "renewal" else _value(table, table.value("value"))
    yield Fact(account, name, value, as_of, table.text("source"))
    table.done()


def _series(table: Table, account: AccountId, epoch: datetime) -> Iterator[Fact]:
    """One fact for each of `values`, the last one `ago`, the others `every` so often before it."""
    name, last, every = _name(table), table.span("ago"), table.span("every")
    values, source = table.value("values"), table.text("source")
    if not isinstance(values, list) or not values:
        raise table.wrong(f"values must be a list, not {values!r}")
    for steps, value in enumerate(reversed(values)):
        yield Fact(account, name, _value(table, value), epoch - last - steps * every, source)
    table.done()


def _name(table: Table) -> str:
    name = table.text("name")
    if name not in FACTS:
        raise table.wrong(f"{name!r} is not the name of a fact; those are {', '.join(sorted(FACTS))}")
    return name


def _renewal(table: Table, epoch: datetime) -> date:
    distance: timedelta = table.from_now("value")
    return (epoch + distance).date()


def _value(table: Table, value: object) -> FactValue:
    if isinstance(value, datetime) or not isinstance(value, str | int | float | bool | date):
        raise table.wrong(f"value must be a text, a number, a date, true or false, not {value!r}")
    return value
