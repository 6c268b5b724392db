"""One request until it is decided: with a key of its own, repeated while nothing is known of it."""

from __future__ import annotations

import http.client
import json
import random
import time
import urllib.request
import uuid
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

from ._http import Transport, is_number, over_http
from ._options import Omitted, check_options
from .errors import JetpayError


# The first pause, doubled with each try, of which a random half is taken: clients that failed together come apart.
PAUSE_SECONDS = 0.3
# The platform's own Retry-After is believed up to here.
PAUSE_MAX_SECONDS = 20.0
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
    ) -> Any:
        for name, value in in_path.items():
            if value is None or value == "" or isinstance(value, Omitted):
                raise JetpayError("missing_field", f"{name} is missing.")
            # Whoever tidies the path up on the way would make another of `..`.
            if not isinstance(value, (str, int)) or isinstance(value, bool) or value in (".", ".."):
                raise JetpayError("missing_field", f"{name} is {value!r}, which names nothing.")
            path = path.replace("{" + name + "}", quote(_whole(name, str(value)), safe=""))
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
        return self._until_decided(request, key, types, self._timeout + (query.get("wait") or 0))

    def _until_decided(
        self, request: urllib.request.Request, key: str | None, types: tuple[str, ...], timeout: float
    ) -> Any:
        started = time.monotonic()
        tried = 0
        while True:
            tried += 1
            retry_after = 0.0
            try:
                status, headers, body = self._transport(request, timeout)
                if 200 <= status < 300:
                    return _answer(request, status, headers, body, types, key)
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
    if not isinstance(given, str) or not given:
        raise JetpayError("unwritable", f"{method} {path} cannot be written: idempotency_key is a text, or not given.")
    return given


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
) -> Any:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in types:
        raise JetpayError(
            "unreadable",
            f"What answered {request.method} {request.selector.split('?')[0]} is not the platform ({status}, "
            f"{kind or 'of no type'}): is there a proxy before it, and is base_url right?",
            status=status,
            key=key,
        )
    return json.loads(body, parse_float=Decimal) if kind == "application/json" else body


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
    is_problem = headers.get("content-type", "").startswith("application/problem+json")
    problem = json.loads(body, parse_float=Decimal) if is_problem else {}
    if not isinstance(problem, dict):
        is_problem, problem = False, {}
    code = problem.get("code", "unreadable")
    detail = problem.get("detail") or problem.get("title") or f"The answer is no problem of the platform: status {status}."
    # A proxy's own 502 to 504 says nothing of whether the request was done; a problem's 504 is an outcome.
    again = status in (429, 503) or code == "idempotency_in_progress" or (not is_problem and status >= 502)
    return JetpayError(code, detail, status=status, problem=problem, key=key), again


def _whole(name: str, text: str) -> str:
    """Half of a character (a lone surrogate) has no UTF-8: there is no URL that names it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        told = name.encode(errors="replace").decode()
        raise JetpayError("unwritable", f"{told} has half of a character (a lone surrogate). Nothing was sent.") from None
    return text


def _spread(name: str, value: Any) -> list[tuple[str, str]]:
    """`state=a,b` of several, `metadata[order]=7` of a dict."""
    if isinstance(value, Omitted) or value is None:
        return []
    if isinstance(value, dict):
        return [(f"{name}[{key}]", str(one)) for key, one in value.items()]
    if isinstance(value, (list, tuple)):
        return [(name, ",".join(str(one) for one in value))]
    if isinstance(value, bool):
        return [(name, "true" if value else "false")]
    return [(name, str(value))]


def _written(sent: dict[str, Any], method: str, path: str) -> bytes:
    try:
        return json.dumps(sent, default=_plain, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise JetpayError("unwritable", f"{method} {path} cannot be written: {error}.") from error


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sent")
