# Written by `npm run sdk` from the OpenAPI document; do not edit.
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict, cast, overload

from ._options import OMITTED, Omitted
from ._pages import Page
from ._send import Sender

ProblemErrorsItem = TypedDict("ProblemErrorsItem", {
    "path": "str",
    "message": "str",
})
Problem = TypedDict("Problem", {
    "type": "str",
    "title": "str",
    "status": "int",
    "detail": "str",
    "code": "Literal['malformed_json', 'bad_request', 'unauthenticated', 'second_factor_required', 'sign_in_failed', 'card_declined', 'forbidden', 'not_own_page', 'second_factor_missing', 'reauthentication_required', 'card_on_file_disabled', 'company_suspended', 'not_found', 'method_not_allowed', 'wrong_state', 'retry_not_allowed', 'idempotency_conflict', 'idempotency_in_progress', 'events_archived', 'payload_too_large', 'unsupported_media_type', 'expectation_failed', 'validation_failed', 'limit_exceeded', 'search_too_broad', 'rate_limited', 'headers_too_large', 'internal_error', 'service_unavailable', 'network_unavailable', 'network_timeout']",
    "request_id": "str",
    "doc_url": "str",
    "errors": "NotRequired[list[ProblemErrorsItem]]",
    "debit_id": "NotRequired[str]",
    "transaction_state": "NotRequired[str]",
    "fail_reason": "NotRequired[FailReason]",
    "network_code": "NotRequired[str]",
    "retry": "NotRequired[Literal['never', 'later', 'after_fix']]",
    "advice_code": "NotRequired[str]",
    "retry_after_hours": "NotRequired[int]",
    "retry_after": "NotRequired[str | None]",
    "retry_rules": "NotRequired[str]",
    "limit": "NotRequired[Literal['per_transaction', 'per_day_debits', 'per_day_credits']]",
    "limit_amount": "NotRequired[Decimal]",
    "used_amount": "NotRequired[Decimal]",
    "left_amount": "NotRequired[Decimal]",
})
Contact = TypedDict("Contact", {
    "identifier": "str",
    "email": "str",
    "name": "str",
    "tags": "list[str]",
    "language": "Literal['en', 'fr'] | None",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "created_at": "str",
    "updated_at": "str",
})
ProblemValidationFailedErrorsItem = TypedDict("ProblemValidationFailedErrorsItem", {
    "path": "str",
    "message": "str",
})
ProblemValidationFailed = TypedDict("ProblemValidationFailed", {
    "type": "str",
    "title": "str",
    "status": "int",
    "detail": "str",
    "code": "Literal['validation_failed']",
    "request_id": "str",
    "doc_url": "str",
    "errors": "list[ProblemValidationFailedErrorsItem]",
    "debit_id": "NotRequired[str]",
    "transaction_state": "NotRequired[str]",
    "fail_reason": "NotRequired[FailReason]",
    "network_code": "NotRequired[str]",
    "retry": "NotRequired[Literal['never', 'later', 'after_fix']]",
    "advice_code": "NotRequired[str]",
    "retry_after_hours": "NotRequired[int]",
    "retry_after": "NotRequired[str | None]",
    "retry_rules": "NotRequired[str]",
    "limit": "NotRequired[Literal['per_transaction', 'per_day_debits', 'per_day_credits']]",
    "limit_amount": "NotRequired[Decimal]",
    "used_amount": "NotRequired[Decimal]",
    "left_amount": "NotRequired[Decimal]",
})
class ContactPage(Page["Contact"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Contact]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
Ok = TypedDict("Ok", {
    "ok": "Literal[True]",
})
ContactErasure = TypedDict("ContactErasure", {
    "contact_id": "str",
    "state": "Literal['asked', 'erased']",
    "reason": "Literal['person_asked', 'no_longer_needed', 'collected_wrongly']",
    "asked_at": "str",
    "erased_at": "str | None",
})
BankAccount = TypedDict("BankAccount", {
    "identifier": "str",
    "contact_id": "str | None",
    "institution": "str | None",
    "title": "str | None",
    "holder_name": "str",
    "holder_name_at_bank": "str",
    "account_type": "Literal['chequing', 'savings']",
    "transit_number": "str | None",
    "institution_number": "str | None",
    "routing_number": "str | None",
    "account_number_last4": "str",
    "holder_address": "str | None",
    "holder_address_postal_code": "str | None",
    "holder_address_city": "str | None",
    "holder_address_country": "str | None",
    "holder_email": "str | None",
    "currency": "Literal['CAD', 'USD']",
    "created_at": "str",
})
class BankAccountPage(Page["BankAccount"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[BankAccount]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
class ContactAgreementPage(Page["ContactAgreement"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[ContactAgreement]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
ContactAgreement = TypedDict("ContactAgreement", {
    "debit_id": "str",
    "bank_account_id": "str",
    "obtained_by": "Literal['platform', 'payment_page']",
    "agreed_at": "str",
    "reference": "str | None",
    "signed": "bool",
})
CardPage = TypedDict("CardPage", {
    "url": "str",
    "credit_card_id": "str",
})
class CreditCardPage(Page["CreditCard"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[CreditCard]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
CreditCardAgreement = TypedDict("CreditCardAgreement", {
    "reference": "str",
    "edition": "str",
    "language": "Literal['en', 'fr']",
    "at": "str",
})
CreditCardRests = TypedDict("CreditCardRests", {
    "until": "str | None",
    "fail_reason": "FailReason",
    "network_code": "str",
})
CreditCardAccountUpdate = TypedDict("CreditCardAccountUpdate", {
    "reason": "Literal['new_number', 'new_expiry', 'closed']",
    "at": "str",
})
CreditCard = TypedDict("CreditCard", {
    "identifier": "str",
    "contact_id": "str",
    "state": "Literal['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']",
    "brand": "str | None",
    "last4": "str | None",
    "expiry_month": "int | None",
    "expiry_year": "int | None",
    "funding": "Literal['credit', 'debit', 'prepaid'] | None",
    "country": "str | None",
    "cvc_result": "str | None",
    "postal_code_result": "str | None",
    "network_transaction_id": "str | None",
    "agreement": "CreditCardAgreement | None",
    "rests": "CreditCardRests | None",
    "account_update": "CreditCardAccountUpdate | None",
    "fingerprint": "str | None",
    "fail_reason": "FailReason | None",
    "created_at": "str",
})
PaidDebit = TypedDict("PaidDebit", {
    "debit_id": "str",
    "amount": "Decimal",
    "statement": "str",
    "note": "str | None",
    "to_bank_account_id": "str",
    "contact_id": "str",
    "from_credit_card_id": "str",
    "transaction_state": "Literal['paid']",
    "currency": "Literal['CAD', 'USD']",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "initiator": "Literal['customer', 'merchant'] | None",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
})
RequestedDebit = TypedDict("RequestedDebit", {
    "debit_id": "str",
    "amount": "Decimal",
    "statement": "str",
    "note": "str | None",
    "to_bank_account_id": "str",
    "contact_id": "str",
    "from_credit_card_id": "str",
    "transaction_state": "Literal['requested']",
    "currency": "Literal['CAD', 'USD']",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "initiator": "Literal['customer', 'merchant'] | None",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
})
ProblemCardDeclinedErrorsItem = TypedDict("ProblemCardDeclinedErrorsItem", {
    "path": "str",
    "message": "str",
})
ProblemCardDeclined = TypedDict("ProblemCardDeclined", {
    "type": "str",
    "title": "str",
    "status": "int",
    "detail": "str",
    "code": "Literal['card_declined']",
    "request_id": "str",
    "doc_url": "str",
    "errors": "NotRequired[list[ProblemCardDeclinedErrorsItem]]",
    "debit_id": "str",
    "transaction_state": "str",
    "fail_reason": "FailReason",
    "network_code": "str",
    "retry": "Literal['never', 'later', 'after_fix']",
    "advice_code": "NotRequired[str]",
    "retry_after_hours": "NotRequired[int]",
    "retry_after": "NotRequired[str | None]",
    "retry_rules": "NotRequired[str]",
    "limit": "NotRequired[Literal['per_transaction', 'per_day_debits', 'per_day_credits']]",
    "limit_amount": "NotRequired[Decimal]",
    "used_amount": "NotRequired[Decimal]",
    "left_amount": "NotRequired[Decimal]",
})
ProblemLimitExceededErrorsItem = TypedDict("ProblemLimitExceededErrorsItem", {
    "path": "str",
    "message": "str",
})
ProblemLimitExceeded = TypedDict("ProblemLimitExceeded", {
    "type": "str",
    "title": "str",
    "status": "int",
    "detail": "str",
    "code": "Literal['limit_exceeded']",
    "request_id": "str",
    "doc_url": "str",
    "errors": "NotRequired[list[ProblemLimitExceededErrorsItem]]",
    "debit_id": "NotRequired[str]",
    "transaction_state": "NotRequired[str]",
    "fail_reason": "NotRequired[FailReason]",
    "network_code": "NotRequired[str]",
    "retry": "NotRequired[Literal['never', 'later', 'after_fix']]",
    "advice_code": "NotRequired[str]",
    "retry_after_hours": "NotRequired[int]",
    "retry_after": "NotRequired[str | None]",
    "retry_rules": "NotRequired[str]",
    "limit": "Literal['per_transaction', 'per_day_debits', 'per_day_credits']",
    "limit_amount": "Decimal",
    "used_amount": "NotRequired[Decimal]",
    "left_amount": "NotRequired[Decimal]",
})
PreauthorizedDebit = TypedDict("PreauthorizedDebit", {
    "debit_id": "str",
    "amount": "Decimal",
    "statement": "str",
    "note": "str | None",
    "to_bank_account_id": "str",
    "contact_id": "str",
    "from_credit_card_id": "str",
    "transaction_state": "Literal['preauthorized']",
    "currency": "Literal['CAD', 'USD']",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "initiator": "Literal['customer', 'merchant'] | None",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
})
PaymentLink = TypedDict("PaymentLink", {
    "identifier": "str",
    "link": "str",
})
Transaction = TypedDict("Transaction", {
    "identifier": "str",
    "kind": "Literal['debit', 'credit']",
    "rail": "Literal['card', 'eft'] | None",
    "state": "Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled']",
    "amount": "Decimal",
    "amount_authorized": "Decimal | None",
    "amount_refunded": "Decimal",
    "fee_amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "statement": "str",
    "note": "str | None",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "contact_id": "str",
    "from_credit_card_id": "str | None",
    "from_bank_account_id": "str | None",
    "to_bank_account_id": "str | None",
    "fail_reason": "FailReason | None",
    "fail_direction": "Literal['pull', 'push'] | None",
    "initiator": "Literal['customer', 'merchant'] | None",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
    "created_at": "str",
    "updated_at": "str",
})
class ListedTransactionPage(Page["ListedTransaction"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[ListedTransaction]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
ListedTransactionCard = TypedDict("ListedTransactionCard", {
    "brand": "str | None",
    "last4": "str | None",
})
ListedTransaction = TypedDict("ListedTransaction", {
    "identifier": "str",
    "kind": "Literal['debit', 'credit']",
    "rail": "Literal['card', 'eft'] | None",
    "state": "Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled']",
    "amount": "Decimal",
    "amount_authorized": "Decimal | None",
    "amount_refunded": "Decimal",
    "fee_amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "statement": "str",
    "note": "str | None",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "contact_id": "str",
    "from_credit_card_id": "str | None",
    "from_bank_account_id": "str | None",
    "to_bank_account_id": "str | None",
    "fail_reason": "FailReason | None",
    "fail_direction": "Literal['pull', 'push'] | None",
    "initiator": "Literal['customer', 'merchant'] | None",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
    "created_at": "str",
    "updated_at": "str",
    "card": "ListedTransactionCard | None",
})
TransactionDetailHistoryItem = TypedDict("TransactionDetailHistoryItem", {
    "move": "str",
    "from_state": "str | None",
    "to_state": "str",
    "moved_at": "str",
})
TransactionDetailReturnsItem = TypedDict("TransactionDetailReturnsItem", {
    "direction": "Literal['pull', 'push']",
    "reason": "str",
    "returned_at": "str",
})
TransactionDetailCard = TypedDict("TransactionDetailCard", {
    "credit_card_id": "str",
    "brand": "str | None",
    "last4": "str | None",
    "funding": "Literal['credit', 'debit', 'prepaid'] | None",
    "country": "str | None",
    "cvc_result": "str | None",
    "postal_code_result": "str | None",
})
TransactionDetailNetwork = TypedDict("TransactionDetailNetwork", {
    "authorization_code": "str | None",
    "network_code": "str | None",
})
TransactionDetail = TypedDict("TransactionDetail", {
    "identifier": "str",
    "kind": "Literal['debit', 'credit']",
    "rail": "Literal['card', 'eft'] | None",
    "state": "Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled']",
    "amount": "Decimal",
    "amount_authorized": "Decimal | None",
    "amount_refunded": "Decimal",
    "fee_amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "statement": "str",
    "note": "str | None",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "contact_id": "str",
    "from_credit_card_id": "str | None",
    "from_bank_account_id": "str | None",
    "to_bank_account_id": "str | None",
    "fail_reason": "FailReason | None",
    "fail_direction": "Literal['pull', 'push'] | None",
    "initiator": "Literal['customer', 'merchant'] | None",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
    "created_at": "str",
    "updated_at": "str",
    "history": "list[TransactionDetailHistoryItem]",
    "returns": "list[TransactionDetailReturnsItem]",
    "refunds": "list[Refund]",
    "disputes": "list[Dispute]",
    "expires_at": "str | None",
    "card": "TransactionDetailCard | None",
    "network": "TransactionDetailNetwork | None",
})
Refund = TypedDict("Refund", {
    "refund_id": "str",
    "debit_id": "str",
    "state": "Literal['requested', 'paid', 'completed', 'failed']",
    "method": "Literal['card', 'reversal', 'bank']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "note": "str | None",
    "to_bank_account_id": "str | None",
    "fail_reason": "FailReason | None",
    "fail_direction": "Literal['pull', 'push'] | None",
    "returned_at": "str | None",
    "created_at": "str",
    "updated_at": "str",
})
Dispute = TypedDict("Dispute", {
    "dispute_id": "str",
    "debit_id": "str",
    "contact_id": "str",
    "statement": "str",
    "state": "Literal['needs_response', 'under_review', 'won', 'lost']",
    "amount": "Decimal",
    "amount_taken": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "reason": "str",
    "respond_by": "str",
    "lost_reason": "Literal['no_response', 'decided', 'closed'] | None",
    "submitted_at": "str | None",
    "opened_at": "str",
    "updated_at": "str",
})
TransactionStatus = TypedDict("TransactionStatus", {
    "state": "Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled']",
    "fail_reason": "FailReason | None",
    "fail_direction": "Literal['pull', 'push'] | None",
})
TransactionTimeline = TypedDict("TransactionTimeline", {
    "identifier": "str",
    "items": "list[TimelineItem]",
    "next": "list[str]",
    "actions": "list[TransactionAction]",
    "hidden": "list[Literal['state', 'refund', 'dispute', 'reconciliation_item', 'fee', 'attempt', 'capture', 'clearing_record', 'bank_item', 'payout', 'event', 'mail', 'agreement', 'schedule', 'audit', 'decision']]",
})
TimelineItemRefersTo = TypedDict("TimelineItemRefersTo", {
    "kind": "Literal['refund', 'dispute', 'reconciliation_item', 'payout', 'event', 'schedule']",
    "identifier": "str",
})
TimelineItemPostingsItem = TypedDict("TimelineItemPostingsItem", {
    "account": "Literal['network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense']",
    "amount": "Decimal",
})
TimelineItemDeliveriesItem = TypedDict("TimelineItemDeliveriesItem", {
    "webhook_id": "str",
    "callback_url": "str",
    "status": "Literal['delivered', 'failing', 'waiting', 'stopped', 'not_recorded']",
    "attempt": "int | None",
    "http_status": "int | None",
    "error": "str | None",
    "latency_ms": "int | None",
    "attempted_at": "str | None",
})
TimelineItem = TypedDict("TimelineItem", {
    "at": "str",
    "kind": "Literal['state', 'refund', 'dispute', 'reconciliation_item', 'fee', 'attempt', 'capture', 'clearing_record', 'bank_item', 'payout', 'event', 'mail', 'agreement', 'schedule', 'audit', 'decision']",
    "name": "str",
    "words": "str",
    "amount": "Decimal | None",
    "currency": "Literal['CAD', 'USD'] | None",
    "refers_to": "TimelineItemRefersTo | None",
    "details": "dict[str, str | Decimal | bool | None]",
    "postings": "list[TimelineItemPostingsItem]",
    "deliveries": "list[TimelineItemDeliveriesItem]",
})
TransactionAction = TypedDict("TransactionAction", {
    "action": "Literal['refund', 'capture', 'release', 'cancel', 'send_link', 'get_agreement']",
    "allowed": "bool",
    "why_not": "str | None",
    "request": "str",
    "amount_max": "Decimal | None",
})
class OpenPaymentLinkPage(Page["OpenPaymentLink"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[OpenPaymentLink]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
OpenPaymentLink = TypedDict("OpenPaymentLink", {
    "identifier": "str",
    "kind": "Literal['debit', 'credit']",
    "link": "str | None",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "statement": "str",
    "external_reference": "str | None",
    "contact_id": "str",
    "contact_name": "str | None",
    "payable_until": "str | None",
    "created_at": "str",
})
TransactionExplanationDataItemSubject = TypedDict("TransactionExplanationDataItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
TransactionExplanationDataItemSourcesItem = TypedDict("TransactionExplanationDataItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
TransactionExplanationDataItem = TypedDict("TransactionExplanationDataItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "TransactionExplanationDataItemSubject | None",
    "sources": "list[TransactionExplanationDataItemSourcesItem]",
    "explain": "str | None",
})
TransactionExplanationPaidOutItem = TypedDict("TransactionExplanationPaidOutItem", {
    "transaction_id": "str",
    "part": "str",
    "amount": "Decimal",
    "payout_id": "str | None",
})
TransactionExplanation = TypedDict("TransactionExplanation", {
    "currency": "Literal['CAD', 'USD']",
    "amount": "Decimal",
    "level": "Literal['figures', 'moves', 'days', 'entries', 'parts', 'items', 'records']",
    "time_zone": "str",
    "data": "list[TransactionExplanationDataItem]",
    "next_cursor": "str | None",
    "sum": "Decimal",
    "adds_up": "bool | None",
    "as_of": "str",
    "entries": "list[LedgerEntry]",
    "paid_out": "list[TransactionExplanationPaidOutItem]",
})
LedgerEntry = TypedDict("LedgerEntry", {
    "day": "str",
    "transaction_id": "str",
    "sequence": "int",
    "line": "int",
    "move": "str",
    "account": "Literal['network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense']",
    "currency": "Literal['CAD', 'USD']",
    "amount": "Decimal",
    "posted_at": "str",
})
CancelledDebit = TypedDict("CancelledDebit", {
    "debit_id": "str",
    "amount": "Decimal",
    "statement": "str",
    "note": "str | None",
    "to_bank_account_id": "str",
    "contact_id": "str",
    "from_credit_card_id": "str",
    "transaction_state": "Literal['cancelled']",
    "currency": "Literal['CAD', 'USD']",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "initiator": "Literal['customer', 'merchant'] | None",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
})
BulkAction = TypedDict("BulkAction", {
    "bulk_id": "str",
    "action": "Literal['cancel', 'refund', 'send_link']",
    "note": "str | None",
    "state": "Literal['running', 'finished']",
    "items": "int",
    "waiting": "int",
    "done": "int",
    "failed": "int",
    "stopped": "int",
    "created_at": "str",
    "finished_at": "str | None",
})
class BulkActionPage(Page["BulkAction"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[BulkAction]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
class BulkItemPage(Page["BulkItem"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[BulkItem]: ...
        @overload
        def __getitem__(self, key: Literal["next_after"]) -> int | None: ...
BulkItem = TypedDict("BulkItem", {
    "number": "int",
    "transaction_id": "str",
    "state": "Literal['waiting', 'done', 'failed', 'stopped']",
    "refund_id": "str | None",
    "code": "str | None",
    "detail": "str | None",
    "ended_at": "str | None",
})
FoundList = TypedDict("FoundList", {
    "data": "list[Found]",
    "next_cursor": "None",
})
Found = TypedDict("Found", {
    "kind": "Literal['transaction', 'contact', 'credit_card', 'bank_account', 'payout']",
    "identifier": "str",
    "title": "str",
    "detail": "str | None",
    "contact_id": "str | None",
})
SavedView = TypedDict("SavedView", {
    "view_id": "str",
    "name": "str",
    "page": "str",
    "query": "str",
    "shared": "bool",
    "mine": "bool",
    "created_at": "str",
})
class SavedViewList(Page["SavedView"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[SavedView]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> None: ...
Export = TypedDict("Export", {
    "export_id": "str",
    "kind": "Literal['transactions', 'ledger']",
    "filters": "dict[str, str | dict[str, str]]",
    "columns": "list[str]",
    "time_zone": "str",
    "state": "Literal['running', 'completed', 'failed']",
    "row_count": "int",
    "bytes": "int",
    "detail": "str | None",
    "created_at": "str",
    "finished_at": "str | None",
    "expires_at": "str | None",
})
class ExportPage(Page["Export"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Export]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
class RefundPage(Page["Refund"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Refund]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
RefundActions = TypedDict("RefundActions", {
    "data": "list[RefundAction]",
})
RefundAction = TypedDict("RefundAction", {
    "action": "Literal['refund_again']",
    "allowed": "bool",
    "why_not": "str | None",
    "request": "str",
    "amount_max": "Decimal | None",
})
class DisputePage(Page["Dispute"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Dispute]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
DisputeWithEvidenceEvidenceFilesItem = TypedDict("DisputeWithEvidenceEvidenceFilesItem", {
    "evidence_id": "str",
    "name": "str",
    "type": "Literal['application/pdf', 'image/png', 'image/jpeg']",
    "bytes": "int",
    "sha256": "str",
})
DisputeWithEvidenceEvidence = TypedDict("DisputeWithEvidenceEvidence", {
    "texts": "dict[str, str]",
    "files": "list[DisputeWithEvidenceEvidenceFilesItem]",
    "deleted_at": "str | None",
})
DisputeWithEvidence = TypedDict("DisputeWithEvidence", {
    "dispute_id": "str",
    "debit_id": "str",
    "contact_id": "str",
    "statement": "str",
    "state": "Literal['needs_response', 'under_review', 'won', 'lost']",
    "amount": "Decimal",
    "amount_taken": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "reason": "str",
    "respond_by": "str",
    "lost_reason": "Literal['no_response', 'decided', 'closed'] | None",
    "submitted_at": "str | None",
    "opened_at": "str",
    "updated_at": "str",
    "evidence": "DisputeWithEvidenceEvidence",
})
DisputeExplanationDataItemSubject = TypedDict("DisputeExplanationDataItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
DisputeExplanationDataItemSourcesItem = TypedDict("DisputeExplanationDataItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
DisputeExplanationDataItem = TypedDict("DisputeExplanationDataItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "DisputeExplanationDataItemSubject | None",
    "sources": "list[DisputeExplanationDataItemSourcesItem]",
    "explain": "str | None",
})
DisputeExplanationPaidOutItem = TypedDict("DisputeExplanationPaidOutItem", {
    "transaction_id": "str",
    "part": "str",
    "amount": "Decimal",
    "payout_id": "str | None",
})
DisputeExplanation = TypedDict("DisputeExplanation", {
    "currency": "Literal['CAD', 'USD']",
    "amount": "Decimal",
    "level": "Literal['figures', 'moves', 'days', 'entries', 'parts', 'items', 'records']",
    "time_zone": "str",
    "data": "list[DisputeExplanationDataItem]",
    "next_cursor": "str | None",
    "sum": "Decimal",
    "adds_up": "bool | None",
    "as_of": "str",
    "dispute": "Dispute",
    "entries": "list[LedgerEntry]",
    "paid_out": "list[DisputeExplanationPaidOutItem]",
})
ScheduleNextDatesItem = TypedDict("ScheduleNextDatesItem", {
    "number": "int",
    "date": "str",
    "due_on": "str",
})
Schedule = TypedDict("Schedule", {
    "identifier": "str",
    "kind": "Literal['card_debit', 'eft_debit', 'eft_credit']",
    "state": "Literal['active', 'paused', 'completed', 'cancelled']",
    "reason": "Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None",
    "contact_id": "str",
    "from_credit_card_id": "str | None",
    "from_bank_account": "str | None",
    "to_bank_account": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "statement": "str",
    "note": "str | None",
    "external_reference": "str | None",
    "metadata": "dict[str, str]",
    "start": "str",
    "frequency": "Literal['once', 'daily', 'weekly', 'biweekly', 'monthly', 'yearly']",
    "interval": "int",
    "end": "str | None",
    "count": "int | None",
    "business_day": "Literal['any', 'next']",
    "time_zone": "Literal['America/Toronto']",
    "next_dates": "list[ScheduleNextDatesItem]",
    "created_at": "str",
    "updated_at": "str",
})
class SchedulePage(Page["Schedule"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Schedule]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
class OccurrencePage(Page["Occurrence"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Occurrence]: ...
        @overload
        def __getitem__(self, key: Literal["next_before"]) -> int | None: ...
Occurrence = TypedDict("Occurrence", {
    "number": "int",
    "date": "str",
    "due_on": "str",
    "state": "Literal['due', 'made', 'failed', 'skipped']",
    "amount": "Decimal",
    "transaction_id": "str | None",
    "fail_reason": "FailReason | None",
    "updated_at": "str",
})
class PayoutPage(Page["Payout"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Payout]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
Payout = TypedDict("Payout", {
    "identifier": "str",
    "state": "Literal['requested', 'initiated', 'completed', 'returned']",
    "amount": "Decimal",
    "amount_owed": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "to_bank_account_id": "str",
    "fail_reason": "FailReason | None",
    "created_at": "str",
    "updated_at": "str",
})
NextPayoutsDataItem = TypedDict("NextPayoutsDataItem", {
    "to_bank_account_id": "str",
    "account_last4": "str",
    "currency": "Literal['CAD', 'USD']",
    "amount": "Decimal",
    "items_total": "int",
    "since": "str | None",
    "is_carried_over": "bool",
})
NextPayouts = TypedDict("NextPayouts", {
    "data": "list[NextPayoutsDataItem]",
    "next_clearing_at": "str | None",
})
ExplanationDataItemSubject = TypedDict("ExplanationDataItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
ExplanationDataItemSourcesItem = TypedDict("ExplanationDataItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
ExplanationDataItem = TypedDict("ExplanationDataItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "ExplanationDataItemSubject | None",
    "sources": "list[ExplanationDataItemSourcesItem]",
    "explain": "str | None",
})
class Explanation(Page["ExplainCompanySummaryItem"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["currency"]) -> Literal['CAD', 'USD']: ...
        @overload
        def __getitem__(self, key: Literal["amount"]) -> Decimal: ...
        @overload
        def __getitem__(self, key: Literal["level"]) -> Literal['figures', 'moves', 'days', 'entries', 'parts', 'items', 'records']: ...
        @overload
        def __getitem__(self, key: Literal["time_zone"]) -> str: ...
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[ExplanationDataItem]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
        @overload
        def __getitem__(self, key: Literal["sum"]) -> Decimal: ...
        @overload
        def __getitem__(self, key: Literal["adds_up"]) -> bool | None: ...
        @overload
        def __getitem__(self, key: Literal["as_of"]) -> str: ...
PayoutWithItemsItemsItem = TypedDict("PayoutWithItemsItemsItem", {
    "transaction_id": "str",
    "amount": "Decimal",
    "part": "Literal['deposit', 'pull_returned', 'push_returned', 'fee', 'disputed', 'dispute_won']",
})
PayoutWithItems = TypedDict("PayoutWithItems", {
    "identifier": "str",
    "state": "Literal['requested', 'initiated', 'completed', 'returned']",
    "amount": "Decimal",
    "amount_owed": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "to_bank_account_id": "str",
    "fail_reason": "FailReason | None",
    "created_at": "str",
    "updated_at": "str",
    "items": "list[PayoutWithItemsItemsItem]",
    "items_total": "int",
})
PayoutActions = TypedDict("PayoutActions", {
    "data": "list[PayoutAction]",
})
PayoutAction = TypedDict("PayoutAction", {
    "action": "Literal['retry']",
    "allowed": "bool",
    "why_not": "str | None",
    "request": "str",
    "amount_max": "Decimal | None",
})
PayoutExplanationDataItemSubject = TypedDict("PayoutExplanationDataItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
PayoutExplanationDataItemSourcesItem = TypedDict("PayoutExplanationDataItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
PayoutExplanationDataItem = TypedDict("PayoutExplanationDataItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "PayoutExplanationDataItemSubject | None",
    "sources": "list[PayoutExplanationDataItemSourcesItem]",
    "explain": "str | None",
})
PayoutExplanationTravelsItem = TypedDict("PayoutExplanationTravelsItem", {
    "part": "int",
    "amount": "Decimal",
    "state": "Literal['queued', 'sent', 'settled', 'returned', 'rejected', 'cancelled']",
    "file": "int | None",
    "bank_file_id": "str | None",
    "line": "int | None",
    "file_on": "str | None",
    "reference": "str",
    "fail_reason": "str | None",
})
PayoutExplanationNotInItItem = TypedDict("PayoutExplanationNotInItItem", {
    "identifier": "str",
    "kind": "Literal['missing', 'extra', 'amount']",
    "transaction_id": "str | None",
    "statement": "str",
    "expected": "Decimal",
    "received": "Decimal",
    "opened_at": "str",
    "resolved_at": "str | None",
})
class PayoutExplanation(Page["ExplainPayoutItem"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["currency"]) -> Literal['CAD', 'USD']: ...
        @overload
        def __getitem__(self, key: Literal["amount"]) -> Decimal: ...
        @overload
        def __getitem__(self, key: Literal["level"]) -> Literal['figures', 'moves', 'days', 'entries', 'parts', 'items', 'records']: ...
        @overload
        def __getitem__(self, key: Literal["time_zone"]) -> str: ...
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[PayoutExplanationDataItem]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
        @overload
        def __getitem__(self, key: Literal["sum"]) -> Decimal: ...
        @overload
        def __getitem__(self, key: Literal["adds_up"]) -> bool | None: ...
        @overload
        def __getitem__(self, key: Literal["as_of"]) -> str: ...
        @overload
        def __getitem__(self, key: Literal["payout"]) -> Payout: ...
        @overload
        def __getitem__(self, key: Literal["travels"]) -> list[PayoutExplanationTravelsItem]: ...
        @overload
        def __getitem__(self, key: Literal["not_in_it"]) -> list[PayoutExplanationNotInItItem]: ...
BalancesDataItemBalances = TypedDict("BalancesDataItemBalances", {
    "network_receivable": "Decimal",
    "company_payable": "Decimal",
    "bank_clearing": "Decimal",
    "fees": "Decimal",
    "refunds": "Decimal",
    "losses": "Decimal",
    "suspense": "Decimal",
})
BalancesDataItem = TypedDict("BalancesDataItem", {
    "currency": "Literal['CAD', 'USD']",
    "balances": "BalancesDataItemBalances",
})
Balances = TypedDict("Balances", {
    "data": "list[BalancesDataItem]",
})
class LedgerEntryPage(Page["LedgerEntry"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[LedgerEntry]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
class ReconciliationItemPage(Page["ReconciliationItem"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[ReconciliationItem]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
ReconciliationItem = TypedDict("ReconciliationItem", {
    "identifier": "str",
    "kind": "Literal['missing', 'extra', 'amount']",
    "state": "Literal['open', 'corrected', 'settled', 'failed', 'written_off']",
    "rrn": "str",
    "currency": "Literal['CAD', 'USD']",
    "expected": "Decimal",
    "received": "Decimal",
    "transaction_id": "str | None",
    "refund_id": "str | None",
    "dispute_id": "str | None",
    "clearing_file": "int",
    "opened_at": "str",
    "resolved_at": "str | None",
    "note": "str | None",
})
class EventPage(Page["Event"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Event]: ...
        @overload
        def __getitem__(self, key: Literal["last_event_id"]) -> int: ...
        @overload
        def __getitem__(self, key: Literal["newest_event_id"]) -> int: ...
class NewestEventPage(Page["Event"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Event]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
EventTypesDataItem = TypedDict("EventTypesDataItem", {
    "type": "Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']",
    "description": "str",
})
class EventTypes(Page["ListEventTypesItem"]):
    if TYPE_CHECKING:
        def __getitem__(self, key: Literal["data"]) -> list[EventTypesDataItem]: ...
EventCheckpoint = TypedDict("EventCheckpoint", {
    "first_event_id": "int",
    "last_event_id": "int",
    "root": "str",
    "hash": "str",
    "closed_at": "str",
})
EventProofBlock = TypedDict("EventProofBlock", {
    "first_event_id": "int",
    "last_event_id": "int",
    "previous_hash": "str",
})
EventProofLaterItem = TypedDict("EventProofLaterItem", {
    "last_event_id": "int",
    "root": "str",
})
EventProofCheckpoint = TypedDict("EventProofCheckpoint", {
    "last_event_id": "int",
    "hash": "str",
})
EventProof = TypedDict("EventProof", {
    "format": "Literal['jetpay-event-proof-1']",
    "company_id": "str",
    "event": "str",
    "path": "list[str]",
    "block": "EventProofBlock",
    "later": "list[EventProofLaterItem]",
    "checkpoint": "EventProofCheckpoint",
})
EventDeliveriesDataItemAttemptsItem = TypedDict("EventDeliveriesDataItemAttemptsItem", {
    "identifier": "str",
    "kind": "Literal['events', 'redelivery', 'test']",
    "attempt": "int",
    "delivered": "bool",
    "status": "int | None",
    "error_class": "Literal['timeout', 'dns', 'connect', 'tls', 'closed', 'address_refused', 'redirected', 'client_error', 'server_error', 'gone', 'bad_answer', 'other'] | None",
    "error": "str | None",
    "attempted_at": "str",
})
EventDeliveriesDataItem = TypedDict("EventDeliveriesDataItem", {
    "webhook_id": "str",
    "callback_url": "str",
    "stopped": "bool",
    "confirmed": "bool",
    "attempts": "list[EventDeliveriesDataItemAttemptsItem]",
})
class EventDeliveries(Page["ListEventDeliveriesItem"]):
    if TYPE_CHECKING:
        def __getitem__(self, key: Literal["data"]) -> list[EventDeliveriesDataItem]: ...
CreatedWebhookRedelivery = TypedDict("CreatedWebhookRedelivery", {
    "from_event_id": "int",
    "through_event_id": "int",
})
CreatedWebhook = TypedDict("CreatedWebhook", {
    "id": "int",
    "identifier": "str",
    "callback_url": "str",
    "state": "Literal['active', 'scheduled', 'dispatching', 'backing_off', 'failed']",
    "last_sent_event_id": "int",
    "max_batch_size": "int",
    "max_wait_seconds": "int",
    "event_types": "list[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']] | None",
    "failing_since": "str | None",
    "next_attempt_at": "str | None",
    "redelivery": "CreatedWebhookRedelivery | None",
    "former_secret_until": "str | None",
    "created_at": "str",
    "updated_at": "str",
    "signing_secret": "str",
})
class WebhookPage(Page["Webhook"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Webhook]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
WebhookRedelivery = TypedDict("WebhookRedelivery", {
    "from_event_id": "int",
    "through_event_id": "int",
})
Webhook = TypedDict("Webhook", {
    "id": "int",
    "identifier": "str",
    "callback_url": "str",
    "state": "Literal['active', 'scheduled', 'dispatching', 'backing_off', 'failed']",
    "last_sent_event_id": "int",
    "max_batch_size": "int",
    "max_wait_seconds": "int",
    "event_types": "list[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']] | None",
    "failing_since": "str | None",
    "next_attempt_at": "str | None",
    "redelivery": "WebhookRedelivery | None",
    "former_secret_until": "str | None",
    "created_at": "str",
    "updated_at": "str",
})
WebhookWithSecretRedelivery = TypedDict("WebhookWithSecretRedelivery", {
    "from_event_id": "int",
    "through_event_id": "int",
})
WebhookWithSecret = TypedDict("WebhookWithSecret", {
    "id": "int",
    "identifier": "str",
    "callback_url": "str",
    "state": "Literal['active', 'scheduled', 'dispatching', 'backing_off', 'failed']",
    "last_sent_event_id": "int",
    "max_batch_size": "int",
    "max_wait_seconds": "int",
    "event_types": "list[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']] | None",
    "failing_since": "str | None",
    "next_attempt_at": "str | None",
    "redelivery": "WebhookWithSecretRedelivery | None",
    "former_secret_until": "str | None",
    "created_at": "str",
    "updated_at": "str",
    "signing_secret": "str",
})
Delivery = TypedDict("Delivery", {
    "identifier": "str",
    "kind": "Literal['events', 'redelivery', 'test']",
    "first_event_id": "int",
    "last_event_id": "int",
    "attempt": "int",
    "delivered": "bool",
    "status": "int | None",
    "error_class": "Literal['timeout', 'dns', 'connect', 'tls', 'closed', 'address_refused', 'redirected', 'client_error', 'server_error', 'gone', 'bad_answer', 'other'] | None",
    "error": "str | None",
    "request_excerpt": "str | None",
    "response_excerpt": "str | None",
    "latency_ms": "int",
    "attempted_at": "str",
})
class DeliveryPage(Page["Delivery"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Delivery]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
Company = TypedDict("Company", {
    "identifier": "str",
    "name": "str",
    "language": "Literal['en', 'fr']",
    "contact_email": "str | None",
    "contact_phone": "str | None",
    "alert_email": "str | None",
    "time_zone": "str",
    "accent_color": "str | None",
    "receipts_by_mail": "bool",
    "second_factor_required": "bool",
    "logo_url": "str | None",
    "features": "list[Literal['card_on_file']]",
    "state": "Literal['active', 'suspended', 'closing']",
    "state_since": "str | None",
    "state_reason": "str | None",
    "environment": "Literal['demo', 'live']",
    "created_at": "str",
})
SessionUser = TypedDict("SessionUser", {
    "identifier": "str",
    "email": "str",
    "name": "str",
    "language": "Literal['en', 'fr']",
    "has_password": "bool",
    "has_totp": "bool",
    "passkeys": "int",
    "recovery_codes_left": "int",
})
SessionCompaniesItem = TypedDict("SessionCompaniesItem", {
    "identifier": "str",
    "name": "str",
    "role": "Literal['owner', 'admin', 'developer', 'support', 'viewer']",
    "scopes": "list[Literal['contacts:read', 'contacts:write', 'debits:read', 'debits:write', 'credits:read', 'credits:write', 'scheduled:read', 'scheduled:write', 'webhooks:read', 'webhooks:write', 'events:read', 'company:read', 'company:write', 'tokens:read', 'tokens:write', 'team:read', 'team:write', 'audit:read']]",
    "second_factor_missing": "bool",
    "state": "Literal['active', 'suspended', 'closing']",
    "state_since": "str | None",
    "state_reason": "str | None",
    "newest_event_id": "int",
})
Session = TypedDict("Session", {
    "identifier": "str",
    "proven_until": "str",
    "user": "SessionUser",
    "environment": "Literal['demo', 'live']",
    "now": "str",
    "operator": "bool",
    "operator_second_factor_missing": "bool",
    "companies": "list[SessionCompaniesItem]",
})
PublicKeyCredentialInput = TypedDict("PublicKeyCredentialInput", {
    "id": "str",
    "rawId": "str",
    "type": "Literal['public-key']",
})
Proof = TypedDict("Proof", {
    "ok": "Literal[True]",
    "proven_until": "str",
})
class Sessions(Page["ListedSession"]):
    if TYPE_CHECKING:
        def __getitem__(self, key: Literal["data"]) -> list[ListedSession]: ...
ListedSession = TypedDict("ListedSession", {
    "identifier": "str",
    "is_current": "bool",
    "method": "str",
    "address": "str",
    "user_agent": "str | None",
    "created_at": "str",
    "last_seen_at": "str",
    "expires_at": "str",
})
NewTotp = TypedDict("NewTotp", {
    "ticket": "str",
    "secret": "str",
    "uri": "str",
})
RecoveryCodes = TypedDict("RecoveryCodes", {
    "recovery_codes": "list[str]",
})
PasskeyOptions = TypedDict("PasskeyOptions", {
    "ticket": "str",
    "options": "dict[str, Any]",
})
NewPasskey = TypedDict("NewPasskey", {
    "identifier": "str",
    "name": "str",
})
class Passkeys(Page["Passkey"]):
    if TYPE_CHECKING:
        def __getitem__(self, key: Literal["data"]) -> list[Passkey]: ...
Passkey = TypedDict("Passkey", {
    "identifier": "str",
    "name": "str",
    "created_at": "str",
    "last_used_at": "str | None",
})
class MemberPage(Page["Member"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Member]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
Member = TypedDict("Member", {
    "identifier": "str",
    "email": "str",
    "name": "str",
    "role": "Literal['owner', 'admin', 'developer', 'support', 'viewer']",
    "second_factor": "bool",
    "last_seen_at": "str | None",
    "created_at": "str",
})
RemovedMember = TypedDict("RemovedMember", {
    "ok": "Literal[True]",
    "invitations_ended": "int",
    "api_tokens": "list[LeftApiToken]",
})
LeftApiToken = TypedDict("LeftApiToken", {
    "identifier": "str",
    "name": "str",
})
Invitation = TypedDict("Invitation", {
    "identifier": "str",
    "email": "str",
    "role": "Literal['owner', 'admin', 'developer', 'support', 'viewer']",
    "created_at": "str",
    "expires_at": "str",
})
class InvitationPage(Page["Invitation"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Invitation]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
class AuditLinePage(Page["AuditLine"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[AuditLine]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
AuditLineActor = TypedDict("AuditLineActor", {
    "kind": "Literal['user', 'operator', 'token', 'operator_token', 'command', 'nobody']",
    "identifier": "str | None",
    "name": "str | None",
})
AuditLineObject = TypedDict("AuditLineObject", {
    "kind": "Literal['transaction', 'refund', 'dispute', 'payout', 'schedule', 'contact', 'credit_card', 'bank_account', 'webhook', 'api_token', 'member', 'invitation', 'company']",
    "name": "str",
})
AuditLine = TypedDict("AuditLine", {
    "identifier": "str",
    "created_at": "str",
    "actor": "AuditLineActor",
    "operation": "str",
    "object_id": "str | None",
    "object": "AuditLineObject | None",
    "details": "dict[str, Any]",
    "outcome": "Literal['begun', 'done', 'refused', 'failed']",
    "code": "str | None",
    "address": "str | None",
    "user_agent": "str | None",
    "request_id": "str | None",
})
AuditFiltersActorsItem = TypedDict("AuditFiltersActorsItem", {
    "identifier": "str",
    "kind": "Literal['user', 'operator', 'token', 'operator_token', 'command', 'nobody']",
    "name": "str | None",
})
AuditFilters = TypedDict("AuditFilters", {
    "actors": "list[AuditFiltersActorsItem]",
    "operations": "list[str]",
})
class OperatorAuditLinePage(Page["OperatorAuditLine"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[OperatorAuditLine]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
OperatorAuditLineActor = TypedDict("OperatorAuditLineActor", {
    "kind": "Literal['user', 'operator', 'token', 'operator_token', 'command', 'nobody']",
    "identifier": "str | None",
    "name": "str | None",
})
OperatorAuditLineObject = TypedDict("OperatorAuditLineObject", {
    "kind": "Literal['transaction', 'refund', 'dispute', 'payout', 'schedule', 'contact', 'credit_card', 'bank_account', 'webhook', 'api_token', 'member', 'invitation', 'company']",
    "name": "str",
})
OperatorAuditLine = TypedDict("OperatorAuditLine", {
    "identifier": "str",
    "created_at": "str",
    "actor": "OperatorAuditLineActor",
    "operation": "str",
    "object_id": "str | None",
    "object": "OperatorAuditLineObject | None",
    "details": "dict[str, Any]",
    "outcome": "Literal['begun', 'done', 'refused', 'failed']",
    "code": "str | None",
    "address": "str | None",
    "user_agent": "str | None",
    "request_id": "str | None",
    "company_id": "str",
    "company_name": "str | None",
})
class ApiTokenPage(Page["ApiToken"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[ApiToken]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
ApiToken = TypedDict("ApiToken", {
    "identifier": "str",
    "name": "str",
    "state": "Literal['active', 'expired', 'revoked']",
    "scopes": "list[Literal['contacts:read', 'contacts:write', 'debits:read', 'debits:write', 'credits:read', 'credits:write', 'scheduled:read', 'scheduled:write', 'webhooks:read', 'webhooks:write', 'events:read', 'company:read', 'company:write', 'tokens:read', 'tokens:write', 'team:read', 'team:write', 'audit:read']]",
    "created_at": "str",
    "expires_at": "str | None",
    "revoked_at": "str | None",
    "last_used_at": "str | None",
    "is_current": "bool",
})
NewApiToken = TypedDict("NewApiToken", {
    "identifier": "str",
    "name": "str",
    "state": "Literal['active', 'expired', 'revoked']",
    "scopes": "list[Literal['contacts:read', 'contacts:write', 'debits:read', 'debits:write', 'credits:read', 'credits:write', 'scheduled:read', 'scheduled:write', 'webhooks:read', 'webhooks:write', 'events:read', 'company:read', 'company:write', 'tokens:read', 'tokens:write', 'team:read', 'team:write', 'audit:read']]",
    "created_at": "str",
    "expires_at": "str | None",
    "revoked_at": "str | None",
    "last_used_at": "str | None",
    "is_current": "bool",
    "token": "str",
})
LoggedRequestPageGapsItem = TypedDict("LoggedRequestPageGapsItem", {
    "from": "str",
    "through": "str",
    "lost": "int",
})
class LoggedRequestPage(Page["LoggedRequest"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[LoggedRequest]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
        @overload
        def __getitem__(self, key: Literal["gaps"]) -> list[LoggedRequestPageGapsItem]: ...
LoggedRequest = TypedDict("LoggedRequest", {
    "request_id": "str",
    "at": "str",
    "method": "str",
    "path": "str",
    "query": "str | None",
    "operation": "str",
    "status": "int",
    "problem_code": "str | None",
    "problem": "dict[str, Any] | None",
    "duration_ms": "Decimal",
    "token_id": "str | None",
    "token_name": "str | None",
    "user_id": "str | None",
    "user_name": "str | None",
    "address": "str",
    "user_agent": "str | None",
    "idempotency_key_hash": "str | None",
    "replayed": "bool",
})
CompanySummaryCurrenciesItemFigures = TypedDict("CompanySummaryCurrenciesItemFigures", {
    "volume": "Figure",
    "returned": "Figure",
    "refunds": "Figure",
    "fees": "Figure",
    "disputes": "Figure",
    "credits": "Figure",
    "payouts": "Figure",
})
CompanySummaryCurrenciesItemByRailItem = TypedDict("CompanySummaryCurrenciesItemByRailItem", {
    "rail": "Literal['card', 'eft']",
    "amount": "Decimal",
    "count": "int",
})
CompanySummaryCurrenciesItemSuccess = TypedDict("CompanySummaryCurrenciesItemSuccess", {
    "paid": "int",
    "failed": "int",
    "rate": "str | None",
})
CompanySummaryCurrenciesItemDeclinesItem = TypedDict("CompanySummaryCurrenciesItemDeclinesItem", {
    "reason": "FailReason | None",
    "count": "int",
})
CompanySummaryCurrenciesItemDisputes = TypedDict("CompanySummaryCurrenciesItemDisputes", {
    "opened": "int",
    "won": "int",
    "lost": "int",
})
CompanySummaryCurrenciesItemPayouts = TypedDict("CompanySummaryCurrenciesItemPayouts", {
    "made": "int",
})
CompanySummaryCurrenciesItem = TypedDict("CompanySummaryCurrenciesItem", {
    "currency": "Literal['CAD', 'USD']",
    "figures": "CompanySummaryCurrenciesItemFigures",
    "payable_change": "Decimal",
    "by_rail": "list[CompanySummaryCurrenciesItemByRailItem]",
    "success": "CompanySummaryCurrenciesItemSuccess",
    "declines": "list[CompanySummaryCurrenciesItemDeclinesItem]",
    "disputes": "CompanySummaryCurrenciesItemDisputes",
    "payouts": "CompanySummaryCurrenciesItemPayouts",
})
CompanySummarySuccess = TypedDict("CompanySummarySuccess", {
    "paid": "int",
    "failed": "int",
    "rate": "str | None",
})
CompanySummarySeriesItem = TypedDict("CompanySummarySeriesItem", {
    "starts_at": "str",
    "currency": "Literal['CAD', 'USD']",
    "volume": "Decimal",
    "paid": "int",
    "failed": "int",
})
CompanySummary = TypedDict("CompanySummary", {
    "from": "str",
    "to": "str",
    "time_zone": "str",
    "as_of": "str",
    "behind": "bool",
    "currencies": "list[CompanySummaryCurrenciesItem]",
    "success": "CompanySummarySuccess",
    "step": "Literal['hour', 'day', 'month']",
    "series": "list[CompanySummarySeriesItem]",
})
Figure = TypedDict("Figure", {
    "amount": "Decimal",
    "count": "int",
})
AttentionDataItem = TypedDict("AttentionDataItem", {
    "kind": "Literal['company_suspended', 'company_closing', 'dispute_to_answer', 'payout_returned', 'webhook_failing', 'outcome_unknown', 'difference_open', 'cards_expiring']",
    "count": "int",
    "first_at": "str | None",
    "due_at": "str | None",
    "examples": "list[str]",
    "list": "str",
    "next_step": "str",
})
Attention = TypedDict("Attention", {
    "data": "list[AttentionDataItem]",
})
SandboxClock = TypedDict("SandboxClock", {
    "now": "str",
    "ahead_seconds": "Decimal",
})
SandboxCalendar = TypedDict("SandboxCalendar", {
    "clock": "SandboxClock",
    "data": "list[SandboxDay]",
})
SandboxDayBanksOpen = TypedDict("SandboxDayBanksOpen", {
    "canada": "bool",
    "united_states": "bool",
})
SandboxDay = TypedDict("SandboxDay", {
    "day": "str",
    "banks_open": "SandboxDayBanksOpen",
    "holiday": "str | None",
    "clearing_at": "str",
    "schedules": "int",
    "holds_expiring": "int",
    "disputes_due": "int",
    "bank_items": "int",
})
class SandboxCards(Page["SandboxCard"]):
    if TYPE_CHECKING:
        def __getitem__(self, key: Literal["data"]) -> list[SandboxCard]: ...
SandboxCard = TypedDict("SandboxCard", {
    "number": "str",
    "brand": "str",
    "funding": "Literal['credit', 'debit', 'prepaid']",
    "behaviour": "str",
    "group": "Literal['approves', 'declines_when_saved', 'declines_when_charged', 'unanswered', 'refunds', 'clears_wrongly']",
})
class SandboxBankAccounts(Page["SandboxBankAccount"]):
    if TYPE_CHECKING:
        def __getitem__(self, key: Literal["data"]) -> list[SandboxBankAccount]: ...
SandboxBankAccount = TypedDict("SandboxBankAccount", {
    "rail": "Literal['eft', 'ach']",
    "number": "str",
    "of": "Literal['debit', 'credit', 'both']",
    "behaviour": "str",
})
SandboxFaults = TypedDict("SandboxFaults", {
    "answer_delay_ms": "int",
    "stop_answering": "int",
    "refuse_sign_on": "int",
    "reorder_answers": "int",
    "duplicate_answers": "int",
})
class SandboxMailPage(Page["SandboxMail"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[SandboxMail]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
SandboxMail = TypedDict("SandboxMail", {
    "identifier": "str",
    "to": "str",
    "subject": "str",
    "text": "str",
    "link_hidden": "bool",
    "state": "Literal['queued', 'sent', 'failed']",
    "attachments": "list[str]",
    "created_at": "str",
})
SandboxTriggersClockMovesItem = TypedDict("SandboxTriggersClockMovesItem", {
    "type": "Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'webhooks.failing', 'webhooks.failed']",
    "step": "str",
})
class SandboxTriggers(Page["Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'webhooks.failing', 'webhooks.failed']"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'webhooks.failing', 'webhooks.failed']]: ...
        @overload
        def __getitem__(self, key: Literal["clock_moves"]) -> list[SandboxTriggersClockMovesItem]: ...
OperatorOverviewWaitingItem = TypedDict("OperatorOverviewWaitingItem", {
    "what": "Literal['alarms', 'unknown_outcomes', 'reconciliation_items', 'bank_returns', 'failing_webhooks', 'failed_mails', 'failing_jobs']",
    "count": "int",
    "oldest_at": "str | None",
})
OperatorOverviewVerify = TypedDict("OperatorOverviewVerify", {
    "ok": "bool",
    "ended_at": "str",
})
OperatorOverview = TypedDict("OperatorOverview", {
    "waiting": "list[OperatorOverviewWaitingItem]",
    "verify": "OperatorOverviewVerify | None",
})
class OperatedCompanyPage(Page["OperatedCompany"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[OperatedCompany]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
OperatedCompany = TypedDict("OperatedCompany", {
    "identifier": "str",
    "name": "str",
    "state": "Literal['active', 'suspended', 'closing']",
    "suspended_at": "str | None",
    "suspended_by": "str | None",
    "suspended_note": "str | None",
    "suspended_told": "str | None",
    "closing_at": "str | None",
    "features": "list[Literal['card_on_file']]",
    "contact_email": "str | None",
    "contact_phone": "str | None",
    "alert_email": "str | None",
    "created_at": "str",
})
OperatedCompanyInFullStillOwedItem = TypedDict("OperatedCompanyInFullStillOwedItem", {
    "currency": "Literal['CAD', 'USD']",
    "amount": "Decimal",
})
OperatedCompanyInFullLimitsItemPerDayDebits = TypedDict("OperatedCompanyInFullLimitsItemPerDayDebits", {
    "limit": "Decimal",
    "used": "Decimal",
    "left": "Decimal",
})
OperatedCompanyInFullLimitsItemPerDayCredits = TypedDict("OperatedCompanyInFullLimitsItemPerDayCredits", {
    "limit": "Decimal",
    "used": "Decimal",
    "left": "Decimal",
})
OperatedCompanyInFullLimitsItem = TypedDict("OperatedCompanyInFullLimitsItem", {
    "currency": "Literal['CAD', 'USD']",
    "day": "str",
    "per_transaction": "Decimal | None",
    "per_day_debits": "OperatedCompanyInFullLimitsItemPerDayDebits | None",
    "per_day_credits": "OperatedCompanyInFullLimitsItemPerDayCredits | None",
})
OperatedCompanyInFullFeesItem = TypedDict("OperatedCompanyInFullFeesItem", {
    "currency": "Literal['CAD', 'USD']",
    "method": "Literal['card', 'eft']",
    "basis_points": "int",
    "fixed": "Decimal",
    "effective_at": "str",
})
OperatedCompanyInFull = TypedDict("OperatedCompanyInFull", {
    "identifier": "str",
    "name": "str",
    "state": "Literal['active', 'suspended', 'closing']",
    "suspended_at": "str | None",
    "suspended_by": "str | None",
    "suspended_note": "str | None",
    "suspended_told": "str | None",
    "closing_at": "str | None",
    "features": "list[Literal['card_on_file']]",
    "contact_email": "str | None",
    "contact_phone": "str | None",
    "alert_email": "str | None",
    "created_at": "str",
    "still_owed": "list[OperatedCompanyInFullStillOwedItem]",
    "limits": "list[OperatedCompanyInFullLimitsItem]",
    "fees": "list[OperatedCompanyInFullFeesItem]",
})
class UnknownOutcomePage(Page["UnknownOutcome"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[UnknownOutcome]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
UnknownOutcome = TypedDict("UnknownOutcome", {
    "identifier": "str",
    "company_id": "str",
    "company_name": "str",
    "transaction_id": "str",
    "kind": "Literal['charge', 'authorization', 'refund']",
    "state": "Literal['sent', 'reversing', 'capturing']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "since": "str",
    "tried": "int",
    "again_at": "str | None",
    "needs_person": "bool",
    "takes": "list[Literal['reversed', 'captured', 'released']]",
    "ask": "dict[str, Any]",
    "reason": "str",
    "next_step": "str",
})
ResolvedOutcome = TypedDict("ResolvedOutcome", {
    "transaction_id": "str",
    "transaction_state": "str",
})
class OperatedReconciliationItemPage(Page["OperatedReconciliationItem"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[OperatedReconciliationItem]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
OperatedReconciliationItem = TypedDict("OperatedReconciliationItem", {
    "identifier": "str",
    "kind": "Literal['missing', 'extra', 'amount']",
    "state": "Literal['open', 'corrected', 'settled', 'failed', 'written_off']",
    "rrn": "str",
    "currency": "Literal['CAD', 'USD']",
    "expected": "Decimal",
    "received": "Decimal",
    "transaction_id": "str | None",
    "refund_id": "str | None",
    "dispute_id": "str | None",
    "clearing_file": "int",
    "opened_at": "str",
    "resolved_at": "str | None",
    "note": "str | None",
    "company_id": "str",
    "company_name": "str | None",
    "network_id": "str",
    "reason": "str",
    "takes": "list[Literal['settle', 'fail', 'write_off']]",
    "resolved_by": "str | None",
})
ResolvedItems = TypedDict("ResolvedItems", {
    "data": "list[ReconciliationItem]",
})
class ParkedBankReturnPage(Page["ParkedBankReturn"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[ParkedBankReturn]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
ParkedBankReturn = TypedDict("ParkedBankReturn", {
    "identifier": "str",
    "company_id": "str",
    "company_name": "str | None",
    "stage": "Literal['return', 'dishonored', 'contested', 'unknown']",
    "direction": "Literal['credit', 'debit']",
    "code": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "reference": "str",
    "file": "str | None",
    "place": "str",
    "parked_at": "str",
    "state": "Literal['open', 'resolved']",
    "reason": "str",
    "next_step": "str | None",
    "takes": "list[Literal['returned', 'stands']]",
    "resolved_at": "str | None",
    "resolved_as": "Literal['returned', 'stands'] | None",
    "resolved_by": "str | None",
    "note": "str | None",
})
class AlarmPage(Page["Alarm"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[Alarm]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
Alarm = TypedDict("Alarm", {
    "identifier": "str",
    "kind": "Literal['reversal_unacknowledged', 'capture_unacknowledged', 'acceptor_unknown', 'answer_contradicts_person', 'dispute_undecided', 'clearing_file_refused', 'clearing_file_missing', 'clearing_difference', 'payout_returned', 'bank_file_rejected', 'bank_file_refused', 'bank_return_parked', 'return_rate_high', 'recovery_open', 'audit_log_failing', 'audit_log_changed', 'card_testing', 'account_update_file_refused', 'account_update_file_missing', 'card_page_changed', 'card_transfer_asked', 'card_transfer_done', 'card_custodian_added']",
    "subject": "str",
    "name": "str",
    "company_id": "str | None",
    "company_name": "str | None",
    "about": "AlarmAbout | None",
    "reason": "str",
    "next_step": "str",
    "details": "dict[str, Any]",
    "raised_at": "str",
    "closed_at": "str | None",
    "closed_by": "str | None",
    "note": "str | None",
})
AlarmAbout = TypedDict("AlarmAbout", {
    "kind": "Literal['transaction', 'dispute', 'payout']",
    "identifier": "str",
    "statement": "str | None",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
})
class BankFilePage(Page["BankFile"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[BankFile]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
BankFile = TypedDict("BankFile", {
    "identifier": "str",
    "name": "str",
    "state": "Literal['writing', 'sent', 'accepted', 'rejected']",
    "currency": "Literal['CAD', 'USD']",
    "item_count": "int",
    "debits": "Decimal",
    "credits": "Decimal",
    "created_at": "str",
    "sent_at": "str | None",
    "answered_at": "str | None",
    "reason": "str | None",
    "next_step": "str | None",
})
class BankFileItemPage(Page["BankFileItem"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[BankFileItem]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
BankFileItem = TypedDict("BankFileItem", {
    "line": "int",
    "kind": "Literal['payout', 'debit', 'credit', 'refund']",
    "direction": "Literal['credit', 'debit']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "reference": "str",
    "due_on": "str",
    "state": "Literal['queued', 'sent', 'settled', 'returned', 'rejected']",
    "fail_reason": "FailReason | None",
    "return_code": "str | None",
    "company_id": "str",
    "company_name": "str | None",
    "transaction_id": "str | None",
    "payout_id": "str | None",
    "account_last4": "str",
})
ArrivalsClearingFilesItem = TypedDict("ArrivalsClearingFilesItem", {
    "network_id": "str",
    "number": "int",
    "business_date": "str",
    "cutoff_at": "str",
    "records": "int",
    "state": "Literal['read', 'checked']",
    "read_at": "str",
})
ArrivalsBankAnswersItem = TypedDict("ArrivalsBankAnswersItem", {
    "kind": "Literal['returns', 'notices', 'acknowledgment', 'settlement']",
    "number": "str",
    "item_count": "int",
    "unmatched": "int",
    "read_at": "str",
})
ArrivalsExpectedItem = TypedDict("ArrivalsExpectedItem", {
    "what": "Literal['clearing_file', 'file_to_bank']",
    "name": "str",
    "on": "str | None",
    "until": "str | None",
    "late": "bool",
    "next_step": "str",
})
Arrivals = TypedDict("Arrivals", {
    "clearing_files": "list[ArrivalsClearingFilesItem]",
    "bank_answers": "list[ArrivalsBankAnswersItem]",
    "expected": "list[ArrivalsExpectedItem]",
})
ClearingFile = TypedDict("ClearingFile", {
    "network_id": "str",
    "number": "int",
    "business_date": "str",
    "cutoff_at": "str",
    "records": "int",
    "state": "Literal['read', 'checked']",
    "read_at": "str",
})
class ClearingFileRecordPage(Page["ClearingFileRecord"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[ClearingFileRecord]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
ClearingFileRecord = TypedDict("ClearingFileRecord", {
    "line": "int",
    "kind": "Literal['sale', 'reversal', 'refund', 'adjustment', 'reject', 'bank_settled', 'bank_returned', 'bank_rejected', 'bank_paid']",
    "rrn": "str",
    "authorization_code": "str",
    "last4": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "captured_at": "str",
    "reason": "str | None",
    "outcome": "Literal['settled', 'rejected', 'offset', 'difference', 'disputed', 'dispute_won', 'dispute_lost', 'handed_on', 'applied'] | None",
    "company_id": "str | None",
    "company_name": "str | None",
    "transaction_id": "str | None",
    "dispute_id": "str | None",
})
WorkJobsItem = TypedDict("WorkJobsItem", {
    "name": "str",
    "state": "Literal['well', 'failing', 'late']",
    "ended_at": "str | None",
    "took_ms": "int | None",
    "failed_at": "str | None",
    "error": "str | None",
    "failures": "int",
})
WorkQueuesItem = TypedDict("WorkQueuesItem", {
    "name": "str",
    "waiting": "int",
    "oldest_at": "str | None",
    "reason": "str",
    "next_step": "str",
})
Work = TypedDict("Work", {
    "jobs": "list[WorkJobsItem]",
    "queues": "list[WorkQueuesItem]",
})
class FailingWebhookPage(Page["FailingWebhook"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[FailingWebhook]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
FailingWebhook = TypedDict("FailingWebhook", {
    "identifier": "str",
    "company_id": "str",
    "company_name": "str",
    "number": "int",
    "receiver": "str",
    "state": "Literal['active', 'backing_off', 'failed']",
    "failures": "int",
    "failing_since": "str",
    "next_attempt_at": "str | None",
    "events_waiting": "int",
    "reason": "str | None",
    "next_step": "str",
})
class QueuedMailPage(Page["QueuedMail"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[QueuedMail]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
QueuedMail = TypedDict("QueuedMail", {
    "identifier": "str",
    "company_id": "str",
    "to": "str",
    "subject": "str",
    "state": "Literal['queued', 'sent', 'failed']",
    "attempts": "int",
    "next_attempt_at": "str | None",
    "reason": "str | None",
    "created_at": "str",
    "sent_at": "str | None",
})
class Keys(Page["Key"]):
    if TYPE_CHECKING:
        def __getitem__(self, key: Literal["data"]) -> list[Key]: ...
Key = TypedDict("Key", {
    "name": "str",
    "use": "Literal['seals', 'signs_deliveries']",
    "what_for": "str",
    "algorithm": "str",
    "state": "Literal['in_use', 'to_come', 'retired']",
    "made_at": "str",
    "place": "Literal['key_file', 'database', 'destroyed']",
    "file": "str | None",
    "kept": "str",
})
class VerifyReportPage(Page["VerifyReport"]):
    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: Literal["data"]) -> list[VerifyReport]: ...
        @overload
        def __getitem__(self, key: Literal["next_cursor"]) -> str | None: ...
VerifyReport = TypedDict("VerifyReport", {
    "identifier": "str",
    "extent": "Literal['full', 'incremental']",
    "state": "Literal['requested', 'running', 'done', 'broken_off']",
    "requested_by": "str",
    "requested_at": "str",
    "started_at": "str | None",
    "ended_at": "str | None",
    "checks_done": "int",
    "checks_total": "int",
    "ok": "bool | None",
    "error": "str | None",
})
VerifyReportInFullChecksItem = TypedDict("VerifyReportInFullChecksItem", {
    "name": "str",
    "says": "str",
    "ok": "bool",
    "extent": "Literal['full', 'incremental']",
    "took_ms": "int",
    "violations": "int",
    "examples": "list[dict[str, Any]]",
    "error": "str | None",
})
VerifyReportInFull = TypedDict("VerifyReportInFull", {
    "identifier": "str",
    "extent": "Literal['full', 'incremental']",
    "state": "Literal['requested', 'running', 'done', 'broken_off']",
    "requested_by": "str",
    "requested_at": "str",
    "started_at": "str | None",
    "ended_at": "str | None",
    "checks_done": "int",
    "checks_total": "int",
    "ok": "bool | None",
    "error": "str | None",
    "took_ms": "int | None",
    "checks": "list[VerifyReportInFullChecksItem]",
})
SignedIn = TypedDict("SignedIn", {
    "ok": "Literal[True]",
    "session_id": "str",
})
OpenInvitation = TypedDict("OpenInvitation", {
    "company_name": "str",
    "email": "str",
    "role": "str",
    "has_account": "bool",
})
EventContactsCreatedData = TypedDict("EventContactsCreatedData", {
    "contactId": "str",
    "email": "str | None",
    "name": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "salt": "NotRequired[str]",
    "erased": "NotRequired[Literal[True]]",
})
EventContactsCreated = TypedDict("EventContactsCreated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.created']",
    "data": "EventContactsCreatedData",
})
EventContactsUpdatedData = TypedDict("EventContactsUpdatedData", {
    "contactId": "str",
    "email": "str | None",
    "name": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "salt": "NotRequired[str]",
    "erased": "NotRequired[Literal[True]]",
})
EventContactsUpdated = TypedDict("EventContactsUpdated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.updated']",
    "data": "EventContactsUpdatedData",
})
EventContactsDeletedData = TypedDict("EventContactsDeletedData", {
    "contactId": "str",
})
EventContactsDeleted = TypedDict("EventContactsDeleted", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.deleted']",
    "data": "EventContactsDeletedData",
})
EventContactsErasedData = TypedDict("EventContactsErasedData", {
    "contactId": "str",
})
EventContactsErased = TypedDict("EventContactsErased", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.erased']",
    "data": "EventContactsErasedData",
})
EventContactsBankAccountsCreatedData = TypedDict("EventContactsBankAccountsCreatedData", {
    "contactId": "str",
    "bankAccountId": "str",
})
EventContactsBankAccountsCreated = TypedDict("EventContactsBankAccountsCreated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.bank_accounts.created']",
    "data": "EventContactsBankAccountsCreatedData",
})
EventContactsBankAccountsDeletedData = TypedDict("EventContactsBankAccountsDeletedData", {
    "contactId": "str",
    "bankAccountId": "str",
})
EventContactsBankAccountsDeleted = TypedDict("EventContactsBankAccountsDeleted", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.bank_accounts.deleted']",
    "data": "EventContactsBankAccountsDeletedData",
})
EventContactsCreditCardsTokenizedData = TypedDict("EventContactsCreditCardsTokenizedData", {
    "contactId": "str",
    "creditCardId": "str",
    "state": "Literal['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']",
    "brand": "str | None",
    "last4": "str | None",
    "expiryMonth": "int | None",
    "expiryYear": "int | None",
    "failReason": "FailReason | None",
})
EventContactsCreditCardsTokenized = TypedDict("EventContactsCreditCardsTokenized", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.credit_cards.tokenized']",
    "data": "EventContactsCreditCardsTokenizedData",
})
EventContactsCreditCardsTokenizationFailedData = TypedDict("EventContactsCreditCardsTokenizationFailedData", {
    "contactId": "str",
    "creditCardId": "str",
    "state": "Literal['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']",
    "brand": "str | None",
    "last4": "str | None",
    "expiryMonth": "int | None",
    "expiryYear": "int | None",
    "failReason": "FailReason | None",
})
EventContactsCreditCardsTokenizationFailed = TypedDict("EventContactsCreditCardsTokenizationFailed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.credit_cards.tokenization_failed']",
    "data": "EventContactsCreditCardsTokenizationFailedData",
})
EventContactsCreditCardsUpdatedData = TypedDict("EventContactsCreditCardsUpdatedData", {
    "contactId": "str",
    "creditCardId": "str",
    "state": "Literal['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']",
    "brand": "str | None",
    "last4": "str | None",
    "expiryMonth": "int | None",
    "expiryYear": "int | None",
    "failReason": "FailReason | None",
    "reason": "Literal['new_number', 'new_expiry', 'closed']",
})
EventContactsCreditCardsUpdated = TypedDict("EventContactsCreditCardsUpdated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.credit_cards.updated']",
    "data": "EventContactsCreditCardsUpdatedData",
})
EventContactsCreditCardsExpiringData = TypedDict("EventContactsCreditCardsExpiringData", {
    "contactId": "str",
    "creditCardId": "str",
    "state": "Literal['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']",
    "brand": "str | None",
    "last4": "str | None",
    "expiryMonth": "int | None",
    "expiryYear": "int | None",
    "failReason": "FailReason | None",
})
EventContactsCreditCardsExpiring = TypedDict("EventContactsCreditCardsExpiring", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.credit_cards.expiring']",
    "data": "EventContactsCreditCardsExpiringData",
})
EventContactsCreditCardsExpiredData = TypedDict("EventContactsCreditCardsExpiredData", {
    "contactId": "str",
    "creditCardId": "str",
    "state": "Literal['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']",
    "brand": "str | None",
    "last4": "str | None",
    "expiryMonth": "int | None",
    "expiryYear": "int | None",
    "failReason": "FailReason | None",
})
EventContactsCreditCardsExpired = TypedDict("EventContactsCreditCardsExpired", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.credit_cards.expired']",
    "data": "EventContactsCreditCardsExpiredData",
})
EventContactsCreditCardsDeletedData = TypedDict("EventContactsCreditCardsDeletedData", {
    "contactId": "str",
    "creditCardId": "str",
    "state": "Literal['pending', 'active', 'single_use', 'failed', 'expired', 'closed', 'deleted']",
    "brand": "str | None",
    "last4": "str | None",
    "expiryMonth": "int | None",
    "expiryYear": "int | None",
    "failReason": "FailReason | None",
})
EventContactsCreditCardsDeleted = TypedDict("EventContactsCreditCardsDeleted", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['contacts.credit_cards.deleted']",
    "data": "EventContactsCreditCardsDeletedData",
})
EventTransactionsDebitsCreatedData = TypedDict("EventTransactionsDebitsCreatedData", {
    "transactionId": "str",
    "state": "Literal['requested']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsCreated = TypedDict("EventTransactionsDebitsCreated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.created']",
    "data": "EventTransactionsDebitsCreatedData",
})
EventTransactionsDebitsInitiatedData = TypedDict("EventTransactionsDebitsInitiatedData", {
    "transactionId": "str",
    "state": "Literal['initiated']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsInitiated = TypedDict("EventTransactionsDebitsInitiated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.initiated']",
    "data": "EventTransactionsDebitsInitiatedData",
})
EventTransactionsDebitsPaymentFailedData = TypedDict("EventTransactionsDebitsPaymentFailedData", {
    "transactionId": "str",
    "state": "Literal['requested']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsPaymentFailed = TypedDict("EventTransactionsDebitsPaymentFailed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.payment_failed']",
    "data": "EventTransactionsDebitsPaymentFailedData",
})
EventTransactionsDebitsReturnedData = TypedDict("EventTransactionsDebitsReturnedData", {
    "transactionId": "str",
    "state": "Literal['completed', 'failed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsReturned = TypedDict("EventTransactionsDebitsReturned", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.returned']",
    "data": "EventTransactionsDebitsReturnedData",
})
EventTransactionsDebitsPaidData = TypedDict("EventTransactionsDebitsPaidData", {
    "transactionId": "str",
    "state": "Literal['paid']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsPaid = TypedDict("EventTransactionsDebitsPaid", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.paid']",
    "data": "EventTransactionsDebitsPaidData",
})
EventTransactionsDebitsCompletedData = TypedDict("EventTransactionsDebitsCompletedData", {
    "transactionId": "str",
    "state": "Literal['completed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsCompleted = TypedDict("EventTransactionsDebitsCompleted", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.completed']",
    "data": "EventTransactionsDebitsCompletedData",
})
EventTransactionsDebitsPreauthorizedData = TypedDict("EventTransactionsDebitsPreauthorizedData", {
    "transactionId": "str",
    "state": "Literal['preauthorized']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "expiresAt": "str",
})
EventTransactionsDebitsPreauthorized = TypedDict("EventTransactionsDebitsPreauthorized", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.preauthorized']",
    "data": "EventTransactionsDebitsPreauthorizedData",
})
EventTransactionsDebitsCancelledData = TypedDict("EventTransactionsDebitsCancelledData", {
    "transactionId": "str",
    "state": "Literal['cancelled']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsCancelled = TypedDict("EventTransactionsDebitsCancelled", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.cancelled']",
    "data": "EventTransactionsDebitsCancelledData",
})
EventTransactionsDebitsRefundedData = TypedDict("EventTransactionsDebitsRefundedData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed', 'failed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "refundId": "str",
    "refundState": "Literal['paid', 'completed']",
    "refundAmount": "Decimal",
    "amountRefunded": "Decimal",
    "method": "Literal['card', 'reversal', 'bank']",
    "refundToBankAccountId": "str | None",
    "refundFailReason": "FailReason | None",
    "refundFailDirection": "Literal['pull', 'push'] | None",
})
EventTransactionsDebitsRefunded = TypedDict("EventTransactionsDebitsRefunded", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.refunded']",
    "data": "EventTransactionsDebitsRefundedData",
})
EventTransactionsDebitsRefundFailedData = TypedDict("EventTransactionsDebitsRefundFailedData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed', 'failed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "refundId": "str",
    "refundState": "Literal['failed']",
    "refundAmount": "Decimal",
    "amountRefunded": "Decimal",
    "method": "Literal['card', 'reversal', 'bank']",
    "refundToBankAccountId": "str | None",
    "refundFailReason": "FailReason | None",
    "refundFailDirection": "Literal['pull', 'push'] | None",
})
EventTransactionsDebitsRefundFailed = TypedDict("EventTransactionsDebitsRefundFailed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.refund_failed']",
    "data": "EventTransactionsDebitsRefundFailedData",
})
EventTransactionsDebitsRefundReturnedData = TypedDict("EventTransactionsDebitsRefundReturnedData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed', 'failed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "refundId": "str",
    "refundState": "Literal['completed']",
    "refundAmount": "Decimal",
    "amountRefunded": "Decimal",
    "method": "Literal['card', 'reversal', 'bank']",
    "refundToBankAccountId": "str | None",
    "refundFailReason": "FailReason | None",
    "refundFailDirection": "Literal['pull', 'push'] | None",
})
EventTransactionsDebitsRefundReturned = TypedDict("EventTransactionsDebitsRefundReturned", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.refund_returned']",
    "data": "EventTransactionsDebitsRefundReturnedData",
})
EventTransactionsDebitsDisputedData = TypedDict("EventTransactionsDebitsDisputedData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "disputeId": "str",
    "disputeState": "Literal['needs_response']",
    "disputeAmount": "Decimal",
    "disputeAmountTaken": "Decimal",
    "disputeReason": "str",
    "respondBy": "str",
    "lostReason": "Literal['no_response', 'decided', 'closed'] | None",
})
EventTransactionsDebitsDisputed = TypedDict("EventTransactionsDebitsDisputed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.disputed']",
    "data": "EventTransactionsDebitsDisputedData",
})
EventTransactionsDebitsDisputeUnderReviewData = TypedDict("EventTransactionsDebitsDisputeUnderReviewData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "disputeId": "str",
    "disputeState": "Literal['under_review']",
    "disputeAmount": "Decimal",
    "disputeAmountTaken": "Decimal",
    "disputeReason": "str",
    "respondBy": "str",
    "lostReason": "Literal['no_response', 'decided', 'closed'] | None",
})
EventTransactionsDebitsDisputeUnderReview = TypedDict("EventTransactionsDebitsDisputeUnderReview", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.dispute_under_review']",
    "data": "EventTransactionsDebitsDisputeUnderReviewData",
})
EventTransactionsDebitsDisputeWonData = TypedDict("EventTransactionsDebitsDisputeWonData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "disputeId": "str",
    "disputeState": "Literal['won']",
    "disputeAmount": "Decimal",
    "disputeAmountTaken": "Decimal",
    "disputeReason": "str",
    "respondBy": "str",
    "lostReason": "Literal['no_response', 'decided', 'closed'] | None",
})
EventTransactionsDebitsDisputeWon = TypedDict("EventTransactionsDebitsDisputeWon", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.dispute_won']",
    "data": "EventTransactionsDebitsDisputeWonData",
})
EventTransactionsDebitsDisputeLostData = TypedDict("EventTransactionsDebitsDisputeLostData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
    "disputeId": "str",
    "disputeState": "Literal['lost']",
    "disputeAmount": "Decimal",
    "disputeAmountTaken": "Decimal",
    "disputeReason": "str",
    "respondBy": "str",
    "lostReason": "Literal['no_response', 'decided', 'closed'] | None",
})
EventTransactionsDebitsDisputeLost = TypedDict("EventTransactionsDebitsDisputeLost", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.dispute_lost']",
    "data": "EventTransactionsDebitsDisputeLostData",
})
EventTransactionsDebitsFailedData = TypedDict("EventTransactionsDebitsFailedData", {
    "transactionId": "str",
    "state": "Literal['failed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "creditCardId": "str | None",
    "toBankAccountId": "str",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "initiator": "NotRequired[Literal['customer', 'merchant'] | None]",
    "reason": "NotRequired[Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | None]",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsDebitsFailed = TypedDict("EventTransactionsDebitsFailed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.debits.failed']",
    "data": "EventTransactionsDebitsFailedData",
})
EventTransactionsCreditsCreatedData = TypedDict("EventTransactionsCreditsCreatedData", {
    "transactionId": "str",
    "state": "Literal['requested']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "fromBankAccountId": "str",
    "toBankAccountId": "str | None",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsCreditsCreated = TypedDict("EventTransactionsCreditsCreated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.credits.created']",
    "data": "EventTransactionsCreditsCreatedData",
})
EventTransactionsCreditsInitiatedData = TypedDict("EventTransactionsCreditsInitiatedData", {
    "transactionId": "str",
    "state": "Literal['initiated']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "fromBankAccountId": "str",
    "toBankAccountId": "str | None",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsCreditsInitiated = TypedDict("EventTransactionsCreditsInitiated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.credits.initiated']",
    "data": "EventTransactionsCreditsInitiatedData",
})
EventTransactionsCreditsPaidData = TypedDict("EventTransactionsCreditsPaidData", {
    "transactionId": "str",
    "state": "Literal['paid']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "fromBankAccountId": "str",
    "toBankAccountId": "str | None",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsCreditsPaid = TypedDict("EventTransactionsCreditsPaid", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.credits.paid']",
    "data": "EventTransactionsCreditsPaidData",
})
EventTransactionsCreditsCompletedData = TypedDict("EventTransactionsCreditsCompletedData", {
    "transactionId": "str",
    "state": "Literal['completed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "fromBankAccountId": "str",
    "toBankAccountId": "str | None",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsCreditsCompleted = TypedDict("EventTransactionsCreditsCompleted", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.credits.completed']",
    "data": "EventTransactionsCreditsCompletedData",
})
EventTransactionsCreditsFailedData = TypedDict("EventTransactionsCreditsFailedData", {
    "transactionId": "str",
    "state": "Literal['failed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "fromBankAccountId": "str",
    "toBankAccountId": "str | None",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsCreditsFailed = TypedDict("EventTransactionsCreditsFailed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.credits.failed']",
    "data": "EventTransactionsCreditsFailedData",
})
EventTransactionsCreditsCancelledData = TypedDict("EventTransactionsCreditsCancelledData", {
    "transactionId": "str",
    "state": "Literal['cancelled']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "fromBankAccountId": "str",
    "toBankAccountId": "str | None",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsCreditsCancelled = TypedDict("EventTransactionsCreditsCancelled", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.credits.cancelled']",
    "data": "EventTransactionsCreditsCancelledData",
})
EventTransactionsCreditsReturnedData = TypedDict("EventTransactionsCreditsReturnedData", {
    "transactionId": "str",
    "state": "Literal['paid', 'completed', 'failed']",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "contactId": "str",
    "fromBankAccountId": "str",
    "toBankAccountId": "str | None",
    "statement": "str",
    "failReason": "FailReason | None",
    "failDirection": "Literal['pull', 'push'] | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventTransactionsCreditsReturned = TypedDict("EventTransactionsCreditsReturned", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['transactions.credits.returned']",
    "data": "EventTransactionsCreditsReturnedData",
})
EventPayoutsRequestedData = TypedDict("EventPayoutsRequestedData", {
    "payoutId": "str",
    "state": "Literal['requested']",
    "amount": "Decimal",
    "amountOwed": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "bankAccountId": "str",
    "failReason": "FailReason | None",
})
EventPayoutsRequested = TypedDict("EventPayoutsRequested", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['payouts.requested']",
    "data": "EventPayoutsRequestedData",
})
EventPayoutsInitiatedData = TypedDict("EventPayoutsInitiatedData", {
    "payoutId": "str",
    "state": "Literal['initiated']",
    "amount": "Decimal",
    "amountOwed": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "bankAccountId": "str",
    "failReason": "FailReason | None",
})
EventPayoutsInitiated = TypedDict("EventPayoutsInitiated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['payouts.initiated']",
    "data": "EventPayoutsInitiatedData",
})
EventPayoutsCompletedData = TypedDict("EventPayoutsCompletedData", {
    "payoutId": "str",
    "state": "Literal['completed']",
    "amount": "Decimal",
    "amountOwed": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "bankAccountId": "str",
    "failReason": "FailReason | None",
})
EventPayoutsCompleted = TypedDict("EventPayoutsCompleted", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['payouts.completed']",
    "data": "EventPayoutsCompletedData",
})
EventPayoutsReturnedData = TypedDict("EventPayoutsReturnedData", {
    "payoutId": "str",
    "state": "Literal['returned']",
    "amount": "Decimal",
    "amountOwed": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "bankAccountId": "str",
    "failReason": "FailReason | None",
})
EventPayoutsReturned = TypedDict("EventPayoutsReturned", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['payouts.returned']",
    "data": "EventPayoutsReturnedData",
})
EventSchedulesCreatedData = TypedDict("EventSchedulesCreatedData", {
    "scheduleId": "str",
    "state": "Literal['active']",
    "kind": "Literal['card_debit', 'eft_debit', 'eft_credit']",
    "contactId": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "nextNumber": "int | None",
    "nextDueOn": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventSchedulesCreated = TypedDict("EventSchedulesCreated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.created']",
    "data": "EventSchedulesCreatedData",
})
EventSchedulesUpdatedData = TypedDict("EventSchedulesUpdatedData", {
    "scheduleId": "str",
    "state": "Literal['active', 'paused']",
    "kind": "Literal['card_debit', 'eft_debit', 'eft_credit']",
    "contactId": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "nextNumber": "int | None",
    "nextDueOn": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventSchedulesUpdated = TypedDict("EventSchedulesUpdated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.updated']",
    "data": "EventSchedulesUpdatedData",
})
EventSchedulesPausedData = TypedDict("EventSchedulesPausedData", {
    "scheduleId": "str",
    "state": "Literal['paused']",
    "kind": "Literal['card_debit', 'eft_debit', 'eft_credit']",
    "contactId": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "nextNumber": "int | None",
    "nextDueOn": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventSchedulesPaused = TypedDict("EventSchedulesPaused", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.paused']",
    "data": "EventSchedulesPausedData",
})
EventSchedulesResumedData = TypedDict("EventSchedulesResumedData", {
    "scheduleId": "str",
    "state": "Literal['active']",
    "kind": "Literal['card_debit', 'eft_debit', 'eft_credit']",
    "contactId": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "nextNumber": "int | None",
    "nextDueOn": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventSchedulesResumed = TypedDict("EventSchedulesResumed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.resumed']",
    "data": "EventSchedulesResumedData",
})
EventSchedulesCompletedData = TypedDict("EventSchedulesCompletedData", {
    "scheduleId": "str",
    "state": "Literal['completed']",
    "kind": "Literal['card_debit', 'eft_debit', 'eft_credit']",
    "contactId": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "nextNumber": "int | None",
    "nextDueOn": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventSchedulesCompleted = TypedDict("EventSchedulesCompleted", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.completed']",
    "data": "EventSchedulesCompletedData",
})
EventSchedulesCancelledData = TypedDict("EventSchedulesCancelledData", {
    "scheduleId": "str",
    "state": "Literal['cancelled']",
    "kind": "Literal['card_debit', 'eft_debit', 'eft_credit']",
    "contactId": "str",
    "amount": "Decimal",
    "currency": "Literal['CAD', 'USD']",
    "nextNumber": "int | None",
    "nextDueOn": "str | None",
    "externalReference": "str | None",
    "metadata": "dict[str, str]",
})
EventSchedulesCancelled = TypedDict("EventSchedulesCancelled", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.cancelled']",
    "data": "EventSchedulesCancelledData",
})
EventSchedulesOccurrencesMadeData = TypedDict("EventSchedulesOccurrencesMadeData", {
    "scheduleId": "str",
    "number": "int",
    "date": "str",
    "dueOn": "str",
    "state": "Literal['made']",
    "transactionId": "str | None",
    "failReason": "FailReason | None",
})
EventSchedulesOccurrencesMade = TypedDict("EventSchedulesOccurrencesMade", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.occurrences.made']",
    "data": "EventSchedulesOccurrencesMadeData",
})
EventSchedulesOccurrencesFailedData = TypedDict("EventSchedulesOccurrencesFailedData", {
    "scheduleId": "str",
    "number": "int",
    "date": "str",
    "dueOn": "str",
    "state": "Literal['failed']",
    "transactionId": "str | None",
    "failReason": "FailReason | None",
})
EventSchedulesOccurrencesFailed = TypedDict("EventSchedulesOccurrencesFailed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.occurrences.failed']",
    "data": "EventSchedulesOccurrencesFailedData",
})
EventSchedulesOccurrencesSkippedData = TypedDict("EventSchedulesOccurrencesSkippedData", {
    "scheduleId": "str",
    "number": "int",
    "date": "str",
    "dueOn": "str",
    "state": "Literal['skipped']",
    "transactionId": "str | None",
    "failReason": "FailReason | None",
})
EventSchedulesOccurrencesSkipped = TypedDict("EventSchedulesOccurrencesSkipped", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.occurrences.skipped']",
    "data": "EventSchedulesOccurrencesSkippedData",
})
EventSchedulesOccurrencesRestoredData = TypedDict("EventSchedulesOccurrencesRestoredData", {
    "scheduleId": "str",
    "number": "int",
    "date": "str",
    "dueOn": "str",
    "state": "Literal['restored']",
    "transactionId": "str | None",
    "failReason": "FailReason | None",
})
EventSchedulesOccurrencesRestored = TypedDict("EventSchedulesOccurrencesRestored", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['schedules.occurrences.restored']",
    "data": "EventSchedulesOccurrencesRestoredData",
})
EventCompanyUpdatedData = TypedDict("EventCompanyUpdatedData", {
    "companyId": "str",
    "name": "str",
    "language": "Literal['en', 'fr']",
    "contactEmail": "str | None",
    "contactPhone": "str | None",
    "timeZone": "str",
    "accentColor": "str | None",
    "receiptsByMail": "bool",
    "secondFactorRequired": "bool",
    "hasLogo": "bool",
    "state": "Literal['active', 'suspended', 'closing']",
    "stateSince": "str | None",
    "stateReason": "str | None",
})
EventCompanyUpdated = TypedDict("EventCompanyUpdated", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['company.updated']",
    "data": "EventCompanyUpdatedData",
})
EventCompanyCardTestingSuspectedData = TypedDict("EventCompanyCardTestingSuspectedData", {
    "companyId": "str",
    "scope": "Literal['company', 'address', 'prefix', 'card', 'bin']",
    "address": "str | None",
    "declined": "int",
})
EventCompanyCardTestingSuspected = TypedDict("EventCompanyCardTestingSuspected", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['company.card_testing_suspected']",
    "data": "EventCompanyCardTestingSuspectedData",
})
EventUsersInvitedData = TypedDict("EventUsersInvitedData", {
    "email": "str",
    "role": "Literal['owner', 'admin', 'developer', 'support', 'viewer']",
})
EventUsersInvited = TypedDict("EventUsersInvited", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['users.invited']",
    "data": "EventUsersInvitedData",
})
EventUsersSignedInData = TypedDict("EventUsersSignedInData", {
    "userId": "str",
    "email": "str",
    "method": "str",
})
EventUsersSignedIn = TypedDict("EventUsersSignedIn", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['users.signed_in']",
    "data": "EventUsersSignedInData",
})
EventUsersRemovedData = TypedDict("EventUsersRemovedData", {
    "userId": "str",
    "email": "str",
})
EventUsersRemoved = TypedDict("EventUsersRemoved", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['users.removed']",
    "data": "EventUsersRemovedData",
})
EventEventsRestoredData = TypedDict("EventEventsRestoredData", {
    "restoredTo": "str",
})
EventEventsRestored = TypedDict("EventEventsRestored", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['events.restored']",
    "data": "EventEventsRestoredData",
})
EventWebhooksFailingData = TypedDict("EventWebhooksFailingData", {
    "webhookId": "str",
    "state": "Literal['backing_off']",
    "stage": "Literal['first_failure', 'lasting', 'ending']",
    "failingSince": "str",
    "failures": "int",
    "nextAttemptAt": "str | None",
    "firstEventId": "int",
    "lastEventId": "int",
    "eventType": "str",
    "status": "int | None",
    "errorClass": "str",
    "reason": "str",
})
EventWebhooksFailing = TypedDict("EventWebhooksFailing", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['webhooks.failing']",
    "data": "EventWebhooksFailingData",
})
EventWebhooksFailedData = TypedDict("EventWebhooksFailedData", {
    "webhookId": "str",
    "state": "Literal['failed']",
    "stage": "Literal['failed']",
    "failingSince": "str",
    "failures": "int",
    "nextAttemptAt": "str | None",
    "firstEventId": "int",
    "lastEventId": "int",
    "eventType": "str",
    "status": "int | None",
    "errorClass": "str",
    "reason": "str",
})
EventWebhooksFailed = TypedDict("EventWebhooksFailed", {
    "id": "int",
    "createdAt": "str",
    "type": "Literal['webhooks.failed']",
    "data": "EventWebhooksFailedData",
})
GenerateCreditCardTokenizationUrlAppearance = TypedDict("GenerateCreditCardTokenizationUrlAppearance", {
    "accent": "NotRequired[str]",
    "background": "NotRequired[str]",
    "text": "NotRequired[str]",
    "radius": "NotRequired[int]",
    "font_size": "NotRequired[int]",
})
GenerateDebitCreditCardUrlAppearance = TypedDict("GenerateDebitCreditCardUrlAppearance", {
    "accent": "NotRequired[str]",
    "background": "NotRequired[str]",
    "text": "NotRequired[str]",
    "radius": "NotRequired[int]",
    "font_size": "NotRequired[int]",
})
PayDebitAgreement = TypedDict("PayDebitAgreement", {
    "agreed_at": "NotRequired[str]",
    "reference": "NotRequired[str]",
})
CreateExportFilters = TypedDict("CreateExportFilters", {
    "metadata": "NotRequired[dict[str, str]]",
})
AddDisputeEvidenceFilesItem = TypedDict("AddDisputeEvidenceFilesItem", {
    "name": "str",
    "content": "str",
})
CreateScheduleAgreement = TypedDict("CreateScheduleAgreement", {
    "agreed_at": "NotRequired[str]",
    "reference": "NotRequired[str]",
})
ExplainNextPayoutItemSubject = TypedDict("ExplainNextPayoutItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
ExplainNextPayoutItemSourcesItem = TypedDict("ExplainNextPayoutItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
ExplainNextPayoutItem = TypedDict("ExplainNextPayoutItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "ExplainNextPayoutItemSubject | None",
    "sources": "list[ExplainNextPayoutItemSourcesItem]",
    "explain": "str | None",
})
ExplainPayoutItemSubject = TypedDict("ExplainPayoutItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
ExplainPayoutItemSourcesItem = TypedDict("ExplainPayoutItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
ExplainPayoutItem = TypedDict("ExplainPayoutItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "ExplainPayoutItemSubject | None",
    "sources": "list[ExplainPayoutItemSourcesItem]",
    "explain": "str | None",
})
ExplainBalanceItemSubject = TypedDict("ExplainBalanceItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
ExplainBalanceItemSourcesItem = TypedDict("ExplainBalanceItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
ExplainBalanceItem = TypedDict("ExplainBalanceItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "ExplainBalanceItemSubject | None",
    "sources": "list[ExplainBalanceItemSourcesItem]",
    "explain": "str | None",
})
ListEventTypesItem = TypedDict("ListEventTypesItem", {
    "type": "Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']",
    "description": "str",
})
ListEventDeliveriesItemAttemptsItem = TypedDict("ListEventDeliveriesItemAttemptsItem", {
    "identifier": "str",
    "kind": "Literal['events', 'redelivery', 'test']",
    "attempt": "int",
    "delivered": "bool",
    "status": "int | None",
    "error_class": "Literal['timeout', 'dns', 'connect', 'tls', 'closed', 'address_refused', 'redirected', 'client_error', 'server_error', 'gone', 'bad_answer', 'other'] | None",
    "error": "str | None",
    "attempted_at": "str",
})
ListEventDeliveriesItem = TypedDict("ListEventDeliveriesItem", {
    "webhook_id": "str",
    "callback_url": "str",
    "stopped": "bool",
    "confirmed": "bool",
    "attempts": "list[ListEventDeliveriesItemAttemptsItem]",
})
ExplainCompanySummaryItemSubject = TypedDict("ExplainCompanySummaryItemSubject", {
    "kind": "str",
    "identifier": "str",
    "transaction_id": "str | None",
    "statement": "str | None",
})
ExplainCompanySummaryItemSourcesItem = TypedDict("ExplainCompanySummaryItemSourcesItem", {
    "kind": "Literal['clearing_file', 'bank_file']",
    "of": "str",
    "file": "int",
    "bank_file_id": "str | None",
    "line": "int",
    "on": "str",
    "reference": "str",
    "amount": "Decimal",
    "says": "str",
})
ExplainCompanySummaryItem = TypedDict("ExplainCompanySummaryItem", {
    "key": "str",
    "amount": "Decimal",
    "count": "int",
    "at": "str | None",
    "subject": "ExplainCompanySummaryItemSubject | None",
    "sources": "list[ExplainCompanySummaryItemSourcesItem]",
    "explain": "str | None",
})
CreateCompanyContact = TypedDict("CreateCompanyContact", {
    "email": "str",
    "phone": "NotRequired[str | None]",
})
CreateCompanyFeatures = TypedDict("CreateCompanyFeatures", {
    "card_on_file": "NotRequired[bool]",
})
CreateCompanyLimitsItem = TypedDict("CreateCompanyLimitsItem", {
    "currency": "Literal['CAD', 'USD']",
    "per_transaction": "NotRequired[Decimal | str | None]",
    "per_day_debits": "NotRequired[Decimal | str | None]",
    "per_day_credits": "NotRequired[Decimal | str | None]",
})
CreateCompanyFeesItem = TypedDict("CreateCompanyFeesItem", {
    "currency": "Literal['CAD', 'USD']",
    "method": "Literal['card', 'eft']",
    "basis_points": "int",
    "fixed": "Decimal | str",
})
UpdateOperatedCompanyContact = TypedDict("UpdateOperatedCompanyContact", {
    "email": "str",
    "phone": "NotRequired[str | None]",
})
UpdateOperatedCompanyFeatures = TypedDict("UpdateOperatedCompanyFeatures", {
    "card_on_file": "NotRequired[bool]",
})
FailReason: TypeAlias = Literal['account_closed', 'account_deleted', 'account_frozen', 'account_not_found', 'account_not_supported', 'account_number_not_valid', 'agreement_revoked', 'amount_too_large', 'authentication_required', 'authorization_expired', 'bank_account_deleted', 'card_declined', 'card_deleted', 'card_expired', 'card_failed', 'card_not_supported', 'card_on_file_disabled', 'card_pending', 'card_single_use', 'card_unreadable', 'closed_account', 'contact_deleted', 'currency_mismatch', 'date_not_valid', 'debit_not_allowed', 'debit_taken_back', 'declined', 'do_not_honour', 'duplicate', 'duplicate_transmission', 'exceeds_limit', 'expired', 'expired_card', 'failed', 'funds_not_cleared', 'holder_deceased', 'incorrect_cvc', 'incorrect_pin', 'incorrect_postal_code', 'institution_in_default', 'insufficient_funds', 'invalid_amount', 'invalid_card_number', 'invalid_merchant', 'invalid_transaction', 'issuer_not_found', 'issuer_unavailable', 'limit_exceeded', 'lost_card', 'name_mismatch', 'network_error', 'network_timeout', 'network_unavailable', 'no_agreement', 'no_such_account', 'not_announced', 'not_as_agreed', 'not_cleared', 'not_found', 'not_reversed', 'payment_stopped', 'pick_up_card', 'pin_tries_exceeded', 'processing_error', 'recalled', 'refer_to_issuer', 'refused_by_holder', 'rejected_at_clearing', 'rejected_by_bank', 'restricted_card', 'retry_not_allowed', 'returned_by_bank', 'schedule_cancelled', 'security_violation', 'stolen_card', 'suspected_fraud', 'tokenization_url_expired', 'tokenization_url_invalid', 'tokenization_url_used', 'transaction_not_permitted', 'validation_failed', 'vault_unavailable', 'wrong_state']
Event: TypeAlias = EventContactsCreated | EventContactsUpdated | EventContactsDeleted | EventContactsErased | EventContactsBankAccountsCreated | EventContactsBankAccountsDeleted | EventContactsCreditCardsTokenized | EventContactsCreditCardsTokenizationFailed | EventContactsCreditCardsUpdated | EventContactsCreditCardsExpiring | EventContactsCreditCardsExpired | EventContactsCreditCardsDeleted | EventTransactionsDebitsCreated | EventTransactionsDebitsInitiated | EventTransactionsDebitsPaymentFailed | EventTransactionsDebitsReturned | EventTransactionsDebitsPaid | EventTransactionsDebitsCompleted | EventTransactionsDebitsPreauthorized | EventTransactionsDebitsCancelled | EventTransactionsDebitsRefunded | EventTransactionsDebitsRefundFailed | EventTransactionsDebitsRefundReturned | EventTransactionsDebitsDisputed | EventTransactionsDebitsDisputeUnderReview | EventTransactionsDebitsDisputeWon | EventTransactionsDebitsDisputeLost | EventTransactionsDebitsFailed | EventTransactionsCreditsCreated | EventTransactionsCreditsInitiated | EventTransactionsCreditsPaid | EventTransactionsCreditsCompleted | EventTransactionsCreditsFailed | EventTransactionsCreditsCancelled | EventTransactionsCreditsReturned | EventPayoutsRequested | EventPayoutsInitiated | EventPayoutsCompleted | EventPayoutsReturned | EventSchedulesCreated | EventSchedulesUpdated | EventSchedulesPaused | EventSchedulesResumed | EventSchedulesCompleted | EventSchedulesCancelled | EventSchedulesOccurrencesMade | EventSchedulesOccurrencesFailed | EventSchedulesOccurrencesSkipped | EventSchedulesOccurrencesRestored | EventCompanyUpdated | EventCompanyCardTestingSuspected | EventUsersInvited | EventUsersSignedIn | EventUsersRemoved | EventEventsRestored | EventWebhooksFailing | EventWebhooksFailed
ProblemCode: TypeAlias = Literal['malformed_json', 'bad_request', 'unauthenticated', 'second_factor_required', 'sign_in_failed', 'card_declined', 'forbidden', 'not_own_page', 'second_factor_missing', 'reauthentication_required', 'card_on_file_disabled', 'company_suspended', 'not_found', 'method_not_allowed', 'wrong_state', 'retry_not_allowed', 'idempotency_conflict', 'idempotency_in_progress', 'events_archived', 'payload_too_large', 'unsupported_media_type', 'expectation_failed', 'validation_failed', 'limit_exceeded', 'search_too_broad', 'rate_limited', 'headers_too_large', 'internal_error', 'service_unavailable', 'network_unavailable', 'network_timeout']


class Operations(Sender):
    """Every operation of the API, a method each."""

    def create_contact(self, *, email: str, name: str, tags: list[str] | Omitted = OMITTED, language: Literal['en', 'fr'] | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "Contact":
        """Create a contact

        A contact is a person or business that you charge or pay. Its `identifier` is in every later call.

        The token needs the scope `contacts:write`."""
        return cast("Contact", self._call("PUT", "/contact", in_path={}, query={}, body={"email": email, "name": name, "tags": tags, "language": language, "external_reference": external_reference, "metadata": metadata}, idempotency_key=idempotency_key, writes=True))

    def list_contacts(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, identifier: str | Sequence[str] | Omitted = OMITTED, email: str | Omitted = OMITTED, name: str | Omitted = OMITTED, tag: str | Omitted = OMITTED, attention: str | Omitted = OMITTED, external_reference: str | Omitted = OMITTED, metadata: dict[str, str] | Omitted = OMITTED, metadata_value: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "ContactPage":
        """List contacts

        Newest first. Deleted contacts are not listed.

        The token needs the scope `contacts:read`."""
        return ContactPage(lambda more: self._call("GET", "/contact", in_path={}, query={"limit": limit, "cursor": cursor, "identifier": identifier, "email": email, "name": name, "tag": tag, "attention": attention, "external_reference": external_reference, "metadata": metadata, "metadata_value": metadata_value, "created_after": created_after, "created_before": created_before} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_contacts(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, identifier: str | Sequence[str] | Omitted = OMITTED, email: str | Omitted = OMITTED, name: str | Omitted = OMITTED, tag: str | Omitted = OMITTED, attention: str | Omitted = OMITTED, external_reference: str | Omitted = OMITTED, metadata: dict[str, str] | Omitted = OMITTED, metadata_value: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "Iterator[Contact]":
        """All of `list_contacts`; nothing is asked for before the first item."""
        yield from self.list_contacts(limit=limit, cursor=cursor, identifier=identifier, email=email, name=name, tag=tag, attention=attention, external_reference=external_reference, metadata=metadata, metadata_value=metadata_value, created_after=created_after, created_before=created_before)

    def get_contact(self, *, contact_id: str) -> "Contact":
        """Get a contact

        The token needs the scope `contacts:read`."""
        return cast("Contact", self._call("GET", "/contact/{contact_id}", in_path={"contact_id": contact_id}, query={}, body=None, idempotency_key=None, writes=False))

    def update_contact(self, *, contact_id: str, email: str | Omitted = OMITTED, name: str | Omitted = OMITTED, tags: list[str] | None | Omitted = OMITTED, language: Literal['en', 'fr'] | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "Contact":
        """Change a contact

        Fields that are left out stay as they are; null clears `tags`, `language`, `external_reference` and `metadata`, and `metadata` replaces all that there was. A change of nothing leaves `updated_at` alone and tells no event.

        The token needs the scope `contacts:write`."""
        return cast("Contact", self._call("PATCH", "/contact/{contact_id}", in_path={"contact_id": contact_id}, query={}, body={"email": email, "name": name, "tags": tags, "language": language, "external_reference": external_reference, "metadata": metadata}, idempotency_key=idempotency_key, writes=True))

    def delete_contact(self, *, contact_id: str, idempotency_key: str | None = None) -> "Ok":
        """Delete a contact

        Its cards and bank accounts can no longer be used, and its card data is shredded: the key that opens it is destroyed. Its schedules and what it has open are cancelled, each with its event: debits and credits whose funds are not on their way yet, and holds, which are released. All of its transactions stay on record. Name and addresses stay too: `POST /contact/{contact_id}/erase` erases them.

        The token needs the scope `contacts:write`."""
        return cast("Ok", self._call("DELETE", "/contact/{contact_id}", in_path={"contact_id": contact_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def erase_contact(self, *, contact_id: str, confirm_contact_id: str, reason: Literal['person_asked', 'no_longer_needed', 'collected_wrongly'], idempotency_key: str | None = None) -> "ContactErasure":
        """Erase a contact

        Irrevocable. Deletes the contact, where it is not deleted yet, and then erases what is known of the person: name, addresses, accounts, mails, evidence and notes, also in events of the log, whose ids, hashes and proofs stay. Transactions and ledger stay, under the contact’s id. 409 while money of the contact is moving; then nothing is changed. What stays for how long: /docs/guide/erasure.

        The token needs the scope `contacts:write`."""
        return cast("ContactErasure", self._call("POST", "/contact/{contact_id}/erase", in_path={"contact_id": contact_id}, query={}, body={"confirm_contact_id": confirm_contact_id, "reason": reason}, idempotency_key=idempotency_key, writes=True))

    def get_contact_erasure(self, *, contact_id: str) -> "ContactErasure":
        """Get a contact’s erasure

        Also of a contact that is gone: it shows that it was asked for, and that it was done.

        The token needs the scope `contacts:read`."""
        return cast("ContactErasure", self._call("GET", "/contact/{contact_id}/erasure", in_path={"contact_id": contact_id}, query={}, body=None, idempotency_key=None, writes=False))

    def create_contact_bank_account(self, *, contact_id: str, holder_name: str, account_type: Literal['chequing', 'savings'], account_number: str, institution: str | Omitted = OMITTED, title: str | Omitted = OMITTED, transit_number: str | Omitted = OMITTED, institution_number: str | Omitted = OMITTED, routing_number: str | Omitted = OMITTED, holder_address: str | Omitted = OMITTED, holder_address_postal_code: str | Omitted = OMITTED, holder_address_city: str | Omitted = OMITTED, holder_address_country: str | Omitted = OMITTED, holder_email: str | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "BankAccount":
        """Add a contact's bank account

        The account number is encrypted at rest and only ever answered as its last four digits.

        The token needs the scope `contacts:write`.

        Also served as `/contact/bank-account`."""
        return cast("BankAccount", self._call("PUT", "/contact/bank_account", in_path={}, query={}, body={"contact_id": contact_id, "institution": institution, "title": title, "holder_name": holder_name, "account_type": account_type, "transit_number": transit_number, "institution_number": institution_number, "routing_number": routing_number, "account_number": account_number, "holder_address": holder_address, "holder_address_postal_code": holder_address_postal_code, "holder_address_city": holder_address_city, "holder_address_country": holder_address_country, "holder_email": holder_email, "currency": currency}, idempotency_key=idempotency_key, writes=True))

    def list_contact_bank_accounts(self, *, contact_id: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "BankAccountPage":
        """List a contact's bank accounts

        The token needs the scope `contacts:read`."""
        return BankAccountPage(lambda more: self._call("GET", "/contact/{contact_id}/bank_accounts", in_path={"contact_id": contact_id}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_contact_bank_accounts(self, *, contact_id: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[BankAccount]":
        """All of `list_contact_bank_accounts`; nothing is asked for before the first item."""
        yield from self.list_contact_bank_accounts(contact_id=contact_id, limit=limit, cursor=cursor)

    def list_contact_agreements(self, *, contact_id: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "ContactAgreementPage":
        """List a contact’s debit agreements

        Of debits by bank account, newest debit first, also of accounts that were deleted since.

        The token needs the scope `debits:read`."""
        return ContactAgreementPage(lambda more: self._call("GET", "/contact/{contact_id}/agreements", in_path={"contact_id": contact_id}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_contact_agreements(self, *, contact_id: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[ContactAgreement]":
        """All of `list_contact_agreements`; nothing is asked for before the first item."""
        yield from self.list_contact_agreements(contact_id=contact_id, limit=limit, cursor=cursor)

    def delete_contact_bank_account(self, *, contact_id: str, bank_account_id: str, idempotency_key: str | None = None) -> "Ok":
        """Delete a contact's bank account

        The token needs the scope `contacts:write`."""
        return cast("Ok", self._call("DELETE", "/contact/{contact_id}/bank_accounts/{bank_account_id}", in_path={"contact_id": contact_id, "bank_account_id": bank_account_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def create_bank_account(self, *, holder_name: str, account_type: Literal['chequing', 'savings'], account_number: str, institution: str | Omitted = OMITTED, title: str | Omitted = OMITTED, transit_number: str | Omitted = OMITTED, institution_number: str | Omitted = OMITTED, routing_number: str | Omitted = OMITTED, holder_address: str | Omitted = OMITTED, holder_address_postal_code: str | Omitted = OMITTED, holder_address_city: str | Omitted = OMITTED, holder_address_country: str | Omitted = OMITTED, holder_email: str | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "BankAccount":
        """Add a bank account of your company

        Where the money of your debits is deposited, and where credits are paid from.

        The token needs the scope `company:write`."""
        return cast("BankAccount", self._call("PUT", "/bank_account", in_path={}, query={}, body={"institution": institution, "title": title, "holder_name": holder_name, "account_type": account_type, "transit_number": transit_number, "institution_number": institution_number, "routing_number": routing_number, "account_number": account_number, "holder_address": holder_address, "holder_address_postal_code": holder_address_postal_code, "holder_address_city": holder_address_city, "holder_address_country": holder_address_country, "holder_email": holder_email, "currency": currency}, idempotency_key=idempotency_key, writes=True))

    def list_bank_accounts(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "BankAccountPage":
        """List the bank accounts of your company

        The token needs the scope `company:read`."""
        return BankAccountPage(lambda more: self._call("GET", "/bank_account", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_bank_accounts(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[BankAccount]":
        """All of `list_bank_accounts`; nothing is asked for before the first item."""
        yield from self.list_bank_accounts(limit=limit, cursor=cursor)

    def delete_bank_account(self, *, bank_account_id: str, idempotency_key: str | None = None) -> "Ok":
        """Delete a bank account of your company

        Debits that name it can no longer be made; those already made are still deposited there.

        The token needs the scope `company:write`."""
        return cast("Ok", self._call("DELETE", "/bank_account/{bank_account_id}", in_path={"bank_account_id": bank_account_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def generate_credit_card_tokenization_url(self, *, contact_id: str, allowed_origins: list[str] | Omitted = OMITTED, return_url: str | Omitted = OMITTED, language: Literal['en', 'fr'] | Omitted = OMITTED, appearance: GenerateCreditCardTokenizationUrlAppearance | Omitted = OMITTED, idempotency_key: str | None = None) -> "CardPage":
        """Get a single-use URL of a hosted card page

        Show the URL in an iframe. The person enters the card there, on the origin of the vault, so that card data never touches your servers. The card is `pending` until the event `contacts.credit_cards.tokenized` (or `…tokenization_failed`) says how it went. The URL lives 15 minutes and serves once.

        The token needs the scope `contacts:write`."""
        return cast("CardPage", self._call("POST", "/contact/{contact_id}/creditcards/url", in_path={"contact_id": contact_id}, query={}, body={"allowed_origins": allowed_origins, "return_url": return_url, "language": language, "appearance": appearance}, idempotency_key=idempotency_key, writes=True))

    def list_contact_credit_cards(self, *, contact_id: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "CreditCardPage":
        """List a contact's cards

        Newest first, deleted ones left out. Offer only those whose `state` is `active`.

        The token needs the scope `contacts:read`."""
        return CreditCardPage(lambda more: self._call("GET", "/contact/{contact_id}/creditcards", in_path={"contact_id": contact_id}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_contact_credit_cards(self, *, contact_id: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[CreditCard]":
        """All of `list_contact_credit_cards`; nothing is asked for before the first item."""
        yield from self.list_contact_credit_cards(contact_id=contact_id, limit=limit, cursor=cursor)

    def get_contact_credit_card(self, *, contact_id: str, credit_card_id: str) -> "CreditCard":
        """Get a card

        A deleted card is still answered, as `deleted`.

        The token needs the scope `contacts:read`."""
        return cast("CreditCard", self._call("GET", "/contact/{contact_id}/creditcards/{credit_card_id}", in_path={"contact_id": contact_id, "credit_card_id": credit_card_id}, query={}, body=None, idempotency_key=None, writes=False))

    def delete_contact_credit_card(self, *, contact_id: str, credit_card_id: str, idempotency_key: str | None = None) -> "Ok":
        """Delete a card

        It can no longer be charged, and the vault shreds its number.

        The token needs the scope `contacts:write`."""
        return cast("Ok", self._call("DELETE", "/contact/{contact_id}/creditcards/{credit_card_id}", in_path={"contact_id": contact_id, "credit_card_id": credit_card_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def charge_contact_credit_card(self, *, contact_id: str, credit_card_id: str, amount: Decimal | str | int, to_bank_account_id: str, statement: str, note: str | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, initiator: Literal['customer', 'merchant'] | Omitted = OMITTED, reason: Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "PaidDebit | RequestedDebit":
        """Charge a saved card

        Authorizes and captures at the card network in one request, in the currency of the bank account. Send an `Idempotency-Key`: then a repeat of this request, also at the same moment, never charges twice. When the network stays silent the charge is reversed, not guessed: 504 once that is certain, 202 with `requested` while it is not. After a 503 the key may be used again; after a 402 or 504 use a new one.

        The token needs the scope `debits:write`."""
        return cast("PaidDebit | RequestedDebit", self._call("POST", "/contact/{contact_id}/creditcards/{credit_card_id}/charge", in_path={"contact_id": contact_id, "credit_card_id": credit_card_id}, query={}, body={"amount": amount, "to_bank_account_id": to_bank_account_id, "statement": statement, "note": note, "external_reference": external_reference, "metadata": metadata, "initiator": initiator, "reason": reason, "currency": currency}, idempotency_key=idempotency_key, writes=True))

    def preauthorize_contact_credit_card(self, *, contact_id: str, credit_card_id: str, amount: Decimal | str | int, to_bank_account_id: str, statement: str, note: str | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, initiator: Literal['customer', 'merchant'] | Omitted = OMITTED, reason: Literal['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "PreauthorizedDebit | RequestedDebit":
        """Hold an amount on a saved card

        Authorizes at the card network without taking anything. Within 7 days capture it, whole or in part, with `POST /debit/{debit_id}/capture`, or release it with `POST /debit/{debit_id}/release`; after that it is released by itself. Idempotency and unknown outcomes are as with a charge.

        The token needs the scope `debits:write`."""
        return cast("PreauthorizedDebit | RequestedDebit", self._call("POST", "/contact/{contact_id}/creditcards/{credit_card_id}/preauthorize", in_path={"contact_id": contact_id, "credit_card_id": credit_card_id}, query={}, body={"amount": amount, "to_bank_account_id": to_bank_account_id, "statement": statement, "note": note, "external_reference": external_reference, "metadata": metadata, "initiator": initiator, "reason": reason, "currency": currency}, idempotency_key=idempotency_key, writes=True))

    def create_debit(self, *, amount: Decimal | str | int, statement: str, to_bank_account: str, note: str | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, contact_id: str | Omitted = OMITTED, contact_email: str | Omitted = OMITTED, contact_name: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "PaymentLink":
        """Create a debit

        Nothing is taken until the payer decides how to pay: on the page that `link` opens, or on yours (`POST /debit/{debit_id}/creditcard/url`, `POST /debit/{debit_id}/pay`).

        The token needs the scope `debits:write`."""
        return cast("PaymentLink", self._call("PUT", "/debit", in_path={}, query={}, body={"amount": amount, "statement": statement, "note": note, "external_reference": external_reference, "metadata": metadata, "currency": currency, "to_bank_account": to_bank_account, "contact_id": contact_id, "contact_email": contact_email, "contact_name": contact_name}, idempotency_key=idempotency_key, writes=True))

    def generate_debit_credit_card_url(self, *, debit_id: str, allowed_origins: list[str] | Omitted = OMITTED, return_url: str | Omitted = OMITTED, language: Literal['en', 'fr'] | Omitted = OMITTED, appearance: GenerateDebitCreditCardUrlAppearance | Omitted = OMITTED, idempotency_key: str | None = None) -> "CardPage":
        """Get a single-use URL of a hosted card page that pays a debit

        For guest checkout on your own page: show the URL in an iframe. The card that is entered there is charged at once: `transactions.debits.paid`. If it does not pay, `transactions.debits.payment_failed` says why, and the debit can be paid with another card or by bank: get a new URL. The card is never charged for anything else. The URL lives 15 minutes and serves once.

        The token needs the scope `debits:write`."""
        return cast("CardPage", self._call("POST", "/debit/{debit_id}/creditcard/url", in_path={"debit_id": debit_id}, query={}, body={"allowed_origins": allowed_origins, "return_url": return_url, "language": language, "appearance": appearance}, idempotency_key=idempotency_key, writes=True))

    def pay_debit(self, *, debit_id: str, from_bank_account: str, agreement: PayDebitAgreement | Omitted = OMITTED, idempotency_key: str | None = None) -> "Transaction":
        """Pay a debit from the payer's bank account

        For guest checkout on your own page. With this call **you state that the payer agreed** to be debited (Payments Canada, Rule H1; in the United States the Nacha Operating Rules, in writing) and that you keep the agreement; the platform records your token, the time and your reference. The money is pulled with the next file to the bank.

        The token needs the scope `debits:write`."""
        return cast("Transaction", self._call("POST", "/debit/{debit_id}/pay", in_path={"debit_id": debit_id}, query={}, body={"from_bank_account": from_bank_account, "agreement": agreement}, idempotency_key=idempotency_key, writes=True))

    def create_credit(self, *, amount: Decimal | str | int, statement: str, from_bank_account: str, contact_id: str, note: str | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, to_bank_account: str | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "PaymentLink":
        """Create a credit: pay a contact

        The money is pulled from your bank account, and once that is certain pushed to the contact’s. Without `to_bank_account` it waits, `requested`, until the contact has said on the page that `link` opens where to be paid; with it, it is `initiated` at once. `link` carries a secret beside the identifier: it is in this answer and in the mail that tells the contact, and nowhere else. Whoever has it says where the money goes.

        The token needs the scope `credits:write`."""
        return cast("PaymentLink", self._call("PUT", "/credit", in_path={}, query={}, body={"amount": amount, "statement": statement, "note": note, "external_reference": external_reference, "metadata": metadata, "currency": currency, "from_bank_account": from_bank_account, "contact_id": contact_id, "to_bank_account": to_bank_account}, idempotency_key=idempotency_key, writes=True))

    def list_transactions(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, kind: Literal['debit', 'credit'] | Omitted = OMITTED, state: Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled'] | Sequence[Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled']] | Omitted = OMITTED, contact_id: str | Omitted = OMITTED, rail: Literal['card', 'eft'] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, fail_reason: FailReason | Omitted = OMITTED, credit_card_id: str | Sequence[str] | Omitted = OMITTED, bank_account_id: str | Omitted = OMITTED, amount: Decimal | str | int | Omitted = OMITTED, amount_from: Decimal | str | int | Omitted = OMITTED, amount_to: Decimal | str | int | Omitted = OMITTED, statement: str | Omitted = OMITTED, note: str | Omitted = OMITTED, authorization_code: str | Omitted = OMITTED, external_reference: str | Omitted = OMITTED, metadata: dict[str, str] | Omitted = OMITTED, metadata_value: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED, failed_after: str | datetime | Omitted = OMITTED, failed_before: str | datetime | Omitted = OMITTED, failed_from: Literal['requested', 'preauthorized', 'initiated', 'paid'] | Sequence[Literal['requested', 'preauthorized', 'initiated', 'paid']] | Omitted = OMITTED, attention: Literal['outcome_unknown', 'difference_open'] | Omitted = OMITTED) -> "ListedTransactionPage":
        """List transactions

        Debits and credits, newest first; those that the token may read.

        The token needs the scope `debits:read` or `credits:read`."""
        return ListedTransactionPage(lambda more: self._call("GET", "/transaction", in_path={}, query={"limit": limit, "cursor": cursor, "kind": kind, "state": state, "contact_id": contact_id, "rail": rail, "currency": currency, "fail_reason": fail_reason, "credit_card_id": credit_card_id, "bank_account_id": bank_account_id, "amount": amount, "amount_from": amount_from, "amount_to": amount_to, "statement": statement, "note": note, "authorization_code": authorization_code, "external_reference": external_reference, "metadata": metadata, "metadata_value": metadata_value, "created_after": created_after, "created_before": created_before, "failed_after": failed_after, "failed_before": failed_before, "failed_from": failed_from, "attention": attention} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_transactions(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, kind: Literal['debit', 'credit'] | Omitted = OMITTED, state: Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled'] | Sequence[Literal['requested', 'preauthorized', 'initiated', 'paid', 'completed', 'failed', 'cancelled']] | Omitted = OMITTED, contact_id: str | Omitted = OMITTED, rail: Literal['card', 'eft'] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, fail_reason: FailReason | Omitted = OMITTED, credit_card_id: str | Sequence[str] | Omitted = OMITTED, bank_account_id: str | Omitted = OMITTED, amount: Decimal | str | int | Omitted = OMITTED, amount_from: Decimal | str | int | Omitted = OMITTED, amount_to: Decimal | str | int | Omitted = OMITTED, statement: str | Omitted = OMITTED, note: str | Omitted = OMITTED, authorization_code: str | Omitted = OMITTED, external_reference: str | Omitted = OMITTED, metadata: dict[str, str] | Omitted = OMITTED, metadata_value: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED, failed_after: str | datetime | Omitted = OMITTED, failed_before: str | datetime | Omitted = OMITTED, failed_from: Literal['requested', 'preauthorized', 'initiated', 'paid'] | Sequence[Literal['requested', 'preauthorized', 'initiated', 'paid']] | Omitted = OMITTED, attention: Literal['outcome_unknown', 'difference_open'] | Omitted = OMITTED) -> "Iterator[ListedTransaction]":
        """All of `list_transactions`; nothing is asked for before the first item."""
        yield from self.list_transactions(limit=limit, cursor=cursor, kind=kind, state=state, contact_id=contact_id, rail=rail, currency=currency, fail_reason=fail_reason, credit_card_id=credit_card_id, bank_account_id=bank_account_id, amount=amount, amount_from=amount_from, amount_to=amount_to, statement=statement, note=note, authorization_code=authorization_code, external_reference=external_reference, metadata=metadata, metadata_value=metadata_value, created_after=created_after, created_before=created_before, failed_after=failed_after, failed_before=failed_before, failed_from=failed_from, attention=attention)

    def get_transaction(self, *, identifier: str) -> "TransactionDetail":
        """Get a transaction with all that became of it

        `returns` is what a bank took or sent back after it had counted as good. `expires_at`: until when an amount is held. `card` and `network`: of a debit by card.

        The token needs the scope `debits:read` or `credits:read`."""
        return cast("TransactionDetail", self._call("GET", "/transaction/{identifier}", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=None, writes=False))

    def cancel_transaction(self, *, identifier: str, idempotency_key: str | None = None) -> "Ok":
        """Cancel a transaction

        Until its funds are on their way: a debit or credit that is `requested`, or `initiated` and in no file to the bank yet, or `preauthorized` and not being captured: its hold is released, as by `POST /debit/{debit_id}/release`. After that it is a 409; refund a debit that is paid.

        The token needs the scope `debits:write` or `credits:write`."""
        return cast("Ok", self._call("DELETE", "/transaction/{identifier}", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def get_transaction_status(self, *, identifier: str) -> "TransactionStatus":
        """Get the state of a transaction

        The token needs the scope `debits:read` or `credits:read`."""
        return cast("TransactionStatus", self._call("GET", "/transaction/{identifier}/status", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=None, writes=False))

    def get_transaction_timeline(self, *, identifier: str, language: Literal['en', 'fr'] | Omitted = OMITTED) -> "TransactionTimeline":
        """Get all that happened to a transaction, and what can be done with it

        In order of time: its states and its fee with what they posted, what the card network was asked and said, clearing records, bank items with their files, payouts, refunds, disputes, differences, what a person decided, mails, its agreement, and its events with how each webhook got them. Of each kind the newest 200. `actions` are by the rules of the operations themselves. `hidden` names kinds that the caller has no scope for: events want `events:read`, and their deliveries `webhooks:read`; who did what wants `audit:read`.

        The token needs the scope `debits:read` or `credits:read`."""
        return cast("TransactionTimeline", self._call("GET", "/transaction/{identifier}/timeline", in_path={"identifier": identifier}, query={"language": language}, body=None, idempotency_key=None, writes=False))

    def send_transaction_link(self, *, identifier: str, idempotency_key: str | None = None) -> "Ok":
        """Mail a transaction’s link to its contact

        Of a debit that its payer has still to pay, or a credit whose contact has still to say where to be paid. A credit gets a new link, and the one before opens nothing any more. At most once a minute.

        The token needs the scope `debits:write` or `credits:write`."""
        return cast("Ok", self._call("POST", "/transaction/{identifier}/send_link", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def list_payment_links(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, kind: Literal['debit', 'credit'] | Omitted = OMITTED) -> "OpenPaymentLinkPage":
        """List open payment links

        Debits that their payer has still to pay and credits whose contact has still to say where to be paid, newest first; those that the token may read.

        The token needs the scope `debits:read` or `credits:read`."""
        return OpenPaymentLinkPage(lambda more: self._call("GET", "/payment_link", in_path={}, query={"limit": limit, "cursor": cursor, "kind": kind} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_payment_links(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, kind: Literal['debit', 'credit'] | Omitted = OMITTED) -> "Iterator[OpenPaymentLink]":
        """All of `list_payment_links`; nothing is asked for before the first item."""
        yield from self.list_payment_links(limit=limit, cursor=cursor, kind=kind)

    def get_debit_agreement(self, *, debit_id: str) -> "bytes":
        """Get the agreement that a payer signed, as a PDF

        For a bank or a court that asks for proof that a debit was agreed to: the document that the payer was mailed, with its words, who signed, how, when and from where. The account is named by its branch and last four digits. 404 where none was signed on our page, or it is no longer kept (`JETPAY_AGREEMENT_RETENTION_MONTHS` after the debit’s end, or as long as the rules of its kind ask for).

        The token needs the scope `debits:read`."""
        return cast("bytes", self._call("GET", "/debit/{debit_id}/agreement", in_path={"debit_id": debit_id}, query={}, body=None, idempotency_key=None, writes=False, types=("application/pdf",)))

    def explain_transaction(self, *, identifier: str, entry: str | Omitted = OMITTED, item: str | Omitted = OMITTED, account: Literal['network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense'] | Omitted = OMITTED, negated: Literal['true'] | Omitted = OMITTED) -> "TransactionExplanation":
        """Explain a transaction

        What your company is owed for it: itself, less its fee, refunds and disputes, each with the files that its money is in, and the ledger entries of all. `paid_out`: what of it is in which payout, or waits for the next. With `entry`: one move of it alone; with `item`: what of it is in a payout for one reason.

        The token needs the scope `debits:read` or `credits:read`."""
        return cast("TransactionExplanation", self._call("GET", "/transaction/{identifier}/explain", in_path={"identifier": identifier}, query={"entry": entry, "item": item, "account": account, "negated": negated}, body=None, idempotency_key=None, writes=False))

    def capture_debit(self, *, debit_id: str, amount: Decimal | str | int | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "PaidDebit | PreauthorizedDebit":
        """Capture a preauthorized debit

        Takes what is held, or a smaller `amount`; once, and the rest is released. A capture is not a question: once it is asked for it is repeated at the card network until that answers, and cannot be taken back but by a refund. While the network is silent the answer is 202 with `preauthorized`, and `transactions.debits.paid` tells when it is done.

        The token needs the scope `debits:write`."""
        return cast("PaidDebit | PreauthorizedDebit", self._call("POST", "/debit/{debit_id}/capture", in_path={"debit_id": debit_id}, query={}, body={"amount": amount, "currency": currency}, idempotency_key=idempotency_key, writes=True))

    def release_debit(self, *, debit_id: str, idempotency_key: str | None = None) -> "CancelledDebit":
        """Release a preauthorized debit

        Gives the hold up: the debit is `cancelled` at once and can never be captured. The hold is reversed at the card network in the moments after, as often as it takes until the network acknowledges; how soon the cardholder sees it is the issuer’s.

        The token needs the scope `debits:write`."""
        return cast("CancelledDebit", self._call("POST", "/debit/{debit_id}/release", in_path={"debit_id": debit_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def refund_debit(self, *, debit_id: str, amount: Decimal | str | int | Omitted = OMITTED, note: str | None | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, to_bank_account: str | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "Refund":
        """Refund a debit

        Gives money back to the card or bank account that paid, or to `to_bank_account`: all that is left, or a smaller `amount`, as often as something is left. The debit stays `paid` or `completed`; `amount_refunded` counts what went back or is on its way. To the card: before the debit has cleared, a refund of all of it reverses the charge itself; when the network stays silent the refund is reversed, not guessed: 504 once that is certain, 202 while it is not. By bank: 202, the credit goes with the next file and is taken from your next payout. Send an `Idempotency-Key`: then a repeat never refunds twice.

        The token needs the scope `debits:write`."""
        return cast("Refund", self._call("POST", "/debit/{debit_id}/refund", in_path={"debit_id": debit_id}, query={}, body={"amount": amount, "note": note, "currency": currency, "to_bank_account": to_bank_account}, idempotency_key=idempotency_key, writes=True))

    def create_bulk(self, *, action: Literal['cancel', 'refund', 'send_link'], transaction_ids: list[str], note: str | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "BulkAction":
        """Do one thing with many transactions

        Cancel, refund (all that is left of each) or mail the link again, of up to 5000 debits and credits. The worker does it, each exactly once and by the rules of the single operation; what one of them does not allow fails for itself, with the words of that operation. `GET /bulk/{bulk_id}` counts, `GET /bulk/{bulk_id}/items` says what became of each. While the company is suspended no links are mailed. Send an `Idempotency-Key`.

        The token needs the scope `debits:write` or `credits:write`."""
        return cast("BulkAction", self._call("POST", "/bulk", in_path={}, query={}, body={"action": action, "transaction_ids": transaction_ids, "note": note}, idempotency_key=idempotency_key, writes=True))

    def list_bulks(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "BulkActionPage":
        """List bulk actions

        Those of the last 90 days, newest first.

        The token needs the scope `debits:read` or `credits:read`."""
        return BulkActionPage(lambda more: self._call("GET", "/bulk", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_bulks(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[BulkAction]":
        """All of `list_bulks`; nothing is asked for before the first item."""
        yield from self.list_bulks(limit=limit, cursor=cursor)

    def get_bulk(self, *, bulk_id: str) -> "BulkAction":
        """Get how far a bulk action is

        The token needs the scope `debits:read` or `credits:read`."""
        return cast("BulkAction", self._call("GET", "/bulk/{bulk_id}", in_path={"bulk_id": bulk_id}, query={}, body=None, idempotency_key=None, writes=False))

    def list_bulk_items(self, *, bulk_id: str, limit: int | Omitted = OMITTED, after: int | Omitted = OMITTED, state: Literal['waiting', 'done', 'failed', 'stopped'] | Omitted = OMITTED) -> "BulkItemPage":
        """List what became of each transaction of a bulk action

        In the order in which they were named.

        The token needs the scope `debits:read` or `credits:read`."""
        return BulkItemPage(lambda more: self._call("GET", "/bulk/{bulk_id}/items", in_path={"bulk_id": bulk_id}, query={"limit": limit, "after": after, "state": state} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"after":"next_after"}, None)

    def all_bulk_items(self, *, bulk_id: str, limit: int | Omitted = OMITTED, after: int | Omitted = OMITTED, state: Literal['waiting', 'done', 'failed', 'stopped'] | Omitted = OMITTED) -> "Iterator[BulkItem]":
        """All of `list_bulk_items`; nothing is asked for before the first item."""
        yield from self.list_bulk_items(bulk_id=bulk_id, limit=limit, after=after, state=state)

    def stop_bulk(self, *, bulk_id: str, idempotency_key: str | None = None) -> "BulkAction":
        """Stop a bulk action

        What nobody has begun with is left alone; what is done stays done.

        The token needs the scope `debits:write` or `credits:write`."""
        return cast("BulkAction", self._call("POST", "/bulk/{bulk_id}/stop", in_path={"bulk_id": bulk_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def search(self, *, q: str) -> "FoundList":
        """Find something by what one has of it

        An identifier (of a transaction, refund, contact, card, bank account or payout) or its first eight characters or more, a whole e-mail address, a part of a contact’s name, of a statement or of a note (three letters or more), the last four digits of a card or bank account, an external reference, an authorization code, a retrieval reference number (of twelve places, as a bank names a card payment), or of metadata a value or a pair as `key=value`: up to ten things that the caller may read. For amounts see `GET /transaction`.

        The token needs the scope `debits:read` or `credits:read` or `contacts:read`."""
        return cast("FoundList", self._call("GET", "/search", in_path={}, query={"q": q}, body=None, idempotency_key=None, writes=False))

    def create_saved_view(self, *, name: str, page: str, query: str, shared: bool | Omitted = OMITTED, idempotency_key: str | None = None) -> "SavedView":
        """Save a view

        A name for the filters of a page: its address behind the question mark. A program’s are shared. Who may only read shares none. At most 200 are shared in a company, and 100 a person’s own there.

        The token needs the scope `company:read`."""
        return cast("SavedView", self._call("PUT", "/saved_view", in_path={}, query={}, body={"name": name, "page": page, "query": query, "shared": shared}, idempotency_key=idempotency_key, writes=True))

    def list_saved_views(self, *, page: str | Omitted = OMITTED) -> "SavedViewList":
        """List saved views

        Filters of the dashboard’s pages that have a name: your own, and those that are shared. All of them: there are few.

        The token needs the scope `company:read`."""
        return SavedViewList(lambda more: self._call("GET", "/saved_view", in_path={}, query={"page": page} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_saved_views(self, *, page: str | Omitted = OMITTED) -> "Iterator[SavedView]":
        """All of `list_saved_views`; nothing is asked for before the first item."""
        yield from self.list_saved_views(page=page)

    def delete_saved_view(self, *, view_id: str, idempotency_key: str | None = None) -> "Ok":
        """Delete a saved view

        One of your own, or one that is shared, unless you may only read.

        The token needs the scope `company:read`."""
        return cast("Ok", self._call("DELETE", "/saved_view/{view_id}", in_path={"view_id": view_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def create_export(self, *, kind: Literal['transactions', 'ledger'], filters: CreateExportFilters | Omitted = OMITTED, columns: list[str] | Omitted = OMITTED, idempotency_key: str | None = None) -> "Export":
        """Export a list as a CSV file

        The worker makes the file meanwhile: `GET /export/{export_id}` says how far it is, `GET /export/{export_id}/file` has it for seven days. `filters` are those of the list (`GET /transaction`, `GET /ledger/entries`), as they are sent there; times are the company's. At most 3 at a time, 50 kept of each maker and 200 of the company, a million rows each.

        The token needs the scope `debits:read` or `credits:read` or `company:read`."""
        return cast("Export", self._call("POST", "/export", in_path={}, query={}, body={"kind": kind, "filters": filters, "columns": columns}, idempotency_key=idempotency_key, writes=True))

    def list_exports(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "ExportPage":
        """List exports

        Newest first; those of which the caller may read all that is in them.

        The token needs the scope `debits:read` or `credits:read` or `company:read`."""
        return ExportPage(lambda more: self._call("GET", "/export", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_exports(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[Export]":
        """All of `list_exports`; nothing is asked for before the first item."""
        yield from self.list_exports(limit=limit, cursor=cursor)

    def get_export(self, *, export_id: str) -> "Export":
        """Get how far an export is

        The token needs the scope `debits:read` or `credits:read` or `company:read`."""
        return cast("Export", self._call("GET", "/export/{export_id}", in_path={"export_id": export_id}, query={}, body=None, idempotency_key=None, writes=False))

    def delete_export(self, *, export_id: str, idempotency_key: str | None = None) -> "Ok":
        """Delete an export with its file

        One that is being made is stopped. Who made it deletes it, and whoever has `company:write`.

        The token needs the scope `debits:read` or `credits:read` or `company:read`."""
        return cast("Ok", self._call("DELETE", "/export/{export_id}", in_path={"export_id": export_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def get_export_file(self, *, export_id: str) -> "bytes":
        """Get the file of an export

        The token needs the scope `debits:read` or `credits:read` or `company:read`."""
        return cast("bytes", self._call("GET", "/export/{export_id}/file", in_path={"export_id": export_id}, query={}, body=None, idempotency_key=None, writes=False, types=("text/csv",)))

    def list_refunds(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, debit_id: str | Omitted = OMITTED, state: Literal['requested', 'paid', 'completed', 'failed'] | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "RefundPage":
        """List refunds

        Newest first; those of one debit with `?debit_id=`.

        The token needs the scope `debits:read`."""
        return RefundPage(lambda more: self._call("GET", "/refund", in_path={}, query={"limit": limit, "cursor": cursor, "debit_id": debit_id, "state": state, "created_after": created_after, "created_before": created_before} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_refunds(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, debit_id: str | Omitted = OMITTED, state: Literal['requested', 'paid', 'completed', 'failed'] | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "Iterator[Refund]":
        """All of `list_refunds`; nothing is asked for before the first item."""
        yield from self.list_refunds(limit=limit, cursor=cursor, debit_id=debit_id, state=state, created_after=created_after, created_before=created_before)

    def get_refund(self, *, refund_id: str) -> "Refund":
        """Get a refund

        The token needs the scope `debits:read`."""
        return cast("Refund", self._call("GET", "/refund/{refund_id}", in_path={"refund_id": refund_id}, query={}, body=None, idempotency_key=None, writes=False))

    def get_refund_actions(self, *, refund_id: str, language: Literal['en', 'fr'] | Omitted = OMITTED) -> "RefundActions":
        """Get what can be done with a refund

        A refund cannot be called back; one that failed can be asked for again, as another refund of its debit. By the rules of that operation, for this caller and now.

        The token needs the scope `debits:read`."""
        return cast("RefundActions", self._call("GET", "/refund/{refund_id}/actions", in_path={"refund_id": refund_id}, query={"language": language}, body=None, idempotency_key=None, writes=False))

    def list_disputes(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, debit_id: str | Omitted = OMITTED, state: Literal['needs_response', 'under_review', 'won', 'lost'] | Sequence[Literal['needs_response', 'under_review', 'won', 'lost']] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, reason: str | Omitted = OMITTED, opened_after: str | datetime | Omitted = OMITTED, opened_before: str | datetime | Omitted = OMITTED) -> "DisputePage":
        """List disputes

        Newest first; that of one debit with `?debit_id=`.

        The token needs the scope `debits:read`."""
        return DisputePage(lambda more: self._call("GET", "/dispute", in_path={}, query={"limit": limit, "cursor": cursor, "debit_id": debit_id, "state": state, "currency": currency, "reason": reason, "opened_after": opened_after, "opened_before": opened_before} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_disputes(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, debit_id: str | Omitted = OMITTED, state: Literal['needs_response', 'under_review', 'won', 'lost'] | Sequence[Literal['needs_response', 'under_review', 'won', 'lost']] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, reason: str | Omitted = OMITTED, opened_after: str | datetime | Omitted = OMITTED, opened_before: str | datetime | Omitted = OMITTED) -> "Iterator[Dispute]":
        """All of `list_disputes`; nothing is asked for before the first item."""
        yield from self.list_disputes(limit=limit, cursor=cursor, debit_id=debit_id, state=state, currency=currency, reason=reason, opened_after=opened_after, opened_before=opened_before)

    def get_dispute(self, *, dispute_id: str) -> "DisputeWithEvidence":
        """Get a dispute with its evidence

        The token needs the scope `debits:read`."""
        return cast("DisputeWithEvidence", self._call("GET", "/dispute/{dispute_id}", in_path={"dispute_id": dispute_id}, query={}, body=None, idempotency_key=None, writes=False))

    def explain_dispute(self, *, dispute_id: str, part: Literal['amount', 'amount_taken', 'given_back'] | Omitted = OMITTED, negated: Literal['true'] | Omitted = OMITTED) -> "DisputeExplanation":
        """Explain a dispute

        What it did to your balance: what it took, below zero, and what came back once it was won, each with the files that its money is in, the ledger entries of both, and what of it is in which payout. With `part`: one of its amounts alone. The fee of its debit is that debit’s, and stays as it was.

        The token needs the scope `debits:read`."""
        return cast("DisputeExplanation", self._call("GET", "/dispute/{dispute_id}/explain", in_path={"dispute_id": dispute_id}, query={"part": part, "negated": negated}, body=None, idempotency_key=None, writes=False))

    def add_dispute_evidence(self, *, dispute_id: str, texts: dict[str, str] | Omitted = OMITTED, files: list[AddDisputeEvidenceFilesItem] | Omitted = OMITTED, idempotency_key: str | None = None) -> "DisputeWithEvidence":
        """Add evidence

        As often as needed until it is submitted. A text replaces the one that its field had; documents (PDF, PNG, JPEG) are added, at most 8 and 2 MiB for the dispute. Kept encrypted.

        The token needs the scope `debits:write`."""
        return cast("DisputeWithEvidence", self._call("POST", "/dispute/{dispute_id}/evidence", in_path={"dispute_id": dispute_id}, query={}, body={"texts": texts, "files": files}, idempotency_key=idempotency_key, writes=True))

    def get_dispute_evidence(self, *, dispute_id: str, evidence_id: str) -> "bytes":
        """Download a document

        The document as it was added, for saving and not for showing: `Content-Disposition: attachment`. 409 once its content was deleted, a while after the dispute had ended.

        The token needs the scope `debits:read`."""
        return cast("bytes", self._call("GET", "/dispute/{dispute_id}/evidence/{evidence_id}", in_path={"dispute_id": dispute_id, "evidence_id": evidence_id}, query={}, body=None, idempotency_key=None, writes=False, types=("application/pdf", "image/png", "image/jpeg",)))

    def submit_dispute(self, *, dispute_id: str, idempotency_key: str | None = None) -> "DisputeWithEvidence":
        """Submit the evidence

        Once, before `respond_by`: the dispute is `under_review` and takes no evidence any more. The network decides.

        The token needs the scope `debits:write`."""
        return cast("DisputeWithEvidence", self._call("POST", "/dispute/{dispute_id}/submit", in_path={"dispute_id": dispute_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def create_schedule(self, *, kind: Literal['card_debit'] | Literal['eft_debit'] | Literal['eft_credit'], to_bank_account: str, contact_id: str, amount: Decimal | str | int, statement: str, start: str, frequency: Literal['once', 'daily', 'weekly', 'biweekly', 'monthly', 'yearly'], from_credit_card_id: str | Omitted = OMITTED, reason: Literal['recurring', 'instalment', 'unscheduled'] | Omitted = OMITTED, business_day: Literal['any', 'next'] | Omitted = OMITTED, note: str | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, interval: int | Omitted = OMITTED, end: str | None | Omitted = OMITTED, count: int | None | Omitted = OMITTED, from_bank_account: str | Omitted = OMITTED, agreement: CreateScheduleAgreement | Omitted = OMITTED, idempotency_key: str | None = None) -> "Schedule":
        """Make debits or credits by schedule

        Once in the future, or again and again until an end, a count, or for good. By card on any day, by bank on the next banking day. Days are those of Toronto, and what is due is made soon after midnight there. A monthly schedule that starts on the 31st is on the last day of shorter months. For `eft_debit` **you state that the payer agreed** to be debited by this schedule (Payments Canada, Rule H1) and that you keep the agreement. Beside `scheduled:write` the token needs what the movement itself does: `debits:write`, or `credits:write` for `eft_credit`.

        The token needs the scope `scheduled:write`."""
        return cast("Schedule", self._call("PUT", "/schedule", in_path={}, query={}, body={"kind": kind, "from_credit_card_id": from_credit_card_id, "reason": reason, "to_bank_account": to_bank_account, "business_day": business_day, "contact_id": contact_id, "amount": amount, "statement": statement, "note": note, "external_reference": external_reference, "metadata": metadata, "currency": currency, "start": start, "frequency": frequency, "interval": interval, "end": end, "count": count, "from_bank_account": from_bank_account, "agreement": agreement}, idempotency_key=idempotency_key, writes=True))

    def list_schedules(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['active', 'paused', 'completed', 'cancelled'] | Omitted = OMITTED, contact_id: str | Omitted = OMITTED, external_reference: str | Omitted = OMITTED, metadata: dict[str, str] | Omitted = OMITTED, metadata_value: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "SchedulePage":
        """List schedules

        Newest first.

        The token needs the scope `scheduled:read`."""
        return SchedulePage(lambda more: self._call("GET", "/schedule", in_path={}, query={"limit": limit, "cursor": cursor, "state": state, "contact_id": contact_id, "external_reference": external_reference, "metadata": metadata, "metadata_value": metadata_value, "created_after": created_after, "created_before": created_before} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_schedules(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['active', 'paused', 'completed', 'cancelled'] | Omitted = OMITTED, contact_id: str | Omitted = OMITTED, external_reference: str | Omitted = OMITTED, metadata: dict[str, str] | Omitted = OMITTED, metadata_value: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "Iterator[Schedule]":
        """All of `list_schedules`; nothing is asked for before the first item."""
        yield from self.list_schedules(limit=limit, cursor=cursor, state=state, contact_id=contact_id, external_reference=external_reference, metadata=metadata, metadata_value=metadata_value, created_after=created_after, created_before=created_before)

    def get_schedule(self, *, identifier: str) -> "Schedule":
        """Get a schedule with its next dates

        The token needs the scope `scheduled:read`."""
        return cast("Schedule", self._call("GET", "/schedule/{identifier}", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=None, writes=False))

    def update_schedule(self, *, identifier: str, amount: Decimal | str | int | Omitted = OMITTED, statement: str | Omitted = OMITTED, note: str | None | Omitted = OMITTED, from_credit_card_id: str | Omitted = OMITTED, end: str | None | Omitted = OMITTED, count: int | None | Omitted = OMITTED, external_reference: str | None | Omitted = OMITTED, metadata: dict[str, str] | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "Schedule":
        """Change a schedule

        From the next occurrence on. Fields that are left out stay as they are; `end` and `count` take each other’s place, null takes the limit away, and `note: null` the note. A change of nothing leaves `updated_at` alone and tells no event. For other dates, accounts or kinds cancel it and make a new one. A higher amount, another card or a later end needs `debits:write` too, or `credits:write` for `eft_credit`, and is refused while the company is suspended.

        The token needs the scope `scheduled:write`."""
        return cast("Schedule", self._call("PATCH", "/schedule/{identifier}", in_path={"identifier": identifier}, query={}, body={"amount": amount, "statement": statement, "note": note, "from_credit_card_id": from_credit_card_id, "end": end, "count": count, "external_reference": external_reference, "metadata": metadata}, idempotency_key=idempotency_key, writes=True))

    def cancel_schedule(self, *, identifier: str, idempotency_key: str | None = None) -> "Ok":
        """Cancel a schedule

        For good: nothing more is made. What was made stays; a transaction of it that has not begun can be cancelled by itself.

        The token needs the scope `scheduled:write`."""
        return cast("Ok", self._call("DELETE", "/schedule/{identifier}", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def pause_schedule(self, *, identifier: str, idempotency_key: str | None = None) -> "Schedule":
        """Pause a schedule

        Nothing is made until it is resumed. A card that is to be tried again waits too.

        The token needs the scope `scheduled:write`."""
        return cast("Schedule", self._call("POST", "/schedule/{identifier}/pause", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def resume_schedule(self, *, identifier: str, idempotency_key: str | None = None) -> "Schedule":
        """Resume a paused schedule

        It goes on with the first occurrence from today. Those that came meanwhile are skipped, never made up for. The token needs `debits:write` too, or `credits:write` for `eft_credit`.

        The token needs the scope `scheduled:write`."""
        return cast("Schedule", self._call("POST", "/schedule/{identifier}/resume", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def skip_schedule_occurrence(self, *, identifier: str, number: int | Omitted = OMITTED, idempotency_key: str | None = None) -> "Schedule":
        """Skip the next occurrence

        It counts as one of `count`. With `number` only if that is the next one: so that a skip that comes late does not skip another.

        The token needs the scope `scheduled:write`."""
        return cast("Schedule", self._call("POST", "/schedule/{identifier}/skip", in_path={"identifier": identifier}, query={}, body={"number": number}, idempotency_key=idempotency_key, writes=True))

    def restore_schedule_occurrence(self, *, identifier: str, number: int, idempotency_key: str | None = None) -> "Schedule":
        """Take a skip back

        Of the occurrence that was skipped last, if nothing has been made after it, it was skipped within 24 hours, and its day has not passed: it is the next one again. Not where the skip completed the schedule.

        The token needs the scope `scheduled:write`."""
        return cast("Schedule", self._call("POST", "/schedule/{identifier}/restore", in_path={"identifier": identifier}, query={}, body={"number": number}, idempotency_key=idempotency_key, writes=True))

    def list_schedule_occurrences(self, *, identifier: str, limit: int | Omitted = OMITTED, before: int | Omitted = OMITTED) -> "OccurrencePage":
        """What a schedule has made

        Each date that came, newest first, with its transaction or why there is none.

        The token needs the scope `scheduled:read`."""
        return OccurrencePage(lambda more: self._call("GET", "/schedule/{identifier}/occurrences", in_path={"identifier": identifier}, query={"limit": limit, "before": before} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"before":"next_before"}, None)

    def all_schedule_occurrences(self, *, identifier: str, limit: int | Omitted = OMITTED, before: int | Omitted = OMITTED) -> "Iterator[Occurrence]":
        """All of `list_schedule_occurrences`; nothing is asked for before the first item."""
        yield from self.list_schedule_occurrences(identifier=identifier, limit=limit, before=before)

    def list_payouts(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['requested', 'initiated', 'completed', 'returned'] | Sequence[Literal['requested', 'initiated', 'completed', 'returned']] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "PayoutPage":
        """List payouts

        Deposits to your bank accounts, newest first.

        The token needs the scope `company:read`."""
        return PayoutPage(lambda more: self._call("GET", "/payout", in_path={}, query={"limit": limit, "cursor": cursor, "state": state, "currency": currency, "created_after": created_after, "created_before": created_before} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_payouts(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['requested', 'initiated', 'completed', 'returned'] | Sequence[Literal['requested', 'initiated', 'completed', 'returned']] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "Iterator[Payout]":
        """All of `list_payouts`; nothing is asked for before the first item."""
        yield from self.list_payouts(limit=limit, cursor=cursor, state=state, currency=currency, created_after=created_after, created_before=created_before)

    def get_next_payouts(self) -> "NextPayouts":
        """Get what the next payouts will be

        An estimate: for each of your bank accounts what is owed to it by now, which the next payout will at least consider. A payout is made of all that waits, within moments of a clearing file or a bank’s settlement, where that is more than nothing; less than nothing is carried over. Charges that the network has not cleared yet are not in it.

        The token needs the scope `company:read`."""
        return cast("NextPayouts", self._call("GET", "/payout/next", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def explain_next_payout(self, *, to_bank_account_id: str, currency: Literal['CAD', 'USD'], part: Literal['payments', 'refunds', 'fees', 'disputed', 'disputes_won', 'pulls_returned', 'pushes_returned', 'carried_over.payments', 'carried_over.refunds', 'carried_over.fees', 'carried_over.disputed', 'carried_over.disputes_won', 'carried_over.pulls_returned', 'carried_over.pushes_returned'] | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED) -> "Explanation":
        """Explain what the next payout will be

        What waits for the next payout to one of your bank accounts, as `GET /payout/next` sums it: payments, less refunds, fees, disputes and returns, each apart for what was carried over from an earlier day; with `part` its items, and from each the transaction behind it.

        The token needs the scope `company:read`."""
        return Explanation(lambda more: self._call("GET", "/payout/next/explain", in_path={}, query={"to_bank_account_id": to_bank_account_id, "currency": currency, "part": part, "cursor": cursor, "limit": limit} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_explain_next_payout(self, *, to_bank_account_id: str, currency: Literal['CAD', 'USD'], part: Literal['payments', 'refunds', 'fees', 'disputed', 'disputes_won', 'pulls_returned', 'pushes_returned', 'carried_over.payments', 'carried_over.refunds', 'carried_over.fees', 'carried_over.disputed', 'carried_over.disputes_won', 'carried_over.pulls_returned', 'carried_over.pushes_returned'] | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED) -> "Iterator[ExplainNextPayoutItem]":
        """All of `explain_next_payout`; nothing is asked for before the first item."""
        yield from self.explain_next_payout(to_bank_account_id=to_bank_account_id, currency=currency, part=part, cursor=cursor, limit=limit)

    def get_payout(self, *, identifier: str) -> "PayoutWithItems":
        """Get a payout with what it consists of

        With its first 1000 transactions; `items_total` says how many there are.

        The token needs the scope `company:read`."""
        return cast("PayoutWithItems", self._call("GET", "/payout/{identifier}", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=None, writes=False))

    def get_payout_actions(self, *, identifier: str, language: Literal['en', 'fr'] | Omitted = OMITTED) -> "PayoutActions":
        """Get what can be done with a payout

        By the rules of the operations themselves, for this caller and now; of what is not possible why not.

        The token needs the scope `company:read`."""
        return cast("PayoutActions", self._call("GET", "/payout/{identifier}/actions", in_path={"identifier": identifier}, query={"language": language}, body=None, idempotency_key=None, writes=False))

    def explain_payout(self, *, identifier: str, part: Literal['payments', 'refunds', 'fees', 'disputed', 'disputes_won', 'pulls_returned', 'pushes_returned', 'carried_over.payments', 'carried_over.refunds', 'carried_over.fees', 'carried_over.disputed', 'carried_over.disputes_won', 'carried_over.pulls_returned', 'carried_over.pushes_returned'] | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED, negated: Literal['true'] | Omitted = OMITTED) -> "PayoutExplanation":
        """Explain a payout

        What it is made of: payments, less refunds, fees, disputes and returns, each apart for what was carried over from an earlier day; with `part` its items, and from each the transaction behind it. `travels`: how it goes to the bank, file by file. `not_in_it`: differences with the network, of payments to its account, that were open when it was made, so that they waited.

        The token needs the scope `company:read`."""
        return PayoutExplanation(lambda more: self._call("GET", "/payout/{identifier}/explain", in_path={"identifier": identifier}, query={"part": part, "cursor": cursor, "limit": limit, "negated": negated} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_explain_payout(self, *, identifier: str, part: Literal['payments', 'refunds', 'fees', 'disputed', 'disputes_won', 'pulls_returned', 'pushes_returned', 'carried_over.payments', 'carried_over.refunds', 'carried_over.fees', 'carried_over.disputed', 'carried_over.disputes_won', 'carried_over.pulls_returned', 'carried_over.pushes_returned'] | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED, negated: Literal['true'] | Omitted = OMITTED) -> "Iterator[ExplainPayoutItem]":
        """All of `explain_payout`; nothing is asked for before the first item."""
        yield from self.explain_payout(identifier=identifier, part=part, cursor=cursor, limit=limit, negated=negated)

    def export_payout(self, *, identifier: str) -> "bytes":
        """Export what a payout consists of as CSV

        Every item, and a last line with the total.

        The token needs the scope `company:read`."""
        return cast("bytes", self._call("GET", "/payout/{identifier}/items", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=None, writes=False, types=("text/csv",)))

    def retry_payout(self, *, identifier: str, to_bank_account_id: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "Payout":
        """Send a returned payout again

        What of it came back (`amount_owed`), to the same bank account or to another of yours in the same currency. What has arrived is not sent again.

        The token needs the scope `company:write`."""
        return cast("Payout", self._call("POST", "/payout/{identifier}/retry", in_path={"identifier": identifier}, query={}, body={"to_bank_account_id": to_bank_account_id}, idempotency_key=idempotency_key, writes=True))

    def get_balance(self, *, day: str | Omitted = OMITTED) -> "Balances":
        """Get the balance of each account

        Computed from the ledger, per currency. A debit is positive, a credit negative: `company_payable` of -100.50 says that 100.50 is owed to your company. The balances of a currency sum to zero.

        The token needs the scope `company:read`."""
        return cast("Balances", self._call("GET", "/balance", in_path={}, query={"day": day}, body=None, idempotency_key=None, writes=False))

    def explain_balance(self, *, currency: Literal['CAD', 'USD'], account: Literal['network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense'] | Omitted = OMITTED, figure: Literal['volume', 'returned', 'refunds', 'fees', 'disputes', 'credits', 'payouts'] | Omitted = OMITTED, move: str | Omitted = OMITTED, day: str | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED) -> "Explanation":
        """Explain a balance

        What the balance of an account is made of, level by level: figures, moves, days (UTC, as in the ledger), entries, transactions. Each part has the path that opens it. Signs are the ledger’s: a debit is positive.

        The token needs the scope `company:read`."""
        return Explanation(lambda more: self._call("GET", "/balance/explain", in_path={}, query={"currency": currency, "account": account, "figure": figure, "move": move, "day": day, "cursor": cursor, "limit": limit} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_explain_balance(self, *, currency: Literal['CAD', 'USD'], account: Literal['network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense'] | Omitted = OMITTED, figure: Literal['volume', 'returned', 'refunds', 'fees', 'disputes', 'credits', 'payouts'] | Omitted = OMITTED, move: str | Omitted = OMITTED, day: str | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED) -> "Iterator[ExplainBalanceItem]":
        """All of `explain_balance`; nothing is asked for before the first item."""
        yield from self.explain_balance(currency=currency, account=account, figure=figure, move=move, day=day, cursor=cursor, limit=limit)

    def list_ledger_entries(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, account: Literal['network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense'] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, transaction_id: str | Omitted = OMITTED, from_: str | Omitted = OMITTED, to: str | Omitted = OMITTED) -> "LedgerEntryPage":
        """List ledger entries

        Newest day first, and within a day newest transaction first. Entries are never changed or deleted; those of one move sum to zero in each currency.

        The token needs the scope `company:read`."""
        return LedgerEntryPage(lambda more: self._call("GET", "/ledger/entries", in_path={}, query={"limit": limit, "cursor": cursor, "account": account, "currency": currency, "transaction_id": transaction_id, "from": from_, "to": to} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_ledger_entries(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, account: Literal['network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense'] | Omitted = OMITTED, currency: Literal['CAD', 'USD'] | Omitted = OMITTED, transaction_id: str | Omitted = OMITTED, from_: str | Omitted = OMITTED, to: str | Omitted = OMITTED) -> "Iterator[LedgerEntry]":
        """All of `list_ledger_entries`; nothing is asked for before the first item."""
        yield from self.list_ledger_entries(limit=limit, cursor=cursor, account=account, currency=currency, transaction_id=transaction_id, from_=from_, to=to)

    def export_ledger_statement(self, *, from_: str, to: str) -> "bytes":
        """Export a statement of the ledger as CSV

        Every entry of up to 366 days, oldest day first. Amounts are in major units; a debit is positive, a credit negative.

        The token needs the scope `company:read`."""
        return cast("bytes", self._call("GET", "/ledger/statement", in_path={}, query={"from": from_, "to": to}, body=None, idempotency_key=None, writes=False, types=("text/csv",)))

    def list_reconciliation_items(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'corrected', 'settled', 'failed', 'written_off'] | Omitted = OMITTED, kind: Literal['missing', 'extra', 'amount'] | Omitted = OMITTED) -> "ReconciliationItemPage":
        """List reconciliation items

        Differences between the card network's clearing files and your charges, newest first. While one is open its charge stays `paid`. The operator resolves them with `jetpay reconciliation resolve`.

        The token needs the scope `company:read`."""
        return ReconciliationItemPage(lambda more: self._call("GET", "/reconciliation_items", in_path={}, query={"limit": limit, "cursor": cursor, "state": state, "kind": kind} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_reconciliation_items(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'corrected', 'settled', 'failed', 'written_off'] | Omitted = OMITTED, kind: Literal['missing', 'extra', 'amount'] | Omitted = OMITTED) -> "Iterator[ReconciliationItem]":
        """All of `list_reconciliation_items`; nothing is asked for before the first item."""
        yield from self.list_reconciliation_items(limit=limit, cursor=cursor, state=state, kind=kind)

    def list_events(self, *, after: int | Omitted = OMITTED, type: Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed'] | Omitted = OMITTED, limit: int | Omitted = OMITTED, wait: int | Omitted = OMITTED) -> "EventPage":
        """List events

        The log that webhooks deliver, oldest first. Ask again with `after` set to `last_event_id`, which moves on even when no event of the type was found.

        The token needs the scope `events:read`."""
        return EventPage(lambda more: self._call("GET", "/events", in_path={}, query={"after": after, "type": type, "limit": limit, "wait": wait} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"after":"last_event_id"}, wait)

    def all_events(self, *, after: int | Omitted = OMITTED, type: Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed'] | Omitted = OMITTED, limit: int | Omitted = OMITTED, wait: int | Omitted = OMITTED) -> "Iterator[Event]":
        """All of `list_events`; nothing is asked for before the first item."""
        yield from self.list_events(after=after, type=type, limit=limit, wait=wait)

    def list_newest_events(self, *, type: Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed'] | Sequence[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']] | Omitted = OMITTED, limit: int | Omitted = OMITTED, cursor: int | Omitted = OMITTED) -> "NewestEventPage":
        """List the newest events

        The same log backwards, for people; programs follow it with `GET /events`. A page with types looks at 10000 events: it may be empty and still have a `next_cursor`, which goes on from there.

        The token needs the scope `events:read`."""
        return NewestEventPage(lambda more: self._call("GET", "/events/newest", in_path={}, query={"type": type, "limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_newest_events(self, *, type: Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed'] | Sequence[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']] | Omitted = OMITTED, limit: int | Omitted = OMITTED, cursor: int | Omitted = OMITTED) -> "Iterator[Event]":
        """All of `list_newest_events`; nothing is asked for before the first item."""
        yield from self.list_newest_events(type=type, limit=limit, cursor=cursor)

    def list_event_types(self) -> "EventTypes":
        """List the types of events

        What can come, in words; `/docs` has the fields of each. Later versions may have more.

        The token needs the scope `events:read` or `webhooks:read`."""
        return EventTypes(lambda more: self._call("GET", "/events/types", in_path={}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_event_types(self) -> "Iterator[ListEventTypesItem]":
        """All of `list_event_types`; nothing is asked for before the first item."""
        yield from self.list_event_types()

    def get_event_checkpoint(self, *, event_id: int | Omitted = OMITTED) -> "EventCheckpoint":
        """Get a checkpoint of the log

        One hash that stands for all events up to its last, in their order and words. Keep it somewhere else: what it stands for cannot be changed any more without being seen (/docs/guide/events).

        The token needs the scope `events:read`."""
        return cast("EventCheckpoint", self._call("GET", "/events/checkpoint", in_path={}, query={"event_id": event_id}, body=None, idempotency_key=None, writes=False))

    def get_event(self, *, event_id: int) -> "Event":
        """Get an event

        The same bytes that webhooks deliver. Proofs are over them: `GET /events/{event_id}/proof`.

        The token needs the scope `events:read`."""
        return cast("Event", self._call("GET", "/events/{event_id}", in_path={"event_id": event_id}, query={}, body=None, idempotency_key=None, writes=False))

    def get_event_proof(self, *, event_id: int, to: int | Omitted = OMITTED) -> "EventProof":
        """Prove an event

        All that is needed to check that this event is in your log, word for word: hashes from its text to a checkpoint (/docs/guide/events). Compare that checkpoint’s hash with one that you have kept, or that `GET /events/checkpoint` said before. Also of archived events.

        The token needs the scope `events:read`."""
        return cast("EventProof", self._call("GET", "/events/{event_id}/proof", in_path={"event_id": event_id}, query={"to": to}, body=None, idempotency_key=None, writes=False))

    def list_event_deliveries(self, *, event_id: int) -> "EventDeliveries":
        """See which webhooks got an event

        Each of your webhooks, whether it has confirmed the event, and its attempts of the last 30 days.

        The token needs the scope `webhooks:read`, and `events:read` beside it."""
        return EventDeliveries(lambda more: self._call("GET", "/events/{event_id}/deliveries", in_path={"event_id": event_id}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_event_deliveries(self, *, event_id: int) -> "Iterator[ListEventDeliveriesItem]":
        """All of `list_event_deliveries`; nothing is asked for before the first item."""
        yield from self.list_event_deliveries(event_id=event_id)

    def create_webhook(self, *, callback_url: str, callback_api_key: str | Omitted = OMITTED, max_batch_size: int | Omitted = OMITTED, max_wait_seconds: int | Omitted = OMITTED, event_types: list[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']] | None | Omitted = OMITTED, replay_from_event_id: int | Omitted = OMITTED, replay_from_timestamp: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "CreatedWebhook":
        """Create a webhook

        Your events are delivered to `callback_url` in order, from now on or from where you ask. `signing_secret` (Standard Webhooks) is shown this once.

        The token needs the scope `webhooks:write`, and `events:read` beside it."""
        return cast("CreatedWebhook", self._call("POST", "/webhooks", in_path={}, query={}, body={"callback_url": callback_url, "callback_api_key": callback_api_key, "max_batch_size": max_batch_size, "max_wait_seconds": max_wait_seconds, "event_types": event_types, "replay_from_event_id": replay_from_event_id, "replay_from_timestamp": replay_from_timestamp}, idempotency_key=idempotency_key, writes=True))

    def list_webhooks(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, attention: str | Omitted = OMITTED) -> "WebhookPage":
        """List webhooks

        Newest first.

        The token needs the scope `webhooks:read`."""
        return WebhookPage(lambda more: self._call("GET", "/webhooks", in_path={}, query={"limit": limit, "cursor": cursor, "attention": attention} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_webhooks(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, attention: str | Omitted = OMITTED) -> "Iterator[Webhook]":
        """All of `list_webhooks`; nothing is asked for before the first item."""
        yield from self.list_webhooks(limit=limit, cursor=cursor, attention=attention)

    def get_webhook(self, *, identifier: str) -> "Webhook":
        """Get a webhook

        The token needs the scope `webhooks:read`."""
        return cast("Webhook", self._call("GET", "/webhooks/{identifier}", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=None, writes=False))

    def update_webhook(self, *, identifier: str, callback_url: str | Omitted = OMITTED, callback_api_key: str | None | Omitted = OMITTED, max_batch_size: int | Omitted = OMITTED, max_wait_seconds: int | Omitted = OMITTED, event_types: list[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'events.restored', 'webhooks.failing', 'webhooks.failed']] | None | Omitted = OMITTED, replay_from_event_id: int | Omitted = OMITTED, replay_from_timestamp: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "Webhook":
        """Change a webhook

        Fields that are left out stay as they are; `callback_api_key: null` sends none any more, `event_types: null` hears all. A change of nothing leaves `updated_at` alone. A replay field sets the cursor, back or ahead. A webhook that is backing off tries again at once. Changing `callback_url`, `event_types`, or the cursor by a replay field, needs the scope `events:read` too.

        The token needs the scope `webhooks:write`."""
        return cast("Webhook", self._call("PATCH", "/webhooks/{identifier}", in_path={"identifier": identifier}, query={}, body={"callback_url": callback_url, "callback_api_key": callback_api_key, "max_batch_size": max_batch_size, "max_wait_seconds": max_wait_seconds, "event_types": event_types, "replay_from_event_id": replay_from_event_id, "replay_from_timestamp": replay_from_timestamp}, idempotency_key=idempotency_key, writes=True))

    def delete_webhook(self, *, identifier: str, idempotency_key: str | None = None) -> "Ok":
        """Delete a webhook

        Nothing more is sent, except a delivery that is under way. Its delivery log goes with it.

        The token needs the scope `webhooks:write`."""
        return cast("Ok", self._call("DELETE", "/webhooks/{identifier}", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def resume_webhook(self, *, identifier: str, idempotency_key: str | None = None) -> "Webhook":
        """Resume a webhook

        A `failed` webhook goes on after the last event that you confirmed, and one that is backing off tries at once; both with a new retry schedule. Others are left as they are.

        The token needs the scope `webhooks:write`, and `events:read` beside it."""
        return cast("Webhook", self._call("POST", "/webhooks/{identifier}/resume", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def rotate_webhook_secret(self, *, identifier: str, overlap_seconds: int | Omitted = OMITTED, idempotency_key: str | None = None) -> "WebhookWithSecret":
        """Replace a webhook’s signing secret

        Answers the new `signing_secret`, this once. Until `former_secret_until` each delivery carries a signature by the new and one by the former, so that no delivery is refused while your receivers change over. With `overlap_seconds: 0` the former one ends at once. Asked for again within the overlap, the newest two sign.

        The token needs the scope `webhooks:write`, and `events:read` beside it."""
        return cast("WebhookWithSecret", self._call("POST", "/webhooks/{identifier}/secret", in_path={"identifier": identifier}, query={}, body={"overlap_seconds": overlap_seconds}, idempotency_key=idempotency_key, writes=True))

    def test_webhook(self, *, identifier: str, idempotency_key: str | None = None) -> "Delivery":
        """Send a test delivery

        Sends one event of type `webhooks.test` and id 0 now, signed as all are, and answers how that went. It is not part of the log of events and changes neither state nor cursor.

        The token needs the scope `webhooks:write`."""
        return cast("Delivery", self._call("POST", "/webhooks/{identifier}/test", in_path={"identifier": identifier}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def redeliver_webhook(self, *, identifier: str, from_event_id: int, through_event_id: int | Omitted = OMITTED, idempotency_key: str | None = None) -> "Webhook":
        """Deliver events again

        Delivers one event, or a range of them (of those that the webhook hears), once more, beside what is new, with the header `X-Jetpay-Redelivery: true`. The cursor stays where it is. One redelivery at a time, while the webhook is well; a failed delivery ends it, and `GET …/deliveries` says why.

        The token needs the scope `webhooks:write`, and `events:read` beside it."""
        return cast("Webhook", self._call("POST", "/webhooks/{identifier}/redeliver", in_path={"identifier": identifier}, query={}, body={"from_event_id": from_event_id, "through_event_id": through_event_id}, idempotency_key=idempotency_key, writes=True))

    def list_webhook_deliveries(self, *, identifier: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "DeliveryPage":
        """List a webhook's deliveries

        Each attempt of the last 30 days and how it went, newest first.

        The token needs the scope `webhooks:read`."""
        return DeliveryPage(lambda more: self._call("GET", "/webhooks/{identifier}/deliveries", in_path={"identifier": identifier}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_webhook_deliveries(self, *, identifier: str, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[Delivery]":
        """All of `list_webhook_deliveries`; nothing is asked for before the first item."""
        yield from self.list_webhook_deliveries(identifier=identifier, limit=limit, cursor=cursor)

    def get_company(self) -> "Company":
        """Get your company

        What payers see of it, and what its operator has switched on (`jetpay company …`).

        The token needs the scope `company:read`."""
        return cast("Company", self._call("GET", "/company", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def update_company(self, *, name: str | Omitted = OMITTED, language: Literal['en', 'fr'] | Omitted = OMITTED, contact_email: str | Omitted = OMITTED, contact_phone: str | None | Omitted = OMITTED, alert_email: str | None | Omitted = OMITTED, time_zone: str | Omitted = OMITTED, accent_color: str | None | Omitted = OMITTED, receipts_by_mail: bool | Omitted = OMITTED, idempotency_key: str | None = None) -> "Company":
        """Change your company’s settings

        Fields that are left out stay as they are; null clears those that may be null. It holds everywhere within 10 seconds. A change of nothing tells no event.

        The token needs the scope `company:write`."""
        return cast("Company", self._call("PATCH", "/company", in_path={}, query={}, body={"name": name, "language": language, "contact_email": contact_email, "contact_phone": contact_phone, "alert_email": alert_email, "time_zone": time_zone, "accent_color": accent_color, "receipts_by_mail": receipts_by_mail}, idempotency_key=idempotency_key, writes=True))

    def get_session(self) -> "Session":
        """Who is signed in

        The person behind the cookie, their companies with role and scopes, and whether they are an operator of the platform. 401 where nobody is signed in.

        For people who are signed in (`session:read`), by the cookie of their session; no token does it."""
        return cast("Session", self._call("GET", "/session", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def sign_out(self, *, idempotency_key: str | None = None) -> "Ok":
        """Sign out

        Ends this session, on the server too: its cookie opens nothing any more.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("Ok", self._call("DELETE", "/session", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def sign_in(self, *, email: str, password: str, code: str | Omitted = OMITTED, recovery_code: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "SignedIn":
        """Sign in with a password

        For a browser: the answer brings the cookie of a new session. With an authenticator app also `code`, or one of the recovery codes. Whoever has a passkey and signs in by password alone shows the passkey before money moves. What is not right is not said, nor whether there is such an account.

        It needs no token."""
        return cast("SignedIn", self._call("POST", "/session", in_path={}, query={}, body={"email": email, "password": password, "code": code, "recovery_code": recovery_code}, idempotency_key=idempotency_key, writes=True))

    def reauthenticate(self, *, password: str | Omitted = OMITTED, code: str | Omitted = OMITTED, recovery_code: str | Omitted = OMITTED, ticket: str | Omitted = OMITTED, response: PublicKeyCredentialInput | Omitted = OMITTED, idempotency_key: str | None = None) -> "Proof":
        """Show again that it is you

        `ticket` and `response` of a passkey alone; or `password`, and where there is an authenticator app or a passkey also `code` of the app or a `recovery_code`. For 10 minutes this session may then move money and make keys.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("Proof", self._call("POST", "/session/reauthenticate", in_path={}, query={}, body={"password": password, "code": code, "recovery_code": recovery_code, "ticket": ticket, "response": response}, idempotency_key=idempotency_key, writes=True))

    def list_sessions(self) -> "Sessions":
        """Where you are signed in

        For people who are signed in (`session:read`), by the cookie of their session; no token does it."""
        return Sessions(lambda more: self._call("GET", "/session/sessions", in_path={}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_sessions(self) -> "Iterator[ListedSession]":
        """All of `list_sessions`; nothing is asked for before the first item."""
        yield from self.list_sessions()

    def end_other_sessions(self, *, idempotency_key: str | None = None) -> "Ok":
        """End all your other sessions

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("Ok", self._call("DELETE", "/session/sessions", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def end_session(self, *, session_id: str, idempotency_key: str | None = None) -> "Ok":
        """End one of your sessions

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("Ok", self._call("DELETE", "/session/sessions/{session_id}", in_path={"session_id": session_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def change_password(self, *, password: str, idempotency_key: str | None = None) -> "Ok":
        """Set your password

        At least twelve characters. All your other sessions end.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("Ok", self._call("PUT", "/session/password", in_path={}, query={}, body={"password": password}, idempotency_key=idempotency_key, writes=True))

    def start_totp(self, *, idempotency_key: str | None = None) -> "NewTotp":
        """Begin to add an authenticator app

        A new secret, as text and as `otpauth:` address for a QR code. It counts once a code of it was sent back.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("NewTotp", self._call("POST", "/session/totp/options", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def add_totp(self, *, ticket: str, code: str, idempotency_key: str | None = None) -> "RecoveryCodes":
        """Add an authenticator app

        With a code that the app shows. From then on a password needs one too. Answers ten recovery codes, once.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("RecoveryCodes", self._call("PUT", "/session/totp", in_path={}, query={}, body={"ticket": ticket, "code": code}, idempotency_key=idempotency_key, writes=True))

    def remove_totp(self, *, idempotency_key: str | None = None) -> "Ok":
        """Remove the authenticator app

        With the last second factor its recovery codes go too: a password then is enough by itself. Where a company of yours, or the installation of its operators, demands one, the last stays (409).

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("Ok", self._call("DELETE", "/session/totp", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def make_recovery_codes(self, *, idempotency_key: str | None = None) -> "RecoveryCodes":
        """Make new recovery codes

        Ten, each in place of a code of the app or a passkey, once. Those that there were are good no more. 409 where there is neither app nor passkey.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("RecoveryCodes", self._call("POST", "/session/recovery_codes", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def start_passkey_registration(self, *, idempotency_key: str | None = None) -> "PasskeyOptions":
        """Begin to add a passkey

        Options for `navigator.credentials.create`. 409 where the installation has no host name.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("PasskeyOptions", self._call("POST", "/session/passkeys/options", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def add_passkey(self, *, ticket: str, response: PublicKeyCredentialInput, name: str, idempotency_key: str | None = None) -> "NewPasskey":
        """Add a passkey

        What the browser answered to the options. From then on it signs in.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("NewPasskey", self._call("POST", "/session/passkeys", in_path={}, query={}, body={"ticket": ticket, "response": response, "name": name}, idempotency_key=idempotency_key, writes=True))

    def list_passkeys(self) -> "Passkeys":
        """Your passkeys

        For people who are signed in (`session:read`), by the cookie of their session; no token does it."""
        return Passkeys(lambda more: self._call("GET", "/session/passkeys", in_path={}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_passkeys(self) -> "Iterator[Passkey]":
        """All of `list_passkeys`; nothing is asked for before the first item."""
        yield from self.list_passkeys()

    def remove_passkey(self, *, passkey_id: str, idempotency_key: str | None = None) -> "Ok":
        """Remove a passkey

        It signs in no more. The last way to sign in stays: 409 where there is no password either. So does the last second factor where a company of yours, or the installation of its operators, demands one.

        For people who are signed in (`session:write`), by the cookie of their session; no token does it."""
        return cast("Ok", self._call("DELETE", "/session/passkeys/{passkey_id}", in_path={"passkey_id": passkey_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def list_members(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "MemberPage":
        """List your team

        The token needs the scope `team:read`."""
        return MemberPage(lambda more: self._call("GET", "/team", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_members(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[Member]":
        """All of `list_members`; nothing is asked for before the first item."""
        yield from self.list_members(limit=limit, cursor=cursor)

    def change_member_role(self, *, user_id: str, role: Literal['owner', 'admin', 'developer', 'support', 'viewer'], idempotency_key: str | None = None) -> "Ok":
        """Change somebody’s role

        It holds with their next request; open invitations that they may give no more end. Only an owner makes an owner or changes one, and the last owner stays one (409).

        The token needs the scope `team:write`."""
        return cast("Ok", self._call("PATCH", "/team/{user_id}", in_path={"user_id": user_id}, query={}, body={"role": role}, idempotency_key=idempotency_key, writes=True))

    def remove_member(self, *, user_id: str, idempotency_key: str | None = None) -> "RemovedMember":
        """Remove somebody from your team

        Their next request finds them out, and their open invitations and the saved views of their own end with them. API tokens that they made are your programs’ and go on: `api_tokens` names them. What they did stays in the audit log. Only an owner removes an owner, and the last one stays (409).

        The token needs the scope `team:write`."""
        return cast("RemovedMember", self._call("DELETE", "/team/{user_id}", in_path={"user_id": user_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def invite_user(self, *, email: str, role: Literal['owner', 'admin', 'developer', 'support', 'viewer'], idempotency_key: str | None = None) -> "Invitation":
        """Invite somebody

        By mail, with a link that is good for seven days, once. An invitation that is open for the address is replaced. Only an owner invites an owner.

        The token needs the scope `team:write`."""
        return cast("Invitation", self._call("POST", "/team/invitations", in_path={}, query={}, body={"email": email, "role": role}, idempotency_key=idempotency_key, writes=True))

    def list_invitations(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "InvitationPage":
        """List open invitations

        The token needs the scope `team:read`."""
        return InvitationPage(lambda more: self._call("GET", "/team/invitations", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_invitations(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[Invitation]":
        """All of `list_invitations`; nothing is asked for before the first item."""
        yield from self.list_invitations(limit=limit, cursor=cursor)

    def withdraw_invitation(self, *, invitation_id: str, idempotency_key: str | None = None) -> "Ok":
        """Withdraw an invitation

        Its link is good no more.

        The token needs the scope `team:write`."""
        return cast("Ok", self._call("DELETE", "/team/invitations/{invitation_id}", in_path={"invitation_id": invitation_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def demand_second_factor(self, *, required: bool, idempotency_key: str | None = None) -> "Company":
        """Demand a second factor of your members

        An authenticator app or a passkey. While it is `required`, a session that has been shown none reaches nothing of the company (403 `second_factor_missing`) but its person’s own pages, to set one up. It holds with the next request. A person who demands it has shown one (409 otherwise). Tokens are not concerned.

        The token needs the scope `team:write`."""
        return cast("Company", self._call("PUT", "/team/second_factor", in_path={}, query={}, body={"required": required}, idempotency_key=idempotency_key, writes=True))

    def list_audit_log(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, actor_id: str | Omitted = OMITTED, object_id: str | Omitted = OMITTED, operation: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "AuditLinePage":
        """Who did what

        What people and tokens changed, and who signed in or could not, newest first. A charge by a token is not here: its debit is the record of it. Nobody can change the log.

        The token needs the scope `audit:read`."""
        return AuditLinePage(lambda more: self._call("GET", "/audit", in_path={}, query={"limit": limit, "cursor": cursor, "actor_id": actor_id, "object_id": object_id, "operation": operation, "created_after": created_after, "created_before": created_before} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_audit_log(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, actor_id: str | Omitted = OMITTED, object_id: str | Omitted = OMITTED, operation: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "Iterator[AuditLine]":
        """All of `list_audit_log`; nothing is asked for before the first item."""
        yield from self.list_audit_log(limit=limit, cursor=cursor, actor_id=actor_id, object_id=object_id, operation=operation, created_after=created_after, created_before=created_before)

    def get_audit_filters(self) -> "AuditFilters":
        """Who and what is in the audit log

        By what its lines can be chosen: everybody who did something, and each kind of thing done.

        The token needs the scope `audit:read`."""
        return cast("AuditFilters", self._call("GET", "/audit/filters", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def export_audit_log(self, *, actor_id: str | Omitted = OMITTED, object_id: str | Omitted = OMITTED, operation: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED) -> "bytes":
        """The audit log as CSV

        The same filters, the newest 100,000 lines that match.

        The token needs the scope `audit:read`."""
        return cast("bytes", self._call("GET", "/audit/export", in_path={}, query={"actor_id": actor_id, "object_id": object_id, "operation": operation, "created_after": created_after, "created_before": created_before}, body=None, idempotency_key=None, writes=False, types=("text/csv",)))

    def list_operator_audit_log(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, actor_id: str | Omitted = OMITTED, object_id: str | Omitted = OMITTED, operation: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED, company_id: str | Omitted = OMITTED) -> "OperatorAuditLinePage":
        """Who did what, in all companies

        With commands and what operators did. Of no company: `00000000-…`.

        The token needs the scope `operator:read`."""
        return OperatorAuditLinePage(lambda more: self._call("GET", "/operator/audit", in_path={}, query={"limit": limit, "cursor": cursor, "actor_id": actor_id, "object_id": object_id, "operation": operation, "created_after": created_after, "created_before": created_before, "company_id": company_id} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_operator_audit_log(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, actor_id: str | Omitted = OMITTED, object_id: str | Omitted = OMITTED, operation: str | Omitted = OMITTED, created_after: str | datetime | Omitted = OMITTED, created_before: str | datetime | Omitted = OMITTED, company_id: str | Omitted = OMITTED) -> "Iterator[OperatorAuditLine]":
        """All of `list_operator_audit_log`; nothing is asked for before the first item."""
        yield from self.list_operator_audit_log(limit=limit, cursor=cursor, actor_id=actor_id, object_id=object_id, operation=operation, created_after=created_after, created_before=created_before, company_id=company_id)

    def get_operator_audit_filters(self, *, company_id: str | Omitted = OMITTED) -> "AuditFilters":
        """Who and what is in an audit log

        Of one company; without it of the platform, whose log has each person who has signed in and what operators did.

        The token needs the scope `operator:read`."""
        return cast("AuditFilters", self._call("GET", "/operator/audit/filters", in_path={}, query={"company_id": company_id}, body=None, idempotency_key=None, writes=False))

    def set_company_logo(self, *, content: str, idempotency_key: str | None = None) -> "Company":
        """Set your logo

        The picture on your payment pages: PNG or JPEG, 100000 bytes and 2048 pixels a side at most.

        The token needs the scope `company:write`."""
        return cast("Company", self._call("PUT", "/company/logo", in_path={}, query={}, body={"content": content}, idempotency_key=idempotency_key, writes=True))

    def delete_company_logo(self, *, idempotency_key: str | None = None) -> "Company":
        """Remove your logo

        Your initials stand in its place.

        The token needs the scope `company:write`."""
        return cast("Company", self._call("DELETE", "/company/logo", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def list_api_tokens(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "ApiTokenPage":
        """List API tokens

        Newest first, also those that work no more. The tokens themselves are kept nowhere.

        The token needs the scope `tokens:read`."""
        return ApiTokenPage(lambda more: self._call("GET", "/api_token", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_api_tokens(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[ApiToken]":
        """All of `list_api_tokens`; nothing is asked for before the first item."""
        yield from self.list_api_tokens(limit=limit, cursor=cursor)

    def create_api_token(self, *, name: str, scopes: list[Literal['contacts:read', 'contacts:write', 'debits:read', 'debits:write', 'credits:read', 'credits:write', 'scheduled:read', 'scheduled:write', 'webhooks:read', 'webhooks:write', 'events:read', 'company:read', 'company:write', 'tokens:read', 'tokens:write', 'team:read', 'team:write', 'audit:read']], expires_at: str | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "NewApiToken":
        """Make an API token

        Answers the token once: only its hash is kept. Give it no scope that its program does not need; nobody can give one that they do not have.

        The token needs the scope `tokens:write`."""
        return cast("NewApiToken", self._call("POST", "/api_token", in_path={}, query={}, body={"name": name, "scopes": scopes, "expires_at": expires_at}, idempotency_key=idempotency_key, writes=True))

    def revoke_api_token(self, *, token_id: str, idempotency_key: str | None = None) -> "ApiToken":
        """Revoke an API token

        It stops working within 10 seconds, for ever. Also the one that asks. One that works no more is answered as it is.

        The token needs the scope `tokens:write`."""
        return cast("ApiToken", self._call("DELETE", "/api_token/{token_id}", in_path={"token_id": token_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def list_request_log(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, method: Literal['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] | Omitted = OMITTED, operation: str | Omitted = OMITTED, outcome: Literal['succeeded', 'refused', 'failed'] | Omitted = OMITTED, token_id: str | Omitted = OMITTED) -> "LoggedRequestPage":
        """List requests

        What was asked of the API for your company in the last week, newest first: no bodies, no numbers of cards or accounts. It is written behind the requests, within a second, and may lack some under overload, which `gaps` tells. A filter looks at 5000 requests a page; a page may be empty and still have a `next_cursor`.

        The token needs the scope `audit:read`."""
        return LoggedRequestPage(lambda more: self._call("GET", "/request_log", in_path={}, query={"limit": limit, "cursor": cursor, "method": method, "operation": operation, "outcome": outcome, "token_id": token_id} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_request_log(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, method: Literal['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] | Omitted = OMITTED, operation: str | Omitted = OMITTED, outcome: Literal['succeeded', 'refused', 'failed'] | Omitted = OMITTED, token_id: str | Omitted = OMITTED) -> "Iterator[LoggedRequest]":
        """All of `list_request_log`; nothing is asked for before the first item."""
        yield from self.list_request_log(limit=limit, cursor=cursor, method=method, operation=operation, outcome=outcome, token_id=token_id)

    def get_logged_request(self, *, request_id: str) -> "LoggedRequest":
        """Find a request by its id

        By what the header `X-Request-Id` and every problem say. Of the last week.

        The token needs the scope `audit:read`."""
        return cast("LoggedRequest", self._call("GET", "/request_log/{request_id}", in_path={"request_id": request_id}, query={}, body=None, idempotency_key=None, writes=False))

    def get_company_summary(self, *, from_: str | Omitted = OMITTED, to: str | Omitted = OMITTED) -> "CompanySummary":
        """Get the figures of a time

        Volume, success, declines, refunds, fees, disputes and payouts, as the ledger has them to the cent, with a series by hours, days or months. Days are those of the company’s time zone. What each figure is made of: `/company/summary/explain`.

        The token needs the scope `company:read`."""
        return cast("CompanySummary", self._call("GET", "/company/summary", in_path={}, query={"from": from_, "to": to}, body=None, idempotency_key=None, writes=False))

    def explain_company_summary(self, *, currency: Literal['CAD', 'USD'], from_: str | Omitted = OMITTED, to: str | Omitted = OMITTED, figure: Literal['volume', 'returned', 'refunds', 'fees', 'disputes', 'credits', 'payouts'] | Omitted = OMITTED, move: str | Omitted = OMITTED, day: str | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED) -> "Explanation":
        """Explain a figure

        What a figure of `/company/summary`, or its `payable_change`, is made of in the same time, level by level: moves, days of the company’s time zone, entries, transactions. Each part has the path that opens it.

        The token needs the scope `company:read`."""
        return Explanation(lambda more: self._call("GET", "/company/summary/explain", in_path={}, query={"from": from_, "to": to, "currency": currency, "figure": figure, "move": move, "day": day, "cursor": cursor, "limit": limit} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_explain_company_summary(self, *, currency: Literal['CAD', 'USD'], from_: str | Omitted = OMITTED, to: str | Omitted = OMITTED, figure: Literal['volume', 'returned', 'refunds', 'fees', 'disputes', 'credits', 'payouts'] | Omitted = OMITTED, move: str | Omitted = OMITTED, day: str | Omitted = OMITTED, cursor: str | Omitted = OMITTED, limit: int | Omitted = OMITTED) -> "Iterator[ExplainCompanySummaryItem]":
        """All of `explain_company_summary`; nothing is asked for before the first item."""
        yield from self.explain_company_summary(from_=from_, to=to, currency=currency, figure=figure, move=move, day=day, cursor=cursor, limit=limit)

    def export_company_summary(self, *, currency: Literal['CAD', 'USD'], figure: Literal['volume', 'returned', 'refunds', 'fees', 'disputes', 'credits', 'payouts'], from_: str | Omitted = OMITTED, to: str | Omitted = OMITTED) -> "bytes":
        """Export what a figure is made of as CSV

        Every entry of a figure of up to 366 days, in the figure’s sign: the amounts add up to it.

        The token needs the scope `company:read`."""
        return cast("bytes", self._call("GET", "/company/summary/entries", in_path={}, query={"from": from_, "to": to, "currency": currency, "figure": figure}, body=None, idempotency_key=None, writes=False, types=("text/csv",)))

    def get_company_attention(self) -> "Attention":
        """Get what needs somebody

        A company that its operator has suspended or closes, disputes to answer, payouts that came back, webhooks in trouble, charges of unknown outcome, differences with the network, cards that expire this month: how many, since when, until when, where exactly these are listed and what to do. Nothing of a kind: it is not there.

        The token needs the scope `company:read`."""
        return cast("Attention", self._call("GET", "/company/attention", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def get_sandbox_clock(self) -> "SandboxClock":
        """What time the demo has

        In the demo only.

        The token needs the scope `company:read`."""
        return cast("SandboxClock", self._call("GET", "/sandbox/clock", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def advance_sandbox_clock(self, *, advance: str, idempotency_key: str | None = None) -> "SandboxClock":
        """Move the demo’s clock forward

        In the demo only. Clearing, deposits, returns, schedules, expiry and retries happen as if the time had passed. It is one clock for all companies of the installation, and it never goes back.

        The token needs the scope `company:write`."""
        return cast("SandboxClock", self._call("POST", "/sandbox/clock", in_path={}, query={}, body={"advance": advance}, idempotency_key=idempotency_key, writes=True))

    def get_sandbox_calendar(self, *, days: int | Omitted = OMITTED) -> "SandboxCalendar":
        """See what the next days will bring

        In the demo only: banking days, and how much of your company falls due on each, so that one can tell what moving the clock will do.

        The token needs the scope `company:read`."""
        return cast("SandboxCalendar", self._call("GET", "/sandbox/calendar", in_path={}, query={"days": days}, body=None, idempotency_key=None, writes=False))

    def list_sandbox_cards(self) -> "SandboxCards":
        """List test cards

        In the demo only. Any CVC of the right length, any postal code, any expiry in the future. Every other number is declined as invalid.

        The token needs the scope `company:read`."""
        return SandboxCards(lambda more: self._call("GET", "/sandbox/cards", in_path={}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_sandbox_cards(self) -> "Iterator[SandboxCard]":
        """All of `list_sandbox_cards`; nothing is asked for before the first item."""
        yield from self.list_sandbox_cards()

    def list_sandbox_bank_accounts(self) -> "SandboxBankAccounts":
        """List test account numbers

        In the demo only. What the demo’s bank does with money from and to an account, by its number alone: whatever transit, institution or routing number it has.

        The token needs the scope `company:read`."""
        return SandboxBankAccounts(lambda more: self._call("GET", "/sandbox/bank_accounts", in_path={}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_sandbox_bank_accounts(self) -> "Iterator[SandboxBankAccount]":
        """All of `list_sandbox_bank_accounts`; nothing is asked for before the first item."""
        yield from self.list_sandbox_bank_accounts()

    def get_sandbox_faults(self) -> "SandboxFaults":
        """See what the demo’s network does wrong

        In the demo only. Counts go down as they are used up.

        The token needs the scope `company:read`."""
        return cast("SandboxFaults", self._call("GET", "/sandbox/faults", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def set_sandbox_faults(self, *, answer_delay_ms: int | Omitted = OMITTED, stop_answering: int | Omitted = OMITTED, refuse_sign_on: int | Omitted = OMITTED, reorder_answers: int | Omitted = OMITTED, duplicate_answers: int | Omitted = OMITTED, drop_link: Literal[True] | Omitted = OMITTED, idempotency_key: str | None = None) -> "SandboxFaults":
        """Have the demo’s network do something wrong

        In the demo only, for all companies of the installation. Fields that are left out stay as they are; 0 ends a fault. One charge alone goes wrong by its test card (`GET /sandbox/cards`), money by bank by its account number.

        The token needs the scope `company:write`."""
        return cast("SandboxFaults", self._call("POST", "/sandbox/faults", in_path={}, query={}, body={"answer_delay_ms": answer_delay_ms, "stop_answering": stop_answering, "refuse_sign_on": refuse_sign_on, "reorder_answers": reorder_answers, "duplicate_answers": duplicate_answers, "drop_link": drop_link}, idempotency_key=idempotency_key, writes=True))

    def end_sandbox_network_day(self, *, idempotency_key: str | None = None) -> "Ok":
        """End the network’s day

        In the demo only. The network clears now what it has captured, as it does by itself at midnight UTC: debits become `completed`, and payouts follow.

        The token needs the scope `company:write`."""
        return cast("Ok", self._call("POST", "/sandbox/clearing", in_path={}, query={}, body={}, idempotency_key=idempotency_key, writes=True))

    def list_sandbox_mails(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "SandboxMailPage":
        """Read the mail that your company has sent

        In the demo only, where nobody else may get it. Newest first. A link with a secret is shown to whoever may do what it does: a credit’s with `credits:write`, an invitation with `team:write`, and one that makes an owner or sets a password to owners who are signed in.

        The token needs the scope `company:read`, and `debits:read` beside it."""
        return SandboxMailPage(lambda more: self._call("GET", "/sandbox/mail", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_sandbox_mails(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[SandboxMail]":
        """All of `list_sandbox_mails`; nothing is asked for before the first item."""
        yield from self.list_sandbox_mails(limit=limit, cursor=cursor)

    def list_sandbox_triggers(self) -> "SandboxTriggers":
        """List the events that can be triggered

        In the demo only. All types that there are; some move the demo’s clock.

        The token needs the scope `company:read`."""
        return SandboxTriggers(lambda more: self._call("GET", "/sandbox/trigger", in_path={}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_sandbox_triggers(self) -> "Iterator[Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'webhooks.failing', 'webhooks.failed']]":
        """All of `list_sandbox_triggers`; nothing is asked for before the first item."""
        yield from self.list_sandbox_triggers()

    def trigger_sandbox_event(self, *, type: Literal['contacts.created', 'contacts.updated', 'contacts.deleted', 'contacts.erased', 'contacts.bank_accounts.created', 'contacts.bank_accounts.deleted', 'contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed', 'contacts.credit_cards.updated', 'contacts.credit_cards.expiring', 'contacts.credit_cards.expired', 'contacts.credit_cards.deleted', 'transactions.debits.created', 'transactions.debits.initiated', 'transactions.debits.payment_failed', 'transactions.debits.returned', 'transactions.debits.paid', 'transactions.debits.completed', 'transactions.debits.preauthorized', 'transactions.debits.cancelled', 'transactions.debits.refunded', 'transactions.debits.refund_failed', 'transactions.debits.refund_returned', 'transactions.debits.disputed', 'transactions.debits.dispute_under_review', 'transactions.debits.dispute_won', 'transactions.debits.dispute_lost', 'transactions.debits.failed', 'transactions.credits.created', 'transactions.credits.initiated', 'transactions.credits.paid', 'transactions.credits.completed', 'transactions.credits.failed', 'transactions.credits.cancelled', 'transactions.credits.returned', 'payouts.requested', 'payouts.initiated', 'payouts.completed', 'payouts.returned', 'schedules.created', 'schedules.updated', 'schedules.paused', 'schedules.resumed', 'schedules.completed', 'schedules.cancelled', 'schedules.occurrences.made', 'schedules.occurrences.failed', 'schedules.occurrences.skipped', 'schedules.occurrences.restored', 'company.updated', 'company.card_testing_suspected', 'users.invited', 'users.signed_in', 'users.removed', 'webhooks.failing', 'webhooks.failed'], idempotency_key: str | None = None) -> "Event":
        """Have an event happen

        In the demo only. Does, by real requests, what makes an event of this type, and answers it once it is in the log: some seconds. As `jetpay trigger`. What needs time moves the demo’s clock, for all companies: `contacts.credit_cards.expiring` by 1m, `contacts.credit_cards.expired` by 33d, `webhooks.failed` by 77h.

        The token needs the scope `company:write`, and `events:read` beside it."""
        return cast("Event", self._call("POST", "/sandbox/trigger", in_path={}, query={}, body={"type": type}, idempotency_key=idempotency_key, writes=True))

    def get_overview(self) -> "OperatorOverview":
        """See what needs an operator

        How many of each wait for a person and since when; counted up to 1,000. And how the last run of verify ended.

        The token needs the scope `operator:read`."""
        return cast("OperatorOverview", self._call("GET", "/operator/overview", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def list_companies(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, search: str | Omitted = OMITTED, state: Literal['active', 'suspended', 'closing'] | Omitted = OMITTED) -> "OperatedCompanyPage":
        """List companies

        Every company of the installation, newest first.

        The token needs the scope `operator:read`."""
        return OperatedCompanyPage(lambda more: self._call("GET", "/operator/companies", in_path={}, query={"limit": limit, "cursor": cursor, "search": search, "state": state} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_companies(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, search: str | Omitted = OMITTED, state: Literal['active', 'suspended', 'closing'] | Omitted = OMITTED) -> "Iterator[OperatedCompany]":
        """All of `list_companies`; nothing is asked for before the first item."""
        yield from self.list_companies(limit=limit, cursor=cursor, search=search, state=state)

    def create_company(self, *, name: str, contact: CreateCompanyContact | Omitted = OMITTED, alert_email: str | None | Omitted = OMITTED, features: CreateCompanyFeatures | Omitted = OMITTED, limits: list[CreateCompanyLimitsItem] | Omitted = OMITTED, fees: list[CreateCompanyFeesItem] | Omitted = OMITTED, owner_email: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "OperatedCompanyInFull":
        """Create a company

        With what is agreed with it: all of it, or, where a part is refused, none. Without `limits` it is open to every currency without one; with them to the currencies that they name, and no other. Without `fees` its debits cost nothing. It has no token yet, and nobody but the owner who is invited.

        The token needs the scope `operator:write`."""
        return cast("OperatedCompanyInFull", self._call("POST", "/operator/companies", in_path={}, query={}, body={"name": name, "contact": contact, "alert_email": alert_email, "features": features, "limits": limits, "fees": fees, "owner_email": owner_email}, idempotency_key=idempotency_key, writes=True))

    def get_operated_company(self, *, company_id: str) -> "OperatedCompanyInFull":
        """Get a company

        With its limits, what of today’s is used, and its fees, also those to come.

        The token needs the scope `operator:read`."""
        return cast("OperatedCompanyInFull", self._call("GET", "/operator/companies/{company_id}", in_path={"company_id": company_id}, query={}, body=None, idempotency_key=None, writes=False))

    def update_operated_company(self, *, company_id: str, name: str | Omitted = OMITTED, contact: UpdateOperatedCompanyContact | Omitted = OMITTED, alert_email: str | None | Omitted = OMITTED, features: UpdateOperatedCompanyFeatures | Omitted = OMITTED, idempotency_key: str | None = None) -> "OperatedCompanyInFull":
        """Change a company

        Its name, how payers reach it, where mail about its webhooks goes, and its features. What is left out stays. Running processes see features within 10 seconds.

        The token needs the scope `operator:write`."""
        return cast("OperatedCompanyInFull", self._call("PATCH", "/operator/companies/{company_id}", in_path={"company_id": company_id}, query={}, body={"name": name, "contact": contact, "alert_email": alert_email, "features": features}, idempotency_key=idempotency_key, writes=True))

    def set_company_limits(self, *, company_id: str, currency: Literal['CAD', 'USD'], per_transaction: Decimal | str | int | None | Omitted = OMITTED, per_day_debits: Decimal | str | int | None | Omitted = OMITTED, per_day_credits: Decimal | str | int | None | Omitted = OMITTED, idempotency_key: str | None = None) -> "OperatedCompanyInFull":
        """Set a company’s limits in a currency

        They hold at once, for what is made from now on. In a currency without limits of its own a company moves nothing; to set one opens it.

        The token needs the scope `operator:write`."""
        return cast("OperatedCompanyInFull", self._call("PUT", "/operator/companies/{company_id}/limits", in_path={"company_id": company_id}, query={}, body={"currency": currency, "per_transaction": per_transaction, "per_day_debits": per_day_debits, "per_day_credits": per_day_credits}, idempotency_key=idempotency_key, writes=True))

    def set_company_fee(self, *, company_id: str, currency: Literal['CAD', 'USD'], method: Literal['card', 'eft'], basis_points: int, fixed: Decimal | str | int, idempotency_key: str | None = None) -> "OperatedCompanyInFull":
        """Set what a company’s debits cost

        Charged for debits whose money comes from a minute from now on (`effective_at`). What was set before stays in the list, for what came before.

        The token needs the scope `operator:write`."""
        return cast("OperatedCompanyInFull", self._call("POST", "/operator/companies/{company_id}/fees", in_path={"company_id": company_id}, query={}, body={"currency": currency, "method": method, "basis_points": basis_points, "fixed": fixed}, idempotency_key=idempotency_key, writes=True))

    def suspend_company(self, *, company_id: str, note: str, told: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "OperatedCompanyInFull":
        """Suspend a company

        Within 10 seconds its tokens and users read, refund and cancel, and take no money (403 `company_suspended`); its schedules make nothing. What was accepted goes on to its end. Payouts that are not with the bank wait.

        The token needs the scope `operator:write`."""
        return cast("OperatedCompanyInFull", self._call("POST", "/operator/companies/{company_id}/suspend", in_path={"company_id": company_id}, query={}, body={"note": note, "told": told}, idempotency_key=idempotency_key, writes=True))

    def close_company(self, *, company_id: str, note: str, told: str | Omitted = OMITTED, idempotency_key: str | None = None) -> "OperatedCompanyInFull":
        """Close a company

        For one that leaves. It takes no money, as if suspended; what is on its way ends, and payouts go on until nothing is owed to it (`still_owed`). Its data stays, and its members can read it. `unsuspend` takes it back.

        The token needs the scope `operator:write`."""
        return cast("OperatedCompanyInFull", self._call("POST", "/operator/companies/{company_id}/close", in_path={"company_id": company_id}, query={}, body={"note": note, "told": told}, idempotency_key=idempotency_key, writes=True))

    def unsuspend_company(self, *, company_id: str, idempotency_key: str | None = None) -> "OperatedCompanyInFull":
        """Let a suspended company go on

        Its tokens take money again within 10 seconds. What its schedules had due meanwhile is made now, and its payouts go out.

        The token needs the scope `operator:write`."""
        return cast("OperatedCompanyInFull", self._call("POST", "/operator/companies/{company_id}/unsuspend", in_path={"company_id": company_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def invite_company_member(self, *, company_id: str, email: str, role: Literal['owner', 'admin', 'developer', 'support', 'viewer'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "Invitation":
        """Invite somebody into a company

        Its first owner, who then invites the others; or a new one where the last is gone. By mail, with a link that is good for seven days, once. The company hears of it (`users.invited`).

        The token needs the scope `operator:write`."""
        return cast("Invitation", self._call("POST", "/operator/companies/{company_id}/invitations", in_path={"company_id": company_id}, query={}, body={"email": email, "role": role}, idempotency_key=idempotency_key, writes=True))

    def list_unknown_outcomes(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "UnknownOutcomePage":
        """List unknown outcomes

        Charges, captures and refunds of which nobody knows whether the card network did them, newest first: since when, how much, and what the acquirer must be asked. Most end by themselves within seconds.

        The token needs the scope `operator:read`."""
        return UnknownOutcomePage(lambda more: self._call("GET", "/operator/unknown_outcomes", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_unknown_outcomes(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[UnknownOutcome]":
        """All of `list_unknown_outcomes`; nothing is asked for before the first item."""
        yield from self.list_unknown_outcomes(limit=limit, cursor=cursor)

    def resolve_unknown_outcome(self, *, company_id: str, attempt_id: str, as_: Literal['reversed', 'captured', 'released'], note: str, idempotency_key: str | None = None) -> "ResolvedOutcome":
        """Resolve an unknown outcome

        By what the acquirer has said. Of a reversal: `reversed`, nothing happened and the charge fails (a refund too); `captured`, it stands: the charge is paid, or the refund made. Of a capture: `captured`, the debit is paid; `released`, it fails and the hold is given back.

        The token needs the scope `operator:write`."""
        return cast("ResolvedOutcome", self._call("POST", "/operator/companies/{company_id}/unknown_outcomes/{attempt_id}/resolve", in_path={"company_id": company_id, "attempt_id": attempt_id}, query={}, body={"as": as_, "note": note}, idempotency_key=idempotency_key, writes=True))

    def list_operated_items(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'corrected', 'settled', 'failed', 'written_off'] | Omitted = OMITTED, kind: Literal['missing', 'extra', 'amount'] | Omitted = OMITTED) -> "OperatedReconciliationItemPage":
        """List reconciliation items

        What the card network cleared otherwise than we have it, of all companies, newest first: why, both amounts, and what each can be resolved as.

        The token needs the scope `operator:read`."""
        return OperatedReconciliationItemPage(lambda more: self._call("GET", "/operator/reconciliation_items", in_path={}, query={"limit": limit, "cursor": cursor, "state": state, "kind": kind} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_operated_items(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'corrected', 'settled', 'failed', 'written_off'] | Omitted = OMITTED, kind: Literal['missing', 'extra', 'amount'] | Omitted = OMITTED) -> "Iterator[OperatedReconciliationItem]":
        """All of `list_operated_items`; nothing is asked for before the first item."""
        yield from self.list_operated_items(limit=limit, cursor=cursor, state=state, kind=kind)

    def resolve_reconciliation_items(self, *, company_id: str, item_ids: list[str], as_: Literal['settle', 'fail', 'write_off'], note: str, idempotency_key: str | None = None) -> "ResolvedItems":
        """Resolve reconciliation items

        One, or several of one company alike, each exactly once: all of them, or, where one does not fit or is resolved already, none; `errors` names it.

        The token needs the scope `operator:write`."""
        return cast("ResolvedItems", self._call("POST", "/operator/companies/{company_id}/reconciliation_items/resolve", in_path={"company_id": company_id}, query={}, body={"item_ids": item_ids, "as": as_, "note": note}, idempotency_key=idempotency_key, writes=True))

    def list_bank_returns(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'resolved'] | Omitted = OMITTED) -> "ParkedBankReturnPage":
        """List parked bank returns

        What banks sent back that fits nothing of ours, of all companies, newest first: what it says, why it moved nothing, and what to do.

        The token needs the scope `operator:read`."""
        return ParkedBankReturnPage(lambda more: self._call("GET", "/operator/bank_returns", in_path={}, query={"limit": limit, "cursor": cursor, "state": state} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_bank_returns(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'resolved'] | Omitted = OMITTED) -> "Iterator[ParkedBankReturn]":
        """All of `list_bank_returns`; nothing is asked for before the first item."""
        yield from self.list_bank_returns(limit=limit, cursor=cursor, state=state)

    def resolve_bank_return(self, *, company_id: str, bank_return_id: str, as_: Literal['returned', 'stands'], note: str, idempotency_key: str | None = None) -> "ParkedBankReturn":
        """Resolve a parked bank return

        By what the bank has said, once. `returned`: its item came back whole, and moves as by a return that fits. `stands`: it did not, and settles as any other; for what names no item it is the only decision, and nothing moves. The last of a file closes its alarm.

        The token needs the scope `operator:write`."""
        return cast("ParkedBankReturn", self._call("POST", "/operator/companies/{company_id}/bank_returns/{bank_return_id}/resolve", in_path={"company_id": company_id, "bank_return_id": bank_return_id}, query={}, body={"as": as_, "note": note}, idempotency_key=idempotency_key, writes=True))

    def list_alarms(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'closed'] | Omitted = OMITTED) -> "AlarmPage":
        """List alarms

        What a person has to see to, newest first, each with why it was raised and what to do.

        The token needs the scope `operator:read`."""
        return AlarmPage(lambda more: self._call("GET", "/operator/alarms", in_path={}, query={"limit": limit, "cursor": cursor, "state": state} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_alarms(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['open', 'closed'] | Omitted = OMITTED) -> "Iterator[Alarm]":
        """All of `list_alarms`; nothing is asked for before the first item."""
        yield from self.list_alarms(limit=limit, cursor=cursor, state=state)

    def close_alarm(self, *, alarm_id: str, note: str, idempotency_key: str | None = None) -> "Ok":
        """Close an alarm

        Once it is seen to; who did and the note are kept. Nothing else changes: what it is about is resolved at its own place, which closes it by itself.

        The token needs the scope `operator:write`."""
        return cast("Ok", self._call("POST", "/operator/alarms/{alarm_id}/close", in_path={"alarm_id": alarm_id}, query={}, body={"note": note}, idempotency_key=idempotency_key, writes=True))

    def list_bank_files(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['writing', 'sent', 'accepted', 'rejected'] | Omitted = OMITTED) -> "BankFilePage":
        """List files to the banks

        What went, newest first, with what it moves and what the bank said of it.

        The token needs the scope `operator:read`."""
        return BankFilePage(lambda more: self._call("GET", "/operator/bank_files", in_path={}, query={"limit": limit, "cursor": cursor, "state": state} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_bank_files(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['writing', 'sent', 'accepted', 'rejected'] | Omitted = OMITTED) -> "Iterator[BankFile]":
        """All of `list_bank_files`; nothing is asked for before the first item."""
        yield from self.list_bank_files(limit=limit, cursor=cursor, state=state)

    def get_bank_file(self, *, bank_file_id: str) -> "BankFile":
        """Get a file to a bank

        What it moves in all, and what the bank said of it; `/items` has its lines.

        The token needs the scope `operator:read`."""
        return cast("BankFile", self._call("GET", "/operator/bank_files/{bank_file_id}", in_path={"bank_file_id": bank_file_id}, query={}, body=None, idempotency_key=None, writes=False))

    def list_bank_file_items(self, *, bank_file_id: str, limit: int | Omitted = OMITTED, cursor: int | Omitted = OMITTED, from_line: int | Omitted = OMITTED) -> "BankFileItemPage":
        """List what a file to a bank has

        Line by line: what is moved, whose it is, and what became of it.

        The token needs the scope `operator:read`."""
        return BankFileItemPage(lambda more: self._call("GET", "/operator/bank_files/{bank_file_id}/items", in_path={"bank_file_id": bank_file_id}, query={"limit": limit, "cursor": cursor, "from_line": from_line} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_bank_file_items(self, *, bank_file_id: str, limit: int | Omitted = OMITTED, cursor: int | Omitted = OMITTED, from_line: int | Omitted = OMITTED) -> "Iterator[BankFileItem]":
        """All of `list_bank_file_items`; nothing is asked for before the first item."""
        yield from self.list_bank_file_items(bank_file_id=bank_file_id, limit=limit, cursor=cursor, from_line=from_line)

    def get_arrivals(self) -> "Arrivals":
        """See what came and what is expected

        The last 60 clearing files of the card network and the last 60 files of the banks, and what is expected when: the next clearing file, and until when a file to each bank is processed the same day.

        The token needs the scope `operator:read`."""
        return cast("Arrivals", self._call("GET", "/operator/arrivals", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def get_clearing_file(self, *, network_id: str, number: str) -> "ClearingFile":
        """Get a clearing file

        The day that it is of, and how far it is applied; `/records` has its lines.

        The token needs the scope `operator:read`."""
        return cast("ClearingFile", self._call("GET", "/operator/clearing_files/{network_id}/{number}", in_path={"network_id": network_id, "number": number}, query={}, body=None, idempotency_key=None, writes=False))

    def list_clearing_file_records(self, *, network_id: str, number: str, limit: int | Omitted = OMITTED, cursor: int | Omitted = OMITTED, from_line: int | Omitted = OMITTED) -> "ClearingFileRecordPage":
        """List the records of a clearing file

        Line by line: what the network says of a charge, whose it is, and what was made of it.

        The token needs the scope `operator:read`."""
        return ClearingFileRecordPage(lambda more: self._call("GET", "/operator/clearing_files/{network_id}/{number}/records", in_path={"network_id": network_id, "number": number}, query={"limit": limit, "cursor": cursor, "from_line": from_line} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_clearing_file_records(self, *, network_id: str, number: str, limit: int | Omitted = OMITTED, cursor: int | Omitted = OMITTED, from_line: int | Omitted = OMITTED) -> "Iterator[ClearingFileRecord]":
        """All of `list_clearing_file_records`; nothing is asked for before the first item."""
        yield from self.list_clearing_file_records(network_id=network_id, number=number, limit=limit, cursor=cursor, from_line=from_line)

    def get_work(self) -> "Work":
        """See the worker’s jobs and queues

        Each job with its last run and last error (written every 5 seconds), and each queue with how many wait and since when; from 10,000 on it is not counted further.

        The token needs the scope `operator:read`."""
        return cast("Work", self._call("GET", "/operator/work", in_path={}, query={}, body=None, idempotency_key=None, writes=False))

    def list_failing_webhooks(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "FailingWebhookPage":
        """List webhooks that fail

        Of all companies: since when, why, and how many events wait.

        The token needs the scope `operator:read`."""
        return FailingWebhookPage(lambda more: self._call("GET", "/operator/failing_webhooks", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_failing_webhooks(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[FailingWebhook]":
        """All of `list_failing_webhooks`; nothing is asked for before the first item."""
        yield from self.list_failing_webhooks(limit=limit, cursor=cursor)

    def list_mails(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['queued', 'sent', 'failed'] | Omitted = OMITTED) -> "QueuedMailPage":
        """List mails

        What was sent, what waits and what was given up, with why, newest first. Texts are not shown: they are their receiver’s.

        The token needs the scope `operator:read`."""
        return QueuedMailPage(lambda more: self._call("GET", "/operator/mails", in_path={}, query={"limit": limit, "cursor": cursor, "state": state} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_mails(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED, state: Literal['queued', 'sent', 'failed'] | Omitted = OMITTED) -> "Iterator[QueuedMail]":
        """All of `list_mails`; nothing is asked for before the first item."""
        yield from self.list_mails(limit=limit, cursor=cursor, state=state)

    def retry_mail(self, *, company_id: str, mail_id: str, idempotency_key: str | None = None) -> "Ok":
        """Send a mail again

        One that waits is tried now; one that was given up is queued anew. One that was given up and held a secret link cannot be: the link is gone. The company makes a new one.

        The token needs the scope `operator:write`."""
        return cast("Ok", self._call("POST", "/operator/companies/{company_id}/mails/{mail_id}/retry", in_path={"company_id": company_id, "mail_id": mail_id}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def list_keys(self) -> "Keys":
        """List the main side’s keys

        Which keys there are, what for, since when and whether they are in use; never a key. The vault’s own keys stay with the vault and are not told here.

        The token needs the scope `operator:read`."""
        return Keys(lambda more: self._call("GET", "/operator/keys", in_path={}, query={} | more, body=None, idempotency_key=None, writes=False, is_list=True), {}, None)

    def all_keys(self) -> "Iterator[Key]":
        """All of `list_keys`; nothing is asked for before the first item."""
        yield from self.list_keys()

    def list_verify_reports(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "VerifyReportPage":
        """List runs of verify

        By hand, by a timer and from here, newest first; the last 500. One that runs says how many of its checks have ended.

        The token needs the scope `operator:read`."""
        return VerifyReportPage(lambda more: self._call("GET", "/operator/verify_reports", in_path={}, query={"limit": limit, "cursor": cursor} | more, body=None, idempotency_key=None, writes=False, is_list=True), {"cursor":"next_cursor"}, None)

    def all_verify_reports(self, *, limit: int | Omitted = OMITTED, cursor: str | Omitted = OMITTED) -> "Iterator[VerifyReport]":
        """All of `list_verify_reports`; nothing is asked for before the first item."""
        yield from self.list_verify_reports(limit=limit, cursor=cursor)

    def request_verify(self, *, extent: Literal['full', 'incremental'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "VerifyReport":
        """Run verify now

        The worker does it in the background, one run at a time. `incremental` goes on from what the last run has proven.

        The token needs the scope `operator:write`."""
        return cast("VerifyReport", self._call("POST", "/operator/verify_reports", in_path={}, query={}, body={"extent": extent}, idempotency_key=idempotency_key, writes=True))

    def get_verify_report(self, *, report_id: str) -> "VerifyReportInFull":
        """Get a run of verify

        Each check with how long it took; one that does not hold says which rows.

        The token needs the scope `operator:read`."""
        return cast("VerifyReportInFull", self._call("GET", "/operator/verify_reports/{report_id}", in_path={"report_id": report_id}, query={}, body=None, idempotency_key=None, writes=False))

    def start_passkey_sign_in(self, *, idempotency_key: str | None = None) -> "PasskeyOptions":
        """Begin to show a passkey

        Options for `navigator.credentials.get`, to sign in or to show again that it is you. The browser says which passkey. 409 where the installation has no host name.

        It needs no token."""
        return cast("PasskeyOptions", self._call("POST", "/session/passkey/options", in_path={}, query={}, body=None, idempotency_key=idempotency_key, writes=True))

    def sign_in_with_passkey(self, *, ticket: str, response: PublicKeyCredentialInput, idempotency_key: str | None = None) -> "SignedIn":
        """Sign in with a passkey

        What the browser answered to the options. A passkey asks for finger, face or PIN, so it is enough by itself.

        It needs no token."""
        return cast("SignedIn", self._call("POST", "/session/passkey", in_path={}, query={}, body={"ticket": ticket, "response": response}, idempotency_key=idempotency_key, writes=True))

    def request_password_reset(self, *, email: str, idempotency_key: str | None = None) -> "Ok":
        """Have a mail sent that sets a new password

        The answer is the same whether there is such an account or not, and comes before it is looked up.

        It needs no token."""
        return cast("Ok", self._call("POST", "/session/reset", in_path={}, query={}, body={"email": email}, idempotency_key=idempotency_key, writes=True))

    def reset_password(self, *, ticket: str, password: str, idempotency_key: str | None = None) -> "Ok":
        """Set a new password with the link of a mail

        All sessions end; then sign in, with the app’s code where there is one.

        It needs no token."""
        return cast("Ok", self._call("POST", "/session/reset/confirm", in_path={}, query={}, body={"ticket": ticket, "password": password}, idempotency_key=idempotency_key, writes=True))

    def look_at_invitation(self, *, ticket: str, idempotency_key: str | None = None) -> "OpenInvitation":
        """What an invitation’s link is for

        It needs no token."""
        return cast("OpenInvitation", self._call("POST", "/session/invitation/look", in_path={}, query={}, body={"ticket": ticket}, idempotency_key=idempotency_key, writes=True))

    def accept_invitation(self, *, ticket: str, name: str | Omitted = OMITTED, password: str | Omitted = OMITTED, language: Literal['en', 'fr'] | Omitted = OMITTED, idempotency_key: str | None = None) -> "SignedIn":
        """Accept an invitation

        Whoever has no account chooses `name` and `password`, and is signed in. Whoever has one signs in first, as the one who is invited, and sends the ticket alone.

        It needs no token."""
        return cast("SignedIn", self._call("POST", "/session/invitation", in_path={}, query={}, body={"ticket": ticket, "name": name, "password": password, "language": language}, idempotency_key=idempotency_key, writes=True))
