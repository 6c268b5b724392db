"""The platform's public keys, and whether one of them has signed something."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import threading
import time
import urllib.request
from concurrent.futures import Future

from ._http import over_http
from ._options import fault_of_keys_url, without_secrets
from .errors import DeliveryError, JetpayError

KEYS_AGE_SECONDS = 600
# An unknown key is looked for at most this often, so that forged ones cost nothing.
REFETCH_PAUSE_SECONDS = 10
FETCH_SECONDS = 5
# After a fetch that failed, deliveries are refused at once for this long instead of each waiting for another.
FAILED_PAUSE_SECONDS = 1
KEYS_BYTES_MAX = 64 * 1024
# What comes of a network, and of what answers there and has no keys.
UNREADABLE = (
    OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError, RecursionError, JetpayError,
)
# DER of the name SHA-256, before the hash (RFC 8017 section 9.2).
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
MODULUS_BITS_MIN = 2048


class Keys:
    """
    The platform's public keys at `jwks_url`, kept for ten minutes. Share one among all deliveries: one at a time fetches
    them anew; deliveries whose key is known do not wait for it.
    """

    def __init__(self, jwks_url: str) -> None:
        if fault := fault_of_keys_url(jwks_url):
            raise DeliveryError("bad_options", f"{fault} Is it set where this program runs?", 500)
        self._url = jwks_url
        self._lock = threading.Lock()
        self._keys: dict[str, tuple[int, int]] = {}
        self._fetched = float("-inf")
        self._failed = float("-inf")
        self._fetching: Future[str | None] | None = None

    def find(self, kid: str) -> tuple[int, int]:
        fetching, is_ours = self._fetch_for(kid)
        if fetching:
            if is_ours:
                self._fetch(fetching)
            try:
                failed = fetching.result(2 * FETCH_SECONDS)
            except TimeoutError:
                failed = "did not answer"
            if failed:
                raise self._unavailable(failed)
        key = self._keys.get(kid)
        if key is None:
            raise DeliveryError("unknown_key", f"The platform has published no key {kid!r}.")
        return key

    def _fetch_for(self, kid: str) -> tuple[Future[str | None] | None, bool]:
        """The fetch that has to end before this key can be told, if any, and whether it is the caller's to make."""
        with self._lock:
            age, is_known = time.monotonic() - self._fetched, kid in self._keys
            if age <= (KEYS_AGE_SECONDS if is_known else REFETCH_PAUSE_SECONDS):
                return None, False
            if self._fetching:
                # No longer: whoever holds the answer up would keep a key believed that was withdrawn.
                is_late = age > KEYS_AGE_SECONDS + FETCH_SECONDS
                return (self._fetching, False) if is_late or not is_known else (None, False)
            if time.monotonic() - self._failed < FAILED_PAUSE_SECONDS:
                raise self._unavailable("gave no keys a moment ago")
            self._fetching = Future()
            return self._fetching, True

    def _fetch(self, fetching: Future[str | None]) -> None:
        failed = None
        try:
            status, _, body = over_http(urllib.request.Request(self._url), FETCH_SECONDS, KEYS_BYTES_MAX)
            if status != 200:
                raise ValueError(f"it answered {status}")
            self._keys = {
                key["kid"]: (_number(key["n"]), _number(key["e"]))
                for key in json.loads(body)["keys"]
                if key.get("kty") == "RSA"
            }
            self._fetched = time.monotonic()
        except UNREADABLE as why:
            self._failed = time.monotonic()
            failed = f"gave no keys: {why}"
        finally:
            with self._lock:
                self._fetching = None
            fetching.set_result(failed)

    def _unavailable(self, why: str) -> DeliveryError:
        return DeliveryError("keys_unavailable", f"{without_secrets(self._url)} {why}.", 503)


def is_signed(message: bytes, signature: bytes, modulus: int, exponent: int) -> bool:
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


def unpadded(text: str) -> bytes:
    """base64url without padding, as tokens have it."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _number(text: str) -> int:
    return int.from_bytes(unpadded(text), "big")
