/** What a company does by bank in a day, and what the documents say becomes of it. */
import assert from 'node:assert/strict'
import { accountEntered, americanEntered, signed, signedAmerican } from '../payment-links.ts'
import { until } from '../platform.ts'
import { asAsked, type Merchant } from './merchant.ts'

/** A debit from the contact's account with this number, agreed to elsewhere. */
export async function debitByBank(
  merchant: Merchant,
  number: string,
  amount: bigint,
  to: string,
): Promise<void> {
  const account = await merchant.account(number)
  const { identifier } = await merchant.good('PUT', '/debit', {
    amount: asAsked(amount),
    statement: 'By bank',
    to_bank_account: to,
    contact_id: merchant.contactId,
  })
  await merchant.good('POST', `/debit/${identifier}/pay`, { from_bank_account: account.id })
  merchant.bank.debited(amount, number, to)
}

/** The same by the payment page behind its link, signed. */
export async function debitByPage(merchant: Merchant, amount: bigint, to: string): Promise<void> {
  const { link } = await merchant.good('PUT', '/debit', {
    amount: asAsked(amount),
    statement: 'By its link',
    to_bank_account: to,
    contact_id: merchant.contactId,
  })
  const html = await (await fetch(link)).text()
  const { agreement } = JSON.parse(/id="config">(.*?)<\/script>/.exec(html)![1]!)
  const entered = merchant.currency === 'CAD' ? signed : signedAmerican
  await merchant.good('POST', `${link}/bank`, { ...entered, agreement })
  merchant.bank.debited(amount, entered.account_number, to)
}

/** A credit from an account of the company's to the contact's with this number. */
export async function creditByBank(
  merchant: Merchant,
  number: string,
  amount: bigint,
  from: string,
): Promise<string> {
  const account = await merchant.account(number)
  const { identifier } = await merchant.good('PUT', '/credit', {
    amount: asAsked(amount),
    statement: 'Prize',
    from_bank_account: from,
    contact_id: merchant.contactId,
    to_bank_account: account.id,
  })
  return identifier
}

/** A credit whose contact says on the page of its link where to be paid. */
export async function creditByPage(merchant: Merchant, amount: bigint, from: string): Promise<void> {
  const { link } = await merchant.good('PUT', '/credit', {
    amount: asAsked(amount),
    statement: 'Prize',
    from_bank_account: from,
    contact_id: merchant.contactId,
  })
  const entered = merchant.currency === 'CAD' ? accountEntered : americanEntered
  await merchant.good('POST', `${link}/account`, { ...entered, consent: true })
  merchant.bank.credited(amount, from, entered.account_number)
}

/** A credit from an own account whose bank takes the pull back after it had counted as good. */
export async function creditFromBadAccount(merchant: Merchant, amount: bigint, from: string): Promise<void> {
  const id = await creditByBank(merchant, '1234567', amount, from)
  const stopped = await until('its pull to come back', async () => {
    const { state, returns, fail_direction } = await merchant.transaction(id)
    if (state === 'failed') return { was: fail_direction === 'pull' }
    return state === 'completed' && returns.length > 0 && { was: false }
  })
  merchant.bank.creditUnfundedLate(amount, from, stopped.was)
}

/** What can be neither taken nor sent: above the limit of one transaction. Nothing is made. */
export async function meetLimit(merchant: Merchant, limit: bigint, to: string): Promise<void> {
  const above = asAsked(limit + 1n)
  const card = await merchant.card('4242424242424242')
  const account = await merchant.account('1234567')
  const asked = { statement: 'Too much', contact_id: merchant.contactId, amount: above }
  const refused = await Promise.all([
    merchant.call('POST', `${card.path}/charge`, {
      amount: above,
      to_bank_account_id: to,
      statement: 'Too much',
    }),
    merchant.call('PUT', '/debit', { ...asked, to_bank_account: to }),
    merchant.call('PUT', '/credit', { ...asked, from_bank_account: to, to_bank_account: account.id }),
  ])
  for (const { status, body } of refused) assert.deepEqual([status, body.code], [422, 'limit_exceeded'])
}

/** Sends what came back to one account to another. */
export async function retryPayout(
  merchant: Merchant,
  from: string,
  number: string,
  to: string,
): Promise<void> {
  const returned = await until('a payout to come back', async () => {
    const all = await merchant.all('/payout?state=returned&')
    const found = all.filter(({ to_bank_account_id }) => to_bank_account_id === from)
    return found.length > 0 && found
  })
  assert.equal(
    returned.length,
    1,
    `${merchant.currency}: payouts that came back from an account of ${number}`,
  )
  await merchant.good('POST', `/payout/${returned[0].identifier}/retry`, { to_bank_account_id: to })
  const amount = merchant.bank.cameBackAndWasRetried(from, number)
  assert.equal(returned[0].amount, amount, `${merchant.currency}: the payout that came back`)
}
