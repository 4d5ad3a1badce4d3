"""The text index of clients, their birth dates indexed, and contacts that can be marked as removed."""

import sqlalchemy as sa
from alembic import op

from rehab_app.store.text_index import BYTEWISE

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('client_contact', sa.Column('is_removed', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f('ix_client_birth_date'), 'client', ['birth_date'], unique=False)

    entry = op.create_table('client_entry',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('listing', BYTEWISE, nullable=False),
    sa.Column('is_marked', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('number'),
    sa.UniqueConstraint('record_id')
    )
    marked = entry.c.is_marked == sa.true()
    op.create_index('ix_client_entry_listing', 'client_entry', ['listing', 'number'], unique=False)
    op.create_index('ix_client_entry_marked_listing', 'client_entry', ['listing', 'number'], unique=False,
    sqlite_where=marked, postgresql_where=marked)
    op.create_index('ix_client_entry_marked_number', 'client_entry', ['number'], unique=False,
    sqlite_where=marked, postgresql_where=marked)
    op.create_table('client_word',
    sa.Column('word', BYTEWISE, nullable=False),
    sa.Column('listing', BYTEWISE, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('letters', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('word', 'listing', 'number'),
    sqlite_with_rowid=False
    )
    op.create_table('client_vocabulary',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('word', BYTEWISE, nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('word'),
    sqlite_autoincrement=True
    )
    op.create_table('client_key',
    sa.Column('key', BYTEWISE, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('key', 'number', 'kind'),
    sqlite_with_rowid=False
    )
