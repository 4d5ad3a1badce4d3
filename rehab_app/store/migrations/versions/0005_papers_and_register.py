"""Papers and their register: types of letters, officers, texts, prints, replies, handovers, signed recaps."""

import sqlalchemy as sa
from alembic import op

from rehab_app.store.dialects import guard_statements
from rehab_app.store.record import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = (
    "capacity_note_history",
    "handover",
    "handover_history",
    "letter_type_history",
    "officer_history",
    "paper_print_history",
    "paper_text_history",
    "referral_reply",
    "referral_reply_history",
    "signed_recap_history",
)


def upgrade() -> None:
    for name in ONLY_ADDED_TO:
        if name.endswith("_history"):
            _create_history(name)
    op.create_table('letter_type',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('security', sa.String(), nullable=False),
    sa.Column('series', sa.String(), nullable=False),
    sa.Column('pattern', sa.String(), nullable=False),
    sa.Column('signer_mark', sa.String(), nullable=False),
    sa.Column('filing_code', sa.String(), nullable=False),
    sa.Column('classification', sa.String(), nullable=False),
    sa.Column('copies', sa.JSON(), nullable=False),
    sa.Column('is_retired', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    op.create_table('officer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('rank', sa.String(), nullable=False),
    sa.Column('staff_number', sa.String(), nullable=False),
    sa.Column('delegation', sa.String(), nullable=False),
    sa.Column('principal', sa.String(), nullable=False),
    sa.Column('between', sa.String(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('is_retired', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('paper_text',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('is_delivered', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('kind', 'version')
    )
    op.create_index(op.f('ix_paper_text_kind'), 'paper_text', ['kind'], unique=False)
    op.create_table('capacity_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('destination_id', sa.Uuid(), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('free_places', sa.Integer(), nullable=True),
    sa.Column('waiting_days', sa.Integer(), nullable=True),
    sa.Column('told_by', sa.String(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['destination_id'], ['destination.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_capacity_note_destination_id'), 'capacity_note', ['destination_id'], unique=False)
    op.create_table('handover',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('handed_at', sa.Time(), nullable=True),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('handed_by', sa.String(), nullable=False),
    sa.Column('handed_by_title', sa.String(), nullable=False),
    sa.Column('received_by', sa.String(), nullable=False),
    sa.Column('received_by_title', sa.String(), nullable=False),
    sa.Column('witness_name', sa.String(), nullable=False),
    sa.Column('condition', sa.String(), nullable=False),
    sa.Column('belongings', sa.String(), nullable=False),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.ForeignKeyConstraint(['letter_id'], ['issued_letter.id'], ),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_handover_client_id'), 'handover', ['client_id'], unique=False)
    op.create_index(op.f('ix_handover_episode_id'), 'handover', ['episode_id'], unique=False)
    op.create_index(op.f('ix_handover_referral_id'), 'handover', ['referral_id'], unique=False)
    op.create_index(op.f('ix_handover_series_id'), 'handover', ['series_id'], unique=False)
    op.create_table('paper_print',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.Column('client_id', sa.Uuid(), nullable=True),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('copy_mark', sa.String(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('is_again', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_redacted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['letter_id'], ['issued_letter.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_paper_print_client_id'), 'paper_print', ['client_id'], unique=False)
    op.create_index(op.f('ix_paper_print_letter_id'), 'paper_print', ['letter_id'], unique=False)
    op.create_index(op.f('ix_paper_print_subject_id'), 'paper_print', ['subject_id'], unique=False)
    op.create_table('referral_reply',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('step_series_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('told_by', sa.String(), nullable=False),
    sa.Column('explanation', sa.String(), nullable=False),
    sa.Column('expected_on', sa.Date(), nullable=True),
    sa.Column('condition', sa.String(), nullable=False),
    sa.Column('taken_on_in', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_referral_reply_client_id'), 'referral_reply', ['client_id'], unique=False)
    op.create_index(op.f('ix_referral_reply_episode_id'), 'referral_reply', ['episode_id'], unique=False)
    op.create_index(op.f('ix_referral_reply_referral_id'), 'referral_reply', ['referral_id'], unique=False)
    op.create_index(op.f('ix_referral_reply_series_id'), 'referral_reply', ['series_id'], unique=False)
    op.create_table('signed_recap',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('clients', sa.JSON(), nullable=False),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.Column('signer_name', sa.String(), nullable=False),
    sa.Column('signer_title', sa.String(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['issued_letter.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('kind', 'from_on', 'until_on', 'edition')
    )
    op.create_index(op.f('ix_signed_recap_from_on'), 'signed_recap', ['from_on'], unique=False)
    op.add_column('destination', sa.Column('reply_days', sa.Integer(), nullable=True))
    op.add_column('issued_letter', sa.Column('type_code', sa.String(), nullable=False, server_default=''))
    op.add_column('issued_letter', sa.Column('state', sa.String(), nullable=False, server_default='issued'))
    op.add_column('issued_letter', sa.Column('security', sa.String(), nullable=False, server_default=''))
    op.add_column('issued_letter', sa.Column('filing_code', sa.String(), nullable=False, server_default=''))
    op.add_column('issued_letter', sa.Column('copies', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('issued_letter', sa.Column('remark', sa.String(), nullable=False, server_default=''))
    op.add_column('issued_letter', sa.Column('text_version', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('issued_letter', sa.Column('referral_id', sa.Uuid(), nullable=True))
    op.add_column('issued_letter', sa.Column('is_redacted', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('issued_letter', sa.Column('reason', sa.String(), nullable=False, server_default=''))
    op.create_index(op.f('ix_issued_letter_referral_id'), 'issued_letter', ['referral_id'], unique=False)
    op.add_column('referral', sa.Column('reply_code', sa.String(), nullable=True))
    op.add_column('referral', sa.Column('sent_on', sa.Date(), nullable=True))
    op.add_column('referral', sa.Column('reply_due_on', sa.Date(), nullable=True))
    op.create_index(op.f('ix_referral_reply_code'), 'referral', ['reply_code'], unique=True)
    op.create_index(op.f('ix_referral_reply_due_on'), 'referral', ['reply_due_on'], unique=False)

    dialect = op.get_bind().dialect.name
    for table in ONLY_ADDED_TO:
        for statement in guard_statements(table, dialect):
            op.execute(statement)


def _create_history(name: str) -> None:
    op.create_table(name,
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', UtcTime(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('digest', sa.CHAR(length=64), nullable=False),
    sa.PrimaryKeyConstraint('record_id', 'row_version')
    )
