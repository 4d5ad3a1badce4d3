"""What a person is told right after signing in: failed attempts since, a list that was altered, a clock that runs behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehab_app.ui.kit.theme import State

if TYPE_CHECKING:
    from rehab_app.foundation.words import Words
    from rehab_app.office.opening import Greeting


def greetings(words: Words, greeting: Greeting) -> list[tuple[str, State]]:
    """Return the sentences of ``greeting`` that need telling, the gravest first; usually none."""
    told: list[tuple[str, State]] = []
    if greeting.is_sign_in_cut_off:
        told.append((_cut_off(words), State.WARNING))
    elif not greeting.is_attempts_file_intact:
        told.append((_altered(words), State.DANGER))
    if greeting.is_clock_behind:
        told.append((_behind(words), State.WARNING))
    if greeting.failures:
        text = words.say_many(
            "{count} failed sign-in since the last one. If it was not you, tell the Subkoordinator.",
            "{count} failed sign-ins since the last one. If it was not you, tell the Subkoordinator.",
            greeting.failures,
        )
        told.append((text, State.WARNING))
    return told


def _altered(words: Words) -> str:
    return words.say(
        "The list of failed sign-ins was changed or removed outside the program. Tell the Subkoordinator today; "
        "it stands in the audit."
    )


def _cut_off(words: Words) -> str:
    return words.say(
        "The last sign-in was cut off, as by a power cut, or this database is an older copy. "
        "Look whether the latest entries are there."
    )


def _behind(words: Words) -> str:
    return words.say("This PC's clock is behind the last use. Set date and time right before you enter anything.")
