"""The address of a team's store as a person types it, in parts, and what is wrong with it."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from app.domain.store_address import AUTHORITY, SYSTEM

SCHEME = "postgresql://"


@dataclass(frozen=True, slots=True)
class TeamAddress:
    """`place` is server, port and database ("db.example.org/warmline"), and whatever else the address asks for."""

    place: str = ""
    login: str = ""
    authority: str = ""  # the file of the server's certificate authority; empty is the system's own

    @property
    def url(self) -> str:
        """The whole, as it goes into the settings: without a password."""
        user = f"{quote(self.login, safe='')}@" if self.login else ""
        made = f"{SCHEME}{user}{self.place}"
        if not self.authority:
            return made
        return f"{made}{'&' if '?' in self.place else '?'}{urlencode({AUTHORITY: self.authority})}"


def parts_of(text: str) -> TeamAddress:
    """What somebody typed or pasted, in parts; a whole address as a lead gives it has all of them. May raise
    `ValueError`."""
    found = urlsplit(text.strip() if "://" in text else f"{SCHEME}{text.strip()}")
    user, _, machine = found.netloc.rpartition("@")
    asked = parse_qsl(found.query, keep_blank_values=True)
    rest = urlencode([(name, value) for name, value in asked if name != AUTHORITY], safe="/:")
    place = f"{machine}{found.path}" + (f"?{rest}" if rest else "")
    return TeamAddress(place, unquote(user.partition(":")[0]), dict(asked).get(AUTHORITY, ""))


def problems(typed: str, address: TeamAddress) -> dict[str, str]:
    """What is wrong, by field ("place", "login"), each as a sentence; empty where it can be tried."""
    found = {"place": _place(typed, address), "login": _login(address)}
    return {field: sentence for field, sentence in found.items() if sentence}


def whole_path(typed: str) -> str:
    """A file as a person names it, in full: the database's library knows no ~, and another folder at the next start."""
    if not typed or typed == SYSTEM:
        return typed
    try:
        return str(Path(typed).expanduser().absolute())
    except RuntimeError:  # ~ of somebody who is not there: that there is no such file is said once it is looked for
        return typed


def _place(typed: str, address: TeamAddress) -> str:
    if not typed.strip():
        return "Name the server and the database, as your lead gave them to you."
    try:
        parts = urlsplit(typed.strip() if "://" in typed else f"{SCHEME}{typed.strip()}")
        password, _ = parts.password, parts.port
    except ValueError:
        return "This is not an address; it looks like db.example.org/warmline."
    if f"{parts.scheme}://" != SCHEME:
        return "A team's store is a PostgreSQL database: its address begins with postgresql://, or with the server."
    if password is not None or "password=" in parts.query:
        return "Leave the password out of the address; it has a field of its own."
    if not urlsplit(f"{SCHEME}{address.place}").path.strip("/"):
        return "The address ends with the database, as in db.example.org/warmline."
    return ""


def _login(address: TeamAddress) -> str:
    return "" if address.login.strip() else "Type the login that your lead gave you with the password."
