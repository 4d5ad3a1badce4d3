"""A compiled catalogue that is searched instead of loaded: the sign-in window needs a dozen of its two thousand sentences."""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from struct import unpack_from
from typing import Final

_MAGIC: Final = 0x950412DE
_ENTRY: Final = 8


class Catalogue(NullTranslations):
    """The sentences of one ``.mo`` file, whose message ids stand in order (GNU gettext manual, "The Format of GNU MO Files").

    What asks for a plural loads the whole. Raises ValueError for anything but a little-endian ``.mo``.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__()
        magic, _, self._count, self._ids, self._strings = unpack_from("<5I", content)
        if magic != _MAGIC:
            raise ValueError("not a compiled catalogue")
        self._content = content
        self._said: dict[str, str] = {}
        self._whole: GNUTranslations | None = None

    def gettext(self, message: str) -> str:
        """Return the sentence of ``message``, or ``message`` itself where there is none."""
        said = self._said.get(message)
        if said is None:
            said = self._said[message] = self._found(message)
        return said

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form of the sentence for ``n``."""
        if self._whole is None:
            self._whole = GNUTranslations(BytesIO(self._content))
        return self._whole.ngettext(msgid1, msgid2, n)

    def _found(self, message: str) -> str:
        """Search by halves; of a sentence with a plural the id up to its first zero byte counts, and its first form."""
        wanted = message.encode()
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._text(self._ids, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low < self._count and self._text(self._ids, low) == wanted:
            return self._text(self._strings, low).decode()
        return message

    def _text(self, table: int, place: int) -> bytes:
        length, at = unpack_from("<2I", self._content, table + place * _ENTRY)
        return self._content[at : at + length].partition(b"\0")[0]
