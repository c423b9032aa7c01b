"""What Stripe answers, as far as we read it. Everything may be missing: the shapes differ between its API versions."""

from typing import Any, TypedDict


class Customer(TypedDict, total=False):
    id: str
    email: str | None
    name: str | None
    metadata: dict[str, Any] | None
    deleted: bool


class Price(TypedDict, total=False):
    """A plan of the older API, or a price of the newer one, which has its interval in `recurring`."""

    amount: int | None
    unit_amount: int | None
    currency: str
    interval: str
    interval_count: int
    recurring: dict[str, Any] | None
    nickname: str | None
    name: str | None
    product: Any


class Item(TypedDict, total=False):
    plan: Price | None
    price: Price | None
    quantity: int | None
    current_period_end: int | None


class Items(TypedDict, total=False):
    data: list[Item]


class Subscription(TypedDict, total=False):
    id: str
    customer: Any
    status: str
    items: Items
    current_period_end: int | None
    cancel_at: int | None
    cancel_at_period_end: bool


class Invoice(TypedDict, total=False):
    id: str
    customer: Any
    total: int | None
    amount_due: int | None
    currency: str | None
    status: str | None


class Charge(TypedDict, total=False):
    id: str
    customer: Any
    amount: int | None
    currency: str | None
    status: str | None
