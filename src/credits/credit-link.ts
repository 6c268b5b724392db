import { timingSafeEqual } from 'node:crypto'
import { type Db, sql } from '../db/sql.ts'
import { linkOf } from '../debits/transaction.ts'
import { hashSecret, newSecret } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import type { Seal } from '../ground/seal.ts'
import { showMoney } from '../ground/show.ts'
import { queueMail } from '../mail/mail.ts'

/**
 * A secret for a credit's link. The identifier is none: it is in events, lists and logs, and must not be
 * enough to say where money goes. Base64url of 32 bytes never ends in `-` or `_`, which mail readers may take
 * for the end of a sentence.
 */
export const newLinkSecret = (): { secret: string; secretHash: Buffer } => {
  const secret = newSecret()
  return { secret, secretHash: hashSecret(secret) }
}

/** Where the contact says where to be paid. Only the answer of create and the contact's mail have it. */
export const creditLink = (publicUrl: string, creditId: string, secret: string) =>
  `${linkOf(publicUrl, creditId)}.${secret}`

/** Whether this is the secret of the link. A link without one opens for nobody. */
export const isLinkSecret = (secret: string | undefined, hash: Buffer | null): boolean =>
  secret !== undefined && hash !== null && timingSafeEqual(hashSecret(secret), hash)

type LinkMail = {
  email: string
  language: 'en' | 'fr'
  company: string
  contact_email: string | null
  contact_phone: string | null
  amount: bigint
  currency: Currency
  statement: string
}

/**
 * Mails the contact the link, in the caller's transaction: who is paid is told before an account can be
 * named, and whoever names it in their place is told of by the mail that follows (payment-page/be-paid.ts).
 * `because` says why, where it is not the first one.
 */
export async function mailCreditLink(
  db: Db,
  { seal, publicUrl }: { seal: Seal; publicUrl: string },
  { companyId, creditId, secret }: { companyId: string; creditId: string; secret: string },
  because: 'created' | 'renewed' = 'created',
): Promise<void> {
  const told = await db.one<LinkMail>(sql`
    select c.email, coalesce(c.language, m.language) as language, m.name as company, m.contact_email, m.contact_phone, d.amount, d.currency, d.statement
    from credits d join contacts c using (company_id, contact_id) join companies m using (company_id)
    where company_id = ${companyId} and credit_id = ${creditId}`)
  const words = mailWords(told, because)[told.language]
  const text = `${[words.hello, '{link}', words.keep, words.wrong].join('\n\n')}\n`
  const link = creditLink(publicUrl, creditId, secret)
  const mail = { companyId, transactionId: creditId, to: told.email, subject: words.subject, text, link }
  await queueMail(db, mail, seal)
}

function mailWords(
  { company, contact_email, contact_phone, amount, currency, statement }: LinkMail,
  because: 'created' | 'renewed',
) {
  const contact = [contact_email, contact_phone].filter(Boolean).join(', ')
  const [inEnglish, inFrench] = [showMoney(amount, currency, 'en'), showMoney(amount, currency, 'fr')]
  const renewed = because === 'renewed'
  return {
    en: {
      subject: `Where should ${company} pay you ${inEnglish}?`,
      hello: `${company} is paying you ${inEnglish} (“${statement}”). ${renewed ? 'The link that you had does not work any more; this is the new one. ' : ''}Say here into which bank account:`,
      keep: 'Do not pass this link on: whoever has it can say where the money goes. Once an account is named we tell you by mail.',
      wrong: `If you do not expect this, contact ${company}${contact && `: ${contact}`}.`,
    },
    fr: {
      subject: `${company} vous paie ${inFrench}\u00a0: où verser l’argent?`,
      hello: `${company} vous paie ${inFrench} («\u00a0${statement}\u00a0»). ${renewed ? 'Le lien que vous aviez ne fonctionne plus; voici le nouveau. ' : ''}Indiquez ici dans quel compte bancaire\u00a0:`,
      keep: 'Ne transmettez pas ce lien\u00a0: quiconque l’a peut dire où va l’argent. Dès qu’un compte est indiqué, nous vous en informons par courriel.',
      wrong: `Si vous ne vous y attendez pas, communiquez avec ${company}${contact && `\u00a0: ${contact}`}.`,
    },
  }
}
