"""Stripe over its HTTP API: what customers pay a year, when that renews, their invoices, and payments that failed."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from app.connectors.accounts.rows import Gathering
from app.connectors.accounts.stripe_shapes import Charge, Customer, Invoice, Subscription
from app.connectors.accounts.stripe_subscriptions import Rates, rates_of, subscription_facts
from app.connectors.http import ANSWER_SECONDS, Http
from app.connectors.ledger import OnRequest, ignore
from app.domain.findings import Findings, FoundFact
from app.errors import AuthFailed, BadInput, Unreachable
from app.settings import AccountSourceSettings

ADDRESS = "https://api.stripe.com"
PAGE = 100  # the most that Stripe gives at once
MOST_PAGES = 2_000  # of one kind; 200,000 customers
INVOICES_SINCE = timedelta(days=400)  # a little more than a year
CHARGES_SINCE = timedelta(days=95)  # a quarter; the signal looks at a month
METADATA = ("account", "account_id", "warmline_account")  # keys that name the account as the helpdesk does
SAYS = ("value", "renewal", "plan", "contract")
ACTIVE = frozenset({"active", "trialing", "past_due", "unpaid"})


def _now() -> datetime:
    return datetime.now(UTC)


class StripeSource:
    """Asks with a restricted key that may only read: customers, subscriptions, invoices and charges."""

    def __init__(
        self,
        settings: AccountSourceSettings,
        secret: str,
        *,
        on_request: OnRequest = ignore,
        answer_seconds: float = ANSWER_SECONDS,
        clock: Callable[[], datetime] = _now,
        page: int = PAGE,
    ) -> None:
        self.name = settings.name
        self._page = page
        self._clock = clock
        self._rates = rates_of(settings)
        self._has_key = bool(secret)
        self._http = Http(
            settings.url or ADDRESS,
            connection=settings.name,
            headers={"Authorization": f"Bearer {secret}"},
            on_request=on_request,
            answer_seconds=answer_seconds,
        )

    def __repr__(self) -> str:
        return f"StripeSource({self.name!r}, {self._http.host!r})"

    def read(self) -> Findings:
        if not self._has_key:
            raise AuthFailed(
                f"{self.name} has no key. Make a restricted one in Stripe that may only read, and type it."
            )
        now = self._clock()
        gathering = Gathering()
        keys: dict[str, tuple[str, ...]] = {}
        for customer in self._all("customers", gathering):
            if not customer.get("deleted") and (known := _keys(customer)):
                keys[customer["id"]] = known
                gathering.add(known, str(customer.get("name") or ""), ())
        self._subscriptions(gathering, keys, now)
        self._invoices(gathering, keys, now)
        self._failures(gathering, keys, now)
        return gathering.findings

    def close(self) -> None:
        self._http.close()

    def _subscriptions(self, gathering: Gathering, keys: Mapping[str, tuple[str, ...]], now: datetime) -> None:
        by_customer: dict[str, list[Subscription]] = {}
        for each in self._all("subscriptions", gathering):
            if each.get("status") in ACTIVE:
                by_customer.setdefault(_id(each["customer"]), []).append(each)
        gathering.whole(SAYS)
        for customer, subscriptions in by_customer.items():
            if customer in keys:
                facts = _said(gathering, customer, partial(subscription_facts, subscriptions, self._rates, now))
                gathering.add(keys[customer], "", facts)

    def _invoices(self, gathering: Gathering, keys: Mapping[str, tuple[str, ...]], now: datetime) -> None:
        since = now - INVOICES_SINCE
        for each in self._all("invoices", gathering, since=since):
            at = _at(each.get("created") or each.get("date"))
            customer = _id(each.get("customer"))
            if at is None or at < since or customer not in keys or each.get("status") in {"draft", "void"}:
                continue
            gathering.add(keys[customer], "", _said(gathering, each["id"], partial(_invoice, each, at, self._rates)))

    def _failures(self, gathering: Gathering, keys: Mapping[str, tuple[str, ...]], now: datetime) -> None:
        since = now - CHARGES_SINCE
        for each in self._all("charges", gathering, since=since):
            at, customer = _at(each.get("created")), _id(each.get("customer"))
            if at is None or at < since or customer not in keys:
                continue
            gathering.add(keys[customer], "", _said(gathering, each["id"], partial(_charge, each, at, self._rates)))

    def _all(self, what: str, gathering: Gathering, *, since: datetime | None = None) -> Iterator[Any]:
        """Every object of a kind, newest first, page by page, until a page holds none that is younger than `since`.

        What is made meanwhile would stand before the first, and comes the next time.
        """
        after: dict[str, str | int] = {}
        for _ in range(MOST_PAGES):
            page: Any = self._http.send("GET", f"v1/{what}", params={"limit": self._page, **after}).json()
            if not isinstance(page, dict) or not isinstance(page.get("data"), list):
                raise Unreachable(
                    f"{self._http.host} answered with something that Stripe would not say. Is the address right?"
                )
            yield from (each for each in page["data"] if isinstance(each, dict) and each.get("id"))
            if not page.get("has_more") or not page["data"] or (since and _all_before(page["data"], since)):
                return
            after = {"starting_after": page["data"][-1]["id"]}
        gathering.complain(what, f"only the first {MOST_PAGES * self._page:,} were read")
        gathering.partial((*SAYS, "invoice", "failed payment", "payment"))


def _keys(customer: Customer) -> tuple[str, ...]:
    """What the customer may be called in the helpdesk: named in the metadata, else the address and what it says."""
    metadata = customer.get("metadata") or {}
    named = [str(metadata[key]) for key in METADATA if metadata.get(key)]
    site = str(metadata.get("domain") or "")
    return tuple(dict.fromkeys(each for each in (*named, site, customer.get("email") or "", customer["id"]) if each))


def _invoice(invoice: Invoice, at: datetime, rates: Rates) -> list[FoundFact]:
    amount = rates.dollars(invoice.get("total") or invoice.get("amount_due") or 0, invoice.get("currency") or "usd")
    return [FoundFact("invoice", amount, at)] if amount else []


def _charge(charge: Charge, at: datetime, rates: Rates) -> list[FoundFact]:
    amount = rates.dollars(charge.get("amount") or 0, charge.get("currency") or "usd")
    name = {"failed": "failed payment", "succeeded": "payment"}.get(charge.get("status") or "")
    return [FoundFact(name, amount, at)] if name else []


def _said(gathering: Gathering, where: str, facts: Callable[[], list[FoundFact]]) -> list[FoundFact]:
    """The facts, or a complaint: one odd subscription must not hide all others."""
    try:
        return facts()
    except BadInput as error:
        gathering.complain(where, str(error))
        gathering.partial(SAYS)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        gathering.complain(where, f"it is not in a form that Warmline knows ({type(error).__name__})")
        gathering.partial(SAYS)
    return []


def _id(reference: Any) -> str:
    """The id of what may be named by its id or be there whole."""
    return str(reference.get("id", "")) if isinstance(reference, dict) else str(reference or "")


def _at(seconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _all_before(page: list[Any], since: datetime) -> bool:
    made = [_at(each.get("created") or each.get("date")) for each in page if isinstance(each, dict)]
    return all(at is not None and at < since for at in made)
