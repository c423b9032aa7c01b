"""Everything is found, and a person's own things lie where the system, or WARMLINE_HOME, says."""

from pathlib import Path

import pytest

from app import paths


def test_what_comes_with_the_program_is_found() -> None:
    assert (paths.resources() / "weights.toml").is_file()
    assert (paths.resources() / "rulebook.toml").is_file()
    assert (paths.models() / "manifest.toml").is_file()


def test_one_variable_moves_everything_of_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARMLINE_HOME", str(tmp_path))
    folders = {paths.config_dir(), paths.data_dir(), paths.log_dir()}
    assert len(folders) == 3
    assert {folder.parent for folder in folders} == {tmp_path}


def test_without_it_they_lie_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WARMLINE_HOME")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for folder in (paths.config_dir(), paths.data_dir(), paths.log_dir()):
        assert folder.is_relative_to(tmp_path)
        assert "warmline" in str(folder)
