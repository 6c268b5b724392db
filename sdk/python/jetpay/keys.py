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

from .errors import DeliveryError

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
