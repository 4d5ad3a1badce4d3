"""The codes of ICD-10 as they are found by typing (``F15.2``, ``f152``, ``sabu``) and put together from two short lists."""

from collections.abc import Callable, Sequence
from typing import Final

from rehab_app.clinic.diagnoses.codes import has_form, offered, tables, title_of
from rehab_app.clinic.diagnoses.draft import DiagnosisDraft
from rehab_app.ui.clients.answered import VERSION
from rehab_app.ui.kit.field_spec import Option, Pick
from rehab_app.ui.kit.suggestions import folded
from rehab_app.ui.shell.session import Session

MOST_FOUND: Final = 40
DRAFTED: Final = frozenset({*DiagnosisDraft.model_fields, "reason", VERSION})
# What is diagnosed most comes first where several states fit: dependence, harmful use, withdrawal.
_USUAL: Final = "213"


class CodeFinder:
    """Finds codes by their own letters, by words of their title, and by what the substances of a group are called."""

    def __init__(self, session: Session) -> None:
        language = session.context.words.language
        self._say = session.say
        self._language = language
        called = _called(session)
        self._known = [
            (Pick(row.code, f"{row.code}  {row.title}"), folded(f"{row.title} {called.get(row.code[:3], '')}"))
            for row in sorted(offered(language), key=lambda row: _rank(row.code))
        ]

    def __call__(self, text: str, answer: Callable[[Sequence[Pick]], None]) -> None:
        """Answer with what fits ``text``; a well formed code that the tables do not know is offered with a title of its own."""
        words = folded(text).split()
        plain = "".join(words).upper()
        by_code = [pick for pick, _ in self._known if plain and pick.key.replace(".", "").startswith(plain)]
        by_words = [pick for pick, said in self._known if words and all(_begins(word, said) for word in words)]
        found = list(dict.fromkeys([*by_code, *by_words]))
        code = "".join(text.split()).upper()
        if has_form(code) and not title_of(code):
            found.append(Pick(code, f"{code}  {self._say('with a title of its own')}"))
        answer(found[:MOST_FOUND])

    def pick(self, code: str) -> Pick:
        """Return the answer that stands for ``code``."""
        title = title_of(code, self._language)
        return Pick(code, f"{code}  {title}".strip())


def group_options(session: Session) -> list[Option]:
    """Return the ten groups of substances, F10 to F19."""
    language = session.context.words.language
    return [Option(code, f"{code}  {words[language]}") for code, words in tables().groups.items()]


def state_options(session: Session) -> list[Option]:
    """Return the states, the fourth character of a code of use."""
    language = session.context.words.language
    return [Option(digit, f".{digit}  {words[language]}") for digit, words in tables().states.items()]


def needs_title(code: object) -> bool:
    """Whether a code that is answered has no words in the tables."""
    return isinstance(code, str) and bool(code) and not title_of(code)


def _called(session: Session) -> dict[str, str]:
    """Return what the substances of each group are called, other names too, by the group of ICD-10."""
    found: dict[str, list[str]] = {}
    for choice in session.lists.of("substance"):
        names = [choice.label("id"), choice.label("en"), *choice.codes("also")]
        found.setdefault(choice.text("icd10"), []).extend(names)
    return {group: " ".join(names) for group, names in found.items()}


def _rank(code: str) -> tuple[int, str]:
    state = code.partition(".")[2]
    return (_USUAL.index(state) if code.startswith("F") and state in _USUAL else len(_USUAL), code)


def _begins(word: str, said: str) -> bool:
    return f" {word}" in f" {said}"
