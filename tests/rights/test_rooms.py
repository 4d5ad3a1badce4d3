"""Every service and query of office, rooms, papers and desk against every role: who passes the gate and who does not.

The floors are walked, so a new service is found by itself: it must carry a gate, and who may call it must stand in
``MAY_CALL``. What takes a unit of work and is no service stands in ``INNER`` with the reason.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from rehab_app.foundation.actor import Role
from rehab_app.foundation.errors import NotAllowed, Trouble
from rehab_app.office.backups.opener import require_restoring
from rehab_app.office.backups.rekey import rekey
from rehab_app.office.emergency.service import emergency_openings
from rehab_app.office.opening import OpenClinic
from rehab_app.office.profile.draft import ProfileDraft
from rehab_app.office.profile.service import first_profile
from rehab_app.office.rights.needs import NEED_MARK
from rehab_app.store.store import Store
from tests.makers import make_actor, make_store
from tests.ui.makers import make_clinic, seat_of

PENDAFTARAN, KONSELOR, DOKTER, PERAWAT, PSIKOLOG = (
    Role.PENDAFTARAN,
    Role.KONSELOR,
    Role.DOKTER,
    Role.PERAWAT,
    Role.PSIKOLOG,
)
SUBKOORDINATOR, KEPALA, OPERATOR, ADMIN = Role.SUBKOORDINATOR, Role.KEPALA, Role.OPERATOR_SIRENA, Role.ADMIN

REGISTER = {PENDAFTARAN, KONSELOR, DOKTER, PERAWAT, SUBKOORDINATOR}
CORRECT_REGISTRATION = {PENDAFTARAN, KONSELOR, DOKTER, SUBKOORDINATOR}
SEE_REGISTRATION = set(Role) - {ADMIN}
TREAT = {KONSELOR, DOKTER, PERAWAT, PSIKOLOG, SUBKOORDINATOR}
SEE_CARE = {*TREAT, KEPALA, OPERATOR}
SEE_LETTERS = {PENDAFTARAN, KONSELOR, DOKTER, PSIKOLOG, SUBKOORDINATOR, KEPALA}
KEEP_THE_OFFICE = {SUBKOORDINATOR, KEPALA, ADMIN}
REPORT = {SUBKOORDINATOR, KEPALA}
WRITE_LETTERS = {KONSELOR, DOKTER, PSIKOLOG, SUBKOORDINATOR, KEPALA}

ANYBODY = set(Role)

BEHIND_THE_GATE = {"office.emergency.service.emergency_openings": "rights.overseer"}
WRITES_AT_ONCE = {"clients.upkeep.optimise", "clients.upkeep.rebuild_index", "office.audit.service.print_seal"}

FLOORS = ("office", "clinic", "papers", "desk")
INNER = {
    "clinic.referrals.due_days.due_day": "part of submitting a referral and of its replies, behind the gates of those services",
    "clinic.referrals.slips.new_reply_code": "part of issuing a referral letter, behind the gate of that task",
    "clinic.referrals.stepping.change_referral": "part of the referral's services, behind their gates",
    "clinic.referrals.stepping.enter_step": "part of the referral's services, behind their gates",
    "clinic.referrals.stepping.loaded_referral": "part of the referral's services, behind their gates",
    "clinic.referrals.stepping.tell": "part of the referral's services, behind their gates",
    "desk.letter_facts.guardian_of": "read by what gathers letters and the care plan behind their own gates",
    "desk.client_papers.case.case_of": "read by what lists and prints a client's papers, behind the gates of those",
    "clinic.clients.merging.contacts_of": "part of merging and parting, behind the gate of those services",
    "clinic.clients.merging.entry_in": "part of merging and parting, behind the gate of those services",
    "clinic.clients.merging.give_back": "part of merging and parting, behind the gate of those services",
    "clinic.clients.merging.reindex": "part of merging and parting, behind the gate of those services",
    "clinic.clients.merging.resolved": "part of merging and parting, behind the gate of those services",
    "clinic.clients.merging.take_over": "part of merging and parting, behind the gate of those services",
    "clinic.clients.merging.taken_in": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.begun_since": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.count_episodes": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.episodes_of": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.index_registrations": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.latest_of": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.move_record": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.move_series": "part of merging and parting, behind the gate of those services",
    "desk.moving_records.records_of": "part of merging and parting, behind the gate of those services",
    "clinic.assessment.instruments.scoring_choices": "part of scoring, behind the gates of those services",
    "clinic.assessment.wordings.form_as_asked": "as above",
    "clinic.assessment.wordings.form_in_use": "as above",
    "clinic.episodes.loading.last_step_day": "read by the services of the room behind their own gates",
    "clinic.episodes.loading.loaded_client": "as above",
    "clinic.episodes.loading.loaded_episode": "as above",
    "clinic.episodes.loading.require_caring_account": "as above",
    "office.numbers.counters.last_number": "a counter; its services are gated",
    "office.numbers.counters.hold_number": "as above",
    "office.numbers.counters.start_from": "as above",
    "office.numbers.counters.take_number": "as above",
    "papers.register.numbering.enter": "part of the register, behind the gates of its services",
    "papers.register.numbering.fill": "part of the register, behind the gates of its services",
    "papers.register.numbering.reserved_number": "part of the register, behind the gates of its services",
    "papers.register.numbering.late_number": "part of the register, behind the gates of its services",
    "papers.register.numbering.next_number": "part of the register, behind the gates of its services",
    "papers.register.numbering.refuse_taken": "part of the register, behind the gates of its services",
    "papers.register.numbering.require_open_year": "part of the register, behind the gates of its services",
    "papers.register.prints.keep_print": "part of the register, behind the gates of its services",
    "papers.register.reading.letter_rows": "part of the register, behind the gates of its services",
    "papers.recaps.causes.causes_since": "part of a recap, behind the gate of papers.recaps.service",
    "papers.recaps.new_patients.new_patients": "part of a recap, behind the gate of papers.recaps.service",
    "papers.recaps.patients_of_year.patients_of_year": "part of a recap, behind the gate of papers.recaps.service",
    "papers.recaps.perka_4.perka_4": "part of a recap, behind the gate of papers.recaps.service",
    "papers.recaps.reading.care_of": "part of a recap, behind the gate of papers.recaps.service",
    "papers.recaps.reading.first_registered": "part of a recap, behind the gate of papers.recaps.service",
    "papers.recaps.reading.served_in": "part of a recap, behind the gate of papers.recaps.service",
    "papers.reports.figures.coding_of": "settings and lists that the gated figures count by",
    "clinic.sessions.busy.clashes": "asked by the services that plan, behind their own gates",
    "clinic.sessions.busy.in_the_way": "as above",
    "clinic.sessions.busy.taken_on": "as above",
}
MAY_CALL: dict[str, set[Role]] = {
    "aftercare.queries.due": SEE_REGISTRATION,
    "aftercare.queries.may_read_notes": SEE_CARE,
    "aftercare.queries.plan_of_episode": SEE_CARE,
    "aftercare.queries.plan_versions": SEE_CARE,
    "aftercare.queries.progress": SEE_CARE,
    "aftercare.queries.visit_versions": SEE_CARE,
    "aftercare.queries.visits_of_episode": SEE_CARE,
    "aftercare.service.bin_plan": TREAT,
    "aftercare.service.bin_visit": TREAT,
    "aftercare.service.change_plan": TREAT,
    "aftercare.service.correct_visit": TREAT,
    "aftercare.service.plan_visit": TREAT,
    "aftercare.service.plan_visits": TREAT,
    "aftercare.service.record_plan": TREAT,
    "aftercare.service.record_unplanned": TREAT,
    "aftercare.service.record_visit": TREAT,
    "aftercare.service.replan_visit": TREAT,
    "aftercare.service.restore_plan": TREAT,
    "aftercare.service.restore_visit": TREAT,
    "consent.queries.guarantor_from": SEE_REGISTRATION,
    "consent.queries.intake_papers": SEE_REGISTRATION,
    "consent.queries.open_withdrawals": SEE_REGISTRATION,
    "consent.service.bin_consent": CORRECT_REGISTRATION,
    "consent.service.report_stopped": CORRECT_REGISTRATION,
    "consent.service.restore_consent": CORRECT_REGISTRATION,
    "documents.queries.attachment_versions": SEE_REGISTRATION,
    "documents.queries.attachments_of_client": SEE_REGISTRATION,
    "documents.queries.card_printings": SEE_REGISTRATION,
    "documents.queries.card_versions": SEE_REGISTRATION,
    "documents.queries.cards_of_client": SEE_REGISTRATION,
    "documents.queries.checklist": SEE_REGISTRATION,
    "documents.queries.originals_held": SEE_REGISTRATION,
    "documents.queries.paper_versions": SEE_REGISTRATION,
    "documents.queries.papers_of_episode": SEE_REGISTRATION,
    "documents.queries.photo_of": SEE_REGISTRATION,
    "documents.service.attach": SEE_REGISTRATION,
    "documents.service.bin_attachment": SEE_REGISTRATION,
    "documents.service.bin_paper": CORRECT_REGISTRATION,
    "documents.service.content_of": SEE_REGISTRATION,
    "documents.service.correct_attachment": SEE_REGISTRATION,
    "documents.service.correct_paper": CORRECT_REGISTRATION,
    "documents.service.note_card_printed": SEE_REGISTRATION,
    "documents.service.record_card": REGISTER,
    "documents.service.record_paper": REGISTER,
    "documents.service.restore_attachment": SEE_REGISTRATION,
    "documents.service.restore_paper": CORRECT_REGISTRATION,
    "documents.service.return_paper": REGISTER,
    "documents.service.revoke_card": CORRECT_REGISTRATION,
    "erase_client.erase_client": SEE_REGISTRATION,
    "erase_client.remove_files": SEE_REGISTRATION,
    "client_papers.blanks.blank_pdf": SEE_REGISTRATION,
    "client_papers.blanks.blank_rows": SEE_REGISTRATION,
    "client_papers.blanks.note_blank": SEE_REGISTRATION,
    "client_papers.printing.note_paper": SEE_REGISTRATION,
    "client_papers.printing.paper_pdf": SEE_REGISTRATION,
    "client_papers.printing.papers_of": SEE_REGISTRATION,
    "papers.texts.service.text_to_print": SEE_REGISTRATION,
    "issue_card.assessed_on": SEE_REGISTRATION,
    "issue_card.issue_card": REGISTER,
    "privacy.queries.open_requests": SEE_REGISTRATION,
    "privacy.queries.request_versions": SEE_REGISTRATION,
    "privacy.queries.requests_of_client": SEE_REGISTRATION,
    "privacy.service.bin_request": CORRECT_REGISTRATION,
    "privacy.service.carry_out": REGISTER,
    "privacy.service.correct_request": CORRECT_REGISTRATION,
    "privacy.service.decide": SEE_REGISTRATION,
    "privacy.service.record_request": REGISTER,
    "privacy.service.restore_request": CORRECT_REGISTRATION,
    "recycle.bin_of_client": SEE_REGISTRATION,
    "recycle.restore": SEE_REGISTRATION,
    "retention.decide_request": SEE_REGISTRATION,
    "retention.proposed_ground": SEE_REGISTRATION,
    "retention.retention": SEE_REGISTRATION,
    "tat.queries.case_versions": SEE_CARE,
    "tat.queries.cases_of_episode": SEE_CARE,
    "tat.queries.duty_due": SEE_REGISTRATION,
    "tat.queries.open_cases": SEE_REGISTRATION,
    "tat.queries.open_cases_in": SEE_CARE,
    "tat.queries.report_versions": SEE_CARE,
    "tat.queries.reports_of_episode": SEE_CARE,
    "tat.service.bin_case": TREAT,
    "tat.service.correct_case": TREAT,
    "tat.service.correct_report": TREAT,
    "tat.service.end_case": TREAT,
    "tat.service.move_case": TREAT,
    "tat.service.open_case": TREAT,
    "tat.service.plan_duty": TREAT,
    "tat.service.record_report": TREAT,
    "tat.service.restore_case": TREAT,
    "tat.service.restore_report": TREAT,
    "diagnoses.queries.diagnoses_of_episode": SEE_CARE,
    "diagnoses.queries.diagnosis_versions": SEE_CARE,
    "diagnoses.queries.held_diagnoses": SEE_CARE,
    "diagnoses.service.bin_diagnosis": TREAT,
    "diagnoses.service.correct_diagnosis": TREAT,
    "diagnoses.service.end_diagnosis": TREAT,
    "diagnoses.service.record_diagnosis": TREAT,
    "diagnoses.service.restore_diagnosis": TREAT,
    "diagnoses.service.resume_diagnosis": TREAT,
    "episodes.service.set_target_sessions": TREAT,
    "examination.queries.examination_versions": SEE_CARE,
    "examination.queries.examinations_of_client": SEE_CARE,
    "examination.queries.examinations_of_episode": SEE_CARE,
    "examination.service.bin_examination": TREAT,
    "examination.service.correct_examination": TREAT,
    "examination.service.record_examination": TREAT,
    "examination.service.restore_examination": TREAT,
    "plan_care.correct_plan": TREAT,
    "plan_care.make_plan": TREAT,
    "plan_care.renew_plan": TREAT,
    "instrument_paper.blank_facts": SEE_CARE,
    "instrument_paper.blank_pdf": SEE_CARE,
    "instrument_paper.filled_facts": SEE_CARE,
    "instrument_paper.filled_pdf": SEE_CARE,
    "instrument_paper.note_instrument_paper": SEE_CARE,
    "measures_due.measures_due": SEE_CARE,
    "plan_paper.note_plan_paper": SEE_CARE,
    "plan_paper.plan_facts": SEE_CARE,
    "plan_paper.plan_pdf": SEE_CARE,
    "timeline_paper.note_timeline_paper": SEE_CARE,
    "timeline_paper.timeline_facts": SEE_CARE,
    "timeline_paper.timeline_pdf": SEE_CARE,
    "plans.queries.plan_of_episode": SEE_CARE,
    "plans.queries.plan_versions": SEE_CARE,
    "plans.queries.review_overdue": SEE_CARE,
    "plans.service.bin_plan": TREAT,
    "plans.service.correct_plan": TREAT,
    "plans.service.record_plan": TREAT,
    "plans.service.renew_plan": TREAT,
    "plans.service.restore_plan": TREAT,
    "plans.service.sign_plan": TREAT,
    "propose_diagnosis.propose_diagnosis": SEE_CARE,
    "urine_tests.queries.due": SEE_CARE,
    "urine_tests.queries.kits_known": SEE_CARE,
    "urine_tests.queries.panel": SEE_CARE,
    "urine_tests.queries.urine_test_versions": SEE_CARE,
    "urine_tests.queries.urine_tests_of_client": SEE_CARE,
    "urine_tests.queries.urine_tests_of_episode": SEE_CARE,
    "urine_tests.service.bin_urine_test": TREAT,
    "urine_tests.service.correct_urine_test": TREAT,
    "urine_tests.service.record_urine_test": TREAT,
    "urine_tests.service.restore_urine_test": TREAT,
    "admit.admit": REGISTER,
    "clients.duplicates.possible_duplicates": SEE_REGISTRATION,
    "timeline.service.events": SEE_REGISTRATION,
    "assessment.filled.alerting": SEE_CARE,
    "assessment.filled.instrument_versions": SEE_CARE,
    "assessment.filled.instruments_of": SEE_CARE,
    "assessment.filled.instruments_of_client": SEE_CARE,
    "assessment.instruments.bin_instrument": TREAT,
    "assessment.instruments.continue_instrument": TREAT,
    "assessment.instruments.record_instrument": TREAT,
    "assessment.instruments.score_instrument": TREAT,
    "assessment.wordings.import_pack": KEEP_THE_OFFICE,
    "assessment.wordings.instrument_form": SEE_CARE,
    "assessment.wordings.own_words": KEEP_THE_OFFICE,
    "assessment.wordings.packs_in_use": KEEP_THE_OFFICE,
    "assessment.wordings.retire_pack": KEEP_THE_OFFICE,
    "assessment.wordings.word_item": KEEP_THE_OFFICE,
    "merge_clients.open_merge": CORRECT_REGISTRATION,
    "merge_by_number.named_records": CORRECT_REGISTRATION,
    "activities_page.activities_sheet_pdf": SEE_REGISTRATION,
    "activities_page.note_activities_sheet": SEE_REGISTRATION,
    "outcome_page.note_outcome_sheet": SEE_REGISTRATION,
    "outcome_page.outcome_sheet_pdf": SEE_REGISTRATION,
    "papers.reports.activities.activities": SEE_REGISTRATION,
    "papers.reports.activities.workload": SEE_REGISTRATION,
    "office.lists.service.add_choice": KEEP_THE_OFFICE,
    "office.lists.service.change_choice": KEEP_THE_OFFICE,
    "office.lists.service.choices_of": KEEP_THE_OFFICE,
    "office.lists.service.move_choice": KEEP_THE_OFFICE,
    "office.lists.service.office_lists": ANYBODY,
    "merge_clients.merge_clients": CORRECT_REGISTRATION,
    "merge_clients.merges": SEE_REGISTRATION,
    "merge_clients.preview_merge": CORRECT_REGISTRATION,
    "merge_clients.tell_apart": CORRECT_REGISTRATION,
    "part_clients.part_clients": CORRECT_REGISTRATION,
    "part_clients.preview_part": CORRECT_REGISTRATION,
    "admit.change_client": CORRECT_REGISTRATION,
    "admit.readmit": REGISTER,
    "assessment.queries.latest": SEE_CARE,
    "assessment.queries.screening_versions": SEE_CARE,
    "assessment.queries.screenings_of": SEE_CARE,
    "assessment.queries.use_profile_of": SEE_CARE,
    "assessment.queries.use_profile_versions": SEE_CARE,
    "assessment.service.correct_screening": TREAT,
    "assessment.service.correct_use_profile": TREAT,
    "assessment.service.record_screening": TREAT,
    "assessment.service.record_use_profile": TREAT,
    "assessment.service.score_answers": TREAT,
    "client_history.of_client": SEE_REGISTRATION,
    "clients.labels.labels_of": SEE_REGISTRATION,
    "clients.queries.find": SEE_REGISTRATION,
    "clients.queries.find_by_ids": SEE_REGISTRATION,
    "clients.queries.likely_matches": SEE_REGISTRATION,
    "clients.queries.page": SEE_REGISTRATION,
    "clients.service.open_file": SEE_REGISTRATION,
    "clients.service.register": REGISTER,
    "clients.service.update": CORRECT_REGISTRATION,
    "clients.upkeep.is_index_complete": ANYBODY,
    "clients.upkeep.optimise": ANYBODY,
    "clients.upkeep.rebuild_index": ANYBODY,
    "close_episode.close_episode": TREAT,
    "close_episode.close_examined_only": TREAT,
    "consent.queries.consent_versions": SEE_REGISTRATION,
    "consent.queries.consents_of": SEE_REGISTRATION,
    "consent.service.correct_consent": CORRECT_REGISTRATION,
    "consent.service.record_consent": REGISTER,
    "consent.service.withdraw": CORRECT_REGISTRATION,
    "episodes.queries.episode": SEE_REGISTRATION,
    "episodes.queries.episodes_in": SEE_REGISTRATION,
    "episodes.queries.episodes_of": SEE_REGISTRATION,
    "episodes.queries.open_episode_of": SEE_REGISTRATION,
    "episodes.queries.steps_of": SEE_REGISTRATION,
    "episodes.queries.waiting_for_guardian": SEE_REGISTRATION,
    "episodes.service.assign_counsellor": TREAT,
    "episodes.service.begin_aftercare": TREAT,
    "episodes.service.came_of_age": REGISTER,
    "episodes.service.change_episode": CORRECT_REGISTRATION,
    "episodes.service.close": TREAT,
    "episodes.service.close_examined_only": TREAT,
    "episodes.service.complete_registrations": CORRECT_REGISTRATION,
    "episodes.service.guardian_came": REGISTER,
    "episodes.service.mark_referred": WRITE_LETTERS,
    "episodes.service.open_episode": REGISTER,
    "episodes.service.open_outpatient": TREAT,
    "episodes.service.return_from_referral": TREAT,
    "letter_facts.gather": SEE_CARE,
    "office.accounts.service.accounts": KEEP_THE_OFFICE,
    "office.accounts.service.add_account": KEEP_THE_OFFICE,
    "office.accounts.service.change_account": KEEP_THE_OFFICE,
    "office.accounts.service.change_own_passphrase": ANYBODY,
    "office.accounts.service.counsellors": ANYBODY,
    "office.accounts.names.names_of": ANYBODY,
    "office.accounts.service.reset_passphrase": KEEP_THE_OFFICE,
    "office.accounts.service.retire_account": KEEP_THE_OFFICE,
    "office.audit.service.check": KEEP_THE_OFFICE,
    "office.audit.service.newest": KEEP_THE_OFFICE,
    "office.audit.service.of_records": SEE_REGISTRATION,
    "office.audit.service.print_seal": KEEP_THE_OFFICE,
    "office.backups.service.last_proven": ANYBODY,
    "office.emergency.openings.is_open_in_emergency": SEE_CARE,
    "office.emergency.service.break_glass": SEE_CARE,
    "office.emergency.service.emergency_openings": SEE_CARE,
    "office.emergency.service.mark_seen": SEE_CARE,
    "office.opening.new_recovery_key": KEEP_THE_OFFICE,
    "office.profile.logo.logo_of": ANYBODY,
    "office.profile.logo.remove_logo": KEEP_THE_OFFICE,
    "office.profile.logo.set_logo": KEEP_THE_OFFICE,
    "office.profile.service.change_profile": KEEP_THE_OFFICE,
    "office.profile.service.first_profile": ANYBODY,
    "office.profile.present.profile": ANYBODY,
    "office.settings.present.setting": ANYBODY,
    "office.settings.service.all_settings": ANYBODY,
    "office.settings.service.change_setting": KEEP_THE_OFFICE,
    "agenda_paper.agenda": SEE_LETTERS,
    "agenda_paper.agenda_pdf": SEE_LETTERS,
    "agenda_paper.check_pdf": SEE_LETTERS,
    "agenda_paper.note_book": SEE_LETTERS,
    "agenda_paper.print_history": SEE_LETTERS,
    "signers.signer_on": SEE_REGISTRATION,
    "office.officers.service.add_officer": KEEP_THE_OFFICE,
    "office.officers.service.change_officer": KEEP_THE_OFFICE,
    "office.officers.service.officers": ANYBODY,
    "office.officers.service.retire_officer": KEEP_THE_OFFICE,
    "office.officers.service.signers_on": ANYBODY,
    "papers.register.check.year_check": SEE_LETTERS,
    "papers.register.entering.insert_late": {SUBKOORDINATOR, KEPALA},
    "papers.register.entering.register_outside": WRITE_LETTERS,
    "papers.register.entering.reserve": WRITE_LETTERS,
    "papers.texts.service.keep_text": KEEP_THE_OFFICE,
    "papers.texts.service.return_to_delivered": KEEP_THE_OFFICE,
    "papers.texts.service.text_of": SEE_LETTERS,
    "papers.texts.service.texts": SEE_LETTERS,
    "papers.texts.service.versions": SEE_LETTERS,
    "papers.register.prints.note_print": SEE_REGISTRATION,
    "papers.register.prints.prints_of": SEE_LETTERS,
    "papers.register.prints.prints_of_paper": SEE_REGISTRATION,
    "papers.register.prints.times_printed": SEE_REGISTRATION,
    "papers.register.search.search": SEE_LETTERS,
    "papers.register.service.day_notices": SEE_LETTERS,
    "papers.register.service.last_numbers": SEE_LETTERS,
    "papers.register.service.reserved": SEE_LETTERS,
    "papers.register.types.keep_type": KEEP_THE_OFFICE,
    "papers.register.types.letter_type": ANYBODY,
    "papers.register.types.retire_type": KEEP_THE_OFFICE,
    "papers.register.types.types": ANYBODY,
    "papers.register.service.begin_after": KEEP_THE_OFFICE,
    "papers.register.service.issue": WRITE_LETTERS,
    "papers.register.service.letter": SEE_LETTERS,
    "papers.register.service.look_at": SEE_LETTERS,
    "papers.register.service.note_leaving": SEE_LETTERS,
    "papers.register.service.of_client": SEE_LETTERS,
    "papers.register.service.register_of": SEE_LETTERS,
    "papers.register.service.reprint": SEE_LETTERS,
    "papers.register.service.void": {SUBKOORDINATOR, KEPALA},
    "papers.reports.behind.clients_behind": SEE_REGISTRATION,
    "papers.reports.outcome.clients_behind_outcome": SEE_CARE,
    "papers.reports.outcome.outcome_figures": SEE_REGISTRATION,
    "papers.reports.figures.year_figures": SEE_REGISTRATION,
    "office_settings.change_settings": KEEP_THE_OFFICE,
    "pasal_18.count_incomplete": SEE_CARE,
    "pasal_18.incomplete": SEE_CARE,
    "pasal_18.missing_of": SEE_CARE,
    "pasal_18.incomplete_of": SEE_CARE,
    "papers.recaps.service.changes_since": SEE_REGISTRATION,
    "papers.recaps.service.keep_signed": REPORT,
    "papers.recaps.service.note_signed": SEE_REGISTRATION,
    "papers.recaps.service.recap": SEE_REGISTRATION,
    "papers.recaps.service.signed_pdf": SEE_REGISTRATION,
    "papers.recaps.service.signed_recaps": SEE_REGISTRATION,
    "recap_page.lacking": REPORT,
    "recap_page.note_recap": SEE_REGISTRATION,
    "recap_page.recap_file": SEE_REGISTRATION,
    "recap_page.recap_pdf": SEE_REGISTRATION,
    "recap_page.sign_recap": REPORT,
    "recaps_due.recaps_due": REPORT,
    "letter_facts.frame_of": ANYBODY,
    "letter_trials.note_trial": KEEP_THE_OFFICE,
    "letter_trials.trial_sheet": ANYBODY,
    "refer.cancel_referral": TREAT,
    "refer.issue_referral_letter": WRITE_LETTERS,
    "refer.letter_facts": SEE_CARE,
    "refer.preview": SEE_CARE,
    "refer.return_from_referral": TREAT,
    "destinations_page.destinations_sheet_pdf": SEE_REGISTRATION,
    "destinations_page.note_destinations_sheet": SEE_REGISTRATION,
    "papers.reports.destinations.clients_behind_destination": SEE_CARE,
    "papers.reports.destinations.destination_figures": SEE_REGISTRATION,
    "referral_papers.handover_preview": SEE_CARE,
    "referral_papers.issue_handover": WRITE_LETTERS,
    "referral_papers.issue_reminder": WRITE_LETTERS,
    "referral_papers.note_paper": SEE_CARE,
    "referral_papers.pack_pdf": SEE_CARE,
    "referral_papers.reminder_preview": SEE_CARE,
    "referral_papers.reminders_sent": SEE_CARE,
    "referral_papers.slip_pdf": WRITE_LETTERS,
    "referral_replies.record_reply": TREAT,
    "referral_replies.slip_of_code": TREAT,
    "referrals.ageing.ageing": SEE_CARE,
    "referrals.ageing.unanswered": SEE_CARE,
    "referrals.capacity.capacity_of": SEE_REGISTRATION,
    "referrals.capacity.change_capacity": TREAT,
    "referrals.capacity.latest_capacity": SEE_REGISTRATION,
    "referrals.capacity.note_capacity": TREAT,
    "referrals.handovers.bin_handover": TREAT,
    "referrals.handovers.correct_handover": TREAT,
    "referrals.handovers.handover_versions": SEE_CARE,
    "referrals.handovers.handovers_of_episode": SEE_CARE,
    "referrals.handovers.record_handover": TREAT,
    "referrals.handovers.restore_handover": TREAT,
    "referrals.handovers.set_letter": WRITE_LETTERS,
    "referrals.replies.correct": TREAT,
    "referrals.replies.of_episode": SEE_CARE,
    "referrals.replies.put_aside": TREAT,
    "referrals.replies.record": TREAT,
    "referrals.replies.restore": TREAT,
    "referrals.replies.versions": SEE_CARE,
    "referrals.slips.code_for_slip": WRITE_LETTERS,
    "referrals.slips.referral_of_code": SEE_CARE,
    "referrals.service.add_destination": KEEP_THE_OFFICE,
    "referrals.service.awaiting_reply": SEE_CARE,
    "referrals.service.cancel": TREAT,
    "referrals.service.change_destination": KEEP_THE_OFFICE,
    "referrals.service.change_prepared": TREAT,
    "referrals.service.destinations": SEE_REGISTRATION,
    "referrals.service.move": TREAT,
    "referrals.service.of_episode": SEE_CARE,
    "referrals.service.open_referrals": SEE_CARE,
    "referrals.service.prepare": TREAT,
    "referrals.service.referral": SEE_CARE,
    "referrals.service.seed_destinations": KEEP_THE_OFFICE,
    "referrals.service.steps": SEE_CARE,
    "referrals.service.submit": WRITE_LETTERS,
    "referrals.service.take_back": TREAT,
    "sessions.queries.count_attended": SEE_CARE,
    "sessions.queries.may_read_notes": SEE_CARE,
    "sessions.queries.missed": SEE_REGISTRATION,
    "sessions.queries.of_episode": SEE_CARE,
    "sessions.queries.session_versions": SEE_CARE,
    "sessions.queries.sessions_between": SEE_REGISTRATION,
    "sessions.queries.today": SEE_REGISTRATION,
    "sessions.queries.unsigned": SEE_CARE,
    "sessions.queries.unrecorded": SEE_REGISTRATION,
    "sessions.planning.plan_session": TREAT,
    "sessions.recording.record_attendance": TREAT,
    "sessions.planning.record_session": TREAT,
    "sessions.planning.replan_session": TREAT,
    "year_page.note_year_sheet": SEE_REGISTRATION,
    "year_page.year_sheet_pdf": SEE_REGISTRATION,
    "clients.contacts.safe_contacts": SEE_REGISTRATION,
    "clients.contacts.set_safe_contact": CORRECT_REGISTRATION,
    "follow_up.call_sheet_document": SEE_CARE,
    "follow_up.call_sheet_pdf": SEE_CARE,
    "follow_up.note_call_sheet": SEE_CARE,
    "follow_up.note_summons": SEE_CARE,
    "follow_up.summons_document": SEE_CARE,
    "follow_up.summons_pdf": SEE_CARE,
    "followup.queries.call_versions": SEE_CARE,
    "followup.queries.calls_of_episode": SEE_CARE,
    "followup.queries.missed_days": SEE_CARE,
    "followup.queries.summons": SEE_CARE,
    "followup.queries.summons_versions": SEE_CARE,
    "followup.queries.summonses_of_episode": SEE_CARE,
    "followup.queries.tried": SEE_CARE,
    "followup.service.bin_call": TREAT,
    "followup.service.correct_call": TREAT,
    "followup.service.record_call": TREAT,
    "followup.service.restore_call": TREAT,
    "followup.summonses.cancel_summons": TREAT,
    "followup.summonses.mark_sent": TREAT,
    "followup.summonses.prepare_summons": TREAT,
    "followup.watch.absent": SEE_CARE,
    "followup.watch.call_sheet": SEE_CARE,
    "followup.watch.targets_of": SEE_CARE,
    "office.calendar.service.add_office_day": KEEP_THE_OFFICE,
    "office.calendar.days.closed_days": ANYBODY,
    "office.calendar.days.is_open": ANYBODY,
    "office.calendar.service.office_days": ANYBODY,
    "office.calendar.service.take_out_office_day": KEEP_THE_OFFICE,
    "schedule.groups.add_members": TREAT,
    "schedule.groups.cancel_group": TREAT,
    "schedule.groups.change_group": TREAT,
    "schedule.groups.move_group": TREAT,
    "schedule.groups.plan_group": TREAT,
    "schedule.groups.record_roster": TREAT,
    "schedule.groups.remove_member": TREAT,
    "schedule.groups.repeat_group_weekly": TREAT,
    "schedule.queries.free_slots": SEE_REGISTRATION,
    "schedule.queries.group": SEE_REGISTRATION,
    "schedule.queries.group_roster": SEE_REGISTRATION,
    "schedule.queries.notices_of": SEE_REGISTRATION,
    "schedule.queries.week": SEE_REGISTRATION,
    "schedule.queries.week_days": SEE_REGISTRATION,
    "schedule.service.move_meeting": TREAT,
    "schedule.service.plan_meeting": TREAT,
    "schedule.service.repeat_weekly": TREAT,
    "sessions.recording.bin_session": TREAT,
    "sessions.recording.restore_session": TREAT,
    "sessions.recording.sign_note": TREAT,
}


def _modules() -> Iterator[ModuleType]:
    for floor in FLOORS:
        package = importlib.import_module(f"rehab_app.{floor}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions of the floors, each in the module that defines it, by floor, module and name."""
    for module in _modules():
        for name, function in vars(module).items():
            if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == module.__name__:
                yield f"{module.__name__.removeprefix('rehab_app.')}.{name}", function


