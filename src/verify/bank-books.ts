import { z } from 'zod'
import { isOfCells } from '../cells/foreign-name.ts'
import { type Db, sql } from '../db/sql.ts'
import { acquirerOfRow, ownAcquirers } from '../process/acceptors.ts'
import { type Check, type Finding, find } from './check.ts'
import { isKeptSinceRestore } from './recovery-checks.ts'
import { readPage, SIMULATED, snapshotAt } from './simulator-pages.ts'

const PAGE = 1_000

const bankPage = z.object({
  accounts: z.record(z.string(), z.object({ balance: z.int(), deposits: z.int() })),
  duplicates: z.int(),
  items: z.array(
    z.object({
      reference: z.string(),
      type: z.enum(['C', 'D']),
      amount: z.int(),
      currency: z.string(),
      at: z.string().nullable().default(null),
      state: z.enum(['settled', 'returned', 'returned_late']),
    }),
  ),
})
const networkPage = z.object({
  clearing: z.object({ files: z.array(z.object({ acquirer_id: z.string(), last_file: z.int() })) }),
})
type LastFiles = z.infer<typeof networkPage>['clearing']['files']

/** Holds the bank's items while they are compared; made before the transaction becomes read-only. */
export const createBankEntries = sql`
  create temporary table bank_entries (
    reference text not null, type text not null, amount bigint not null, currency text not null, state text not null,
    taken_at timestamptz
  ) on commit drop`

/**
 * Reads the bank's books into `bank_entries`. Returns its account per currency, and how often it got a file
 * twice.
 */
async function readBank(db: Db, simulatorUrl: string) {
  for (let after = 0; ; after += PAGE) {
    const page = await readPage(bankPage, `${simulatorUrl}/bank/books?after=${after}&limit=${PAGE}`)
    if (page.items.length === 0) return page
    const column = <T>(of: (item: (typeof page.items)[number]) => T) => page.items.map(of)
    await db.run(sql`
      insert into bank_entries select * from unnest(
        ${column((i) => i.reference)}::text[], ${column((i) => i.type)}::text[], ${column((i) => i.amount)}::bigint[],
        ${column((i) => i.currency)}::text[], ${column((i) => i.state)}::text[], ${column((i) => i.at)}::timestamptz[])`)
  }
}

/** What the bank took after the snapshot may have been in no file then, or not have been at all. */
const isLater = sql`coalesce(b.taken_at >= ${snapshotAt}, false)`

/** Items in files of ours: also of companies that have left, and not of those that came with their items. */
const ours = sql`(
  select company_id, bank_item_id, trace_number, state, amount, currency, direction, bank_file_id, queued_at, sent_at
  from bank_items where position('@' in trace_number) = 0
  union all
  select company_id, bank_item_id, trace_number, state, amount, currency, direction, bank_file_id, null, null
  from departed_bank_items join departed_companies using (company_id) where position('@' in trace_number) = 0)`

/**
 * Items that the bank has and we do not, or otherwise. What we sent may not be looked at there yet; what is
 * in a file may have reached it before we have recorded so; what came back may not be read yet; and what was
 * made, or put into a file, after the snapshot is not judged.
 */
const differences = sql`
  select i.company_id, i.bank_item_id, coalesce(trace_number, reference) as reference, i.state as ours, b.state as theirs,
    i.amount, b.amount as booked
  from ${ours} i full join bank_entries b on b.reference = i.trace_number
  where case
    when i.bank_item_id is null then reference <= (select max(trace_number) from ${ours} own) and not ${isLater}
      and not ${isKeptSinceRestore(sql`b.reference`)}
    when b.reference is null then i.state in ('settled', 'returned')
    else b.amount <> i.amount or b.currency <> i.currency or b.type <> case i.direction when 'credit' then 'C' else 'D' end
      or case i.state when 'settled' then b.state = 'returned' when 'returned' then b.state = 'settled'
        when 'sent' then false when 'queued' then i.bank_file_id is null and not ${isLater}
        else i.bank_file_id is null or i.state = 'rejected' end
  end`

/**
 * What clearing brought to our account, where the network's last files are taken in; a newer one is on its
 * way.
 */
const deposits = (accounts: z.infer<typeof bankPage>['accounts'], lastFiles: LastFiles) => sql`
  select currency, coalesce(deposited, 0) as bank, coalesce(cleared, 0) as ours
  from unnest(${Object.keys(accounts)}::text[], ${Object.values(accounts).map((a) => a.deposits)}::bigint[])
    as bank (currency, deposited)
  full join (select currency, sum(amount) as cleared from clearing_records where not ${isOfCells(sql`network_id`)} group by 1) records using (currency)
  where coalesce(deposited, 0) <> coalesce(cleared, 0)
    and not exists (
      select from (
        select * from unnest(${lastFiles.map((f) => f.acquirer_id)}::text[], ${lastFiles.map((f) => f.last_file)}::bigint[])
          as file (acquirer_id, last_made) where acquirer_id in ${ownAcquirers}
      ) made full join (
        select ${acquirerOfRow(sql`f`)} as acquirer_id, max(sequence) as last_taken from clearing_files f
        where not ${isOfCells(sql`network_id`)} group by 1
      ) taken using (acquirer_id) where last_made is distinct from last_taken)`

/** The demo's bank keeps books of its own; both sides must agree. */
export const bankChecks: Check[] = [
  {
    name: 'each_bank_item_is_the_banks',
    says: 'Each movement over the bank is in its books once, for its amount and with its end, and nothing else is',
    text: SIMULATED,
    reads: 'all',
    async run(db, { simulatorUrl }): Promise<Finding> {
      const { duplicates } = await readBank(db, simulatorUrl!)
      const found = await find(db, differences)
      const twice = duplicates === 0 ? [] : [{ files_that_the_bank_got_twice: duplicates }]
      return { count: found.count + twice.length, examples: [...twice, ...found.examples].slice(0, 10) }
    },
  },
  {
    name: 'bank_has_what_was_cleared',
    says: 'What the network has paid into our bank account is, per currency, what its clearing files say',
    text: SIMULATED,
    reads: 'all',
    async run(db, { simulatorUrl }) {
      const { accounts } = await readPage(bankPage, `${simulatorUrl}/bank/books?limit=1`)
      const { clearing } = await readPage(networkPage, `${simulatorUrl}/books?limit=1`)
      return find(db, deposits(accounts, clearing.files))
    },
  },
]
