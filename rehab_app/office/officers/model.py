"""The officers who sign letters."""

from datetime import date

from rehab_app.store.record import Record


class Officer(Record, table=True):
    """One officer in one capacity: ``delegation`` is empty or a.n., u.b., Plh., Plt. for the title ``principal``.

    u.b.: ``between`` is the title of the officer between the two. She signs letters dated from ``from_on`` to ``until_on``.
    """

    __tablename__ = "officer"

    name: str
    title: str
    rank: str = ""
    staff_number: str = ""
    delegation: str = ""
    principal: str = ""
    between: str = ""
    from_on: date | None = None
    until_on: date | None = None
    is_retired: bool = False
