"""The kinds of account sources as the form shows them, and what is typed there as options of the settings."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.settings import AccountSourceSettings


class Asked(StrEnum):
    """What the large field is for, and how each option of it is called in the settings."""

    QUERIES = "query "
    RATES = "rate "
    FIELDS = "field "
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of account source. Without a label for its address or its secret it has none."""

    kind: str
    title: str
    about: str
    address: str = ""
    example: str = ""
    address_needed: bool = True
    secret_label: str = ""
    asked: Asked = Asked.NOTHING
    asked_label: str = ""
    asked_example: str = ""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "sql": Kind(
            "sql",
            "Database (SQL)",
            about="Each query is one SELECT. A column account, domain or email says whose row it is; the others are "
            "called like facts: value, renewal, plan, health, usage… Give a login that may only read.",
            address="Address",
            example="postgresql://reader@db.example.com/crm",
            secret_label="Password",  # noqa: S106 - what the field is called
            asked=Asked.QUERIES,
            asked_label="Queries",
            asked_example="accounts: SELECT domain, arr AS value, renewal FROM customers\n\n"
            "usage: SELECT domain, week AS as_of, users AS usage FROM weekly",
        ),
        "csv_folder": Kind(
            "csv_folder",
            "Folder of CSV files",
            about="Any of accounts.csv, invoices.csv, payments.csv, usage.csv and notes.csv. They are only read.",
            address="Folder",
            example="/home/me/crm-export",
        ),
        "stripe": Kind(
            "stripe",
            "Stripe",
            about="Make a restricted key that may only read customers, subscriptions, invoices and charges.",
            address="Address",
            example="https://api.stripe.com",
            address_needed=False,
            secret_label="Restricted key",  # noqa: S106 - what the field is called
            asked=Asked.RATES,
            asked_label="US dollars for one",
            asked_example="eur = 1.08",
        ),
        "helpdesk_fields": Kind(
            "helpdesk_fields",
            "The helpdesk's custom fields",
            about="What a field says on the newest ticket of an account is a fact about that account.",
            asked=Asked.FIELDS,
            asked_label="Field = fact",
            asked_example="Contract value = value\nRenewal date = renewal",
        ),
    }
)
_QUERY = re.compile(r"^([^\W\d][\w -]*):[ \t]*(?=$|\(|SELECT\b|WITH\b)", re.IGNORECASE | re.MULTILINE)
UNNAMED = "facts"  # a query that was given no name


def options_of(written: str, asked: Asked) -> dict[str, str]:
    """What was typed as the options that the settings hold."""
    if asked is Asked.NOTHING:
        return {}
    found = _queries(written) if asked is Asked.QUERIES else _pairs(written)
    return {f"{asked}{name}": text for name, text in found.items()}


def written_from(options: Mapping[str, str], asked: Asked) -> str:
    """The options as they are typed; the inverse of `options_of`."""
    if asked is Asked.NOTHING:
        return ""
    known = {key.removeprefix(asked): text for key, text in options.items() if key.startswith(asked)}
    if asked is Asked.QUERIES:
        return "\n\n".join(f"{name}: {text}" for name, text in known.items())
    return "\n".join(f"{name} = {text}" for name, text in known.items())


def problems(source: AccountSourceSettings, written: str, *, taken: Collection[str]) -> dict[str, str]:
    """What is wrong, by field ("name", "url", "asked"), each as a sentence; empty where it can be tried."""
    kind = KINDS[source.kind]
    found = {"name": _name(source.name, taken), "url": "", "asked": ""}
    if kind.address and kind.address_needed and not source.url:
        found["url"] = f"Give the {kind.address.lower()}, such as {kind.example}."
    if kind.asked in {Asked.QUERIES, Asked.FIELDS} and not source.options:
        found["asked"] = f"Write at least one, such as {kind.asked_example.splitlines()[0]}"
    if kind.asked in {Asked.RATES, Asked.FIELDS}:
        odd = next((line for line in written.splitlines() if line.strip() and "=" not in line), "")
        found["asked"] = f"In the line {odd.strip()!r} the = is missing." if odd else found["asked"]
    return {field: sentence for field, sentence in found.items() if sentence}


def _name(name: str, taken: Collection[str]) -> str:
    if not name:
        return "Give the source a name; facts carry it."
    return f"There is a source {name!r} already." if name in taken else ""


def _queries(written: str) -> dict[str, str]:
    heads = list(_QUERY.finditer(written))
    before = written[: heads[0].start()] if heads else written
    found = {UNNAMED: before.strip()} if before.strip() else {}
    ends = [*(head.start() for head in heads[1:]), len(written)]
    for head, end in zip(heads, ends, strict=False):
        found[head[1].strip()] = written[head.end() : end].strip()
    return found


def _pairs(written: str) -> dict[str, str]:
    pairs = (line.rpartition("=") for line in written.splitlines() if "=" in line)
    return {name.strip(): text.strip() for name, _, text in pairs if name.strip() and text.strip()}
