"""The Formulir Asesmen Wajib Lapor and the screening sheet have every element, each with its source."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from rehab_app.foundation.errors import RuleBroken, Trouble
from rehab_app.foundation.resources import resource
from rehab_app.instruments import form_keys, keys, registry, severities
from rehab_app.instruments.form import Form, Item, Kind, Window
from rehab_app.instruments.instrument import Better

ASI = registry.form("asi")
SHEET = registry.form("screening_sheet")
DOMAINS = ["medical", "employment", "drug", "legal", "family", "psychiatric"]
TEXT = resource("instruments", "forms", "asi-1.toml").read_text(encoding="utf-8")


def _item(name: str) -> Item:
    item = ASI.item(name)
    assert item is not None
    return item


def _lists() -> dict[str, dict[str, str]]:
    found = {}
    for path in resource("lists").glob("*.toml"):
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if "choices" in entry:
                found[name] = {choice["code"]: choice.get("id", "") for choice in entry["choices"]}
    return found


def test_the_forms_that_can_be_filled_in() -> None:
    assert registry.form_names() == (*registry.names(), "asi", "screening_sheet")
    assert registry.versions("asi") == ("1",)
    assert not ASI.is_licensed
    assert not SHEET.is_licensed


def test_the_assessment_has_its_sections_in_order() -> None:
    assert [(section.name, section.number) for section in ASI.sections] == [
        ("arrival", ""),
        ("demography", "1"),
        ("medical", "2"),
        ("employment", "3"),
        ("drug", "4"),
        ("legal", "5"),
        ("family", "6"),
        ("psychiatric", "7"),
        ("physical", "8"),
        ("conclusion", ""),
        ("plan", ""),
    ]


def test_the_assessment_has_these_items() -> None:
    names = {section.name: [item.name for item in section.items] for section in ASI.sections}
    assert names == {
        "arrival": ["arrived_on", "treatment_kind", "assessor"],
        "demography": ["marital_status", "education"],
        "medical": [
            "hospital_stays",
            "has_chronic_illness",
            "chronic_illness",
            "in_medical_therapy",
            "medical_therapy",
            "infection_tests",
            "client_medical",
        ],
        "employment": [
            "work_status",
            "work_pattern",
            "occupation",
            "skills",
            "has_support",
            "supporter",
            "support_kinds",
            "client_employment",
        ],
        "drug": [
            "drug_grid",
            "main_substance",
            "had_rehabilitation",
            "rehabilitation_kind",
            "had_overdose",
            "overdose_when",
            "overdose_care",
            "substance_details",
            "client_drug",
        ],
        "legal": ["charges", "convictions", "client_legal"],
        "family": [
            "living",
            "lives_with_user",
            "users_lived_with",
            "users_other",
            "conflicts",
            "other_family_who",
            "client_family",
        ],
        "psychiatric": ["psychiatric", "client_psychiatric"],
        "physical": [
            "systolic",
            "diastolic",
            "pulse",
            "respiration",
            "temperature",
            "systems",
            "systems_note",
            "pupils",
            "use_signs",
            "comorbidities",
            "urinalysis",
        ],
        "conclusion": [
            *(f"severity_{domain}" for domain in DOMAINS),
            "drug_diagnosis",
            "other_diagnosis",
            "problem_summary",
        ],
        "plan": [
            "therapy_plan",
            "therapy_note",
            "status",
            "status_reason",
            "completed_on",
            "next_process",
            "referral_unit",
        ],
    }


def test_the_drug_grid_has_the_forms_twelve_rows_and_three_columns() -> None:
    grid = _item("drug_grid")
    assert [row.number for row in grid.rows] == [f"D.{one}" for one in range(1, 13)]
    assert {row.name: row.label.indonesian for row in grid.rows} == _lists()["asi_substance"]
    days, years, route = grid.columns
    assert (days.window, days.lowest, days.highest, days.unit.indonesian) == (Window.DAYS_30, 0, 30, "hari")
    assert (years.window, years.unit.indonesian, years.has_half_time) == (Window.LIFETIME, "tahun", True)
    assert not days.has_half_time
    assert route.values == (1, 2, 3, 4, 5)
    assert [choice.label.indonesian for choice in route.choices][-1] == "IV"


@pytest.mark.parametrize(("name", "kind"), [("severity", Kind.SEVERITY), ("client", Kind.CLIENT_SCALE)])
def test_each_domain_has_the_interviewers_severity_and_the_clients_own_scale(name: str, kind: Kind) -> None:
    found = [item for item in ASI.items if item.kind is kind]
    assert [(item.name, item.scale) for item in found] == [(f"{name}_{domain}", domain) for domain in DOMAINS]
    highest = 9 if kind is Kind.SEVERITY else 4
    assert {(item.lowest, item.highest) for item in found} == {(0, highest)}
    assert {item.values for item in found} == {tuple(range(highest + 1))}


def test_the_severity_is_explained_in_five_steps_of_two() -> None:
    labels = [choice.label.indonesian for choice in _item("severity_legal").choices]
    assert labels[::2] == labels[1::2]
    assert labels[::2] == [
        "Tidak ada masalah yang berarti, tidak perlu intervensi",
        "Ada sedikit masalah, tetapi intervensi/bantuan tidak terlalu penting",
        "Masalah tergolong sedang, tetapi butuh beberapa bantuan/intervensi",
        "Masalah serius, dibutuhkan intervensi/bantuan",
        "Masalah sangat serius/berat, sangat membutuhkan intervensi/bantuan",
    ]


def test_the_clients_scale_has_the_trainings_words() -> None:
    labels = [choice.label.indonesian for choice in _item("client_legal").choices]
    assert labels == ["Tidak perlu pertolongan", "Ringan", "Sedang", "Berat", "Sangat berat"]


def test_the_eight_psychiatric_items_ask_both_windows_and_two_alert() -> None:
    item = _item("psychiatric")
    assert len(item.rows) == 8
    assert [column.window for column in item.columns] == [Window.DAYS_30, Window.LIFETIME]
    assert [row.name for row in item.rows if row.raises_alert] == ["suicidal_thoughts", "suicide_attempt"]


def test_the_other_fixed_rows() -> None:
    counts = {item.name: len(item.rows) for item in ASI.items if item.kind is Kind.GRID}
    assert counts == {
        "infection_tests": 4,
        "support_kinds": 4,
        "drug_grid": 12,
        "charges": 14,
        "conflicts": 9,
        "psychiatric": 8,
        "systems": 5,
        "urinalysis": 7,
    }
    assert _item("living").values == tuple(range(1, 10))
    assert [column.window for column in _item("conflicts").columns] == [Window.DAYS_30, Window.LIFETIME]


def test_the_screening_sheet_has_these_items() -> None:
    assert {item.name: (item.kind, item.list_name) for item in SHEET.items} == {
        "illnesses": (Kind.MANY, "comorbidity"),
        "first_drug": (Kind.CHOICE, "substance"),
        "main_drug": (Kind.CHOICE, "substance"),
        "addiction_level": (Kind.CHOICE, "risk_class"),
        "first_age": (Kind.NUMBER, ""),
        "education": (Kind.CHOICE, "education"),
        "content": (Kind.LINES, ""),
    }


def _with_columns(form: Form) -> list[Item]:
    return [one for item in form.items for one in (item, *item.columns)]


@pytest.mark.parametrize("form", [ASI, SHEET], ids=["asi", "sheet"])
def test_every_item_has_a_source_mark_and_both_languages(form: Form) -> None:
    for item in form.items:
        assert item.source is not None
        assert item.source.mark in {"C", "P", "K"}
        assert str(item.source).startswith(f"[{item.source.mark}] ")
    items = _with_columns(form)
    labels = [item.label for item in items]
    labels += [row.label for item in items for row in item.rows]
    labels += [choice.label for item in items for choice in item.choices]
    assert all(label.indonesian and label.english for label in labels)
    assert all("sembuh" not in label.indonesian for label in labels)


@pytest.mark.parametrize("form", [ASI, SHEET], ids=["asi", "sheet"])
def test_every_value_list_a_form_names_exists(form: Form) -> None:
    named = {item.list_name for item in _with_columns(form) if item.list_name}
    assert named <= set(_lists())


def test_the_therapy_plan_is_the_list_of_nine() -> None:
    item = _item("therapy_plan")
    assert (item.kind, item.list_name, len(_lists()["therapy_plan"])) == (Kind.MANY, "therapy_plan", 9)


def test_nothing_is_preset_and_names_are_unique() -> None:
    assert "default" not in TEXT
    names = Counter(item.name for item in ASI.items)
    assert set(names.values()) == {1}
    assert "no_value" not in {row.name for item in ASI.items for row in item.rows}


def test_judged_scales_are_found_among_the_answers_and_never_computed() -> None:
    document = {
        "items": {
            "severity_legal": 7,
            "severity_drug": 0,
            "severity_family": {"no_value": "refused"},
            "client_legal": 4,
        }
    }
    expected = dict.fromkeys(DOMAINS) | {"legal": 7, "drug": 0}
    assert severities.judged(ASI, document) == expected
    assert list(severities.judged(ASI, document)) == DOMAINS
    assert severities.judged(ASI, document, Kind.CLIENT_SCALE) == dict.fromkeys(DOMAINS) | {"legal": 4}


def test_the_scales_of_the_assessment_are_the_judged_ones() -> None:
    scales = registry.scales("asi")
    assert [scale.name for scale in scales if scale.is_charted] == [f"severity_{domain}" for domain in DOMAINS]
    assert [int(scale.highest) for scale in scales] == [9] * 6 + [4] * 6
    assert {scale.better for scale in scales} == {Better.DOWN}


def test_the_half_time_rule_stands_beside_every_number_of_months_or_years() -> None:
    assert "14 hari" in ASI.half_time.indonesian
    assert "6 bulan" in ASI.half_time.indonesian
    hinted = {f"{item.name}.{column.name}" for item in ASI.items for column in item.columns if column.has_half_time}
    assert hinted == {"drug_grid.years", "substance_details.months"}


@pytest.mark.parametrize("name", ["dast", "", None, 3, [], "forms", "asi-1", "../asi"])
def test_an_unknown_form_is_refused(name: object) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.form(name)
    assert caught.value.code == "instruments.unknown_instrument"
    assert "screening_sheet" in str(caught.value.facts["known"])


@pytest.mark.parametrize("version", ["2", "", "1.0"])
def test_an_unknown_version_of_a_form_is_refused(version: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        registry.form("asi", version)
    assert (caught.value.code, caught.value.facts["known"]) == ("instruments.unknown_version", "1")


def test_a_form_without_scores_cannot_be_scored() -> None:
    with pytest.raises(RuleBroken, match="unknown_instrument"):
        registry.load("asi")


@pytest.mark.parametrize(
    ("sound", "damage", "entry"),
    [
        ('mark = "K"', 'mark = "Z"', "sources.named.mark"),
        ('kind = "date"', 'kind = "day"', "sections[0].items[0].kind"),
        ('source = "form"', 'source = "dream"', "sections[0].items[0].source"),
        ('source = "form"', "", "sections[0].items[0].source"),
        ('list = "marital_status"', "", "sections[1].items[0].answers"),
        ('list = "marital_status"', 'list = "x"\nanswers = "route"', "sections[1].items[0].answers"),
        ('answers = "work_status"', 'answers = "status_of_work"', "sections[3].items[0].answers"),
        ('window = "lifetime"', 'window = "yesterday"', "sections[2].items[0].window"),
        ('scale = "medical"', "", "sections[2].items[6].scale"),
        ('answers = "client_scale"', 'answers = "severity"', "sections[2].items[6].answers"),
        ("is = [true]", "is = []", "sections[2].items[2].when.is"),
        ('item = "has_chronic_illness"', 'item = "illness"', "sections.chronic_illness.when"),
        ('not_before = "arrived_on"', 'not_before = "arrival"', "sections.completed_on.not_before"),
        ('name = "skills"', 'name = "occupation"', "sections"),
        ("raises_alert = true", "raises_alert = 1", "sections[7].items[0].rows[5].raises_alert"),
        ('kind = "table"', 'kind = "text"', "sections[2].items[0].columns"),
        ('kind = "grid"', 'kind = "table"', "sections[2].items[5].rows"),
    ],
)
def test_a_damaged_description_is_refused_with_its_entry(tmp_path: Path, sound: str, damage: str, entry: str) -> None:
    assert sound in TEXT
    (tmp_path / "asi-1.toml").write_text(TEXT.replace(sound, damage, 1), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        form_keys.read_form(keys.load("asi", folder=tmp_path))
    assert caught.value.facts == {"file": "asi-1.toml", "entry": entry}
