"""The command line names every command, and says in one sentence what went wrong."""

from pathlib import Path

import pytest

from app import __version__
from app.commands import command_line


def test_help_names_every_command_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.run(["--help"])
    printed = capsys.readouterr().out
    assert ended.value.code == 0
    for name in command_line.MODULES:
        assert f"\n    {name} " in printed
    assert "Score the tickets of a file and say why" in printed


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.run(["--version"])
    assert capsys.readouterr().out == f"Warmline {__version__}\n"


@pytest.mark.parametrize("command", ["import", "triage"])
def test_a_file_that_is_not_there_is_a_sentence(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.run([command, str(tmp_path / "none.jsonl")]) == command_line.FAILED
    assert capsys.readouterr().err == f"warmline {command}: There is no {tmp_path / 'none.jsonl'}.\n"


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.run(["dance"])
    assert ended.value.code == 2
    assert "dance" in capsys.readouterr().err
