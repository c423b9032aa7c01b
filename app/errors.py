"""Everything that can go wrong in a way a person can act on.

::

    WarmlineError
    ├── Unreachable             a server did not answer, or not with what it should; the work is kept and tried again
    │   └── RateLimited         it answered "later", and how much later
    ├── AuthFailed              a credential was not accepted; that connection stops until a person mends it
    ├── Refused                 a server or a rule said no to this one thing; shown, never tried again
    ├── BadInput                something handed to us cannot be read; says what, where, and what to do
    ├── SettingsInvalid         a settings, weights or rulebook file says something that cannot hold
    ├── SecretsUnavailable      there is no usable keyring; the secret must be asked for
    ├── StoreFailed             the store cannot be opened, read or written
    │   ├── StoreLocked         the key is missing or wrong
    │   ├── StoreFull           the disk is full; nothing was half-written
    │   ├── StoreTooNew         a newer Warmline has upgraded it
    │   ├── StoreAway           the team's server cannot be reached; what people do is kept here until it is back
    │   └── LeaseLost           another worker has taken over what this one was about to write
    └── ModelFailed             a language model is missing, altered or unusable

The message of each says what happened, to what, and what to do. Anything that is not a `WarmlineError` is a bug.
"""

from collections.abc import Sequence
from datetime import timedelta


class WarmlineError(Exception):
    """What happened, to what, and what to do: a sentence that can be shown to a person."""


class Unreachable(WarmlineError):
    """A server did not answer, or not with what it should have. The work is kept; trying again is right."""


class RateLimited(Unreachable):
    """The server asks us to come back later."""

    def __init__(self, message: str, *, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class AuthFailed(WarmlineError):
    """The credential was not accepted. Trying again without a person is wrong."""


class Refused(WarmlineError):
    """This one thing was refused for good; the message says why."""


class BadInput(WarmlineError):
    """Something handed to us cannot be read."""


class SettingsInvalid(WarmlineError):
    """A settings, weights or rulebook file says something that cannot hold."""


class SecretsUnavailable(WarmlineError):
    """The operating system offers no usable keyring."""


class StoreFailed(WarmlineError):
    """The store cannot be opened, read or written."""


class StoreLocked(StoreFailed):
    """The store's key is missing or wrong."""


class StoreFull(StoreFailed):
    """The disk is full. What was being written is not in the store; what was there still is."""


class StoreTooNew(StoreFailed):
    """A newer version of Warmline has upgraded this store."""


class StoreAway(StoreFailed):
    """The team's database cannot be reached. Whether what was being written is there is not known; repeat it later.

    `kept` says what waits on this machine until it can be, each in a line; None where that was not looked for, or
    cannot be read.
    """

    def __init__(self, message: str, *, kept: Sequence[str] | None = None) -> None:
        super().__init__(message)
        self.kept = None if kept is None else tuple(kept)


class LeaseLost(StoreFailed):
    """Another worker holds the office in whose name something was to be written. Nothing was."""


class ModelFailed(WarmlineError):
    """A language model is missing, was altered, or cannot be used."""
