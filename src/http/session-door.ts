import type { FastifyRequest } from 'fastify'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import type { Caller } from './authenticate.ts'

/**
 * How a person who is signed in is found by the cookie of their session; `users/` makes it, which stands
 * above.
 */
export type SessionDoor = {
  /**
   * Who it is, in the company that the request names. Undefined where the session is over. Throws a Problem
   * where it is none of theirs.
   */
  lookUp(secret: string, request: FastifyRequest): Promise<Caller | undefined>
}

/** The header in which a session's request names its company. */
export const COMPANY_HEADER = 'jetpay-company'

/**
 * A header that no form and no link can send: a page of another site would have to ask first (CORS), and is
 * never allowed to.
 */
const DASHBOARD_HEADER = 'jetpay-dashboard'

/**
 * Over https the name has `__Host-`: the browser then takes it from this host alone, over https alone, so
 * that no other host of the domain can plant one (RFC 6265bis section 4.1.3.2).
 */
export const cookieName = ({ publicUrl }: Pick<Config, 'publicUrl'>) =>
  publicUrl.startsWith('https:') ? '__Host-jetpay_session' : 'jetpay_session'

/** `Set-Cookie` of a session. Of the browser's session only: how long it lasts is the server's to say. */
export const sessionCookie = (config: Pick<Config, 'publicUrl'>, secret: string) =>
  `${cookieName(config)}=${secret}; Path=/; HttpOnly; SameSite=Strict${config.publicUrl.startsWith('https:') ? '; Secure' : ''}`

/** `Set-Cookie` that takes it away. */
export const noCookie = (config: Pick<Config, 'publicUrl'>) => `${sessionCookie(config, '')}; Max-Age=0`

/**
 * The secret in the session's cookie: 43 characters of base64url. Undefined without one, and where there are
 * several: one of them was planted.
 */
export function readCookie(
  config: Pick<Config, 'publicUrl'>,
  header: string | undefined,
): string | undefined {
  if (!header) return undefined
  const start = `${cookieName(config)}=`
  const values = header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(start))
  const value = values[0]?.slice(start.length)
  return values.length === 1 && /^[\w-]{43}$/.test(value!) ? value : undefined
}

/** Whether the browser itself says that another site's page asks. */
const isSaidForeign = (site: string | string[] | undefined) =>
  site !== undefined && site !== 'same-origin' && site !== 'none'

/**
 * Refuses what another site's page has a browser ask of what is for anyone: it would sign somebody in as its
 * own user, or take the place of who is signed in. A program says no origin, and has no cookie to lose.
 */
export function refuseOtherSites(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  { headers }: FastifyRequest,
): void {
  const { origin } = headers
  if (
    isSaidForeign(headers['sec-fetch-site']) ||
    (origin !== undefined && origin !== new URL(publicUrl).origin)
  )
    throw new Problem(
      'not_own_page',
      'This comes from a page of another site. Open the dashboard of this installation, and sign in there.',
    )
}

/**
 * Refuses what another site made a browser send: a write comes from our own origin, with a header that a form
 * cannot send; whatever a browser says comes from another site is refused, reads too.
 */
export function requireOwnPage({ publicUrl }: Pick<Config, 'publicUrl'>, request: FastifyRequest): void {
  const { headers, method } = request
  const writes = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
  const isOurs =
    !writes || (headers.origin === new URL(publicUrl).origin && headers[DASHBOARD_HEADER] !== undefined)
  if (isSaidForeign(headers['sec-fetch-site']) || !isOurs)
    throw new Problem(
      'not_own_page',
      `A session is for pages of this origin: a request that writes comes with \`Origin: ${new URL(publicUrl).origin}\` and the header \`Jetpay-Dashboard: 1\`. Programs use an API token.`,
    )
}
