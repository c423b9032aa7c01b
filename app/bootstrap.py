"""Builds the parts from the settings; the one module that knows them all."""

import getpass
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from app import paths
from app.connectors.accounts.registry import account_source
from app.connectors.base import Connector
from app.connectors.ledger import Ledger
from app.connectors.registry import READ_ONLY, connect
from app.domain.business_hours import business_hours_from
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.rulebook import Mode, Rulebook
from app.domain.tickets import ConnectionName
from app.errors import SecretsUnavailable, StoreFailed, StoreLocked
from app.inference.base import Analyzer, Trainer
from app.secrets import (
    STORE_KEY,
    KeyringSecrets,
    Secrets,
    account_source_secret,
    connection_secret,
    key_from_words,
    new_key,
)
from app.service.account_courier import AccountCourier
from app.service.assess import Assessor
from app.service.console import Console
from app.service.courier import Courier
from app.service.election import worker_name
from app.service.membership import journal, own_name, team_store
from app.service.reading import Reader
from app.service.rulebook_desk import RulebookDesk
from app.service.rulebook_versions import RulebookVersions
from app.service.rulebooks import Loaded, RulebookFile, vocabulary_of
from app.service.rules_in_force import RulesInForce
from app.service.teaching import Teacher
from app.service.weights_file import LoadedWeights, load_weights
from app.service.worker import Worker
from app.settings import SAMPLE, AccountSourceSettings, ConnectionSettings, Settings
from app.settings_file import SettingsFile
from app.store.store import Store, open_store

SAMPLE_PERSON = "Ana Ortiz"
SAMPLE_POLL = timedelta(seconds=2)  # its customers answer while one watches, and asking it costs nothing
# The sample's text is published with the program: its key hides nothing, and needs no keyring.
SAMPLE_KEY = hashlib.sha256(b"Warmline sample workspace").digest()


@dataclass(frozen=True, slots=True)
class Workspace:
    """An opened workspace with all that it was built from."""

    settings: Settings
    folder: Path
    secrets: Secrets
    key: bytes | None
    store: Store
    assessor: Assessor
    rules: RulesInForce
    console: Console

    def close(self) -> None:
        self.console.close()
        self.store.close()


def settings_file() -> SettingsFile:
    return SettingsFile(paths.config_dir() / "settings.toml")


def ledger() -> Ledger:
    """Where every request is written down, by whichever process makes it."""
    paths.log_dir().mkdir(parents=True, exist_ok=True)
    return Ledger(paths.log_dir() / "requests.jsonl")


def open_workspace(
    *, secrets: Secrets | None = None, words: str | None = None, settings: Settings | None = None
) -> Workspace:
    """Open the configured workspace, or the sample where nothing is configured.

    `settings` are used instead of those in the file, for a workspace that is about to be configured. `secrets` stand in
    for the keyring. `words` is what a person typed because the keyring could not give it: the passphrase or recovery
    key of the store's file, or the password of their role in a team's store. Raises `SecretsUnavailable` where one must
    be asked for, `StoreLocked` where it does not fit, and what `open_store` raises.
    """
    file = settings_file()
    settings = settings or file.load()
    kept = secrets or KeyringSecrets(str(paths.data_dir()))
    key, store = opened_store(settings, kept, words=words)
    assessor = default_assessor(settings=settings, store=store)
    rules = rules_in_force(assessor, store=store)
    me = own_name(store) or person(settings)
    console = Console(
        store=store,
        assessor=assessor,
        person=me,
        settings=settings,
        settings_file=file,
        secrets=kept,
        ledger=ledger(),
        writable=writable(settings),
        rulebook=rulebook_desk(store, rules, person=me),
        journal=journal(settings.store_url, kept, words) if settings.store_url else None,
        clock=store.clock,
    )
    return Workspace(settings, workspace_folder(settings), kept, key, store, assessor, rules, console)


def opened_store(settings: Settings, secrets: Secrets, *, words: str | None = None) -> tuple[bytes | None, Store]:
    """The configured store with the key of its file, None of a team's. Raises what `open_workspace` does."""
    folder = workspace_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    if settings.store_url:
        return None, team_store(settings.store_url, secrets, words=words)
    key = store_key(settings, folder, secrets, words=words)
    store = open_store(f"sqlite:///{folder / 'store.db'}", key=key)
    if words is not None:
        secrets.hold(STORE_KEY, key.hex())
    return key, store


def workspace_folder(settings: Settings) -> Path:
    return paths.data_dir() / ("sample" if settings.is_sample else "workspace")


