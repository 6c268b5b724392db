"""A list: a page of it as a dict, all of its items when iterated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from .errors import JetpayError

Item = TypeVar("Item")

# Pages in a row without an item: more are no list that has an end.
EMPTY_MAX = 1000

# Where the next page of a log begins, which has no last one.
LOG = "last_event_id"


class Page(dict[str, Any], Generic[Item]):
    """
    The page as it came: `page["data"]`, `page["next_cursor"]`. Iterated it gives items, not keys: those of this page,
    then those of the pages behind it, each asked for when it is reached. A log ends with its newest event, or never
    where each request waits for one.
    """

    def __init__(self, ask: Callable[[dict[str, Any]], dict[str, Any]], next_page: dict[str, str], wait: object) -> None:
        super().__init__(ask({}))
        self._ask, self._next, self._wait = ask, next_page, bool(wait)

    def __iter__(self) -> Iterator[Item]:  # type: ignore[override]
        page: dict[str, Any] = self
        seen: set[object] = set()
        last = float("-inf")
        empty = 0
        while True:
            yield from page["data"]
            if not self._next:
                return
            (field, member), = self._next.items()
            place: Any = page.get(member)
            if place is None:
                return
            empty = 0 if page["data"] or self._wait else empty + 1
            if empty > EMPTY_MAX:
                raise JetpayError("unreadable", f"{EMPTY_MAX} pages of this list have no item, and it goes on.")
            if member != LOG:
                if place in seen:
                    raise _again(member, place)
                seen.add(place)
            else:
                # A log only goes up, so that whoever follows it for long keeps nothing; while it waits it may stand.
                if not self._wait and place >= page["newest_event_id"]:
                    return
                if place < last or (not self._wait and place == last):
                    raise _again(member, place)
                last = place
            page = self._ask({field: place})


def _again(member: str, place: object) -> JetpayError:
    return JetpayError("unreadable", f"{member} is {place!r}, where this list has been before.")
