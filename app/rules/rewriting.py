"""Changes one rule in a rulebook's text and leaves every other byte as it was, comments and order included."""

from collections.abc import Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

from app.errors import BadInput, SettingsInvalid

Field = str | int | float | bool | list[str] | None


def with_rule_changed(text: str, rule: str, changes: Mapping[str, Field]) -> str:
    """The text with these fields of that rule set; None removes one. Raises `BadInput` where there is no such rule."""
    document = _document(text)
    table = next((each for each in _rules(document) if each.get("name") == rule), None)
    if table is None:
        raise BadInput(f"The rulebook has no rule {rule!r}.")
    change_fields(table, changes, line_end="\r\n" if "\r\n" in text else "\n")
    return tomlkit.dumps(document)


def change_fields(table: Table, changes: Mapping[str, Field], *, line_end: str) -> None:
    """Set these fields of one rule; None removes one, and what is there already stays as it is written."""
    for name, value in changes.items():
        if value is None:
            table.pop(name, None)
        elif name not in table or table[name] != value:
            _set(table, name, value, line_end=line_end)


def item_of(value: Field) -> Item:
    """The value as one writes it: a text that has quotes in it between single ones, one of several lines on those."""
    if not isinstance(value, str) or "'" in value or not all(line.isprintable() for line in value.split("\n")):
        return tomlkit.item(value)
    if "\n" in value:
        return tomlkit.string(f"{value}\n", literal=True, multiline=True)
    return tomlkit.string(value, literal=True) if '"' in value else tomlkit.item(value)


def _set(table: Table, name: str, value: Field, *, line_end: str) -> None:
    """A new field goes right below the last one, before the blank lines and comments that follow the rule."""
    item = item_of(value)
    item.trivia.trail = line_end
    if name in table:
        comment = table[name].trivia
        item.trivia.comment_ws, item.trivia.comment = comment.comment_ws, comment.comment
        table[name] = item
        return
    last = list(table)[-1]
    table.value._insert_after(last, name, item)  # noqa: SLF001 - tomlkit's public `append` would go below the comments


def _rules(document: tomlkit.TOMLDocument) -> AoT:
    rules = document.get("rule")
    if not isinstance(rules, AoT):
        raise BadInput("The rulebook has no rules.")
    return rules


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, ValueError) as error:  # also of a number of very many digits
        raise SettingsInvalid(f"The rulebook is not TOML: {error}.") from error
