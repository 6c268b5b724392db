import { type Database, sql } from '../../src/db/sql.ts'
import { keptFor, readNetwork } from './network-truth.ts'
import type { PageRecord } from './page-client.ts'
import type { World } from './world.ts'

/** What there is of one link: the accounts that its contact has, movements by bank, agreements and mails. */
type Row = {
  id: string
  note: string
  state: string
  /** Paid, and for a payout it waits: the account owes more than it is owed. */
  waits: boolean
  rrns: string[]
  debited: number
  credited: number
  accounts: number
  agreements: number
  mails: number
}

/**
 * Whether each link served once, whatever was pressed in however many tabs, and those that nobody used have
 * expired.
 */
export async function checkPages(world: World, db: Database, records: PageRecord[]): Promise<void> {
  const network = await readNetwork(world.system.demo.simulator_url)
  const rows = await readLinks(db, `chaos-${world.seed}-page-`)
  const byNote = Map.groupBy(rows, ({ note }) => note)
  for (const { key, kind, id, amount, tabs, known, unused } of records) {
    const wrong = (what: string) => world.violations.push(`link ${key} (${kind}): ${what}`)
    const own = byNote.get(key) ?? []
    if (!known) wrong('its client never got a final answer')
    if (own.length !== 1 || own[0]!.id !== id) wrong(`${own.length} were made under one key`)
    const [row] = own
    if (!row) continue
    const { state, debited, credited, accounts, agreements, mails, rrns } = row
    const { captured, held } = keptFor(network, rrns)
    const taken = tabs.filter(({ said }) => said === 'done').length
    if (captured + held !== 0 && captured !== amount) wrong(`${captured} was captured, not ${amount}`)
    if ((captured > 0 ? 1 : 0) + debited > 1)
      wrong(`it moved ${debited} times by bank and ${captured} by card`)
    if (kind === 'credit' && credited !== debited) wrong(`${debited} pulls and ${credited} pushes`)
    if (taken > debited) wrong(`${taken} tabs were told that it is done, and ${debited} movements are there`)
    // A credit's contact is mailed the link, and again when an account is named; a debit's payer what was
    // signed.
    const mailed = debited + (kind === 'credit' ? 1 : 0)
    if (accounts !== debited || mails !== mailed || agreements !== (kind === 'debit' ? debited : 0))
      wrong(`${debited} movements, ${accounts} accounts, ${agreements} agreements, ${mails} mails`)
    const used = captured > 0 || debited > 0
    if (used && unused) wrong('nobody opened it, and it moved money')
    const ended = row.waits ? 'paid' : 'completed'
    if (state !== (used ? ended : 'cancelled')) wrong(`${used ? 'used' : 'not used'}, it is ${state}`)
  }
}

const readLinks = (db: Database, prefix: string) =>
  db.many<Row>(sql`
    select t.id, t.note, t.state,
      t.state = 'paid' and exists (select from payout_items p where p.company_id = t.company_id
        and p.transaction_id = t.id and p.payout_id is null) as waits,
      array(select rrn from attempts a where a.company_id = t.company_id and a.debit_id = t.id) as rrns,
      (select count(*)::integer from bank_items i where i.company_id = t.company_id and i.subject_id = t.id
        and direction = 'debit') as debited,
      (select count(*)::integer from bank_items i where i.company_id = t.company_id and i.subject_id = t.id
        and direction = 'credit') as credited,
      (select count(*)::integer from bank_accounts b where b.company_id = t.company_id
        and b.contact_id = t.contact_id) as accounts,
      (select count(*)::integer from signed_agreements s where s.company_id = t.company_id
        and s.debit_id = t.id) as agreements,
      (select count(*)::integer from mails m join contacts c on c.company_id = t.company_id
        and c.contact_id = t.contact_id where m.company_id = t.company_id and m.to_address = c.email) as mails
    from (
      select company_id, debit_id as id, note, state, contact_id from debits
      union all select company_id, credit_id, note, state, contact_id from credits
    ) t where starts_with(note, ${prefix})`)
