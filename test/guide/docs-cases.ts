/**
 * The pages of `docs/` whose shell samples ask the API: what their reader has beforehand, and what they
 * print.
 */
import { pdf } from '../dispute-stage.ts'
import { type Platform, until } from '../platform.ts'

/** By page: what its samples have printed at the end. */
export const apiPages: Record<string, RegExp> = {
  'docs/authorizations.md': /"transaction_state":"paid"[\s\S]*"transaction_state":"cancelled"/,
  'docs/clearing.md': /"data":\[/,
  'docs/disputes.md': /"state":"under_review"/,
  'docs/erasure.md': /"state":"asked"/,
  'docs/explain.md': /"level":"figures"[\s\S]*"level":"moves"[\s\S]*"level":"parts"/,
  'docs/exports.md': /Order 1001[\s\S]*"action":"refund"/,
  'docs/ledger.md': /company_payable[\s\S]*network_receivable/,
  'docs/refunds.md': /"amount":20[\s\S]*"method":"bank"[\s\S]*"data":\[\{/,
  'docs/request-log.md': /"request_id"/,
  'docs/schedules.md': /"status":"active"|"state":"active"/,
  'docs/summaries.md': /"as_of"[\s\S]*"level":"moves"/,
  'docs/transactions.md': /payment\/pay\/[\s\S]*"identifier"/,
  'docs/webhooks.md': /"signing_secret"/,
}

/** What a platform has after a while: the ids that samples have in capitals, and the files that they read. */
export async function readersOwn(platform: Platform) {
  const { call, demo, charge, good, simulatorUrl } = platform
  const cleared = () => fetch(`${simulatorUrl}/clearing`, { method: 'POST' })
  const one = async (what: string, path: string) =>
    until(what, async () => (await call('GET', path)).body.data[0])

  const [card, disputed] = await Promise.all([platform.saveCard(), platform.saveCard('4000000000000259')])
  const debits = await Promise.all([1, 2, 3, 4].map(() => charge(card, { statement: 'Order 1001' })))
  const [debit, other, refunded, disputable] = debits.map(({ body }) => body.debit_id as string)
  await charge(disputed)
  await cleared()
  const payout = await one('a payout', '/payout')
  await cleared()
  const dispute = await one('a dispute', '/dispute')
  const held = await good('POST', `${card.path}/preauthorize`, {
    amount: '80.00',
    to_bank_account_id: demo.bank_account_id,
    statement: 'Hotel',
  })
  const theirs = await good('PUT', '/contact/bank_account', {
    contact_id: card.contactId,
    holder_name: 'Ada Lovelace',
    institution_number: '001',
    transit_number: '00011',
    account_number: '1234567',
    account_type: 'chequing',
  })
  const asked = await call('GET', '/company')
  return {
    files: { 'receipt.pdf': pdf },
    /** Pages run side by side, and some leave nothing of a debit for the others. */
    debits: { 'docs/refunds.md': refunded!, 'docs/disputes.md': disputable! } as Record<string, string>,
    env: {
      CONTACT: card.contactId,
      CARD: card.cardId,
      DEBIT: debit!,
      OTHER: other!,
      HOLD: held.debit_id as string,
      THEIRS: theirs.identifier as string,
      DISPUTE: dispute.dispute_id as string,
      PAYOUT: payout.identifier as string,
      REQUEST_ID: asked.headers.get('x-request-id')!,
      SIMULATOR: simulatorUrl,
    },
  }
}
