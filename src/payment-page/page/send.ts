/** Sends what was entered to our own server and reads the answer. */
import { type FormError, formErrorCodes, formFieldNames } from './bank-fields.ts'

export type Answer<Body> =
  | { kind: 'done'; body: Body }
  | { kind: 'errors'; errors: FormError[] }
  /** The payment is in another state than this page shows: reload. */
  | { kind: 'moved'; state: string }
  | { kind: 'too_many' | 'busy' | 'lost' }
  /** Work is to be proven first. */
  | { kind: 'prove'; challenge: string }

/** A payment page waits for our own database alone, or for the vault to open a card page. */
const ANSWER_TIMEOUT_MS = 30_000

function formErrors(list: unknown): FormError[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: { field?: unknown; code?: unknown }) => {
    const field = formFieldNames.find((name) => name === entry?.field)
    const code = formErrorCodes.find((known) => known === entry?.code)
    return field && code ? [{ field, code }] : []
  })
}

/** Posts JSON; never throws. */
export async function send<Body>(path: string, body: unknown): Promise<Answer<Body>> {
  try {
    const response = await fetch(path + location.search, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    if (response.status === 429) return { kind: 'too_many' }
    if (response.status >= 500) return { kind: 'busy' }
    const answer = await response.json()
    if (response.status === 428) return { kind: 'prove', challenge: String(answer.challenge) }
    if (response.status === 200) return { kind: 'done', body: answer }
    if (response.status === 422) return { kind: 'errors', errors: formErrors(answer.errors) }
    return { kind: 'moved', state: String(answer.state ?? answer.code ?? '') }
  } catch {
    return { kind: 'lost' }
  }
}

/** The whole page anew: the server knows best what to show. */
export const reload = (): void => location.reload()
