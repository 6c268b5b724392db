"""Whether a delivery is the platform's, unchanged, meant for this webhook, and recent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

from .errors import DeliveryError

# Clocks differ by this much.
TOLERANCE_SECONDS = 5
# Of a Standard Webhooks timestamp, as that specification has it.
STANDARD_AGE_SECONDS = 300
# More than one while secrets change; a handful at most, so that a long header costs nothing.
SIGNATURES_MAX = 10
KEYS_AGE_SECONDS = 600
# An unknown key is looked for at most this often, so that forged ones cost nothing.
REFETCH_PAUSE_SECONDS = 10
FETCH_SECONDS = 5
# After a fetch that failed, deliveries are refused at once for this long instead of each waiting for another.
FAILED_PAUSE_SECONDS = 1
KEYS_BYTES_MAX = 64 * 1024
# DER of the name SHA-256, before the hash (RFC 8017 section 9.2).
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
MODULUS_BITS_MIN = 2048


class Keys:
    """The platform's public keys at `jwks_url`, kept for ten minutes. Share one among all deliveries."""

    def __init__(self, jwks_url: str) -> None:
        self._url = jwks_url
        self._lock = threading.Lock()
        self._keys: dict[str, tuple[int, int]] = {}
        self._fetched = float("-inf")
        self._failed = float("-inf")

    def find(self, kid: str) -> tuple[int, int]:
        with self._lock:
            age = time.monotonic() - self._fetched
            if age > KEYS_AGE_SECONDS or (kid not in self._keys and age > REFETCH_PAUSE_SECONDS):
                self._fetch()
            if kid not in self._keys:
                raise DeliveryError("unknown_key", f"The platform has published no key {kid!r}.")
            return self._keys[kid]

    def _fetch(self) -> None:
        if time.monotonic() - self._failed < FAILED_PAUSE_SECONDS:
            raise DeliveryError("keys_unavailable", f"{self._url} gave no keys a moment ago.", 503)
        try:
            with urllib.request.urlopen(self._url, timeout=FETCH_SECONDS) as response:
                published = json.loads(response.read(KEYS_BYTES_MAX))["keys"]
            self._keys = {
                key["kid"]: (_number(key["n"]), _number(key["e"])) for key in published if key.get("kty") == "RSA"
            }
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError) as error:
            self._failed = time.monotonic()
            raise DeliveryError("keys_unavailable", f"{self._url} gave no keys: {error}.", 503) from error
        self._fetched = time.monotonic()


def verify_delivery(headers: Mapping[str, str], raw_body: bytes, *, keys: Keys, audience: str) -> dict[str, Any]:
    """
    Returns `{"webhookId": …, "events": […]}` of a delivery that is the platform's. `raw_body`: the bytes as they came
    in. `audience`: your webhook's `identifier`. Raises DeliveryError with the status to answer.
    """
    sent = _header(headers, "authorization")
    if not sent.startswith("Bearer "):
        raise DeliveryError("missing_signature", "There is no Authorization header with a token.")
    token = sent.removeprefix("Bearer ").strip()
    try:
        head, claims, signature = token.split(".")
        header, said, signed = json.loads(_bytes(head)), json.loads(_bytes(claims)), _bytes(signature)
        if not isinstance(header, dict) or not isinstance(said, dict):
            raise ValueError("no object")
    except (ValueError, RecursionError) as error:
        raise DeliveryError("malformed_token", "The token is none.") from error
    # No other algorithm, whatever the token says of itself (RFC 8725 section 3.1).
    if header.get("alg") != "RS256":
        raise DeliveryError("bad_signature", "The token is not signed with RS256.")
    if not _is_signed(f"{head}.{claims}".encode(), signed, *keys.find(str(header.get("kid")))):
        raise DeliveryError("bad_signature", "The platform has not signed this token.")
    now = time.time()
    if said.get("iss") != "jetpay" or said.get("sub") != "webhook":
        raise DeliveryError("wrong_issuer", "The token is for another purpose.")
    if said.get("aud") != audience:
        raise DeliveryError("wrong_audience", "The delivery is for another webhook.")
    if not isinstance(said.get("exp"), int) or said["exp"] + TOLERANCE_SECONDS < now:
        raise DeliveryError("expired", "The token has expired: a replay, or a clock that is wrong.")
    if not isinstance(said.get("iat"), int) or said["iat"] - TOLERANCE_SECONDS > now:
        raise DeliveryError("issued_in_future", "The token is of a time to come: a clock is wrong.")
    digest = base64.urlsafe_b64encode(hashlib.sha256(raw_body).digest()).rstrip(b"=").decode()
    if not hmac.compare_digest(str(said.get("payload_hash")), digest):
        raise DeliveryError("body_changed", "The body is not the one that was signed.")
    return _body(raw_body)


def verify_standard_webhook(
    headers: Mapping[str, str], raw_body: bytes, *, secret: str | Sequence[str]
) -> dict[str, Any]:
    """
    The same by the Standard Webhooks headers and the webhook's `signing_secret` (`whsec_…`); several while one
    replaces another.
    """
    name, stamp = _header(headers, "webhook-id"), _header(headers, "webhook-timestamp")
    signatures = _header(headers, "webhook-signature")
    if not name or not stamp or not signatures:
        raise DeliveryError("missing_signature", "A webhook- header is missing: a proxy on the way may drop them.")
    signed = f"{name}.{stamp}.".encode() + raw_body
    secrets = [secret] if isinstance(secret, str) else secret
    expected = [_standard_signature(one, signed) for one in secrets]
    given = [one.encode() for one in signatures.split()[:SIGNATURES_MAX]]
    if not any(hmac.compare_digest(wanted, one) for wanted in expected for one in given):
        raise DeliveryError("bad_signature", "Not signed with this webhook's secret.")
    age = time.time() - int(stamp) if stamp.isascii() and stamp.isdigit() else float("inf")
    if age > STANDARD_AGE_SECONDS:
        raise DeliveryError("expired", "Too old; if it is not, set this machine's clock.")
    if age < -STANDARD_AGE_SECONDS:
        raise DeliveryError("issued_in_future", "Of a time to come: set this machine's clock.")
    return _body(raw_body)


def _standard_signature(secret: str, signed: bytes) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError as error:
        raise DeliveryError("bad_signature", "The secret is not base64; secrets look like whsec_….") from error
    return b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())


def _is_signed(message: bytes, signature: bytes, modulus: int, exponent: int) -> bool:
    """RSASSA-PKCS1-v1_5 with SHA-256: the whole encoded message is compared, not parsed (RFC 8017 section 8.2.2)."""
    size = (modulus.bit_length() + 7) // 8
    if modulus.bit_length() < MODULUS_BITS_MIN or len(signature) != size:
        return False
    number = int.from_bytes(signature, "big")
    if number >= modulus:
        return False
    tail = SHA256_PREFIX + hashlib.sha256(message).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(tail) - 3) + b"\x00" + tail
    return hmac.compare_digest(pow(number, exponent, modulus).to_bytes(size, "big"), expected)


def _body(raw_body: bytes) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(raw_body)
        if isinstance(body["events"], list):
            return body
    except (ValueError, KeyError, TypeError):
        pass
    raise DeliveryError("malformed_body", "The body is no delivery.", 400)


def _header(headers: Mapping[str, str], name: str) -> str:
    """Frameworks spell header names as they like."""
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")
