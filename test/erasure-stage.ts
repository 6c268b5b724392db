/** A contact that has left its name wherever one can be left, and all that an installation keeps, as text. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { setReceiptsByMail } from '../src/companies/company.ts'
import { sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'
import { clearingStage } from './clearing-stage.ts'
import { disputeStage, pdf } from './dispute-stage.ts'
import { eftStage } from './eft-stage.ts'
import { signed, startLinks } from './payment-links.ts'
import { type Platform, until } from './platform.ts'

/** Words that nothing else says. Each stands in a field of its own. */
export const planted = {
  name: 'Zephyrine Quillfeather',
  formerName: 'Zephyrine Thornapple',
  email: 'zephyrine@plantedmail.example',
  formerEmail: 'thornapple@plantedmail.example',
  phone: '+1 555 0199 4477',
  tag: 'plantedtag',
  reference: 'planted-reference-77',
  holder: 'Zephyrine Plantedholder',
  holderEmail: 'holder@plantedmail.example',
  address: '77 Plantedstone Lane',
  city: 'Plantedville',
  note: 'plantednote for the courier',
  signer: 'Zephyrine Plantedsigner',
  evidence: 'planted words of evidence',
  fileName: 'planted-file.pdf',
  excerpt: 'planted answer of a receiver',
}

export async function plantContact(platform: Platform) {
  const { good, demo, db } = platform
  const network = clearingStage(platform)
  const disputes = disputeStage(platform, network)
  const eft = eftStage(platform)
  const links = await startLinks(platform)
  const withKey = async (method: string, path: string, body: unknown) =>
    good(method, path, body, { 'idempotency-key': newId() })
  await setReceiptsByMail(db, demo.company_id, true)
  const { identifier: contactId } = await withKey('PUT', '/contact', {
    name: planted.formerName,
    email: planted.formerEmail,
    tags: [planted.tag],
    external_reference: planted.reference,
    metadata: { phone: planted.phone },
  })
  await withKey('PATCH', `/contact/${contactId}`, { name: planted.name, email: planted.email })
  const { identifier: account } = await withKey('PUT', '/contact/bank_account', {
    contact_id: contactId,
    holder_name: planted.holder,
    holder_email: planted.holderEmail,
    holder_address: planted.address,
    holder_address_city: planted.city,
    account_type: 'chequing',
    account_number: '1234567',
    transit_number: '00011',
    institution_number: '001',
  })
  const card = await platform.saveCard('4242424242424242', contactId)
  const { body: charge } = await platform.charge(card, { note: planted.note }, { 'idempotency-key': newId() })
  const { disputeId, debitId: disputed } = await disputes.disputed(card)
  await disputes.evidence(disputeId, {
    texts: { other: planted.evidence },
    files: [disputes.file(pdf, planted.fileName)],
  })
  await network.clear(await network.recordOf(charge.debit_id), await disputes.record(disputed, '0303', 0n))
  const paid = await eft.createDebit({ contact_id: contactId, note: planted.note })
  await withKey('POST', `/debit/${paid.id}/pay`, { from_bank_account: account })
  const link = await links.debit({ contact_id: contactId, amount: '12.00' })
  const agreed = await links.post(link.link, 'bank', {
    ...signed,
    agreement: await links.shownAgreement(link.link),
    holder_name: planted.signer,
    signature: { kind: 'typed', name: planted.signer },
  })
  assert.equal(agreed.status, 200, JSON.stringify(agreed.body))
  const { identifier: credited } = await withKey('PUT', '/credit', {
    amount: '3.00',
    statement: 'Prize',
    note: planted.note,
    contact_id: contactId,
    from_bank_account: demo.bank_account_id,
    to_bank_account: account,
  })
  await withKey('PUT', '/schedule', {
    kind: 'card_debit',
    contact_id: contactId,
    amount: '1.00',
    statement: 'Club',
    note: planted.note,
    start: new Date(Date.now() + 9e9).toISOString().slice(0, 10),
    frequency: 'monthly',
    count: 2,
    from_credit_card_id: card.cardId,
    to_bank_account: demo.bank_account_id,
  })
  const exported = await good('POST', '/export', {
    kind: 'transactions',
    columns: ['identifier', 'note'],
    filters: { contact_id: contactId },
  })
  await until(
    'the export',
    async () => (await good('GET', `/export/${exported.export_id}`)).state === 'completed',
  )
  for (const id of [paid.id, link.id, credited]) await eft.inState(id, 'completed')
  await until('receipts', () =>
    db.first(
      sql`select from mails where to_address = ${planted.email} and text like ${`%${charge.debit_id}%`}`,
    ),
  )
  return {
    contactId: contactId as string,
    card,
    account,
    signed: link.id,
    charged: charge.debit_id as string,
  }
}

/** Each table of main and vault database, row by row, and each file of the data folder, unpacked. */
export async function readEverything({ config }: Platform): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const url of [config.databaseUrl!, config.vaultDatabaseUrl!]) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const tables = await client.query<{ name: string }>(
      `select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    )
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      found.set(name, rows.map(({ row }) => row).join('\n'))
    }
    await client.end()
  }
  for (const path of globSync(`${config.eventArchiveFolder}/*/*`)) {
    const bytes = readFileSync(path)
    found.set(path, (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
  }
  return found
}

/** Where the planted words are: also as bytes, written as PostgreSQL writes them, and in base64. */
export function wherePlanted(everything: Map<string, string>): string[] {
  const places: string[] = []
  for (const [word, value] of Object.entries(planted)) {
    const forms = [
      value,
      Buffer.from(value).toString('hex'),
      Buffer.from(value).toString('base64').slice(0, -4),
    ]
    for (const [place, text] of everything)
      if (forms.some((form) => text.includes(form))) places.push(`${word} in ${place}`)
  }
  return places
}

/** Erasing contacts through the API, and what a receiver then gets. */
export const erasing = (platform: () => Platform) => ({
  erase: (contactId: string, headers: Record<string, string> = {}) =>
    platform().call(
      'POST',
      `/contact/${contactId}/erase`,
      { confirm_contact_id: contactId, reason: 'person_asked' },
      headers,
    ),
  erased: (contactId: string) =>
    until('the contact to be erased', async () => {
      const { body } = await platform().call('GET', `/contact/${contactId}/erasure`)
      return body.state === 'erased' && body
    }),
  /** All events from the first, as a receiver gets them that begins anew. */
  async allEvents() {
    const events: { id: number; type: string; data: any }[] = []
    for (let after = 0; ; ) {
      const { body } = await platform().call('GET', `/events?after=${after}&limit=100`)
      events.push(...body.data)
      if (body.data.length === 0) return events
      after = body.last_event_id
    }
  },
})
