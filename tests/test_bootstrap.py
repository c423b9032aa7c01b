"""A workspace opens with its key and with nothing else, and says what is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import paths
from app.bootstrap import (
    SAMPLE_PERSON,
    Workspace,
    connectors,
    default_assessor,
    open_workspace,
    secret_of,
    settings_file,
)
from app.errors import SecretsUnavailable, SettingsInvalid, StoreLocked
from app.secrets import STORE_KEY, KeyringSecrets, SessionSecrets
from app.settings import ConnectionSettings, Settings

FILES = ConnectionSettings("desk", "files", url="/nowhere")


@pytest.fixture
def configured() -> None:
    settings_file().save(Settings(person="Ana", connections=(FILES,)))


@contextmanager
def opened(secrets: SessionSecrets | KeyringSecrets | None = None, words: str | None = None) -> Iterator[Workspace]:
    workspace = open_workspace(secrets=secrets, words=words)
    try:
        yield workspace
    finally:
        workspace.close()


@pytest.mark.usefixtures("no_keyring")
def test_nothing_configured_opens_the_sample_without_a_keyring() -> None:
    with opened() as workspace:
        assert workspace.console.is_sample
        assert workspace.console.person == SAMPLE_PERSON
        (sample,) = connectors(workspace.settings, workspace.secrets)
        assert sample.writable
        sample.close()


@pytest.mark.usefixtures("configured")
def test_the_first_opening_makes_a_key_and_the_next_uses_it() -> None:
    secrets = SessionSecrets()
    with opened(secrets):
        pass
    key = secrets.read(STORE_KEY)
    assert key is not None
    assert not store_file().read_bytes().startswith(b"SQLite format 3"), "the file is encrypted"
    with opened(secrets) as workspace:
        assert workspace.key == bytes.fromhex(key)
        assert not workspace.console.is_sample


@pytest.mark.usefixtures("configured")
def test_another_key_does_not_open_it_and_nothing_is_overwritten() -> None:
    with opened(SessionSecrets()):
        pass
    before = store_file().read_bytes()
    with pytest.raises(StoreLocked):
        open_workspace(secrets=SessionSecrets({STORE_KEY: "00" * 32}))
    assert store_file().read_bytes() == before


@pytest.mark.usefixtures("configured")
def test_a_lost_key_is_said_and_the_recovery_key_opens_the_store() -> None:
    secrets = SessionSecrets()
    with opened(secrets):
        pass
    recovery = secrets.read(STORE_KEY)
    assert recovery is not None
    with pytest.raises(StoreLocked, match="recovery key"):
        open_workspace(secrets=SessionSecrets())
    again = SessionSecrets()
    with opened(again, words=recovery):
        assert again.read(STORE_KEY) == recovery, "not asked for twice in one session"


@pytest.mark.usefixtures("configured", "no_keyring")
def test_without_a_keyring_a_passphrase_locks_the_store() -> None:
    with pytest.raises(SecretsUnavailable):
        open_workspace()
    with opened(words="correct horse battery"):
        pass
    with pytest.raises(StoreLocked):
        open_workspace(words="wrong horse")
    with opened(words="correct horse battery"):
        pass


@pytest.mark.usefixtures("no_keyring")
def test_a_connection_whose_secret_cannot_be_had_is_for_the_connection_to_say() -> None:
    assert secret_of(FILES, KeyringSecrets("here")) == ""


def test_a_teams_own_weights_and_rulebook_are_used_and_named_when_they_are_wrong() -> None:
    default = default_assessor()
    own = paths.config_dir() / "weights.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text((paths.resources() / "weights.toml").read_text() + "\n# ours\n")
    assert default_assessor().weights.revision != default.weights.revision
    own.write_text("[thresholds]\nsuggest = 'high'\n")
    with pytest.raises(SettingsInvalid, match=str(own)):
        default_assessor()
    own.write_text("[thresholds\n")
    with pytest.raises(SettingsInvalid, match="Mend it"):
        default_assessor()


def store_file() -> Path:
    return paths.data_dir() / "workspace" / "store.db"


def test_verdicts_are_made_in_the_teams_business_hours_and_name_them() -> None:
    settings_file().save(Settings(business_days="Sun-Thu", business_hours="08:00-16:00", time_zone="Asia/Dubai"))
    assessor = default_assessor()
    assert assessor.hours.weekdays == frozenset({6, 0, 1, 2, 3})
    assert "Asia/Dubai" in assessor.versions("m").hours
    assert default_assessor(settings=Settings()).versions("m") != assessor.versions("m")


def test_business_hours_that_cannot_be_read_are_named() -> None:
    settings_file().save(Settings(business_hours="nine to five"))
    with pytest.raises(SettingsInvalid, match="business_hours"):
        default_assessor()
