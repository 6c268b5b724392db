import type { IncomingMessage } from 'node:http'
import { readBearerToken } from '../http/bearer-token.ts'
import { OPERATOR_TOKEN } from '../http/tokens.ts'
import type { Place, Places } from './places.ts'

/** The form of a company's token. Any other is nobody's: a cell tells whoever sends it what is wrong. */
const TOKEN = /^jp_(demo|live)_[A-Za-z0-9_-]{43}$/
const LINK = /^\/payment\/pay\/([0-9a-f-]{36})(?=[./?]|$)/i
/** Paths that name a company. */
const OF_COMPANY = /^\/(?:payment\/logo|operator\/companies)\/([0-9a-f-]{36})(?=[/?]|$)/i

/**
 * The cell that a request goes to, by its first line and headers. What names no company, or one that no cell
 * knows, goes to the first open cell, whose own answer it gets: pages of the guide, and the 401 of a token
 * that is unknown. Undefined where there is no cell at all.
 */
export async function placeFor(request: IncomingMessage, places: Places): Promise<Place | undefined> {
  const { url = '', headers } = request
  const named = LINK.exec(url)?.[1]
  if (named) return (await places.link(named)) ?? anyCell(places)
  const company = OF_COMPANY.exec(url)?.[1] ?? companyOf(request, headers['jetpay-company'])
  if (company) return (await places.company(company)) ?? anyCell(places)
  const sent = readBearerToken(request)
  const known = 'token' in sent && TOKEN.test(sent.token) ? await places.token(sent.token) : undefined
  return known ?? anyCell(places)
}

/**
 * A company's own token counts before the header that persons and operators name a company by, as in the
 * cell.
 */
function companyOf(request: IncomingMessage, header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined
  const sent = readBearerToken(request)
  return 'token' in sent && !sent.token.startsWith(OPERATOR_TOKEN) ? undefined : header
}

async function anyCell(places: Places): Promise<Place | undefined> {
  const cells = await places.cells()
  const cell = cells.find(({ state }) => state === 'open') ?? cells[0]
  return cell && { cell }
}
