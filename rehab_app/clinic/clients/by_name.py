"""How clients are found by name: by beginnings of words, then by pieces of words, then by likeness of spelling.

Each way is tried only where those before it left room, so that what is typed well is answered at once. All of them ask the index
for words; which words those are is looked up in the vocabulary.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select

from rehab_app.clinic.clients import spelling
from rehab_app.clinic.clients.finding import Found, Shown, by_numbers, numbers_of, shown_directly
from rehab_app.clinic.clients.names import Name, similarity
from rehab_app.clinic.clients.rows import MatchedBy
from rehab_app.clinic.clients.search_index import CLIENTS, tokens_of
from rehab_app.store import text_search
from rehab_app.store.direct import Direct
from rehab_app.store.text_search import LEAST_PIECE, Shape, Token, size_of, values_of, words_of

MOST_TOKENS: Final = 6
# With more uses than this, looking at listings in order until enough fit is quicker than putting all that fit in order.
MANY: Final = 2000
# Likeness: words tried for each token, rows read for each, people compared in full.
_NEAR_WORDS: Final = 40
_NEAR_ROWS: Final = 500
_COMPARED: Final = 16
_LIKE_ENOUGH: Final = 0.62
_BEGINNING_LIKENESS: Final = 0.9
_WORD_TOO_MANY: Final = 0.03
# Up to so many uses, beginnings and pieces are put in order at once.
_FEW_USES: Final = 200
# Likeness is asked where fewer than this were found as typed, and pieces of several words where fewer begin so.
_FEW: Final = 3
# Nearly every word is like one of less letters.
_TELLING: Final = 5


@cache
def _rows_of(size: int) -> Direct:
    return Direct(text_search.rows_of_words(CLIENTS, size))


def by_name(connection: Connection, text: str, limit: int) -> Found:
    """Return at most ``limit`` clients with that name or alias, the best first."""
    search = NameSearch(connection, text, limit)
    if search.tokens:
        search.add_typed()
        if len(search.found) < _FEW and not search.is_still_typed:
            search.add_likenesses()
    return search.found


class NameSearch:
    """One search for a name; each way adds what it finds to ``found`` until there are ``limit``."""

    def __init__(self, connection: Connection, text: str, limit: int) -> None:
        self.found: Found = {}
        self.tokens = tokens_of(text, MOST_TOKENS)
        self._connection = connection
        self._text = text
        self._limit = limit
        self._words = CLIENTS.words_of(connection)

    @property
    def is_full(self) -> bool:
        """Whether enough was found."""
        return len(self.found) >= self._limit

    @property
    def is_still_typed(self) -> bool:
        """Whether only short beginnings or pieces were typed, and somebody has them: a letter more tells more than likeness.

        Where all of them are words, as in "Rina Dewi", somebody else may be meant.
        """
        if not self.found or any(len(form) >= _TELLING for token in self.tokens for form in token):
            return False
        return not all(any(form in self._words.uses for form in token) for token in self.tokens)

    def add_typed(self) -> None:
        """Add those of whom every token begins a word, then those of whom each is a piece of one.

        Pieces of several words are left out where as many as ``_FEW`` begin so.
        """
        pieces = self._pieces()
        if pieces and pieces.uses <= _FEW_USES and min(self._begun().values(), default=0) < self._limit:
            self._add_pieces(pieces, text_search.starting_or_holding, len(self.tokens[0]))
            return
        self.add_starts()
        is_answered = self.is_full or (len(self.tokens) > 1 and len(self.found) >= _FEW)
        if pieces and not is_answered:
            if pieces.uses > MANY and len(self.tokens) == 1:
                self._add(shown_directly(text_search.walking, _shape(self.tokens)), self._values(self.tokens))
            else:
                self._add_pieces(pieces, text_search.holding)

    def add_starts(self) -> None:
        """Add those of whom every token begins a word."""
        counts = self._begun()
        if not counts:
            return
        rarest_first = sorted(counts, key=counts.__getitem__)
        shape, first = _shape(rarest_first), len(self.tokens[0])
        values = self._values(rarest_first)
        if counts[rarest_first[0]] <= MANY:
            self._add(shown_directly(text_search.starting, shape, first), values)
            return
        for form in range(first):
            if not self.is_full:
                self._add(shown_directly(text_search.beginning, shape, form), values)
        if not self.is_full:
            self._add(shown_directly(text_search.starting_anywhere, shape), values)

    def _begun(self) -> dict[Token, int]:
        """Return the forms of each token that begin words, with the uses of those; nothing where a token begins none."""
        counts: dict[Token, int] = {}
        for token in self.tokens:
            uses = [self._words.count_starting(form) for form in token]
            if not any(uses):
                return {}
            counts[tuple(form for form, count in zip(token, uses, strict=True) if count)] = sum(uses)
        return counts

    def _pieces(self) -> "_Pieces | None":
        """Return the words that the rarest token is a piece of; None where a token of three letters or more is of none."""
        rarest: _Pieces | None = None
        for token in self.tokens:
            if any(len(form) < LEAST_PIECE for form in token):
                continue
            words = self._words.containing(token[0])
            if len(token) > 1:
                words = sorted({word for form in token for word in self._words.containing(form)})
            uses = self._words.count(words)
            if not words:
                return None
            if rarest is None or uses < rarest.uses:
                rarest = _Pieces(token, words, uses)
        return rarest

    def _add_pieces(self, pieces: "_Pieces", builder: Callable[..., Select[Any]], *more: int) -> None:
        rarest_first = [pieces.token, *(token for token in self.tokens if token != pieces.token)]
        statement = shown_directly(builder, _shape(rarest_first), *more, size_of(pieces.words))
        self._add(statement, {**self._values(rarest_first), **words_of(pieces.words)})

    def _values(self, rarest_first: Sequence[Token]) -> dict[str, Any]:
        return values_of(rarest_first, self.tokens, self._limit)

    def add_likenesses(self) -> None:
        """Add those whose name is spelt nearly so, the likest first; a word of several may be missing."""
        likest = self.likest()
        if not likest:
            return
        statement = by_numbers(size_of(likest))
        rows = {row.number: row for row in map(Shown.of, statement.rows(self._connection, numbers_of(likest)))}
        for number in likest:
            if not self.is_full:
                self.found.setdefault(number, (rows[number], MatchedBy.SPELLING))

    def likest(self) -> list[int]:
        """Return the numbers of those whose names are likest what was typed, the likest first."""
        near = [self._near(token) for token in self.tokens]
        listings: dict[int, str] = {}
        for words in sorted(filter(None, near), key=self._words.count)[:2]:
            likest = self._likest_words(words)
            rows = _rows_of(size_of(likest)).rows(self._connection, {**words_of(likest), "limit": _NEAR_ROWS})
            listings.update((number, listing) for _, listing, number in rows)
        scores = {number: _score(listing, near) for number, listing in listings.items()}
        best = sorted(scores, key=lambda number: (-scores[number], listings[number], number))[:_COMPARED]
        typed = Name.of(self._text)
        like = {number: similarity(typed, _listed(listings[number]), is_typing=True) for number in best}
        ordered = sorted(best, key=lambda number: (-like[number], -scores[number], listings[number], number))
        return [number for number in ordered if max(like[number], scores[number]) >= _LIKE_ENOUGH][: self._limit]

    def _near(self, token: Token) -> dict[str, float]:
        """Return the words that a token may be meant to be, each with its likeness."""
        found: dict[str, float] = {}
        for form in token:
            if len(form) >= LEAST_PIECE:
                found |= dict.fromkeys(self._words.starting(form)[:_NEAR_WORDS], _BEGINNING_LIKENESS)
            for word, likeness in self._words.near(form, _NEAR_WORDS):
                found[word] = max(likeness, found.get(word, 0.0))
        return found

    def _likest_words(self, words: dict[str, float]) -> list[str]:
        """Return the likest of ``words`` that have not too many uses together; at least one."""
        chosen: list[str] = []
        uses = 0
        for word in sorted(words, key=lambda word: (-words[word], word)):
            uses += self._words.uses[word]
            if chosen and uses > _NEAR_ROWS:
                break
            chosen.append(word)
        return chosen

    def _add(self, statement: Direct, values: dict[str, Any]) -> None:
        for found in statement.rows(self._connection, values):
            if self.is_full:
                return
            row = Shown.of(found)
            if row.number not in self.found:
                is_of_name = not row.aliases or _is_of_name(self.tokens, found[-1])
                self.found[row.number] = (row, MatchedBy.NAME if is_of_name else MatchedBy.ALIAS)


class _Pieces(NamedTuple):
    """The rarest token of a search for pieces, the words it is a piece of, and about how many uses they have together."""

    token: Token
    words: list[str]
    uses: int


def _shape(tokens: Sequence[Token]) -> Shape:
    return tuple(map(len, tokens))


def _is_of_name(tokens: Sequence[Token], listing: str) -> bool:
    """Tell a name from an alias: every token is in a word of the name, or in what such a word folds to."""
    name = _listed(listing)
    if all(any(form in name for form in token) for token in tokens):
        return True
    folded = " ".join([name, *spelling.fold_words(name.split())])
    return all(any(form in folded for form in token) for token in tokens)


def _listed(listing: str) -> str:
    """Return the words that a listing is ordered by: the name without titles."""
    return listing.partition(" | ")[0]


def _score(listing: str, near: Sequence[dict[str, float]]) -> float:
    """Return how well the words of a listing fit the tokens, 0 to 1; a little less where the name has other words too."""
    words = listing.split()
    total = 0.0
    for likely in near:
        total += max([likely.get(word, 0.0) for word in words])
    extra = abs(listing.partition(" | ")[0].count(" ") - len(near))
    return total / len(near) - _WORD_TOO_MANY * extra
