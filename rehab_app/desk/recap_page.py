"""A recap leaves the program: drawn, written as a spreadsheet, or signed once every client behind it has her Pasal 18 items.

Paper and spreadsheet are made of the same rows. Names stand in a recap only on the choice of who may, each time with an entry
in the audit.
"""

from collections.abc import Sequence
from uuid import UUID

from rehab_app.desk.letter_facts import office_facts, signer_of
from rehab_app.desk.pasal_18 import IncompleteRow, incomplete_of
from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.errors import RuleBroken, RulesBroken
from rehab_app.office.lists.in_force import lists_in_force
from rehab_app.office.profile.present import profile
from rehab_app.office.rights.needs import needs
from rehab_app.papers.draw import draw
from rehab_app.papers.recaps.rows import Recap
from rehab_app.papers.recaps.rules import Naming, Wish
from rehab_app.papers.recaps.service import keep_signed, recap
from rehab_app.papers.recaps.sheets import Confirmed, recap_sheet
from rehab_app.papers.recaps.workbook import recap_workbook
from rehab_app.store.attachments import Attachments
from rehab_app.store.meta import is_practice_clinic
from rehab_app.store.work import Work


@needs(DataClass.LAPORAN, Right.MELIHAT)
def recap_pdf(work: Work, wish: Wish) -> bytes:
    """Return a recap as PDF; raises as ``recap`` does. One with names is entered in the audit, so its work must write."""
    found = recap(work, wish, lists_in_force())
    _note_names(work, wish)
    return draw(recap_sheet(found, _confirmed(work)))


@needs(DataClass.LAPORAN, Right.MELIHAT)
def recap_file(work: Work, wish: Wish) -> bytes:
    """Return a recap as a spreadsheet and enter in the audit that it leaves; raises as ``recap`` does."""
    found = recap(work, wish, lists_in_force())
    _note_names(work, wish)
    work.note(f"recaps.sheet.{wish.kind.value}")
    return recap_workbook(found, _confirmed(work))


@needs(DataClass.LAPORAN, Right.MELIHAT)
def note_recap(work: Work, wish: Wish, deed: str) -> None:
    """Enter that a recap was printed or saved (``deed``: print or save)."""
    work.note(f"recaps.{deed}.{wish.kind.value}")


@needs(DataClass.LAPORAN, Right.INPUT)
def lacking(work: Work, wish: Wish) -> tuple[IncompleteRow, ...]:
    """Return the masa perawatan behind a recap that lack an item of Pasal 18, by No. Rekam Medis."""
    return _lacking(work, recap(work, wish, lists_in_force()))


@needs(DataClass.LAPORAN, Right.INPUT)
def sign_recap(work: Work, attachments: Attachments, wish: Wish, remark: str = "") -> UUID:
    """Sign a recap as the head of the office has it before her; its cells, clients and paper are kept. Return its id.

    Raises RulesBroken of ``recaps.incomplete`` (``rm_number``, ``items``), one for each client whose record lacks an item of
    Pasal 18; RuleBroken ``papers.signer_missing`` where the profile names nobody who signs; and as ``recap`` does.
    """
    found = recap(work, wish, lists_in_force())
    rows = _lacking(work, found)
    if rows:
        raise RulesBroken(
            [RuleBroken("recaps.incomplete", rm_number=row.rm_number, items=", ".join(row.missing)) for row in rows]
        )
    signer = signer_of(profile(work))
    _note_names(work, wish)
    content = draw(recap_sheet(found, _confirmed(work)))
    return keep_signed(work, attachments, found, content, signer, remark)


def _lacking(work: Work, found: Recap) -> tuple[IncompleteRow, ...]:
    episodes: Sequence[UUID] = [one.episode_id for one in found.behind]
    return tuple(sorted(incomplete_of(work, episodes), key=lambda row: row.rm_number))


def _note_names(work: Work, wish: Wish) -> None:
    if wish.naming is Naming.NAMES:
        work.note(f"recaps.names.{wish.kind.value}")


def _confirmed(work: Work) -> Confirmed:
    office = profile(work)
    return Confirmed(
        city=office_facts(office).city,
        day=work.clock.today(),
        signer=signer_of(office) if office.head_name.strip() and office.head_title.strip() else None,
        is_practice=is_practice_clinic(work.connection),
    )
