"""Rows of somebody else's tables as findings: which column means what, and what is wrong with which row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.connectors.accounts.values import fact_value, moment
from app.connectors.files.values import bare, line_of
from app.domain.batch import Complaint
from app.domain.findings import FACTS, Findings, FoundAccount, FoundFact
from app.errors import BadInput

MOST_COMPLAINTS = 20  # of one reading; more say nothing new
KEYS = ("account", "domain", "email")  # the columns that say whose row it is
DATE, NAME = "as_of", "name"

_OTHERS = {
    "accountid": "account",
    "customer": "account",
    "customerid": "account",
    "companyid": "account",
    "mail": "email",
    "emailaddress": "email",
    "contactemail": "email",
    "website": "domain",
    "company": "name",
    "accountname": "name",
    "customername": "name",
    "date": "as_of",
    "week": "as_of",
    "day": "as_of",
    "at": "as_of",
    "createdat": "as_of",
    "asof": "as_of",
    "arr": "value",
    "annualvalue": "value",
    "annualrecurringrevenue": "value",
    "renewaldate": "renewal",
    "renewson": "renewal",
    "renewsat": "renewal",
    "activeusers": "usage",
    "weeklyactiveusers": "usage",
    "healthscore": "health",
    "failedpayment": "failed payment",
    "executivecontact": "contact",
}


def column_meaning(name: str) -> str:
    """What a column says, spelling aside: a key, the date, the account's name or a fact; "" for any other column."""
    plain = bare(name)
    known = {bare(each): each for each in (*KEYS, DATE, NAME, *FACTS)}
    return known.get(plain) or _OTHERS.get(plain, "")


@dataclass(slots=True)
class Gathering:
    """Rows come in, findings come out. What cannot be read is said once a kind of mistake, with its first row."""

    _facts: dict[str, list[FoundFact]] = field(default_factory=dict)  # by the keys, joined
    _keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _complaints: dict[str, tuple[str, int]] = field(default_factory=dict)  # what is wrong: where first, how often
    _whole: set[str] = field(default_factory=set)
    _partial: set[str] = field(default_factory=set)

    def row(self, where: str, cells: Mapping[str, object]) -> None:
        """One row, its cells by their meaning."""
        keys = tuple(each for each in (_key(key, cells.get(key)) for key in KEYS) if each)
        if not keys:
            self.complain(where, "it names no account: give it an account, a domain or an email")
            self.partial(cells)
            return
        try:
            as_of = moment(cells.get(DATE))
        except BadInput as error:
            self.complain(where, str(error))
            self.partial(cells)
            return
        facts: list[FoundFact] = []
        for name in cells.keys() & FACTS.keys():
            try:
                value = fact_value(name, cells[name])
            except BadInput as error:
                self.complain(where, str(error))
                self.partial([name])  # what was known before is not gone
                continue
            if value is not None and FACTS[name].series and as_of is None:
                self.complain(where, f"{name} happened on a day, and the row has no date in as_of")
            elif value is not None:
                facts.append(FoundFact(name, value, as_of))
        self.add(keys, line_of(_plain(cells.get(NAME))), facts)

    def add(self, keys: tuple[str, ...], name: str, facts: Iterable[FoundFact]) -> None:
        known = "\n".join(keys).casefold()
        self._keys.setdefault(known, keys)
        self._facts.setdefault(known, []).extend(facts)
        if name:
            self._names[known] = name

    def complain(self, where: str, what: str) -> None:
        first, times = self._complaints.get(what, (where, 0))
        self._complaints[what] = (first, times + 1)

    def whole(self, names: Iterable[str]) -> None:
        """Facts of these names were read to the end."""
        self._whole |= set(names) & FACTS.keys()

    def partial(self, names: Iterable[str]) -> None:
        """They were not, whatever was said before."""
        self._partial |= set(names)

    @property
    def findings(self) -> Findings:
        accounts = tuple(
            FoundAccount(keys, self._names.get(known, ""), tuple(dict.fromkeys(self._facts[known])))
            for known, keys in self._keys.items()
        )
        said = [
            Complaint(where, f"{what} ({times} rows)" if times > 1 else what)
            for what, (where, times) in self._complaints.items()
        ]
        more = len(said) - MOST_COMPLAINTS
        if more > 0:
            said = [*said[:MOST_COMPLAINTS], Complaint("further rows", f"{more} more kinds of mistakes")]
        return Findings(accounts, tuple(said), frozenset(self._whole - self._partial))


def _key(column: str, value: object) -> str:
    written = line_of(_plain(value), longest=200)
    if column != "domain":
        return written
    site = written.lower().partition("://")[2] or written.lower()
    return site.partition("/")[0].removeprefix("www.")


def _plain(value: object) -> object:
    """Ids may be numbers, UUIDs or anything that has a text."""
    return value if value is None or isinstance(value, str) else str(value)
