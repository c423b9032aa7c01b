"""A team's store: PostgreSQL through psycopg, over connections that nobody can listen to."""

import ipaddress

from sqlalchemy import URL, Engine, create_engine

from app.errors import StoreFailed


def postgres_engine(url: URL) -> Engine:
    """An engine on a PostgreSQL database; a server on another machine must prove who it is (`verify-full`)."""
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=5,
        max_overflow=20,
        pool_pre_ping=True,
        hide_parameters=True,  # they are customers' words, and errors are logged
        connect_args={"connect_timeout": 10, "application_name": "warmline", **_security(url)},
    )


def _security(url: URL) -> dict[str, str]:
    """What makes libpq check the server's certificate: a plain address would accept any."""
    hosts = _hosts(url)
    if all(_is_here(host) for host in hosts):
        return {}
    asked = url.query.get("sslmode", "verify-full")
    if asked != "verify-full":
        raise StoreFailed(
            f"The store's address asks for sslmode={asked}, with which anybody between here and {hosts[0]} could read "
            "customers' messages. Leave sslmode out, and name the server's certificate authority with sslrootcert."
        )
    return {"sslmode": "verify-full", "sslrootcert": str(url.query.get("sslrootcert", "system"))}


def _hosts(url: URL) -> tuple[str, ...]:
    named = url.query.get("host", ())
    several = (named,) if isinstance(named, str) else tuple(named)
    return tuple(part for each in (url.host, *several) if each for part in each.split(","))


def _is_here(host: str) -> bool:
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
