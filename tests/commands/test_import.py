"""`warmline import` and `warmline sync` bring tickets into the workspace."""

import json
from pathlib import Path

import pytest

from app.bootstrap import open_workspace, settings_file
from app.commands import command_line
from app.domain.queue import Lens
from app.settings import ConnectionSettings, Settings

LINE = {"id": "1", "messages": [{"role": "customer", "at": "2026-03-01T09:00:00Z", "text": "Hello"}]}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "old-desk.jsonl"
    path.write_text(json.dumps(LINE) + "\nnonsense\n")
    return path


@pytest.mark.usefixtures("system_keyring")
def test_an_imported_file_is_a_connection_and_twice_changes_nothing(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.run(["import", str(export)]) == 0
    printed = capsys.readouterr().out
    assert "line 2" in printed
    assert "1 tickets came" in printed
    assert command_line.run(["import", str(export)]) == 0
    workspace = open_workspace()
    try:
        assert not workspace.console.is_sample, "a customer's words never lie among the invented ones"
        assert [each.name for each in workspace.console.connections()] == ["old-desk"]
        assert workspace.console.queue(Lens.ALL) == ["old-desk:1"]
    finally:
        workspace.close()


@pytest.mark.usefixtures("system_keyring")
def test_the_name_of_another_connection_is_refused(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = ConnectionSettings("old-desk", "request_tracker", url="https://rt.example")
    settings_file().save(Settings(connections=(other,)))
    assert command_line.run(["import", str(export)]) == command_line.FAILED
    assert "--name" in capsys.readouterr().err
    assert settings_file().load().connections == (other,)


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_and_a_terminal_nothing_is_configured_by_half(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.run(["import", str(export)]) == command_line.FAILED
    assert "keyring" in capsys.readouterr().err
    assert settings_file().load().is_sample


def test_sync_without_configuration_brings_the_sample(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["sync"]) == 0
    assert "sample: " in capsys.readouterr().out
    workspace = open_workspace()
    try:
        assert len(workspace.console.queue(Lens.ALL)) > 50
    finally:
        workspace.close()
