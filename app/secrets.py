"""Keys, tokens and passwords: in the operating system's keyring, never in a file of ours."""

import hashlib
import secrets as random
from pathlib import Path
from typing import Protocol

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from app.errors import SecretsUnavailable

SERVICE = "Warmline"
KEY_BYTES = 32  # what SQLCipher takes as a raw key
_SALT_BYTES = 16
# RFC 7914's interactive parameters, one step up: some 100 ms here, 64 MB
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**16, 8, 1
_SCRYPT_MEMORY = 128 * 1024 * 1024  # bytes


class Secrets(Protocol):
    """Somewhere secrets can lie. `read` is None where there is no such secret; `hold` keeps one until we end."""

    def read(self, name: str) -> str | None: ...
    def write(self, name: str, secret: str) -> None: ...
    def hold(self, name: str, secret: str) -> None: ...
    def forget(self, name: str) -> None: ...


class KeyringSecrets:
    """The operating system's keyring. `scope` keeps the secrets of several data folders apart.

    Every method but `hold` raises `SecretsUnavailable` where there is no keyring, it is locked, or it fails; what is
    held is read without asking it.
    """

    def __init__(self, scope: str) -> None:
        self._scope = scope
        self._held: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        if name in self._held:
            return self._held[name]
        try:
            return keyring.get_password(SERVICE, self._user(name))
        except KeyringError as error:
            raise _unavailable(error) from error

    def write(self, name: str, secret: str) -> None:
        try:
            keyring.set_password(SERVICE, self._user(name), secret)
        except KeyringError as error:
            raise _unavailable(error) from error

    def hold(self, name: str, secret: str) -> None:
        self._held[name] = secret

    def forget(self, name: str) -> None:
        self._held.pop(name, None)
        try:
            keyring.delete_password(SERVICE, self._user(name))
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise _unavailable(error) from error

    def _user(self, name: str) -> str:
        return f"{name} ({self._scope})"


class SessionSecrets:
    """Secrets that a person typed, or that a parent process handed over; gone when the process ends."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self._known = dict(known or {})

    def read(self, name: str) -> str | None:
        return self._known.get(name)

    def write(self, name: str, secret: str) -> None:
        self._known[name] = secret

    hold = write

    def forget(self, name: str) -> None:
        self._known.pop(name, None)


def connection_secret(connection: str) -> str:
    """The name under which a connection's token or password lies."""
    return f"connection {connection}"


def account_source_secret(source: str) -> str:
    """The name under which an account source's key or password lies."""
    return f"account source {source}"


STORE_KEY = "store key"  # the name under which the store's raw key lies, in hexadecimal
JOURNAL_KEY = "journal key"  # likewise, of what waits here for a team's store
TEAM_PASSWORD = "team store"  # noqa: S105 - the name under which the password of one's role in a team's store lies


def new_key() -> bytes:
    return random.token_bytes(KEY_BYTES)


def key_from_words(words: str, salt_file: Path) -> bytes:
    """The store key that a person typed: 64 hexadecimal digits are a recovery key, anything else is a passphrase.

    A passphrase is stretched with scrypt (RFC 7914) over a random salt, made once and kept in `salt_file`.
    """
    typed = words.strip()
    if len(typed) == 2 * KEY_BYTES and all(digit in "0123456789abcdefABCDEF" for digit in typed):
        return bytes.fromhex(typed)
    return hashlib.scrypt(
        words.encode(),
        salt=_salt(salt_file),
        n=_SCRYPT_N,
        r=_SCRYPT_R,
        p=_SCRYPT_P,
        maxmem=_SCRYPT_MEMORY,
        dklen=KEY_BYTES,
    )


def _salt(salt_file: Path) -> bytes:
    try:
        return salt_file.read_bytes()
    except FileNotFoundError:
        salt_file.parent.mkdir(parents=True, exist_ok=True)
        salt = random.token_bytes(_SALT_BYTES)
        with salt_file.open("xb") as file:
            file.write(salt)
        return salt


def _unavailable(error: Exception) -> SecretsUnavailable:
    return SecretsUnavailable(
        f"The system keyring cannot be used ({type(error).__name__}). Unlock or install one (GNOME Keyring, KWallet, "
        "macOS Keychain, Windows Credential Manager), or type the secret for this session."
    )
