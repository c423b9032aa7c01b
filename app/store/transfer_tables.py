"""The tables of what passes between people: transfers, consults, feedback, snoozes, misses and unsent texts."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import JSON, Base, Json


class TransferRow(Base):
    """An offer as it stands. A change is made only to the `version` that it was made from."""

    __tablename__ = "transfers"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    sender: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    open: Mapped[bool]
    version: Mapped[int]
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(index=True)
    transfer: Json = mapped_column(JSON)
    revision: Mapped[int]
    __table_args__ = (Index(None, "ticket", "open"), Index(None, "open"), Index(None, "sender", "offered_at"))


class WordsRow(Base):
    """One thing that was said about an offer in private; of a team's, only its readers can read it."""

    __tablename__ = "transfer_words"
    id: Mapped[str] = mapped_column(primary_key=True)
    transfer: Mapped[str] = mapped_column(index=True)
    by: Mapped[str]
    text: Mapped[str]
    readers: Mapped[str]  # the names of both ends, one a line


class ConsultRow(Base):
    """A question without its words; of a team's, only who asked and who was asked can read it."""

    __tablename__ = "consults"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(index=True)
    by: Mapped[str]
    asked: Mapped[str | None]  # the names of whoever was asked, one a line: a person, or the members of a group
    open: Mapped[bool] = mapped_column(index=True)
    version: Mapped[int]
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    consult: Json = mapped_column(JSON)  # as it was asked: what changes later stands beside it
    revision: Mapped[int]


class ConsultWordsRow(Base):
    """One thing that was said in a question; read by whoever may read that, and altered by nobody."""

    __tablename__ = "consult_words"
    consult: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # its place in the thread: the question is 0
    id: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]


class FeedbackRow(Base):
    """What the receiver said of a transfer, last."""

    __tablename__ = "transfer_feedback"
    transfer: Mapped[str] = mapped_column(primary_key=True)
    feedback: Json = mapped_column(JSON)
    at: Mapped[datetime]
    revision: Mapped[int]


class SnoozeRow(Base):
    """A ticket that sleeps, or once did: then `woken_at` says until when."""

    __tablename__ = "snoozes"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    woken_at: Mapped[datetime | None]
    snooze: Json = mapped_column(JSON)  # as it was made: how it ended stands beside it
    woken_by: Mapped[str]
    revision: Mapped[int]
    __table_args__ = (Index(None, "ticket", "woken_at"), Index(None, "woken_at"))


class MissRow(Base):
    """Somebody's word that a ticket should have been flagged."""

    __tablename__ = "misses"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    miss: Json = mapped_column(JSON)
    revision: Mapped[int]


class UnsentRow(Base):
    """What a person typed for a colleague and has not sent; one that was sent stays as an empty text."""

    __tablename__ = "unsent"
    person: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)  # "offer <ticket>", "ask <transfer>", ...
    text: Mapped[str]
    at: Mapped[datetime]
