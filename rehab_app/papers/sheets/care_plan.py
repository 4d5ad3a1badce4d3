"""The rencana rawatan on paper: what is planned, in the client's own words where they are hers, and the places of signature.

PP 25/2011: it is agreed and signed by the client, by parent, guardian or family, and by the head of the facility.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long
from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Align,
    Block,
    Column,
    Document,
    FieldTable,
    Heading,
    KeepTogether,
    Margins,
    Numbering,
    Paper,
    Paragraph,
    Signature,
    SignatureBlock,
    Spacer,
    Table,
    Text,
    bold,
    texts,
)
from rehab_app.papers.fonts import Family
from rehab_app.papers.letters.facts import Office, Person, Signer
from rehab_app.papers.letters.templates import Sentences, Template, filled, in_words, template

_MARGINS: Final = Margins(left=20, right=20, top=14, bottom=15)
_LABELS: Final = 42
_DOTS: Final = "\u2026" * 32
_ROW_TO_WRITE: Final = "\u00a0\n\u00a0\n\u00a0\n\u00a0"
_ROWS_TO_WRITE: Final = 5


@dataclass(frozen=True, slots=True)
class PlannedProblem:
    """One problem in words: its domain, what it is, the client's goal, what is done about it, and how far it is."""

    domain: str
    problem: str
    goal: str
    interventions: tuple[str, ...] = ()
    action: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlanFacts:
    """What the sheet says, in Indonesian words.

    ``number`` counts the plan and its renewals from 1. ``guardian`` is whoever signs for the family, None where nobody is known;
    a day of signature None leaves room for the ink.
    """

    office: Office
    client: Person
    head: Signer
    registration_number: str
    period_number: int
    number: int
    made_on: date
    made_by: str
    problems: tuple[PlannedProblem, ...]
    diagnoses: tuple[str, ...] = ()
    modality: str = ""
    target_sessions: int | None = None
    rhythm: str = ""
    review_on: date | None = None
    progress: str = ""
    remark: str = ""
    is_minor: bool = False
    guardian: Person | None = None
    client_signed_on: date | None = None
    guardian_signed_on: date | None = None
    head_signed_on: date | None = None
    is_practice: bool = False


def care_plan_sheet(facts: CarePlanFacts, paper: Paper = A4) -> Document:
    """Return the sheet of a plan; its title, which stands in the PDF's properties, names nobody."""
    words = template("care_plan")
    said = words.parts["sheet"]
    blocks: list[Block] = [
        facts.office.head(),
        Heading(said["heading"]),
        *(Paragraph(line, Align.CENTRE, space_after=0) for line in _below_the_heading(facts, said)),
        Spacer(2),
        FieldTable(tuple(_identity(facts, words)), label_width=_LABELS, space_after=2),
        *_told(said["progress"], facts.progress),
        Paragraph(bold(said["problems"]), Align.LEFT, space_after=0.8),  # a heading would take the whole table along
        _problems(facts.problems, words.parts["columns"]),
        *_told(said["remark"], facts.remark),
        KeepTogether((Paragraph(_agreement(facts, said)), Spacer(2), _signatures(facts, words.parts["signatures"]))),
    ]
    return _sheet(blocks, said, paper, is_practice=facts.is_practice)


def blank_care_plan(office: Office, paper: Paper = A4, *, is_practice: bool = False) -> Document:
    """Return the sheet to fill in by hand: every row with dots, rows for problems, and the places of signature."""
    words = template("care_plan")
    said, blank = words.parts["sheet"], words.parts["signatures"]["blank"]
    nobody = CarePlanFacts(
        office=office,
        client=Person(name=blank),
        head=Signer(title="", name=""),
        registration_number="",
        period_number=1,
        number=1,
        made_on=date.min,  # no row of it is printed
        made_by="",
        problems=(PlannedProblem(_ROW_TO_WRITE, "", ""),) * _ROWS_TO_WRITE,
    )
    rows = tuple((label, _DOTS) for name, label in words.parts["rows"].items() if name != "age")
    blocks: list[Block] = [
        office.head(),
        Heading(said["heading"]),
        *(Paragraph(line, Align.CENTRE, space_after=0) for line in _below_the_heading(nobody, said)),
        Spacer(2),
        FieldTable(rows, label_width=_LABELS, row_gap=2),
        Paragraph(bold(said["problems"]), Align.LEFT, space_after=0.8),
        _problems(nobody.problems, words.parts["columns"]),
        KeepTogether((Paragraph(said["agreement_open"]), Spacer(2), _signatures(nobody, words.parts["signatures"]))),
    ]
    return _sheet(blocks, said, paper, is_practice=is_practice)


