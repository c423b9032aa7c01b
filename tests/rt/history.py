"""What was said on a ticket, as Request Tracker itself tells it."""

from base64 import b64decode

import httpx


def texts(rest: httpx.Client, number: str, kind: str) -> list[str]:
    """The plain texts of the entries of one kind ("Comment", "Correspond"), oldest first."""
    history = rest.get(f"ticket/{number}/history", params={"fields": "Type", "per_page": 100}).json()["items"]
    entries = sorted(int(entry["id"]) for entry in history if entry["Type"] == kind)
    return [text for entry in entries for text in _texts_of(rest, entry)]


def _texts_of(rest: httpx.Client, entry: int) -> list[str]:
    parts = rest.get(f"transaction/{entry}/attachments", params={"fields": "ContentType"}).json()["items"]
    plain = (rest.get(f"attachment/{part['id']}").json() for part in parts if part["ContentType"] == "text/plain")
    return [b64decode(each["Content"]).decode() for each in plain]
