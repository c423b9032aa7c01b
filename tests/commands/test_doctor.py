"""`warmline doctor` looks at everything and says what to do about what is broken."""

import pytest

from app import paths
from app.bootstrap import settings_file
from app.commands import command_line
from app.secrets import STORE_KEY, KeyringSecrets
from app.settings import ConnectionSettings, Settings

pytestmark = pytest.mark.models


@pytest.mark.usefixtures("no_keyring")
def test_a_fresh_machine_without_a_keyring_is_fine_for_the_sample(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["doctor"]) == 0
    printed = capsys.readouterr().out
    assert "sample workspace" in printed
    assert "FAIL" not in printed
    for subject in ("settings", "keyring", "models", "store", "connection sample"):
        assert f"ok    {subject}: " in printed


@pytest.mark.usefixtures("no_keyring")
def test_a_real_workspace_without_a_keyring_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    settings_file().save(Settings(connections=(ConnectionSettings("desk", "files", url="/nowhere"),)))
    assert command_line.run(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "FAIL  keyring: " in printed
    assert "FAIL  store: " in printed


@pytest.mark.usefixtures("system_keyring")
def test_a_broken_connection_is_named_and_the_store_is_made_with_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    settings_file().save(Settings(connections=(ConnectionSettings("desk", "files", url="/nowhere"),)))
    assert command_line.run(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "ok    store: " in printed
    assert "FAIL  connection desk: " in printed
    assert "/nowhere" in printed
    assert command_line.run(["doctor", "--recovery-key"]) == 0
    assert capsys.readouterr().out.strip() == KeyringSecrets(str(paths.data_dir())).read(STORE_KEY)


@pytest.mark.usefixtures("system_keyring")
def test_a_store_whose_key_is_gone_says_how_to_open_it(capsys: pytest.CaptureFixture[str]) -> None:
    settings_file().save(Settings(connections=(ConnectionSettings("desk", "files", url="/nowhere"),)))
    command_line.run(["doctor"])
    KeyringSecrets(str(paths.data_dir())).forget(STORE_KEY)
    capsys.readouterr()
    assert command_line.run(["doctor"]) == 1
    assert "recovery key" in capsys.readouterr().out


def test_a_slip_in_the_rulebook_or_the_weights_is_theirs_and_not_the_stores(
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths.config_dir().mkdir(parents=True, exist_ok=True)
    for name, right, wrong in (("rulebook", "leads = []", "laeds = []"), ("weights", "even = 66", "even = nan")):
        text = (paths.resources() / f"{name}.toml").read_text("utf-8")
        (paths.config_dir() / f"{name}.toml").write_text(text.replace(right, wrong), "utf-8")
    assert command_line.run(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "FAIL  rulebook: " in printed
    assert "'leads' is meant, perhaps" in printed
    assert "FAIL  weights: " in printed
    assert "ok    store: " in printed
