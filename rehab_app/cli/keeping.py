"""Keeps the clinic's data: verifies the audit, makes a backup, restores one."""

from pathlib import Path
from typing import Annotated

import typer

from rehab_app.cli.entering import (
    DataOption,
    JsonOption,
    PassphraseOption,
    UserOption,
    entered,
    first_line,
    login_of,
    passphrase_of,
    this_seat,
)
from rehab_app.cli.telling import put, put_json, say, tell
from rehab_app.foundation.dates import format_instant
from rehab_app.foundation.errors import RuleBroken
from rehab_app.foundation.folder import DataFolder
from rehab_app.office.audit.service import check
from rehab_app.office.audit.verify import Seal, Verdict
from rehab_app.office.backups.opener import BackupOpener
from rehab_app.office.backups.preview import RestorePreview, inspect
from rehab_app.office.backups.restore import RestoreReport, restore
from rehab_app.office.backups.service import back_up
from rehab_app.office.opening import exists
from rehab_app.store.keys.recovery import RecoveryKey

BROKEN = 1

RecoveryOption = Annotated[
    Path | None,
    typer.Option(
        "--recovery-key-file",
        metavar="FILE",
        help=say("a file with the printed recovery key, instead of the passphrase"),
    ),
]


def add_to(program: typer.Typer) -> None:
    """Add the commands of this module."""
    program.command("verify", help=say("Verify the audit; exit code 1 where it is broken."))(verify)
    program.command("backup", help=say("Make and prove a backup, also while the window is open."))(backup)
    program.command("restore", help=say("Restore a backup into a data folder; what stood there is kept beside it."))(
        restore_into
    )


def verify(
    as_json: JsonOption = False,
    seal: Annotated[
        str,
        typer.Option("--seal", metavar="N:HASH", help=say("a printed seal: the audit must still hold that very entry")),
    ] = "",
    data: DataOption = None,
    user: UserOption = "",
    passphrase_file: PassphraseOption = None,
) -> None:
    """Walk the whole audit; that it was verified becomes its last entry."""
    printed = Seal.parse(seal) if seal else None
    with entered(data, user, passphrase_file) as clinic:
        with clinic.reading() as work:
            verdict = check(work, printed)
        with clinic.writing() as work:
            work.note("cli.verify" if verdict.is_unbroken else f"cli.verify:{verdict.fault}")
    if as_json:
        put_json(
            {
                "entries": verdict.entries,
                "head": verdict.head.hash,
                "unbroken": verdict.is_unbroken,
                "first_bad": verdict.first_bad,
            }
        )
        tell(_verdict(verdict))
    else:
        put(_verdict(verdict))
    if not verdict.is_unbroken:
        raise typer.Exit(BROKEN)


def backup(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help=say("the backup's file, or a folder for it"))],
    as_json: JsonOption = False,
    data: DataOption = None,
    user: UserOption = "",
    passphrase_file: PassphraseOption = None,
) -> None:
    """Make a backup; it is opened and counted before it is called good."""
    with entered(data, user, passphrase_file) as clinic:
        report = back_up(clinic, to.absolute())
        at = format_instant(report.at, clinic.store.clock.zone)
    if as_json:
        put_json(
            {
                "file": report.path,
                "at": report.at.isoformat(),
                "size": report.size,
                "counts": dict(report.counts),
                "head": {"number": report.head.number, "hash": report.head.hash},
            }
        )
        return
    put(say("Backup made and proved: {file} ({size} bytes, {at})", file=report.path, size=report.size, at=at))


def restore_into(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("the backup"))],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help=say("the data folder to restore into"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("only tell what would change"))] = False,
    as_json: JsonOption = False,
    user: UserOption = "",
    passphrase_file: PassphraseOption = None,
    recovery_key_file: RecoveryOption = None,
) -> None:
    """Restore, or with ``--dry-run`` tell what a restore would change; nobody may have the folder open."""
    folder = DataFolder(into.absolute())
    _require_free(folder)
    opener = _opener(user, passphrase_file, recovery_key_file)
    if dry_run:
        preview = inspect(file.absolute(), opener, folder=folder)
        put_json(_preview_document(preview)) if as_json else _put_preview(preview)
        return
    report = restore(file.absolute(), folder, opener, this_seat())
    if as_json:
        put_json(_report_document(report, folder))
        return
    put(say("Restored into {folder}, up to audit entry {number}.", folder=folder.root, number=report.at_head.number))
    if report.replaced:
        put(say("What stood there is kept in {folder}.", folder=report.replaced))
    if report.missing:
        tell(say("The backup lacks {count} attachments.", count=report.missing))


def _verdict(verdict: Verdict) -> str:
    if not verdict.is_unbroken:
        return say("The audit is BROKEN at entry {number} ({fault}).", number=verdict.first_bad, fault=verdict.fault)
    if verdict.is_origin_proved:
        return say("The audit is unbroken and holds the seal: {count} entries.", count=verdict.entries)
    return say(
        "The audit is unbroken, {count} entries; its origin is not proved without a seal.", count=verdict.entries
    )


def _opener(user: str, passphrase_file: Path | None, recovery_key_file: Path | None) -> BackupOpener:
    login = login_of(user)
    if recovery_key_file is not None:
        return BackupOpener(login, recovery=RecoveryKey.parse(first_line(recovery_key_file)))
    return BackupOpener(login, passphrase_of(passphrase_file))


def _require_free(folder: DataFolder) -> None:
    """Refuse a folder that holds something else than a clinic: nothing must be mixed with strange files."""
    root = folder.root
    if root.exists() and not root.is_dir():
        raise RuleBroken("cli.no_folder", folder=str(root))
    if root.is_dir() and any(root.iterdir()) and not exists(folder):
        raise RuleBroken("cli.folder_in_use", folder=str(root))


def _preview_document(preview: RestorePreview) -> dict[str, object]:
    return {
        "at": preview.at.isoformat(),
        "program": preview.program,
        "revision": preview.revision,
        "attachments": preview.attachments,
        "missing": preview.missing,
        "head_then": {"number": preview.head_then.number, "hash": preview.head_then.hash},
        "head_now": {"number": preview.head_now.number, "hash": preview.head_now.hash} if preview.head_now else None,
        "is_other_store": preview.is_other_store,
        "is_ancestor": preview.is_ancestor,
        "counts": {change.table: {"now": change.now, "then": change.then} for change in preview.counts},
    }


def _put_preview(preview: RestorePreview) -> None:
    put(
        say(
            "Backup of {at}, up to audit entry {number}.",
            at=format_instant(preview.at),
            number=preview.head_then.number,
        )
    )
    if preview.head_now is None:
        put(say("There is no present data that it can be compared with."))
    elif preview.entries_after is not None:
        put(say("Audit entries made since then: {count}.", count=preview.entries_after))
    else:
        put(say("The present data did not grow out of this backup."))
    for change in preview.counts:
        if change.now != change.then:
            put(f"  {change.table}: {'-' if change.now is None else change.now} -> {change.then}")


def _report_document(report: RestoreReport, folder: DataFolder) -> dict[str, object]:
    return {
        "folder": folder.root,
        "head": {"number": report.at_head.number, "hash": report.at_head.hash},
        "replaced": report.replaced,
        "safety": report.safety,
        "missing": report.missing,
    }
