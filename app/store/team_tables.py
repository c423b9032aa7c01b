"""The tables of what a team shares beside its tickets: people, leases, claims on texts, and who is where."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base


class PersonRow(Base):
    """Somebody with a database role of their own; written by whoever adds them to the team."""

    __tablename__ = "people"
    login: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    rank: Mapped[str] = mapped_column(String(16))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class LeaseRow(Base):
    """Who holds an office, by the database's clock; `token` grows with every holder, so that a late one shows."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    token: Mapped[int]
    until: Mapped[datetime]


class ReadingClaimRow(Base):
    """A text that a worker is reading; gone once it is read, another's once `until` is over."""

    __tablename__ = "reading_claims"
    model_revision: Mapped[str] = mapped_column(primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    worker: Mapped[str]
    until: Mapped[datetime]


class PresenceRow(Base):
    """A console that is open: whose, at which ticket (empty: at none), and whether something is done with it."""

    __tablename__ = "presence"
    console: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str]
    ticket: Mapped[str]
    editing: Mapped[bool]
    since: Mapped[datetime]
    until: Mapped[datetime]
