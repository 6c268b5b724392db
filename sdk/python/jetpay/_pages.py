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
LOG_END = "newest_event_id"


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
        seen: set[str | int] = set()
        last = -1
        empty = 0
        while True:
            yield from page["data"]
            if not self._next:
                return
            (field, member), = self._next.items()
            if member != LOG and page.get(member) is None:
                return
            empty = 0 if page["data"] or self._wait else empty + 1
            if empty > EMPTY_MAX:
                raise JetpayError("unreadable", f"{EMPTY_MAX} pages of this list have no item, and it goes on.")
            if member == LOG:
                event, newest = _id_in(page, LOG), _id_in(page, LOG_END)
                if not self._wait and event >= newest:
                    return
                # A log only goes up, so that whoever follows it for long keeps nothing; while it waits without an
                # event it may stand.
                if event < last or (event == last and (not self._wait or page["data"])):
                    raise _again(member, event)
                last = event
            else:
                place = _place_in(page, member)
                if place in seen:
                    raise _again(member, place)
                seen.add(place)
            page = self._ask({field: page[member]})


def _place_in(page: dict[str, Any], member: str) -> str | int:
    """Text, or the number of an item."""
    place: object = page[member]
    if (isinstance(place, str) and place) or (isinstance(place, int) and not isinstance(place, bool)):
        return place
    raise _no_place(member, place)


def _id_in(page: dict[str, Any], member: str) -> int:
    event: object = page.get(member)
    if isinstance(event, int) and not isinstance(event, bool):
        return event
    raise _no_place(member, event)


def _no_place(member: str, place: object) -> JetpayError:
    return JetpayError("unreadable", f"{member} is {_shown(place)}, which is no place in this list.")


def _again(member: str, place: object) -> JetpayError:
    return JetpayError("unreadable", f"{member} is {_shown(place)}, where this list has been before.")


def _shown(place: object) -> str:
    return repr(place)[:100]
