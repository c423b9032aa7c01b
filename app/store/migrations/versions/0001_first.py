"""The first tables of a store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OUTDATED = sa.text("inputs > weighed")
_TABLES = (
    "outbox",
    "lines",
    "worker_health",
    "connection_health",
    "clock",
    "drafts",
    "audit",
    "decisions",
    "triages",
    "analyses",
    "facts",
    "accounts",
    "cursors",
    "groups",
    "agents",
    "events",
    "texts",
    "messages",
    "tickets",
)


def upgrade() -> None:
    _what_the_helpdesk_said()
    _conversations()
    _people()
    _accounts()
    _what_we_think()
    _decisions()
    _outbox()
    _clock_and_health()
    _lines()
    op.execute("INSERT INTO clock (id, revision) VALUES (1, 0)")


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _what_the_helpdesk_said() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("requester_email", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("priority", sa.String(16), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("sla_due_at", sa.BigInteger(), nullable=True),
        sa.Column("sla_target", sa.Text(), nullable=False),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )


def _conversations() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
    )
    op.create_index("ix_messages_text_hash_ticket", "messages", ["text_hash", "ticket"])
    op.create_index("ix_messages_ticket_at_text_hash", "messages", ["ticket", "at", "text_hash"])
    op.create_table(
        "texts",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("to_read", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_texts"),
    )
    op.create_index("ix_texts_to_read_revision_hash", "texts", ["to_read", "revision", "hash"])
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_ticket", "events", ["ticket"])


def _people() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
    )
    op.create_index("ix_agents_connection", "agents", ["connection"])
    op.create_table(
        "groups",
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("connection", "name", name="pk_groups"),
    )
    op.create_table(
        "cursors",
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("connection", name="pk_cursors"),
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_table(
        "facts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
    )
    op.create_index("ix_facts_account_as_of", "facts", ["account", "as_of"])


def _what_we_think() -> None:
    op.create_table(
        "analyses",
        sa.Column("model_revision", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("analysis", sa.Text(), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("model_revision", "text_hash", name="pk_analyses"),
    )
    op.create_index("ix_analyses_text_hash", "analyses", ["text_hash"])
    op.create_table(
        "triages",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("inputs", sa.BigInteger(), nullable=False),
        sa.Column("made_with", sa.String(64), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("top_reason", sa.Text(), nullable=False),
        sa.Column("tier", sa.BigInteger(), nullable=True),
        sa.Column("escalate", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("looping", sa.Boolean(), nullable=False),
        sa.Column("triage", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_triages"),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_ticket", "decisions", ["ticket"])
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        sa.UniqueConstraint("subject", name="uq_audit_subject"),
    )
    op.create_table(
        "drafts",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_drafts"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.id"], name="fk_outbox_decision"),
    )
    op.create_index("ix_outbox_decision", "outbox", ["decision"])
    op.create_index("ix_outbox_revision", "outbox", ["revision"])
    op.create_index("ix_outbox_state_made_place", "outbox", ["state", "made", "place"])
    op.create_index("ix_outbox_ticket_made_place", "outbox", ["ticket", "made", "place"])


def _clock_and_health() -> None:
    op.create_table(
        "clock",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock"),
    )
    op.create_table(
        "connection_health",
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("connection", name="pk_connection_health"),
    )
    op.create_table(
        "worker_health",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker_health"),
    )


def _lines() -> None:
    op.create_table(
        "lines",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("connection", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("below", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("top_reason", sa.Text(), nullable=False),
        sa.Column("tier", sa.BigInteger(), nullable=True),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("looping", sa.Boolean(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("inputs", sa.BigInteger(), nullable=False),
        sa.Column("weighed", sa.BigInteger(), nullable=False),
        sa.Column("made_with", sa.String(64), nullable=False),
        sa.Column("triaged_at", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_lines"),
    )
    _line_indexes()


def _line_indexes() -> None:
    op.create_index("ix_lines_account", "lines", ["account", "waits", "created_at", "ticket"])
    op.create_index("ix_lines_all", "lines", ["waits", "below", "created_at", "ticket"])
    op.create_index("ix_lines_asked", "lines", ["waits", "asked", "below", "created_at", "ticket"])
    op.create_index("ix_lines_loads", "lines", ["waits", "connection", "owner"])
    op.create_index("ix_lines_looping", "lines", ["waits", "looping", "below", "created_at", "ticket"])
    op.create_index("ix_lines_made_with", "lines", ["waits", "made_with"])
    op.create_index("ix_lines_mine", "lines", ["waits", "owner", "below", "created_at", "ticket"])
    op.create_index(
        "ix_lines_outdated", "lines", ["waits", "created_at"], sqlite_where=_OUTDATED, postgresql_where=_OUTDATED
    )
    op.create_index("ix_lines_revision", "lines", ["revision"])
    op.create_index("ix_lines_sla", "lines", ["waits", "due_at", "below", "created_at", "ticket"])
    op.create_index("ix_lines_suggested", "lines", ["waits", "suggested", "below", "created_at", "ticket"])
    op.create_index("ix_lines_triaged_at", "lines", ["waits", "triaged_at"])
