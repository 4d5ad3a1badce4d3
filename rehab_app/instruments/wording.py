"""What is said of an item: a text in each language from a key, or a message of our own catalogue."""

from dataclasses import dataclass

from rehab_app.foundation.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class Wording:
    """A text by language, or the ``message`` id of one; both empty means that nothing is said.

    A text that an office or a pack supplies stands under ``indonesian`` alone and is shown in every language.
    """

    indonesian: str = ""
    english: str = ""
    message: str = ""

    def say(self, words: Words) -> str:
        """Return the text in the language of ``words``."""
        if self.message:
            return words.say(self.message)
        return self.english if self.english and words.language == ENGLISH else self.indonesian

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.indonesian or self.english or self.message)


NOTHING = Wording()
