"""The office's own texts of papers."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from rehab_app.store.record import Record


class PaperText(Record, table=True):
    """One version of the text of a paper. Never changed: an edit, and a return to the delivered text, is a further version.

    ``version`` counts from 1 for each ``kind``; ``is_delivered`` marks the return, its ``body`` being empty.
    """

    __tablename__ = "paper_text"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    kind: str = Field(index=True)
    version: int
    body: str = ""
    is_delivered: bool = False
    reason: str = ""
