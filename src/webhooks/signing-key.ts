import { createPrivateKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'
import type { Context } from '../context.ts'
import { sql } from '../db/sql.ts'

/** The RSA key that signs deliveries now. `keyId` is its RFC 7638 thumbprint. */
export type SigningKey = { keyId: string; privateKey: KeyObject }

/** RS256 needs 2048 bits or more (RFC 7518 section 3.3); 2048 signs five times as fast as 4096. */
const MODULUS_BITS = 2048

/** Opened once per process: importing a key costs more than signing with it. */
const opened = new WeakMap<Context, Promise<SigningKey>>()

/** The key that signs, made on first need. Of processes that make it at once, all end up with the same. */
export function signingKey(context: Context): Promise<SigningKey> {
  let key = opened.get(context)
  if (!key) {
    key = openOrCreate(context)
    opened.set(context, key)
    // A failure (database down) is not remembered.
    key.catch(() => opened.delete(context))
  }
  return key
}

type Row = { key_id: string; private_jwk_sealed: Buffer }

async function openOrCreate(context: Context): Promise<SigningKey> {
  const row = (await readKey(context)) ?? (await createKey(context))
  const jwk = JSON.parse(context.seal.open(row.private_jwk_sealed, about(row.key_id))) as JsonWebKey
  return { keyId: row.key_id, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) }
}

const about = (keyId: string) => `signing_keys/${keyId}`

const readKey = ({ db }: Context) =>
  db.first<Row>(sql`select key_id, private_jwk_sealed from signing_keys where retired_at is null`)

async function createKey(context: Context): Promise<Row> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS })
  const publicJwk = pair.publicKey.export({ format: 'jwk' }) as JWK
  const keyId = await calculateJwkThumbprint(publicJwk)
  const sealed = context.seal.seal(JSON.stringify(pair.privateKey.export({ format: 'jwk' })), about(keyId))
  await context.db.run(sql`
    insert into signing_keys (key_id, public_jwk, private_jwk_sealed)
    values (${keyId}, ${JSON.stringify({ ...publicJwk, kid: keyId, use: 'sig', alg: 'RS256' })}, ${sealed})
    on conflict ((true)) where retired_at is null do nothing`)
  const row = await readKey(context)
  if (!row) throw new Error('the signing key was retired while it was made')
  return row
}

/** The public keys that a receiver may meet (RFC 7517). The one that signs is made if there is none yet. */
export async function publicKeys(context: Context): Promise<{ keys: JWK[] }> {
  await signingKey(context)
  const rows = await context.db.many<{ public_jwk: JWK }>(
    sql`select public_jwk from signing_keys where retired_at is null`,
  )
  return { keys: rows.map((row) => row.public_jwk) }
}
