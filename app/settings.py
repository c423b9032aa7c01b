"""What a person can set, with the defaults and what each means."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from app.errors import SettingsInvalid

WEEK = 7 * 24 * 60  # minutes
SAMPLE = "sample"  # the connector of the embedded sample workspace
LISTS = frozenset({"connections", "account_sources"})  # fields of the settings that are tables of their own in the file


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """A configured helpdesk. Its secret is not here: it lies in the keyring under the connection's name."""

    name: str
    connector: str  # a key of CONNECTORS: "request_tracker", "files", "sample"
    url: str = ""  # of a helpdesk, or the path of a file or folder
    login: str = ""  # empty where a token is enough
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class AccountSourceSettings:
    """A configured account source. Its secret is not here: it lies in the keyring under the source's name."""

    name: str
    kind: str  # a key of ACCOUNT_SOURCES: "sql", "csv_folder", "stripe", "helpdesk_fields"
    url: str = ""  # of a database or a server, or the path of a folder
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. The file is `settings.toml` in the configuration folder."""

    person: str = _setting("", "Your name, as colleagues know you; written into decisions and the audit log.")
    theme: str = _setting("system", "Light, dark, or as the system has it: light, dark, system.")
    poll_seconds: int = _setting(20, "How often the helpdesk is asked for changes, in seconds.")
    store_url: str = _setting("", "Where the store is; empty is a file of your own, postgresql://... a team's.")
    business_days: str = _setting("Mon-Fri", "The days on which the team works: Mon-Fri, or Mon, Tue, Sat.")
    business_hours: str = _setting("09:00-17:00", "The hours in which waiting and SLAs count; 00:00-24:00 is always.")
    time_zone: str = _setting("UTC", "Where those hours are kept, such as Europe/Berlin.")
    holidays: str = _setting("", "Days on which nobody works, such as 2026-12-25, with commas between.")
    offer_minutes: int = _setting(30, "How long an offered ticket waits for an answer before it stays, in minutes.")
    automatic: bool = _setting(
        default=True, help_text="Let automatic rules act before anyone confirms; false holds them all back."
    )
    desktop: str = _setting(
        "plain", "Notifications on the desktop: plain (no word of the customer's), subject (names it too), off."
    )
    worker: bool = _setting(
        default=True, help_text="Start a worker beside the console; false where a team's run on other machines."
    )
    account_poll_minutes: int = _setting(15, "How often account sources are asked for facts, in minutes.")
    facts_stale_days: int = _setting(30, "After how many days a fact that no source has repeated is called old.")
    connections: tuple[ConnectionSettings, ...] = ()
    account_sources: tuple[AccountSourceSettings, ...] = ()  # where two disagree, the one further up holds

    @property
    def account_poll(self) -> timedelta:
        return timedelta(minutes=self.account_poll_minutes)

    @property
    def facts_stale(self) -> timedelta:
        return timedelta(days=self.facts_stale_days)

    @property
    def poll(self) -> timedelta:
        return timedelta(seconds=self.poll_seconds)

    @property
    def offer_for(self) -> timedelta:
        return timedelta(minutes=self.offer_minutes)

    @property
    def is_sample(self) -> bool:
        """Nothing is configured: the sample workspace is what there is to show."""
        return not self.connections and not self.store_url


_CHOICES = {"theme": ("light", "dark", "system"), "desktop": ("plain", "subject", "off")}
_MOST = {"poll_seconds": 3600, "offer_minutes": WEEK, "account_poll_minutes": 1440, "facts_stale_days": 3650}


def settings_from(document: Mapping[str, Any], *, name: str) -> Settings:
    """The settings that a parsed TOML file holds; `name` is what to call the file in an error."""
    known = {each.name for each in fields(Settings)} - LISTS
    unknown = set(document) - known - {"connection", "account_source"}
    if unknown:
        raise SettingsInvalid(f"{name} has a setting {sorted(unknown)[0]!r}, which Warmline does not know; remove it.")
    connections = tuple(_connection(entry, name) for entry in document.get("connection", ()))
    values = {key: document[key] for key in known & set(document)}
    for key, value in values.items():
        wanted = type(getattr(Settings(), key))
        if not isinstance(value, wanted):
            raise SettingsInvalid(f"{name}: {key} must be {wanted.__name__}, not {value!r}.")
    sources = tuple(_account_source(entry, name) for entry in document.get("account_source", ()))
    settings = Settings(**values, connections=connections, account_sources=sources)
    _check_names(settings, name)
    _check_values(settings, name)
    check_store_url(settings.store_url, f"{name}: store_url")
    return settings


def document_from(settings: Settings) -> dict[str, Any]:
    """The settings as a plain document, the inverse of `settings_from`."""
    document: dict[str, Any] = {
        each.name: getattr(settings, each.name) for each in fields(Settings) if each.name not in LISTS
    }
    document["connection"] = [
        {**{key.name: getattr(each, key.name) for key in fields(each)}, "options": dict(each.options)}
        for each in settings.connections
    ]
    document["account_source"] = [
        {**{key.name: getattr(each, key.name) for key in fields(each)}, "options": dict(each.options)}
        for each in settings.account_sources
    ]
    return document


def check_store_url(url: str, name: str) -> None:
    """Raise `SettingsInvalid` unless this is the address of a team's store, without a password, or empty."""
    if not url:
        return
    try:
        parts = urlsplit(url)
        password, _ = parts.password, parts.port
    except ValueError as error:
        raise SettingsInvalid(f"{name} is no address: {error}.") from error
    if parts.scheme != "postgresql":
        raise SettingsInvalid(f"{name} must begin with postgresql://; leave it empty for a file of your own.")
    if password is not None or "password=" in parts.query:
        raise SettingsInvalid(
            f"{name} holds a password; take it out. `warmline team join` puts it into your system's keyring."
        )


def _check_values(settings: Settings, name: str) -> None:
    for key, allowed in _CHOICES.items():
        value = getattr(settings, key)
        if value not in allowed:
            *others, last = allowed
            raise SettingsInvalid(f"{name}: {key} must be {', '.join(others)} or {last}, not {value!r}.")
    for key, most in _MOST.items():
        value = getattr(settings, key)
        if not 1 <= value <= most:
            raise SettingsInvalid(f"{name}: {key} must lie in 1..{most}, not {value}.")


def _connection(entry: Mapping[str, Any], name: str) -> ConnectionSettings:
    try:
        connection = ConnectionSettings(**{**entry, "options": MappingProxyType(dict(entry.get("options", {})))})
    except TypeError as error:
        raise SettingsInvalid(f"{name}: a [[connection]] cannot be read: {error}.") from error
    if not connection.name or not connection.connector:
        raise SettingsInvalid(f"{name}: every [[connection]] needs a name and a connector.")
    return connection


def _account_source(entry: Mapping[str, Any], name: str) -> AccountSourceSettings:
    try:
        source = AccountSourceSettings(**{**entry, "options": MappingProxyType(dict(entry.get("options", {})))})
    except TypeError as error:
        raise SettingsInvalid(f"{name}: an [[account_source]] cannot be read: {error}.") from error
    if not source.name or not source.kind:
        raise SettingsInvalid(f"{name}: every [[account_source]] needs a name and a kind.")
    return source


def _check_names(settings: Settings, name: str) -> None:
    """Connections and account sources share their names: a person reads them side by side."""
    taken = {each.name for each in settings.connections}
    for source in settings.account_sources:
        if source.name in taken:
            raise SettingsInvalid(f"{name}: two connections or account sources are called {source.name!r}; rename one.")
        taken.add(source.name)
