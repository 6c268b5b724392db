/**
 * One question to the API. Only documented endpoints (`/docs`): what a page shows, a program can ask. The
 * session's cookie says who asks, `Jetpay-Company` for which company.
 */
import { AskError, type ProblemBody, unreached } from './problem.ts'

export type Value = string | number | boolean | null | undefined | readonly string[]
export type Query = Readonly<Record<string, Value>>

export type Asked = {
  method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  query?: Query | undefined
  body?: unknown
  /** The company asked for; null for what is of no company (the session itself, the operator). */
  company: string | null
  /** Of a write: the same for each try, so that it happens once (`Idempotency-Key`). */
  key?: string | undefined
  signal?: AbortSignal | undefined
  /** The answer to the same question, where it was asked before. */
  early?: Response | undefined
  /** Told of the answer whatever it says, for what stands in its headers. */
  onAnswer?: ((response: Response) => void) | undefined
}

/** `?a=1&b=x,y`: what is undefined, null or empty is left out, several are joined by commas. */
function queryText(query: Query = {}): string {
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const text = value === undefined || value === null ? '' : String(value)
    if (text !== '') said.set(name, text)
  }
  const text = said.toString()
  return text && `?${text}`
}

/**
 * Amounts are numbers in the API's JSON; here they are the text that was sent (`"100.50"`), so that no float
 * ever comes near one (the source text of JSON.parse, where the browser has it). Every other number stays
 * one.
 */
const decimal = /^-?\d+\.\d\d$/
const exactly = (_name: string, value: unknown, context?: { source?: string }) =>
  typeof value === 'number' && context?.source !== undefined && decimal.test(context.source)
    ? context.source
    : value

const parse = (text: string): unknown =>
  JSON.parse(text, exactly as (name: string, value: unknown) => unknown)

/** The headers of every request. */
export const headersOf = ({ company, key, body }: Pick<Asked, 'company' | 'key' | 'body'>) => ({
  accept: 'application/json',
  // No form and no link can send it: a page of another site does nothing with our cookie (docs/users.md).
  'jetpay-dashboard': '1',
  ...(company !== null && { 'jetpay-company': company }),
  ...(key !== undefined && { 'idempotency-key': key }),
  ...(body !== undefined && { 'content-type': 'application/json' }),
})

/** Asks, and returns the answer's body. Throws an `AskError`, also where nobody answers. */
export async function ask<T>(path: string, asked: Asked): Promise<T> {
  const text = await askText(path, asked)
  return (text === '' ? undefined : parse(text)) as T
}

/** The same, as it was sent: what a program reads, amounts as the numbers that they are. */
export async function askText(path: string, asked: Asked): Promise<string> {
  const { method = 'GET', query, body, signal } = asked
  let response: Response
  let text: string
  try {
    response =
      asked.early ??
      (await fetch(path + queryText(query), {
        method,
        headers: headersOf(asked),
        credentials: 'same-origin',
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      }))
    text = await response.text()
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreached(error)
  }
  asked.onAnswer?.(response)
  if (response.ok) return text
  throw new AskError(problemOf(response, text), undefined, { method, path })
}

/** What stands between us and the API (a proxy) answers in a form of its own. */
export function problemOf(response: Response, text: string): ProblemBody {
  try {
    const body = JSON.parse(text) as ProblemBody
    const over = response.headers.get('www-authenticate')?.includes('error=') ?? false
    const wait = Number(response.headers.get('retry-after'))
    if (typeof body.code === 'string')
      return { ...body, ...(over && { session_over: true }), ...(wait > 0 && { retry_after: wait }) }
  } catch {
    // Told below.
  }
  const request = response.headers.get('x-request-id')
  return {
    code: 'unexpected_answer',
    title: response.statusText,
    status: response.status,
    detail: `The server answered ${response.status}.`,
    ...(request !== null && { request_id: request }),
  }
}
