"""JSON as the platform writes it: amounts exact, and nothing that is no number of JSON."""

from __future__ import annotations

import json
from decimal import Decimal, DecimalException
from typing import Any, NoReturn


def parsed(text: bytes) -> Any:
    """Raises ValueError, or RecursionError, for what is none."""
    return json.loads(text, parse_float=_decimal, parse_constant=_no_number)


def _decimal(text: str) -> Decimal:
    # How far an exponent goes, and whether beyond it is an error or no number, is a setting of the whole program.
    try:
        number = Decimal(text)
    except DecimalException as error:
        raise ValueError("it has a number that nothing can hold") from error
    return number if number.is_finite() else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:100]} is no number of JSON")
