"""The mark ``@override`` for methods that Qt calls.

``typing_extensions`` takes longer to import than the sign-in window may spend, so it is read by the type checker alone.
"""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override
else:
    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        """Return ``method`` unchanged; the mark is for the reader and the type checker."""
        return method


__all__ = ["override"]
