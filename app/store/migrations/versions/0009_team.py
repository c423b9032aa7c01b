"""What a team shares beside its tickets: people, leases, claims on texts, presence; who wrote what; own drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _leases()
    for table, column in (("decisions", "by"), ("decisions", "login"), ("audit", "login")):
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))
    op.add_column("consults", sa.Column("asked", sa.Text(), nullable=True))
    op.rename_table("drafts", "drafts_before")
    op.create_table(
        "drafts",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "person", name="pk_drafts_own"),
    )
    op.execute("INSERT INTO drafts (ticket, person, text, at) SELECT ticket, '', text, at FROM drafts_before")
    op.drop_table("drafts_before")


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rank", sa.String(16), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("login", name="pk_people"),
        sa.UniqueConstraint("name", name="uq_people_name"),
    )
    op.create_table(
        "presence",
        sa.Column("console", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("editing", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("console", name="pk_presence"),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "reading_claims",
        sa.Column("model_revision", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("model_revision", "text_hash", name="pk_reading_claims"),
    )


def downgrade() -> None:
    op.rename_table("drafts", "drafts_own")
    op.create_table(
        "drafts",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_drafts"),
    )
    op.execute(
        "INSERT INTO drafts (ticket, text, at) SELECT own.ticket, max(own.text), own.at FROM drafts_own AS own"
        " WHERE own.at = (SELECT max(at) FROM drafts_own WHERE ticket = own.ticket) GROUP BY own.ticket, own.at"
    )
    op.drop_table("drafts_own")
    op.drop_column("consults", "asked")
    for table, column in (("audit", "login"), ("decisions", "login"), ("decisions", "by")):
        op.drop_column(table, column)
    for table in ("reading_claims", "leases", "presence", "people"):
        op.drop_table(table)
