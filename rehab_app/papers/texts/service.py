"""The texts of papers as the office words them: each change is a further version, and none is ever altered.

A letter keeps its bytes and the number of the version it was made with, so a change here never reaches one that was issued.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func
from sqlmodel import col, select

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken, StaleRecord
from rehab_app.office.accounts.names import names_of
from rehab_app.office.rights.needs import needs
from rehab_app.papers.texts.delivered import delivered
from rehab_app.papers.texts.faults import check
from rehab_app.papers.texts.kind import PaperKind
from rehab_app.papers.texts.kinds import KINDS
from rehab_app.papers.texts.model import PaperText
from rehab_app.papers.texts.rows import DELIVERED, PaperTextRow, TextSummary, TextVersion
from rehab_app.store.work import Work

LONGEST_REASON: Final = 300


@needs(DataClass.SURAT, Right.MELIHAT)
def text_of(work: Work, kind: str) -> PaperTextRow:
    """Return the text that counts for ``kind``: the office's newest, else the delivered one as version 0.

    Raises RuleBroken("texts.unknown_kind").
    """
    return _row(kind, _newest(work, _known(kind).code))


@needs(DataClass.ADMINISTRATIF, Right.MELIHAT)
def text_to_print(work: Work, kind: str) -> PaperTextRow:
    """Return the text that counts for ``kind``, for those who print a client's papers without seeing letters; as ``text_of``."""
    return _row(kind, _newest(work, _known(kind).code))


@needs(DataClass.SURAT, Right.MELIHAT)
def texts(work: Work) -> list[TextSummary]:
    """Return every kind of paper in the order of the kinds, with its version and who changed it last."""
    latest = select(PaperText.kind, func.max(PaperText.version)).group_by(PaperText.kind)
    numbers = dict(work.session.exec(latest).all())
    rows = {row.kind: row for row in work.session.exec(select(PaperText)) if numbers.get(row.kind) == row.version}
    names = names_of(work, sorted({row.created_by for row in rows.values()}))
    return [
        TextSummary(
            kind=code,
            version=rows[code].version,
            is_own=not rows[code].is_delivered,
            changed_at=rows[code].created_at,
            changed_by=names.get(rows[code].created_by, ""),
            reason=rows[code].reason,
        )
        if code in rows
        else TextSummary(code, DELIVERED, is_own=False)
        for code in KINDS
    ]


@needs(DataClass.SURAT, Right.MELIHAT)
def versions(work: Work, kind: str) -> list[TextVersion]:
    """Return every version of a kind's text, the newest first, the delivered one as version 0 last."""
    code = _known(kind).code
    rows: Sequence[PaperText] = work.session.exec(
        select(PaperText).where(PaperText.kind == code).order_by(col(PaperText.version).desc())
    ).all()
    names = names_of(work, sorted({row.created_by for row in rows}))
    kept = [
        TextVersion(
            version=row.version,
            body=_body(row),
            is_own=not row.is_delivered,
            changed_at=row.created_at,
            changed_by=names.get(row.created_by, ""),
            reason=row.reason,
        )
        for row in rows
    ]
    return [*kept, TextVersion(DELIVERED, delivered(code), is_own=False)]


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def keep_text(work: Work, kind: str, body: str, reason: str, version_seen: int) -> PaperTextRow:
    """Keep ``body`` as the next version of a kind's text; ``version_seen`` is the version it was written from.

    Raises RulesBroken with every fault of the text (field ``body``, fact ``line``) and with ``texts.no_reason`` or
    ``texts.reason_too_long``; RuleBroken ``texts.unknown_kind`` and ``texts.unchanged``; StaleRecord where another seat kept a
    version meanwhile.
    """
    known = _known(kind)
    written = _tidied(body)
    _check(written, reason, known)
    newest = _newest(work, known.code)
    _require_seen(newest, version_seen)
    if written == _row(known.code, newest).body:
        raise RuleBroken("texts.unchanged", field="body")
    made = PaperText(id=work.new_id(), kind=known.code, version=version_seen + 1, body=written, reason=reason.strip())
    return _row(known.code, work.add(made, "texts.keep"))


@needs(DataClass.PENGATURAN, Right.PERBAIKAN)
def return_to_delivered(work: Work, kind: str, reason: str, version_seen: int) -> PaperTextRow:
    """Let the delivered text count again, as a further version; later deliveries of the program then count too.

    Raises RulesBroken ``texts.no_reason`` and ``texts.reason_too_long``; RuleBroken ``texts.unknown_kind`` and
    ``texts.is_delivered``; StaleRecord as ``keep_text``.
    """
    known = _known(kind)
    troubles = _troubles_of_reason(reason)
    if troubles:
        raise RulesBroken(troubles)
    newest = _newest(work, known.code)
    _require_seen(newest, version_seen)
    if newest is None or newest.is_delivered:
        raise RuleBroken("texts.is_delivered")
    made = PaperText(
        id=work.new_id(), kind=known.code, version=version_seen + 1, is_delivered=True, reason=reason.strip()
    )
    return _row(known.code, work.add(made, "texts.return"))


def _known(kind: str) -> PaperKind:
    if kind not in KINDS:
        raise RuleBroken("texts.unknown_kind", name=kind)
    return KINDS[kind]


def _newest(work: Work, code: str) -> PaperText | None:
    query = select(PaperText).where(PaperText.kind == code).order_by(col(PaperText.version).desc())
    return work.session.exec(query.limit(1)).first()


def _row(code: str, newest: PaperText | None) -> PaperTextRow:
    if newest is None:
        return PaperTextRow(code, DELIVERED, delivered(code), is_own=False)
    return PaperTextRow(code, newest.version, _body(newest), is_own=not newest.is_delivered)


def _body(row: PaperText) -> str:
    return delivered(row.kind) if row.is_delivered else row.body


def _require_seen(newest: PaperText | None, version_seen: int) -> None:
    if (newest.version if newest else DELIVERED) != version_seen:
        raise StaleRecord("store.stale", table="paper_text")


def _check(body: str, reason: str, kind: PaperKind) -> None:
    """Raise RulesBroken with every trouble of the text and of the reason at once."""
    troubles = _troubles_of_reason(reason)
    try:
        check(body, kind.fields)
    except RulesBroken as broken:
        troubles = [*broken.troubles, *troubles]
    if troubles:
        raise RulesBroken(troubles)


def _troubles_of_reason(reason: str) -> list[RuleBroken]:
    if not reason.strip():
        return [RuleBroken("texts.no_reason", field="reason")]
    if len(reason.strip()) > LONGEST_REASON:
        return [RuleBroken("texts.reason_too_long", field="reason", most=LONGEST_REASON)]
    return []


def _tidied(body: str) -> str:
    """Return a text without blanks at the ends of its lines, closed by one line break, as the delivered ones are."""
    lines = [line.rstrip() for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n") + "\n"
