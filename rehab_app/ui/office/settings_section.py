"""What the office sets without a programmer: the declared settings, each in the field that fits it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.foundation.words import N_
from rehab_app.office.settings.declared import ON_LETTERS, SETTINGS
from rehab_app.office.settings.recap_columns import FURTHER
from rehab_app.ui.kit.field_spec import FieldSpec, Kind, Option, Width
from rehab_app.ui.kit.form import Form
from rehab_app.ui.kit.journal import DraftJournal
from rehab_app.ui.kit.layout import SidePanel
from rehab_app.ui.office.actions import read_settings, save_settings
from rehab_app.ui.office.section import Section
from rehab_app.ui.shell.forms import make_flush
from rehab_app.ui.shell.session import Session

_LETTERS: Final = "routing_letters"
_CLASSES: Final = "routing_classes"
_BANDS: Final = "age_bands"
_PANEL: Final = "urine_panel"
_RULE: Final = "whoqol_missing_rule"
_PERKA: Final = "perka_columns"
_RULES: Final = {
    "who": N_("WHO's syntax: at least 6 of 7, 5 of 6, 2 of 3, 6 of 8 answered"),
    "prose": N_("The prose of the manual: up to two missing, one in the social domain"),
}
_NUMBERS: Final = (_BANDS, "urica_cutoffs")
"""The settings that are whole numbers with commas between."""
_CODES: Final = {_LETTERS, _PANEL, _PERKA}
"""The settings that are several codes of a list."""
_SUBSTANCES: Final = {
    "b": N_("b  Alcohol"),
    "c": N_("c  Cannabis"),
    "d": N_("d  Cocaine"),
    "e": N_("e  Amphetamine type, also sabu"),
    "f": N_("f  Inhalants"),
    "g": N_("g  Sedatives"),
    "h": N_("h  Hallucinogens"),
    "i": N_("i  Opioids"),
    "j": N_("j  Others"),
}
_BAND_WORDS: Final = {
    "low": N_("Class for a low ASSIST risk"),
    "moderate": N_("Class for a moderate ASSIST risk"),
    "high": N_("Class for a high ASSIST risk"),
}
_LINES: Final = tuple(
    name
    for name, setting in SETTINGS.items()
    if isinstance(setting.default, list)
    and name not in _CODES
    and all(isinstance(line, str) for line in setting.default)
)
_GROUPS: Final = {
    "rm_pattern": N_("Numbers"),
    "registration_pattern": N_("Numbers"),
    "target_sessions": N_("Care"),
    _LETTERS: N_("Care"),
    _CLASSES: N_("Care"),
    _PANEL: N_("Care"),
    "urine_every_days": N_("Care"),
    "plan_review_days": N_("Care"),
    "session_slots": N_("Schedule"),
    "day_starts_at": N_("Schedule"),
    "day_ends_at": N_("Schedule"),
    "absence_missed": N_("Absence watch"),
    "absence_days": N_("Absence watch"),
    "summons_after_days": N_("Absence watch"),
    "exit_measure_sessions_before": N_("Instruments"),
    "outcome_target_percent": N_("Instruments"),
    _RULE: N_("Instruments"),
    "urica_cutoffs": N_("Instruments"),
    "srq_cutoff": N_("Instruments"),
    "card_months": N_("Care"),
    "retention_years": N_("Safety"),
    _BANDS: N_("Figures"),
    _PERKA: N_("Figures"),
    "recap_reminder_weekly": N_("Figures"),
    "recap_reminder_monthly": N_("Figures"),
    "idle_lock_minutes": N_("Safety"),
    "emergency_access_hours": N_("Safety"),
    "backup_at_close": N_("Safety"),
    "backups_kept": N_("Safety"),
}
_HELP: Final = {
    "rm_pattern": N_("{number:06d} stands for the running number with six digits."),
    "registration_pattern": N_("{number:04d} is the running number of the year, {year} the year."),
    _PERKA: N_(
        "In the order in which they are chosen. Duration, diagnosis and treatment stay: Pasal 18 of PP 25/2011 asks for them."
    ),
    _BANDS: N_("Whole years in rising order with commas between, for example 15, 20, 25."),
}


class SettingsSection(Section):
    """One form of all settings; only what differs is written."""

    def __init__(self, session: Session, panel: SidePanel) -> None:
        super().__init__(session, panel)
        context = session.context
        self.form = Form(setting_specs(session), context)
        make_flush(self.form)
        self.form.bar.cancel_button.setVisible(False)
        self.form.save_asked.connect(self._save)
        may_change = session.may(DataClass.PENGATURAN, Right.PERBAIKAN)
        self.form.column.setEnabled(may_change)
        self.form.bar.setVisible(may_change)
        self._journal = DraftJournal(self.form, session.clinic.drafts, context.jobs.write, name="office.settings")
        self._is_offered = False
        self.column.addWidget(self.form, 1)

    def arrive(self) -> None:
        """Read the settings."""
        read_settings(self.session, self._show, self)

    def journals(self) -> list[DraftJournal]:
        """Return the form's journal."""
        return [self._journal]

    def _show(self, values: dict[str, Any]) -> None:
        self.form.fill(shown_values(values))
        if not self._is_offered:
            self._is_offered = True
            self._journal.offer()

    def _save(self, draft: dict[str, object], _adds_another: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        save_settings(self.session, typed_values(draft), self._on_saved, self.form.show_troubles, self)

    def _on_saved(self, values: dict[str, Any]) -> None:
        self.form.mark_saved()
        self.form.fill(shown_values(values))
        self.session.to_window.settings_changed.emit()


def setting_specs(session: Session) -> list[FieldSpec]:
    """Return a field for each declared setting, by the shape of its default."""
    specs: list[FieldSpec] = []

    def letters() -> list[Option]:
        return [Option(letter, session.say(said)) for letter, said in _SUBSTANCES.items()]

    def parameters() -> list[Option]:
        language = session.context.words.language
        return [
            Option(one.code, one.label(language), is_offered=not one.is_retired)
            for one in session.lists.of("urine_parameter")
        ]

    def further() -> list[Option]:
        return [Option(code, session.say(said)) for code, said in FURTHER.items()]

    def rules() -> list[Option]:
        return [Option(rule, session.say(said)) for rule, said in _RULES.items()]

    for name, setting in SETTINGS.items():
        if name in ON_LETTERS:
            continue
        group, help_text = _GROUPS.get(name, N_("More")), _HELP.get(name, "")
        if name == _CLASSES:
            specs += _class_specs(session, group)
            continue
        kind = _kind_of(name, setting.default)
        options = {_PANEL: parameters, _PERKA: further, _RULE: rules}.get(name, letters)
        specs.append(
            FieldSpec(
                name=name,
                label=setting.label,
                kind=kind,
                group=group,
                help=help_text,
                options=options,
                width=Width.SHORT if kind is Kind.INTEGER else Width.WIDE,
                lowest=1 if kind is Kind.INTEGER else None,
                is_required=kind not in {Kind.MANY, Kind.LINES, Kind.TAGS},
            )
        )
    # A setting that was declared later stands with its kin: one heading for each group.
    order = list(dict.fromkeys(spec.group for spec in specs))
    return sorted(specs, key=lambda spec: order.index(spec.group))


def shown_values(values: Mapping[str, Any]) -> dict[str, object]:
    """Return the settings as the form's content."""
    shown = {name: value for name, value in values.items() if name not in {_CLASSES, *ON_LETTERS}}
    shown.update({name: ", ".join(str(step) for step in values[name]) for name in _NUMBERS})
    shown.update({name: "\n".join(values[name]) for name in _LINES})
    shown.update({f"{_CLASSES}_{band}": chosen for band, chosen in values[_CLASSES].items()})
    return shown


def typed_values(draft: Mapping[str, object]) -> dict[str, Any]:
    """Return the form's clean content as setting values; what is no list of numbers stays a text, which the setting refuses."""
    values: dict[str, Any] = {name: draft[name] for name in SETTINGS if name in draft}
    for name in _CODES:
        values[name] = list(values[name] or ())
    for name in _LINES:
        values[name] = [line.strip() for line in str(draft[name] or "").splitlines() if line.strip()]
    values[_CLASSES] = {band: draft[f"{_CLASSES}_{band}"] for band in _BAND_WORDS}
    for name in _NUMBERS:
        parts = [part.strip() for part in str(draft[name] or "").split(",") if part.strip()]
        values[name] = [int(part) for part in parts] if all(part.isdecimal() for part in parts) else draft[name]
    return values


def _kind_of(name: str, default: object) -> Kind:
    if isinstance(default, bool):
        return Kind.YES_NO
    if isinstance(default, int):
        return Kind.INTEGER
    if name == _RULE:
        return Kind.RADIO
    if name == _PERKA:
        return Kind.TAGS
    if name in _CODES:
        return Kind.MANY
    return Kind.LINES if name in _LINES else Kind.TEXT


def _class_specs(session: Session, group: str) -> list[FieldSpec]:
    classes = [
        Option(choice.code, choice.label(session.context.words.language)) for choice in session.lists.of("risk_class")
    ]
    return [
        FieldSpec(
            name=f"{_CLASSES}_{band}",
            label=said,
            kind=Kind.RADIO,
            group=group,
            options=lambda: classes,
            is_required=True,
        )
        for band, said in _BAND_WORDS.items()
    ]
