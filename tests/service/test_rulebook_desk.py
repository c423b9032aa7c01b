"""A lead opens, checks, saves and puts back the rulebook; nothing wrong is saved, and nobody's work is overwritten."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from app import paths
from app.bootstrap import default_assessor, rulebook_desk, rules_in_force
from app.domain.rulebook import Mode
from app.domain.rulebook_sheet import (
    AddRule,
    ChangeRule,
    CopyRule,
    MoveRule,
    OpenedRulebook,
    Overtaken,
    RemoveRule,
    ReplaceText,
    RulebookEdit,
)
from app.errors import SettingsInvalid, StoreFailed
from app.service.rulebook_desk import RulebookDesk
from app.store.audit import entries
from app.store.store import Store
from app.store.tables import AuditRow
from tests.builders import taught

SHIPPED = (paths.resources() / "rulebook.toml").read_text("utf-8")
REFUND = 4  # the place of a rule with a condition in words
LEGAL = 1


@pytest.fixture
def desk(store: Store) -> RulebookDesk:
    return rulebook_desk(store, rules_in_force(default_assessor()), person="Lea Lind")


def own() -> Path:
    return paths.config_dir() / "rulebook.toml"


def opened(result: OpenedRulebook | Overtaken) -> OpenedRulebook:
    assert isinstance(result, OpenedRulebook)
    return result


def test_a_team_without_one_begins_with_the_shipped_rulebook(desk: RulebookDesk) -> None:
    found = desk.open()
    assert found.sheet.text == SHIPPED
    assert (found.on_disk, found.problem, found.previous) == ("", "", "")
    assert found.sheet.usable
    assert [each.name for each in found.sheet.rules][:2] == ["Security incident", "Legal"]
    assert found.sheet.choices.tiers[0] == (1, "First line")
    assert found.sheet.choices.certifications == ("security", "legal", "privacy")


def test_a_rule_of_signals_is_shown_as_the_condition_that_it_means(desk: RulebookDesk) -> None:
    rules = {each.name: each for each in desk.open().sheet.rules}
    assert rules["Legal"].condition == "signals.legal_threat >= 0.75"
    assert rules["Valued account may leave"].condition == "signals.churn_threat >= 0.8 && account.value > 50000"
    assert all(each.form is not None for each in rules.values())


def test_an_intent_that_is_taught_while_the_rulebook_is_open_can_be_asked_for_at_once(store: Store) -> None:
    in_force = rules_in_force(default_assessor(), store=store)
    desk = rulebook_desk(store, in_force, person="Lea Lind")
    text = desk.edited(SHIPPED, [ChangeRule(LEGAL, {"when": "intents.refund_after_outage >= 0.6"})]).text
    assert not desk.sheet(text).usable
    store.taught.save(taught())
    sheet = desk.sheet(text)
    assert sheet.usable
    assert "refund_after_outage" in sheet.choices.vocabulary.intents
    assert opened(desk.save(text, on_disk="")).sheet.text == text
    assert in_force.assessor().rulebook.rules[LEGAL].when == "intents.refund_after_outage >= 0.6"


def test_the_names_of_before_are_offered_where_the_store_cannot_say(
    desk: RulebookDesk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StoreFailed("The store is away.")

    before = desk.vocabulary
    monkeypatch.setattr(store.taught, "intents", away)
    assert desk.vocabulary is before
    assert desk.sheet(SHIPPED).usable


def test_edits_are_made_one_after_the_other(desk: RulebookDesk) -> None:
    edits: list[RulebookEdit] = [
        ChangeRule(LEGAL, {"when": "score > 90", "notify": ("legal@team.example",), "certification": None}),
        MoveRule(LEGAL, 0),
        CopyRule(0, "Legal too"),
        RemoveRule(2),
        AddRule("New", None),
    ]
    sheet = desk.edited(SHIPPED, edits)
    assert [each.name for each in sheet.rules][:3] == ["Legal", "Legal too", "Compliance violation"]
    legal, new = sheet.rules[0], sheet.rules[-1]
    assert (legal.condition, legal.notify) == ("score > 90", ("legal@team.example",))
    assert (new.name, new.mode, new.group) == ("New", Mode.SHADOW, "Tier 2 Technical")
    assert "signals" not in sheet.text.partition('name = "Legal"')[2].partition("[[rule]]")[0]
    assert sheet.text.count("#") == SHIPPED.count("#")


def test_a_rule_in_a_scenario_shows_its_own_mode_and_the_one_that_holds(desk: RulebookDesk) -> None:
    text = SHIPPED + '\n[[scenario]]\nname = "Trial"\nmode = "off"\n'
    sheet = desk.edited(text, [ChangeRule(LEGAL, {"scenario": "Trial"})])
    assert (sheet.rules[LEGAL].mode, sheet.rules[LEGAL].in_effect) == (Mode.AUTOMATIC, Mode.OFF)


def test_saving_puts_it_in_force_and_logs_who_did(desk: RulebookDesk, store: Store) -> None:
    before = desk.open()
    text = SHIPPED.replace("at_least = 0.75", "at_least = 0.8")
    saved = opened(desk.save(text, on_disk=before.on_disk))
    assert own().read_text("utf-8") == text
    assert saved.on_disk == saved.sheet.revision
    assert desk.in_force.assessor().rulebook.revision == saved.on_disk
    with store._database.read() as session:
        [entry] = [each for each in entries(session) if each.subject.startswith("rulebook ")]
        assert session.scalar(select(AuditRow.by)) == "Lea Lind"
    assert json.loads(entry.what) == {"revision": saved.on_disk}
    assert opened(desk.save(text, on_disk=saved.on_disk)) == saved, "the same once more changes nothing"


def test_what_was_replaced_can_be_put_back_and_that_too_can_be_undone(desk: RulebookDesk) -> None:
    first = SHIPPED + "# one\n"
    second = SHIPPED + "# two\n"
    saved = opened(desk.save(first, on_disk=""))
    saved = opened(desk.save(second, on_disk=saved.on_disk))
    back = opened(desk.put_back(on_disk=saved.on_disk))
    assert own().read_text("utf-8") == first
    assert desk.in_force.assessor().rulebook.revision == back.on_disk
    again = opened(desk.put_back(on_disk=back.on_disk))
    assert own().read_text("utf-8") == second
    assert again.previous == back.on_disk


def test_there_is_nothing_to_put_back_before_the_first_save(desk: RulebookDesk) -> None:
    with pytest.raises(SettingsInvalid, match="no earlier rulebook"):
        desk.put_back(on_disk="")
    assert not own().exists()


def test_somebody_else_s_change_is_said_and_not_overwritten(desk: RulebookDesk) -> None:
    saved = opened(desk.save(SHIPPED + "# mine\n", on_disk=""))
    own().write_text(SHIPPED + "# theirs\n", "utf-8")
    result = desk.save(SHIPPED + "# mine again\n", on_disk=saved.on_disk)
    assert isinstance(result, Overtaken)
    assert result.theirs.sheet.text.endswith("# theirs\n")
    assert own().read_text("utf-8").endswith("# theirs\n")
    assert isinstance(desk.put_back(on_disk=saved.on_disk), Overtaken)
    knowingly = opened(desk.save(SHIPPED + "# mine again\n", on_disk=result.theirs.on_disk))
    assert own().read_text("utf-8").endswith("# mine again\n")
    assert knowingly.previous == result.theirs.on_disk


def test_a_file_that_appeared_or_vanished_meanwhile_is_somebody_s_change_too(desk: RulebookDesk) -> None:
    own().parent.mkdir(parents=True, exist_ok=True)
    own().write_text(SHIPPED + "# theirs\n", "utf-8")
    assert isinstance(desk.save(SHIPPED + "# mine\n", on_disk=""), Overtaken)
    seen = desk.open()
    own().unlink()
    assert isinstance(desk.save(SHIPPED + "# mine\n", on_disk=seen.on_disk), Overtaken)


def test_a_broken_file_is_opened_with_what_is_wrong_with_it(desk: RulebookDesk) -> None:
    own().parent.mkdir(parents=True, exist_ok=True)
    own().write_text(SHIPPED.replace("account.value >", "acount.value >"), "utf-8")
    found = desk.open()
    assert [each.rule for each in found.sheet.findings] == ["Refund, account above $50,000"]
    assert not found.sheet.usable
    mended = opened(desk.save(SHIPPED, on_disk=found.on_disk))
    assert mended.sheet.usable


def test_a_file_that_cannot_be_read_shows_what_is_in_force_and_says_so(desk: RulebookDesk) -> None:
    saved = opened(desk.save(SHIPPED + "# ours\n", on_disk=""))
    own().write_bytes(b"x" * 10_000_000)
    found = desk.open()
    assert "larger than any rulebook" in found.problem
    assert found.sheet.text == saved.sheet.text
    own().write_bytes(b"\xff\xfe")
    assert "cannot be read" in desk.open().problem


TYPO = SHIPPED.replace("signals.billing_dispute >=", "signals.billing_dispute >>")
UNKNOWN = SHIPPED.replace("account.value > 50000", "acount.value > 50000")
ZERO = SHIPPED.replace("account.value > 50000", "account.value / 0 > 1")
HUGE = SHIPPED.replace("account.value > 50000", "account.value > 50000" + " || tier > 1" * 800_000)
LOOP = SHIPPED.replace('"signals.billing_dispute >= 0.6 && account.value > 50000"', '"score > 3"\npoints = 5')
DEEP = SHIPPED.replace("account.value > 50000", "(" * 5_000 + "true" + ")" * 5_000)
NO_TOML = SHIPPED.replace("[[rule]]", "[[rule", 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TYPO, "means nothing here|a value is missing"),
        (UNKNOWN, r"there is no acount\.value; account\.value is meant, perhaps"),
        (ZERO, "divides by zero"),
        (LOOP, "a rule that adds points cannot ask for the score"),
        (HUGE, "at most 1,000,000 are read"),
        (DEEP, "at most 2,000 are read"),
        (NO_TOML, "not TOML"),
        ("rule = 3\n", "cannot be used"),
        ("", "cannot be used"),
        (SHIPPED.replace('group = "Security"\nnotify', 'group = "Securty"\nnotify'), "no .*desk.* entry"),
    ],
    ids=["typo", "unknown name", "zero", "loop", "10 MB", "deep", "no TOML", "no rules", "empty", "group"],
)
def test_nothing_wrong_is_saved_and_what_was_running_goes_on(desk: RulebookDesk, text: str, says: str) -> None:
    saved = opened(desk.save(SHIPPED + "# ours\n", on_disk=""))
    assert not desk.sheet(text).usable
    with pytest.raises(SettingsInvalid, match=says):
        desk.save(text, on_disk=saved.on_disk)
    assert own().read_text("utf-8") == SHIPPED + "# ours\n"
    assert desk.in_force.assessor().rulebook.revision == saved.on_disk
    assert desk.open() == saved


@pytest.mark.parametrize(
    "edit",
    [
        ChangeRule(LEGAL, {"name": "half \ud800 a character", "when": 'said.contains("\ud800")'}),
        ChangeRule(LEGAL, {"when": "x'''y\"\"\"z\\ \t\n\r\u2028"}),
        ReplaceText("\ud800"),
    ],
)
def test_whatever_is_typed_the_text_stays_one_that_can_be_kept(desk: RulebookDesk, edit: RulebookEdit) -> None:
    sheet = desk.edited(SHIPPED, [edit])
    assert sheet.text.encode()
    assert desk.sheet(sheet.text) == sheet


def test_the_difference_is_that_to_the_file(desk: RulebookDesk) -> None:
    assert desk.difference(SHIPPED) == ()
    lines = desk.difference(desk.edited(SHIPPED, [ChangeRule(LEGAL, {"hard": None})]).text)
    assert [each for each in lines if each[:1] in "+-" and each[:3] not in {"+++", "---"}] == ["-hard = true"]


def test_only_so_many_versions_are_kept(desk: RulebookDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.service.rulebook_versions.KEPT", 3)
    on_disk = ""
    for number in range(5):
        on_disk = opened(desk.save(f"{SHIPPED}# {number}\n", on_disk=on_disk)).on_disk
    assert len(list((paths.data_dir() / "rulebooks").glob("*.toml"))) == 3


def test_a_crash_before_the_file_is_written_loses_nothing(desk: RulebookDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = opened(desk.save(SHIPPED + "# ours\n", on_disk=""))

    def crash(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("app.service.rulebooks.replace_file", crash)
        with pytest.raises(SettingsInvalid, match="no space left"):
            desk.save(SHIPPED + "# next\n", on_disk=saved.on_disk)
    assert own().read_text("utf-8") == SHIPPED + "# ours\n"
    assert desk.in_force.assessor().rulebook.revision == saved.on_disk
