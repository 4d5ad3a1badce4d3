"""The words of merging and parting: what a field is called, how its value reads, and what kinds of record move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from rehab_app.clinic.clients.matches import REASON_WORDS, Reason
from rehab_app.foundation.dates import format_short
from rehab_app.foundation.words import N_
from rehab_app.ui.clients.showing import NOTHING
from rehab_app.ui.shell.session import Session

FIELD_WORDS: Final = {
    "full_name": N_("Full name"),
    "initials": N_("Initials"),
    "aliases": N_("Other names"),
    "sex": N_("Sex"),
    "birth_date": N_("Birth date"),
    "birth_place": N_("Birth place"),
    "stated_age": N_("Stated age"),
    "stated_age_on": N_("Age stated on"),
    "nik": N_("NIK"),
    "kk_number": N_("Family card number"),
    "identity_kind": N_("Kind of identity paper"),
    "identity_number": N_("Number of the identity paper"),
    "identity_missing_reason": N_("Why there is no identity paper"),
    "jkn_number": N_("JKN number"),
    "religion": N_("Religion"),
    "ethnicity": N_("Ethnicity"),
    "marital_status": N_("Marital status"),
    "education": N_("Education"),
    "occupation": N_("Occupation"),
    "blood_group": N_("Blood group"),
    "citizenship": N_("Citizenship"),
    "country": N_("Country"),
    "phone": N_("Telephone"),
    "other_phone": N_("Other telephone"),
    "address": N_("Street and number"),
    "rt": N_("RT"),
    "rw": N_("RW"),
    "place_code": N_("Kelurahan / desa"),
    "place_text": N_("Place as it was said"),
    "postcode": N_("Postcode"),
    "father_name": N_("Father's name"),
    "mother_name": N_("Mother's name"),
    "remark": N_("Remark"),
}
_LISTED: Final = frozenset(
    {
        "sex",
        "identity_kind",
        "identity_missing_reason",
        "religion",
        "ethnicity",
        "marital_status",
        "education",
        "occupation",
        "blood_group",
        "citizenship",
    }
)
OPEN_FIELDS: Final = _LISTED | {"stated_age", "stated_age_on", "country"}
"""Fields that tell nobody who the client is; the others are masked while names are masked."""

KIND_WORDS: Final = {
    "episode": N_("Masa perawatan"),
    "referral": N_("Referrals"),
    "client_contact": N_("Family and contacts"),
    "issued_letter": N_("Letters"),
    "emergency_access": N_("Emergency openings"),
    "consent": N_("Consents"),
    "screening": N_("Instruments and screenings"),
    "use_profile": N_("Use profiles"),
    "care_session": N_("Meetings"),
    "examination": N_("Examinations"),
    "urine_test": N_("Urine tests"),
    "diagnosis": N_("Diagnoses"),
    "care_plan": N_("Care plans"),
    "contact_call": N_("Calls"),
    "summons": N_("Summonses"),
    "tat_case": N_("TAT cases"),
    "duty_report": N_("Duty reports"),
    "aftercare_plan": N_("Aftercare plans"),
    "aftercare_visit": N_("Aftercare visits"),
    "referral_reply": N_("Answers of destinations"),
    "handover": N_("Handovers"),
    "handed_paper": N_("Papers handed in"),
    "attachment": N_("Attachments"),
    "report_card": N_("Report cards"),
    "subject_request": N_("Requests about data"),
    "field": N_("Identity"),
}


def value_text(session: Session, field: str, value: object) -> str:
    """Return a value of a client's record as it is read; a dash for none."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, date):
        return format_short(value)
    return session.label(field, str(value)) if field in _LISTED else str(value)


def reasons_text(session: Session, reasons: Iterable[Reason]) -> str:
    """Return reasons with commas between them."""
    return ", ".join(session.say(REASON_WORDS[reason]) for reason in reasons)