def store_key(settings: Settings, folder: Path, secrets: Secrets, *, words: str | None = None) -> bytes:
    """The key of the store in `folder`; made and kept in the keyring when there is no store yet."""
    if settings.is_sample:
        return SAMPLE_KEY
    salt = folder / "store.salt"
    if words is not None:
        return key_from_words(words, salt)
    kept = secrets.read(STORE_KEY)
    if kept is not None:
        return bytes.fromhex(kept)
    if salt.exists():
        raise SecretsUnavailable("This workspace is locked with a passphrase; type it to open the store.")
    if (folder / "store.db").exists():
        raise StoreLocked(
            f"The keyring no longer holds the key of {folder / 'store.db'}. Unlock or restore the keyring, or type the "
            "recovery key (`warmline doctor --recovery-key` prints it while the keyring still has it)."
        )
    key = new_key()
    secrets.write(STORE_KEY, key.hex())
    return key


def person(settings: Settings) -> str:
    """Who sits at this console."""
    return settings.person or (SAMPLE_PERSON if settings.is_sample else getpass.getuser())


def default_assessor(
    *,
    weights: Path | None = None,
    rulebook: Path | None = None,
    settings: Settings | None = None,
    store: Store | None = None,
) -> Assessor:
    """The weights and the rulebook in force: given ones, else the team's in the configuration folder, else ours.

    Business hours are those of `settings`, or of the settings file; rules may name what was taught in `store`.
    """
    chosen = settings or settings_file().load()
    hours = business_hours_from(
        days=chosen.business_days, hours=chosen.business_hours, zone=chosen.time_zone, holidays=chosen.holidays
    )
    return Assessor(loaded_weights(weights).weights, _rulebook(rulebook, vocabulary(store)), hours)


def build_worker(workspace: Workspace, *, progress: Callable[[str], None] = lambda _: None) -> Worker:
    """The worker of a workspace. Connectors are made here; models are loaded when it runs."""
    settings = workspace.settings
    poll = SAMPLE_POLL if settings.is_sample else settings.poll
    made = connectors(settings, workspace.secrets)
    couriers = [Courier(each, workspace.store, poll=poll) for each in made]
    act = Mode.AUTOMATIC if settings.automatic else Mode.SUGGEST

    name = worker_name()

    def read_with(analyzer: Analyzer) -> Reader:
        return Reader(
            workspace.store,
            analyzer,
            workspace.assessor,
            act=act,
            in_force=workspace.rules.assessor,
            writable=writable(settings),
            worker=name,
        )

    def teach_with(analyzer: Analyzer) -> Teacher:
        return Teacher(workspace.store, trainer(analyzer))

    carriers: list[Courier | AccountCourier] = [*couriers, *account_couriers(workspace)]
    return Worker(
        workspace.store,
        carriers,
        read_with,
        lambda: analyzer(progress),
        teach_with=teach_with,
        clock=workspace.store.clock,
        name=name,
    )


def analyzer(progress: Callable[[str], None] = lambda _: None) -> Analyzer:
    """The language models, loaded and checked; slow, and the first import of torch in this process."""
    from app.inference.minilm import load_analyzer

    return load_analyzer(paths.models(), progress)


def trainer(analyzer: Analyzer) -> Trainer:
    """What teaches these language models more."""
    from app.inference.minilm import MiniLMAnalyzer
    from app.inference.taught.trainer import MiniLMTrainer

    if not isinstance(analyzer, MiniLMAnalyzer):
        raise TypeError(f"{type(analyzer).__name__} cannot be taught")
    return MiniLMTrainer(analyzer, paths.models() / "phrases")


def connectors(settings: Settings, secrets: Secrets) -> list[Connector]:
    """A connector for each connection; for none configured, the sample helpdesk."""
    record = ledger().record
    every = effective_connections(settings, workspace_folder(settings))
    return [connect(each, secret_of(each, secrets), record) for each in every]


def account_couriers(workspace: Workspace) -> list[AccountCourier]:
    """A courier for each account source. The sample has facts of its own, and nothing is asked for it."""
    settings, store = workspace.settings, workspace.store
    sources = () if settings.is_sample else settings.account_sources
    if sources or not store.shared:  # a team's may be read on another machine
        store.account_sources.rank([each.name for each in sources])
    record = ledger().record

    def opening(each: AccountSourceSettings) -> AccountCourier:
        secret = account_secret_of(each, workspace.secrets)
        return AccountCourier(
            each.name,
            lambda: account_source(each, secret, record, store.account_sources.fields),
            store,
            poll=settings.account_poll,
        )

    return [opening(each) for each in sources]


