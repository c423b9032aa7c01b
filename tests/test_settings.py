"""Settings are read strictly, written whole, and keep a person's comments."""

from pathlib import Path

import pytest

from app.errors import SettingsInvalid
from app.replace_file import replace_file
from app.settings import ConnectionSettings, Settings
from app.settings_file import SettingsFile

REAL = Settings(
    person="Ana Ortiz",
    theme="dark",
    poll_seconds=30,
    business_days="Mon-Sat",
    holidays="2026-12-25",
    connections=(
        ConnectionSettings("desk", "request_tracker", url="https://rt.example", login="ana", options={"a": "b"}),
    ),
)


def test_no_file_means_the_defaults_and_the_sample(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.toml").load()
    assert settings == Settings()
    assert settings.is_sample


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "deep" / "settings.toml")
    file.save(REAL)
    loaded = file.load()
    assert loaded == REAL
    assert not loaded.is_sample
    file.save(Settings(person="Ben"))
    assert file.load() == Settings(person="Ben")


def test_comments_survive_a_save(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# night shift\nperson = "Ana"  # on call\n')
    file = SettingsFile(path)
    file.save(REAL)
    assert path.read_text().startswith('# night shift\nperson = "Ana Ortiz"  # on call')
    assert file.load() == REAL


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("person = ", "not TOML"),
        ("persn = 'Ana'", "persn"),
        ("poll_seconds = '20'", "poll_seconds must be int"),
        ("poll_seconds = 0", "1..3600"),
        ("offer_minutes = 0", "offer_minutes must lie in 1..10080"),
        ("store_url = 'postgresql://ana:hush@db.example/desk'", "holds a password"),
        ("store_url = 'postgresql://db.example:54x2/desk'", "no address"),
        ("store_url = 'mysql://db.example/desk'", "postgresql://"),
        ("theme = 'pink'", "light, dark or system"),
        ("desktop = 'loud'", "plain, subject or off"),
        ("[[connection]]\nname = 'a'", "cannot be read"),
        ("[[connection]]\nname = ''\nconnector = 'files'", "needs a name"),
        ("[[connection]]\nname = 'a'\nconnector = 'files'\npassword = 'x'", "cannot be read"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_where(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(SettingsInvalid, match=complaint) as caught:
        SettingsFile(path).load()
    assert str(path) in str(caught.value)


def test_an_unreadable_file_is_not_taken_for_an_absent_one(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"person = '\xff'")
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        SettingsFile(path).load()


def test_a_failed_replacement_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    replace_file(path, "old")
    with pytest.raises(UnicodeEncodeError):
        replace_file(path, "new \ud800")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]
