import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { startSmtpReceiver } from '../../test/smtp-receiver.ts'
import { sql } from '../db/sql.ts'
import { startJobs } from '../process/poll.ts'
import { ATTACHMENTS_BYTES_MAX, queueMail } from './mail.ts'
import { sendMails } from './send-mails.ts'

let platform: Platform
let smtp: Awaited<ReturnType<typeof startSmtpReceiver>>
let jobs: { stop(): Promise<void> }
before(async () => {
  platform = await startPlatform()
  smtp = await startSmtpReceiver()
  const config = { ...platform.config, smtpUrl: smtp.url, mailFrom: 'Jetpay <pay@example.com>' }
  jobs = startJobs(platform.context, [sendMails(config, 5), sendMails(config, 5)])
})
after(async () => {
  await jobs.stop()
  await platform.close()
  await smtp.close()
})

const companyId = () => platform.demo.company_id
const mailOf = (to: string) => ({ companyId: companyId(), to, subject: 'Hello', text: 'Text é\n' })
const received = (to: string) => smtp.received.filter((mail) => mail.to.includes(to))

type Row = { state: string; attempts: number; error: string | null }
const untilMail = (mailId: string, what: string, check: (row: Row) => boolean) =>
  until(what, async () => {
    const row = await platform.db.one<Row>(sql`
      select state, attempts, error from mails where company_id = ${companyId()} and mail_id = ${mailId}`)
    return check(row) ? row : undefined
  })
/** Stands in for the time until the next attempt. */
const timePasses = (mailId: string) =>
  platform.db.run(sql`
    update mails set next_attempt_at = jetpay_now() where company_id = ${companyId()} and mail_id = ${mailId}`)

test('a mail goes out once, with text, html and attachment, if and only if its transaction commits', async () => {
  const attachments = [{ filename: 'a.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') }]
  const mailId = await platform.db.transaction(async (db) => {
    await assert.rejects(
      platform.db.transaction(async (other) => {
        await queueMail(other, mailOf('never@example.com'))
        throw new Error('rolled back')
      }),
    )
    return queueMail(db, { ...mailOf('ada@example.com'), html: '<p>Html</p>', attachments })
  })
  await untilMail(mailId, 'sent', ({ state }) => state === 'sent')
  const [{ source, from }, ...more] = received('ada@example.com') as [(typeof smtp.received)[0]]
  assert.deepEqual(more, [])
  assert.match(from, /<pay@example\.com>/)
  for (const part of [
    'Subject: Hello',
    `Message-ID: <${mailId}@jetpay>`,
    'text/plain',
    '<p>Html</p>',
    'filename=a.pdf',
    Buffer.from('%PDF').toString('base64'),
  ])
    assert.ok(source.includes(part), part)
  assert.deepEqual(received('never@example.com'), [])
})

test('a server that is busy or hangs up is tried again; one that refuses the mail for good is not', async () => {
  smtp.answers.push('451 busy', 'drop')
  const mailId = await queueMail(platform.db, mailOf('again@example.com'))
  await untilMail(mailId, 'one attempt', ({ attempts, error }) => attempts === 1 && error !== null)
  await timePasses(mailId)
  await untilMail(mailId, 'two attempts', ({ attempts, error }) => attempts === 2 && !/451/.test(error!))
  await timePasses(mailId)
  await untilMail(mailId, 'sent', ({ state, attempts }) => state === 'sent' && attempts === 3)
  assert.equal(received('again@example.com').length, 3, 'the server took it each time, under one Message-ID')

  smtp.answers.push('550 no such user')
  const refused = await queueMail(platform.db, mailOf('nobody@example.com'))
  const { error } = await untilMail(refused, 'given up', ({ state }) => state === 'failed')
  assert.match(error!, /550/)
})

test('a mail that never goes out is given up after twenty attempts', async () => {
  const mailId = await platform.db.transaction(async (db) => {
    const mailId = await queueMail(db, mailOf('twenty@example.com'))
    await db.run(
      sql`update mails set attempts = 19 where company_id = ${companyId()} and mail_id = ${mailId}`,
    )
    smtp.answers.push('451 busy')
    return mailId
  })
  const { attempts } = await untilMail(mailId, 'given up', ({ state }) => state === 'failed')
  assert.equal(attempts, 20)
})

test('a name with a line break adds no header, and attachments are bounded', async () => {
  const mailId = await queueMail(platform.db, {
    ...mailOf('header@example.com'),
    subject: 'Hi\r\nBcc: x@example.com',
  })
  await untilMail(mailId, 'sent', ({ state }) => state === 'sent')
  assert.ok(received('header@example.com')[0]!.source.includes('Subject: Hi Bcc: x@example.com'))
  assert.deepEqual(received('x@example.com'), [])
  const content = Buffer.alloc(ATTACHMENTS_BYTES_MAX + 1)
  const attachments = [{ filename: 'a', contentType: 'text/plain', content }]
  await assert.rejects(queueMail(platform.db, { ...mailOf('big@example.com'), attachments }), /larger/)
})

test('an address with a Unicode domain goes out in punycode, and signs before the @ are no list of addresses', async () => {
  for (const [address, sent] of [
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['a&b/c@example.com', 'a&b/c@example.com'],
  ] as const) {
    const mailId = await queueMail(platform.db, mailOf(address))
    await untilMail(mailId, 'sent', ({ state }) => state === 'sent')
    assert.deepEqual(
      received(sent).map(({ to }) => to),
      [[sent]],
    )
  }
})
