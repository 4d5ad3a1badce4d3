"""One day in a real clinic with a client whose data is unmistakable, and everything it left on the disk and in the log."""

import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
import sqlalchemy
from PySide6.QtWidgets import QApplication
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from rehab_app.clinic.assessment import service as assessment
from rehab_app.clinic.assessment.draft import ScreeningDraft
from rehab_app.clinic.clients import queries as clients
from rehab_app.clinic.clients import service as client_service
from rehab_app.clinic.clients.draft import ClientDraft
from rehab_app.clinic.consent import service as consents
from rehab_app.clinic.consent.draft import ConsentDraft
from rehab_app.clinic.episodes import service as episodes
from rehab_app.clinic.episodes.draft import OutpatientDraft
from rehab_app.clinic.referrals import service as referrals
from rehab_app.clinic.referrals.draft import ReferralDraft
from rehab_app.clinic.referrals.model import Destination
from rehab_app.clinic.sessions import service as sessions
from rehab_app.clinic.sessions.draft import AttendanceDraft, PlanDraft
from rehab_app.desk import refer
from rehab_app.desk.admit import Admitted, RegistrationDraft, admit
from rehab_app.desk.entry import leave, new_clinic
from rehab_app.foundation.actor import Role
from rehab_app.foundation.clock import SetClock
from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.foundation.events import Bus
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.accounts.draft import AccountDraft
from rehab_app.office.backups.service import back_up
from rehab_app.office.opening import OpenClinic, Seat, open_clinic
from rehab_app.store.engine import connect
from rehab_app.store.keys.data_key import DATABASE
from rehab_app.store.keys.derive import Cost
from rehab_app.store.work import Work
from rehab_app.ui.kit.failures import Failures
from rehab_app.ui.shell.shell import Shell
from tests.clinic.makers import registration
from tests.desk.makers import ANSWERS, DOCUMENTS, EVERY_SCOPE, LISTS, OFFICE
from tests.ui.driving import gate_of, running, sign_in, try_to_sign_in, type_in
from tests.ui.makers import NOW, TODAY, wait_for

LOGIN: Final = "xaveria.qusyairi"
PASSPHRASE: Final = "kuda lumping senja ungu"
WRONG: Final = "hampir benar sandinya"
PERSON: Final = {
    "full_name": "Zulqarnain Kertapatiwu",
    "aliases": "Jhonqi",
    "sex": "L",
    "birth_date": "1990-08-17",
    "nik": "6471021708907391",
    "phone": "0812 9876 1743",
    "place_code": "64.71.02.1001",
    "address": "Gang Tirtaningrum 7391",
}
NOTE: Final = "Menangisi ibunda Wulandhari"
REASON: Final = "kambuh sesudah perceraian Wulandhari"
DRAFTED: Final = "Setengahjadi Prabaswara"
SECRETS: Final = (
    "Zulqarnain",
    "Kertapatiwu",
    "Jhonqi",
    "6471021708907391",
    "81298761743",
    "9876 1743",
    "Tirtaningrum",
    "Menangisi",
    "Wulandhari",
    "perceraian",
    "Setengahjadi",
    "Prabaswara",
    "xaveria",
    "qusyairi",
    "kuda lumping",
    "lumping senja",
    "hampir benar",
)


@dataclass(slots=True)
class Traces:
    """What the day left: files by name with their content, log lines, texts of exceptions, what was kept while it ran."""

    files: dict[str, bytes] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sorting: dict[str, bytes] = field(default_factory=dict)
    is_kept: bool = False


class _Listener(logging.Handler):
    """Keeps every line of every logger, with what an exception would print."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line as a file handler would write it."""
        self._lines.append(self.format(record))


@contextmanager
def _all_is_logged(lines: list[str]) -> Iterator[None]:
    """Keep what is logged at DEBUG, as a careless setting would."""
    root, listener = logging.getLogger(), _Listener(lines)
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(listener)


