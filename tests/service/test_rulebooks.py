"""A wrong rulebook neither is saved nor takes the place of the one that works."""

import logging
from pathlib import Path

import pytest

from app import paths
from app.errors import SettingsInvalid
from app.service.rulebooks import RulebookFile, vocabulary_of

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
