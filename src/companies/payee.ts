import { type Db, sql } from '../db/sql.ts'
import { type PageLanguage, pageLanguages } from '../ground/accept-language.ts'
import { OperatorError } from '../ground/errors.ts'
import { email, text } from '../http/schema.ts'
import { noCompany } from './company.ts'

/** What a payer sees of a company. */
export type Payee = {
  name: string
  logo: Logo | null
  contactEmail: string | null
  contactPhone: string | null
  /** Of pages and mail, where neither contact nor browser says another. */
  language: 'en' | 'fr'
}

/** The picture formats that both browsers and PDF have. */
export type Logo = { type: 'image/png' | 'image/jpeg'; bytes: Buffer }

/** It is part of every payment page: a small picture is a few kilobytes. */
const LOGO_BYTES_MAX = 100_000

export async function readPayee(db: Db, companyId: string): Promise<Payee> {
  const row = await db.one<{
    name: string
    logo: Buffer | null
    contact_email: string | null
    contact_phone: string | null
    language: 'en' | 'fr'
  }>(
    sql`select name, logo, contact_email, contact_phone, language from companies where company_id = ${companyId}`,
  )
  return {
    name: row.name,
    logo: row.logo && { type: logoType(row.logo)!, bytes: row.logo },
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    language: row.language,
  }
}

/**
 * How payers reach the company. Rule H1 of Payments Canada has it in every debit agreement: without an
 * address the payment page takes no bank accounts. Refuses what is no address.
 */
export async function setPayeeContact(
  db: Db,
  companyId: string,
  contact: { email: string; phone: string | null },
): Promise<void> {
  if (!email.safeParse(contact.email).success)
    throw new OperatorError(`"${contact.email}" is not an e-mail address.`)
  if (contact.phone !== null && !text(40).safeParse(contact.phone).success)
    throw new OperatorError('A telephone number has at most 40 characters.')
  const changed = await db.run(sql`
    update companies set contact_email = ${contact.email}, contact_phone = ${contact.phone}
    where company_id = ${companyId}`)
  if (changed === 0) throw noCompany(companyId)
}

/** The language of its pages and mail for contacts and browsers that name none. */
export async function setLanguage(db: Db, companyId: string, language: string): Promise<void> {
  if (!pageLanguages.includes(language as PageLanguage))
    throw new OperatorError(`Name one of these languages: ${pageLanguages.join(', ')}.`)
  const changed = await db.run(
    sql`update companies set language = ${language} where company_id = ${companyId}`,
  )
  if (changed === 0) throw noCompany(companyId)
}

/**
 * The picture on the payment page; null: the company's initials. Refuses what is neither PNG nor JPEG, or too
 * large.
 */
export async function setLogo(db: Db, companyId: string, logo: Buffer | null): Promise<void> {
  if (logo && logo.length > LOGO_BYTES_MAX)
    throw new OperatorError(`The logo has ${logo.length} bytes; it may have ${LOGO_BYTES_MAX}.`)
  if (logo && !logoType(logo)) throw new OperatorError('The logo must be a PNG or JPEG file.')
  const changed = await db.run(sql`update companies set logo = ${logo} where company_id = ${companyId}`)
  if (changed === 0) throw noCompany(companyId)
}

/** By the first bytes, as browsers tell them (WHATWG MIME Sniffing section 6.1). */
function logoType(bytes: Buffer): Logo['type'] | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png'
  return bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) ? 'image/jpeg' : undefined
}
