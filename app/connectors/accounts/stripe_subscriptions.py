"""What a customer's subscriptions come to: worth a year, renewal, plan, and the contract in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.connectors.accounts.stripe_shapes import Item, Price, Subscription
from app.domain.findings import FoundFact
from app.errors import BadInput, SettingsInvalid
from app.settings import AccountSourceSettings

PREFIX = "rate "  # of an option: "rate eur" = "1.08"
A_YEAR = {"day": 365, "week": 52, "month": 12, "year": 1}  # intervals of a subscription in it
LONG = 2  # payments a year: what is paid more often renews all the time, which says nothing
_NO_CENTS = "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf"
NO_CENTS = frozenset(_NO_CENTS.split())  # currencies without a smaller unit


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars for one unit of other currencies, as a person set them."""

    of: Mapping[str, float]

    def dollars(self, amount: int, currency: str) -> float:
        """An amount in the currency's smallest unit in dollars; raises `BadInput` where no rate is set."""
        currency = currency.lower()
        units = amount if currency in NO_CENTS else amount / 100
        if currency == "usd":
            return _tidy(units)
        if currency not in self.of:
            raise BadInput(
                f"it is in {currency.upper()}, and no rate is set: give the account source a line "
                f"{currency} = what one is worth in US dollars"
            )
        return _tidy(units * self.of[currency])


def rates_of(settings: AccountSourceSettings) -> Rates:
    rates: dict[str, float] = {}
    for key, written in settings.options.items():
        if key.startswith(PREFIX):
            try:
                rates[key.removeprefix(PREFIX).strip().lower()] = float(written)
            except ValueError as error:
                raise SettingsInvalid(
                    f"{settings.name}: the rate {key!r} is a number such as 1.08, not {written!r}."
                ) from error
    return Rates(rates)


def subscription_facts(subscriptions: Sequence[Subscription], rates: Rates, now: datetime) -> list[FoundFact]:
    """What holds by all subscriptions of one customer that are not ended."""
    items = [(each, item) for each in subscriptions for item in each.get("items", {}).get("data", ())]
    yearly = [(_yearly(item, rates), subscription, item) for subscription, item in items]
    if not yearly:
        return []
    facts = [FoundFact("value", _tidy(sum(worth for worth, _, _ in yearly)))]
    _, main, item = max(yearly, key=lambda each: each[0])
    if plan := _plan(_price(item)):
        facts.append(FoundFact("plan", plan))
    ends = sorted(end for subscription, each in items if (end := _renewal(subscription, each, now)) is not None)
    if ends:
        facts.append(FoundFact("renewal", ends[0]))
    facts.append(FoundFact("contract", _contract(main, item)))
    return facts


def _yearly(item: Item, rates: Rates) -> float:
    price = _price(item)
    amount = price.get("unit_amount") if price.get("unit_amount") is not None else price.get("amount")
    quantity = 1 if item.get("quantity") is None else item.get("quantity") or 0
    return rates.dollars(int((amount or 0) * quantity), price.get("currency") or "usd") * _times_a_year(price)


def _times_a_year(price: Price) -> float:
    recurring = price.get("recurring") or price
    interval = str(recurring.get("interval") or "month")
    count = recurring.get("interval_count")
    return A_YEAR[interval] / (count if isinstance(count, int) and count > 0 else 1)


def _price(item: Item) -> Price:
    return item.get("price") or item.get("plan") or {}


def _plan(price: Price) -> str:
    product = price.get("product")
    named = product.get("name") if isinstance(product, dict) else None
    return str(price.get("nickname") or price.get("name") or named or "")


def _renewal(subscription: Subscription, item: Item, now: datetime) -> date | None:
    """The day on which it is decided anew: the end that was set, or the end of a period of half a year or more."""
    end = subscription.get("cancel_at")
    if end is None and _times_a_year(_price(item)) <= LONG:
        end = item.get("current_period_end") or subscription.get("current_period_end")
    if not end:
        return None
    day = datetime.fromtimestamp(end, UTC).date()
    return day if day >= now.date() else None


def _contract(subscription: Subscription, item: Item) -> str:
    price = _price(item)
    recurring = price.get("recurring") or price
    count, interval = recurring.get("interval_count") or 1, recurring.get("interval") or "month"
    paid = f"paid every {interval}" if count == 1 else f"paid every {count} {interval}s"
    ending = subscription.get("cancel_at") or subscription.get("cancel_at_period_end")
    words = [paid, f"{item.get('quantity') or 1} units", str(subscription.get("status") or "").replace("_", " ")]
    return ", ".join([*words, "cancelled at the end of its period"] if ending else words)


def _tidy(amount: float) -> float:
    return int(amount) if amount == int(amount) else round(amount, 2)
