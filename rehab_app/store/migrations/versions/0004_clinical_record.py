"""The clinical record: papers, examinations, urine tests, diagnoses, plans, groups, calls, TAT, aftercare, requests, merging."""

import sqlalchemy as sa
from alembic import op

from rehab_app.store.dialects import guard_statements
from rehab_app.store.record import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = (
    "aftercare_plan",
    "aftercare_plan_history",
    "aftercare_visit",
    "aftercare_visit_history",
    "attachment",
    "attachment_history",
    "care_plan",
    "care_plan_history",
    "client_merge_history",
    "contact_call",
    "contact_call_history",
    "diagnosis",
    "diagnosis_history",
    "distinct_pair_history",
    "duty_report",
    "duty_report_history",
    "erasure_history",
    "examination",
    "examination_history",
    "group_meeting_history",
    "handed_paper",
    "handed_paper_history",
    "instrument_pack_history",
    "item_wording_history",
    "list_choice_history",
    "office_day_history",
    "report_card",
    "report_card_history",
    "subject_request",
    "subject_request_history",
    "summons",
    "summons_history",
    "tat_case",
    "tat_case_history",
    "urine_test",
    "urine_test_history",
)


def upgrade() -> None:
    for name in ONLY_ADDED_TO:
        if name.endswith("_history"):
            _create_history(name)
    op.create_table('erasure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('root_table', sa.String(), nullable=False),
    sa.Column('root_id', sa.Uuid(), nullable=False),
    sa.Column('ground', sa.String(), nullable=False),
    sa.Column('kept_until', sa.Date(), nullable=False),
    sa.Column('asked_at', UtcTime(), nullable=True),
    sa.Column('decided_at', UtcTime(), nullable=True),
    sa.Column('erased', sa.JSON(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('group_meeting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('held_at', sa.Time(), nullable=False),
    sa.Column('slots', sa.Integer(), nullable=False),
    sa.Column('room', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('service', sa.String(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('counsellor_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_group_meeting_held_on', 'group_meeting', ['held_on'], unique=False)
    op.create_table('instrument_pack',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('instrument', sa.String(), nullable=False),
    sa.Column('key_version', sa.String(), nullable=False),
    sa.Column('pack_version', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('credit', sa.String(), nullable=False),
    sa.Column('licence', sa.String(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('is_in_use', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_instrument_pack_instrument'), 'instrument_pack', ['instrument'], unique=False)
    op.create_table('item_wording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('instrument', sa.String(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('instrument', 'item')
    )
    op.create_table('list_choice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('list_name', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('label_id', sa.String(), nullable=False),
    sa.Column('label_en', sa.String(), nullable=False),
    sa.Column('is_retired', sa.Boolean(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('extras', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('list_name', 'code')
    )
    op.create_table('office_day',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('is_removed', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('day')
    )
    op.create_table('client_merge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('kept_id', sa.Uuid(), nullable=False),
    sa.Column('merged_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('snapshot', sa.JSON(), nullable=False),
    sa.Column('undone_at', UtcTime(), nullable=True),
    sa.Column('undo_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['kept_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['merged_id'], ['client.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_client_merge_kept_id'), 'client_merge', ['kept_id'], unique=False)
    op.create_index(op.f('ix_client_merge_merged_id'), 'client_merge', ['merged_id'], unique=False)
    op.create_table('distinct_pair',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['first_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['second_id'], ['client.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('first_id', 'second_id')
    )
    op.create_index(op.f('ix_distinct_pair_second_id'), 'distinct_pair', ['second_id'], unique=False)
    op.create_table('subject_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('asked_at', UtcTime(), nullable=False),
    sa.Column('asked_by', sa.String(), nullable=False),
    sa.Column('relation', sa.String(), nullable=False),
    sa.Column('asked_how', sa.String(), nullable=False),
    sa.Column('said', sa.String(), nullable=False),
    sa.Column('due_at', UtcTime(), nullable=False),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('decided_at', UtcTime(), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('ground', sa.String(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_subject_request_client_id'), 'subject_request', ['client_id'], unique=False)
    op.create_index(op.f('ix_subject_request_series_id'), 'subject_request', ['series_id'], unique=False)
    op.create_table('aftercare_plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('facilitator_id', sa.Uuid(), nullable=True),
    sa.Column('target_visits', sa.Integer(), nullable=True),
    sa.Column('rhythm', sa.String(), nullable=False),
    sa.Column('goals', sa.String(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_aftercare_plan_client_id'), 'aftercare_plan', ['client_id'], unique=False)
    op.create_index(op.f('ix_aftercare_plan_episode_id'), 'aftercare_plan', ['episode_id'], unique=False)
    op.create_index(op.f('ix_aftercare_plan_series_id'), 'aftercare_plan', ['series_id'], unique=False)
    op.create_table('aftercare_visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('attendance', sa.String(), nullable=False),
    sa.Column('met_name', sa.String(), nullable=False),
    sa.Column('condition', sa.String(), nullable=False),
    sa.Column('is_working', sa.Boolean(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('next_plan', sa.String(), nullable=False),
    sa.Column('visited_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_aftercare_visit_client_id'), 'aftercare_visit', ['client_id'], unique=False)
    op.create_index('ix_aftercare_visit_due_on', 'aftercare_visit', ['due_on', 'episode_id'], unique=False)
    op.create_index(op.f('ix_aftercare_visit_episode_id'), 'aftercare_visit', ['episode_id'], unique=False)
    op.create_index(op.f('ix_aftercare_visit_series_id'), 'aftercare_visit', ['series_id'], unique=False)
    op.create_table('attachment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=True),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_attachment_client_id'), 'attachment', ['client_id'], unique=False)
    op.create_index(op.f('ix_attachment_digest'), 'attachment', ['digest'], unique=False)
    op.create_index(op.f('ix_attachment_episode_id'), 'attachment', ['episode_id'], unique=False)
    op.create_index(op.f('ix_attachment_series_id'), 'attachment', ['series_id'], unique=False)
    op.create_table('care_plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('progress', sa.String(), nullable=False),
    sa.Column('modality', sa.String(), nullable=False),
    sa.Column('target_sessions', sa.Integer(), nullable=True),
    sa.Column('rhythm', sa.String(), nullable=False),
    sa.Column('rhythm_text', sa.String(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.Column('signed_by_client_on', sa.Date(), nullable=True),
    sa.Column('guardian_name', sa.String(), nullable=False),
    sa.Column('guardian_relation', sa.String(), nullable=False),
    sa.Column('signed_by_guardian_on', sa.Date(), nullable=True),
    sa.Column('head_name', sa.String(), nullable=False),
    sa.Column('signed_by_head_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_care_plan_client_id'), 'care_plan', ['client_id'], unique=False)
    op.create_index(op.f('ix_care_plan_episode_id'), 'care_plan', ['episode_id'], unique=False)
    op.create_index('ix_care_plan_review_on', 'care_plan', ['review_on', 'episode_id'], unique=False)
    op.create_index(op.f('ix_care_plan_series_id'), 'care_plan', ['series_id'], unique=False)
    op.create_table('contact_call',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('called_at', UtcTime(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('reached_name', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('said', sa.String(), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.Column('next_try_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['contact_id'], ['client_contact.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_contact_call_client_id'), 'contact_call', ['client_id'], unique=False)
    op.create_index('ix_contact_call_episode', 'contact_call', ['episode_id', 'called_at'], unique=False)
    op.create_index(op.f('ix_contact_call_series_id'), 'contact_call', ['series_id'], unique=False)
    op.create_table('diagnosis',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('is_main', sa.Boolean(), nullable=False),
    sa.Column('severity', sa.String(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_diagnosis_client_id'), 'diagnosis', ['client_id'], unique=False)
    op.create_index(op.f('ix_diagnosis_episode_id'), 'diagnosis', ['episode_id'], unique=False)
    op.create_index(op.f('ix_diagnosis_series_id'), 'diagnosis', ['series_id'], unique=False)
    op.create_table('duty_report',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('is_kept', sa.Boolean(), nullable=True),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_duty_report_client_id'), 'duty_report', ['client_id'], unique=False)
    op.create_index(op.f('ix_duty_report_episode_id'), 'duty_report', ['episode_id'], unique=False)
    op.create_index(op.f('ix_duty_report_series_id'), 'duty_report', ['series_id'], unique=False)
    op.create_table('examination',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('examined_on', sa.Date(), nullable=False),
    sa.Column('examined_at', sa.Time(), nullable=True),
    sa.Column('examined_by', sa.Uuid(), nullable=False),
    sa.Column('systolic', sa.Integer(), nullable=True),
    sa.Column('diastolic', sa.Integer(), nullable=True),
    sa.Column('pulse', sa.Integer(), nullable=True),
    sa.Column('respiration', sa.Integer(), nullable=True),
    sa.Column('temperature', sa.Integer(), nullable=True),
    sa.Column('saturation', sa.Integer(), nullable=True),
    sa.Column('weight', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('consciousness', sa.String(), nullable=False),
    sa.Column('pupils', sa.String(), nullable=False),
    sa.Column('signs', sa.JSON(), nullable=False),
    sa.Column('comorbidities', sa.JSON(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('medicines', sa.String(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_examination_client_id'), 'examination', ['client_id'], unique=False)
    op.create_index(op.f('ix_examination_episode_id'), 'examination', ['episode_id'], unique=False)
    op.create_index(op.f('ix_examination_series_id'), 'examination', ['series_id'], unique=False)
    op.create_table('handed_paper',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('is_original_held', sa.Boolean(), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_handed_paper_client_id'), 'handed_paper', ['client_id'], unique=False)
    op.create_index(op.f('ix_handed_paper_episode_id'), 'handed_paper', ['episode_id'], unique=False)
    op.create_index(op.f('ix_handed_paper_series_id'), 'handed_paper', ['series_id'], unique=False)
    op.create_table('report_card',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('period_number', sa.Integer(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('is_revoked', sa.Boolean(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_report_card_client_id'), 'report_card', ['client_id'], unique=False)
    op.create_index(op.f('ix_report_card_episode_id'), 'report_card', ['episode_id'], unique=False)
    op.create_index('ix_report_card_number', 'report_card', ['number'], unique=False)
    op.create_index(op.f('ix_report_card_series_id'), 'report_card', ['series_id'], unique=False)
    op.create_table('summons',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('dated_on', sa.Date(), nullable=False),
    sa.Column('addressee', sa.String(), nullable=False),
    sa.Column('missed_on', sa.JSON(), nullable=False),
    sa.Column('new_on', sa.Date(), nullable=True),
    sa.Column('new_at', sa.Time(), nullable=True),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('is_cancelled', sa.Boolean(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_summons_client_id'), 'summons', ['client_id'], unique=False)
    op.create_index(op.f('ix_summons_episode_id'), 'summons', ['episode_id'], unique=False)
    op.create_index(op.f('ix_summons_series_id'), 'summons', ['series_id'], unique=False)
    op.create_table('tat_case',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('agency', sa.String(), nullable=False),
    sa.Column('investigator', sa.String(), nullable=False),
    sa.Column('request_number', sa.String(), nullable=False),
    sa.Column('requested_on', sa.Date(), nullable=True),
    sa.Column('register_number', sa.String(), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('plenary_on', sa.Date(), nullable=True),
    sa.Column('team', sa.JSON(), nullable=False),
    sa.Column('medical_facts', sa.String(), nullable=False),
    sa.Column('legal_facts', sa.String(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('substance', sa.String(), nullable=False),
    sa.Column('severity', sa.String(), nullable=False),
    sa.Column('diagnosis', sa.String(), nullable=False),
    sa.Column('network', sa.String(), nullable=False),
    sa.Column('conclusion', sa.String(), nullable=False),
    sa.Column('recommendation', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('sessions', sa.Integer(), nullable=True),
    sa.Column('is_prosecution_continued', sa.Boolean(), nullable=True),
    sa.Column('recommendation_number', sa.String(), nullable=False),
    sa.Column('recommended_on', sa.Date(), nullable=True),
    sa.Column('duty_rhythm', sa.String(), nullable=False),
    sa.Column('duty_from', sa.Date(), nullable=True),
    sa.Column('duty_until', sa.Date(), nullable=True),
    sa.Column('duty_ended_on', sa.Date(), nullable=True),
    sa.Column('duty_end_reason', sa.String(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_tat_case_client_id'), 'tat_case', ['client_id'], unique=False)
    op.create_index(op.f('ix_tat_case_episode_id'), 'tat_case', ['episode_id'], unique=False)
    op.create_index(op.f('ix_tat_case_series_id'), 'tat_case', ['series_id'], unique=False)
    op.create_table('urine_test',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('changed_at', UtcTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('is_binned', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('taken_at', sa.Time(), nullable=True),
    sa.Column('tested_by', sa.Uuid(), nullable=False),
    sa.Column('occasion', sa.String(), nullable=False),
    sa.Column('kit', sa.String(), nullable=False),
    sa.Column('lot', sa.String(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('watched_by', sa.String(), nullable=False),
    sa.Column('is_sample_doubted', sa.Boolean(), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.Column('medicines', sa.String(), nullable=False),
    sa.Column('explained', sa.JSON(), nullable=False),
    sa.Column('remark', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['client.id'], ),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('series_id', 'row_version')
    )
    op.create_index(op.f('ix_urine_test_client_id'), 'urine_test', ['client_id'], unique=False)
    op.create_index('ix_urine_test_episode_taken', 'urine_test', ['episode_id', 'taken_on'], unique=False)
    op.create_index(op.f('ix_urine_test_series_id'), 'urine_test', ['series_id'], unique=False)
    op.create_index('ix_urine_test_taken_on', 'urine_test', ['taken_on'], unique=False)
    op.add_column('care_session', sa.Column('is_binned', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('care_session', sa.Column('room', sa.String(), nullable=False, server_default=''))
    op.add_column('care_session', sa.Column('slots', sa.Integer(), nullable=False, server_default='2'))
    op.add_column('care_session', sa.Column('group_id', sa.Uuid(), nullable=True))
    op.add_column('care_session', sa.Column('subjective', sa.String(), nullable=False, server_default=''))
    op.add_column('care_session', sa.Column('objective', sa.String(), nullable=False, server_default=''))
    op.add_column('care_session', sa.Column('appraisal', sa.String(), nullable=False, server_default=''))
    op.add_column('care_session', sa.Column('signed_at', UtcTime(), nullable=True))
    op.add_column('care_session', sa.Column('signed_by', sa.Uuid(), nullable=True))
    op.create_index(op.f('ix_care_session_group_id'), 'care_session', ['group_id'], unique=False)
    op.drop_index('ix_care_session_episode_id', table_name='care_session')
    op.create_index('ix_care_session_attendance', 'care_session', ['episode_id', 'attendance', 'held_on', 'series_id', 'row_version', 'is_binned'], unique=False)
    op.add_column('client', sa.Column('merged_into', sa.Uuid(), nullable=True))
    op.create_index(op.f('ix_client_merged_into'), 'client', ['merged_into'], unique=False)
    op.add_column('client_contact', sa.Column('is_informed', sa.Boolean(), nullable=True))
    op.add_column('client_contact', sa.Column('who_may_answer', sa.String(), nullable=False, server_default=''))
    op.add_column('client_contact', sa.Column('call_times', sa.String(), nullable=False, server_default=''))
    op.add_column('client_contact', sa.Column('discreet_sentence', sa.String(), nullable=False, server_default=''))
    op.add_column('client_contact', sa.Column('may_leave_message', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('client_contact', sa.Column('needs_plain_envelope', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column('consent', sa.Column('is_binned', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('consent', sa.Column('signer_nik', sa.String(), nullable=False, server_default=''))
    op.add_column('consent', sa.Column('signer_birth_place', sa.String(), nullable=False, server_default=''))
    op.add_column('consent', sa.Column('signer_birth_date', sa.Date(), nullable=True))
    op.add_column('consent', sa.Column('signer_address', sa.String(), nullable=False, server_default=''))
    op.add_column('consent', sa.Column('signer_occupation', sa.String(), nullable=False, server_default=''))
    op.add_column('consent', sa.Column('signer_phone', sa.String(), nullable=False, server_default=''))
    op.add_column('consent', sa.Column('witness_name', sa.String(), nullable=False, server_default=''))
    op.add_column('consent', sa.Column('stopped_at', UtcTime(), nullable=True))
    op.create_index('ix_consent_withdrawn', 'consent', ['is_withdrawn', 'withdrawn_at'], unique=False)
    op.add_column('episode', sa.Column('recovery_outcome', sa.String(), nullable=False, server_default=''))
    op.add_column('episode_step', sa.Column('is_binned', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('referral_step', sa.Column('is_binned', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('screening', sa.Column('is_binned', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('screening', sa.Column('moment', sa.String(), nullable=False, server_default=''))
    op.add_column('screening', sa.Column('status', sa.String(), nullable=False, server_default='complete'))
    op.add_column('screening', sa.Column('reasons', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('screening', sa.Column('alerts', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('screening', sa.Column('pack_version', sa.String(), nullable=False, server_default=''))
    op.add_column('screening', sa.Column('remark', sa.String(), nullable=False, server_default=''))
    op.add_column('use_profile', sa.Column('is_binned', sa.Boolean(), nullable=False, server_default=sa.false()))
    

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
