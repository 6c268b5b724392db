import { numberFormat } from '../../words/formats.ts'
import { type Language, locales } from '../../words/language.tsx'

/** As `GET /request_log/{request_id}` tells it. */
export type LoggedRequest = {
  request_id: string
  at: string
  method: string
  path: string
  query: string | null
  operation: string
  status: number
  problem_code: string | null
  problem: Readonly<Record<string, unknown>> | null
  /** A number; where it has two decimals, the text of one (`data/ask.ts`). */
  duration_ms: number | string
  token_name: string | null
  token_id: string | null
  user_id: string | null
  user_name: string | null
  address: string
  user_agent: string | null
  idempotency_key_hash: string | null
  replayed: boolean
}

export const toneOfStatus = (status: number) => (status < 400 ? 'good' : status < 500 ? 'warn' : 'bad')

const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
export const millis = (ms: number | string, language: Language): string =>
  `${numberFormat(locales[language], oneDecimal).format(Number(ms))} ms`

/**
 * By which token, or by whom of the team; of an operator, or of somebody who left, only that it was a person.
 */
export const whoAsked = ({ token_name, user_name, user_id }: LoggedRequest, session: string): string | null =>
  token_name ?? user_name ?? (user_id ? session : null)
