import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Db, raw, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { Problem } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { type Labels, labelAnswers, noLabels } from '../http/metadata.ts'
import { email, text, uuid } from '../http/schema.ts'

/**
 * The fields of a contact that a client sets, each a column of that name: a further one is told here and in a
 * migration.
 */
export const contactFields = {
  email: email.meta({ description: 'Where mails to the contact go' }),
  name: text(200).meta({
    description: 'As mails and receipts address the contact',
    examples: ['Ada Lovelace'],
  }),
  tags: z
    .array(text(50))
    .max(50, 'must have at most 50 items')
    .meta({ description: 'Words of yours, to find contacts by', examples: [['wholesale']] }),
  language: z.enum(['en', 'fr']).nullable().meta({
    description: "The language of the contact's pages and e-mails. Null: the browser's, else the company's",
  }),
}

const fields = z.object(contactFields)
export type ContactValues = z.output<typeof fields> & Labels
export type ContactRow = ContactValues & { contact_id: string; created_at: Date; updated_at: Date }

/** What a contact has of which nothing was said. */
const unsaid = { tags: [], language: null, ...noLabels } satisfies Partial<ContactValues>

const valueColumns = raw([...Object.keys(contactFields), ...Object.keys(noLabels)].join(', '))
export const contactColumns = sql`contact_id, ${valueColumns}, created_at, updated_at`
/** The values as columns of the table's own types. */
const selectValues = (values: ContactValues) =>
  sql`select ${valueColumns} from jsonb_populate_record(null::contacts, ${JSON.stringify(values)}::jsonb)`

/** Makes a contact, with its event, in the caller's transaction. */
export async function insertContact(
  db: Db,
  companyId: string,
  values: Pick<ContactValues, 'email' | 'name'> & Partial<ContactValues>,
): Promise<ContactRow> {
  const contact = await db.one<ContactRow>(sql`
    insert into contacts (company_id, contact_id, ${valueColumns})
    select ${companyId}, ${newId()}, said.* from (${selectValues({ ...unsaid, ...values })}) said
    returning ${contactColumns}`)
  await announce(db, companyId, 'contacts.created', contactEventData(contact))
  return contact
}

/** Gives a contact these values, with its event, in the caller's transaction, which has locked it. */
export async function changeContact(
  db: Db,
  companyId: string,
  contactId: string,
  values: ContactValues,
): Promise<ContactRow> {
  const contact = await db.one<ContactRow>(sql`
    update contacts set (${valueColumns}) = (${selectValues(values)}), updated_at = jetpay_now()
    where company_id = ${companyId} and contact_id = ${contactId}
    returning ${contactColumns}`)
  await announce(db, companyId, 'contacts.updated', contactEventData(contact))
  return contact
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

/** As many as nobody tries out. */
const SALT_BYTES = 16

/** What events tell of a contact. The salt goes with the rest when the contact is erased (ADR 60). */
const contactEventData = (row: ContactRow) => ({
  contactId: row.contact_id,
  email: row.email,
  name: row.name,
  externalReference: row.external_reference,
  metadata: row.metadata,
  salt: randomBytes(SALT_BYTES).toString('base64url'),
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
 * The same as `findContact`, and until this transaction ends the contact cannot be deleted: what is added to
 * it now is there when its deletion takes away all that it has.
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
