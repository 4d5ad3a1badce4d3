"""What letters are told: the office, who signs, whom they are about. Plain frozen data, already in Indonesian words."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from rehab_app.papers.blocks import A4, HeadLine, Letterhead, Margins, Paper, texts

LETTER_MARGINS: Final = Margins(left=25, right=20, top=12, bottom=12)


@dataclass(frozen=True, slots=True)
class Office:
    """The office as its papers show it; a letterhead line in brackets (a translation) is printed small."""

    letterhead: tuple[str, ...]
    address: tuple[str, ...] = ()
    city: str = ""
    unit: str = ""
    clinic: str = ""
    phone: str = ""
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
class Officer:
    """Somebody in office who does not sign the paper for the office: of a team, on an errand, at a destination."""

    name: str
    title: str = ""
    rank: str = ""
    number: str = ""
    agency: str = ""

    def details(self) -> str:
        """Return rank and number in one line."""
        return ", ".join(texts((self.rank, self.number)))


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
    religion: str = ""
    registration_number: str = ""

    @property
    def shown(self) -> str:
        """The name, where it is not told the initials; empty where neither is known."""
        return self.name.strip() or self.initials.strip()

    @property
    def shown_initials(self) -> str:
        """The initials, where they are not given those of the name; they never break over lines."""
        return (self.initials.strip() or initials_of(self.name)).replace(" ", "\u00a0")

    def without_name(self) -> "Person":
        """Return her as a redacted paper shows her: initials and numbers of the clinic, age and sex."""
        return Person(
            name="",
            initials=self.shown_initials,
            age=self.age,
            sex=self.sex,
            record_number=self.record_number,
            registration_number=self.registration_number,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What every paper is told: the office, who signs, the day, and the sheet. ``number`` is empty until it is taken."""

    office: Office
    signer: Signer
    day: date
    number: str = ""
    is_practice: bool = False
    paper: Paper = A4
    margins: Margins = LETTER_MARGINS
    font: str = "PT Serif"


def initials_of(name: str) -> str:
    """Return the first letters of the words of ``name``: "Budi Setiawan" gives "B.S."; a name without letters gives "X."."""
    firsts = [next((letter for letter in word if letter.isalpha()), "") for word in name.split()]
    return "".join(f"{letter.upper()}." for letter in firsts if letter) or "X."
