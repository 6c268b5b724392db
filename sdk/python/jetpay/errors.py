"""What the platform answered instead of what was asked for, or why there is no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from ._operations import FailReason, ProblemCode, ProblemErrorsItem

#: Codes of the client, where there is no problem of the platform.
OwnCode: TypeAlias = Literal["no_answer", "unreadable", "missing_field", "unwritable"]


class JetpayError(Exception):
    """
    `code` is what to decide by: a code of docs/problems.md; `no_answer`: nothing was heard, so it is not known whether
    it happened – ask again with the same `idempotency_key`; `unreadable`: what answered is not the platform;
    `missing_field`, `unwritable`: nothing was sent, the call is wrong. The message says what to do.
    """

    def __init__(
        self,
        code: ProblemCode | OwnCode,
        message: str,
        *,
        status: int = 0,
        problem: dict[str, Any] | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(message)
        #: One that this client knows; a platform that is newer may have others.
        self.code: ProblemCode | OwnCode = code
        #: 0 where no answer came.
        self.status = status
        #: The problem as it came (RFC 9457).
        self.problem: dict[str, Any] = problem or {}
        #: Why money did not move, a word of docs/fail-reasons.md.
        self.fail_reason: FailReason | None = self.problem.get("fail_reason")
        #: Bad fields, each with what is wrong.
        self.errors: list[ProblemErrorsItem] = _list(self.problem.get("errors"))
        self.request_id: str | None = self.problem.get("request_id")
        self.doc_url: str | None = self.problem.get("doc_url")
        #: Under which the request can be made again; None for a read.
        self.idempotency_key = key


def _list(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []


class DeliveryError(Exception):
    """A delivery that is not to be believed. `status` is what to answer it with."""

    def __init__(self, code: str, message: str, status: int = 401) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
