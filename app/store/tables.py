"""The tables, by who writes them: pull, accounts, triage, decide; and what is derived from them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.store.columns import AnyText, Instant


class Base(DeclarativeBase):
    """Every table; `revision` is the tick of the store's clock at which a row was last written."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, str: AnyText, int: BigInteger, bytes: LargeBinary}  # noqa: RUF012


Json = Mapped[str]  # written and read by `codec`, so plain text on both databases
JSON = Text  # ASCII by construction


class ClockRow(Base):
    """One row: the last tick. Each write transaction adds one, so ticks commit in their order."""

    __tablename__ = "clock"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


# What the helpdesk said; written by `pulled`.


class TicketRow(Base):
    __tablename__ = "tickets"
    id: Mapped[str] = mapped_column(primary_key=True)
    connection: Mapped[str]
    number: Mapped[str]
    subject: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    requester_name: Mapped[str]
    requester_email: Mapped[str]
    group_name: Mapped[str]
    owner: Mapped[str | None]
    priority: Mapped[str] = mapped_column(String(16))
    account: Mapped[str | None]
    tags: Json = mapped_column(JSON)
    fields: Json = mapped_column(JSON)
    sla_due_at: Mapped[datetime | None]
    sla_target: Mapped[str]
    solved_at: Mapped[datetime | None]
    url: Mapped[str]
    version: Mapped[str]
    lost: Mapped[bool]
    merged_into: Mapped[str | None]
    revision: Mapped[int]


class MessageRow(Base):
    """A message; its text lies once in `texts`, however often it was written."""

    __tablename__ = "messages"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    author: Mapped[str]
    visibility: Mapped[str] = mapped_column(String(16))
    attachments: Json = mapped_column(JSON)
    text_hash: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]
    __table_args__ = (Index(None, "ticket", "at", "text_hash"), Index(None, "text_hash", "ticket"))


class TextRow(Base):
    """A text by its hash. `to_read` is True where a customer or an agent wrote it: the models should read it."""

    __tablename__ = "texts"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str]
    to_read: Mapped[bool]
    revision: Mapped[int]
    __table_args__ = (Index(None, "to_read", "revision", "hash"),)


class EventRow(Base):
    __tablename__ = "events"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    actor: Mapped[str]
    old: Mapped[str]
    new: Mapped[str]
    revision: Mapped[int]


class AgentRow(Base):
    __tablename__ = "agents"
    id: Mapped[str] = mapped_column(primary_key=True)
    connection: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    agent: Json = mapped_column(JSON)
    revision: Mapped[int]


class GroupRow(Base):
    __tablename__ = "groups"
    connection: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str]
    revision: Mapped[int]


class CursorRow(Base):
    """How far a connection was synced; written in the transaction of the last rows that came with it."""

    __tablename__ = "cursors"
    connection: Mapped[str] = mapped_column(primary_key=True)
    cursor: Mapped[str]
    revision: Mapped[int]


# What is known about accounts; written by `facts`.


class AccountRow(Base):
    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    revision: Mapped[int]


class FactRow(Base):
    """A dated fact. Its id is the hash of all it says, so that hearing it twice changes nothing."""

    __tablename__ = "facts"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str]
    as_of: Mapped[datetime]
    place: Mapped[int]
    fact: Json = mapped_column(JSON)
    revision: Mapped[int]
    __table_args__ = (Index(None, "account", "as_of"),)


# What we think; written by `triaged`.


