"""What a person's machine holds of a team's store: its address, their password, and what waits for it."""

import hashlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app import paths
from app.domain.journal import author_of, kept_words
from app.domain.queue import Lens
from app.domain.store_address import whose_store
from app.domain.team import Person
from app.errors import SecretsUnavailable, StoreAway, StoreFailed
from app.secrets import JOURNAL_KEY, TEAM_PASSWORD, Secrets, key_from_words, new_key
from app.settings_file import SettingsFile
from app.store.journal import Journal, open_journal
from app.store.store import Store, open_store


def team_store(url: str, secrets: Secrets, *, words: str | None = None) -> Store:
    """A team's store, with the password that was typed or that the keyring holds, else with what libpq finds itself.

    Raises `StoreAway`, with what waits here for it, where the server cannot be reached.
    """
    password = words or _kept(secrets, TEAM_PASSWORD)
    try:
        store = open_store(url, key=None, password=password)
    except StoreAway as error:
        raise StoreAway(str(error), kept=waiting_here(url, secrets, words)) from error
    if words is not None:
        keep_password(secrets, words)
    return store


@dataclass(frozen=True, slots=True)
class JoinedStore:
    """What was found in a team's store. `me` is None where our role belongs to nobody there.

    `left` waits on this machine for the store that was in use before, as `waiting_here` says it.
    """

    place: str
    me: Person | None
    people: tuple[str, ...]
    tickets: int
    left: tuple[str, ...] | None = ()


def look_at_team(url: str, password: str | None) -> JoinedStore:
    """Look whether a team's store can be used; nothing is kept of it. Raises what `open_store` raises."""
    store = open_store(url, key=None, password=password or None)
    try:
        people = tuple(each.name for each in store.people.all())
        tickets = sum(each.count for each in store.queue.counts(me="", now=store.clock()) if each.lens is Lens.ALL)
        return JoinedStore(store.place, store.people.me(), people, tickets)
    finally:
        store.close()


def join_team(url: str, password: str | None, secrets: Secrets, file: SettingsFile) -> JoinedStore:
    """Look whether a team's store can be used, and use it from now on: the password goes into the keyring.

    Nothing is changed where it cannot: raises what `open_store` raises.
    """
    found, before = look_at_team(url, password), file.load()
    settle_password(secrets, password, url=url, before=before.store_url)
    if before.store_url:
        _journal_file(before.store_url)
    file.save(replace(before, store_url=url))
    return found


def leave_team(secrets: Secrets, file: SettingsFile) -> tuple[str, ...] | None:
    """Use a store of one's own again. What comes back waits here until this team is joined again, as `waiting_here`."""
    before = file.load()
    kept = waiting_here(before.store_url, secrets) if before.store_url else ()
    file.save(replace(before, store_url=""))
    return kept


def settle_password(secrets: Secrets, password: str | None, *, url: str, before: str) -> None:
    """Keep what was typed for the store at `url`. Where nothing was, the password that is kept stays only if it is for
    that store: no server is ever sent another's.
    """
    if password:
        keep_password(secrets, password)
    elif whose_store(url) != whose_store(before):
        with suppress(SecretsUnavailable):
            secrets.forget(TEAM_PASSWORD)


def keep_password(secrets: Secrets, password: str) -> None:
    """Into the keyring; where there is none, until Warmline ends."""
    secrets.hold(TEAM_PASSWORD, password)
    try:
        secrets.write(TEAM_PASSWORD, password)
    except SecretsUnavailable:
        return


def waiting_here(url: str, secrets: Secrets, words: str | None = None) -> tuple[str, ...] | None:
    """What was done here and waits for that team's store, each in a line, oldest first.

    None where it cannot be read: the file's key is not at hand. The file stays as it is.
    """
    file = _journal_file(url)
    if not file.exists():
        return ()
    try:
        held = Journal(file, key=_journal_key(file, secrets, words))
    except StoreFailed:
        return None
    try:
        return tuple(kept_words(each.deed) for each in held.waiting())
    finally:
        held.close()


def take_along(before: str, url: str, secrets: Secrets, *, person: str) -> int:
    """Have what this person did and the store at `before` has not got wait for the one at `url`; how many things.

    Each is in one of the two files at any moment, and sent to both after a kill between them: each is there once.
    Raises `StoreLocked` where the key of what waits is not at hand.
    """
    file = _journal_file(before)
    if not file.exists():
        return 0
    with closing(Journal(file, key=_journal_key(file, secrets, None))) as old, closing(journal(url, secrets)) as new:
        own = [each for each in old.waiting() if author_of(each.deed) == person]
        for each in own:
            new.keep(each.deed)
            old.acknowledge(each)
    return len(own)


def _journal_file(url: str) -> Path:
    """One for each store and login, so that what was done in one team is never sent to another.

    The one that was there for all, before, is that of the store in use.
    """
    named = hashlib.sha256(whose_store(url).encode()).hexdigest()[:16]
    file, before = paths.config_dir() / f"journal-{named}.db", paths.config_dir() / "journal.db"
    if before.exists() and not file.exists():
        for old, new in ((before.with_suffix(".salt"), file.with_suffix(".salt")), *_parts(before, file)):
            if old.exists():
                old.rename(new)
    return file


def _parts(before: Path, after: Path) -> Iterator[tuple[Path, Path]]:
    """A SQLite file with what belongs to it; the file itself comes last, so that a kill leaves it to be done again."""
    for suffix in ("-wal", "-shm", ""):
        yield before.with_name(before.name + suffix), after.with_name(after.name + suffix)


def journal(url: str, secrets: Secrets, words: str | None = None) -> Journal:
    """Where what is done waits for a team's store, beside the settings; its key is in the keyring.

    Without a keyring the key follows from the password that is typed each time.
    """
    file = _journal_file(url)
    return open_journal(file, key=_journal_key(file, secrets, words), aside=f"{datetime.now(UTC):%Y%m%dT%H%M%S}")


def _journal_key(file: Path, secrets: Secrets, words: str | None) -> bytes:
    try:
        kept = secrets.read(JOURNAL_KEY)
        key = bytes.fromhex(kept) if kept is not None else new_key()
        if kept is None:
            secrets.write(JOURNAL_KEY, key.hex())
    except SecretsUnavailable:
        file.parent.mkdir(parents=True, exist_ok=True)
        return key_from_words(words or _kept(secrets, TEAM_PASSWORD) or "", file.with_suffix(".salt"))
    return key


def team_password(secrets: Secrets) -> str:
    """The password of one's role in the team's store; empty where there is none, or no keyring."""
    return _kept(secrets, TEAM_PASSWORD) or ""


def _kept(secrets: Secrets, name: str) -> str | None:
    try:
        return secrets.read(name)
    except SecretsUnavailable:
        return None


def own_name(store: Store) -> str:
    """Who the team's store says we are; empty where it is no team's, or our role is nobody's."""
    me = store.people.me()
    return me.name if me is not None else ""
