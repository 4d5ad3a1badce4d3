"""What tests of papers ask: what a paper says on one line, and why it is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from rehab_app.foundation.errors import RulesBroken
from rehab_app.papers.blocks import Document
from rehab_app.papers.plain import to_text


def said(document: Document) -> str:
    """Return a paper as text, its marks taken out, runs of white space made one blank."""
    return " ".join(to_text(document).replace("**", "").replace("\u00a0", " ").split())


def troubles(make: Callable[[Any], Document], facts: object) -> list[tuple[str, str]]:
    """Return code and field of each trouble that refuses the paper."""
    with pytest.raises(RulesBroken) as refused:
        make(facts)
    return [(one.code.removeprefix("papers."), one.field) for one in refused.value.troubles]
