"""Delivers a customer's mail into Request Tracker the way its own rt-mailgate does."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import httpx

from tests.rt.instance import RequestTracker


def write(
    tracker: RequestTracker, text: str, *, sender: str, subject: str, queue: str = "Tier 1", number: str | None = None
) -> None:
    """A customer writes: a new ticket, or an answer in ticket `number`."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "support@test.example"
    mail["Subject"] = subject if number is None else f"Re: [test.example #{number}] {subject}"
    mail["Message-ID"] = make_msgid(domain="mail.example")
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail.set_content(text)
    deliver(tracker, mail.as_bytes(), queue=queue)


def deliver(tracker: RequestTracker, mail: bytes, *, queue: str = "Tier 1", action: str = "correspond") -> None:
    """Any mail at all, as its bytes came over the wire."""
    answer = httpx.post(
        f"{tracker.url}/REST/1.0/NoAuth/mail-gateway",
        data={"SessionType": "REST", "queue": queue, "action": action},
        files={"message": (None, mail, "application/octet-stream")},
        headers={"Connection": "close"},
        timeout=60,
        trust_env=False,
    )
    if answer.status_code != 200 or not answer.text.startswith("ok"):
        raise RuntimeError(f"Request Tracker did not take the mail: {answer.status_code} {answer.text[:500]}")
