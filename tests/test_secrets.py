"""Secrets lie in a real keyring, and where there is none that is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import SecretsUnavailable
from app.secrets import KEY_BYTES, KeyringSecrets, SessionSecrets, key_from_words, new_key


@pytest.mark.keyring
@pytest.mark.usefixtures("system_keyring")
def test_a_secret_is_kept_replaced_and_forgotten() -> None:
    secrets = KeyringSecrets("here")
    assert secrets.read("token") is None
    secrets.write("token", "first")
    secrets.write("token", "sécond ☃")
    assert secrets.read("token") == "sécond ☃"
    secrets.forget("token")
    secrets.forget("token")
    assert secrets.read("token") is None


@pytest.mark.keyring
@pytest.mark.usefixtures("system_keyring")
def test_two_data_folders_do_not_share_secrets() -> None:
    KeyringSecrets("one").write("token", "mine")
    assert KeyringSecrets("other").read("token") is None


@pytest.mark.usefixtures("no_keyring")
@pytest.mark.parametrize(
    "attempt",
    [
        lambda secrets: secrets.read("token"),
        lambda secrets: secrets.write("token", "hush"),
        lambda secrets: secrets.forget("token"),
    ],
)
def test_a_missing_keyring_is_said_with_what_to_do(attempt: Callable[[KeyringSecrets], object]) -> None:
    with pytest.raises(SecretsUnavailable, match="type the secret for this session") as caught:
        attempt(KeyringSecrets("here"))
    assert "hush" not in str(caught.value)


def test_session_secrets_live_as_long_as_they_do() -> None:
    secrets = SessionSecrets({"token": "given"})
    secrets.write("other", "typed")
    secrets.forget("token")
    assert (secrets.read("token"), secrets.read("other")) == (None, "typed")


def test_a_recovery_key_is_taken_as_it_is(tmp_path: Path) -> None:
    key = new_key()
    assert key_from_words(f"  {key.hex()}\n", tmp_path / "salt") == key
    assert not (tmp_path / "salt").exists()


def test_a_passphrase_gives_the_same_key_every_time_and_another_for_another_salt(tmp_path: Path) -> None:
    first = key_from_words("correct horse", tmp_path / "salt")
    assert len(first) == KEY_BYTES
    assert key_from_words("correct horse", tmp_path / "salt") == first
    assert key_from_words("correct horse ", tmp_path / "salt") != first
    assert key_from_words("correct horse", tmp_path / "other") != first


@pytest.mark.usefixtures("no_keyring")
def test_what_is_held_is_read_without_a_keyring() -> None:
    secrets = KeyringSecrets("here")
    secrets.hold("token", "typed")
    assert secrets.read("token") == "typed"
