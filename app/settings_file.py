"""The file in which the settings lie."""

import tomllib
from pathlib import Path

import tomlkit

from app.errors import SettingsInvalid
from app.replace_file import replace_file
from app.settings import Settings, document_from, settings_from


class SettingsFile:
    """`settings.toml`; absent means all defaults. Comments that a person wrote are kept when it is saved."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Settings:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsInvalid(f"{self.path} cannot be read: {error}. Mend it or move it away.") from error
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SettingsInvalid(f"{self.path} is not TOML: {error}. Mend it or move it away.") from error
        return settings_from(document, name=str(self.path))

    def save(self, settings: Settings) -> None:
        """Write the settings so that the file is either the old one or the new one, whatever happens meanwhile."""
        try:
            document = tomlkit.parse(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            document = tomlkit.document()
        wanted = document_from(settings)
        lists = {key: wanted.pop(key) for key in ("connection", "account_source")}
        for key, value in wanted.items():
            if document.get(key) != value:
                document[key] = value
        for key, entries in lists.items():
            document.pop(key, None)
            if entries:
                array = tomlkit.aot()
                for entry in entries:
                    array.append(tomlkit.item(entry))
                document[key] = array
        replace_file(self.path, tomlkit.dumps(document))
