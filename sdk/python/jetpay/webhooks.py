"""Whether a delivery is the platform's, unchanged, meant for this webhook, recent, and new."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict

from ._headers import Headers, header_of
from ._json import parsed
from ._operations import Event
from .errors import DeliveryError
from .keys import Keys, is_signed, unpadded
from .replay import MemoryReplayGuard, ReplayGuard

# How far the two clocks may differ.
TOLERANCE_SECONDS = 5.0
# A token lives 90 seconds. Whatever its `exp` says, one that claims to be older is refused.
TOKEN_AGE_SECONDS = 120
# Of a Standard Webhooks timestamp, as that specification has it.
STANDARD_AGE_SECONDS = 300.0
# More than one while secrets change; a handful at most, so that a long header costs nothing.
SIGNATURES_MAX = 10
# As that specification has it.
SECRET_BYTES_MIN = 24
SECRET_BYTES_MAX = 64
NO_SECRET = "secret is the signing_secret of your webhook, all of it: whsec_ and base64 of 24 to 64 bytes."
# 100 events, the most in a delivery, of 20 KB each: far above what they are, and small enough to hold in memory.
BODY_BYTES_MAX = 2 * 1024 * 1024

BEARER = re.compile(r"[ \t]*bearer +([^ \t]+)[ \t]*", re.IGNORECASE)

OWN_GUARD = MemoryReplayGuard()


class TestEventData(TypedDict):
    message: str


class TestEvent(TypedDict):
    """What `POST /webhooks/{identifier}/test` sends; it is in no log."""

    id: int
    createdAt: str
    type: Literal["webhooks.test"]
    data: TestEventData


class Delivery(TypedDict):
    """
    Of an event `type` says what is in `data`; amounts are `Decimal`. A platform that is newer than this client delivers
    types that are not among these: let them pass.
    """

    webhookId: int
    events: list[Event | TestEvent]


def verify_delivery(
    headers: Headers,
    raw_body: bytes,
    *,
    keys: Keys,
    audience: str | Sequence[str],
    issuer: str = "jetpay",
    tolerance_seconds: float = TOLERANCE_SECONDS,
    replay_guard: ReplayGuard | None = OWN_GUARD,
) -> Delivery:
    """
    Returns `{"webhookId": …, "events": […]}` of a delivery that is the platform's, is the one that was signed, and comes
    for the first time. `raw_body`: the bytes as they came in. `audience`: your webhook's `identifier`, or several.
    `tolerance_seconds`: how far the two clocks may differ, 0 to 300. `replay_guard`: refuses a token that was used before, in this
    process's memory unless you give one; None for none. Raises DeliveryError with the status to answer.
    """
    _check_tolerance(tolerance_seconds)
    audiences = _texts(audience)
    if not audiences:
        raise _bad_options("audience is no text or missing: give the identifier of your webhook, or several.")
    _check_options(keys, issuer, replay_guard)
    raw_body = _bytes_of(raw_body)
    said = _claims(_token(headers), keys, tolerance_seconds, issuer, audiences)
    digest = base64.urlsafe_b64encode(hashlib.sha256(raw_body).digest()).rstrip(b"=").decode()
    if not hmac.compare_digest(_bytes(str(said["payload_hash"])), digest.encode()):
        raise DeliveryError(
            "body_changed",
            "The body is not the one that was signed. Pass the bytes as they came in; if you do, someone changed them.",
        )
    delivery = _delivery(raw_body)
    # Last, so that only genuine tokens take a place in the guard.
    if replay_guard is not None and not replay_guard.first_use(str(said["jti"]), _refused_from(said, tolerance_seconds)):
        raise DeliveryError("replayed", "This token was used before: every try of the platform has its own.")
    return delivery


def _check_options(keys: object, issuer: object, replay_guard: object) -> None:
    if not isinstance(keys, Keys):
        raise _bad_options("keys is none: give Keys(…) of the platform's /.well-known/jwks.json, one for all deliveries.")
    if not isinstance(issuer, str) or not issuer:
        raise _bad_options("issuer is no text: leave it out, deliveries are of jetpay.")
    if replay_guard is not None and not callable(getattr(replay_guard, "first_use", None)):
        raise _bad_options("replay_guard has no first_use: give a guard, leave it out, or None for none.")


def _token(headers: Headers) -> str:
    # One blank or more (RFC 9110, 11.4), and those that may stand around any header.
    bearer = BEARER.fullmatch(header_of(headers, "authorization"))
    if not bearer:
        raise DeliveryError(
            "missing_signature",
            "There is no `Authorization: Bearer <token>`. Deliveries have one: a proxy on the way may drop it.",
        )
    return bearer[1]


def _claims(
    token: str, keys: Keys, tolerance_seconds: float, issuer: str, audiences: Sequence[str]
) -> dict[str, Any]:
    """What a token says, once it is known that the platform has said it, now and to this receiver."""
    try:
        head, claims, signature = token.split(".")
        header, said, signed = json.loads(unpadded(head)), json.loads(unpadded(claims)), unpadded(signature)
        if not isinstance(header, dict) or not isinstance(said, dict):
            raise ValueError("no object")
    except (ValueError, RecursionError) as error:
        raise DeliveryError("malformed_token", "The token is none.") from error
    # No other algorithm, whatever the token says of itself (RFC 8725 section 3.1).
    if header.get("alg") != "RS256":
        raise DeliveryError("malformed_token", "The token is not signed with RS256.")
    if not is_signed(f"{head}.{claims}".encode(), signed, *keys.find(str(header.get("kid")))):
        raise DeliveryError("bad_signature", "The signature is not the platform's; do the keys name your platform?")
    for name in ("iss", "sub", "aud", "iat", "exp", "jti", "payload_hash"):
        wanted = (int, float) if name in ("iat", "exp") else (str, list) if name == "aud" else str
        if not isinstance(said.get(name), wanted):
            raise DeliveryError("missing_claim", f"The token has no usable `{name}`.")
    if said["iss"] != issuer:
        raise DeliveryError("wrong_issuer", "The token is of another issuer; do the keys name your platform?")
    if said["sub"] != "webhook":
        raise DeliveryError("wrong_subject", "The token is not for a webhook delivery.")
    meant = said["aud"] if isinstance(said["aud"], list) else [said["aud"]]
    if not any(one in audiences for one in meant):
        raise DeliveryError(
            "wrong_audience",
            "The delivery is for another webhook: set `audience` to the `identifier` of this one.",
        )
    now = time.time()
    if said["exp"] + tolerance_seconds <= now or said["iat"] + TOKEN_AGE_SECONDS + tolerance_seconds < now:
        raise DeliveryError(
            "expired", "The token is older than 90 seconds: a replay, or this machine's clock is fast (NTP)."
        )
    if said["iat"] - tolerance_seconds > now:
        raise DeliveryError("issued_in_future", "The token is from the future: set this machine's clock (NTP).")
    return said


def verify_standard_webhook(
    headers: Headers,
    raw_body: bytes,
    *,
    secret: str | Sequence[str],
    tolerance_seconds: float = STANDARD_AGE_SECONDS,
) -> Delivery:
    """
    The same by the Standard Webhooks headers and the webhook's `signing_secret` (`whsec_…`); several while one
    replaces another. Nothing here refuses a repetition within the tolerance: handle each event once by its id.
    """
    _check_tolerance(tolerance_seconds)
    keys = [_key_of(one) for one in _texts(secret)]
    if not keys:
        raise _bad_options(NO_SECRET)
    raw_body = _bytes_of(raw_body)
    name, stamp = header_of(headers, "webhook-id"), header_of(headers, "webhook-timestamp")
    signatures = header_of(headers, "webhook-signature")
    if not name or not stamp or not signatures:
        raise DeliveryError("missing_signature", "A webhook- header is missing: a proxy on the way may drop them.")
    signed = _bytes(f"{name}.{stamp}.") + raw_body
    expected = [b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()) for key in keys]
    given = [_bytes(one) for one in signatures.split()[:SIGNATURES_MAX]]
    if not any(hmac.compare_digest(wanted, one) for wanted in expected for one in given):
        raise DeliveryError("bad_signature", "Not signed with this webhook's secret.")
    age = time.time() - int(stamp) if stamp.isascii() and stamp.isdigit() else float("inf")
    if age > tolerance_seconds:
        raise DeliveryError("expired", "Too old; if it is not, set this machine's clock.")
    if age < -tolerance_seconds:
        raise DeliveryError("issued_in_future", "Of a time to come: set this machine's clock.")
    return _delivery(raw_body)


def _texts(given: object) -> list[str]:
    """Of one or several; none where any is no text."""
    several = [given] if isinstance(given, str) else given
    # Iterated, bytes are numbers, and a dict is its keys.
    if isinstance(several, (bytes, bytearray, memoryview, Mapping)) or not isinstance(several, Iterable):
        return []
    texts = [one for one in several]
    return texts if all(isinstance(one, str) and one for one in texts) else []


def _bytes(text: str) -> bytes:
    """Of a header too that holds half of a character (a lone surrogate): it is like no other then."""
    return text.encode(errors="surrogatepass")


def _key_of(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError as error:
        raise _bad_options(NO_SECRET) from error
    # One of no bytes is one that anybody has; one that was cut off is another.
    if not SECRET_BYTES_MIN <= len(key) <= SECRET_BYTES_MAX:
        raise _bad_options(NO_SECRET)
    return key


def _bytes_of(raw_body: object) -> bytes:
    if not isinstance(raw_body, (bytes, bytearray, memoryview)):
        raise DeliveryError(
            "raw_body_needed",
            "Pass the raw bytes of the body: the signature covers them, and JSON that was parsed and written again "
            "differs (Flask: request.get_data(), Django: request.body, FastAPI: await request.body()).",
            500,
        )
    if memoryview(raw_body).nbytes > BODY_BYTES_MAX:
        raise DeliveryError("body_too_large", f"The body is over {BODY_BYTES_MAX} bytes; no delivery is that large.", 413)
    return bytes(raw_body)


def _refused_from(said: dict[str, Any], tolerance_seconds: float) -> int:
    """When a token is refused in any case, in whole seconds, as shared stores take them."""
    return math.ceil(said["exp"] + tolerance_seconds)


def _check_tolerance(seconds: object) -> None:
    """One that is no number would have no token too old."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= STANDARD_AGE_SECONDS:
        raise _bad_options("tolerance_seconds must be a number from 0 to 300.")


def _bad_options(message: str) -> DeliveryError:
    """What is set wrong at the receiver: it was not told whose deliveries to believe, so it believes none."""
    return DeliveryError("bad_options", f"{message} Is it set where this program runs?", 500)


def _delivery(raw_body: bytes) -> Delivery:
    try:
        body: Delivery = parsed(raw_body)
        events: Any = body["events"]
        # None is no delivery: it would be confirmed with nothing done.
        are_events = isinstance(events, list) and events and all(isinstance(event["id"], int) for event in events)
        if isinstance(body["webhookId"], int) and are_events:
            return body
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise DeliveryError(
        "malformed_body",
        "The body is signed but is no delivery of events; is this URL the callback_url of another service too?",
        400,
    )
