"""Tickets out of JSON Lines and CSV files; docs/files-format.md says how they look."""

from app.connectors.files.connector import FilesConnector, tickets_in

__all__ = ["FilesConnector", "tickets_in"]
