/** What transfers of cards want of the main side, and what it has done: the vault never asks it itself. */
import { type Database, type Db, sql } from '../../db/sql.ts'
import { TRANSFER_CARDS_MAX, type TransferDone, type TransferWork } from '../../ground/card-transfer.ts'
import type { AnswerQuestion } from '../answer-question.ts'
import { shredInTransaction } from '../card.ts'

const CONTACTS = 100

type Open = {
  transfer_id: string
  company_id: string
  direction: 'export' | 'import'
  state: string
  step: bigint
  listed: string | null
}

export function serveTransfers(answer: AnswerQuestion, { db }: { db: Database }): void {
  answer('readTransfers', async () => ({ work: (await nextTold(db)) ?? (await nextWork(db)) ?? null }))

  answer('doneTransfer', async ({ done }, by) => {
    if (done.do === 'tell') await noteTold(db, done)
    else await db.transaction((db) => noteDone(db, done, by))
    return { ok: true }
  })
}

type Told = Extract<TransferWork, { do: 'tell' }>

/** A transfer whose state the operator was not told of, or a custodian. Never a name of a card. */
async function nextTold(db: Db): Promise<Told | undefined> {
  const transfer = await db.first<{
    transfer_id: string
    company_id: string
    state: string
    details: Told['details']
  }>(sql`
    select transfer_id, company_id, state, jsonb_build_object('direction', direction, 'state', state, 'asked_by', asked_by,
      'approved_by', approved_by, 'note', note, 'cards', cards, 'recipient', thumbprint, 'file_sha256', file_sha256, 'from', origin) as details
    from card_transfers
    where told_state is distinct from state and state not in ('preparing', 'landing')
    order by asked_at limit 1`)
  if (transfer) {
    const { transfer_id: id, company_id, state, details } = transfer
    const what = state === 'asked' || state === 'done' ? state : 'other'
    return { do: 'tell', of: 'transfer', id, what, company_id, details }
  }
  const custodian = await db.first<{ name: string; details: Told['details'] }>(sql`
    select name, jsonb_build_object('added_by', added_by, 'active_from', to_char(active_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as details
    from card_custodians where not told and removed_at is null order by added_at limit 1`)
  return (
    custodian && {
      do: 'tell',
      of: 'custodian',
      id: custodian.name,
      what: 'custodian',
      company_id: null,
      details: custodian.details,
    }
  )
}

const noteTold = (db: Db, { of, id, what }: Extract<TransferDone, { do: 'tell' }>) =>
  of === 'custodian'
    ? db.run(sql`update card_custodians set told = true where name = ${id}`)
    : // A state that has followed since is told of too.
      db.run(sql`
        update card_transfers set told_state = state
        where transfer_id::text = ${id} and case when ${what} in ('asked', 'done') then state = ${what}
          else state not in ('preparing', 'asked', 'landing', 'done') end`)

async function nextWork(db: Db): Promise<TransferWork | undefined> {
  const open = await db.first<Open>(sql`
    select transfer_id, company_id, direction, state, step, listed from card_transfers
    where state = 'landing' or (state = 'preparing' and ends_at > jetpay_now())
    order by asked_at limit 1`)
  if (!open) return undefined
  const { transfer_id, company_id, step, listed } = open
  const of = { transfer_id, company_id, step: String(step) }
  if (open.state === 'landing') return { do: 'land', ...of, cards: await cardsToLand(db, open) }
  if (open.direction === 'export') return { do: 'list', ...of, after: listed }
  const contacts = await db.many<{ their_contact_id: string }>(sql`
    select their_contact_id from transfer_contacts
    where transfer_id = ${transfer_id} and not looked_for order by their_contact_id limit ${CONTACTS}`)
  return { do: 'find', ...of, contacts: contacts.map(({ their_contact_id }) => their_contact_id) }
}

const cardsToLand = (db: Db, { transfer_id, company_id }: Open) =>
  db.many<Extract<TransferWork, { do: 'land' }>['cards'][number]>(sql`
    select card.card_id, contact.contact_id, brand, last4, expiry_month, expiry_year, fingerprint, network_transaction_id
    from (
      select card_id, their_contact_id from transfer_cards
      where transfer_id = ${transfer_id} and outcome = 'stored' order by line limit ${TRANSFER_CARDS_MAX}
    ) as stored
    join transfer_contacts contact on contact.transfer_id = ${transfer_id} and contact.their_contact_id = stored.their_contact_id
    join cards card on card.company_id = ${company_id} and card.card_id = stored.card_id
    where contact.contact_id is not null`)

