"""Every kind of account source, by the name that settings call it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.connectors.accounts.base import AccountSource, ReadFields
from app.connectors.ledger import OnRequest
from app.errors import SettingsInvalid
from app.settings import AccountSourceSettings

Make = Callable[[AccountSourceSettings, str, OnRequest, ReadFields], AccountSource]


def account_source(
    settings: AccountSourceSettings, secret: str, on_request: OnRequest, read_fields: ReadFields
) -> AccountSource:
    """A source as configured; nothing is asked of it yet. Raises `SettingsInvalid` or `BadInput` where it cannot be."""
    make = ACCOUNT_SOURCES.get(settings.kind)
    if make is None:
        raise SettingsInvalid(
            f"The account source {settings.name!r} is of kind {settings.kind!r}, which Warmline does not know; it "
            f"knows {', '.join(sorted(ACCOUNT_SOURCES))}."
        )
    return make(settings, secret, on_request, read_fields)


def _sql(settings: AccountSourceSettings, secret: str, _: OnRequest, __: ReadFields) -> AccountSource:
    from app.connectors.accounts.sql import SqlSource

    return SqlSource(settings, secret)


def _csv_folder(settings: AccountSourceSettings, _: str, __: OnRequest, ___: ReadFields) -> AccountSource:
    from app.connectors.accounts.csv_folder import CsvFolder

    return CsvFolder(settings)


def _stripe(settings: AccountSourceSettings, secret: str, on_request: OnRequest, _: ReadFields) -> AccountSource:
    from app.connectors.accounts.stripe import StripeSource

    return StripeSource(settings, secret, on_request=on_request)


def _helpdesk_fields(settings: AccountSourceSettings, _: str, __: OnRequest, read: ReadFields) -> AccountSource:
    from app.connectors.accounts.helpdesk_fields import HelpdeskFields

    return HelpdeskFields(settings, read)


# Each is imported when it is first used: most teams have one or two.
ACCOUNT_SOURCES: Mapping[str, Make] = MappingProxyType(
    {"sql": _sql, "csv_folder": _csv_folder, "stripe": _stripe, "helpdesk_fields": _helpdesk_fields}
)