def _short(name: str) -> str:
    return name.removeprefix("clinic.").removeprefix("desk.")


FUNCTIONS = dict(_functions())
GATES = {_short(name): function for name, function in FUNCTIONS.items() if hasattr(function, NEED_MARK)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = make_store(tmp_path_factory.mktemp("rights"))
    with made.writing(make_actor(KEPALA)) as work:
        first_profile(work, ProfileDraft())
    return made


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenClinic]:
    made = make_clinic(tmp_path_factory.mktemp("rekey"))
    yield made
    made.forget()


def test_every_guarded_function_is_expected_and_none_is_forgotten() -> None:
    assert sorted(GATES) == sorted(MAY_CALL)


def test_whatever_takes_a_unit_of_work_has_a_gate_or_a_reason_to_have_none() -> None:
    open_doors = {
        name
        for name, function in FUNCTIONS.items()
        if not hasattr(function, NEED_MARK) and next(iter(inspect.signature(function).parameters), "") == "work"
    }
    assert open_doors == set(INNER)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(MAY_CALL))
def test_each_role_passes_the_gates_of_its_work_and_no_other(store: Store, name: str, role: Role) -> None:
    actor = make_actor(role, name=f"Petugas {role.value}")
    begin = store.writing if name in WRITES_AT_ONCE else store.reading
    with begin(actor) as work:
        if role not in MAY_CALL[name]:
            with pytest.raises(NotAllowed, match=r"^rights\.missing$"):
                GATES[name](work)
            return
        # Called without its arguments, a function that let the actor in complains of them; a list of the day just answers.
        try:
            GATES[name](work)
        except TypeError as complaint:
            if "missing" not in str(complaint):
                raise
        except NotAllowed as refusal:
            # Behind the gate a relation to the record may still be asked for; the gate itself let her in.
            if refusal.code != BEHIND_THE_GATE.get(name):
                raise


