"""Solved tickets are known by their first messages: what was remembered by all of them is remembered anew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEX = "ix_solved_connection_model_revision_revision"


def upgrade() -> None:
    op.execute(sa.table("solved").delete())
    op.create_index(INDEX, "solved", ["connection", "model_revision", "revision"])


def downgrade() -> None:
    op.drop_index(INDEX, "solved")
    op.execute(sa.table("solved").delete())
