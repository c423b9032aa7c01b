"""`warmline intents` lists, tries, saves and removes, and says what is wrong with a file."""

import json
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.commands import command_line
from app.commands.intents import draft_in
from app.errors import BadInput
from tests.builders import draft

PHRASES = "\n".join(draft().positives)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "outage.toml"
    path.write_text(
        f'name = "refund_after_outage"\nmeaning = "Wants money back."\npositives = """\n{PHRASES}\n"""\n'
        'near = ["Is it down?"]\n'
    )
    return path


def test_a_file_may_give_lists_or_blocks_of_lines(file: Path) -> None:
    found = draft_in(file)
    assert found.positives == draft().positives
    assert found.near == ("Is it down?",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("=", "cannot be read"),
        ("title = 'x'", "'title' is not known here"),
        ("positives = 5", "positives has to be a list of phrases"),
        ("positives = [5]", "positives has to be a list of phrases"),
        ("name = ['x']", "name has to be text"),
        ("name = 'refund'", "name: refund comes with Warmline"),
        ("name = 'ours'", "positives: At least 8 different phrases"),
    ],
)
def test_what_is_wrong_with_a_file_is_a_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    with pytest.raises(BadInput) as raised:
        draft_in(path)
    assert complaint in str(raised.value)


def test_a_faulty_file_fails_before_any_model_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["intents", "try", str(tmp_path / "none.toml")]) == command_line.FAILED
    assert "There is no" in capsys.readouterr().err


def test_with_nothing_taught_the_list_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["intents", "list"]) == 0
    assert "taught nothing yet" in capsys.readouterr().out
    assert command_line.run(["intents", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"intents": [], "corrections": []}


def test_removing_what_is_not_there_names_what_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["intents", "remove", "ours"]) == command_line.FAILED
    assert "no intent 'ours'. There is none yet." in capsys.readouterr().err


@pytest.mark.models
def test_an_intent_is_tried_saved_listed_and_removed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["intents", "try", str(file), "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert tried["figures"]["recall"]["of"] == 8
    assert command_line.run(["intents", "save", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "refund_after_outage is saved" in printed
    assert "Recall: " in printed
    workspace = open_workspace()
    assert [each.name for each in workspace.console.intents.taught()] == ["refund_after_outage"]
    workspace.close()
    assert command_line.run(["intents", "list"]) == 0
    assert "8 phrases, 1 near misses" in capsys.readouterr().out
    assert command_line.run(["intents", "remove", "refund_after_outage", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": "refund_after_outage"}
