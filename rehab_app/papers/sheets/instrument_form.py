"""An instrument on paper: blank, with boxes and lines for the pen, or filled in, with X and N where there is no value.

Letters are Indonesian, and so are these sheets. Where the official text of a licensed instrument has not been imported, the
sheet prints numbers with our short labels and says so; credit and licence always stand at its end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rehab_app.foundation.dates import format_long, format_short
from rehab_app.foundation.words import INDONESIAN, Words
from rehab_app.instruments.form import WINDOW_LABELS, Form, Item, Kind, NoValue, Row, Section, Value
from rehab_app.instruments.form_answers import is_asked, items_of, no_value_of
from rehab_app.papers.blocks import (
    A4,
    PRACTICE_BANNER,
    Align,
    Banner,
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
)
from rehab_app.papers.fonts import Family
from rehab_app.papers.letters.facts import Office
from rehab_app.papers.letters.templates import Sentences, filled, template

_MARGINS: Final = Margins(left=18, right=18, top=14, bottom=15)
_LABELS: Final = 42
_SMALL: Final = 8
_ROWS_TO_WRITE: Final = 4
_LINES_TO_WRITE: Final = 3
_TO_WRITE: Final = "\u00a0\n\u00a0"
_APART: Final = "\u00a0\u00a0 "
_MOST_BOXES: Final = 12
_WIDE_LABEL: Final = 14
_SCALES: Final = {Kind.SEVERITY, Kind.CLIENT_SCALE}
_TYPED: Final = {Kind.TEXT, Kind.LINES, Kind.NUMBER, Kind.DATE}

Labels = Mapping[str, Mapping[str, str]]
"""The Indonesian labels of the value lists a form asks from, by list and code."""


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """One scale in words: its name, its score as it is printed, and its band or why there is no score."""

    scale: str
    score: str
    band: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledFacts:
    """What was filled in, by whom, about whom: ``client`` by the words that may stand on this paper.

    ``open_places`` are those still without an answer that somebody has to ask for: ``7``, ``drug_grid.2.days_30``.
    """

    document: Mapping[str, object]
    client: str = field(repr=False)
    record_number: str
    registration_number: str
    taken_on: date
    moment: str
    taken_by: str
    row_version: int = 1
    reason: str = ""
    remark: str = ""
    results: tuple[ScaleResult, ...] = ()
    open_places: frozenset[str] = frozenset()
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentFacts:
    """One instrument for a paper; ``answered`` None prints it blank."""

    office: Office
    form: Form
    labels: Labels
    answered: FilledFacts | None = None
    is_practice: bool = False


def instrument_form(facts: InstrumentFacts, paper: Paper = A4) -> Document:
    """Return the sheet; its title, which stands in the PDF's properties, names the instrument and nobody."""
    said = template("instrument").parts["sheet"]
    sheet = _Sheet(facts)
    title = said["title_blank"] if facts.answered is None else said["title"]
    return Document(
        title=f"{title} {facts.form.name}",
        blocks=tuple(sheet.blocks()),
        paper=paper,
        margins=_MARGINS,
        font=Family.LATO,
        size=10,
        numbering=Numbering.OF_TOTAL,
        classification=said["classification"],
        banner=PRACTICE_BANNER if facts.is_practice else "",
    )


