import { isIP } from 'node:net'
import { promisify } from 'node:util'
import { Problem } from '../ground/errors.ts'
import { AddressRefused, type AddressRule } from './public-address.ts'

/** Longer than any URL in use, short enough to index. */
export const CALLBACK_URL_MAX = 2_000

/** A name that does not resolve within this is taken as it is: delivery resolves it again anyway. */
const RESOLVE_TIMEOUT_MS = 2_000

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)

/** The host of a URL as a name or a bare IP address (`[::1]` is `::1`). */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

/** What is wrong with a callback URL, as a phrase after its name; undefined when it may be delivered to. */
export function callbackUrlFault(text: string, rule: AddressRule): string | undefined {
  // The URL parser drops tabs and line breaks; a URL that holds any is a mistake.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u0020\u007f\\]/.test(text)) return 'must not have spaces, backslashes or control characters'
  const url = URL.parse(text)
  if (!url) return 'must be a URL such as https://shop.example/webhooks'
  const host = hostOf(url)
  if (url.protocol !== 'https:') {
    if (rule.environment === 'live') return 'must begin with https://'
    if (url.protocol !== 'http:' || !isLoopback(host))
      return 'must begin with https:// (http:// is for 127.0.0.1 in the demo)'
  }
  if (url.username || url.password) return 'must not have a user name or password; use callback_api_key'
  if (text.includes('#')) return 'must not have a fragment'
  // A socket looks up names only, so an address in the URL is checked here.
  if (isIP(host) && !rule.allows(host)) return 'must not name a private address'
  return undefined
}

/**
 * Refuses (422) a URL that may not be delivered to, also one whose name resolves to a private address. Asks
 * DNS, so never call it in a transaction. Returns the URL's normal form: what makes two URLs the same.
 */
export async function requireCallbackUrl(text: string, rule: AddressRule): Promise<string> {
  const fault = callbackUrlFault(text, rule)
  if (fault) throw badCallbackUrl(fault)
  const url = new URL(text)
  if (!isIP(hostOf(url)) && (await resolvesToPrivate(hostOf(url), rule))) {
    throw badCallbackUrl('must not resolve to a private address')
  }
  return url.href
}

async function resolvesToPrivate(host: string, { lookup }: AddressRule): Promise<boolean> {
  const resolve = promisify((name: string, done: (error: Error | null) => void) =>
    lookup(name, { all: true }, done),
  )
  const { promise: timeout, resolve: giveUp } = Promise.withResolvers<void>()
  const timer = setTimeout(giveUp, RESOLVE_TIMEOUT_MS)
  try {
    await Promise.race([resolve(host), timeout])
    return false
  } catch (error) {
    return error instanceof AddressRefused
  } finally {
    clearTimeout(timer)
  }
}

const badCallbackUrl = (message: string) =>
  new Problem('validation_failed', 'Correct these fields: callback_url.', {
    errors: [{ path: 'callback_url', message }],
  })

export const duplicateCallbackUrl = () =>
  badCallbackUrl('is the URL of another webhook of yours; change that one, or use another URL')
