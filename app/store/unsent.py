"""What a person has typed for a colleague and not sent yet: nothing typed is ever lost."""

from datetime import datetime

from sqlalchemy import select

from app.store.database import Database, NothingToWrite, Work
from app.store.transfer_tables import UnsentRow


class Unsent:
    """Texts by person and subject, such as "offer desk:42" or "ask <transfer>"."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, person: str, subject: str, text: str, *, at: datetime) -> None:
        """Keep what was typed. A save that comes after a later one, or after it was sent, changes nothing."""
        with self._database.write() as work:
            held = work.session.get(UnsentRow, (person, subject))
            if held is not None and (held.at > at or held.text == text):
                raise NothingToWrite
            work.upsert(UnsentRow, [{"person": person, "subject": subject, "text": text, "at": at}])

    def text(self, person: str, subject: str) -> str:
        """What was typed last and not sent; "" where there is nothing."""
        query = select(UnsentRow.text).where(UnsentRow.person == person, UnsentRow.subject == subject)
        with self._database.read() as session:
            return session.scalar(query) or ""


def sent(work: Work, person: str, subject: str, *, at: datetime) -> None:
    """What was typed has gone out in this transaction."""
    if subject:
        work.upsert(UnsentRow, [{"person": person, "subject": subject, "text": "", "at": at}])
