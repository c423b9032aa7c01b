"""`warmline rulebook` says what is wrong with a rulebook, and which names its conditions may use."""

from pathlib import Path

import pytest

from app import paths
from app.bootstrap import open_workspace, vocabulary
from app.commands import command_line
from app.domain.silent import SilentDecision, edition
from tests.builders import NOW, taught, triage


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


def test_what_the_team_has_taught_is_among_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    workspace = open_workspace()
    workspace.store.taught.save(taught("refund_after_outage"))
    workspace.close()
    assert command_line.run(["rulebook", "--names"]) == 0
    assert "| `intents.refund_after_outage` |" in capsys.readouterr().out
    workspace = open_workspace()
    (ours,) = workspace.store.taught.intents()
    workspace.store.taught.remove(ours.id, by="Ana", at=NOW)
    assert vocabulary(workspace.store).removed == ("refund_after_outage",)
    workspace.close()


def test_rules_in_shadow_are_compared_with_what_people_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["rulebook", "--shadow"]) == 0
    assert "No rule that sends somewhere is in shadow." in capsys.readouterr().out
    own = paths.config_dir() / "rulebook.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    text = (paths.resources() / "rulebook.toml").read_text("utf-8")
    own.write_text(text.replace('name = "Billing"', 'name = "Billing"\nmode = "shadow"'), "utf-8")
    assert command_line.run(["rulebook", "--shadow"]) == 0
    assert "Billing: it has not decided on any ticket yet." in capsys.readouterr().out
    workspace = open_workspace()
    rule = next(each for each in workspace.assessor.rulebook.rules if each.name == "Billing")
    silent = SilentDecision("Billing", rule.group, edition(rule))
    workspace.store.triaged.record([triage("1", silent=(silent,))])
    workspace.close()
    assert command_line.run(["rulebook", "--shadow"]) == 0
    assert "Billing: of 1 tickets people sent 0 to the same group and 0 elsewhere, 1 stayed" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["rulebook", "nowhere.toml"]) == 1
    assert "There is no nowhere.toml" in capsys.readouterr().err
