"""`warmline rulebook` says what is wrong with a rulebook, and which names its conditions may use."""

from pathlib import Path

import pytest

from app import paths
from app.commands import command_line


def test_the_default_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["rulebook"]) == 0
    assert "17 rules can be used." in capsys.readouterr().out


def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "rulebook.toml"
    text = (paths.resources() / "rulebook.toml").read_text("utf-8")
    wrong.write_text(text.replace("account.value", "acount.value"), "utf-8")
    assert command_line.run(["rulebook", str(wrong)]) == 1
    printed = capsys.readouterr().out
    assert "line 1, column 35 of its condition: there is no acount.value; account.value is meant, perhaps." in printed
    assert "cannot be used" in printed


def test_every_name_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["rulebook", "--names"]) == 0
    printed = capsys.readouterr().out
    assert "| `account.value` |" in printed
    assert "| `intents.refund` |" in printed


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["rulebook", "nowhere.toml"]) == 1
    assert "There is no nowhere.toml" in capsys.readouterr().err
