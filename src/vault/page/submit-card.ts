/** Sends a card to the vault and reads the answer. */
import type { FailReason } from '../../ground/fail-reasons.ts'
import { type CardFieldError, type CardFields, fieldErrorCodes, fieldNames } from './card-fields.ts'

export type Answer =
  | { kind: 'succeeded'; brand: string; last4: string }
  | { kind: 'failed'; failReason: FailReason }
  /** The URL is used up or was never good. */
  | { kind: 'used' | 'expired' | 'invalid' }
  /** Not used up: the card can be corrected, or sent again. */
  | { kind: 'errors'; errors: CardFieldError[] }
  | { kind: 'unavailable' | 'too_many' }
  /** Not used up: the same card is to come again, with work proven for this challenge. */
  | { kind: 'prove'; challenge: string }
  /** No answer, or none that can be understood: whether the card was saved is not known. */
  | { kind: 'unknown' }

/** Work that was done for a challenge. */
export type Proof = { challenge: string; answer: number }

/** The card network may take a couple of minutes (the guide); after this nobody still waits. */
const ANSWER_TIMEOUT_MS = 150_000

const outcomesByStatus: Readonly<Record<number, string>> = {
  200: 'succeeded',
  402: 'failed',
  404: 'invalid',
  409: 'used',
  410: 'expired',
  503: 'unavailable',
}

function fieldErrors(list: unknown): CardFieldError[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: { field?: unknown; code?: unknown }) => {
    const field = fieldNames.find((name) => name === entry?.field)
    const code = fieldErrorCodes.find((known) => known === entry?.code)
    if (!field) return []
    return [{ field, code: code ?? (`${field}.invalid` as const) }]
  })
}

/**
 * Reads an answer; a status and a body that do not belong together come from something between us and the
 * vault.
 */
export function readAnswer(status: number, body: Record<string, unknown>): Answer {
  if (status === 429) return { kind: 'too_many' }
  if (status === 428 && typeof body.challenge === 'string')
    return { kind: 'prove', challenge: body.challenge }
  if (status === 422) {
    const errors = fieldErrors(body.errors)
    return errors.length > 0 ? { kind: 'errors', errors } : { kind: 'unknown' }
  }
  const outcome = body.outcome
  if (outcome === undefined || outcome !== outcomesByStatus[status]) return { kind: 'unknown' }
  switch (outcome) {
    case 'succeeded':
      return { kind: 'succeeded', brand: String(body.brand ?? ''), last4: String(body.last4 ?? '') }
    case 'failed':
      return { kind: 'failed', failReason: String(body.fail_reason ?? 'declined') as FailReason }
    default:
      return { kind: outcome as 'used' | 'expired' | 'invalid' | 'unavailable' }
  }
}

/** Posts the card; never throws. The card is in the body and nowhere else. */
export async function submitCard(path: string, fields: CardFields, proof?: Proof): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(proof ? { ...fields, proof } : fields),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    return readAnswer(response.status, (await response.json()) ?? {})
  } catch {
    return { kind: 'unknown' }
  }
}
