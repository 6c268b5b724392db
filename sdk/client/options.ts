/** What a client is opened with, and what it can be. */
import { faultOfBase } from './base-url.ts'
import { JetpayError } from './jetpay-error.ts'
import { checkKnown, checkSignal } from './known-options.ts'

export type SendOptions = {
  /** Where the API is, for instance `https://pay.example.com`. */
  baseUrl: string | URL
  /** An API token. It stays on your servers; a browser must never see it. */
  token: string
  /** Milliseconds for one try; 30,000. A charge waits for the card network, and for its reversal. */
  timeoutMs?: number | undefined
  /** Tries of one call, the first included; 5. */
  triesMax?: number | undefined
  /** Milliseconds after which no further try is begun; 60,000. */
  tryingMaxMs?: number | undefined
  /** Ends every call, those under way too. */
  signal?: AbortSignal | undefined
  fetch?: ((input: string, init: RequestInit) => Promise<Response>) | undefined
}

const NAMES: readonly (keyof SendOptions)[] = [
  'baseUrl',
  'token',
  'timeoutMs',
  'triesMax',
  'tryingMaxMs',
  'signal',
  'fetch',
]

/** A day: longer than any answer takes, and no longer than a timer of every runtime can wait. */
const MS_MAX = 24 * 3_600_000

/** What each number may be. One that is none would end no try, or make none. */
const NUMBERS = {
  timeoutMs: { least: 1, most: MS_MAX, whole: false },
  triesMax: { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true },
  tryingMaxMs: { least: 0, most: Number.MAX_SAFE_INTEGER, whole: false },
}

/** Throws where no request can come of the options: at the start of a program, not with its first payment. */
export function checkOptions(given: Partial<SendOptions> | null | undefined): void {
  checkKnown('openJetpay', given, NAMES, "openJetpay({ baseUrl: 'https://pay.example.com', token })")
  const options = given ?? {}
  checkBaseUrl(options.baseUrl)
  checkToken(options.token)
  checkSignal(options.signal)
  const ownFetch: unknown = options.fetch
  if (ownFetch !== undefined && ownFetch !== null && typeof ownFetch !== 'function')
    throw wrong(`fetch is a ${typeof ownFetch}, no function: give one that does as fetch, or leave it out.`)
  for (const [name, { least, most, whole }] of Object.entries(NUMBERS)) {
    const number: unknown = options[name as keyof typeof NUMBERS]
    if (number === undefined) continue
    if (
      typeof number !== 'number' ||
      !(number >= least && number <= most) ||
      (whole && !Number.isInteger(number))
    )
      throw wrong(
        `${name} is ${String(number)}: give a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`,
      )
  }
}

function checkBaseUrl(baseUrl: string | URL | undefined): void {
  if (!baseUrl)
    throw new JetpayError(
      'missing_field',
      'baseUrl is missing: where the API is, https://pay.example.com for instance.',
    )
  const fault = faultOfBase('baseUrl', baseUrl)
  if (fault) throw wrong(fault)
}

function checkToken(token: unknown): void {
  if (!token)
    throw new JetpayError(
      'missing_field',
      'token is missing: an API token, most often from the environment of your server; is its variable set?',
    )
  if (typeof token !== 'string') throw wrong('token is no text; an API token is.')
  if (!/^[\x21-\x7e]+$/.test(token))
    throw wrong('token has a space, a line end or the like in it; no API token has.')
}

const wrong = (message: string) => new JetpayError('unwritable', message)
