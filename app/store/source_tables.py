"""The tables of what account sources said when; written by `account_sources`."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Base


class SourceRow(Base):
    """An account source. `place` is its rank where sources disagree, None once it is no longer configured."""

    __tablename__ = "account_sources"
    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int | None]
    read_at: Mapped[datetime | None]  # when it was last read, to the end or in part
    revision: Mapped[int]


class SightingRow(Base):
    """What a source last said of one fact of an account, as a digest; with no name, of all of them.

    Without `gone_at` it said so again each time it was read since.
    """

    __tablename__ = "sightings"
    source: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    held: Mapped[str]
    gone_at: Mapped[datetime | None]
    revision: Mapped[int]
    __table_args__ = (Index(None, "account"),)
