/** Lets attempts to save a card through to the network, and keeps count of how they end. */
import { type Database, type Db, sql } from '../../db/sql.ts'
import { newId } from '../../ground/ids.ts'
import { appendToLog } from '../card-log.ts'
import type { CardPageRow } from '../card-page.ts'
import type { VaultContext } from '../vault-context.ts'
import { addOutcome, type Count, faded, noCount, owed } from './counts.ts'
import { type Subjects, scopes, subjectsOf, visitorSubjects } from './subjects.ts'
import { type Flights, proofAsked, type Verdict, verdictOf } from './verdict.ts'

/**
 * An attempt that may go to the network; it is under way until it ends. Without an id it is of the demo's own
 * machine.
 */
export type Flight = { id: string | null; subjects: Subjects }
/** A page as far as it is asked about here. */
type Page = Pick<CardPageRow, 'company_id' | 'card_id' | 'known_payer'>

/** The main side is told of a subject that is locked out at most once in this time. */
const TOLD_EVERY_MS = 3_600_000

/**
 * The counts of subjects, which stand still until the transaction ends: held in one order, so that none waits
 * for another in a circle. `of` may be some of them; the others are nothing.
 */
async function holdCounts(db: Db, subjects: Subjects, of: string[] = Object.values(subjects)) {
  const counted = of.toSorted()
  // Holds what is there and makes what is not, in one go.
  const rows = await db.many<Count & { now: Date }>(sql`
    insert into velocity as v (subject) select subject from unnest(${counted}::text[]) as subject
    on conflict (subject) do update set subject = excluded.subject
    returning v.subject, v.tried, v.approved, v.declined, v.counted_at, v.approved_since, v.told_at, jetpay_now() as now`)
  // There is one of each that was asked for, as they were all made.
  const now = rows[0]!.now
  const count = (name: keyof Subjects) => {
    const subject = subjects[name]
    return faded(rows.find((row) => row.subject === subject) ?? noCount(subject, now), now)
  }
  const counts = {
    company: count('company'),
    visitor: count('visitor'),
    address: count('address'),
    prefix: count('prefix'),
    card: count('card'),
    bin: count('bin'),
  }
  return { counts, now }
}

const keepCounts = (db: Db, counts: Count[]) =>
  db.run(sql`
    update velocity v set tried = n.tried, approved = n.approved, declined = n.declined, counted_at = n.counted_at,
      approved_since = n.approved_since, told_at = n.told_at
    from unnest(${counts.map(({ subject }) => subject)}::text[], ${counts.map(({ tried }) => tried)}::float8[],
      ${counts.map(({ approved }) => approved)}::float8[], ${counts.map(({ declined }) => declined)}::float8[],
      ${counts.map((of) => of.counted_at.toISOString())}::timestamptz[],
      ${counts.map((of) => of.approved_since?.toISOString() ?? null)}::timestamptz[],
      ${counts.map((of) => of.told_at?.toISOString() ?? null)}::timestamptz[]
    ) as n (subject, tried, approved, declined, counted_at, approved_since, told_at)
    where v.subject = n.subject`)

const flightsOf = (db: Db, { company, address, card }: Subjects) =>
  db.one<Flights>(sql`
    select count(*) filter (where ${company} = any (subjects) and not covered)::integer as company,
      count(*) filter (where ${address} = any (subjects) and not covered)::integer as address,
      count(*) filter (where ${card} = any (subjects))::integer as card
    from velocity_flights`)

/** How much work whoever opens this page has to prove, in bits. */
export async function proofOfPage({ db, config }: VaultContext, companyId: string, ip: string) {
  if (isOwnMachine(config, ip)) return 0
  const subjects = visitorSubjects(companyId, ip)
  const rows = await db.many<Count & { now: Date }>(sql`
    select subject, tried, approved, declined, counted_at, approved_since, told_at, jetpay_now() as now from velocity
    where subject = any (${Object.values(subjects)}::text[])`)
  const of = (name: string) => {
    const row = rows.find(({ subject }) => subject === name)
    return row && faded(row, row.now)
  }
  const { company, address, prefix } = subjects
  const found = { company: of(company), address: of(address), prefix: of(prefix) }
  return proofAsked(
    Object.fromEntries(Object.entries(found).filter(([, count]) => count !== undefined)),
    config.cardTesting,
  )
}

/**
 * Whoever tries the demo out, and its tests, are on this machine: there only a card that is tried again and
 * again is told of. What a proxy says of an address counts.
 */
