import { type CardPageBody, pageOptions } from '../cards/card-page.ts'
import { sql } from '../db/sql.ts'
import { requireOpen } from '../debits/start-eft-debit.ts'
import { Problem } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import type { Context } from '../process/context.ts'

/**
 * Card pages of one debit that are open at a time (each for `cardPageLifeMs`) and cards that were tried
 * within a day: people need a few, testers of stolen cards need many. Of those that strangers open one
 * address (IPv6: one /64) has a part only, and none of them counts against what the company asks for with its
 * token. What strangers do on a link refuses nobody else: from so many on, a page costs work that the browser
 * does by itself, and what cards are tried is the vault's to judge (docs/card-testing.md).
 */
const bounds = {
  company: { open: 50, tried: 10 },
  link: { open: 20, tried: 10 },
  address: { open: 5, tried: 5 },
} as const

type Payable = {
  contact_id: string
  language: 'en' | 'fr' | null
  company_language: 'en' | 'fr'
  accent_color: string | null
  state: string
  rail: string | null
  amount: bigint
  currency: Currency
} & Opened

/**
 * Pages that are open, and cards that were tried within a day: by all of the kind that asks, and by its
 * address.
 */
type Opened = { open: bigint; tried: bigint; open_here: bigint; tried_here: bigint }

/** A payer on our own page. `provenBits`: how much work they have proven. */
export type Payer = { address: string; provenBits: number }

/** So many of a link double the work once more. */
const DOUBLING = 20
const DOUBLINGS_MAX = 4

/** Not yet: with as much work as this it will be. */
export class ProofAsked extends Error {
  readonly bits: number

  constructor(bits: number) {
    super(`a proof of ${bits} bits is asked for`)
    this.bits = bits
  }
}

/**
 * Opens a hosted card page for one debit: the card that is entered there pays it at once
 * (charges/charge-entered-cards.ts) and nothing else, ever. `payer` is one on our own page, null where the
 * company asks. Rejects with `ProofAsked`, or 404, 409 where the debit is not open, 429 while too much was
 * tried, 503. Call it outside of a transaction.
 */
export async function openDebitCardPage(
  { db, vault, config }: Context,
  { companyId, companyName }: { companyId: string; companyName: string },
  debitId: string,
  body: CardPageBody,
  payer: Payer | null,
): Promise<{ url: string; credit_card_id: string }> {
  const openedFrom = payer?.address ?? null
  const lifeSeconds = config.cardPageLifeMs / 1000
  const debit = await db.first<Payable>(sql`
    select contact_id, c.language, company.language as company_language, company.accent_color, d.state, rail, d.amount, d.currency, open, tried, open_here, tried_here
    from debits d join contacts c using (company_id, contact_id) join companies company using (company_id), lateral (
      select count(*) filter (where is_open) as open, count(*) filter (where was_tried) as tried,
        count(*) filter (where is_open and here) as open_here, count(*) filter (where was_tried and here) as tried_here
      from (
        select opened_from is not distinct from ${openedFrom} as here,
          k.state = 'pending' and entered_at is null
            and k.created_at > jetpay_now() - make_interval(secs => ${lifeSeconds}) as is_open,
          -- A page that nobody has used says nothing of a card.
          (entered_at is not null or k.fail_reason <> 'tokenization_url_expired')
            and k.updated_at > jetpay_now() - interval '1 day' as was_tried
        from debit_cards p join credit_cards k using (company_id, credit_card_id)
        where p.company_id = d.company_id and p.debit_id = d.debit_id
          and (opened_from is null) = ${openedFrom === null}
      ) as page) opened
    where company_id = ${companyId} and debit_id = ${debitId}`)
  if (!debit) throw new Problem('not_found', `There is no debit ${debitId}.`)
  requireOpen(debit)
  requireRoom(debit, payer, config.cardTesting.proofBits)
  const cardId = newId()
  // The page first: a page without a card row is never shown to anyone, a card row without a page would wait
  // forever.
  const page = await vault.openCardPage({
    company_id: companyId,
    card_id: cardId,
    company_name: companyName,
    language: body?.language ?? debit.language,
    fallback_language: debit.company_language,
    accent_color: debit.accent_color,
    payment: { amount: debit.amount.toString(), currency: debit.currency },
    in_payment_page: openedFrom !== null,
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
    insert into debit_cards (company_id, credit_card_id, debit_id, opened_from)
    select company_id, ${cardId}, debit_id, ${openedFrom} from held`)
  if (inserted === 0) throw new Problem('wrong_state', 'The debit cannot be paid any more; see its state.')
  return { url: page.url, credit_card_id: cardId }
}

function requireRoom(
  { open, tried, open_here, tried_here }: Opened,
  payer: Payer | null,
  firstBits: number,
): void {
  const all = payer ? bounds.link : bounds.company
  const here = payer ? bounds.address : bounds.company
  const proves = payer !== null && firstBits > 0
  const beyond = Math.max(Number(open) - all.open, Number(tried) - all.tried)
  if (tried_here >= here.tried || (tried >= all.tried && !proves))
    throw tooMany(
      'Too many cards were tried for this debit within a day; pay by bank, or try again later.',
      3_600,
    )
  if (open_here >= here.open || (open >= all.open && !proves))
    throw tooMany('Too many card pages of this debit are open; use one of them, or wait for one to end.', 60)
  const bits = firstBits + Math.min(DOUBLINGS_MAX, Math.floor(beyond / DOUBLING))
  if (proves && beyond >= 0 && payer.provenBits < bits) throw new ProofAsked(bits)
}

const tooMany = (detail: string, seconds: number) =>
  new Problem('rate_limited', detail, { headers: { 'retry-after': String(seconds) } })
