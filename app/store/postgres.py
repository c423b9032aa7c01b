"""A team's store: PostgreSQL through psycopg, over connections that nobody can listen to."""

import ipaddress
import os

from sqlalchemy import URL, Engine, create_engine

from app.errors import StoreFailed

ELSEWHERE = ("service", "servicefile", "sslkeylogfile")  # they would let a file of settings say where to connect


def postgres_engine(url: URL, password: str | None = None) -> Engine:
    """An engine on a PostgreSQL database; a server on another machine must prove who it is (`verify-full`)."""
    return create_engine(
        url.set(drivername="postgresql+psycopg", password=password or url.password),
        pool_size=5,
        max_overflow=20,
        pool_pre_ping=True,
        hide_parameters=True,  # they are customers' words, and errors are logged
        connect_args={"connect_timeout": 5, "application_name": "warmline", **_ALIVE, **_security(url)},
    )


# A server that is cut off without a word is noticed within some twenty seconds, and not after the system's two hours.
_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 15_000}


def _security(url: URL) -> dict[str, str]:
    """What makes libpq check the server's certificate: a plain address would accept any."""
    if asked := [name for name in ELSEWHERE if name in url.query]:
        raise StoreFailed(f"The store's address uses {asked[0]}; name the server in the address itself.")
    hosts = _hosts(url)
    if all(_is_here(host) for host in hosts):
        return {}
    asked_mode = url.query.get("sslmode", "verify-full")
    if asked_mode != "verify-full":
        raise StoreFailed(
            f"The store's address asks for sslmode={asked_mode}, with which anybody between here and {hosts[0]} could "
            "read customers' messages. Leave sslmode out, and name the server's certificate authority with sslrootcert."
        )
    return {
        "sslmode": "verify-full",
        "sslrootcert": str(url.query.get("sslrootcert", "system")),
        "gssencmode": "disable",  # it would go before TLS, and nobody's certificate be looked at
    }


def _hosts(url: URL) -> tuple[str, ...]:
    """Every machine that libpq might connect to, those that only the environment names included."""
    named = [url.host, *_several(url.query.get("host", ()))]
    if not any(named):
        named = [os.environ.get("PGHOST")]
    named += [*_several(url.query.get("hostaddr", ())), os.environ.get("PGHOSTADDR")]
    return tuple(part for each in named if each for part in each.split(","))


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _is_here(host: str) -> bool:
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
