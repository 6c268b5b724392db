import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { announceCompany } from './announce-company.ts'
import { LOGO_BYTES_MAX, LOGO_PIXELS_MAX, logoFault } from './logo.ts'
import { companySchema, readCompany, showCompany } from './shown-company.ts'

/** The largest logo as base64, and what is around it. */
const BODY_BYTES_MAX = 144 * 1024

const content = z
  .base64('must be base64')
  .min(1, 'must not be empty')
  .transform((encoded, context) => {
    const bytes = Buffer.from(encoded, 'base64')
    const fault = logoFault(bytes)
    if (fault === undefined) return bytes
    context.addIssue({ code: 'custom', message: fault })
    return z.NEVER
  })
  .meta({ jsonSchema: { type: 'string', contentEncoding: 'base64', minLength: 1 } })

export const setCompanyLogo = endpoint({
  operationId: 'set_company_logo',
  method: 'PUT',
  path: '/company/logo',
  tag: 'Company',
  summary: 'Set your logo',
  description: `The picture on your payment pages: PNG or JPEG, ${LOGO_BYTES_MAX} bytes and ${LOGO_PIXELS_MAX} pixels a side at most.`,
  scope: 'company:write',
  pathSchema: noPath,
  bodySchema: z.strictObject({ content }),
  bodyBytesMax: BODY_BYTES_MAX,
  load: 'upload',
  answers: { 200: { description: 'The company as it is now', schema: companySchema } },
  async handle({ context, db, companyId, body }) {
    const had = await readCompany(db, companyId, true)
    const asked = { ...had, logo: body.content }
    if (!had.logo?.equals(body.content)) {
      await db.run(sql`update companies set logo = ${body.content} where company_id = ${companyId}`)
      await announceCompany(db, asked)
    }
    return { body: showCompany(asked, context.config) }
  },
})
