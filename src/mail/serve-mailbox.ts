import type { FastifyInstance } from 'fastify'
import { PLATFORM } from '../companies/company.ts'
import { type Db, sql } from '../db/sql.ts'
import { splitAtAddresses } from '../ground/addresses-in.ts'
import { Problem } from '../ground/errors.ts'
import { type Html, html } from '../ground/html.ts'
import { assetHeaders, readPageAssets } from '../ground/page-assets.ts'
import { timedContext } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { textOf } from './mail.ts'

/** A page for a person, not an archive. */
const SHOWN = 50

type MailRow = {
  company_id: string
  company_name: string
  link_sealed: Buffer | null
  mail_id: string
  to_address: string
  subject: string
  text: string
  state: 'queued' | 'sent' | 'failed'
  created_at: Date
  files: { filename: string; bytes: number }[]
}
type Stored = { filename: string; content_type: string; content_base64: string }

const styles = readPageAssets(new URL('.', import.meta.url), '/mailbox/page', ['mailbox.css'], [])

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/**
 * The demo's mailbox at `/mailbox`: what its companies have sent, attachments included, for whoever tries the
 * platform without an SMTP server; the first owner of a further company has their invitation nowhere else.
 * What makes an operator is not in it. In the live environment there is no such path.
 */
export function serveMailbox(server: FastifyInstance, context: Context): void {
  const { config, seal } = context
  if (config.environment !== 'demo') return
  for (const [path, asset] of styles.files)
    server.get(path, (_request, reply) => reply.headers(assetHeaders(asset)).send(asset.body))

  server.get('/mailbox', async ({ timing }, reply) => {
    const mails = await readMails(timedContext(context, timing).db)
    return reply
      .headers(headers)
      .type('text/html; charset=utf-8')
      .send(mailboxPage(mails.map((mail) => ({ ...mail, text: textOf(seal, mail) }))))
  })

  type File = { Params: { mailId: string; at: string } }
  server.get<File>('/mailbox/:mailId/:at', async ({ params, timing }, reply) => {
    const file = await readFile(timedContext(context, timing).db, params.mailId, Number(params.at))
    if (!file) throw new Problem('not_found', 'There is no such attachment; see /mailbox.')
    // A name of ours, which is plain; anything else is left out, so that it cannot end the header.
    const name = file.filename.replace(/[^\w.-]/g, '')
    return reply
      .headers({ ...headers, 'content-disposition': `attachment; filename="${name}"` })
      .type(file.content_type)
      .send(Buffer.from(file.content_base64, 'base64'))
  })
}

const readMails = (db: Db) =>
  db.many<MailRow>(sql`
    select c.company_id, c.name as company_name, m.mail_id, m.to_address, m.subject, m.text, m.link_sealed, m.state, m.created_at, (
        select coalesce(jsonb_agg(jsonb_build_object('filename', file ->> 'filename',
          'bytes', length(file ->> 'content_base64') * 3 / 4)), '[]')
        from jsonb_array_elements(m.attachments) file) as files
    from companies c, lateral (
      select * from mails where company_id = c.company_id order by mail_id desc limit ${SHOWN}) m
    where c.company_id <> ${PLATFORM} order by m.mail_id desc limit ${SHOWN}`)

async function readFile(db: Db, mailId: string, at: number): Promise<Stored | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(mailId) || !Number.isInteger(at) || at < 0 || at > 99) return undefined
  const row = await db.first<{ file: Stored | null }>(sql`
    select m.attachments -> ${at}::integer as file from companies c join mails m on m.company_id = c.company_id
    where c.company_id <> ${PLATFORM} and m.mail_id = ${mailId}`)
  return row?.file ?? undefined
}

const states = {
  queued: 'waits for an SMTP server (JETPAY_SMTP_URL)',
  sent: 'sent',
  failed: 'not delivered',
} as const

const linked = (text: string): (Html | string)[] =>
  splitAtAddresses(text).map((part, at) => (at % 2 === 1 ? html`<a href="${part}">${part}</a>` : part))

function mailboxPage(mails: MailRow[]): string {
  const list = mails.map(
    (mail, at): Html => html`<li><details${at === 0 && html` open`}>
<summary><strong><bdi>${mail.subject}</bdi></strong> <span>from <bdi>${mail.company_name}</bdi> to <bdi>${mail.to_address}</bdi></span> <time datetime="${mail.created_at.toISOString()}">${mail.created_at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time> <span class="state">${states[mail.state]}</span></summary>
<pre>${linked(mail.text)}</pre>
${mail.files.map(({ filename, bytes }, file) => html`<p><a href="/mailbox/${mail.mail_id}/${file}" download>${filename}</a> (${Math.ceil(bytes / 1000)} kB)</p>`)}
</details></li>`,
  )
  return html`<!doctype html>
<html lang="en-CA">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox of the demo</title>
<link rel="icon" href="data:,">
${styles.styleLinks}
</head>
<body>
<main>
<h1>Mailbox of the demo</h1>
<p>What the companies of this demo have sent, newest first. Reload to see more.</p>
${mails.length === 0 ? html`<p class="empty">Nothing yet: pay with a bank account on a payment page, and its agreement appears here.</p>` : html`<ol>${list}</ol>`}
</main>
</body>
</html>
`.text
}
