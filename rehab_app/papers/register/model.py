"""The letter register: the types of letters, their numbers, and what left the program."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import Record


class LetterType(Record, table=True):
    """How one type of letter is numbered, where the office differs from what is delivered (``resources/letters/types.toml``).

    ``series`` names the counter: types that share it run on together. ``copies`` are the usual tembusan.
    """

    __tablename__ = "letter_type"

    code: str = Field(unique=True)
    name: str
    security: str
    series: str
    pattern: str
    signer_mark: str = ""
    filing_code: str = ""
    classification: str = ""
    copies: list[str] = Field(default_factory=list, sa_type=JSON)
    is_retired: bool = False


class IssuedLetter(Record, table=True):
    """One number of the register: a letter that was issued, or (``state`` reserved) one that is kept for a letter to come.

    ``digest`` names the kept PDF among the attachments, empty while the number is only reserved or (``state`` outside) where the
    letter was written outside the program; ``subject`` holds initials only. ``suffix`` (".1") marks a number put in afterwards;
    ``reason`` says why a number was reserved or put in. ``text_version`` says which of the office's texts it was made with, 0
    being the delivered one.
    """

    __tablename__ = "issued_letter"
    __table_args__ = (UniqueConstraint("series", "year", "number", "suffix"),)

    series: str
    year: int
    number: int
    suffix: str = ""
    number_text: str = Field(unique=True)
    kind: str
    dated_on: date = Field(index=True)
    registered_on: date
    addressee: str
    subject: str
    signer_name: str = ""
    signer_title: str = ""
    client_id: UUID | None = Field(default=None, foreign_key="client.id", index=True)
    episode_id: UUID | None = Field(default=None, foreign_key="episode.id", index=True)
    digest: str
    size: int
    is_summary_printed: bool = False
    voided_on: date | None = None
    void_reason: str = ""
    type_code: str = ""
    state: str = "issued"
    security: str = ""
    filing_code: str = ""
    copies: list[str] = Field(default_factory=list, sa_type=JSON)
    remark: str = ""
    text_version: int = 0
    referral_id: UUID | None = Field(default=None, index=True)
    is_redacted: bool = False
    reason: str = ""


class PaperPrint(Record, table=True):
    """One time a paper left the program: printed, saved as a file, or handed over; ``is_again`` for a reprint.

    ``copy_mark`` is empty, archive or recipient. Papers without a number are named by ``kind`` and ``subject_id``.
    """

    __tablename__ = "paper_print"

    kind: str
    letter_id: UUID | None = Field(default=None, foreign_key="issued_letter.id", index=True)
    client_id: UUID | None = Field(default=None, foreign_key="client.id", index=True)
    subject_id: UUID | None = Field(default=None, index=True)
    how: str
    copy_mark: str = ""
    pages: int = 0
    is_again: bool = False
    reason: str = ""
    is_redacted: bool = False
