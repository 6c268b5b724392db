/**
 * Which pages may frame a card page, and where it may send its visitor: one rule for the api, which takes
 * them, and the vault.
 */

import type { Environment } from './config.ts'

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/

/** What the URL parser drops or repairs in silence: a text that has it is a mistake, or somebody's trick. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const REPAIRED = /[\u0000-\u0020\u007f\\]/

/**
 * An origin (`https://shop.example`, no path) in its canonical form, or null when it is none or may not frame
 * the page: https anywhere, and http on this machine in the demo environment, for developers. A policy cannot
 * name an IPv6 address (CSP3 section 2.3.1, host-source): `http://localhost:3000` serves.
 */
export function canonicalOrigin(text: string, environment: Environment): string | null {
  if (REPAIRED.test(text)) return null
  const url = URL.parse(text)
  // A URL's host may hold `;`, `,` and `*`, which mean something in the policy.
  if (!url || !/^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(url.origin)) return null
  // Equal but for the slash that the parser adds: so no path, query or user.
  if (url.href !== `${url.origin}/`) return null
  const allowed = url.protocol === 'https:' || (environment === 'demo' && LOOPBACK.test(url.origin))
  return allowed ? url.origin : null
}

/**
 * Where a visitor may be sent back to: an http or https address without a user name or password, or null. In
 * its normal form.
 */
export function canonicalReturnUrl(text: string): string | null {
  if (REPAIRED.test(text)) return null
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  return url.href
}