/** Once for each step: an answer that comes twice, or late, changes nothing. */
async function noteDone(db: Db, done: Exclude<TransferDone, { do: 'tell' }>, by: string): Promise<void> {
  const open = await db.first<Open>(sql`
    select transfer_id, company_id, direction, state, step, listed from card_transfers
    where transfer_id = ${done.transfer_id} and step = ${BigInt(done.step)} and state in ('preparing', 'landing') for update`)
  const expected = { list: 'preparing', find: 'preparing', land: 'landing' }[done.do]
  if (open?.state !== expected) return
  await db.run(sql`
    update card_transfers set step = step + 1
    where transfer_id = ${open.transfer_id} and company_id = ${open.company_id}`)
  if (done.do === 'list') await noteListed(db, open, done)
  else if (done.do === 'find') await noteFound(db, open, done)
  else await noteLanded(db, open, done, by)
}

async function noteListed(
  db: Db,
  { transfer_id, company_id }: Open,
  { cards, last }: Extract<TransferDone, { do: 'list' }>,
): Promise<void> {
  const at = cards.at(-1)
  if (at) {
    const { before } = await db.one<{ before: bigint }>(
      sql`select coalesce(max(line), 0) as before from transfer_cards where transfer_id = ${transfer_id}`,
    )
    await db.run(sql`
      insert into transfer_cards (transfer_id, line, card_id, contact_id)
      select ${transfer_id}, ${before} + nth, card_id, contact_id
      from unnest(${cards.map(({ card_id }) => card_id)}::uuid[], ${cards.map(({ contact_id }) => contact_id)}::uuid[])
        with ordinality as card (card_id, contact_id, nth)`)
    await db.run(
      sql`update card_transfers set listed = ${at.card_id}, cards = cards + ${cards.length} where transfer_id = ${transfer_id} and company_id = ${company_id}`,
    )
  }
  if (!last) return
  await db.run(sql`
    update card_transfers set state = 'asked' where transfer_id = ${transfer_id} and company_id = ${company_id} and cards > 0`)
  await db.run(sql`
    update card_transfers set state = 'refused', problem = 'the company has no card that could be charged', ended_at = jetpay_now()
    where transfer_id = ${transfer_id} and company_id = ${company_id} and cards = 0`)
}

async function noteFound(
  db: Db,
  { transfer_id, company_id }: Open,
  { found }: Extract<TransferDone, { do: 'find' }>,
): Promise<void> {
  if (found.length > 0) {
    await db.run(sql`
      update transfer_contacts set looked_for = true, contact_id = said.contact_id
      from unnest(${found.map(({ contact }) => contact)}::text[], ${found.map(({ contact_id }) => contact_id)}::uuid[])
        as said (contact, contact_id)
      where transfer_id = ${transfer_id} and their_contact_id = said.contact`)
    return
  }
  const { missing, first } = await db.one<{ missing: bigint; first: bigint | null }>(sql`
    select count(*) as missing, min(line) as first from transfer_cards
    join transfer_contacts contact using (transfer_id, their_contact_id)
    where transfer_id = ${transfer_id} and contact.contact_id is null`)
  const problem =
    missing === 0n
      ? null
      : `${missing} of its cards name a contact that is not there, the first is card ${first}; make the contacts with that external_reference first`
  await db.run(sql`
    update card_transfers set state = case when ${problem}::text is null then 'asked' else 'refused' end, problem = ${problem},
      ended_at = case when ${problem}::text is null then null else jetpay_now() end
    where transfer_id = ${transfer_id} and company_id = ${company_id}`)
}

async function noteLanded(
  db: Db,
  { transfer_id, company_id }: Open,
  { without }: Extract<TransferDone, { do: 'land' }>,
  by: string,
): Promise<void> {
  await db.run(sql`
    update transfer_cards card set outcome = case when card.card_id = any (${without}::uuid[]) then 'no_contact' else 'landed' end
    from (
      select line from transfer_cards
      where transfer_id = ${transfer_id} and outcome = 'stored' order by line limit ${TRANSFER_CARDS_MAX}
    ) as told
    where card.transfer_id = ${transfer_id} and card.line = told.line`)
  await db.run(sql`
    update card_transfers set state = 'done', ended_at = jetpay_now()
    where transfer_id = ${transfer_id} and company_id = ${company_id}
      and not exists (select from transfer_cards where transfer_id = ${transfer_id} and outcome = 'stored')`)
  if (without.length > 0)
    await shredInTransaction(
      db,
      without.map((card_id) => ({ company_id, card_id })),
      by,
    )
}
