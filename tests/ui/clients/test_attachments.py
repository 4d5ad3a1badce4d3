"""Attachments: looked into before they are kept, refused with a sentence, viewed inside and audited, gone at the lock."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from rehab_app.clinic.documents import content, queries
from rehab_app.clinic.documents.rows import AttachmentRow
from rehab_app.foundation.actor import Role
from rehab_app.office.audit.service import of_records
from rehab_app.office.opening import OpenClinic
from rehab_app.ui.clients.attachments.panel import AttachmentsPanel
from rehab_app.ui.clients.file_page import ClientFilePage
from rehab_app.ui.kit.dialogs import Dialog, ReasonDialog
from rehab_app.ui.kit.jobs import Jobs
from rehab_app.ui.shell.session import Session
from tests.clinic.documents.makers import pdf, picture
from tests.ui.clients.papers_makers import attach
from tests.ui.clients.sections import form_of, open_section
from tests.ui.kit.typist import CTRL, press
from tests.ui.makers import admit_client, seat_of, settle, wait_for

Show = Callable[[QWidget], QWidget]
SignIn = Callable[[OpenClinic], Session]
Open = Callable[[Session, UUID], ClientFilePage]


@pytest.fixture
def opened(jobs: Jobs, shown: Show) -> Open:
    """Open the attachments of a client: ``opened(session, client_id)``."""
    return lambda session, client_id: open_section(session, jobs, shown, client_id, "attachments")


def _panel(page: ClientFilePage) -> AttachmentsPanel:
    assert isinstance(page.section, AttachmentsPanel)
    return page.section


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _take(page: ClientFilePage, jobs: Jobs, path: Path) -> None:
    _panel(page).adding.take_files([path])
    settle(jobs)


def _choose_kind(page: ClientFilePage, kind: str) -> None:
    field = form_of(page).field("kind")
    field.fill({"kind": kind})
    field.tell_edited()


def _kept(clinic: OpenClinic, client_id: UUID) -> tuple[AttachmentRow, ...]:
    with clinic.reading() as work:
        return queries.attachments_of_client(work, client_id)


def _dialog() -> Dialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible())


def _said(dialog: Dialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel))


def _views(clinic: OpenClinic, client_id: UUID) -> int:
    with clinic.reading() as work:
        ids = [row.series_id for row in queries.attachments_of_client(work, client_id)]
        return sum(entry.action == "documents.view" for entry in of_records(work, ids))


def test_a_file_is_described_and_kept(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open, tmp_path: Path
) -> None:
    client = admit_client(clinic)
    page = opened(session, client.client_id)
    _take(page, jobs, _file(tmp_path, "KK.jpg", picture()))
    _choose_kind(page, "family_card")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    [row] = _kept(clinic, client.client_id)
    assert (row.kind, row.file_name, row.media_type, row.episode_id) == (
        "family_card",
        "KK.jpg",
        "image/jpeg",
        client.episode_id,
    )
    table = _panel(page).table
    assert table is not None
    assert table.records.rowCount() == 1


def test_the_photograph_belongs_to_the_client_and_shows_above_the_file(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open, tmp_path: Path
) -> None:
    client = admit_client(clinic)
    page = opened(session, client.client_id)
    assert page.header.photo.isHidden()
    _take(page, jobs, _file(tmp_path, "foto.jpg", picture(size=(300, 400))))
    _choose_kind(page, "photo")
    press(Qt.Key.Key_S, CTRL)
    wait_for(lambda: page.header.photo.has_picture)
    assert _kept(clinic, client.client_id)[0].episode_id is None
    page.forget()
    assert not page.header.photo.has_picture


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("kosong.jpg", b"", "documents.empty"),
        ("rahasia.pdf", pdf(password="rahasia"), "documents.encrypted"),
        ("surat.docx", b"PK\x03\x04" + b"0" * 50, "documents.office_file"),
        ("foto.jpg", picture(size=(400, 400), noise=True)[:2000], "documents.unreadable"),
        ("lagu.mp3", b"ID3" + b"0" * 50, "documents.unknown_type"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_its_sentence(
    session: Session,
    clinic: OpenClinic,
    jobs: Jobs,
    opened: Open,
    tmp_path: Path,
    name: str,
    data: bytes,
    code: str,
) -> None:
    client = admit_client(clinic)
    page = opened(session, client.client_id)
    _take(page, jobs, _file(tmp_path, name, data))
    dialog = _dialog()
    said = session.context.words.say(f"error/{code}")
    assert said != f"error/{code}"
    assert said in _said(dialog)
    dialog.accept()
    assert page.forms.form is None
    assert _kept(clinic, client.client_id) == ()


def test_a_file_that_is_gone_is_said(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open, tmp_path: Path
) -> None:
    page = opened(session, admit_client(clinic).client_id)
    _take(page, jobs, tmp_path / "tidak-ada.pdf")
    assert session.context.words.say("error/documents.cannot_read") in _said(_dialog())
    _dialog().accept()


def test_a_large_scan_is_offered_smaller_with_both_sizes_and_nothing_is_kept_unasked(
    session: Session,
    clinic: OpenClinic,
    jobs: Jobs,
    opened: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "LARGEST", 500_000)
    client = admit_client(clinic)
    page = opened(session, client.client_id)
    large = picture("PNG", size=(900, 1200), noise=True)
    assert len(large) > content.LARGEST
    path = _file(tmp_path, "pindai.png", large)
    monkeypatch.setattr(content, "_LONGEST_EDGE", 600)
    _take(page, jobs, path)
    said = _said(_dialog())
    assert "pindai.png" in said
    assert said.count(" MB") == 3
    _dialog().reject()
    assert page.forms.form is None
    _take(page, jobs, path)
    _dialog().accept()
    _choose_kind(page, "identity")
    form_of(page).save()
    settle(jobs)
    [row] = _kept(clinic, client.client_id)
    assert row.media_type == "image/jpeg"
    assert row.size < content.LARGEST


def test_a_picture_is_pasted_and_a_clipboard_of_words_is_refused(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    page = opened(session, client.client_id)
    QGuiApplication.clipboard().setText("hanya kata")
    _panel(page).adding.paste()
    _dialog().accept()
    page.activateWindow()
    _panel(page).enter()
    image = QImage(30, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(image)
    press(Qt.Key.Key_V, CTRL)
    settle(jobs)
    _choose_kind(page, "other")
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    [row] = _kept(clinic, client.client_id)
    assert row.media_type == "image/png"
    QGuiApplication.clipboard().clear()


def test_files_that_are_dropped_come_one_after_the_other(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open, tmp_path: Path
) -> None:
    client = admit_client(clinic)
    page = opened(session, client.client_id)
    paths = [_file(tmp_path, "a.jpg", picture()), _file(tmp_path, "b.png", picture("PNG"))]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert _panel(page).adding.take(data)
    for _ in paths:
        settle(jobs)
        _choose_kind(page, "other")
        press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    assert {row.file_name for row in _kept(clinic, client.client_id)} == {"a.jpg", "b.png"}


@pytest.mark.parametrize(("data", "kind"), [(picture(size=(600, 800)), "identity"), (pdf(2), "letter")])
def test_an_attachment_is_viewed_inside_audited_and_forgotten(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open, tmp_path: Path, data: bytes, kind: str
) -> None:
    client = admit_client(clinic)
    attach(clinic, client.client_id, data, kind)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    page = opened(session, client.client_id)
    assert _views(clinic, client.client_id) == 0
    press(Qt.Key.Key_Return)
    panel = _panel(page)
    wait_for(lambda: panel.viewer is not None and bool(panel.viewer.view.pictured))
    assert _views(clinic, client.client_id) == 1
    assert {path for path in tmp_path.rglob("*") if path.is_file()} - before <= _database_files(tmp_path)
    viewer = panel.viewer
    assert viewer is not None
    press(Qt.Key.Key_Escape)
    settle(jobs)
    assert panel.viewer is None
    assert panel.table is not None
    assert panel.table.hasFocus()
    panel.look_at(_kept(clinic, client.client_id)[0])
    settle(jobs)
    page.forget()
    assert panel.viewer is None


def _database_files(folder: Path) -> set[Path]:
    return {
        path for path in folder.rglob("*") if path.name.endswith(("-wal", "-shm", ".journal")) or "drafts" in path.parts
    }


def test_a_damaged_attachment_says_so_in_place_of_the_picture(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    attach(clinic, client.client_id, picture(), "identity")
    [path] = list(clinic.attachments.files())
    path.write_bytes(path.read_bytes()[:-5])
    page = opened(session, client.client_id)
    press(Qt.Key.Key_Return)
    settle(jobs)
    viewer = _panel(page).viewer
    assert viewer is not None
    said = session.context.words.say("error/attachments.damaged")
    assert viewer.note.text.endswith(said.rpartition("}")[2])


def test_what_is_said_is_corrected_with_a_reason_and_binned(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    attach(clinic, client.client_id, picture(), "identity")
    page = opened(session, client.client_id)
    press(Qt.Key.Key_E)
    form = form_of(page)
    for name, value in (("title", "KTP baru"), ("reason", "judul belum ada")):
        form.field(name).fill({name: value})
        form.field(name).tell_edited()
    press(Qt.Key.Key_S, CTRL)
    settle(jobs)
    [row] = _kept(clinic, client.client_id)
    assert (row.title, row.row_version, row.reason) == ("KTP baru", 2, "judul belum ada")
    table = _panel(page).table
    assert table is not None
    table.setFocus()
    press(Qt.Key.Key_Delete)
    dialog = _dialog()
    assert isinstance(dialog, ReasonDialog)
    dialog.field.setPlainText("Berkas milik klien lain")
    dialog._answer()
    settle(jobs)
    assert _kept(clinic, client.client_id) == ()


def test_the_desk_sees_and_offers_no_clinical_kind(
    office: OpenClinic, sign_in: SignIn, clinic: OpenClinic, jobs: Jobs, opened: Open, tmp_path: Path
) -> None:
    client = admit_client(clinic)
    attach(clinic, client.client_id, picture(), "laboratory")
    page = opened(sign_in(seat_of(office, Role.PENDAFTARAN, name="Rina Pendaftaran")), client.client_id)
    table = _panel(page).table
    assert table is not None
    assert table.records.rowCount() == 0
    _take(page, jobs, _file(tmp_path, "a.jpg", picture()))
    offered = {option.code for option in form_of(page).field("kind").spec.options()}
    assert "laboratory" not in offered
    assert "identity" in offered


def test_the_photograph_is_masked_with_the_names(
    session: Session, clinic: OpenClinic, jobs: Jobs, opened: Open
) -> None:
    client = admit_client(clinic)
    attach(clinic, client.client_id, picture(size=(300, 400)))
    page = opened(session, client.client_id)
    photo = page.header.photo
    wait_for(lambda: photo.has_picture)
    open_colour = photo.grab().toImage().pixelColor(10, 10)
    session.context.privacy.switch(on=True)
    settle(jobs)
    assert photo.grab().toImage().pixelColor(10, 10) != open_colour
    assert _views(clinic, client.client_id) == 1
