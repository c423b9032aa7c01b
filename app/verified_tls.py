"""Which machines a PostgreSQL address leads to, and what makes libpq prove that a distant one is who it says it is."""

import ipaddress
import os
from collections.abc import Mapping, Sequence

Query = Mapping[str, str | Sequence[str]]
"""The options of an address, as SQLAlchemy's URL holds them."""

ELSEWHERE = ("service", "servicefile", "sslkeylogfile")  # they would let a file of settings say where to connect
VERIFY = "verify-full"


def leads_elsewhere(query: Query) -> str:
    """The first option that would let something else than the address say where to connect; "" where there is none."""
    return next((name for name in ELSEWHERE if name in query), "")


def distant(host: str | None, query: Query) -> tuple[str, ...]:
    """Every machine that libpq might connect to, those that only the environment names included.

    Nothing where all of them are this one.
    """
    named = [host, *_several(query.get("host", ()))]
    if not any(named):
        named = [os.environ.get("PGHOST")]
    named += [*_several(query.get("hostaddr", ())), os.environ.get("PGHOSTADDR")]
    every = tuple(part for each in named if each for part in each.split(","))
    return () if all(_is_here(each) for each in every) else every


def verified(query: Query) -> dict[str, str]:
    """Options with which libpq checks the server's certificate: with a plain address it would accept any."""
    return {
        "sslmode": VERIFY,
        "sslrootcert": str(query.get("sslrootcert", "system")),
        "gssencmode": "disable",  # it would go before TLS, and nobody's certificate be looked at
    }


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _is_here(host: str) -> bool:
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
