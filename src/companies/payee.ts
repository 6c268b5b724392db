import { type Db, sql } from '../db/sql.ts'
import { type PageLanguage, pageLanguages } from '../ground/accept-language.ts'
import { UsageError } from '../ground/errors.ts'
import { email, text } from '../http/schema.ts'
import { noCompany } from './company.ts'
import { type LogoType, logoFault, logoType } from './logo.ts'

/** What a payer sees of a company. */
export type Payee = {
  name: string
  logo: Logo | null
  contactEmail: string | null
  contactPhone: string | null
  /** Of buttons; null: ours. */
  accentColor: string | null
  /** Of pages and mail, where neither contact nor browser says another. */
  language: 'en' | 'fr'
}

export type Logo = { type: LogoType; bytes: Buffer }

/** With country code, extension and words between them. */
export const PHONE_MAX = 40

export async function readPayee(db: Db, companyId: string): Promise<Payee> {
  const row = await db.one<{
    name: string
    logo: Buffer | null
    contact_email: string | null
    contact_phone: string | null
    language: 'en' | 'fr'
    accent_color: string | null
  }>(sql`
    select name, logo, contact_email, contact_phone, language, accent_color from companies
    where company_id = ${companyId}`)
  return {
    name: row.name,
    logo: row.logo && { type: logoType(row.logo)!, bytes: row.logo },
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    language: row.language,
    accentColor: row.accent_color,
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
    throw new UsageError(`"${contact.email}" is not an e-mail address.`)
  if (contact.phone !== null && !text(PHONE_MAX).safeParse(contact.phone).success)
    throw new UsageError(`A telephone number has at most ${PHONE_MAX} characters.`)
  const changed = await db.run(sql`
    update companies set contact_email = ${contact.email}, contact_phone = ${contact.phone}
    where company_id = ${companyId}`)
  if (changed === 0) throw noCompany(companyId)
}

/** The language of its pages and mail for contacts and browsers that name none. */
export async function setLanguage(db: Db, companyId: string, language: string): Promise<void> {
  if (!pageLanguages.includes(language as PageLanguage))
    throw new UsageError(`Name one of these languages: ${pageLanguages.join(', ')}.`)
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
  const fault = logo && logoFault(logo)
  if (fault) throw new UsageError(`The logo ${fault}.`)
  const changed = await db.run(sql`update companies set logo = ${logo} where company_id = ${companyId}`)
  if (changed === 0) throw noCompany(companyId)
}
