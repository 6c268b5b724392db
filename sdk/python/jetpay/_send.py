"""One request until it is decided: with a key of its own, repeated while nothing is known of it."""

from __future__ import annotations

import http.client
import json
import math
import random
import re
import time
import urllib.request
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

from ._http import Transport, is_number, over_http
from ._json import parsed
from ._options import Omitted, check_options
from .errors import JetpayError


# The first pause, doubled with each try, of which a random half is taken: clients that failed together come apart.
PAUSE_SECONDS = 0.3
# The platform's own Retry-After is believed up to here.
PAUSE_MAX_SECONDS = 20.0
# The platform waits 30 at most, and refuses to be asked for more.
WAIT_MAX_SECONDS = 60.0
KEY = re.compile(r"[!-~]([ -~]*[!-~])?")


class Sender:
    """
    `base_url`: where the API is. `token`: an API token; it stays on your servers. `timeout`: seconds for one try, from
    its beginning to the last byte of its answer; a charge waits for the card network, and for its reversal. `tries_max`: tries of one call, the first
    included. `trying_max`: seconds after which no further try is begun.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 30.0,
        tries_max: int = 5,
        trying_max: float = 60.0,
        transport: Transport = over_http,
    ) -> None:
        check_options(base_url, token, timeout=timeout, tries_max=tries_max, trying_max=trying_max)
        if not callable(transport):
            raise JetpayError("unwritable", "transport is no function: give one, or leave it out.")
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._timeout = timeout
        self._tries_max = tries_max
        self._trying_max = trying_max
        self._transport = transport

    def _call(
        self,
        method: str,
        path: str,
        *,
        in_path: dict[str, Any],
        query: dict[str, Any],
        body: dict[str, Any] | None,
        idempotency_key: str | None,
        writes: bool,
        types: tuple[str, ...] = ("application/json",),
        is_list: bool = False,
    ) -> Any:
        for name, value in in_path.items():
            if value is None or value == "" or isinstance(value, Omitted):
                raise JetpayError("missing_field", f"{name} is missing.")
            # Whoever tidies the path up on the way would make another of `..`.
            if not isinstance(value, (str, int)) or isinstance(value, bool) or value in (".", ".."):
                raise JetpayError("missing_field", f"{name} is {value!r}, which names nothing.")
            path = path.replace("{" + name + "}", quote(_whole(name, _digits(name, value)), safe=""))
        pairs = [pair for name, value in query.items() for pair in _spread(name, value)]
        search = urlencode([(_whole(name, name), _whole(name, value)) for name, value in pairs])
        url = f"{self._base_url}{path}{'?' + search if search else ''}"
        key = _key(idempotency_key, method, path) if writes else None
        headers = {"authorization": f"Bearer {self._token}", "accept": "application/json"}
        if key is not None:
            headers["idempotency-key"] = key
        sent = {name: value for name, value in (body or {}).items() if not isinstance(value, Omitted)}
        data = None
        if sent:
            headers["content-type"] = "application/json"
            data = _written(sent, method, path)
        for name, value in headers.items():
            # What a header cannot hold is wrong in every try, so it is said before the first.
            if not all(" " <= char <= "\xff" and char != "\x7f" for char in value):
                raise JetpayError("unwritable", f"{method} {path} cannot be written: no header {name} holds that.")
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        # A long poll is answered late on purpose.
        return self._until_decided(request, key, types, self._timeout + _wait_seconds(query.get("wait")), is_list)

    def _until_decided(
        self,
        request: urllib.request.Request,
        key: str | None,
        types: tuple[str, ...],
        timeout: float,
        is_list: bool,
    ) -> Any:
        started = time.monotonic()
        tried = 0
        while True:
            tried += 1
            retry_after = 0.0
            try:
                status, headers, body = self._transport(request, timeout)
                if 200 <= status < 300:
                    return _answer(request, status, headers, body, types, key, is_list)
                failed, again = _failure(status, headers, body, key)
                retry_after = _retry_after(headers)
            # An answer that is cut short, or no HTTP, or no whole JSON: what came of the request is not known.
            except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
                failed = JetpayError("no_answer", _silence(request, error, key), key=key)
                failed.__cause__ = error
                again = True
            own = PAUSE_SECONDS * 2 ** (tried - 1) * random.uniform(0.5, 1)
            pause = min(max(own, retry_after), PAUSE_MAX_SECONDS)
            late = time.monotonic() - started + pause > self._trying_max
            if not again or tried >= self._tries_max or late:
                raise failed
            time.sleep(pause)


def _key(given: object, method: str, path: str) -> str:
    """Its own where none is given; never another than the one that was meant."""
    if given is None:
        return str(uuid.uuid4())
    # What a header carries as it is: a blank at an end would be cut off.
    if not isinstance(given, str) or not KEY.fullmatch(given):
        raise JetpayError(
            "unwritable",
            f"{method} {path} cannot be written: idempotency_key is a text of ASCII, without blanks around it, or not given.",
        )
    return given


def _wait_seconds(wait: object) -> float:
    """How much longer an answer may take. What the platform does not take is refused by it."""
    try:
        seconds = float(wait)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return min(seconds, WAIT_MAX_SECONDS) if seconds > 0 else 0.0


def _silence(request: urllib.request.Request, error: Exception, key: str | None) -> str:
    why = getattr(error, "reason", None) or error
    again = "" if key is None else (
        " It is not known whether it happened: the same call with the idempotency_key of this error does it once."
    )
    asked = f"{request.method} {request.selector.split('?')[0]} from {request.type}://{request.host}"
    return f"No answer to {asked}: {why}.{again}"


def _answer(
    request: urllib.request.Request,
    status: int,
    headers: dict[str, str],
    body: bytes,
    types: tuple[str, ...],
    key: str | None,
    is_list: bool,
) -> Any:
    kind = _type(headers)
    fault = None if kind in types else kind or "of no type"
    answer: Any = body
    if not fault and kind == "application/json":
        answer = parsed(body)
        if not isinstance(answer, dict):
            fault = "JSON that is no object"
        elif is_list and not isinstance(answer.get("data"), list):
            fault = "JSON that is no list"
    if fault:
        raise JetpayError(
            "unreadable",
            f"What answered {request.method} {request.selector.split('?')[0]} is not the platform ({status}, "
            f"{fault}): is there a proxy before it, and is base_url right?",
            status=status,
            key=key,
        )
    return answer


def _type(headers: dict[str, str]) -> str:
    """Without its parameters; a type has no case (RFC 9110, 8.3.1)."""
    return headers.get("content-type", "").split(";")[0].strip().lower()


def _retry_after(headers: dict[str, str]) -> float:
    """Seconds, or a date (RFC 9110, 10.2.3)."""
    told = headers.get("retry-after", "").strip()
    if is_number(told):
        return float(told)
    try:
        return max(parsedate_to_datetime(told).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return 0.0


def _failure(status: int, headers: dict[str, str], body: bytes, key: str | None) -> tuple[JetpayError, bool]:
    is_problem = _type(headers) == "application/problem+json"
    problem = parsed(body) if is_problem else {}
    if not isinstance(problem, dict):
        is_problem, problem = False, {}
    silent = f"The answer is no problem of the platform: status {status}."
    # What another server calls `code` may be a number.
    code: Any = next(_texts_of(problem, "code"), "unreadable")
    detail = next(_texts_of(problem, "detail", "title"), silent)
    # A proxy's own 502 to 504 says nothing of whether the request was done; a problem's 504 is an outcome.
    again = status in (429, 503) or code == "idempotency_in_progress" or (not is_problem and status >= 502)
    return JetpayError(code, detail, status=status, problem=problem, key=key), again


def _texts_of(problem: dict[str, Any], *names: str) -> Iterator[str]:
    return (problem[name] for name in names if problem.get(name) and isinstance(problem[name], str))


def _whole(name: str, text: str) -> str:
    """Half of a character (a lone surrogate) has no UTF-8: there is no URL that names it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        told = name.encode(errors="replace").decode()
        raise JetpayError("unwritable", f"{told} has half of a character (a lone surrogate). Nothing was sent.") from None
    return text


