/**
 * What each problem means and what to do about it: the guide has a page of each (`guide/`), and
 * `npm run docs` writes `docs/problems.md` from it.
 */
import { type ProblemCode, problems } from '../ground/errors.ts'

/** In Markdown with nothing but `code`. */
const problemGuide: Record<ProblemCode, string> = {
  malformed_json:
    'The body is not one JSON value in UTF-8 (RFC 8259), or has a key twice in one object. `detail` says at which byte, position or key. Mend what writes the body; nothing was changed.',
  bad_request:
    'The request line, the query or the headers cannot be read: percent signs that are no UTF-8, no `Host` or two, a length that does not fit. Mend the client; nothing was changed.',
  unauthenticated:
    'There is no API token, or it is unknown, revoked or expired. Send `Authorization: Bearer <api token>`; an operator makes a new one with `jetpay token create`.',
  second_factor_required:
    'The password is right, and this account has an authenticator app: send `code` too, or a `recovery_code`. To show again that it is you, a passkey is enough by itself.',
  sign_in_failed:
    'Address, password or code is not right, the passkey is none of ours, or a link is used or over. Which of them is not said. After ten failures an account waits between tries, and so does an address.',
  card_declined:
    'The card network or the card’s bank said no, and nothing was taken. `detail` says why in words, `fail_reason` (`/docs/guide/fail-reasons`) for programs, and `retry` whether the same card may be tried again: `never`, `later`, `after_fix`. Use a new `Idempotency-Key` for a new try.',
  forbidden:
    'The token, or the role of whoever is signed in, lacks the scope that `detail` names, or may not do this for the reason that it says. Use or create a token that has it; a person asks an owner or admin of their company for another role.',
  not_own_page:
    'A session is for pages of this origin. Another site’s page had the browser send this (`Origin`, `Sec-Fetch-Site`), or a write came with a session’s cookie and without `Origin` and `Jetpay-Dashboard: 1`; signing in from another site’s page is refused alike. Nothing was changed. Programs use an API token, without the cookie.',
  second_factor_missing:
    'The company demands a second factor of its members, and this session has been shown none. Show it (`POST /session/reauthenticate`) or set one up (authenticator app or passkey, page My security); these work without. API tokens are never asked.',
  reauthentication_required:
    'This moves money, makes keys or says where money or events go, and whoever is signed in has not shown in the last ten minutes that it is them. Ask for password, code or passkey (`POST /session/reauthenticate`), then send the same request again. API tokens are never asked.',
  card_on_file_disabled:
    'Card on file is off until the operator of this installation enables it for your company (`jetpay company enable`). Ask them.',
  company_suspended:
    'The operator of this installation has suspended your company: its tokens read, refund and cancel, and take no money. What was accepted before goes on to its end; payouts wait. Ask the operator.',
  not_found:
    'There is no such path, or nothing with this identifier in your company. What another company has is not found either. Under an `Idempotency-Key` the answer is kept.',
  method_not_allowed:
    'The path is known but does not take this method; the header `Allow` lists those that it takes.',
  wrong_state:
    'What is asked is not possible in the present state, such as a capture of a debit that was released. `detail` says which state it is. Read the object again; for a new try under a key use a new key.',
  retry_not_allowed:
    'The card network has said that this saved card is never to be charged again, or not yet, or it was declined fifteen times in thirty days. Schemes fine merchants who try all the same, so nothing was sent. `fail_reason` and `network_code` are of the last decline, `retry_after` says when it may be charged again (null: never; ask for another card, or have the card entered anew).',
  idempotency_conflict:
    'The `Idempotency-Key` was used before with other parameters. Use a new key for a new intent; to repeat a request, repeat all of it.',
  idempotency_in_progress:
    'The first request with this `Idempotency-Key` is not at its end. Send the same request again after `Retry-After` seconds: it gets that one’s answer.',
  events_archived:
    'The events that are asked for have moved to the archive. `detail` says from which id on the log goes; an operator has the files.',
  payload_too_large: 'The body is larger than 64 KiB, or than 3 MiB for evidence in a dispute. Send less.',
  unsupported_media_type: 'A body is `application/json` in UTF-8, without `Content-Encoding`. Send it so.',
  expectation_failed: 'Of `Expect` only `100-continue` is known. Leave the header out.',
  headers_too_large:
    'The request line and headers together are larger than 16 KiB. Send fewer, or move data into the body.',
  validation_failed:
    'Fields of the body, the query or a header are not valid. `errors` names each (`path`) and says what to do (`message`). Nothing was changed, and an `Idempotency-Key` stays free for the corrected request.',
  limit_exceeded:
    'The amount is more than your company may move at once or in a day. `limit` says which limit, `limit_amount`, `used_amount` and `left_amount` how much there is. Wait for the next day in Toronto, or ask the operator.',
  search_too_broad:
    'A list or search ran for more than two seconds and was ended, so that one search does not slow what others do. Narrow it: a contact, a card, an exact amount, two times that lie closer together, or a longer part of a text. The same request would end so again.',
  rate_limited:
    'Too many requests in ten seconds, or too many at once. Wait `Retry-After` seconds; the headers `RateLimit-Remaining` and `RateLimit-Reset` say how much is left.',
  internal_error:
    'A mistake of ours. Whether something was changed, a `GET` shows; the same request with the same `Idempotency-Key` does nothing twice. Tell the operator the `request_id`.',
  service_unavailable:
    'A part of the installation cannot be reached or is busy. Send the same request with the same `Idempotency-Key` after `Retry-After` seconds.',
  network_unavailable:
    'The card network cannot be reached; nothing was sent and nothing taken. Send the same request again after `Retry-After` seconds.',
  network_timeout:
    'The card network did not answer in time, and what may have been taken was reversed: the debit failed for certain. For a new try use a new `Idempotency-Key`.',
}

/** Every problem with its title and status, in the order of the catalogue. */
export const explainedProblems = (Object.keys(problems) as ProblemCode[]).map((code) => ({
  code,
  ...problems[code],
  guide: problemGuide[code],
}))
