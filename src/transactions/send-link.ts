import { mailCreditLink, newLinkSecret } from '../credits/credit-link.ts'
import { type Db, sql } from '../db/sql.ts'
import { linkOf, type TransactionRow } from '../debits/transaction.ts'
import { Problem } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'
import { showMoney } from '../ground/show.ts'
import { isolatingInText } from '../ground/text.ts'
import { queueMail } from '../mail/mail.ts'

/** A contact is not mailed the same link twice in this time, whoever asks however often. */
const AGAIN_AFTER_SECONDS = 60

type Linked = { over: boolean; contact_deleted: boolean; mailed_now: boolean; bound: boolean }

/**
 * Why its link cannot be sent; null where it can. With `lock` the row is held, so that of two who send at the
 * same moment one does.
 */
export async function linkFault(
  db: Db,
  companyId: string,
  { kind, state, identifier, contact_id }: TransactionRow,
): Promise<Problem | null> {
  if (state !== 'requested')
    return new Problem('wrong_state', `The ${kind} is ${state}; its link decides nothing any more.`)
  const { over, contact_deleted, mailed_now, bound } = await db.one<Linked>(sql`
    select
      coalesce(case ${kind}::text
        when 'debit' then (select payable_until from debits where company_id = ${companyId} and debit_id = ${identifier})
        else (select payable_until from credits where company_id = ${companyId} and credit_id = ${identifier})
      end <= jetpay_now(), true) as over,
      exists (select from contacts where company_id = ${companyId} and contact_id = ${contact_id} and deleted_at is not null)
        as contact_deleted,
      exists (select from mails where company_id = ${companyId} and transaction_id = ${identifier}
        and created_at > jetpay_now() - make_interval(secs => ${AGAIN_AFTER_SECONDS})) as mailed_now,
      exists (select from debits where company_id = ${companyId} and debit_id = ${identifier} and rail is not null) as bound`)
  if (bound) return new Problem('wrong_state', 'Its payer is paying at this moment; ask again for its state.')
  if (over) return new Problem('wrong_state', `The link of this ${kind} is over; make a new ${kind}.`)
  if (contact_deleted) return new Problem('wrong_state', 'Its contact was deleted.')
  if (mailed_now)
    return new Problem('wrong_state', 'Its contact was mailed within the last minute; try again after that.')
  return null
}

/**
 * Mails the contact the link, in the caller's transaction. A credit gets a link of a new secret, and the one
 * before opens nothing any more: of a secret only the hash is kept. Throws the Problem of `linkFault`.
 */
export async function sendLink(
  db: Db,
  { seal, publicUrl }: { seal: Seal; publicUrl: string },
  companyId: string,
  row: TransactionRow,
): Promise<void> {
  const { kind, identifier } = row
  // The lock comes first: whoever sends at the same moment waits, and then finds this mail.
  if (kind === 'credit')
    await db.run(
      sql`select from credits where company_id = ${companyId} and credit_id = ${identifier} for update`,
    )
  else
    await db.run(
      sql`select from debits where company_id = ${companyId} and debit_id = ${identifier} for update`,
    )
  const fault = await linkFault(db, companyId, row)
  if (fault) throw fault
  if (kind === 'debit') return mailDebitLink(db, publicUrl, companyId, identifier)
  const { secret, secretHash } = newLinkSecret()
  await db.run(sql`
    update payment_links set secret_hash = ${secretHash} where company_id = ${companyId} and identifier = ${identifier}`)
  await mailCreditLink(db, { seal, publicUrl }, { companyId, creditId: identifier, secret }, 'renewed')
}

type DebitMail = Pick<TransactionRow, 'amount' | 'currency' | 'statement'> & {
  email: string
  language: 'en' | 'fr'
  company: string
  contact_email: string | null
  contact_phone: string | null
}

async function mailDebitLink(db: Db, publicUrl: string, companyId: string, debitId: string): Promise<void> {
  const { email, language, company, contact_email, contact_phone, amount, currency, statement } =
    await db.one<DebitMail>(sql`
      select c.email, coalesce(c.language, m.language) as language, m.name as company, m.contact_email, m.contact_phone, d.amount,
        d.currency, d.statement
      from debits d join contacts c using (company_id, contact_id) join companies m using (company_id)
      where company_id = ${companyId} and debit_id = ${debitId}`)
  const contact = [contact_email, contact_phone].filter(Boolean).join(', ')
  const money = showMoney(amount, currency, language)
  const words = {
    en: {
      subject: `${company}: please pay ${money}`,
      hello: `${company} asks you to pay ${money} (“${statement}”). Choose here how:`,
      wrong: `If you do not expect this, contact ${company}${contact && `: ${contact}`}.`,
    },
    fr: {
      subject: `${company}\u00a0: veuillez payer ${money}`,
      hello: `${company} vous demande de payer ${money} («\u00a0${statement}\u00a0»). Choisissez ici comment\u00a0:`,
      wrong: `Si vous ne vous y attendez pas, communiquez avec ${company}${contact && `\u00a0: ${contact}`}.`,
    },
  }[language]
  const text = `${[words.hello, linkOf(publicUrl, debitId), words.wrong].join('\n\n')}\n`
  await queueMail(db, {
    companyId,
    transactionId: debitId,
    to: email,
    subject: isolatingInText(words.subject, company),
    text: isolatingInText(text, company, statement),
  })
}
