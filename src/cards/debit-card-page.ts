import type { Context } from '../context.ts'
import { sql } from '../db/sql.ts'
import { Problem } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Currency } from '../money.ts'
import { requireOpen } from '../transactions/start-eft-debit.ts'
import { type CardPageBody, pageOptions } from './card-page.ts'

/** Pages that are opened for one debit, and cards that are charged for it: people need a few, testers of stolen cards need many. */
const PAGES_MAX = 50
const CARDS_MAX = 10

type Payable = {
  contact_id: string
  language: 'en' | 'fr' | null
  company_language: 'en' | 'fr'
  state: string
  rail: string | null
  amount: bigint
  currency: Currency
  pages: bigint
  entered: bigint
}

/**
 * Opens a hosted card page for one debit: the card that is entered there pays it at once (worker/charge-entered-cards.ts) and nothing
 * else, ever. `inPaymentPage`: our own page frames it. 404, 409 where the debit is not open or too much was tried, 503. Call it outside of a transaction.
 */
export async function openDebitCardPage(
  { db, vault, config }: Context,
  { companyId, companyName }: { companyId: string; companyName: string },
  debitId: string,
  body: CardPageBody,
  inPaymentPage = false,
): Promise<{ url: string; credit_card_id: string }> {
  const debit = await db.first<Payable>(sql`
    select contact_id, c.language, company.language as company_language, d.state, rail, d.amount, d.currency, pages, entered
    from debits d join contacts c using (company_id, contact_id) join companies company using (company_id), lateral (
      select count(*) as pages, count(entered_at) as entered from debit_cards p
      where p.company_id = d.company_id and p.debit_id = d.debit_id) tried
    where company_id = ${companyId} and debit_id = ${debitId}`)
  if (!debit) throw new Problem('not_found', `There is no debit ${debitId}.`)
  requireOpen(debit)
  if (debit.pages >= PAGES_MAX || debit.entered >= CARDS_MAX)
    throw new Problem(
      'wrong_state',
      'Too many cards were tried for this debit; cancel it and make a new one, if you know the payer.',
    )
  const cardId = newId()
  // The page first: a page without a card row is never shown to anyone, a card row without a page would wait forever.
  const page = await vault.openCardPage({
    company_id: companyId,
    card_id: cardId,
    company_name: companyName,
    language: body?.language ?? debit.language,
    fallback_language: debit.company_language,
    payment: { amount: debit.amount.toString(), currency: debit.currency },
    in_payment_page: inPaymentPage,
    ...pageOptions(body, config.environment),
  })
  const inserted = await db.run(sql`
    with held as (
      select d.company_id, d.contact_id, d.debit_id from debits d join contacts c using (company_id, contact_id)
      where d.company_id = ${companyId} and d.debit_id = ${debitId} and d.state = 'requested' and d.rail is null
        and c.deleted_at is null
      for share
    ), card as (
      insert into credit_cards (company_id, credit_card_id, contact_id, state)
      select company_id, ${cardId}, contact_id, 'pending' from held
    )
    insert into debit_cards (company_id, credit_card_id, debit_id) select company_id, ${cardId}, debit_id from held`)
  if (inserted === 0) throw new Problem('wrong_state', 'The debit cannot be paid any more; see its state.')
  return { url: page.url, credit_card_id: cardId }
}
