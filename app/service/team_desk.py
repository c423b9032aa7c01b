"""The calls by which a person joins their team's store from the window, or goes back to one of their own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.store_address import authority_of, whose_store
from app.errors import SettingsInvalid
from app.secrets import Secrets
from app.service.membership import (
    JoinedStore,
    look_at_team,
    settle_password,
    take_along,
    team_password,
    waiting_here,
)
from app.settings import Settings, check_store_url


class TeamDesk:
    """What is changed here holds from the next opening of the workspace on."""

    def __init__(self, *, settings: Callable[[], Settings], save: Callable[[Settings], None], secrets: Secrets) -> None:
        self._settings = settings
        self._save = save
        self._secrets = secrets
        self._before = ""  # the address until one joined last

    @property
    def url(self) -> str:
        """The address of the team's store; empty where this machine has one of its own."""
        return self._settings().store_url

    def look(self, url: str, password: str) -> JoinedStore:
        """Look whether the store can be used; nothing is changed.

        An empty `password` is the one that is kept, where the address leads to the store in use, or else none at all.
        Raises `SettingsInvalid` for what is no such address or names a file that is not there, and what `open_store`
        raises.
        """
        check_store_url(url, "The address")
        _check_authority(url)
        kept = team_password(self._secrets) if whose_store(url) == whose_store(self.url) else ""
        return look_at_team(url, password or kept or None)

    def join(self, url: str, password: str) -> JoinedStore:
        """As `look`; and where it can be used, use it: the password goes into the keyring, the rest into the settings,
        and another store's password is forgotten.

        Where there is no keyring the password is asked for at each start.
        """
        found, before = self.look(url, password), self.url
        moves = bool(before) and whose_store(url) != whose_store(before)
        left = waiting_here(before, self._secrets) if moves else ()  # before its password, which may be the key, goes
        settle_password(self._secrets, password, url=url, before=before)
        self._save(replace(self._settings(), store_url=url))
        self._before = before
        return replace(found, left=left)

    def take_along(self, person: str) -> int:
        """After joining another store than before, where it is the same team's at another address: send there what
        this person did and the one before has not got. How many things; raises `StoreLocked` where they cannot be read.
        """
        return take_along(self._before, self.url, self._secrets, person=person)

    def leave(self) -> tuple[str, ...] | None:
        """Use a store of one's own again; the team's keeps what was done there.

        What comes back waits on this machine, each in a line, until that team is joined again; None is that it cannot
        be told.
        """
        kept = waiting_here(self.url, self._secrets) if self.url else ()
        self._save(replace(self._settings(), store_url=""))
        return kept


def _check_authority(url: str) -> None:
    file = authority_of(url)
    if file and not Path(file).is_file():
        raise SettingsInvalid(f"There is no file {file}. Choose your team's certificate authority, or leave it empty.")
