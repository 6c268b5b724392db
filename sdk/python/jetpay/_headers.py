"""The headers of a delivery, as frameworks have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from .errors import DeliveryError

#: Names and values: a mapping, what has `items()` as one, or pairs (ASGI has those, of bytes).
Headers: TypeAlias = Mapping[str, Any] | Iterable[tuple[Any, Any]]


def header_of(headers: Headers, name: str) -> str:
    """Its value, whatever the case of its name; empty where there is none, or none that a header can have."""
    for pair in _pairs(headers):
        if isinstance(pair, (tuple, list)) and len(pair) == 2 and _text(pair[0]).lower() == name:
            return _text(pair[1])
    return ""


def _pairs(headers: Any) -> Iterable[Any]:
    items = getattr(headers, "items", None)
    pairs = items() if callable(items) else headers
    if isinstance(pairs, (str, bytes)) or not isinstance(pairs, Iterable):
        raise DeliveryError("bad_options", "headers are missing: give those of the request, names and values.", 500)
    return pairs


def _text(value: Any) -> str:
    """The first of several."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    if isinstance(value, (bytes, bytearray)):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""
