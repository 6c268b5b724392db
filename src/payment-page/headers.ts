import { STRICT_TRANSPORT } from '../ground/answer-headers.ts'
import type { Environment } from '../ground/config.ts'

/**
 * The headers of a payment page: it runs nothing but its own script, by the `nonce` of this one answer,
 * nobody frames it, and it frames the vault alone, where it takes cards (`vaultUrl`). The link is all that
 * one needs to see the page, so it is neither kept nor sent on.
 */
export const pageHeaders = (
  environment: Environment,
  vaultUrl: string | null,
  nonce: string,
): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src ${vaultUrl === null ? "'none'" : new URL(vaultUrl).origin}`,
    // All is sent by script; without it an account number would end up in a URL.
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex',
  ...(environment === 'live' && { 'Strict-Transport-Security': STRICT_TRANSPORT }),
})

/**
 * Whether a write comes from our own page. Browsers say so themselves (Fetch Metadata), older ones by Origin;
 * what is no browser has no payer's session to ride on.
 */
export function isOwnPage(
  headers: Record<string, string | string[] | undefined>,
  publicUrl: string,
): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined || headers.origin === new URL(publicUrl).origin
}
