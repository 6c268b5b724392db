/**
 * The headers of the card page: who may frame it, and that nothing runs in it but our own files (PCI DSS
 * 6.4.3).
 */

import type { Environment } from '../../ground/config.ts'
import { canonicalOrigin } from '../../ground/page-origin.ts'

/** Throws for an origin that `canonicalOrigin` refuses: dropping it could widen the policy to everybody. */
function checkedOrigins(origins: readonly string[], environment: Environment): string[] {
  return origins.map((text) => {
    const origin = canonicalOrigin(text, environment)
    if (!origin) throw new TypeError(`not an origin that may frame the card page: ${JSON.stringify(text)}`)
    return origin
  })
}

/**
 * The Content-Security-Policy of the page. Without allowed origins any https page may frame it (the guide
 * puts the URL in an iframe with no registration of origins), and it then says nothing to that page. `nonce`
 * is of this one answer: what somebody gets onto our origin or into the page does not run. Throws for a bad
 * origin.
 */
export function contentSecurityPolicy(
  allowedOrigins: readonly string[],
  environment: Environment,
  nonce: string,
): string {
  const anybody = ['https:', ...(environment === 'demo' ? ['http://localhost:*', 'http://127.0.0.1:*'] : [])]
  const origins = checkedOrigins(allowedOrigins, environment)
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    // Without the script a form would put the card number in the URL.
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    `frame-ancestors ${(origins.length > 0 ? origins : anybody).join(' ')}`,
  ].join('; ')
}

/** All headers of a card or outcome page, but for its content type. Throws for a bad origin. */
export function securityHeaders(
  allowedOrigins: readonly string[],
  environment: Environment,
  nonce: string,
): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(allowedOrigins, environment, nonce),
    // The URL is the permission to save a card; it must not travel on.
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Permissions-Policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
    // These two let a cross-origin isolated platform frame the page; it loads nothing from elsewhere itself.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'X-Robots-Tag': 'noindex',
    ...(environment === 'live' && {
      'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    }),
  }
}
