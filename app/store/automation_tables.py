"""The tables of what rules do by themselves: who was told of it, who has seen that, and what shadow rules would do."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import JSON, Base, Json


class AlertRow(Base):
    __tablename__ = "alerts"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    ticket: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    alert: Json = mapped_column(JSON)
    revision: Mapped[int]


class AlertSeenRow(Base):
    """That an alert was shown to a person, at whichever of their consoles."""

    __tablename__ = "alerts_seen"
    person: Mapped[str] = mapped_column(primary_key=True)
    alert: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]


class SilentRow(Base):
    """Where one edition of a rule in shadow would have sent a ticket, as of when it would have first."""

    __tablename__ = "silent_decisions"
    rule: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(String(12), primary_key=True)
    ticket: Mapped[str] = mapped_column(primary_key=True)
    group_name: Mapped[str]
    at: Mapped[datetime]
    revision: Mapped[int]
