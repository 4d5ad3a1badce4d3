"""What answers come to, in one sentence for each scale: the score and its band, or why there is none."""

from collections.abc import Sequence
from decimal import Decimal

from rehab_app.foundation.numbers import format_number
from rehab_app.foundation.words import Words
from rehab_app.instruments.instrument import ScaleInfo, Scored


def score_text(score: float | Decimal | None, places: int) -> str:
    """Return a score as it is shown, a dash for none."""
    return "\u2013" if score is None else format_number(Decimal(str(score)), places)


def band_text(scale: ScaleInfo, band: str | None, words: Words) -> str:
    """Return the label of a band, empty for none."""
    return scale.band_labels[band].say(words) if band and band in scale.band_labels else ""


def scale_line(scale: ScaleInfo, score: float | Decimal | None, band: str | None, words: Words) -> str:
    """Return ``Total 4 (0-10): sedang``."""
    text = f"{scale.label.say(words)} {score_text(score, scale.places)}"
    said = band_text(scale, band, words)
    return f"{text} ({said})" if said else text


def result_lines(scales: Sequence[ScaleInfo], scored: Scored, words: Words) -> list[str]:
    """Return one line for each scale that has a score, with its advice, and one for each reason why others have none."""
    lines, without = [], dict[str, list[str]]()
    for scale in scales:
        reason = scored.reasons.get(scale.name)
        if reason is None:
            band = scored.bands.get(scale.name)
            line = scale_line(scale, scored.scores.get(scale.name), band, words)
            advice = scale.band_advice[band].say(words) if band and band in scale.band_advice else ""
            lines.append(f"{line}. {advice}." if advice else line)
        else:
            without.setdefault(reason.say(words), []).append(scale.label.say(words))
    return [*lines, *(f"{', '.join(names)}: {reason}" for reason, names in without.items())]


def shortened(lines: Sequence[str]) -> str:
    """Return lines beside each other, equal ones once."""
    return "  \u00b7  ".join(dict.fromkeys(lines))
