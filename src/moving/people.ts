/** The people of a company in the cell that it comes to: known by their address, made where they are not. */
import { type Database, type Db, sql } from '../db/sql.ts'
import type { Seal } from '../ground/seal.ts'
import type { Seals } from './seal-anew.ts'

type Person = {
  user_id: string
  email: string
  name: string
  language: string
  password_hash: string | null
  totp_sealed: Buffer | null
  totp_last_step: bigint | null
}
type Passkey = {
  user_id: string
  passkey_id: string
  credential_id: string
  public_key: Buffer
  counter: bigint
  transports: string[]
  name: string
}

type Code = { user_id: string; code_hash: Buffer; used_at: Date | null }

export type People = {
  people: Person[]
  passkeys: Passkey[]
  codes: Code[]
}

/** Members, and whoever has a view or an invitation of theirs there. */
const ofCompany = (companyId: string) => sql`(
  select user_id from memberships where company_id = ${companyId}
  union select user_id from saved_views where company_id = ${companyId} and user_id is not null
  union select invited_by from invitations where company_id = ${companyId} and invited_by is not null)`

export async function readPeople(from: Database, companyId: string): Promise<People> {
  return {
    people: await from.many<Person>(sql`
      select user_id, email, name, language, password_hash, totp_sealed, totp_last_step
      from users where user_id in ${ofCompany(companyId)} order by email`),
    passkeys: await from.many<Passkey>(sql`
      select user_id, passkey_id, credential_id, public_key, counter, transports, name
      from passkeys where user_id in ${ofCompany(companyId)}`),
    codes: await from.many<Code>(sql`
      select user_id, code_hash, used_at from recovery_codes where user_id in ${ofCompany(companyId)}`),
  }
}

const about = (userId: string) => `user ${userId} totp`

/**
 * Makes who is not known by their address yet, with the password and second factors that they have; who is
 * keeps their own. Notes in `arriving.people` who is who.
 */
export async function bringPeople(db: Db, { people, passkeys, codes }: People, seals: Seals): Promise<void> {
  for (const person of people) {
    const known = await db.first<{ user_id: string }>(
      sql`select user_id from users where email = ${person.email}`,
    )
    const ours = known?.user_id ?? (await make(db, person, seals))
    await db.run(sql`insert into arriving.people (theirs, ours) values (${person.user_id}, ${ours})`)
    if (known) continue
    for (const key of passkeys.filter(({ user_id }) => user_id === person.user_id))
      await db.run(sql`
        insert into passkeys (user_id, passkey_id, credential_id, public_key, counter, transports, name)
        values (${ours}, ${key.passkey_id}, ${key.credential_id}, ${key.public_key}, ${key.counter}, ${key.transports}, ${key.name})
        on conflict do nothing`)
    for (const { code_hash, used_at } of codes.filter(({ user_id }) => user_id === person.user_id))
      await db.run(sql`
        insert into recovery_codes (user_id, code_hash, used_at) values (${ours}, ${code_hash}, ${used_at})`)
  }
}

async function make(db: Db, person: Person, seals: Seals): Promise<string> {
  const { user_id: theirs, email, name, language, password_hash, totp_last_step } = person
  const taken = await db.first(sql`select from users where user_id = ${theirs}`)
  const userId = taken ? crypto.randomUUID() : theirs
  const totp = person.totp_sealed && resealed(seals, person.totp_sealed, theirs, userId)
  await db.run(sql`
    insert into users (user_id, email, name, language, password_hash, totp_sealed, totp_last_step)
    values (${userId}, ${email}, ${name}, ${language}, ${password_hash}, ${totp}, ${totp_last_step})`)
  return userId
}

const resealed = (
  { from, to }: { from: Pick<Seal, 'open'>; to: Pick<Seal, 'seal'> },
  sealed: Buffer,
  theirs: string,
  ours: string,
) => to.seal(from.open(sealed, about(theirs)), about(ours))
