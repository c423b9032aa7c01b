"""Whose health is whose: of all that is carried, the helpdesks and the account sources."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.health import ConnectionHealth, Health
from app.settings import SAMPLE, Settings
from app.store.store import Store


def told_apart(health: Health, settings: Settings, store: Store) -> Health:
    """The health with its connections told apart.

    Of those that are no longer configured nothing is said, except in a team, where others may have them.
    """
    found = health.connections
    sources = {each.name for each in settings.account_sources}
    configured = {each.name for each in settings.connections} or {SAMPLE}
    if store.shared:
        sources |= store.account_sources.configured()
        configured = {str(each.connection) for each in found} - sources
    return replace(health, connections=_of(found, configured), account_sources=_of(found, sources))


def _of(found: Sequence[ConnectionHealth], names: set[str]) -> tuple[ConnectionHealth, ...]:
    return tuple(each for each in found if each.connection in names)
