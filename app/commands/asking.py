"""Opens the workspace for a command, and asks at the terminal for what the keyring cannot give."""

import getpass
import sys
from collections.abc import Callable
from typing import TypeVar

from app import paths
from app.bootstrap import Workspace, open_workspace, opened_store, settings_file
from app.errors import SecretsUnavailable, StoreLocked
from app.secrets import KeyringSecrets, connection_secret
from app.settings import Settings
from app.store.store import Store

T = TypeVar("T")


def workspace_at_terminal(settings: Settings | None = None) -> Workspace:
    """The workspace; where its key cannot be had, a person at the terminal is asked for passphrase or recovery key.

    So is, where there is no keyring, the secret of each connection. Without a terminal the error is raised as it is.
    """
    secrets = KeyringSecrets(str(paths.data_dir()))

    def opened(words: str | None) -> Workspace:
        workspace = open_workspace(secrets=secrets, settings=settings, words=words)
        if words is not None:
            _ask_for_connections(workspace, secrets)
        return workspace

    return _asking(opened)


def store_at_terminal() -> Store:
    """The store of the workspace by itself, whatever is wrong with weights or rulebook; asks as the above does."""
    secrets = KeyringSecrets(str(paths.data_dir()))
    settings = settings_file().load()
    return _asking(lambda words: opened_store(settings, secrets, words=words)[1])


def _asking(opened: Callable[[str | None], T]) -> T:
    """What is opened with the keyring, or else with the words that a person types."""
    try:
        return opened(None)
    except (SecretsUnavailable, StoreLocked) as error:
        if not sys.stdin.isatty():
            raise
        print(error, file=sys.stderr)
        return opened(getpass.getpass("Passphrase, recovery key or password: "))


def _ask_for_connections(workspace: Workspace, secrets: KeyringSecrets) -> None:
    for connection in workspace.settings.connections:
        name = connection_secret(connection.name)
        try:
            secrets.read(name)
        except SecretsUnavailable:
            secrets.hold(name, getpass.getpass(f"Token or password of {connection.name}: "))
