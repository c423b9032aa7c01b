"""Solved tickets are known by their first messages: what was remembered by all of them is remembered anew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.table("solved").delete())


def downgrade() -> None:
    op.execute(sa.table("solved").delete())
