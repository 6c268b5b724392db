import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Seal } from '../ground/seal.ts'

export type Attachment = { filename: string; contentType: string; content: Buffer }

/** A mail to one address. `text` is what every reader can show; `html` is beside it, not in its place. */
export type Mail = {
  companyId: string
  /** The debit or credit that it is about: its timeline shows it. */
  transactionId?: string
  to: string
  subject: string
  text: string
  html?: string
  /**
   * A link with a secret. It is kept sealed, until the mail was sent; `{link}` in `text` is where it goes.
   */
  link?: string
  attachments?: Attachment[]
}

/** All attachments of a mail: many servers refuse messages over 10 MB, and base64 adds a third. */
export const ATTACHMENTS_BYTES_MAX = 5_000_000

/**
 * Writes a mail into the caller's transaction; the worker sends it after the commit. So a mail goes out if
 * and only if what it tells of has happened. Without SMTP settings it stays in the table `mails`. Returns its
 * id. Throws when the attachments are larger than `ATTACHMENTS_BYTES_MAX` together.
 */
export async function queueMail(db: Db, mail: Mail, seal?: Seal): Promise<string> {
  const { companyId, transactionId = null, to, text, html, link, attachments = [] } = mail
  if (attachments.reduce((sum, { content }) => sum + content.length, 0) > ATTACHMENTS_BYTES_MAX)
    throw new Error(`the attachments of a mail are larger than ${ATTACHMENTS_BYTES_MAX} bytes`)
  const mailId = newId()
  if (link !== undefined && !seal) throw new Error('a link with a secret is queued with the seal')
  const linkSealed = link === undefined ? null : seal!.seal(link, aboutMail(companyId, mailId))
  const stored = attachments.map(({ filename, contentType, content }) => ({
    filename,
    content_type: contentType,
    content_base64: content.toString('base64'),
  }))
  await db.run(sql`
    insert into mails (company_id, mail_id, transaction_id, to_address, subject, text, html, attachments, link_sealed)
    values (${companyId}, ${mailId}, ${transactionId}, ${to}, ${oneLine(mail.subject)}, ${text}, ${html ?? null}, ${JSON.stringify(stored)}, ${linkSealed})`)
  return mailId
}

type WithLink = { company_id: string; mail_id: string; text: string; link_sealed: Buffer | null }

/** The text as it is sent, with its link. A mail that was sent has its link no more. */
export const textOf = (seal: Seal, { company_id, mail_id, text, link_sealed: sealed }: WithLink): string =>
  sealed === null ? text : text.replace('{link}', () => seal.open(sealed, aboutMail(company_id, mail_id)))

const aboutMail = (companyId: string, mailId: string) => `mail ${companyId} ${mailId}`

/** A header holds one line; a name from a client must not add another. */
const oneLine = (subject: string) => subject.replace(/\s+/g, ' ').trim()
