"""The tables of briefs: the newest of each ticket, the ones before it, and who has read which; written by `briefs`."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import JSON, Base, Json


class BriefRow(Base):
    """A ticket's newest brief; `inputs` is the tick of the newest input that it was made from."""

    __tablename__ = "briefs"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    inputs: Mapped[int]
    made_with: Mapped[str] = mapped_column(String(64))
    brief: Json = mapped_column(JSON)
    revision: Mapped[int]


class PastBriefRow(Base):
    """A brief as it was, from when a newer one took its place."""

    __tablename__ = "past_briefs"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    brief: Json = mapped_column(JSON)


class BriefReadRow(Base):
    """Which version of a ticket's brief a person has read last."""

    __tablename__ = "brief_reads"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime]
