"""The client of a Jetpay installation: its API, an operation a method, and its webhooks, verified in one call."""

from ._operations import Event, FailReason, ProblemCode
from ._operations import Operations as Jetpay
from ._options import OMITTED
from .errors import DeliveryError, JetpayError
from .keys import Keys
from .replay import MemoryReplayGuard, ReplayGuard
from .webhooks import Delivery, TestEvent, verify_delivery, verify_standard_webhook

__all__ = [
    "OMITTED",
    "Delivery",
    "DeliveryError",
    "Event",
    "FailReason",
    "Jetpay",
    "JetpayError",
    "Keys",
    "MemoryReplayGuard",
    "ProblemCode",
    "ReplayGuard",
    "TestEvent",
    "verify_delivery",
    "verify_standard_webhook",
]
