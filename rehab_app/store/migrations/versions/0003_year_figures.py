"""Indexes of the yearly figures: which episodes were open in a year, and which had a meeting in it."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_episode_ended_on', 'episode', ['ended_on', 'registered_on', 'client_id'], unique=False)
    op.drop_index('ix_care_session_held_on', table_name='care_session')
    op.create_index('ix_care_session_held_on', 'care_session', ['held_on', 'episode_id'], unique=False)