export const isOwnMachine = ({ environment }: VaultContext['config'], ip: string) =>
  environment === 'demo' && (ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1')

export type Begun =
  | Exclude<Verdict, { go: 'send' }>
  | { go: 'prove'; bits: number }
  | { go: 'begun'; flight: Flight }

/** Begins an attempt if it may begin, given that so much work was proven. */
export async function beginAttempt(
  vault: VaultContext,
  page: Page,
  ip: string,
  number: string,
  proven: number,
): Promise<Begun> {
  const { db, config, keys } = vault
  const subjects = subjectsOf(keys, page.company_id, ip, number)
  const limits = config.cardTesting
  if (isOwnMachine(config, ip)) return beginOnOwnMachine(vault, subjects)
  return db.transaction(async (db) => {
    const { counts, now } = await holdCounts(db, subjects)
    const flights = await flightsOf(db, subjects)
    const verdict = verdictOf({ counts, flights, knownPayer: page.known_payer, now }, limits)
    if (verdict.go === 'locked') return verdict
    const bits = proofAsked(counts, limits)
    if (proven < bits) return { go: 'prove', bits }
    if (verdict.go === 'wait') return verdict
    const flight = { id: newId(), subjects }
    await db.run(sql`
      insert into velocity_flights (flight_id, subjects, covered)
      values (${flight.id}, ${Object.values(subjects)}::text[], ${verdict.covered})`)
    return { go: 'begun', flight }
  })
}

/** One look, and nothing is written: only the card is counted, and only once it is declined. */
async function beginOnOwnMachine({ db, config }: VaultContext, subjects: Subjects): Promise<Begun> {
  const limit = config.cardTesting.declines.card
  const row = await db.first<Count & { now: Date }>(sql`
    select subject, tried, approved, declined, counted_at, approved_since, told_at, jetpay_now() as now from velocity
    where subject = ${subjects.card}`)
  return row && limit > 0 && owed('card', faded(row, row.now)) >= limit
    ? { go: 'locked', scope: 'card' }
    : { go: 'begun', flight: { id: null, subjects } }
}

const endFlight = (db: Db, { id }: Flight) =>
  db.run(sql`delete from velocity_flights where flight_id = ${id}`)

/** Ends it: by what was learned of the card, or, with null, without that anything was. */
export async function endAttempt(
  { db, config }: VaultContext,
  page: Page,
  flight: Flight,
  outcome: 'approved' | 'declined' | null,
): Promise<void> {
  const { id, subjects } = flight
  const limits = config.cardTesting
  if (id === null && outcome !== 'declined') return
  await db.transaction(async (db) => {
    if (outcome === null) return endFlight(db, flight)
    const { counts, now } = await holdCounts(db, subjects, id === null ? [subjects.card] : undefined)
    if (id !== null) await endFlight(db, flight)
    for (const count of Object.values(counts)) count.tried += 1
    addOutcome(counts, outcome)
    const counted = id === null ? [counts.card] : Object.values(counts)
    await tellLocked(db, page, counted, limits, now)
    return keepCounts(db, counted)
  })
}

/**
 * Says of each subject that has come to its limit that it is locked out, with the decline that brought it
 * there.
 */
async function tellLocked(
  db: Db,
  page: Page,
  counts: Count[],
  limits: VaultContext['config']['cardTesting'],
  now: Date,
): Promise<void> {
  for (const scope of scopes) {
    const count = counts.find(({ subject }) => subject.startsWith(`${scope}:`))
    const limit = limits.declines[scope]
    if (count === undefined || limit === 0 || owed(scope, count) < limit) continue
    if (count.told_at !== null && now.getTime() - count.told_at.getTime() < TOLD_EVERY_MS) continue
    count.told_at = now
    const address = scope === 'address' || scope === 'prefix' ? count.subject.replace(/^\w+:/, '') : null
    await appendToLog(db, page, {
      kind: 'locked',
      data: { scope, address, declined: Math.round(count.declined) },
    })
  }
}

/** Forgets attempts whose process died, and what has faded away. */
export async function sweepVelocity(db: Database, abandonedMs: number): Promise<void> {
  await db.run(sql`
    delete from velocity_flights where started_at < jetpay_now() - make_interval(secs => ${abandonedMs / 1000})`)
  await db.run(sql`
    delete from velocity where subject in (
      select subject from velocity where counted_at < jetpay_now() - interval '3 days' order by counted_at limit 1000
      for update skip locked)`)
}