def account_secret_of(source: AccountSourceSettings, secrets: Secrets) -> str:
    """The source's key or password; empty where it cannot be had, and the source itself will say so."""
    try:
        return secrets.read(account_source_secret(source.name)) or ""
    except SecretsUnavailable:
        return ""


def secret_of(connection: ConnectionSettings, secrets: Secrets) -> str:
    """The connection's token or password; empty where it cannot be had, and the connection itself will say so."""
    try:
        return secrets.read(connection_secret(connection.name)) or ""
    except SecretsUnavailable:
        return ""


def effective_connections(settings: Settings, folder: Path) -> tuple[ConnectionSettings, ...]:
    if settings.connections or settings.store_url:  # a team's helpdesks may be synced on another machine
        return settings.connections
    options = MappingProxyType({"folder": str(folder)})
    return (ConnectionSettings(SAMPLE, SAMPLE, url=str(paths.resources() / "demo"), options=options),)


def writable(settings: Settings) -> frozenset[ConnectionName] | None:
    """The connections whose helpdesk can be written to; None, which is all, of a team's: others may carry them."""
    if settings.store_url:
        return None
    every = effective_connections(settings, workspace_folder(settings))
    return frozenset(ConnectionName(each.name) for each in every if each.connector not in READ_ONLY)


def weights_path() -> Path:
    """The team's own weights, or ours where the team has none."""
    own = paths.config_dir() / "weights.toml"
    return own if own.exists() else paths.resources() / "weights.toml"


def loaded_weights(path: Path | None = None) -> LoadedWeights:
    """The weights of a file, or those in force."""
    return load_weights(path or weights_path(), shipped=paths.resources() / "weights.toml")


def _rulebook(given: Path | None, names: Vocabulary) -> Rulebook:
    if given is not None:
        return RulebookFile(given, names).load()
    own = rulebook_file(names)
    return own.load() if own.exists else _shipped_rulebook(names).load()


def loaded_rulebook(names: Vocabulary) -> Loaded:
    """The rulebook in force, and what is wrong with the team's file where another stands in for it."""
    own = rulebook_file(names)
    return own.loaded() if own.exists else _shipped_rulebook(names).loaded()


def _shipped_rulebook(names: Vocabulary) -> RulebookFile:
    return RulebookFile(paths.resources() / "rulebook.toml", names)


def rulebook_file(names: Vocabulary | None = None) -> RulebookFile:
    """The team's own rulebook; the last one that was right is kept beside the store."""
    return RulebookFile(
        paths.config_dir() / "rulebook.toml", names or vocabulary(), kept=paths.data_dir() / "rulebook-in-force.toml"
    )


def rules_in_force(assessor: Assessor, *, store: Store | None = None) -> RulesInForce:
    """Keeps an assessor at the team's rulebook, or at ours where the team has none; `store` knows its own intents."""
    return RulesInForce(assessor, rulebook_file().path, lambda: loaded_rulebook(vocabulary(store)))


def rulebook_desk(store: Store, rules: RulesInForce, *, person: str) -> RulebookDesk:
    """What a lead edits the team's rulebook with."""
    return RulebookDesk(
        file=rulebook_file(vocabulary(store)),
        shipped=paths.resources() / "rulebook.toml",
        versions=RulebookVersions(paths.data_dir() / "rulebooks"),
        draft=paths.data_dir() / "rulebook-draft.json",
        vocabulary=lambda: vocabulary(store),
        in_force=rules,
        store=store,
        person=person,
        clock=store.clock,
    )


def vocabulary(store: Store | None = None) -> Vocabulary:
    """All names that a rule may use; the intents of the team's own are those of its store."""
    own = [each.name for each in store.taught.intents()] if store is not None else []
    removed = store.taught.removed() if store is not None else ()
    return vocabulary_of(paths.models() / "manifest.toml", own, removed)


def taught_vocabulary() -> Vocabulary:
    """The names with what the team has taught, where its store is there and opens without asking anybody."""
    settings = settings_file().load()
    folder = workspace_folder(settings)
    if not settings.store_url and not (folder / "store.db").exists():
        return vocabulary()
    try:
        _, store = opened_store(settings, KeyringSecrets(str(paths.data_dir())))
    except (SecretsUnavailable, StoreFailed):
        return vocabulary()
    try:
        return vocabulary(store)
    finally:
        store.close()
