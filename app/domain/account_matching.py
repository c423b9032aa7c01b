"""Which account of the helpdesk's a record of somebody else's is about, and what all its records say together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.findings import FACTS, FoundAccount, FoundFact
from app.domain.mail_domains import PUBLIC_MAIL
from app.domain.tickets import AccountId


@dataclass(frozen=True, slots=True)
class Matcher:
    """Knows the accounts that tickets came from, and who wrote for them; all keys are case folded."""

    accounts: Mapping[str, AccountId]
    addresses: Mapping[str, AccountId | None]  # None: the same person wrote for several

    def match(self, keys: Sequence[str]) -> AccountId | None:
        """The account by the first key that names one: its id, a mail domain, or the address of somebody there."""
        for key in keys:
            folded = key.strip().casefold()
            found = self.accounts.get(folded) or self.addresses.get(folded) or self.accounts.get(_domain(folded))
            if found is not None:
                return found
        return None


def own_id(keys: Sequence[str]) -> AccountId | None:
    """What to call an account that no ticket came from yet: as a helpdesk would, should one come."""
    for key in keys:
        if name := _domain(key.strip().casefold()) if "@" in key else key.strip():
            return AccountId(name)
    return None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says of one account, all its records taken together."""

    account: AccountId
    name: str
    facts: tuple[FoundFact, ...]


def claims(found: Iterable[FoundAccount], matcher: Matcher) -> tuple[list[Claim], int]:
    """One claim an account, and how many of them tickets came from."""
    grouped: dict[AccountId, list[FoundAccount]] = {}
    matched: set[AccountId] = set()
    for each in found:
        account = matcher.match(each.keys)
        if account is not None:
            matched.add(account)
        account = account or own_id(each.keys)
        if account is not None:
            grouped.setdefault(account, []).append(each)
    return [_claim(account, records) for account, records in grouped.items()], len(matched)


def _claim(account: AccountId, records: Sequence[FoundAccount]) -> Claim:
    name = next((each.name for each in records if each.name), "")
    if len(records) == 1:
        return Claim(account, name, records[0].facts)
    return Claim(
        account, name, (*_together(records), *(fact for each in records for fact in each.facts if _stands(fact)))
    )


def _together(records: Sequence[FoundAccount]) -> list[FoundFact]:
    """Several records of one company, such as two customers in billing: values add up, the first renewal counts."""
    says: dict[str, list[FoundFact]] = {}
    for record in records:
        last = {fact.name: fact for fact in record.facts if not _stands(fact)}
        for fact in last.values():
            says.setdefault(fact.name, []).append(fact)
    return [_one_of(name, facts) for name, facts in says.items()]


def _one_of(name: str, facts: Sequence[FoundFact]) -> FoundFact:
    if name == "value":
        return FoundFact(name, sum(fact.value for fact in facts if isinstance(fact.value, int | float)))
    if name == "renewal":
        return min(facts, key=lambda fact: str(fact.value))
    return facts[-1]


def _stands(fact: FoundFact) -> bool:
    """Whether it stands by itself beside others of its name."""
    return fact.as_of is not None or FACTS[fact.name].series or fact.name == "contact"


def _domain(key: str) -> str:
    """The mail domain of an address, unless anybody may have an address there."""
    _, at, domain = key.rpartition("@")
    return domain if at and domain not in PUBLIC_MAIL else ""
