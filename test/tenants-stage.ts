/** Two companies that each have one of everything, in the state in which the API would act on it. */
import assert from 'node:assert/strict'
import { setFeature } from '../src/companies/company.ts'
import { sql } from '../src/db/sql.ts'
import { checkpointEvents } from '../src/events/checkpoint-events.ts'
import { queueMail } from '../src/mail/mail.ts'
import { keepAgreement } from '../src/payment-page/agreement.ts'
import { addDays, torontoTime } from '../src/rails/banking-calendar.ts'
import { anotherCompany } from './another-company.ts'
import { clearingStage } from './clearing-stage.ts'
import { pdf } from './dispute-stage.ts'
import { type Platform, startPlatform, until } from './platform.ts'
import { signedAgreement, terms } from './signed-agreement.ts'
import { signIn } from './signed-in.ts'

/** What a company has, by the role that it plays in `tenants-cases.ts`. */
export type Things = Record<string, string>
export type Tenant = { companyId: string; headers: Record<string, string>; things: Things; name: string }
export type TenantsStage = Awaited<ReturnType<typeof startTenantsStage>>

export async function startTenantsStage() {
  const platform = await startPlatform({
    clearingToleranceMs: 0,
    networkTimeoutMs: 2_000,
    reversalTimeoutMs: 300,
  })
  try {
    return await setStage(platform)
  } catch (error) {
    await platform.close()
    throw error
  }
}

async function setStage(platform: Platform) {
  const network = clearingStage(platform)
  const other = await anotherCompany(platform)
  await setFeature(platform.db, other.companyId, 'card_on_file', true)
  const token = { authorization: `Bearer ${platform.demo.api_token}` }
  const tenants = [
    await build(platform, platform.demo.company_id, token, 'Alpha'),
    await build(platform, other.companyId, other.headers, 'Beta'),
  ]
  const disputed = tenants.flatMap(({ things }) => [things.clearedDebit!, things.alsoDisputed!])
  await network.clear(
    ...(await Promise.all(
      tenants
        .flatMap(({ things }) => [
          things.clearedDebit!,
          things.alsoDisputed!,
          things.depositedDebit!,
          things.returnedDebit!,
        ])
        .map((debitId) => network.recordOf(debitId)),
    )),
  )
  const takenBack = { kind: 'adjustment', reason: '0301', amount: -4000n } as const
  await network.clear(...(await Promise.all(disputed.map((id) => network.recordOf(id, takenBack)))))
  // What the network has and nobody knows is the platform's; a wrong amount is the company's.
  await network.clear(
    ...(await Promise.all(
      tenants
        .flatMap(({ things }) => [things.differingDebit!, things.alsoDiffering!])
        .map((id) => network.recordOf(id, { amount: 1n })),
    )),
  )
  for (const tenant of tenants) await finish(platform, tenant)
  await until('all events to have their ids', async () => {
    const { waiting } = await platform.db.one<{ waiting: bigint }>(
      sql`select count(*) as waiting from outbox`,
    )
    return waiting === 0n
  })
  await checkpointEvents(0).run(platform.context)
  // From here on only the tests change anything.
  await platform.stopWorker()
  return { platform, alpha: tenants[0]!, beta: tenants[1]! }
}

const asking =
  (platform: Platform, headers: Record<string, string>) =>
  async (method: string, path: string, body?: unknown) => {
    const answer = await platform.call(method, path, body, headers)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }

async function build(
  platform: Platform,
  companyId: string,
  headers: Record<string, string>,
  name: string,
): Promise<Tenant> {
  const ask = asking(platform, headers)
  const things: Things = {}
  const at = { account_type: 'chequing', transit_number: '00011', institution_number: '001' }
  const holder = { ...at, holder_name: `${name} Holder` }
  const contact = async () =>
    (await ask('PUT', '/contact', { email: `${name}@example.com`, name: `${name} Contact` })).identifier
  things.contact = await contact()
  things.contactToDelete = await contact()
  things.contactToErase = await contact()
  things.erasedContact = await contact()
  await ask('POST', `/contact/${things.erasedContact}/erase`, {
    confirm_contact_id: things.erasedContact,
    reason: 'person_asked',
  })
  const { contact: contactId } = things
  for (const role of ['contactAccount', 'contactAccountToDelete'])
    things[role] = (
      await ask('PUT', '/contact/bank_account', {
        ...holder,
        contact_id: contactId,
        account_number: '7654321',
      })
    ).identifier
  for (const role of ['account', 'accountToDelete', 'accountOfPayout'])
    things[role] = (await ask('PUT', '/bank_account', { ...holder, account_number: '1234567' })).identifier
  for (const role of ['card', 'cardToDelete']) {
    const { url, credit_card_id } = await ask('POST', `/contact/${contactId}/creditcards/url`)
    await platform.submitCard(url, '4242424242424242')
    things[role] = credit_card_id
    const path = `/contact/${contactId}/creditcards/${credit_card_id}`
    await until('the card', async () => (await ask('GET', path)).state === 'active')
  }

  const pay = async (how: string, amount: string, account = things.account) =>
    (
      await ask('POST', `/contact/${contactId}/creditcards/${things.card}/${how}`, {
        amount,
        to_bank_account_id: account,
        statement: `${name} sale`,
        note: `${name} note`,
      })
    ).debit_id as string
  things.paidDebit = await pay('charge', '30.00')
  things.clearedDebit = await pay('charge', '40.00')
  things.alsoDisputed = await pay('charge', '40.00')
  things.depositedDebit = await pay('charge', '90.00')
  things.alsoDiffering = await pay('charge', '80.00')
  things.returnedDebit = await pay('charge', '50.00', things.accountOfPayout)
  things.differingDebit = await pay('charge', '70.00')
  await ask('POST', `/debit/${things.paidDebit}/refund`, { amount: '2.00' })
  things.refund = (await ask('POST', `/debit/${things.paidDebit}/refund`, { amount: '1.00' })).refund_id
  for (const role of ['holdToCapture', 'holdToRelease']) things[role] = await pay('preauthorize', '60.00')
  const asked = { amount: '20.00', statement: `${name} bill`, contact_id: contactId }
  for (const role of [
    'debit',
    'debitToPay',
    'debitForCard',
    'debitToCancel',
    'debitToCancelInBulk',
    'signedDebit',
    'agreedDebit',
    'otherAgreedDebit',
  ])
    things[role] = (await ask('PUT', '/debit', { ...asked, to_bank_account: things.account })).identifier
  for (const role of ['agreedDebit', 'otherAgreedDebit'])
    await ask('POST', `/debit/${things[role]}/pay`, { from_bank_account: things.contactAccount })
  const signed = signedAgreement('en', { kind: 'typed', name: `${name} Contact` })
  const ofDebit = { ...signed, companyId, debitId: things.signedDebit! }
  await keepAgreement(platform.db, platform.context.seal, ofDebit, { ...terms, company: name })
  things.credit = (await ask('PUT', '/credit', { ...asked, from_bank_account: things.account })).identifier

  const start = addDays(torontoTime(new Date()).day, 5)
  for (const role of [
    'schedule',
    'scheduleToPause',
    'scheduleToResume',
    'scheduleToSkip',
    'scheduleToCancel',
  ])
    things[role] = (
      await ask('PUT', '/schedule', {
        kind: 'card_debit',
        ...asked,
        from_credit_card_id: things.card,
        to_bank_account: things.account,
        start,
        frequency: 'daily',
        count: 9,
      })
    ).identifier
  await ask('POST', `/schedule/${things.scheduleToResume}/pause`)
  for (let skips = 0; skips < 2; skips++) await ask('POST', `/schedule/${things.schedule}/skip`)
  // Deleted before its debit is cleared, so that the payout comes back.
  await ask('DELETE', `/bank_account/${things.accountOfPayout}`)
  return { companyId, headers, things, name }
}

