/**
 * Payers of a company that wants it are mailed what they paid and what they got back, once, in their
 * language.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eftStage, good } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { setReceiptsByMail } from '../companies/company.ts'
import { setPayeeContact } from '../companies/payee.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let card: { path: string; contactId: string }
let stage: ReturnType<typeof refundStage>
before(async () => {
  platform = await startPlatform()
  stage = refundStage(platform)
  card = await platform.saveCard()
  await setPayeeContact(platform.db, platform.demo.company_id, {
    email: 'help@maple.example',
    phone: '514 555-0100',
  })
})
after(() => platform?.close())

const company = () => platform.demo.company_id
const receiptsOf = (debitId: string) =>
  platform.db.many<{ to_address: string; subject: string; text: string }>(sql`
    select to_address, subject, text from mails
    where company_id = ${company()} and text like ${`%${debitId}%`} order by mail_id`)
/** Waits until the log is followed to its end, or nobody follows it. */
const followed = () =>
  until('the log to be followed', async () => {
    const behind = await platform.db.first(sql`
      select from outbox where company_id = ${company()}
      union all select from receipt_cursors r join event_heads h using (company_id)
      where r.company_id = ${company()} and r.last_event_id < h.last_event_id`)
    return behind === undefined
  })

test('nobody is mailed until the company wants it, and then for what is paid from there on; off again it ends', async () => {
  const before = await stage.paid(card)
  await followed()
  assert.equal((await platform.call('GET', '/company')).body.receipts_by_mail, false)
  await setReceiptsByMail(platform.db, company(), true)
  assert.equal((await platform.call('GET', '/company')).body.receipts_by_mail, true)
  const on = await stage.paid(card)
  await until('the receipt', async () => (await receiptsOf(on)).length === 1)
  await setReceiptsByMail(platform.db, company(), false)
  const off = await stage.paid(card)
  await followed()
  await setReceiptsByMail(platform.db, company(), true)
  await followed()
  assert.deepEqual([await receiptsOf(before), await receiptsOf(off)], [[], []])
  assert.equal((await receiptsOf(on)).length, 1)
})

test('a payment by card: company, amount, day, card, statement, reference and authorization; a decline is mailed nothing', async () => {
  const answer = await platform.charge(card, { amount: '1234.50', external_reference: 'ORDER 77' })
  const debitId = answer.body.debit_id as string
  const declined = await platform.charge(await platform.saveCard('4000000000000341'), { amount: '5.00' })
  await until('the receipt', async () => (await receiptsOf(debitId)).length === 1)
  await followed()
  const [mail] = await receiptsOf(debitId)
  const contact = (await platform.call('GET', `/contact/${card.contactId}`)).body
  const { name } = (await platform.call('GET', '/company')).body
  assert.equal(mail!.to_address, contact.email)
  assert.equal(mail!.subject, `Receipt from ${name}: $1,234.50`)
  const codes = await platform.db.one<{ authorization_code: string }>(sql`
    select authorization_code from attempts where company_id = ${company()} and debit_id = ${debitId}`)
  for (const part of [
    `${name} received your payment.`,
    'Amount: $1,234.50 CAD',
    'Paid with: Visa ending in 4242',
    'Reference: ORDER 77',
    `Transaction: ${debitId}`,
    `Authorization code: ${codes.authorization_code}`,
    'help@maple.example, 514 555-0100',
  ])
    assert.ok(mail!.text.includes(part), `${part} in ${mail!.text}`)
  assert.match(mail!.text, /Date: \w+ \d+, 20\d\d/)
  assert.match(mail!.text, /On your statement: \S/)
  assert.deepEqual(await receiptsOf(declined.body.debit_id), [])
  // It names its payment: it stands on its timeline, and goes with its contact.
  const { items } = (await platform.call('GET', `/transaction/${debitId}/timeline`)).body
  assert.equal(items.filter(({ kind }: { kind: string }) => kind === 'mail').length, 1)
})

test('a hold is told when it is captured, with what was captured', async () => {
  const { body } = await platform.call('POST', `${card.path}/preauthorize`, {
    amount: '60.00',
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  await followed()
  assert.deepEqual(await receiptsOf(body.debit_id), [])
  await platform.good('POST', `/debit/${body.debit_id}/capture`, { amount: '45.10' })
  await until('the receipt', async () => (await receiptsOf(body.debit_id)).length === 1)
  assert.match((await receiptsOf(body.debit_id))[0]!.text, /Amount: \$45\.10 CAD/)
})

test('each refund is told, in French to whom speaks it, and says where it goes', async () => {
  const debitId = await stage.paid(card, '100.00')
  await platform.good('PATCH', `/contact/${card.contactId}`, { language: 'fr' })
  for (const amount of ['30.00', '20.00']) assert.equal((await stage.refund(debitId, amount)).status, 200)
  await until('three mails', async () => (await receiptsOf(debitId)).length === 3)
  await followed()
  const mails = await receiptsOf(debitId)
  assert.equal(mails.length, 3)
  const { name } = (await platform.call('GET', '/company')).body
  const last = mails.at(-1)!
  assert.equal(last.subject.replace(/\s/g, ' '), `Remboursement de ${name} : 20,00 $`)
  for (const part of ['Montant remboursé : 20,00 $', 'Montant payé : 100,00 $', 'Visa se terminant par 4242'])
    assert.ok(last.text.replace(/[^\S\n]/g, ' ').includes(part), `${part} in ${last.text}`)
  assert.ok(!last.text.includes('autorisation'))
  const all = await stage.paid(card)
  assert.equal((await stage.refund(all)).body.method, 'reversal')
  await until('both mails', async () => (await receiptsOf(all)).length === 2)
  assert.match((await receiptsOf(all))[1]!.text, /peut disparaître de votre relevé/)
})

test('a debit by bank is told once its money was pulled, by the account’s last digits', async () => {
  const { id } = await eftStage(platform).payByBank(good)
  await until('the receipt', async () => (await receiptsOf(id)).length === 1)
  assert.match((await receiptsOf(id))[0]!.text, /Paid with: Bank account ending in 4567/)
})

test('a contact that was deleted is mailed nothing more', async () => {
  const other = await platform.saveCard()
  const debitId = await stage.paid(other)
  await until('the receipt', async () => (await receiptsOf(debitId)).length === 1)
  await platform.good('DELETE', `/contact/${other.contactId}`)
  assert.equal((await stage.refund(debitId)).status, 200)
  await followed()
  assert.equal((await receiptsOf(debitId)).length, 1)
})
