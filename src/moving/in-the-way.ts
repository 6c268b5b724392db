/** What is in the way of a company's move, as lines for whoever asked for it. */
import { type Db, sql } from '../db/sql.ts'
import { writtenAcceptor } from '../process/acceptors.ts'
import { archivesInTheWay } from './archive-files.ts'
import type { CellSide, MoveSides } from './cell-side.ts'
import { movedTables, written } from './moved-tables.ts'

/** Of both cells and the company, before anything is done. Empty where it may begin. */
export async function inTheWay(
  { from, to, cards }: Pick<MoveSides, 'from' | 'to' | 'cards'>,
  companyId: string,
): Promise<string[]> {
  return [
    ...(await unlike(from, to)),
    ...(await notReady(from)),
    ...(await notReady(to)),
    ...(await unspoken(from, to)),
    ...(await ofCompany(from.main, companyId)),
    ...(await inNewCell(to.main, companyId)),
    ...(await archivesInTheWay({ from, to }, companyId)),
    ...(await cards.inTheWay()),
  ]
}

async function unlike(from: CellSide, to: CellSide): Promise<string[]> {
  const [ours, theirs] = await Promise.all(
    [from.main, to.main].map(async (db) => written(await movedTables(db))),
  )
  const [here, there] = await Promise.all([from.main, to.main].map(clockOf))
  return [
    ...(ours === theirs
      ? []
      : [`cells ${from.name} and ${to.name} are not of one version: upgrade both, then move`]),
    // A demo's clock that was put forward.
    ...(here === there ? [] : [`the clocks of ${from.name} and ${to.name} are not put forward alike`]),
  ]
}

const clockOf = async (db: Db): Promise<bigint> =>
  (await db.first<{ ahead_ms: bigint }>(sql`select ahead_ms from clock`))?.ahead_ms ?? 0n

async function notReady({ name, main, admin }: CellSide): Promise<string[]> {
  const found = await main.one<{ recovering: boolean; rotating: boolean }>(sql`
    select exists (select from recoveries where opened_at is null) as recovering,
      exists (select from sealing_rotations where state <> 'done') as rotating`)
  const { may } = await admin.one<{ may: boolean }>(sql`
    select has_parameter_privilege(current_user, 'session_replication_role', 'SET') as may`)
  return [
    ...(found.recovering
      ? [`cell ${name} was restored, and its doors are shut (\`jetpay recovery check\`)`]
      : []),
    ...(found.rotating ? [`cell ${name} is sealing its secrets by a new key`] : []),
    ...(may
      ? []
      : [
          `the user of DATABASE_ADMIN_URL of cell ${name} may not set session_replication_role, by which rows are written without triggers`,
        ]),
  ]
}

/** What was asked of the network as one of these is captured and reversed as the same. */
async function unspoken(from: CellSide, to: CellSide): Promise<string[]> {
  const sent = await from.main.many<{ acquirer_id: string; terminal_id: string; merchant_id: string }>(sql`
    select acquirer_id, terminal_id, merchant_id from acceptors order by acceptor`)
  const theirs = await to.main.first(sql`select from acceptors where cell_id is null limit 1`)
  if (!theirs) return [`cell ${to.name} has never run: start it first`]
  const spoken = new Set(to.speaksFor.map(writtenAcceptor))
  return sent
    .map(writtenAcceptor)
    .filter((one) => !spoken.has(one))
    .map(
      (one) =>
        `the vaults of cell ${to.name} do not speak for ${one}: add it to JETPAY_FURTHER_ACCEPTORS there`,
    )
}

async function ofCompany(db: Db, companyId: string): Promise<string[]> {
  const found = await db.first<{ parked: boolean; staged: boolean; other: boolean }>(sql`
    select exists (select from bank_parked_returns where company_id = ${companyId} and resolved_at is null) as parked,
      exists (select from disputes where company_id = ${companyId} and staged_as is not null and sent_at is null) as staged,
      exists (select from departures where company_id <> ${companyId}) as other
    from companies where company_id = ${companyId}`)
  if (!found) return ['the company is not there']
  return [
    ...(found.parked ? ['a bank’s return of its is parked: resolve it first'] : []),
    ...(found.staged ? ['the answer to a dispute is on its way to the network: wait for it'] : []),
    ...(found.other ? ['another company is leaving this cell: have that come to its end first'] : []),
  ]
}

const inNewCell = async (db: Db, companyId: string): Promise<string[]> =>
  (await db.first(sql`
    select from companies where company_id = ${companyId}
    union all select from misplaced_companies where company_id = ${companyId}`))
    ? [
        'the company is in the new cell’s database already: a copy that a restore has brought back is taken away by a move to where the company is',
      ]
    : []

/** What is not at its end yet: for moments, or until the network or the bank has said something. */
export async function underWay(db: Db, companyId: string): Promise<string[]> {
  const found = await db.one<{ asked: number; reversing: number; writing: number }>(sql`
    select
      (select count(*)::integer from attempts where company_id = ${companyId} and state = 'sent') as asked,
      (select count(*)::integer from attempts where company_id = ${companyId} and state in ('reversing', 'capturing')) as reversing,
      (select count(*)::integer from bank_items join bank_files using (bank_file_id)
        where company_id = ${companyId} and bank_files.state = 'writing') as writing`)
  return [
    ...(found.asked > 0 ? [`${found.asked} requests to the card network are not answered yet`] : []),
    ...(found.reversing > 0 ? [`${found.reversing} reversals or captures are not at their end`] : []),
    ...(found.writing > 0 ? [`${found.writing} of its bank items are in a file that is being written`] : []),
  ]
}