class AnalysisRow(Base):
    __tablename__ = "analyses"
    model_revision: Mapped[str] = mapped_column(primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    analysis: Json = mapped_column(JSON)  # without its vectors
    embedding: Mapped[bytes]
    advice: Mapped[bytes | None]
    revision: Mapped[int]
    __table_args__ = (Index(None, "text_hash"),)


class TriageRow(Base):
    """The verdict on a ticket; `inputs` is the tick of the newest input that it was made from."""

    __tablename__ = "triages"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[datetime]
    inputs: Mapped[int]
    made_with: Mapped[str] = mapped_column(String(64))
    points: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    top_reason: Mapped[str]
    tier: Mapped[int | None]
    escalate: Mapped[bool]
    asked: Mapped[bool]
    looping: Mapped[bool]
    triage: Json = mapped_column(JSON)
    revision: Mapped[int]


# What people did; written by `decided` and `outbox`.


class DecisionRow(Base):
    __tablename__ = "decisions"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    decision: Json = mapped_column(JSON)  # as it was made: `undone_at` and `by` stand beside it
    by: Mapped[str | None]  # None in what was written before there were teams
    login: Mapped[str | None]  # the database role; a team's server fills it in
    made: Mapped[int]
    revision: Mapped[int]


class ChangeRow(Base):
    """A change in the outbox. (`made`, `place`) is its order; `attempt` tells a late courier from the present one."""

    __tablename__ = "outbox"
    id: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    connection: Mapped[str]
    decision: Mapped[str | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    change: Json = mapped_column(JSON)
    note: Mapped[str]  # a plain note's text
    state: Mapped[str] = mapped_column(String(16))
    not_before: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempt: Mapped[int]
    receipt: Mapped[str | None] = mapped_column(JSON)
    problem: Mapped[str]
    at: Mapped[datetime]  # of its last change of state
    dismissed: Mapped[bool]
    made: Mapped[int]
    place: Mapped[int]
    revision: Mapped[int] = mapped_column(index=True)
    __table_args__ = (Index(None, "state", "made", "place"), Index(None, "ticket", "made", "place"))


class AuditRow(Base):
    """One entry of the audit log; `hash` covers the entry and the hash of the one before."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(unique=True)  # what it is about, once: "decision <id>", "undo <id>"
    at: Mapped[datetime]
    by: Mapped[str]
    what: Json = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    login: Mapped[str | None]  # the database role; a team's server fills it in


class DraftRow(Base):
    """A person's unsent note; an empty `person` wrote it before drafts had one.

    One that was sent stays as an empty text, so that a save that comes late cannot revive it.
    """

    __tablename__ = "drafts"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    at: Mapped[datetime]


# How the machinery is; written by `pulse`.


class ConnectionHealthRow(Base):
    __tablename__ = "connection_health"
    connection: Mapped[str] = mapped_column(primary_key=True)
    health: Json = mapped_column(JSON)
    revision: Mapped[int]


class WorkerHealthRow(Base):
    __tablename__ = "worker_health"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    health: Json = mapped_column(JSON)
    revision: Mapped[int]


# Derived from the above by `lines`, in the transactions that change the above.


class LineRow(Base):
    """One ticket's line in the queue: all that lenses sort and filter by, so that each is a scan of one index.

    `waits` is False once the ticket is finished, lost or merged away. `below` is minus its points, so that ascending
    order is the queue's. `inputs` is the tick at which anything that its verdict is made from last changed, `weighed`
    the one that the present verdict was made from (-1: none).
    """

    __tablename__ = "lines"
    ticket: Mapped[str] = mapped_column(primary_key=True)
    connection: Mapped[str]
    account: Mapped[str | None]
    owner: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    waits: Mapped[bool]
    points: Mapped[int | None]
    below: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    top_reason: Mapped[str]
    tier: Mapped[int | None]
    suggested: Mapped[bool]  # an escalation is suggested and no decision stands
    asked: Mapped[bool]
    looping: Mapped[bool]
    decided: Mapped[str]
    search: Mapped[str]  # what a search looks through, case folded
    inputs: Mapped[int]
    weighed: Mapped[int]
    made_with: Mapped[str] = mapped_column(String(64))
    triaged_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(index=True)
    __table_args__ = (
        Index("ix_lines_all", "waits", "below", "created_at", "ticket"),
        Index("ix_lines_suggested", "waits", "suggested", "below", "created_at", "ticket"),
        Index("ix_lines_asked", "waits", "asked", "below", "created_at", "ticket"),
        Index("ix_lines_looping", "waits", "looping", "below", "created_at", "ticket"),
        Index("ix_lines_snoozed", "waits", "snoozed_until", "below", "created_at", "ticket"),
        Index("ix_lines_sla", "waits", "due_at", "below", "created_at", "ticket"),
        Index("ix_lines_mine", "waits", "owner", "below", "created_at", "ticket"),
        Index("ix_lines_loads", "waits", "connection", "owner"),
        Index("ix_lines_account", "account", "waits", "created_at", "ticket"),
        Index("ix_lines_made_with", "waits", "made_with"),
        Index("ix_lines_triaged_at", "waits", "triaged_at"),
    )


# Lines whose verdict was made from older inputs. No parameter is bound in it, so SQLite uses it too.
Index(
    "ix_lines_outdated",
    LineRow.waits,
    LineRow.created_at,
    sqlite_where=LineRow.inputs > LineRow.weighed,
    postgresql_where=LineRow.inputs > LineRow.weighed,
)
