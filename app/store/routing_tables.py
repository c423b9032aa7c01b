"""The tables that routing rests on: solved tickets by what they were about, and who is to take what is suggested."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base


class SolvedRow(Base):
    """A finished ticket: its vector (float16, little-endian, a unit vector; empty where nothing was read) and its end.

    `agent` is empty where nobody in particular solved it. `took` is in microseconds; `made_from` is the tick of the
    ticket that it was made from.
    """

    __tablename__ = "solved"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    connection: Mapped[str]
    model_revision: Mapped[str]
    vector: Mapped[bytes]
    agent: Mapped[str]
    account: Mapped[str | None]
    solved_at: Mapped[datetime]
    took: Mapped[int]
    moves: Mapped[int]
    made_from: Mapped[int]
    revision: Mapped[int]
    __table_args__ = (
        Index(None, "connection", "model_revision", "solved_at"),
        Index(None, "connection", "model_revision", "revision"),  # whether there is more is asked at each verdict
    )


class PlacementRow(Base):
    """A verdict that suggests an escalation, or would if there were room; written with the verdict.

    `since` is when it first did so for the same group by the same rule.
    """

    __tablename__ = "placements"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    connection: Mapped[str] = mapped_column(index=True)
    group_name: Mapped[str]
    points: Mapped[int]
    rule: Mapped[str]
    agent: Mapped[str | None]
    firm: Mapped[bool]
    held: Mapped[bool]
    since: Mapped[datetime | None]
    revision: Mapped[int]
