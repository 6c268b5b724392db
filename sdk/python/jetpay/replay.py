"""Remembers the tokens that were used."""

from __future__ import annotations

import threading
import time
from typing import Protocol

from .errors import DeliveryError

# Tokens live 90 seconds, and a receiver of 100 deliveries a second is far above what one process confirms.
REMEMBERED_MAX = 10_000


class ReplayGuard(Protocol):
    """
    Give one over a shared store (Redis `SET jti 1 NX EXAT …`) where several processes receive. What makes an event
    count once is in any case its id, kept with what you do about it.
    """

    def first_use(self, token_id: str, expires_at: float) -> bool:
        """
        True the first time a token id is seen. It need not be remembered beyond `expires_at` (Unix seconds), when it is
        refused in any case: its `exp`, and how far the clocks may differ.
        """
        ...


class MemoryReplayGuard:
    """
    In this process's memory. Where more than `remembered_max` tokens are alive at once the oldest is forgotten, so that
    a flood costs memory no more than protection. Raises DeliveryError where it would remember nothing.
    """

    def __init__(self, remembered_max: int = REMEMBERED_MAX) -> None:
        if isinstance(remembered_max, bool) or not isinstance(remembered_max, int) or remembered_max < 1:
            raise DeliveryError("bad_options", f"remembered_max is {remembered_max!r}: give a whole number from 1.", 500)
        self._max = remembered_max
        self._expiries: dict[str, float] = {}
        self._lock = threading.Lock()

    def first_use(self, token_id: str, expires_at: float) -> bool:
        with self._lock:
            if token_id in self._expiries:
                return False
            self._expiries[token_id] = expires_at
            for known, expiry in list(self._expiries.items()):
                # Tokens arrive in about the order they expire in, so the first that is alive ends the sweep.
                if len(self._expiries) <= self._max and expiry > time.time():
                    break
                if known != token_id:
                    del self._expiries[known]
            return True
