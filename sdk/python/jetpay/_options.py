"""What a client is opened with, and what it can be."""

from __future__ import annotations

import math
import re
from urllib.parse import urlsplit

from .errors import JetpayError


class Omitted:
    """A field that is not sent, which is not the same as one that is `None`."""

    def __bool__(self) -> bool:
        return False


OMITTED = Omitted()

# A day: longer than any answer takes.
SECONDS_MAX = 24 * 3600.0


def check_options(base_url: object, token: object, *, timeout: object, tries_max: object, trying_max: object) -> None:
    """Where no request can come of them: at the start of a program, not with its first payment."""
    if not base_url:
        raise JetpayError("missing_field", "base_url is missing: where the API is, https://pay.example.com for instance.")
    if fault := _fault_of_base(base_url):
        raise JetpayError("unwritable", fault)
    if not token:
        raise JetpayError(
            "missing_field",
            "token is missing: an API token, most often from the environment of your server; is its variable set?",
        )
    if not isinstance(token, str) or not all("!" <= char <= "~" for char in token):
        raise JetpayError("unwritable", "token has a space, a line end or the like in it; no API token has.")
    # One that is no number would end no try, or make none.
    if not _is_number(timeout) or not 0 < timeout <= SECONDS_MAX:  # type: ignore[operator]
        raise JetpayError("unwritable", f"timeout is {timeout!r}: give seconds, above 0 and up to a day.")
    if not _is_number(tries_max) or not isinstance(tries_max, int) or tries_max < 1:
        raise JetpayError("unwritable", f"tries_max is {tries_max!r}: give a whole number from 1.")
    if not _is_number(trying_max) or trying_max < 0:  # type: ignore[operator]
        raise JetpayError("unwritable", f"trying_max is {trying_max!r}: give seconds from 0.")


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _fault_of_base(base_url: object) -> str | None:
    told = f"base_url is {without_secrets(str(base_url))!r}"
    if isinstance(base_url, str) and "@" not in base_url and ("?" in base_url or "#" in base_url):
        return f"{told}: no query or fragment belongs in it, each operation has its own."
    return _fault_of_url(told, base_url, "what is sent is the token")


def fault_of_keys_url(url: object) -> str | None:
    told = f"jwks_url is {without_secrets(str(url))!r}"
    return _fault_of_url(told, url, "the keys are public")


def _fault_of_url(told: str, url: object, why_no_user: str) -> str | None:
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return f"{told}, which is no URL of http or https."
    if re.search(r"\s", url):
        return f"{told}, which has a space or a line end in it."
    if "@" in url:
        return f"{told}: no user or password belongs in it, {why_no_user}."
    try:
        split = urlsplit(url)
        is_url = bool(split.hostname) and split.port != 0 and url.isascii()
    except ValueError:
        is_url = False
    return None if is_url else f"{told}, which is no URL."


def without_secrets(url: str) -> str:
    """An error ends up in logs: what stands before an `@` or behind a `?` may be a password."""
    return re.sub(r"[?#].*$", "…", re.sub(r"^.*@", "…@", url, flags=re.DOTALL), flags=re.DOTALL)
