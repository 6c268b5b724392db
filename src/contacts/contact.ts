import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { labelAnswers, labelColumns, type Metadata } from '../http/metadata.ts'
import { email, text, uuid } from '../http/schema.ts'

export type ContactRow = {
  contact_id: string
  email: string
  name: string
  tags: string[]
  language: 'en' | 'fr' | null
  external_reference: string | null
  metadata: Metadata
  created_at: Date
  updated_at: Date
}

export const contactColumns = sql`contact_id, email, name, tags, language, ${labelColumns}, created_at, updated_at`

/** The fields of a contact that a client sets. */
export const contactFields = {
  email,
  name: text(200).meta({ examples: ['Ada Lovelace'] }),
  tags: z
    .array(text(50))
    .max(50, 'must have at most 50')
    .meta({ examples: [['wholesale']] }),
  language: z.enum(['en', 'fr']).nullable().meta({
    description: "The language of the contact's pages and e-mails. Null: the browser's, else the company's",
  }),
}

export const contactSchema = z
  .object({
    identifier: uuid,
    ...contactFields,
    ...labelAnswers,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Contact' })

export const showContact = ({ contact_id, ...row }: ContactRow) => ({ identifier: contact_id, ...row })

/** What events tell of a contact. */
export const contactEventData = (
  row: Pick<ContactRow, 'contact_id' | 'email' | 'name' | 'external_reference' | 'metadata'>,
) => ({
  contactId: row.contact_id,
  email: row.email,
  name: row.name,
  externalReference: row.external_reference,
  metadata: row.metadata,
})

/** The contact, or 404 for one that is unknown, deleted or another company's. */
export async function findContact(db: Db, companyId: string, contactId: string): Promise<ContactRow> {
  const contact = await db.first<ContactRow>(sql`
    select ${contactColumns} from contacts
    where company_id = ${companyId} and contact_id = ${contactId} and deleted_at is null`)
  if (!contact) throw noContact(contactId)
  return contact
}

/** The same, and nothing else changes it until this transaction ends. */
export async function lockContact(db: Db, companyId: string, contactId: string): Promise<ContactRow> {
  const contact = await db.first<ContactRow>(sql`
    select ${contactColumns} from contacts
    where company_id = ${companyId} and contact_id = ${contactId} and deleted_at is null
    for no key update`)
  if (!contact) throw noContact(contactId)
  return contact
}

/**
 * The same as `findContact`, and until this transaction ends the contact cannot be deleted: what is added to it now is there when its
 * deletion takes away all that it has.
 */
export async function holdContact(db: Db, companyId: string, contactId: string): Promise<void> {
  const held = await db.first(sql`
    select from contacts
    where company_id = ${companyId} and contact_id = ${contactId} and deleted_at is null
    for share`)
  if (!held) throw noContact(contactId)
}

export const noContact = (contactId: string) =>
  new Problem('not_found', `There is no contact ${contactId}; GET /contact lists those there are.`)
