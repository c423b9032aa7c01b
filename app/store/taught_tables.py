"""The tables of what a team teaches its models; written by `taught`."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import JSON, Base, Json


class TaughtRow(Base):
    """An intent of the team's own as it was saved once; of a name, only the newest is not removed."""

    __tablename__ = "taught_intents"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    intent: Json = mapped_column(JSON)
    removed_at: Mapped[datetime | None]
    revision: Mapped[int]


class CorrectionRow(Base):
    __tablename__ = "corrections"
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    correction: Json = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    revision: Mapped[int]


class TrialRow(Base):
    """A draft that was to be tried. It is `over` once it has figures or a problem."""

    __tablename__ = "trials"
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    trial: Json = mapped_column(JSON)
    over: Mapped[bool]
    claimed_until: Mapped[datetime | None]
    revision: Mapped[int]


class LearntRow(Base):
    """The weights that were learnt from a lesson, by its digest, on top of one revision of the shipped models."""

    __tablename__ = "learnt"
    base: Mapped[str] = mapped_column(String(64), primary_key=True)
    lesson: Mapped[str] = mapped_column(String(64), primary_key=True)
    weights: Mapped[bytes]
    at: Mapped[datetime]
    revision: Mapped[int]
