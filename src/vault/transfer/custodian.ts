/**
 * The people who may ask for cards to leave or come, and approve it. Each proves who they are by a secret of
 * their own, so that one person cannot be two by typing another name.
 */
import { timingSafeEqual } from 'node:crypto'
import { type Database, type Db, sql } from '../../db/sql.ts'
import { OperatorError } from '../../ground/errors.ts'
import { hashSecret, newSecret } from '../../ground/ids.ts'
import { appendAudit } from '../audit/append-audit.ts'

/** One who comes later may act after this, so that the operator hears of them before. */
const WAIT = '24 hours'
/** The first are made by whoever sets the installation up: there is nobody yet who could vouch. */
const FIRST = 2n

export type Custodian = {
  name: string
  added_by: string | null
  added_at: Date
  active_from: Date
  removed_at: Date | null
}

export const listCustodians = (db: Db): Promise<Custodian[]> =>
  db.many<Custodian>(sql`
    select name, added_by, added_at, active_from, removed_at from card_custodians order by added_at, name`)

/** Whoever says that they are a custodian, by name and secret. */
export type Claim = { name: string; secret: string }

/**
 * Throws an OperatorError for anybody who is none, or not yet, which is a line of the audit log too.
 */
export async function checkCustodian(db: Db, { name, secret }: Claim, what: string): Promise<void> {
  const found = await db.first<{ secret_hash: Buffer; active: boolean }>(sql`
    select secret_hash, active_from <= jetpay_now() as active from card_custodians
    where name = ${name} and removed_at is null`)
  const right = found && timingSafeEqual(found.secret_hash, hashSecret(secret.trim()))
  if (right && found.active) return
  await appendAudit(db, { do: 'command', by: name, command: what, outcome: 'refused', reason: 'custodian' })
  throw new OperatorError(
    right
      ? `${name} is a custodian too new to act: a custodian waits for ${WAIT}.`
      : `That is not the secret of a custodian named ${name}; \`jetpay cards custodian list\` shows who there is.`,
    'forbidden',
  )
}

/** Adds one, and returns the secret, which is kept nowhere. From the third on another one must vouch. */
export async function addCustodian(
  database: Database,
  name: string,
  user: string,
  voucher: () => Promise<Claim | undefined>,
): Promise<Custodian & { secret: string }> {
  const counted = await count(database, name)
  const claim = counted >= FIRST ? await voucher() : undefined
  if (claim) await checkCustodian(database, claim, 'cards custodian add')
  const by = claim?.name ?? null
  const secret = newSecret()
  return database.transaction(async (db) => {
    await db.run(sql`lock table card_custodians in exclusive mode`)
    // Once more: of two at once that would both have been the second, one is the third.
    if ((await count(db, name)) >= FIRST && by === null)
      throw new OperatorError(
        'There are custodians: one of them adds the next, by `--by` and their secret.',
        'forbidden',
      )
    const made = await db.one<Custodian>(sql`
      insert into card_custodians (name, secret_hash, added_by, active_from)
      values (${name}, ${hashSecret(secret)}, ${by},
        jetpay_now() + case when ${by}::text is null then interval '0' else ${WAIT}::interval end)
      returning name, added_by, added_at, active_from, removed_at`)
    await appendAudit(db, { do: 'command', by: by ?? user, command: 'cards custodian add', custodian: name })
    return { ...made, secret }
  })
}

async function count(db: Db, name: string): Promise<bigint> {
  const { all, same } = await db.one<{ all: bigint; same: bigint }>(sql`
    select count(*) as all, count(*) filter (where name = ${name}) as same from card_custodians`)
  if (same === 0n) return all
  throw new OperatorError(
    `There is or was a custodian named ${name}: take another name, so that the log is clear.`,
    'wrong_state',
  )
}

/** Takes one out, by another or themselves. */
export async function removeCustodian(
  database: Database,
  name: string,
  claim: Claim,
): Promise<{ removed: string }> {
  const there = await database.first(
    sql`select name from card_custodians where name = ${name} and removed_at is null`,
  )
  if (!there) throw new OperatorError(`There is no custodian named ${name}.`, 'not_found')
  await checkCustodian(database, claim, 'cards custodian remove')
  return database.transaction(async (db) => {
    await db.run(sql`
      update card_custodians set removed_at = jetpay_now(), removed_by = ${claim.name}
      where name = ${name} and removed_at is null`)
    await appendAudit(db, {
      do: 'command',
      by: claim.name,
      command: 'cards custodian remove',
      custodian: name,
    })
    return { removed: name }
  })
}
