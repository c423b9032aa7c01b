"""`warmline import` and `warmline sync` bring tickets into the workspace."""

import json
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.commands import command_line
from app.domain.queue import Lens

LINE = {"id": "1", "messages": [{"role": "customer", "at": "2026-03-01T09:00:00Z", "text": "Hello"}]}


def test_an_imported_file_is_in_the_queue_and_twice_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "old-desk.jsonl"
    path.write_text(json.dumps(LINE) + "\nnonsense\n")
    assert command_line.run(["import", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "line 2" in printed
    assert "1 tickets came" in printed
    assert command_line.run(["import", str(path)]) == 0
    workspace = open_workspace()
    try:
        assert workspace.console.queue(Lens.ALL) == ["old-desk:1"]
    finally:
        workspace.close()


def test_sync_without_configuration_brings_the_sample(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["sync"]) == 0
    assert "sample: " in capsys.readouterr().out
    workspace = open_workspace()
    try:
        assert len(workspace.console.queue(Lens.ALL)) > 50
    finally:
        workspace.close()
