/** What a company's payment pages have of its own: a colour, by a style of its own, and a logo. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { logoVersion } from '../companies/logo.ts'
import { readPayee } from '../companies/payee.ts'
import { type Db, sql } from '../db/sql.ts'
import { accentOfFile, accentStyle } from '../ground/accent-color.ts'
import { Problem } from '../ground/errors.ts'
import { type Html, html } from '../ground/html.ts'
import { isUuid } from '../ground/ids.ts'
import { styleAsset } from '../ground/page-assets.ts'

/**
 * The path of a style says all that is in it, so that it may be kept for ever; the browser holds it to its
 * hash as our other files (PCI DSS 6.4.3).
 */
export function accentLink(accent: string): Html {
  const { integrity } = styleAsset(accentStyle(accent))
  return html`<link rel="stylesheet" href="${`/payment/accent/${accent.slice(1)}.css`}" integrity="${integrity}">\n`
}

const FOREVER = 'public, max-age=31536000, immutable'

const headers = {
  'cache-control': FOREVER,
  'x-content-type-options': 'nosniff',
  // Opened by itself it is a picture or a text, whatever else somebody has put into it.
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
}

type Logo = { Params: { company_id: string; version: string } }

/** Serves both. `dbOf` is the request's own, which counts its time. */
export function serveBranding(pages: FastifyInstance, dbOf: (request: FastifyRequest) => Db): void {
  pages.get<{ Params: { file: string } }>('/payment/accent/:file', ({ params }, reply) => {
    const accent = accentOfFile(params.file)
    if (accent === undefined) throw new Problem('not_found', 'There is no such style.')
    return reply.headers(headers).type('text/css; charset=utf-8').send(accentStyle(accent))
  })
  pages.get<Logo>('/payment/logo/:company_id/:version', async (request, reply) => {
    const logo = await findLogo(dbOf(request), request.params)
    if (!logo) throw new Problem('not_found', 'There is no such logo.')
    return reply.headers(headers).type(logo.type).send(logo.bytes)
  })
}

async function findLogo(db: Db, { company_id: companyId, version }: Logo['Params']) {
  if (!isUuid(companyId)) return undefined
  const known = await db.first<{ one: number }>(
    sql`select 1 as one from companies where company_id = ${companyId}`,
  )
  const logo = known ? (await readPayee(db, companyId)).logo : null
  return logo && logoVersion(logo.bytes) === version ? logo : undefined
}
