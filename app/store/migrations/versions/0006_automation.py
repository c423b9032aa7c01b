"""What rules do by themselves: alerts, who has seen them, and what rules in shadow would have done."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_at", "alerts", ["at"])
    op.create_table(
        "alerts_seen",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("alert", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "alert", name="pk_alerts_seen"),
    )
    op.create_table(
        "silent_decisions",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("edition", sa.String(12), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "edition", "ticket", name="pk_silent_decisions"),
    )


def downgrade() -> None:
    for table in ("silent_decisions", "alerts_seen", "alerts"):
        op.drop_table(table)