class _Sheet:
    """Puts one instrument into blocks."""

    def __init__(self, facts: InstrumentFacts) -> None:
        self._facts = facts
        self._form = facts.form
        self._words = Words.of(INDONESIAN)
        self._parts = template("instrument").parts
        self._values: Sentences = self._parts["values"]
        answered = facts.answered
        self._given: Mapping[str, object] | None = None if answered is None else items_of(facts.form, answered.document)

    def blocks(self) -> Iterator[Block]:
        """Yield the sheet from head to foot."""
        yield self._facts.office.head()
        yield Heading(self._form.name)
        yield Spacer(1)
        yield FieldTable(tuple(self._identity()), label_width=_LABELS, space_after=2)
        yield from self._said_before()
        for section in self._form.sections:
            yield from self._section(section)
        yield from self._said_after()

    # Head and foot.

    def _identity(self) -> Iterator[tuple[str, Text]]:
        rows, answered, line = self._parts["rows"], self._facts.answered, self._values["line"]
        if answered is None:
            for name in ("name", "record", "registration"):
                yield rows[name], line
            yield rows["day"], self._values["day"]
            yield rows["moment"], _APART.join(self._box("", label) for label in self._moments())
            yield rows["taken_by"], line
            return
        yield rows["name"], answered.client
        yield rows["record"], answered.record_number
        yield rows["registration"], answered.registration_number
        yield rows["day"], format_long(answered.taken_on)
        yield rows["moment"], answered.moment
        yield rows["taken_by"], answered.taken_by
        if answered.row_version > 1:
            reason = filled(rows["correction"], version=answered.row_version, reason=answered.reason)
            yield rows["version"], reason if answered.reason else str(answered.row_version)

    def _moments(self) -> Sequence[str]:
        return tuple(self._facts.labels.get("instrument_moment", {}).values())

    def _said_before(self) -> Iterator[Block]:
        said, form, answered = self._parts["sheet"], self._form, self._facts.answered
        if answered is not None and answered.alerts:
            yield Banner(said["alert"])
            yield Paragraph(filled(said["alert_items"], items=", ".join(answered.alerts)), Align.LEFT)
        if form.is_licensed and not form.pack_version:
            yield Paragraph(bold(said["no_text"]), Align.LEFT)
        lines = [form.guidance.say(self._words), form.half_time.say(self._words)]
        if answered is None:
            lines.append(said["states"])
        for line in lines:
            if line:
                yield Paragraph(line, Align.LEFT, size=9)
        if answered is not None and (count := len(answered.open_places)):
            yield Paragraph(bold(filled(said["partial"], count=count)), Align.LEFT)

    def _said_after(self) -> Iterator[Block]:
        said, form, answered = self._parts["sheet"], self._form, self._facts.answered
        if answered is not None:
            if answered.results:
                yield KeepTogether(
                    (Paragraph(bold(said["results"]), Align.LEFT, space_after=0.8), self._results(answered))
                )
            if answered.remark:
                yield Paragraph(bold(said["remark"]), Align.LEFT, space_after=0.5)
                yield Paragraph(answered.remark, Align.LEFT)
        lines = [
            form.credit,
            filled(said["licence"], licence=form.licence),
            filled(said["pack"], pack=form.pack_version) if form.pack_version else "",
            filled(said["key"], name=form.name, version=form.version),
        ]
        small = tuple(Paragraph(line, Align.LEFT, size=_SMALL, space_after=0.3) for line in lines if line)
        signed = self._parts["signatures"]
        officer = answered.taken_by if answered is not None and answered.taken_by else signed["blank"]
        yield KeepTogether((Spacer(2), SignatureBlock((Signature((signed["officer"],), officer),), room=16), *small))

    def _results(self, answered: FilledFacts) -> Table:
        heads = self._parts["columns"]
        columns = (Column(heads["scale"], 3), Column(heads["score"], 1, Align.RIGHT), Column(heads["band"], 4))
        return Table(columns, tuple((one.scale, one.score, one.band) for one in answered.results))

    # Sections.

    def _section(self, section: Section) -> Iterator[Block]:
        heading = f"{section.number}  {section.label.say(self._words)}".strip()
        if heading and len(self._form.sections) > 1:
            yield Heading(heading.upper(), level=2, align=Align.LEFT)
        guidance = section.guidance.say(self._words)
        if guidance:
            yield Paragraph(guidance, Align.LEFT, size=9)
        simple: list[Item] = []
        for item in section.items:
            if item.kind not in {Kind.GRID, Kind.TABLE}:
                simple.append(item)
                continue
            yield from self._simple_table(simple)
            simple = []
            yield from self._rows_table(item)
        yield from self._simple_table(simple)

    def _simple_table(self, items: Sequence[Item]) -> Iterator[Block]:
        if not items:
            return
        heads = self._parts["columns"]
        columns = (
            Column(heads["number"], 0.5, Align.CENTRE),
            Column(heads["item"], 3.4),
            Column(heads["answer"], 4.4),
            Column(heads["state"], 0.6, Align.CENTRE),
        )
        yield Table(columns, tuple(self._simple_row(item) for item in items))

    def _simple_row(self, item: Item) -> tuple[Text, ...]:
        label = item.label.say(self._words)
        if item.window is not None:
            label = f"{label}\n({self._words.say(WINDOW_LABELS[item.window]).lower()})"
        if self._given is None:
            return item.number, label, self._to_fill(item), ""
        raw = self._given.get(item.name)
        state = no_value_of(raw)
        if state is not None:
            return item.number, label, "", self._sign(state)
        if raw is None:
            return item.number, label, self._unanswered(item), ""
        return item.number, label, self._answer(item, raw), ""

    def _unanswered(self, item: Item) -> str:
        """Return why nothing stands there: open, left out by another answer, or nobody knows yet whether it is asked."""
        given = self._given or {}
        if item.when is not None and not is_asked(item, given):
            return self._values["left_out"] if item.when.item in given else ""
        return "" if item.is_optional else self._values["open"]

    def _rows_table(self, item: Item) -> Iterator[Block]:
        """Yield a grid or a table under its own wording, as one ruled table."""
        label = f"{item.number}  {item.label.say(self._words)}".strip()
        if item.window is not None:
            label = f"{label} ({self._words.say(WINDOW_LABELS[item.window]).lower()})"
        raw = None if self._given is None else self._given.get(item.name)
        state = no_value_of(raw)
        yield Heading(label if state is None else f"{label}: {self._sign(state)}", level=2, align=Align.LEFT)
        if state is not None:
            return
        is_grid = item.kind is Kind.GRID
        widths = [1.4 if column.kind is Kind.NUMBER else 2.2 for column in item.columns]
        columns = [Column(self._title(column), width) for column, width in zip(item.columns, widths, strict=True)]
        if is_grid:
            first = Column(self._parts["columns"]["row"], max(2.6, sum(widths) * 0.45))
            rows = [self._grid_row(item, row, raw) for row in item.rows]
            yield Table((first, *columns), tuple(rows))
            return
        yield Table(tuple(columns), tuple(self._table_rows(item, raw)))

    def _title(self, column: Item) -> str:
        title = f"{column.number} {column.label.say(self._words)}".strip()
        window = self._words.say(WINDOW_LABELS[column.window]) if column.window is not None else ""
        extra = [text for text in (column.unit.say(self._words), window) if text and text.lower() not in title.lower()]
        options = ""
        if self._given is None and column.choices:
            options = "; ".join(
                f"{self._key(column, at)} {one.label.say(self._words)}" for at, one in enumerate(column.choices)
            )
        lines = [title + "".join(f" ({text})" for text in extra), options]
        return "\n".join(line for line in lines if line)

    def _grid_row(self, item: Item, row: Row, raw: object) -> tuple[Text, ...]:
        name = f"{row.number}  {row.label.say(self._words)}".strip()
        given = raw.get(row.name) if isinstance(raw, Mapping) else None
        return (
            name,
            *(
                self._cell(one, given, self._unanswered_cell(item, row, one), is_asked=one.name not in row.not_asked)
                for one in item.columns
            ),
        )

    def _table_rows(self, item: Item, raw: object) -> Iterator[tuple[Text, ...]]:
        if self._given is None:
            for _ in range(_ROWS_TO_WRITE):
                yield tuple(_TO_WRITE for _column in item.columns)
            return
        rows = raw if isinstance(raw, list) else []
        for row in rows:
            yield tuple(self._cell(column, row, self._values["open"], is_asked=True) for column in item.columns)
        if not rows:
            yield (
                self._values["none"] if item.is_optional else self._values["open"],
                *("" for _column in item.columns[1:]),
            )

    def _cell(self, column: Item, given: object, unanswered: str, *, is_asked: bool) -> str:
        """Return one cell; ``unanswered`` is what it says without an answer, unless it is optional."""
        if not is_asked:
            return self._values["none"]
        if self._given is None:
            return self._values["short"] if not self._has_few(column) else self._to_tick(column)
        state = no_value_of(given)
        if state is not None:
            return self._sign(state)
        raw = given.get(column.name) if isinstance(given, Mapping) else None
        state = no_value_of(raw)
        if state is not None:
            return self._sign(state)
        if raw is None:
            return "" if column.is_optional else unanswered
        return self._answer(column, raw)

    def _unanswered_cell(self, item: Item, row: Row, column: Item) -> str:
        """Return why a cell of a grid has no answer: it is open, or another answer leaves it or its whole grid out."""
        answered, given = self._facts.answered, self._given or {}
        if answered is not None and f"{item.name}.{row.name}.{column.name}" in answered.open_places:
            return self._values["open"]
        return self._values["none"] if is_asked(item, given) else self._unanswered(item)

    # Answers.

    def _has_few(self, column: Item) -> bool:
        return column.kind is Kind.YES_NO

    def _to_tick(self, item: Item) -> str:
        return _APART.join(self._box("", label) for _, _, label in self._options(item))

    def _to_fill(self, item: Item) -> Text:
        """Return the place where a pen answers."""
        if item.kind is Kind.DATE:
            return self._values["day"]
        if item.kind is Kind.LINES:
            return "\n".join([self._values["line"]] * _LINES_TO_WRITE)
        if item.kind in _TYPED:
            unit = item.unit.say(self._words)
            return f"{self._values['short' if item.kind is Kind.NUMBER else 'line']} {unit}".strip()
        options = self._options(item)
        if len(options) > _MOST_BOXES:
            return self._values["line"]
        if item.kind in _SCALES:
            return _APART.join(self._box("", key) for key, _, _ in options)
        boxes = [self._box("" if key == label else key, label) for key, _, label in options]
        is_short = all(len(label) <= _WIDE_LABEL for _, _, label in options)
        return (_APART if is_short else "\n").join(boxes)

    def _answer(self, item: Item, raw: object) -> str:
        if item.kind is Kind.DATE:
            return format_short(date.fromisoformat(str(raw)))
        if item.kind is Kind.NUMBER:
            unit = item.unit.say(self._words)
            return f"{str(raw).replace('.', ',')} {unit}".strip()  # a year takes no thousands
        if item.kind in _TYPED:
            return str(raw)
        chosen = raw if isinstance(raw, list) else [raw]
        options: dict[tuple[type, object], tuple[str, str]] = {
            (type(value), value): (key, label) for key, value, label in self._options(item)
        }
        return "\n".join(self._said(item, options.get((type(one), one)), one) for one in chosen)

    def _said(self, item: Item, option: tuple[str, str] | None, value: object) -> str:
        if option is None:
            return str(value)
        key, label = option
        is_coded = item.kind in {Kind.YES_NO, Kind.MANY} or bool(item.list_name) or key == label
        return label if is_coded else f"{key} \u2013 {label}"

    def _options(self, item: Item) -> Sequence[tuple[str, Value, str]]:
        """Return key, value and label of each answer."""
        if item.kind is Kind.YES_NO:
            return (("", True, self._words.say("Yes")), ("", False, self._words.say("No")))
        if item.list_name:
            return tuple(("", code, label) for code, label in self._facts.labels.get(item.list_name, {}).items())
        return tuple(
            (self._key(item, at), one.value, one.label.say(self._words)) for at, one in enumerate(item.choices)
        )

    def _key(self, item: Item, place: int) -> str:
        """Return what is written for an answer: its points, or its place where it is a code."""
        value = item.choices[place].value
        return str(value) if isinstance(value, int) else str(place + 1)

    def _box(self, key: str, label: str) -> str:
        return filled(self._values["choice"], text=f"{key} {label}".strip())

    def _sign(self, state: NoValue) -> str:
        return self._values[state.value]