@pytest.mark.parametrize("role", list(Role))
def test_only_kepala_and_subkoordinator_see_who_broke_the_glass(store: Store, role: Role) -> None:
    with store.reading(make_actor(role)) as work:
        if role in {SUBKOORDINATOR, KEPALA}:
            assert emergency_openings(work) == []
            return
        with pytest.raises(NotAllowed):
            emergency_openings(work)


@pytest.mark.parametrize("role", list(Role))
def test_only_kepala_and_subkoordinator_make_a_new_data_key(clinic: OpenClinic, role: Role) -> None:
    somebody = seat_of(clinic, role, name=f"Petugas {role.value}")
    may = role in {SUBKOORDINATOR, KEPALA}
    with pytest.raises(Trouble if may else NotAllowed) as refused:
        rekey(somebody, "bukan frasa sandinya")
    assert may or refused.value.code == "rights.granting"
    assert not clinic.is_locked


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_keep_the_office_restore_a_backup(role: Role) -> None:
    if role in KEEP_THE_OFFICE:
        require_restoring(make_actor(role))
        return
    with pytest.raises(NotAllowed, match=r"^backups\.not_allowed$"):
        require_restoring(make_actor(role))


def test_admin_passes_no_gate_but_those_of_the_settings_and_those_open_to_all() -> None:
    passed = {name for name, roles in MAY_CALL.items() if ADMIN in roles}
    assert passed == {name for name, roles in MAY_CALL.items() if roles is KEEP_THE_OFFICE or roles is ANYBODY}
