import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ids.ts'

export type Attachment = { filename: string; contentType: string; content: Buffer }

/** A mail to one address. `text` is what every reader can show; `html` is beside it, not in its place. */
export type Mail = {
  companyId: string
  to: string
  subject: string
  text: string
  html?: string
  attachments?: Attachment[]
}

/** All attachments of a mail: many servers refuse messages over 10 MB, and base64 adds a third. */
export const ATTACHMENTS_BYTES_MAX = 5_000_000

/**
 * Writes a mail into the caller's transaction; the worker sends it after the commit. So a mail goes out if and only if what
 * it tells of has happened. Without SMTP settings it stays in the table `mails`. Returns its id. Throws when the
 * attachments are larger than `ATTACHMENTS_BYTES_MAX` together.
 */
export async function queueMail(db: Db, mail: Mail): Promise<string> {
  const { companyId, to, text, html, attachments = [] } = mail
  if (attachments.reduce((sum, { content }) => sum + content.length, 0) > ATTACHMENTS_BYTES_MAX)
    throw new Error(`the attachments of a mail are larger than ${ATTACHMENTS_BYTES_MAX} bytes`)
  const mailId = newId()
  const stored = attachments.map(({ filename, contentType, content }) => ({
    filename,
    content_type: contentType,
    content_base64: content.toString('base64'),
  }))
  await db.run(sql`
    insert into mails (company_id, mail_id, to_address, subject, text, html, attachments)
    values (${companyId}, ${mailId}, ${to}, ${oneLine(mail.subject)}, ${text}, ${html ?? null}, ${JSON.stringify(stored)})`)
  return mailId
}

/** A header holds one line; a name from a client must not add another. */
const oneLine = (subject: string) => subject.replace(/\s+/g, ' ').trim()
