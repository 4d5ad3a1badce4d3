"""The mark on a service that says which right it needs, checked before anything else happens."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from rehab_app.foundation.actor import DataClass, Right
from rehab_app.store.work import Work

P = ParamSpec("P")
T = TypeVar("T")

NEED_MARK: Final = "__rehab_need__"


def needs(
    data_class: DataClass, right: Right
) -> Callable[[Callable[Concatenate[Work, P], T]], Callable[Concatenate[Work, P], T]]:
    """Refuse a call of the service with NotAllowed unless the acting user holds ``right`` over ``data_class``.

    The pair is kept on the function, so that a test can list every service against every role.
    """

    def mark(service: Callable[Concatenate[Work, P], T]) -> Callable[Concatenate[Work, P], T]:
        @wraps(service)
        def checked(work: Work, /, *args: P.args, **kwargs: P.kwargs) -> T:
            work.actor.require(data_class, right)
            return service(work, *args, **kwargs)

        setattr(checked, NEED_MARK, (data_class, right))
        return checked

    return mark


def open_to_all(service: Callable[Concatenate[Work, P], T]) -> Callable[Concatenate[Work, P], T]:
    """Mark a service that every signed-in person may call, e.g. changing one's own passphrase or reading lists."""
    setattr(service, NEED_MARK, None)
    return service
