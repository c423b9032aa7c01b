"""Connectors by the name that settings call them."""

from pathlib import Path

import pytest

from app.connectors.registry import CONNECTORS, connect
from app.errors import SettingsInvalid
from app.settings import ConnectionSettings


def test_every_connector_carries_its_connections_name_and_no_secret(tmp_path: Path) -> None:
    (tmp_path / "tickets.jsonl").write_text("")
    urls = {"request_tracker": "https://help.example", "files": str(tmp_path), "sample": str(tmp_path)}
    assert set(urls) == set(CONNECTORS)
    for name, url in urls.items():
        settings = ConnectionSettings("desk", name, url=url, options={"folder": str(tmp_path)})
        connector = connect(settings, "secret-8812")
        assert connector.connection == "desk"
        assert "secret-8812" not in repr(connector)
        connector.close()


def test_an_unknown_connector_is_named_with_those_that_are_known() -> None:
    with pytest.raises(SettingsInvalid, match=r"'zendesk'.*request_tracker"):
        connect(ConnectionSettings("desk", "zendesk"), "")
