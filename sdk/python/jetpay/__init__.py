"""The client of a Jetpay installation: its API, an operation a method, and its webhooks, verified in one call."""

from ._operations import Operations as Jetpay
from ._send import OMITTED
from .errors import DeliveryError, JetpayError
from .webhooks import Keys, verify_delivery, verify_standard_webhook

__all__ = [
    "OMITTED",
    "DeliveryError",
    "Jetpay",
    "JetpayError",
    "Keys",
    "verify_delivery",
    "verify_standard_webhook",
]
