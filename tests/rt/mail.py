"""Delivers a customer's mail into Request Tracker the way a mail server does."""

import subprocess
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

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
    command = ["rt-mailgate", "--queue", queue, "--action", action, "--url", f"{tracker.url}/", "--timeout", "60"]
    done = subprocess.run(command, input=mail, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"rt-mailgate failed: {done.stderr.decode(errors='replace')}")
