"""A workspace opened for the window, and the worker that goes with it; loads what the window does without."""

import json
import sys
from dataclasses import dataclass

from app import paths
from app.bootstrap import Workspace, account_secret_of, open_workspace, secret_of, settings_file
from app.secrets import (
    STORE_KEY,
    TEAM_PASSWORD,
    KeyringSecrets,
    Secrets,
    account_source_secret,
    connection_secret,
)
from app.service.console import Console
from app.service.membership import leave_team, team_password
from app.service.team_desk import TeamDesk
from app.settings import Settings
from app.ui.worker_process import WorkerLaunch


@dataclass(frozen=True, slots=True)
class OpenedWorkspace:
    """A workspace as the window needs it."""

    workspace: Workspace

    @property
    def console(self) -> Console:
        return self.workspace.console

    @property
    def settings(self) -> Settings:
        return self.workspace.settings

    @property
    def worker(self) -> WorkerLaunch:
        return WorkerLaunch(worker_command(), greeting(self.workspace))

    def keep_theme(self, name: str) -> None:
        self.workspace.console.keep_theme(name)

    def close(self) -> None:
        self.workspace.close()


class Opening:
    """Opens the workspace as often as it is asked to, with one keyring: what a person typed is asked for once."""

    def __init__(self, secrets: Secrets | None = None) -> None:
        self._secrets = secrets or KeyringSecrets(str(paths.data_dir()))

    def __call__(self, words: str | None) -> OpenedWorkspace:
        return OpenedWorkspace(open_workspace(secrets=self._secrets, words=words))

    def leave(self) -> None:
        """The next one opens a store of one's own; what waits for the team's is kept for it."""
        leave_team(self._secrets, settings_file())

    def team(self) -> TeamDesk:
        """What a person changes the team's store with while no workspace is open."""
        file = settings_file()
        return TeamDesk(settings=file.load, save=file.save, secrets=self._secrets)


def worker_command() -> list[str]:
    """How this very program is started as a worker, in a checkout, from a wheel, or frozen into one file."""
    # -P: never an `app` package that happens to lie in the folder in which somebody stands
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "app"]
    return [*program, "worker", "--beside-console"]


def greeting(workspace: Workspace) -> bytes:
    """The line that hands the worker its secrets, so that it need not ask a person for them again."""
    known = {
        connection_secret(each.name): secret_of(each, workspace.secrets) for each in workspace.settings.connections
    }
    known |= {
        account_source_secret(each.name): account_secret_of(each, workspace.secrets)
        for each in workspace.settings.account_sources
    }
    if workspace.key is not None:
        known[STORE_KEY] = workspace.key.hex()
    if workspace.settings.store_url:
        known[TEAM_PASSWORD] = team_password(workspace.secrets)
    return (json.dumps({"secrets": {name: secret for name, secret in known.items() if secret}}) + "\n").encode()
