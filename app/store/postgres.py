"""A team's store: PostgreSQL through psycopg, over connections that nobody can listen to."""

from sqlalchemy import URL, Engine, create_engine

from app.errors import StoreFailed
from app.verified_tls import VERIFY, distant, leads_elsewhere, verified


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
    """What makes libpq check the server's certificate. Raises `StoreFailed` for an address that would go round it."""
    if asked := leads_elsewhere(url.query):
        raise StoreFailed(f"The store's address uses {asked}; name the server in the address itself.")
    hosts = distant(url.host, url.query)
    if not hosts:
        return {}
    if (mode := url.query.get("sslmode", VERIFY)) != VERIFY:
        raise StoreFailed(
            f"The store's address asks for sslmode={mode}, with which anybody between here and {hosts[0]} could "
            "read customers' messages. Leave sslmode out, and name the server's certificate authority with sslrootcert."
        )
    return verified(url.query)
