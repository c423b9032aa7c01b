"""The account sources as a person sets them up: list, try, keep, remove, and put in their order."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

from app.connectors.accounts.registry import account_source
from app.connectors.ledger import Ledger
from app.domain.account_matching import Claim, claims
from app.domain.batch import Complaint
from app.domain.fact_words import account_lines
from app.domain.findings import Findings
from app.domain.people import Account, Fact
from app.errors import BadInput, SecretsUnavailable
from app.secrets import Secrets, account_source_secret
from app.settings import AccountSourceSettings, Settings
from app.store.store import Store

SHOWN_COMPLAINTS = 3


class AccountSourceList:
    """What the form of account sources may do."""

    def __init__(
        self,
        *,
        store: Store,
        settings: Callable[[], Settings],
        save: Callable[[Settings], None],
        secrets: Secrets,
        ledger: Ledger,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._settings = settings
        self._save = save
        self._secrets = secrets
        self._ledger = ledger
        self._clock = clock

    @property
    def old_after(self) -> timedelta:
        return self._settings().facts_stale

    def all(self) -> tuple[AccountSourceSettings, ...]:
        """In their order: where two disagree, what the one further up says holds."""
        return self._settings().account_sources

    def test(self, source: AccountSourceSettings, secret: str) -> str:
        """Read the source once, keeping nothing; what it says of one account, or raises what went wrong.

        An empty `secret` means the one that is kept for the source of that name.
        """
        kept = "" if secret else self._kept(source.name)
        with closing(
            account_source(source, secret or kept, self._ledger.record, self._store.account_sources.fields)
        ) as made:
            findings = made.read()
        return self._words(source.name, findings)

    def save(self, source: AccountSourceSettings, secret: str) -> None:
        """Keep a source, in the place of the one of its name: its secret in the keyring, the rest in the settings.

        Where there is no usable keyring the secret is held until Warmline ends, and asked for again the next time.
        """
        settings = self._settings()
        if source.name in {each.name for each in settings.connections}:
            raise BadInput(f"There is a connection {source.name!r} already; give the account source another name.")
        account_source(
            source, secret, self._ledger.record, self._store.account_sources.fields
        ).close()  # can it be made?
        if secret:
            self._keep(account_source_secret(source.name), secret)
        known = settings.account_sources
        if source.name in {each.name for each in known}:
            sources = tuple(source if each.name == source.name else each for each in known)
        else:
            sources = (*known, source)
        self._save(replace(settings, account_sources=sources))

    def remove(self, name: str) -> None:
        """Forget a source and its secret; the facts that it gave stay, with their age."""
        settings = self._settings()
        sources = tuple(each for each in settings.account_sources if each.name != name)
        self._save(replace(settings, account_sources=sources))
        self._secrets.forget(account_source_secret(name))

    def raise_rank(self, name: str) -> None:
        """Move a source one place up; the first stays where it is."""
        settings = self._settings()
        sources = list(settings.account_sources)
        at = next((number for number, each in enumerate(sources) if each.name == name), 0)
        if at > 0:
            sources[at - 1], sources[at] = sources[at], sources[at - 1]
            self._save(replace(settings, account_sources=tuple(sources)))

    def _kept(self, name: str) -> str:
        try:
            return self._secrets.read(account_source_secret(name)) or ""
        except SecretsUnavailable:
            return ""

    def _keep(self, name: str, secret: str) -> None:
        try:
            self._secrets.write(name, secret)
        except SecretsUnavailable:
            self._secrets.hold(name, secret)

    def _words(self, source: str, findings: Findings) -> str:
        said, matched = claims(findings.accounts, self._store.account_sources.matcher())
        if not said:
            return " ".join(["It answers, and names no account.", *_complaints(findings.complaints)])
        tickets = self._store.account_sources.matcher().accounts.values()
        shown = max(said, key=lambda each: (each.account in tickets, len({fact.name for fact in each.facts})))
        counted = (
            f"It answers: {len(said):,} {'account' if len(said) == 1 else 'accounts'}, {matched:,} with tickets here."
        )
        return "\n".join([counted, *_complaints(findings.complaints), *self._one(source, shown)])

    def _one(self, source: str, claim: Claim) -> list[str]:
        """What it says of one account, as a ticket of that account would show it."""
        now = self._clock()
        facts = tuple(Fact(claim.account, each.name, each.value, each.as_of or now, source) for each in claim.facts)
        account = Account(claim.account, claim.name, tuple(sorted(facts, key=lambda fact: fact.as_of)))
        lines = account_lines(account, now=now, old_after=self.old_after)
        return [f"For example {claim.name or claim.account}:", *(f"  {line}" for line in lines)]


def _complaints(complaints: tuple[Complaint, ...]) -> list[str]:
    shown = [f"Not read: {each.where}: {each.what}." for each in complaints[:SHOWN_COMPLAINTS]]
    more = len(complaints) - len(shown)
    return [*shown, f"And {more} more that could not be read; the log has them."] if more > 0 else shown