def found_in(content: bytes, secrets: tuple[str, ...] = SECRETS) -> list[str]:
    """Return the secrets that stand in ``content``, in UTF-8 or UTF-16, in capitals or not."""
    lower = content.lower()
    return [
        secret
        for secret in secrets
        if any(secret.lower().encode(coding) in lower for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


def read_all(*roots: Path) -> dict[str, bytes]:
    """Return every file below ``roots`` with its name and content; the name is searched too."""
    kept = {}
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                kept[f"{root.name}/{path.relative_to(root)}"] = str(path.relative_to(root)).encode() + path.read_bytes()
    return kept


def open_files() -> dict[str, bytes]:
    """Return what the process has open and is a file, deleted ones too: SQLite's temporary files have no name."""
    kept = {}
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = str(entry.readlink())
            if target.startswith("/") and entry.stat().st_mode & 0o170000 == 0o100000:
                kept[f"{entry.name}:{target}"] = entry.read_bytes()
        except OSError:
            continue
    return kept


def play(app: QApplication, root: Path) -> Traces:
    """Play the day in ``root``: ``clinic`` is the data folder; ``backups``, ``temp`` and ``preferences.json`` beside it."""
    traces = Traces()
    folder = DataFolder(root / "clinic")
    for name in ("backups", "temp"):
        (root / name).mkdir()
    clock = SetClock(NOW)
    with pytest.MonkeyPatch.context() as patch, _all_is_logged(traces.log):
        patch.setattr(tempfile, "tempdir", str(root / "temp"))
        for name in ("TMPDIR", "SQLITE_TMPDIR"):
            patch.setenv(name, str(root / "temp"))
        _Day(app, folder, root, clock, traces).play()
    traces.files |= read_all(folder.root, root / "backups", root / "temp")
    traces.files["preferences.json"] = (root / "preferences.json").read_bytes()
    return traces


class _Day:
    """The steps of the day."""

    def __init__(self, app: QApplication, folder: DataFolder, root: Path, clock: SetClock, traces: Traces) -> None:
        self._app, self._folder, self._root, self._clock, self._traces = app, folder, root, clock, traces
        self._seat = Seat("PC-1", clock, Bus())

    def play(self) -> None:
        account = AccountDraft(login=LOGIN, full_name="Xaveria Qusyairi", roles=[Role.SUBKOORDINATOR, Role.DOKTER])
        clinic, _ = new_clinic(self._folder, OFFICE, account, PASSPHRASE, self._seat, cost=Cost.for_tests())
        admitted = self._register(clinic)
        self._treat(clinic, admitted)
        self._meet_troubles(clinic, admitted)
        self._sort_much(clinic)
        back_up(clinic, self._root / "backups")
        self._traces.files |= {f"open {name}": content for name, content in read_all(self._folder.root).items()}
        self._traces.is_kept = bool(self._found(clinic))
        leave(clinic, with_backup=False)
        self._fail_to_sign_in()
        self._use_the_window(admitted.client_id)

    def _found(self, clinic: OpenClinic) -> list[UUID]:
        with clinic.reading() as work:
            return [hit.id for hit in clients.find(work, "kertapatiwu zulqarnain")]

    def _register(self, clinic: OpenClinic) -> Admitted:
        episode = registration(registered_on=TODAY)
        with clinic.writing() as work:
            admitted = admit(work, RegistrationDraft(client=ClientDraft.model_validate(PERSON), episode=episode))
        clinic.drafts.keep("clients.register", "", {"client.full_name": DRAFTED, "client.nik": PERSON["nik"]})
        clinic.attachments.put(f"{PERSON['full_name']} {PERSON['nik']}".encode() * 100)
        return admitted

    def _treat(self, clinic: OpenClinic, admitted: Admitted) -> None:
        episode_id, me = admitted.episode_id, clinic.actor.user_id
        with clinic.writing() as work:
            assessment.record_screening(
                work, episode_id, ScreeningDraft(taken_on=TODAY, answers=ANSWERS, routing="rujukan")
            )
            signed = ConsentDraft(
                kind="disclosure", signed_on=TODAY, signer_name=PERSON["full_name"], scope=EVERY_SCOPE
            )
            consents.record_consent(work, episode_id, signed)
            episodes.open_outpatient(work, episode_id, 1, OutpatientDraft(on=TODAY, counsellor_id=me))
            attendance = AttendanceDraft(attendance="hadir", note=NOTE)
            sessions.record_session(work, episode_id, PlanDraft(held_on=TODAY, kind="individual"), attendance)
            destination = work.session.exec(select(Destination.id)).first()
            assert destination is not None
            wanted = ReferralDraft(destination_id=destination, reason=REASON, documents=DOCUMENTS)
            referral_id = referrals.prepare(work, episode_id, wanted, LISTS)
            refer.issue_referral_letter(work, clinic.attachments, referral_id, LISTS, TODAY)

    def _meet_troubles(self, clinic: OpenClinic, admitted: Admitted) -> None:
        """Meet a refusal, an error of the driver with the client in its parameters, and a bug that names her."""
        failures = Failures(self._clock, self._folder.logs)
        statement = sqlalchemy.text("INSERT INTO client (id, full_name, nik) VALUES (:id, :full_name, :nik)")
        values: Mapping[str, object] = {"id": str(admitted.client_id), **{n: PERSON[n] for n in ("full_name", "nik")}}
        for act in (
            lambda work: client_service.register(work, ClientDraft.model_validate(PERSON)),
            lambda work: work.connection.execute(statement, values),
            _fall,
        ):
            try:
                with clinic.writing() as work:
                    act(work)
            except (RuleBroken, DBAPIError, LookupError) as error:
                failures.report(error)
                if not isinstance(error, LookupError):
                    self._traces.texts += [str(error), repr(error), repr(error.args)]

    def _sort_much(self, clinic: OpenClinic) -> None:
        """Sort more than the cache holds, on a connection with the least cache, and look at what is open meanwhile."""
        connection = connect(self._folder.database, clinic.keys.data_key.derive(DATABASE), cache=1)
        try:
            self._traces.sorting = what_a_sort_leaves(connection)
        finally:
            connection.close()

    def _fail_to_sign_in(self) -> None:
        for login, passphrase in ((PASSPHRASE, "x"), (LOGIN, WRONG), (str(PERSON["full_name"]), PASSPHRASE)):
            with pytest.raises(Trouble) as refused:
                open_clinic(self._folder, login, passphrase, self._seat)
            self._traces.texts += [str(refused.value), repr(refused.value)]
            self._clock.advance(timedelta(hours=1))

    def _use_the_window(self, client_id: UUID) -> None:
        """Sign in by keys, the passphrase typed as name first; search, open the file, leave a draft, lock, close."""
        kept_at = self._root / "preferences.json"
        with running(self._app, self._folder.root, clock=self._clock, kept_at=kept_at) as program:
            try_to_sign_in(program, PASSPHRASE, WRONG)
            self._clock.advance(timedelta(hours=1))
            shell = sign_in(program, LOGIN, PASSPHRASE)
            _search_and_open(shell, client_id)
            shell.visit("clients.register")
            page = shell.page
            assert page is not None
            type_in(page.form, "client.full_name", f"{DRAFTED} {PERSON['full_name']}")  # type: ignore[attr-defined]
            program.change_look("id", "dark", "compact")
            wait_for(lambda: program.jobs.is_idle)
            program.lock()
            gate_of(program)
            self._traces.files |= {f"locked {name}": data for name, data in read_all(self._folder.root).items()}


def _search_and_open(shell: Shell, client_id: UUID) -> None:
    shell.open_search()
    shell.finder.edit.setText("zulqarnain")  # type: ignore[attr-defined]
    shell.visit("clients")
    shell.visit("clients.file", client_id)
    wait_for(lambda: shell.session.context.jobs.is_idle)


def _fall(_work: Work) -> None:
    raise LookupError(f"no such client: {PERSON['full_name']} {PERSON['nik']}")


def what_a_sort_leaves(connection: object) -> dict[str, bytes]:
    """Return the open files of the process in the middle of a sort and of a temporary table that hold the name often."""
    execute = connection.execute  # type: ignore[attr-defined]
    execute("CREATE TEMP TABLE many (name TEXT, number INTEGER)")
    execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
        "INSERT INTO many SELECT ? || i, i FROM n",
        (str(PERSON["full_name"]),),
    )
    rows = execute("SELECT name FROM many ORDER BY number % 977, name DESC")
    assert rows.fetchone() is not None
    kept = open_files()
    rows.close()
    return kept
