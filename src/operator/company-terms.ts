import { z } from 'zod'
import { features, setAlertEmail, setFeature } from '../companies/company.ts'
import { PHONE_MAX, setPayeeContact } from '../companies/payee.ts'
import type { Db } from '../db/sql.ts'
import { email, text } from '../http/schema.ts'
import { decided } from './operators-decision.ts'

/** What an operator sets of a company beside its name, limits and fees. */
export const companyTerms = {
  contact: z
    .strictObject({ email, phone: text(PHONE_MAX).nullable().default(null) })
    .optional()
    .meta({ description: 'On payment pages and debit agreements' }),
  alert_email: email.nullable().optional().meta({
    description: 'Where mail about webhooks in trouble goes; null: to the operator',
  }),
  features: z
    .strictObject(Object.fromEntries(features.map((feature) => [feature, z.boolean().optional()])))
    .optional(),
}

type Terms = z.output<z.ZodObject<typeof companyTerms>>

/** Sets what is given of them; what is left out stays. */
export async function applyTerms(
  db: Db,
  companyId: string,
  { contact, alert_email, features: switched }: Terms,
): Promise<void> {
  if (contact) await decided('contact', setPayeeContact(db, companyId, contact))
  if (alert_email !== undefined) await decided('alert_email', setAlertEmail(db, companyId, alert_email))
  for (const feature of features) {
    const enabled = switched?.[feature]
    if (enabled !== undefined) await decided('features', setFeature(db, companyId, feature, enabled))
  }
}
