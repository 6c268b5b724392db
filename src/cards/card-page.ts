import { z } from 'zod'
import type { Environment } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { appearance } from '../ground/page-appearance.ts'
import { canonicalOrigin, canonicalReturnUrl } from '../ground/page-origin.ts'
import { obeysTextRule, uuid } from '../http/schema.ts'

const NO_ORIGIN =
  'must be an origin such as https://shop.example.com (http only for localhost and 127.0.0.1, in the demo)'

/**
 * An origin as browsers write it (RFC 6454): scheme, host, port, nothing after. What a live installation
 * refuses beyond is in `pageOptions`.
 */
const origin = z
  .string()
  .max(253)
  .check(obeysTextRule(253))
  .transform((value, context) => {
    const canonical = canonicalOrigin(value, 'demo')
    if (canonical !== null) return canonical
    context.addIssue(NO_ORIGIN)
    return z.NEVER
  })
  .meta({ format: 'uri', examples: ['https://shop.example.com'] })

const returnUrl = z
  .string()
  .max(2000)
  .check(obeysTextRule(2000))
  .transform((value, context) => {
    const canonical = canonicalReturnUrl(value)
    if (canonical !== null) return canonical
    context.addIssue('must be an http or https URL without user name, password, blanks or control characters')
    return z.NEVER
  })
  .meta({
    format: 'uri',
    description: 'Where the page sends its visitor when it is not framed',
    examples: ['https://shop.example.com/cards'],
  })

/** How the hosted card page is to be: the body of the requests that open one. */
export const cardPageBody = z
  .strictObject({
    allowed_origins: z.array(origin).min(1).max(10).optional().meta({
      description:
        'Origins that may frame the page and get its messages. Without it any https site may frame it and no messages are sent.',
    }),
    return_url: returnUrl.optional(),
    language: z
      .enum(['en', 'fr'])
      .optional()
      .meta({ description: "Default: the contact's, then the browser's, then the company's" }),
    appearance: appearance.optional().meta({
      description:
        'What the page looks like; colours that could not be read are refused. Default: like ours.',
    }),
  })
  .optional()

export type CardPageBody = z.infer<typeof cardPageBody>

export const cardPageAnswer = z.object({ url: z.url(), credit_card_id: uuid }).meta({ id: 'CardPage' })

/**
 * Those of them that the vault is told as they are. Refuses (422) an origin that only the demo may have: the
 * vault would, too.
 */
export function pageOptions(body: CardPageBody, environment: Environment) {
  const allowed_origins = body?.allowed_origins ?? []
  const errors = allowed_origins.flatMap((origin, i) =>
    canonicalOrigin(origin, environment) === null
      ? [{ path: `allowed_origins.${i}`, message: NO_ORIGIN }]
      : [],
  )
  if (errors.length > 0)
    throw new Problem('validation_failed', 'Correct these fields: allowed_origins.', { errors })
  return {
    allowed_origins,
    return_url: body?.return_url ?? null,
    ...(body?.appearance && { appearance: body.appearance }),
  }
}
