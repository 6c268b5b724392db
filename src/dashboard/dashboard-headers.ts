import { STRICT_TRANSPORT } from '../ground/answer-headers.ts'
import type { Environment } from '../ground/config.ts'

/**
 * The headers of the dashboard's page: it runs and asks nothing but its own origin, no string becomes script
 * (Trusted Types without a policy), nobody frames it, and no other window keeps a hold of it. Pictures may be
 * `data:` (a QR code to save) and `blob:` (a logo before it is uploaded).
 */
export const dashboardHeaders = (environment: Environment): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Asked for again at each visit: it names the files of the build that is served now.
  'Cache-Control': 'no-cache',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex',
  ...(environment === 'live' && { 'Strict-Transport-Security': STRICT_TRANSPORT }),
})