def _sheet(blocks: list[Block], said: Sentences, paper: Paper, *, is_practice: bool) -> Document:
    return Document(
        title=said["title"],
        blocks=tuple(blocks),
        paper=paper,
        margins=_MARGINS,
        font=Family.LATO,
        size=10,
        numbering=Numbering.OF_TOTAL,
        classification=said["classification"],
        banner=PRACTICE_BANNER if is_practice else "",
    )


def _below_the_heading(facts: CarePlanFacts, said: Sentences) -> tuple[str, ...]:
    renewal = filled(said["renewal"], number=facts.number - 1) if facts.number > 1 else ""
    return texts([facts.office.clinic or facts.office.unit, renewal])


def _identity(facts: CarePlanFacts, words: Template) -> Iterator[tuple[str, Text]]:
    """Yield the rows of client and plan, the unknown left out."""
    client, labels = facts.client, words.parts["rows"]
    yield labels["name"], bold(client.name.strip() or client.initials.strip())
    birth = ", ".join(texts([client.birth_place, format_long(client.birth_date) if client.birth_date else ""]))
    age = filled(labels["age"], age=client.age) if client.age is not None else ""
    count = facts.target_sessions
    values = (
        ("birth", f"{birth} ({age})" if birth and age else birth or age),
        ("sex", client.sex),
        ("record", client.record_number),
        ("registration", facts.registration_number),
        ("period", str(facts.period_number)),
        ("diagnosis", "\n".join(texts(facts.diagnoses))),
        ("made", format_long(facts.made_on)),
        ("made_by", facts.made_by),
        ("modality", facts.modality),
        ("sessions", filled(words.parts["values"]["sessions"], count=count, words=in_words(count)) if count else ""),
        ("rhythm", facts.rhythm),
        ("review", format_long(facts.review_on) if facts.review_on else ""),
    )
    yield from ((labels[name], value.strip()) for name, value in values if value.strip())


def _told(heading: str, text: str) -> tuple[Block, ...]:
    """Return a part that is left out where nothing was written."""
    if not text.strip():
        return ()
    return (Heading(heading, level=2, align=Align.LEFT), Paragraph(text.strip(), Align.LEFT))


def _problems(problems: tuple[PlannedProblem, ...], labels: Sentences) -> Table:
    columns = (
        Column(labels["number"], 0.45, Align.CENTRE),
        Column(labels["domain"], 1.75),
        Column(labels["problem"], 2.1),
        Column(labels["goal"], 2.1),
        Column(labels["intervention"], 2.25),
        Column(labels["state"], 1.1),
    )
    rows = tuple(
        (
            str(number),
            one.domain,
            one.problem,
            one.goal,
            "\n".join(texts([*one.interventions, one.action])),
            one.state,
        )
        for number, one in enumerate(problems, 1)
    )
    return Table(columns, rows, size=8.5)


def _agreement(facts: CarePlanFacts, said: Sentences) -> str:
    if facts.review_on is None:
        return said["agreement_open"]
    return filled(said["agreement"], review=format_long(facts.review_on))


def _signatures(facts: CarePlanFacts, said: Sentences) -> SignatureBlock:
    guardian, head = facts.guardian, facts.head
    family = said["guardian" if facts.is_minor else "family"]
    relation = filled(said["relation"], relation=guardian.relation) if guardian and guardian.relation else ""
    client = facts.client.name.strip() or facts.client.initials.strip()
    return SignatureBlock(
        (
            Signature((said["client"],), client, above=(_signed(facts.client_signed_on, said),)),
            Signature(
                (family,),
                guardian.name if guardian and guardian.name.strip() else said["blank"],
                texts([relation]),
                (_signed(facts.guardian_signed_on, said),),
            ),
            Signature(
                (said["head"],),
                head.name or said["blank"],
                texts([head.title, *head.details()]),
                (_signed(facts.head_signed_on, said),),
            ),
        )
    )


def _signed(day: date | None, said: Sentences) -> str:
    return filled(said["signed"], day=format_long(day)) if day else said["unsigned"]