/** What comes of clearing: a dispute, payouts, and webhooks that have something to deliver. */
async function finish(platform: Platform, { headers, things, companyId, name }: Tenant): Promise<void> {
  const ask = asking(platform, headers)
  things.dispute = (await ask('GET', `/dispute?debit_id=${things.clearedDebit}`)).data[0].dispute_id
  const content = pdf.toString('base64')
  const files = [{ name: `${name}-receipt.pdf`, content }]
  const { evidence } = await ask('POST', `/dispute/${things.dispute}/evidence`, { files })
  things.evidence = evidence.files[0].evidence_id
  const payouts = await until('its payouts', async () => {
    const { data } = await ask('GET', '/payout')
    return data.length > 1 && data.some(({ state }: any) => state === 'returned') && data
  })
  things.returnedPayout = payouts.find(({ state }: any) => state === 'returned').identifier
  things.payout = things.returnedPayout!
  // Something that the next payout waits for more to come of.
  await platform.db.run(sql`
    insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount, part)
    values (${companyId}, ${things.clearedDebit}, ${things.account}, 'CAD', -5, 'push_returned')`)
  for (const role of ['webhook', 'webhookToDelete']) {
    const callback_url = `${platform.simulatorUrl}/${role}`
    things[role] = (await ask('POST', '/webhooks', { callback_url })).identifier
  }
  const item = await platform.db.first<{ item_id: string }>(sql`
    select item_id from reconciliation_items where company_id = ${companyId}`)
  assert.ok(item, `${name} has a reconciliation item`)
  things.item = item.item_id
  const inBulk = { action: 'cancel', transaction_ids: [things.paidDebit] }
  for (const role of ['bulkBefore', 'bulk']) things[role] = (await ask('POST', '/bulk', inBulk)).bulk_id
  const view = { name: 'Failed', page: 'transactions', query: 'state=failed' }
  for (const role of ['view', 'viewThatStays']) things[role] = (await ask('PUT', '/saved_view', view)).view_id
  for (const role of ['export', 'exportToDelete']) {
    things[role] = (await ask('POST', '/export', { kind: 'transactions' })).export_id
    await until('the export', async () => (await ask('GET', `/export/${things[role]}`)).state === 'completed')
  }
  await ask('POST', `/webhooks/${things.webhook}/test`)
  things.delivery = (await ask('POST', `/webhooks/${things.webhook}/test`)).identifier
  things.token = (
    await ask('POST', '/api_token', { name: `${name} token`, scopes: ['company:read'] })
  ).identifier
  things.event = '1'
  const { data: tokens } = await ask('GET', '/api_token')
  things.usedToken = tokens.find(({ is_current }: any) => is_current).identifier
  for (const role of ['memberToRemove', 'member'])
    things[role] = (await signIn(platform, 'support', { companyId })).userId
  for (const email of [`${name.toLowerCase()}1@example.com`, `${name.toLowerCase()}2@example.com`])
    things.invitation = (await ask('POST', '/team/invitations', { email, role: 'viewer' })).identifier
  // The second one, so that a page begins behind it.
  things.auditLine = (await ask('GET', '/audit?limit=1')).data[0].identifier
  for (let mails = 0; mails < 2; mails++)
    things.mail = await queueMail(platform.db, {
      companyId,
      to: `${name}@example.com`,
      subject: name,
      text: name,
    })
  const asked = await platform.call('GET', '/company', undefined, headers)
  things.request = asked.headers.get('x-request-id')!
  await until('a request to be in the log', async () => {
    const found = await platform.call('GET', `/request_log/${things.request}`, undefined, headers)
    return found.status === 200
  })
}
