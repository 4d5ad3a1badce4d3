"""How often each thing is measured: enough for steady medians, or just enough to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Rounds of what takes microseconds (``rounds``), and how many of what takes longer."""

    rounds: int = 400
    misspellings: int = 300
    people_typed: int = 40
    writes: int = 240
    years: int = 15
    letters: int = 100
    starts: int = 15
    sign_ins: int = 5
    keystrokes: int = 120
    backups: int = 3
    merges: int = 48
    pages: int = 15

    @classmethod
    def quick(cls) -> "Scale":
        """Return the scale of the smoke test."""
        return cls(
            rounds=12,
            misspellings=24,
            people_typed=2,
            writes=80,
            years=2,
            letters=2,
            starts=1,
            sign_ins=1,
            keystrokes=6,
            backups=1,
            merges=24,
            pages=1,
        )
