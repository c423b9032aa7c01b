"""Which team's store an address names, and as whom: however it is written, and whatever else it asks for."""

from urllib.parse import parse_qsl, unquote, urlsplit

PORT = 5432  # PostgreSQL's own


def whose_store(url: str) -> str:
    """Login, server, port and database in one form; the same for two addresses that lead one person to one store.

    Raises `ValueError` for what is no address.
    """
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    login = unquote(parts.username or "") or asked.get("user", "")
    server = unquote(parts.hostname or "") or asked.get("host", "").lower()
    database = unquote(parts.path.strip("/")) or asked.get("dbname", "")
    return f"{login}@{server}:{parts.port or asked.get('port', PORT)}/{database}"
