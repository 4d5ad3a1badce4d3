"""What is ordered of the register: a letter with its type, its day, whom it goes to and who signs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab_app.papers.letters.facts import Signer
from rehab_app.papers.letters.numbers import NumberParts, letter_number
from rehab_app.papers.register.types import TypeRow


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """What is to be issued: the kind of letter, how its number is written, and what the register says of it.

    ``series`` names the counter, the security letter where it is empty; ``subject`` holds initials only.
    """

    kind: str
    pattern: str
    security: str
    signer_mark: str
    filing_code: str
    unit: str
    dated_on: date
    addressee: str
    subject: str
    signer_name: str
    signer_title: str
    client_id: UUID | None = None
    episode_id: UUID | None = None
    is_summary_printed: bool = False
    series: str = ""
    type_code: str = ""
    copies: tuple[str, ...] = ()
    remark: str = ""
    text_version: int = 0
    referral_id: UUID | None = None
    is_redacted: bool = False

    def number_text(self, number: int, suffix: str = "") -> str:
        """Return the number in the words of its pattern; raises as ``letter_number`` does."""
        parts = NumberParts(
            sifat=self.security,
            nomor=number,
            day=self.dated_on,
            penandatangan=self.signer_mark,
            klasifikasi=self.filing_code,
            unit=self.unit,
            suffix=suffix,
        )
        return letter_number(self.pattern, parts)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was taken: the row of the register, and the number in words."""

    letter_id: UUID
    number_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom and what a letter is about, as the register keeps it."""

    client_id: UUID | None = None
    episode_id: UUID | None = None
    referral_id: UUID | None = None
    is_summary_printed: bool = False
    is_redacted: bool = False
    text_version: int = 0
    remark: str = ""


def order_of(
    letter_type: TypeRow,
    unit: str,
    signer: Signer,
    *,
    kind: str,
    dated_on: date,
    addressee: str,
    subject: str,
    copies: Sequence[str] | None = None,
    about: About | None = None,
) -> LetterOrder:
    """Return the order of a letter of a type; its usual tembusan are taken where ``copies`` is None."""
    known = about or About()
    return LetterOrder(
        kind=kind,
        pattern=letter_type.pattern,
        security=letter_type.security,
        signer_mark=letter_type.signer_mark,
        filing_code=letter_type.filing_code,
        unit=unit,
        dated_on=dated_on,
        addressee=addressee,
        subject=subject,
        signer_name=signer.name,
        signer_title=signer.title,
        series=letter_type.series,
        type_code=letter_type.code,
        copies=letter_type.copies if copies is None else tuple(copies),
        **{name: getattr(known, name) for name in About.__slots__},
    )
