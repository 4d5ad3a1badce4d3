"""What is done in the first days of a client of the practice clinic: examined, tested, papers taken, the diagnosis made."""

from datetime import date, time, timedelta
from random import Random
from typing import Final

from rehab_app.clinic.clients.contacts import SafeContactDraft, safe_contacts, set_safe_contact
from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.diagnoses import service as diagnoses
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.clinic.documents import service as documents
from rehab_app.clinic.documents.draft import AttachmentDraft, CardDraft, PaperDraft
from rehab_app.clinic.examination import service as examination
from rehab_app.clinic.examination.draft import ExaminationDraft
from rehab_app.clinic.urine_tests import service as urine_tests
from rehab_app.desk.issue_card import issue_card
from rehab_app.desk.practice.cases import SEED, Course, weekday_from
from rehab_app.desk.practice.diary import Act, Stage
from rehab_app.desk.practice.people import happens
from rehab_app.desk.practice.pictures import face, kit, sheet
from rehab_app.desk.practice.stays import Stay
from rehab_app.desk.practice.story import DIAGNOSES, Story
from rehab_app.desk.practice.urine import INVALID_PLACE, POSITIVE, intake_results, intake_test
from rehab_app.desk.practice.words import drawn, told
from rehab_app.store.work import Work

_DAY: Final = timedelta(days=1)
_PHOTOGRAPHED: Final = 4  # one in so many has a photograph
_SCANNED: Final = 10  # one in so many has a scan, another one a picture of the urine kit
_TESTED: Final = 2
_WITH_CARD: Final = 2
_SAFE_CALLS: Final = 3
_SECOND_DIAGNOSIS: Final = {1: "F17.2", 5: "F10.1"}  # by the rest of the place divided by eight


def tell_intake(story: Story) -> None:
    """Write down the first days of each masa perawatan; the urgent ones also where a guardian is awaited."""
    case = story.case
    chance = Random(f"{SEED}/{case.place}/intake")  # noqa: S311 - invented people, no secrets
    day = case.registered_on
    story.enter(day, 30, "perawat", _examine(story, day, chance))
    _test(story, day, chance)
    _attach(story, day, chance)
    if case.course != Course.WAITING:
        story.enter(day, 24, "pendaftaran", _take_papers(story, day))
        story.enter(weekday_from(day + _DAY), 72, "dokter", _diagnose(story, weekday_from(day + _DAY)))
    if case.is_compulsory:
        story.enter(day, 22, "pendaftaran", lambda work, _: story.sign(work, "integrity_pact"))
    for stay in story.stays:
        _enter_care(story, stay)


def _enter_care(story: Story, stay: Stay) -> None:
    """The papers of outpatient care: the penjamin's statement, the kartu lapor diri, and the rules for calling her family."""
    story.enter(stay.opened_on, 95, "pendaftaran", _guarantee(story))
    if story.case.place % _WITH_CARD == 0 and not (stay.course == Course.ACTIVE and story.case.minor):
        story.enter(stay.opened_on, 97, "pendaftaran", _give_card(story, stay))
    if story.case.place % _SAFE_CALLS == 0 and stay.period == 1:
        story.enter(stay.opened_on, 98, "pendaftaran", _agree_on_calls(story))


def _examine(story: Story, day: date, chance: Random) -> Act:
    is_thin = happens(chance, 0.25)
    findings = {system: drawn("body", system, chance) for system in ("skin", "head_neck") if happens(chance, 0.3)}
    draft = ExaminationDraft(
        examined_on=day,
        examined_at=time(9, 5),
        systolic=chance.randrange(104, 146),
        diastolic=chance.randrange(64, 92),
        pulse=chance.randrange(66, 108),
        respiration=chance.randrange(14, 22),
        temperature=chance.randrange(361, 374),
        saturation=chance.randrange(96, 100),
        weight=chance.randrange(430, 520) if is_thin else chance.randrange(520, 780),
        height=chance.randrange(152, 164) if story.case.person.sex == "P" else chance.randrange(160, 177),
        consciousness="compos_mentis",
        pupils="mydriasis" if happens(chance, 0.12) else "isochoric",
        signs=["dental"] if "head_neck" in findings else [],
        comorbidities=["hepatitis_c"] if happens(chance, 0.04) else [],
        findings=findings,
    )

    def act(work: Work, _stage: Stage) -> None:
        examination.record_examination(work, story.episode_id, draft)

    return act


