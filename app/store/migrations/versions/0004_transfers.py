"""What passes between people: transfers, consults, feedback, snoozes, misses and texts that were not sent yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("unsent", "misses", "snoozes", "transfer_feedback", "consults", "transfers")


def upgrade() -> None:
    _transfers()
    _consults_and_feedback()
    _snoozes_and_misses()
    op.create_table(
        "unsent",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "subject", name="pk_unsent"),
    )
    op.add_column("lines", sa.Column("snoozed_until", sa.BigInteger(), nullable=True))
    op.create_index("ix_lines_snoozed", "lines", ["waits", "snoozed_until", "below", "created_at", "ticket"])


def downgrade() -> None:
    op.drop_index("ix_lines_snoozed", "lines")
    op.drop_column("lines", "snoozed_until")
    for table in TABLES:
        op.drop_table(table)


def _transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("transfer", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
    )
    op.create_index("ix_transfers_ticket_open", "transfers", ["ticket", "open"])
    op.create_index("ix_transfers_open", "transfers", ["open"])
    op.create_index("ix_transfers_sender_offered_at", "transfers", ["sender", "offered_at"])
    op.create_index("ix_transfers_decision", "transfers", ["decision"])


def _consults_and_feedback() -> None:
    op.create_table(
        "consults",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("consult", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consults"),
    )
    op.create_index("ix_consults_ticket", "consults", ["ticket"])
    op.create_index("ix_consults_open", "consults", ["open"])
    op.create_table(
        "transfer_feedback",
        sa.Column("transfer", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("transfer", name="pk_transfer_feedback"),
    )


def _snoozes_and_misses() -> None:
    op.create_table(
        "snoozes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("woken_at", sa.BigInteger(), nullable=True),
        sa.Column("snooze", sa.Text(), nullable=False),
        sa.Column("woken_by", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snoozes"),
    )
    op.create_index("ix_snoozes_ticket_woken_at", "snoozes", ["ticket", "woken_at"])
    op.create_index("ix_snoozes_woken_at", "snoozes", ["woken_at"])
    op.create_table(
        "misses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("miss", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_misses"),
    )
    op.create_index("ix_misses_ticket", "misses", ["ticket"])
