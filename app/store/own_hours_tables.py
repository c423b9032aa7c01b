"""The table of what people say of their own hours; each row is its person's own."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import JSON, Base, Json


class OwnHoursRow(Base):
    """The last word of one person, by the name under which the team knows them."""

    __tablename__ = "own_hours"
    person: Mapped[str] = mapped_column(primary_key=True)
    said: Json = mapped_column(JSON)
    at: Mapped[datetime]
    away_until: Mapped[datetime | None]  # when their word of whether they are there ends by itself
    revision: Mapped[int]