def _test(story: Story, day: date, chance: Random) -> None:
    first = intake_test(story.case, day, chance)
    story.enter(day, 32, "perawat", lambda work, _: urine_tests.record_urine_test(work, story.episode_id, first))
    if story.case.place == INVALID_PLACE:
        again = weekday_from(day + _DAY)
        second = intake_test(story.case, again, chance, is_repeated=True)
        story.enter(again, 32, "perawat", lambda work, _: urine_tests.record_urine_test(work, story.episode_id, second))


def _diagnose(story: Story, day: date) -> Act:
    case = story.case
    is_open = case.course == Course.ACTIVE and case.place % 3 == 0
    main = DIAGNOSES[case.substance] + (".2" if case.is_high else ".1")
    second = _SECOND_DIAGNOSIS.get(case.place % 8, "")

    def act(work: Work, _stage: Stage) -> None:
        if is_open:
            return
        severity = "berat" if case.is_high else "sedang"
        draft = DiagnosisDraft(code=main, is_main=True, severity=severity, made_on=day)
        diagnoses.record_diagnosis(work, story.episode_id, draft)
        if second:
            diagnoses.record_diagnosis(work, story.episode_id, DiagnosisDraft(code=second, made_on=day))

    return act


def _take_papers(story: Story, day: date) -> Act:
    case = story.case
    kinds = ["ktp_copy" if case.minor is None else "guardian_ktp_copy", "kk_copy"]
    kinds += ["sender_letter"] if case.is_compulsory or case.source in {"institution", "company"} else []

    def act(work: Work, _stage: Stage) -> None:
        for kind in kinds:
            is_held = kind == "sender_letter"
            paper = PaperDraft(kind=kind, copies=1, is_original_held=is_held, handed_on=day)
            documents.record_paper(work, story.episode_id, paper)

    return act


def _attach(story: Story, day: date, chance: Random) -> None:
    case = story.case
    if case.place % _PHOTOGRAPHED == 0:
        photo = face(chance)
        draft = AttachmentDraft(kind="photo", title=told("papers", "photo"), file_name="foto.png", taken_on=day)
        story.enter(day, 26, "pendaftaran", _attached(story, draft, photo))
    if case.place % _SCANNED == 1:
        scan = sheet(chance)
        kind, title = ("letter", "letter") if case.is_compulsory else ("identity", "identity")
        draft = AttachmentDraft(kind=kind, title=told("papers", title), file_name="pindai.png", taken_on=day)
        story.enter(day, 27, "pendaftaran", _attached(story, draft, scan))
    if case.place % _SCANNED == _TESTED:
        positives = list(intake_results(case).values()).count(POSITIVE)
        draft = AttachmentDraft(kind="urine_photo", title=told("papers", "urine"), file_name="urin.png", taken_on=day)
        story.enter(day, 34, "perawat", _attached(story, draft, kit(positives)))


def _attached(story: Story, draft: AttachmentDraft, content: bytes) -> Act:
    def act(work: Work, stage: Stage) -> None:
        documents.attach(work, stage.clinic.attachments, story.client_id, story.episode_id, draft, content)

    return act


def _guarantee(story: Story) -> Act:
    person = story.case.person
    born = person.birth_date.replace(year=person.birth_date.year - 24, day=min(person.birth_date.day, 28))
    nik = f"{person.nik[:6]}{born.day + 40:02d}{born:%m%y}{person.nik[12:]}"

    def act(work: Work, _stage: Stage) -> None:
        draft = ConsentDraft(
            kind="guarantor_statement",
            signed_on=work.clock.today(),
            signer_name=person.mother_name,
            signer_relation="mother",
            signer_nik=nik,
            signer_birth_place=person.birth_place,
            signer_birth_date=born,
            signer_address=person.address,
            signer_occupation=told("papers", "guarantor_job"),
            signer_phone=person.phone[:-4] + "7788",
            witness_name=told("papers", "witness"),
        )
        consents.record_consent(work, story.episode_id, draft)

    return act


def _give_card(story: Story, stay: Stay) -> Act:
    def act(work: Work, _stage: Stage) -> None:
        issue_card(work, story.episode_id, CardDraft(issued_on=stay.opened_on))

    return act


def _agree_on_calls(story: Story) -> Act:
    is_informed = story.case.place % 2 == 0

    def act(work: Work, _stage: Stage) -> None:
        for contact in safe_contacts(work, [story.client_id]):
            draft = SafeContactDraft(
                is_informed=is_informed,
                who_may_answer=told("calls", "who"),
                call_times=told("calls", "times"),
                discreet_sentence="" if is_informed else told("calls", "discreet"),
                may_leave_message=is_informed,
            )
            set_safe_contact(work, contact.id, contact.row_version, draft)

    return act
