"""Opens the workspace for a command, and asks at the terminal for what the keyring cannot give."""

import getpass
import sys

from app import paths
from app.bootstrap import Workspace, open_workspace
from app.errors import SecretsUnavailable, StoreLocked
from app.secrets import KeyringSecrets, connection_secret
from app.settings import Settings


def workspace_at_terminal(settings: Settings | None = None) -> Workspace:
    """The workspace; where its key cannot be had, a person at the terminal is asked for passphrase or recovery key.

    So is, where there is no keyring, the secret of each connection. Without a terminal the error is raised as it is.
    """
    secrets = KeyringSecrets(str(paths.data_dir()))
    try:
        return open_workspace(secrets=secrets, settings=settings)
    except (SecretsUnavailable, StoreLocked) as error:
        if not sys.stdin.isatty():
            raise
        print(error, file=sys.stderr)
        workspace = open_workspace(
            secrets=secrets, settings=settings, words=getpass.getpass("Passphrase, recovery key or password: ")
        )
        _ask_for_connections(workspace, secrets)
        return workspace


def _ask_for_connections(workspace: Workspace, secrets: KeyringSecrets) -> None:
    for connection in workspace.settings.connections:
        name = connection_secret(connection.name)
        try:
            secrets.read(name)
        except SecretsUnavailable:
            secrets.hold(name, getpass.getpass(f"Token or password of {connection.name}: "))
