import { createHash } from 'node:crypto'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { addressKey } from './user.ts'

/**
 * How often it may be tried to sign in, and in how many minutes. Nobody is locked out for ever by strangers:
 * an account that many try on from everywhere is closed to addresses that its person has not signed in from,
 * while from one that they have, by a passkey, and by the mail that sets a new password they still get in. An
 * account that there is not is counted alike, so that this tells nothing.
 */
const limits = {
  /** On one account from one address: a person who tries what they may have chosen. */
  pair: { max: 10, minutes: 15 },
  /** On one account from addresses that are not its person's. */
  account: { max: 50, minutes: 60 },
  /** From one address, on whichever accounts: an office that comes to work. */
  address: { max: 50, minutes: 15 },
  /** Mails that set a new password, to one address and for one. */
  mails: { max: 5, minutes: 60 },
  mailer: { max: 20, minutes: 60 },
  /** Challenges for passkeys. */
  challenges: { max: 100, minutes: 15 },
} as const
type Limit = keyof typeof limits

/** A subject by a hash: what somebody typed as an address may be a password. */
const subjectOf = (limit: Limit, of: string) =>
  `${limit} ${createHash('sha256').update(of).digest('base64url').slice(0, 22)}`

/**
 * Counts one more, before anything is tried, so that many at once are as many. Whether there is one left.
 */
async function count(db: Db, limit: Limit, of: string): Promise<boolean> {
  const { max, minutes } = limits[limit]
  const { failures } = await db.one<{ failures: number }>(sql`
    insert into sign_in_failures as had (subject, failures, first_at, last_at)
    values (${subjectOf(limit, of)}, 1, now(), now())
    on conflict (subject) do update set last_at = now(),
      failures = case when had.first_at < now() - make_interval(mins => ${minutes}) then 1 else had.failures + 1 end,
      first_at = case when had.first_at < now() - make_interval(mins => ${minutes}) then now() else had.first_at end
    returning failures`)
  return failures <= max
}

const forget = (db: Db, subjects: string[]) =>
  db.run(sql`
    update sign_in_failures set failures = failures - 1 where subject = any(${subjects}::text[]) and failures > 0`)

/** 429 where one has tried too often; it does not say whether there is such an account. */
function tooOften(limit: Limit): Problem {
  const { minutes } = limits[limit]
  return new Problem(
    'rate_limited',
    `Too many tries. Wait up to ${minutes} minutes, use a passkey, or set a new password by mail.`,
    { headers: { 'retry-after': String(minutes * 60) } },
  )
}

export type Tries = {
  /** It was no failure: it is not counted, nor are those before it from there on that account. */
  succeeded(): Promise<void>
  /**
   * What was shown is right, and more is needed: it is not counted. Failures before it stay: whoever has the
   * password and guesses the code has no more tries for it.
   */
  goesOn(): Promise<void>
}

/** Takes a try to sign in to an account, or throws a 429. */
export async function takeTry(db: Db, email: string, address: string): Promise<Tries> {
  const account = addressKey(email)
  const pair = `${account} ${address}`
  if (!(await count(db, 'address', address))) throw tooOften('address')
  if (!(await count(db, 'pair', pair))) throw tooOften('pair')
  if (!(await count(db, 'account', account)) && !(await hasSignedInFrom(db, account, address)))
    throw tooOften('account')
  return {
    async succeeded() {
      await forget(db, [subjectOf('address', address), subjectOf('account', account)])
      await db.run(sql`delete from sign_in_failures where subject = ${subjectOf('pair', pair)}`)
    },
    goesOn: async () => {
      await forget(db, [
        subjectOf('address', address),
        subjectOf('pair', pair),
        subjectOf('account', account),
      ])
    },
  }
}

/** Whether one more of these is allowed. */
export const takeOne = (db: Db, limit: 'mails' | 'mailer', of: string) => count(db, limit, of)

/** A challenge for a passkey, which anybody may ask for; throws a 429 beyond. */
export async function takeChallenge(db: Db, address: string): Promise<void> {
  if (!(await count(db, 'challenges', address))) throw tooOften('challenges')
}

const hasSignedInFrom = async (db: Db, account: string, address: string): Promise<boolean> =>
  (await db.first(sql`
    select 1 from users join sessions using (user_id)
    where email = ${account} and address = ${address} and sessions.created_at > now() - interval '30 days'
    limit 1`)) !== undefined
