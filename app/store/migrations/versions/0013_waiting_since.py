"""What is suggested says since when: until now that was known only of its last judging, which is taken for it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("placements", sa.Column("since", sa.BigInteger(), nullable=True))
    placements = sa.table("placements", sa.column("ticket"), sa.column("since"))
    lines = sa.table("lines", sa.column("ticket"), sa.column("triaged_at"))
    judged = sa.select(lines.c.triaged_at).where(lines.c.ticket == placements.c.ticket).scalar_subquery()
    op.execute(sa.update(placements).values(since=judged))


def downgrade() -> None:
    op.drop_column("placements", "since")
