"""Check the store, the models, the keyring, the weights, the rulebook and the connections, and say what to do."""

import argparse
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from app import paths
from app.bootstrap import (
    account_secret_of,
    analyzer,
    effective_connections,
    ledger,
    loaded_rulebook,
    loaded_weights,
    rulebook_file,
    secret_of,
    settings_file,
    taught_vocabulary,
    vocabulary,
    weights_path,
    workspace_folder,
)
from app.commands.asking import store_at_terminal
from app.connectors.accounts.registry import account_source
from app.connectors.registry import connect
from app.errors import SecretsUnavailable, WarmlineError
from app.secrets import STORE_KEY, KeyringSecrets
from app.settings import AccountSourceSettings, ConnectionSettings, Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: fine, or what is wrong with it and what to do."""

    subject: str
    fine: bool
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recovery-key", action="store_true", help="print the store's key, to be kept in a safe place")


def run(arguments: argparse.Namespace) -> int:
    if arguments.recovery_key:
        return _print_recovery_key()
    healthy = True
    for finding in findings():
        print(f"{'ok  ' if finding.fine else 'FAIL'}  {finding.subject}: {finding.words}", flush=True)
        healthy = healthy and finding.fine
    return 0 if healthy else 1


def findings() -> list[Finding]:
    """What was found, in the order in which a person would mend it."""
    found = [_look("settings", _settings), _look("keyring", _keyring), _look("models", _models)]
    found += [_look("weights", _weights), _look("rulebook", _rulebook), _look("store", _store)]
    if found[0].fine:
        found += _connections(settings_file().load())
        found += _account_sources(settings_file().load())
    return found


def _look(subject: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, fine=True, words=check())
    except WarmlineError as error:
        return Finding(subject, fine=False, words=str(error))


def _settings() -> str:
    file = settings_file()
    settings = file.load()
    if settings.is_sample:
        return f"nothing is configured in {file.path}; the sample workspace is shown"
    return f"{file.path}, {len(settings.connections)} connections"


def _keyring() -> str:
    try:
        KeyringSecrets(str(paths.data_dir())).read(STORE_KEY)
    except SecretsUnavailable as error:
        if settings_file().load().is_sample:
            return f"none usable, and the sample workspace needs none. {error}"
        raise
    return "answers"


def _models() -> str:
    return f"loaded and checked, revision {analyzer().revision[:12]}"


def _weights() -> str:
    loaded = loaded_weights()
    said = f"{weights_path()}, {len(loaded.weights.by_signal)} signals"
    if loaded.lacking:
        said += f"; it says nothing of {', '.join(loaded.lacking)}, for which the shipped weight counts"
    return said


def _rulebook() -> str:
    names = taught_vocabulary()
    loaded = loaded_rulebook(names)
    if loaded.problem:
        unknown = "" if names != vocabulary() else " Intents of your team's own are known only where its store opens."
        raise WarmlineError(f"{loaded.problem} The rulebook of before stays in force.{unknown}")
    own = rulebook_file()
    return f"{own.path if own.exists else 'the shipped one'}, {len(loaded.rulebook.rules)} rules"


def _store() -> str:
    with closing(store_at_terminal()) as store:
        broken, revision = store.decided.verify_audit(), store.revision()
    if broken is not None:
        raise WarmlineError(
            f"the audit log does not verify from entry {broken} on: somebody has altered it. Keep the file, restore a "
            "backup, and tell your lead."
        )
    return f"{workspace_folder(settings_file().load())}, revision {revision}, audit log verifies"


def _connections(settings: Settings) -> list[Finding]:
    secrets = KeyringSecrets(str(paths.data_dir()))
    every = effective_connections(settings, workspace_folder(settings))
    return [_look(f"connection {each.name}", partial(_check, each, secrets)) for each in every]


def _check(connection: ConnectionSettings, secrets: KeyringSecrets) -> str:
    connector = connect(connection, secret_of(connection, secrets), ledger().record)
    try:
        return connector.check()
    finally:
        connector.close()


def _account_sources(settings: Settings) -> list[Finding]:
    secrets = KeyringSecrets(str(paths.data_dir()))
    return [
        _look(f"account source {each.name}", partial(_read_once, each, secrets)) for each in settings.account_sources
    ]


def _read_once(settings: AccountSourceSettings, secrets: KeyringSecrets) -> str:
    """Read it, keeping nothing. The helpdesk's fields lie in the store, which is looked at by itself."""
    with closing(account_source(settings, account_secret_of(settings, secrets), ledger().record, _no_fields)) as source:
        findings = source.read()
    wrong = [f"{each.where}: {each.what}" for each in findings.complaints]
    return f"answers, {len(findings.accounts)} accounts" + (f"; not read: {'; '.join(wrong[:3])}" if wrong else "")


def _no_fields(*, after: int) -> tuple[tuple[()], int]:
    return (), after


def _print_recovery_key() -> int:
    key = KeyringSecrets(str(paths.data_dir())).read(STORE_KEY)
    if key is None:
        raise SecretsUnavailable("The keyring holds no store key: there is no workspace yet, or a passphrase locks it.")
    print(key)
    return 0