def _spread(name: str, value: Any) -> list[tuple[str, str]]:
    """`state=a,b` of several, `metadata[order]=7` of a dict, a time as the platform writes it."""
    if isinstance(value, Omitted) or value is None:
        return []
    if isinstance(value, dict):
        return [(f"{name}[{key}]", _text(name, one)) for key, one in value.items()]
    if isinstance(value, (list, tuple)):
        return [(name, ",".join(_text(name, one) for one in value))]
    return [(name, _text(name, value))]


def _digits(name: str, value: str | int | float) -> str:
    try:
        return str(value)
    except ValueError as error:
        # Of a number of thousands of digits.
        raise JetpayError("unwritable", f"{name} cannot be written: {error}. Nothing was sent.") from error


def _text(name: str, value: Any) -> str:
    """A filter that was written as what it is not would answer with other rows than were asked for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)) or (isinstance(value, float) and math.isfinite(value)):
        return _digits(name, value)
    plain = _of_standard_library(value)
    if plain is None:
        raise JetpayError("unwritable", f"{name} has a value that a query cannot carry ({value!r}). Nothing was sent.")
    return plain


def _of_standard_library(value: Any) -> str | None:
    """None for what has no one way to be written."""
    # Not as `1E+2`, which is how a Decimal may tell itself.
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    # A time without its zone is another one elsewhere.
    if isinstance(value, datetime):
        return value.isoformat() if value.tzinfo else None
    return value.isoformat() if isinstance(value, date) else None


def _written(sent: dict[str, Any], method: str, path: str) -> bytes:
    try:
        return json.dumps(sent, default=_plain, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise JetpayError("unwritable", f"{method} {path} cannot be written: {error}.") from error


def _plain(value: Any) -> Any:
    plain = _of_standard_library(value)
    if plain is not None:
        return plain
    raise TypeError(f"{type(value).__name__} cannot be sent")
