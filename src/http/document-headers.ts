/**
 * The headers of a page of documentation: it asks its own origin for everything, and nothing else can run in
 * it, frame it, or be sent to. `more` adds directives of the Content-Security-Policy, `styles` widens what
 * may style the page.
 */
export const documentHeaders = ({
  styles = "'self'",
  more = [] as string[],
} = {}): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...more,
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
})
