/**
 * An answer of each problem as the platform gives it, for the guide's pages and the OpenAPI document:
 * `problem-samples.long.test.ts` has each one given, and holds it to what stands here.
 */
import { type FieldError, type ProblemCode, problemDocUrl, problems, problemType } from '../ground/errors.ts'
import { RETRY_RULES } from '../ground/retry-advice.ts'

const ID = '019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11'

type Sample = {
  /** What was asked: the end of a sentence, in Markdown with nothing but `code`. */
  asked: string
  detail: string
  errors?: FieldError[]
  /** Further members of the answer. */
  members?: Record<string, unknown>
}

const failed = (fail_reason: string) => ({ debit_id: ID, transaction_state: 'failed', fail_reason })

export const problemSamples: Readonly<Record<ProblemCode, Sample>> = {
  malformed_json: {
    asked: '`PUT /contact` with `{"email": "ada@example.com", name: "Ada"}`, in which `name` has no quotes',
    detail: 'Send a valid JSON object; this one breaks at position 29.',
  },
  bad_request: {
    asked: '`GET /contact?search=%ff`: the byte `ff` is no UTF-8',
    detail: 'The query string is not percent-encoded UTF-8 (RFC 3986).',
  },
  unauthenticated: {
    asked: '`GET /contact` without the header `Authorization`',
    detail: 'Send the header `Authorization: Bearer <api token>`.',
  },
  second_factor_required: {
    asked: '`POST /session` with `email` and `password` of somebody who has an authenticator app',
    detail: 'Enter the code that your authenticator app shows, too.',
  },
  sign_in_failed: {
    asked: '`POST /session` with another password',
    detail: 'Address, password or code is not right. Try again, or set a new password by mail.',
  },
  card_declined: {
    asked: 'a charge of the test card `4000 0000 0000 9995`',
    detail: 'The card has insufficient funds. The same charge may pass later; use a new Idempotency-Key.',
    members: { ...failed('insufficient_funds'), network_code: '51', retry: 'later' },
  },
  retry_not_allowed: {
    asked: 'a second charge of the test card `4000 0000 0020 0438`, whose bank had said that it is stolen',
    detail: 'The card was reported stolen. Its card network forbids another try; ask for another card.',
    members: {
      fail_reason: 'stolen_card',
      network_code: '43',
      retry: 'never',
      retry_after: null,
      retry_rules: RETRY_RULES,
    },
  },
  forbidden: {
    asked: '`PUT /contact` with a token whose only scope is `contacts:read`',
    detail: 'This token lacks the scope contacts:write; create one that has it.',
  },
  not_own_page: {
    asked: '`POST /session` by a page of `https://elsewhere.example`',
    detail:
      'This comes from a page of another site. Open the dashboard of this installation, and sign in there.',
  },
  second_factor_missing: {
    asked: '`GET /contact` by a session without a second factor, in a company that demands one',
    detail:
      'This company demands a second factor of its members: show yours (POST /session/reauthenticate), or set one up first (PUT /session/totp, POST /session/passkeys).',
  },
  reauthentication_required: {
    asked: '`PUT /session/password` an hour after signing in',
    detail:
      'This moves money, makes keys or says where money or events go: show first that it is you (POST /session/reauthenticate), then try again. It holds for 10 minutes.',
  },
  card_on_file_disabled: {
    asked: '`POST /contact/{identifier}/creditcards/url` of a company that was made a moment ago',
    detail: 'Ask the operator of this installation to run `jetpay company enable <company id> card_on_file`.',
  },
  company_suspended: {
    asked: '`PUT /debit` of a company that is suspended',
    detail:
      'Your company is suspended by the operator of this installation: it can read, refund and cancel, and take no money. Nothing was changed. Ask the operator.',
  },
  not_found: {
    asked: '`GET /contact/{identifier}` with an id that your company does not have',
    detail: `There is no contact ${ID}; GET /contact lists those there are.`,
  },
  method_not_allowed: {
    asked: '`POST` to `/contact`; a contact is created by `PUT /contact`',
    detail: 'This path takes GET, HEAD, OPTIONS, PUT.',
  },
  wrong_state: {
    asked: '`POST /debit/{debit_id}/capture` after `POST /debit/{debit_id}/release`',
    detail: 'The debit is cancelled; only a preauthorized one holds an amount.',
  },
  idempotency_conflict: {
    asked: '`PUT /contact` for Ada and then for Grace, both under `Idempotency-Key: order-1001`',
    detail: 'This Idempotency-Key belongs to another request; use a new key.',
  },
  idempotency_in_progress: {
    asked: '`PUT /contact` again, under the key of one that has not ended',
    detail: 'Its answer is not there yet; send the same request again.',
  },
  events_archived: {
    asked: '`GET /events?after=0` where the first 600 events have moved to files',
    detail:
      'The log begins with event 601; to go on there, ask for after=600. The events before are in the archive that the operator of this installation keeps.',
    members: { oldest_event_id: 601 },
  },
  payload_too_large: {
    asked: '`PUT /contact` with a name of 70,000 letters',
    detail: 'Send a body of at most 64 KiB; evidence in a dispute may be 3 MiB.',
  },
  unsupported_media_type: {
    asked: '`PUT /contact` with `Content-Type: application/x-www-form-urlencoded`',
    detail: 'Send the header `Content-Type: application/json`.',
  },
  expectation_failed: {
    asked: '`GET /contact` with `Expect: foo`',
    detail: 'Send no Expect header, or `100-continue`.',
  },
  validation_failed: {
    asked: 'a charge with `{"amount": 100.505, "to_bank_account_id": "…", "note": "Test note", "tip": 5}`',
    detail: 'Correct these fields: amount, statement, tip.',
    errors: [
      { path: 'amount', message: 'must be 0.01 to 99999999.99 with at most two decimals' },
      { path: 'statement', message: 'is required' },
      { path: 'tip', message: 'is not a known field; remove it' },
    ],
  },
  limit_exceeded: {
    asked: 'a charge of 5000.01 where one transaction may be 5000.00 at most',
    detail:
      'One transaction of your company in CAD may be at most 5000.00. Ask for less, or have the limit raised.',
    members: { limit: 'per_transaction', limit_amount: 5000, currency: 'CAD' },
  },
  search_too_broad: {
    asked: 'a list that the database read for more than two seconds',
    detail:
      'This search reads too much and was ended. Narrow it: give `contact_id`, or `created_after` and `created_before` that lie closer together, or a longer part of the text.',
  },
  rate_limited: {
    asked: 'one request more than a token has for ten seconds, here with `Retry-After: 10`',
    detail: 'Slow down: this token made too many requests; wait 10 seconds.',
  },
  headers_too_large: {
    asked: '`GET /contact` with a header of 20,000 letters',
    detail: 'The headers are too large; send at most 16 KiB.',
  },
  internal_error: {
    asked: '`GET /contact` when something was broken that should not be',
    detail: 'Tell us the request_id; whether something changed, a GET shows.',
  },
  service_unavailable: {
    asked: '`PUT /contact` while the database did not answer',
    detail:
      'The database was lost, or took too long, on the way. Try again with the same Idempotency-Key: then nothing happens twice.',
  },
  network_unavailable: {
    asked: 'a charge while the link to the card network was down',
    detail: 'The charge was not sent to the card network, so nothing was taken. Try again.',
    members: failed('network_unavailable'),
  },
  network_timeout: {
    asked: 'a charge of the test card `4000 0000 0090 0029`',
    detail:
      'The network did not answer, so the charge was reversed: nothing was taken. Charge again with a new key.',
    members: failed('network_timeout'),
  },
}

/** The whole answer, of an installation at this address. */
export function sampleProblem(code: ProblemCode, publicUrl: string): Record<string, unknown> {
  const { detail, errors, members } = problemSamples[code]
  return {
    type: problemType(code),
    title: problems[code].title,
    status: problems[code].status,
    detail,
    code,
    request_id: ID,
    doc_url: new URL(new URL(problemDocUrl(code), publicUrl).pathname, publicUrl).href,
    ...(errors ? { errors } : {}),
    ...members,
  }
}
