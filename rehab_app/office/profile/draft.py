"""The office profile as typed in the first-run wizard or on its page."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, StringConstraints

from rehab_app.foundation.errors import RuleBroken, RulesBroken

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class ProfileDraft(BaseModel):
    """The office: ``letterhead`` lines from the top, ``working_area`` regency codes, ``home_regency`` the city itself.

    Defaults are what is known of BNN Kota Balikpapan; address, telephone and unit code are the office's to enter.
    """

    model_config = ConfigDict(extra="forbid")

    unit_name: Text = "BNN Kota Balikpapan"
    clinic_name: Text = "Klinik Pratama BNN Kota Balikpapan"
    letterhead: list[Text] = [
        "BADAN NARKOTIKA NASIONAL REPUBLIK INDONESIA",
        "(NATIONAL NARCOTICS BOARD REPUBLIC OF INDONESIA)",
        "KOTA BALIKPAPAN",
    ]
    address: Text = ""
    city: Text = "Balikpapan"
    phone: Text = ""
    email: Text = ""
    website: Text = ""
    unit_code: Text = "BNNK-BPP"
    time_zone: Text = "Asia/Makassar"
    home_regency: Text = "64.71"
    working_area: list[Text] = ["64.71", "64.01", "64.09"]
    head_name: Text = ""
    head_title: Text = "Kepala BNN Kota Balikpapan"
    head_rank: Text = ""
    head_staff_number: Text = ""
    backup_place: Text = ""

    def check(self) -> None:
        """Raise RulesBroken with every rule that refuses this draft."""
        troubles = [
            RuleBroken("draft.required", field=name)
            for name in ("unit_name", "city", "unit_code", "home_regency")
            if not getattr(self, name)
        ]
        if not any(self.letterhead):
            troubles.append(RuleBroken("draft.required", field="letterhead"))
        if "/" in self.unit_code:
            troubles.append(RuleBroken("profile.unit_code", field="unit_code"))
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            troubles.append(RuleBroken("profile.time_zone", field="time_zone"))
        if troubles:
            raise RulesBroken(troubles)
