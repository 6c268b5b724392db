import { type Db, sql } from '../db/sql.ts'

export type UserRow = {
  user_id: string
  email: string
  name: string
  language: 'en' | 'fr'
  password_hash: string | null
  totp_sealed: Buffer | null
  totp_last_step: bigint | null
  created_at: Date
}

const userColumns = sql`user_id, email, name, language, password_hash, totp_sealed, totp_last_step, created_at`

/** An address as accounts are found by: whoever types it, in whatever case. */
export const addressKey = (email: string) => email.normalize('NFC').toLowerCase()

export const findUser = (db: Db, userId: string) =>
  db.first<UserRow>(sql`select ${userColumns} from users where user_id = ${userId}`)

/** Makes a user, or finds the one with this address: then nothing of it is changed. */
export async function ensureUser(
  db: Db,
  { userId, email, name, language }: Pick<UserRow, 'email' | 'name' | 'language'> & { userId: string },
): Promise<string> {
  await db.run(sql`
    insert into users (user_id, email, name, language) values (${userId}, ${addressKey(email)}, ${name}, ${language})
    on conflict (email) do nothing`)
  const { user_id } = await db.one<{ user_id: string }>(
    sql`select user_id from users where email = ${addressKey(email)}`,
  )
  return user_id
}

export const findUserByEmail = (db: Db, email: string) =>
  db.first<UserRow>(sql`select ${userColumns} from users where email = ${addressKey(email)}`)

/** What is sealed of a user is bound to it, so that it opens in no other row. */
export const aboutTotp = (userId: string) => `user ${userId} totp`
