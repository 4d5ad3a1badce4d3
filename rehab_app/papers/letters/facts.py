"""What letters are told: the office, who signs, whom they are about. Plain frozen data, already in Indonesian words."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rehab_app.papers.blocks import HeadLine, Letterhead, texts


@dataclass(frozen=True, slots=True)
class Office:
    """The office as its papers show it; a letterhead line in brackets (a translation) is printed small."""

    letterhead: tuple[str, ...]
    address: tuple[str, ...] = ()
    city: str = ""
    unit: str = ""
    clinic: str = ""
    logo: bytes | None = field(default=None, repr=False)

    def head(self) -> Letterhead:
        """Return the kop."""
        lines = tuple(HeadLine(line, is_small=line.startswith("(")) for line in texts(self.letterhead))
        return Letterhead(lines, texts(self.address), self.logo)


class Delegation(StrEnum):
    """In whose right an officer signs: her own, a.n. or u.b. another, as Plh. or Plt."""

    OWN = ""
    AN = "a.n."
    UB = "u.b."
    PLH = "Plh."
    PLT = "Plt."


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. ``number`` is written with its kind ("NIP 1978...", "NRP ...").

    a.n.: ``principal`` is the title in whose name she signs. u.b.: ``principal`` as well, and ``between`` the title of the
    officer between the two.
    """

    title: str
    name: str
    rank: str = ""
    number: str = ""
    delegation: Delegation = Delegation.OWN
    principal: str = ""
    between: str = ""

    def titles(self) -> tuple[str, ...]:
        """Return the lines above the signature; the last ends in a comma, as the tata naskah asks."""
        match self.delegation:
            case Delegation.AN:
                lines = [f"a.n. {self.principal}", self.title]
            case Delegation.UB:
                lines = [f"a.n. {self.principal}", self.between, "u.b.", self.title]
            case Delegation.PLH | Delegation.PLT:
                lines = [f"{self.delegation} {self.title}"]
            case Delegation.OWN:
                lines = [self.title]
        *above, last = texts(lines) or ("",)
        return (*above, f"{last.rstrip(',')},")

    def details(self) -> tuple[str, ...]:
        """Return the lines below the name: rank, then number."""
        return texts((self.rank, self.number))


@dataclass(frozen=True, slots=True)
class Person:
    """A client or her guardian; what is not known is left empty and its line is not printed."""

    name: str = field(repr=False)
    initials: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    age: int | None = None
    sex: str = ""
    nik: str = field(default="", repr=False)
    identity: str = field(default="", repr=False)
    record_number: str = ""
    occupation: str = ""
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    relation: str = ""


def initials_of(name: str) -> str:
    """Return the first letters of the words of ``name``: "Budi Setiawan" gives "B.S."; a name without letters gives "X."."""
    firsts = [next((letter for letter in word if letter.isalpha()), "") for word in name.split()]
    return "".join(f"{letter.upper()}." for letter in firsts if letter) or "X."
