"""What the record says of one masa perawatan in the words of a recap, Indonesian as papers are."""

from typing import Final

from sqlalchemy import RowMapping

from rehab_app.clinic.episodes.rules import State
from rehab_app.office.lists.choices import ValueLists
from rehab_app.office.places.gazetteer import gazetteer
from rehab_app.papers.letters.phrases import diagnosis_in_words, months_in_words
from rehab_app.papers.letters.templates import filled, template
from rehab_app.papers.recaps.reading import Care

_CAME_ALONE: Final = "datang sendiri"


class Said:
    """The phrases, under one set of value lists."""

    def __init__(self, lists: ValueLists) -> None:
        self._lists = lists

    def label(self, name: str, code: str | None) -> str:
        """Return the Indonesian label of a code, empty for none."""
        return self._lists.label(name, code) if code else ""

    def sex(self, care: Care) -> str:
        """Return L or P as it was at registration."""
        return str(care.episode["sex_at_registration"] or care.client["sex"])

    def age(self, care: Care) -> int | None:
        """Return the age at registration in years, None where it is not known."""
        age: int | None = care.episode["age_at_registration"]
        return age

    def address(self, care: Care) -> str:
        """Return street, RT/RW, kelurahan and kecamatan."""
        client = care.client
        place = gazetteer().get(client["place_code"]) if client["place_code"] else None
        area = ", ".join(place.path.split(", ")[:2]) if place else client["place_text"]
        near = " ".join(f"{name} {client[key]}" for name, key in (("RT", "rt"), ("RW", "rw")) if client[key])
        street = " ".join(part for part in (client["address"].strip(), near) if part)
        return ", ".join(part for part in (street, area) if part)

    def district(self, care: Care) -> str:
        """Return the kecamatan at registration."""
        code = care.episode["place_code_at_registration"]
        return gazetteer().district_label(code) if code else ""

    def sent_by(self, care: Care) -> str:
        """Return who sent her, empty where she came by herself."""
        choice = self._lists.get("source", care.episode["source"])
        return "" if choice is None or choice.text("sin") == _CAME_ALONE else choice.label_id

    def history(self, care: Care) -> str:
        """Return earlier treatment as the assessment has it."""
        return self._of_profile(care, "treatment_history")

    def therapy(self, care: Care) -> str:
        """Return the therapy of the assessment, else the services that were given."""
        given = ", ".join(self.label("session_type", code) for code in care.services)
        return self._of_profile(care, "therapy") or given

    def diagnosis(self, care: Care) -> str:
        """Return the diagnoses with their names, the main one first: the doctor's, else that of an older use profile."""
        if care.diagnoses:
            return "; ".join(diagnosis_in_words(row["code"], row["title"]) for row in care.diagnoses)
        used = self._of_profile(care, "diagnosis")
        return diagnosis_in_words(used) if used else ""

    def urine(self, care: Care) -> str:
        """Return the first urine test: what was positive, else negative."""
        if care.urine is None:
            return self._of_profile(care, "urine_result")
        words, results = template("recaps").parts["urine"], care.urine["results"]
        positive = [name for name, result in results.items() if result == "positive"]
        if positive:
            return filled(words["positive"], parameters=", ".join(positive))
        negative = sum(result == "negative" for result in results.values())
        return filled(words["negative"], count=negative) if negative else words["invalid"]

    def substances(self, care: Care) -> str:
        """Return the main substance and the others of the last year."""
        if care.profile is None:
            return ""
        codes = (care.profile["main_substance"], *care.profile["other_substances"])
        return ", ".join(self.label("substance", code) for code in codes if code)

    def route(self, care: Care) -> str:
        """Return how it is used."""
        return self.label("route", self._of_profile(care, "route"))

    def duration(self, care: Care) -> str:
        """Return how long it has been used."""
        months = care.profile["months_of_use"] if care.profile is not None else None
        return months_in_words(months) if months is not None else ""

    def treatment(self, care: Care) -> str:
        """Return treatment and earlier rehabilitation, which is one item of Pasal 18."""
        return " / ".join(part for part in (self.therapy(care), self.history(care)) if part)

    def referral(self, care: Care) -> str:
        """Return where she was referred."""
        return ", ".join(care.destinations)

    def modality(self, care: Care) -> str:
        """Return outpatient care, referral, or examined only; empty until it was decided."""
        return self.label("modality", care.episode["modality"])

    def state(self, care: Care) -> str:
        """Return how it ended, empty while it runs."""
        return self.label("outcome", care.episode["outcome"]) if care.episode["state"] == State.CLOSED.value else ""

    def remark(self, care: Care) -> str:
        """Return the channel by which she came and how it ended."""
        parts = (self.label("channel", care.episode["channel"]), self.state(care))
        return "; ".join(part for part in parts if part)

    def _of_profile(self, care: Care, name: str) -> str:
        profile: RowMapping | None = care.profile
        return str(profile[name] or "").strip() if profile is not None else ""
