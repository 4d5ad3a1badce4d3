"""The further columns of the client recapitulation (Perka BNN 4/2015): which an office may choose, and those it must have."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rehab_app.foundation.words import N_

FURTHER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "duration": N_("Duration of use"),
        "diagnosis": N_("Diagnosis"),
        "treatment": N_("Treatment and earlier rehabilitation"),
        "therapy": N_("Therapy"),
        "registered_on": N_("Registered on"),
        "modality": N_("Modality"),
        "source": N_("Source"),
        "urine": N_("Urine test"),
        "referral": N_("Referral"),
        "state": N_("Outcome"),
        "education": N_("Education"),
        "occupation": N_("Occupation"),
        "district": N_("Kecamatan"),
    }
)
"""The columns that an office may put after the readable ones, in any order, with what they are called on the screen."""
PASAL_18: Final = ("duration", "diagnosis", "treatment")
"""What Pasal 18 of PP 25/2011 asks besides the readable columns; no recapitulation goes without."""


def are_further(columns: object) -> bool:
    """Whether this is a choice of further columns: each once, all of them known, those of Pasal 18 among them."""
    return (
        isinstance(columns, list)
        and all(isinstance(one, str) and one in FURTHER for one in columns)
        and len(set(columns)) == len(columns)
        and set(PASAL_18) <= set(columns)
    )
