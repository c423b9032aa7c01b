"""A wrong rulebook neither is saved nor takes the place of the one that works."""

import logging
from pathlib import Path

import pytest

from app import paths
from app.bootstrap import default_assessor
from app.domain.rule_verdicts import Verdict
from app.errors import SettingsInvalid
from app.service.assess import Assessor
from app.service.rulebooks import RulebookFile, vocabulary_of
from tests.signals.scene import customer, fact, scene

DEFAULT = (paths.resources() / "rulebook.toml").read_text("utf-8")
WRONG = DEFAULT.replace("account.value", "acount.value")


@pytest.fixture
def file(tmp_path: Path) -> RulebookFile:
    vocabulary = vocabulary_of(paths.models() / "manifest.toml", own=("our_intent",))
    return RulebookFile(tmp_path / "rulebook.toml", vocabulary, kept=tmp_path / "kept.toml")


def test_what_is_right_is_saved_as_it_was_typed_and_loaded_again(file: RulebookFile) -> None:
    text = DEFAULT.replace("signals.billing_dispute", "intents.our_intent").replace("\n", "\r\n")
    saved = file.save(text)
    assert file.path.read_bytes().decode() == text
    assert file.load() == saved


def test_an_intent_that_the_team_has_removed_leaves_the_rulebook_in_force_and_is_warned_of(
    file: RulebookFile, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = DEFAULT.replace("signals.billing_dispute", "intents.our_intent")
    file.save(text)
    names = vocabulary_of(paths.models() / "manifest.toml", removed=("our_intent", "refund"))
    assert names.removed == ("our_intent",)
    after = RulebookFile(tmp_path / "rulebook.toml", names)
    with caplog.at_level(logging.WARNING):
        book = after.load()
    assert "asks for the intent our_intent, which was removed" in caplog.text
    (warning,) = after.check(text).warnings
    assert warning.words == (
        "rule 'Refund, account above $50,000': asks for the intent 'our_intent', which your team has removed: "
        "that cannot be told any more."
    )
    assessor = Assessor(default_assessor().weights, book)
    triage = assessor.assess(scene(customer(refund=0.9), facts=[fact("value", 60_000)]), model_revision="m")
    verdict = next(each for each in triage.rules if each.rule == warning.rule)
    assert (verdict.verdict, verdict.because) == (Verdict.UNKNOWN, "our intent is not known")


def test_rules_may_ask_how_it_is_said_and_for_what_the_team_has_taught(file: RulebookFile) -> None:
    when = "emotions.anger > 0.6 && manner.politeness < 0.0 && manner.urgency > 0.5 && intents.our_intent > 0.5"
    book = file.save(DEFAULT.replace("signals.billing_dispute >= 0.6", when))
    assert when in next(each.when for each in book.rules if each.name.startswith("Refund"))
    assert [each.says for each in file.check(DEFAULT.replace("signals.billing_dispute", "emotions.angr")).errors] == [
        "there is no emotions.angr; emotions.anger is meant, perhaps."
    ]


def test_what_is_wrong_is_not_saved(file: RulebookFile) -> None:
    file.save(DEFAULT)
    with pytest.raises(SettingsInvalid, match=r"account\.value is meant"):
        file.save(WRONG)
    assert file.path.read_text("utf-8") == DEFAULT
    assert [each.rule for each in file.check(WRONG).errors] == ["Refund, account above $50,000"]


def test_a_file_that_was_broken_by_hand_leaves_the_last_right_one_in_force(
    file: RulebookFile, caplog: pytest.LogCaptureFixture
) -> None:
    right = file.save(DEFAULT)
    file.path.write_text(WRONG, "utf-8")
    with caplog.at_level(logging.ERROR):
        assert file.load() == right
    assert "The rulebook of before stays in force." in caplog.text
    file.path.write_bytes(b"\xff\xfe")
    assert file.load() == right


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('criteria = "Passwords', "criteria = 5 # "),
        ("tier = 1", 'tier = "1"'),
        ("minimum_value = 50_000", "minimum_value = inf"),
        ("leads = []", "laeds = []"),
    ],
)
def test_a_value_of_a_wrong_kind_leaves_the_last_right_one_in_force(file: RulebookFile, right: str, wrong: str) -> None:
    before = file.save(DEFAULT)
    file.path.write_text(DEFAULT.replace(right, wrong), "utf-8")
    loaded = file.loaded()
    assert loaded.rulebook == before
    assert loaded.problem.count(str(file.path)) == 1


def test_a_file_that_an_editor_began_with_a_mark_is_read(file: RulebookFile) -> None:
    file.path.write_text(DEFAULT, "utf-8-sig")
    assert file.load() == file.read(DEFAULT)


def test_a_wrong_file_with_none_before_is_refused(file: RulebookFile) -> None:
    file.path.write_text(WRONG, "utf-8")
    with pytest.raises(SettingsInvalid, match="acount"):
        file.load()


def test_one_rule_is_changed_and_a_wrong_change_changes_nothing(file: RulebookFile) -> None:
    file.save(DEFAULT)
    book = file.change_rule("Legal", {"at_least": 0.9})
    assert next(rule for rule in book.rules if rule.name == "Legal").at_least == 0.9
    before = file.path.read_bytes()
    with pytest.raises(SettingsInvalid):
        file.change_rule("Legal", {"at_least": 9})
    assert file.path.read_bytes() == before


def test_the_documented_names_are_those_of_the_table() -> None:
    from app.service.rulebook_docs import names_table

    document = Path(paths.resources().parent / "docs" / "rulebook.md").read_text("utf-8")
    assert names_table(vocabulary_of(paths.models() / "manifest.toml")) in document
