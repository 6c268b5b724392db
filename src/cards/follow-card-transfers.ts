import { type AlarmKind, raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { TRANSFER_CARDS_MAX, type TransferWork } from '../ground/card-transfer.ts'
import { isUuid, LOWEST_ID } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { type CreditCardRow, cardEventData, creditCardColumns } from './credit-card.ts'

/** A person waits for it, at the command that has asked; there are a few in a year. */
const IDLE_MS = 1_000

/**
 * Does what the vault wants for cards that leave or come in a sealed file (docs/portability.md). Each step is
 * done here first, in a way that twice is once, and then told; a step that the vault was told of before
 * counts for nothing there.
 */
export const followCardTransfers: Job = {
  name: 'follow-card-transfers',
  idleMs: IDLE_MS,
  async run(context) {
    const work = await context.vault.readTransfers()
    if (!work) return false
    await (work.do === 'tell'
      ? tell(context, work)
      : work.do === 'list'
        ? list(context, work)
        : work.do === 'find'
          ? find(context, work)
          : land(context, work))
    return true
  },
}

type Of<Do extends TransferWork['do']> = Extract<TransferWork, { do: Do }>

const alarmOf: Partial<Record<Of<'tell'>['what'], AlarmKind>> = {
  asked: 'card_transfer_asked',
  done: 'card_transfer_done',
  custodian: 'card_custodian_added',
}

async function tell({ db, vault, log }: Context, work: Of<'tell'>): Promise<void> {
  const { of, id, what, company_id, details } = work
  const kind = alarmOf[what]
  if (kind) await raiseAlarm(db, { kind, subject: id, companyId: company_id, details })
  log.warn(
    { kind: kind ?? 'card_transfer', subject: id, companyId: company_id, ...details },
    'cards in a file',
  )
  await vault.doneTransfer({ do: 'tell', of, id, what })
}

/**
 * The next cards that leave: those that can be charged, or could until their month ended. One that was
 * entered for a single debit is nobody's stored credential, and stays.
 */
async function list({ db, vault }: Context, { transfer_id, company_id, step, after }: Of<'list'>) {
  const cards = await db.many<{ card_id: string; contact_id: string }>(sql`
    select credit_card_id as card_id, contact_id from credit_cards
    where company_id = ${company_id} and state in ('active', 'expired')
      and credit_card_id > ${after ?? LOWEST_ID}::uuid
    order by credit_card_id limit ${TRANSFER_CARDS_MAX}`)
  const last = cards.length < TRANSFER_CARDS_MAX
  await vault.doneTransfer({ do: 'list', transfer_id, step, cards, last })
}

/**
 * Contacts by their `external_reference`, or by their own id where a file has it. Of several with one
 * reference none is meant.
 */
async function find({ db, vault }: Context, { transfer_id, company_id, step, contacts }: Of<'find'>) {
  const ids = contacts.map((contact) => (isUuid(contact) ? contact : null))
  const found = await db.many<{ contact: string; contact_id: string | null }>(sql`
    select said.contact, case when count(one.contact_id) = 1 then (array_agg(one.contact_id))[1] end as contact_id
    from unnest(${contacts}::text[], ${ids}::uuid[]) as said (contact, id)
    left join lateral (
      select contact_id from contacts
      where company_id = ${company_id} and external_reference = said.contact and deleted_at is null
      union
      select contact_id from contacts
      where company_id = ${company_id} and contact_id = said.id and deleted_at is null
    ) as one on true
    group by said.contact`)
  await vault.doneTransfer({ do: 'find', transfer_id, step, found })
}

/** Makes the cards that the vault has stored, each once, and announces them as cards that were entered. */
async function land({ db, vault }: Context, { transfer_id, company_id, step, cards }: Of<'land'>) {
  const without = await db.transaction(async (db) => {
    const made = await insertCards(db, company_id, cards)
    for (const card of made)
      await announce(db, company_id, 'contacts.credit_cards.tokenized', cardEventData(card))
    const there = await db.many<{ credit_card_id: string }>(sql`
      select credit_card_id from credit_cards
      where company_id = ${company_id} and credit_card_id = any (${cards.map(({ card_id }) => card_id)}::uuid[])`)
    const known = new Set(there.map(({ credit_card_id }) => credit_card_id))
    return cards.map(({ card_id }) => card_id).filter((id) => !known.has(id))
  })
  await vault.doneTransfer({ do: 'land', transfer_id, step, without })
}

/** The contacts are held, so that a deletion finds the card or comes first. */
const insertCards = (db: Db, companyId: string, cards: Of<'land'>['cards']) =>
  db.many<CreditCardRow>(sql`
    with said as (
      select * from jsonb_to_recordset(${JSON.stringify(cards)}::jsonb) as card (card_id uuid, contact_id uuid, brand text,
        last4 text, expiry_month smallint, expiry_year smallint, fingerprint text, network_transaction_id text)
    ), held as (
      select contact_id from contacts
      where company_id = ${companyId} and contact_id in (select contact_id from said) and deleted_at is null
      order by contact_id for share
    )
    insert into credit_cards (company_id, credit_card_id, contact_id, state, brand, last4, expiry_month, expiry_year,
      fingerprint, network_transaction_id)
    select ${companyId}, card_id, contact_id, 'active', brand, last4, expiry_month, expiry_year, fingerprint, network_transaction_id
    from said join held using (contact_id)
    on conflict do nothing
    returning ${creditCardColumns}`)
