"""Attachments: kept encrypted by their content, viewed with an entry in the audit, by right, and never lost silently."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from rehab_app.clinic.documents import queries, service
from rehab_app.clinic.documents.draft import AttachmentDraft
from rehab_app.clinic.documents.model import Attachment
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import NotAllowed, RuleBroken, RulesBroken, Trouble
from rehab_app.office.backups.making import make_backup
from rehab_app.office.opening import OpenClinic
from rehab_app.store.attachments import Attachments
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.store import Store
from tests.clinic.documents.makers import pdf, picture
from tests.clinic.makers import ADULT, TODAY, codes, deeds, make_client, open_episode, versions_kept
from tests.makers import START, make_actor
from tests.ui.makers import make_clinic

CLERK = make_actor(Role.PENDAFTARAN)
NURSE = make_actor(Role.PERAWAT, name="Perawat Ani")
PSYCHOLOGIST = make_actor(Role.PSIKOLOG, name="Psikolog Rina")
HEAD = make_actor(Role.KEPALA, name="Kepala")
PHOTO = picture()


@pytest.fixture
def files(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "attachments", DataKey(bytes(range(32))))


@pytest.fixture
def client_id(store: Store) -> UUID:
    with store.writing(CLERK) as work:
        return make_client(work)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[OpenClinic]:
    made = make_clinic(tmp_path, clock=SetClock(START))
    yield made
    made.forget()


def _attach(
    store: Store, files: Attachments, client_id: UUID, content: bytes = PHOTO, actor: object = CLERK, **typed: object
) -> UUID:
    draft = AttachmentDraft.model_validate({"kind": "photo", "file_name": "IMG_0001.heic", **typed})
    with store.writing(actor) as work:  # type: ignore[arg-type]
        return service.attach(work, files, client_id, None, draft, content)


def test_an_attachment_is_what_its_content_says_and_comes_back_byte_for_byte(
    store: Store, files: Attachments, client_id: UUID
) -> None:
    scan = _attach(store, files, client_id, pdf(3), kind="identity", title="KTP")
    with store.writing(CLERK) as work:
        found = service.content_of(work, files, scan)
        (row,) = queries.attachments_of_client(work, client_id)
    assert found.content == pdf(3)
    assert (row.media_type, row.pages, row.size, row.title) == ("application/pdf", 3, len(pdf(3)), "KTP")
    assert deeds(store, CLERK)[-2:] == ["documents.attach", "documents.view"]


def test_the_same_scan_of_two_clients_is_kept_once(store: Store, files: Attachments, client_id: UUID) -> None:
    with store.writing(CLERK) as work:
        other = make_client(work)
    for one in (client_id, other):
        _attach(store, files, one, pdf(), kind="family_card")
    assert len(list(files.files())) == 1
    assert versions_kept(store, CLERK, Attachment) == 2


def test_the_photograph_is_the_latest_picture_of_that_kind(store: Store, files: Attachments, client_id: UUID) -> None:
    with store.reading(CLERK) as work:
        assert queries.photo_of(work, client_id) is None
    new = _attach(store, files, client_id, picture(size=(30, 40)), taken_on=date(2022, 2, 1))
    _attach(store, files, client_id, picture(size=(31, 41)), taken_on=date(2019, 2, 1))
    _attach(store, files, client_id, kind="identity")
    with store.reading(CLERK) as work:
        photo = queries.photo_of(work, client_id)
    assert photo is not None
    assert photo.series_id == new


@pytest.mark.parametrize(
    ("typed", "content", "field", "code"),
    [
        ({"kind": ""}, PHOTO, "kind", "draft.required"),
        ({"kind": "selfie"}, PHOTO, "kind", "lists.unknown"),
        ({"kind": "photo"}, pdf(), "content", "documents.photo_is_picture"),
        ({"taken_on": date(2022, 3, 2)}, PHOTO, "taken_on", "documents.taken_in_future"),
        ({"taken_on": ADULT.replace(year=1989)}, PHOTO, "taken_on", "documents.taken_before_birth"),
    ],
)
def test_a_refused_attachment_leaves_neither_row_nor_file(
    store: Store,
    files: Attachments,
    client_id: UUID,
    typed: dict[str, object],
    content: bytes,
    field: str,
    code: str,
) -> None:
    with pytest.raises(RulesBroken) as refused:
        _attach(store, files, client_id, content, **typed)
    assert codes(refused.value) == {field: code}
    assert versions_kept(store, CLERK, Attachment) == 0
    assert list(files.files()) == []


def test_a_file_that_is_no_scan_is_refused_by_its_bytes_whatever_it_is_called(
    store: Store, files: Attachments, client_id: UUID
) -> None:
    with pytest.raises(RuleBroken, match=r"documents\.office_file"):
        _attach(store, files, client_id, b"PK\x03\x04" + bytes(99), file_name="ktp.jpg")


def test_an_attachment_hangs_on_an_episode_of_its_own_client_alone(
    store: Store, files: Attachments, client_id: UUID
) -> None:
    with store.writing(CLERK) as work:
        own = open_episode(work, client_id).episode_id
        strange = open_episode(work).episode_id
        draft = AttachmentDraft(kind="letter")
        series_id = service.attach(work, files, client_id, own, draft, PHOTO)
        assert [(row.series_id, row.episode_id) for row in queries.attachments_of_client(work, client_id)] == [
            (series_id, own)
        ]
    with pytest.raises(RuleBroken, match=r"documents\.other_client"), store.writing(CLERK) as work:
        service.attach(work, files, client_id, strange, draft, PHOTO)


def test_a_damaged_or_missing_file_is_a_clear_trouble_and_no_view(
    store: Store, files: Attachments, client_id: UUID
) -> None:
    series_id = _attach(store, files, client_id)
    (path,) = files.files()
    whole = path.read_bytes()
    path.write_bytes(whole[:-5] + bytes(5))
    with pytest.raises(Trouble, match=r"attachments\.damaged"), store.writing(CLERK) as work:
        service.content_of(work, files, series_id)
    path.unlink()
    with pytest.raises(Trouble, match=r"attachments\.missing"), store.writing(CLERK) as work:
        service.content_of(work, files, series_id)
    assert "documents.view" not in deeds(store, CLERK)
    _attach(store, files, client_id)  # the same scan attached again mends it
    with store.writing(CLERK) as work:
        assert service.content_of(work, files, series_id).content == PHOTO


def test_clinical_attachments_are_for_those_with_the_right_over_clinical_data(
    store: Store, files: Attachments, client_id: UUID
) -> None:
    result = _attach(store, files, client_id, kind="laboratory", actor=PSYCHOLOGIST)
    _attach(store, files, client_id, picture("PNG"))
    with pytest.raises(NotAllowed):
        _attach(store, files, client_id, kind="urine_photo")
    with pytest.raises(NotAllowed):
        _attach(store, files, client_id, picture("PNG"), actor=PSYCHOLOGIST)  # she enters no administrative data
    with pytest.raises(NotAllowed):
        _attach(store, files, client_id, kind="laboratory", actor=HEAD)
    with store.writing(CLERK) as work:
        assert [row.kind for row in queries.attachments_of_client(work, client_id)] == ["photo"]
        assert queries.attachment_versions(work, result) == ()
        with pytest.raises(NotAllowed):
            service.content_of(work, files, result)
        with pytest.raises(NotAllowed):
            service.bin_attachment(work, result, 1, "salah")
    with store.writing(HEAD) as work:
        assert service.content_of(work, files, result).content == PHOTO
        assert len(queries.attachments_of_client(work, client_id)) == 2


def test_nobody_makes_a_clinical_attachment_readable_by_correcting_its_kind(
    store: Store, files: Attachments, client_id: UUID
) -> None:
    result = _attach(store, files, client_id, kind="laboratory", actor=NURSE)
    with pytest.raises(NotAllowed), store.writing(CLERK) as work:
        service.correct_attachment(work, result, 1, AttachmentDraft(kind="letter"), "salah jenis")
    with pytest.raises(NotAllowed), store.writing(NURSE) as work:  # a nurse corrects no administrative data
        service.correct_attachment(work, result, 1, AttachmentDraft(kind="letter"), "salah jenis")


def test_an_attachment_is_corrected_put_into_the_bin_and_taken_out(
    store: Store, files: Attachments, client_id: UUID
) -> None:
    series_id = _attach(store, files, client_id, taken_on=TODAY)
    with store.writing(CLERK) as work:
        service.correct_attachment(work, series_id, 1, AttachmentDraft(kind="identity", title="SIM"), "salah jenis")
        service.bin_attachment(work, series_id, 2, "klien lain")
        assert queries.attachments_of_client(work, client_id) == ()
    with store.writing(CLERK) as work:
        service.restore_attachment(work, series_id, 3, "memang miliknya")
        (row,) = queries.attachments_of_client(work, client_id)
        assert (row.kind, row.title, row.size, row.row_version) == ("identity", "SIM", len(PHOTO), 4)
        assert [one.reason for one in queries.attachment_versions(work, series_id)][1:3] == [
            "salah jenis",
            "klien lain",
        ]
        assert service.content_of(work, files, series_id).content == PHOTO


def test_an_attachment_is_in_the_next_backup_in_the_bin_too(clinic: OpenClinic) -> None:
    with clinic.writing() as work:
        client_id = make_client(work)
        series_id = service.attach(work, clinic.attachments, client_id, None, AttachmentDraft(kind="photo"), PHOTO)
        service.bin_attachment(work, series_id, 1, "klien lain")
    report = make_backup(clinic.folder, clinic.keys.data_key, clinic.folder.root / "uji.rbk", START)
    assert report.counts["attachment"] == 2
    assert report.missing == 0
    import tarfile

    with tarfile.open(report.path) as tar:
        names = [name for name in tar.getnames() if name.startswith("attachments/")]
    (kept,) = clinic.attachments.files()
    assert [name.rpartition("/")[2] for name in names] == [kept.name]
