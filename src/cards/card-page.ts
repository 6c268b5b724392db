import { z } from 'zod'
import { uuid } from '../http/schema.ts'

/** An origin as browsers write it (RFC 6454): scheme, host, port, nothing after. http only on loopback. */
const origin = z
  .string()
  .max(253)
  .transform((value, context) => {
    const url = URL.parse(value)
    const loopback = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    if (
      url &&
      url.origin === value.replace(/\/$/, '') &&
      (url.protocol === 'https:' || (url.protocol === 'http:' && loopback))
    ) {
      return url.origin
    }
    context.addIssue('must be an origin such as https://shop.example.com (http only for localhost)')
    return z.NEVER
  })

/** How the hosted card page is to be: the body of the requests that open one. */
export const cardPageBody = z
  .strictObject({
    allowed_origins: z.array(origin).min(1).max(10).optional().meta({
      description:
        'Origins that may frame the page and get its messages. Without it any https site may frame it and no messages are sent.',
    }),
    return_url: z
      .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
      .max(2000)
      .optional(),
    language: z.enum(['en', 'fr']).optional().meta({ description: "Default: the contact's language" }),
  })
  .optional()

export type CardPageBody = z.infer<typeof cardPageBody>

export const cardPageAnswer = z.object({ url: z.url(), credit_card_id: uuid }).meta({ id: 'CardPage' })

/** Those of them that the vault is told as they are. */
export const pageOptions = (body: CardPageBody) => ({
  allowed_origins: body?.allowed_origins ?? [],
  return_url: body?.return_url ?? null,
})
