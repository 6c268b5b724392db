import { createPrivateKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { type Statement, sql } from '../db/sql.ts'
import type { Envelope } from '../ground/seal.ts'
import type { Context } from '../process/context.ts'

/** An RSA key that signs deliveries. `keyId` is its RFC 7638 thumbprint. */
export type SigningKey = { keyId: string; privateKey: KeyObject }

/** RS256 needs 2048 bits or more (RFC 7518 section 3.3); 2048 signs five times as fast as 4096. */
const MODULUS_BITS = 2048

/** How long a process goes by the keys that it has read; far below the hour that a key is published ahead. */
const REMEMBERED_MS = 30_000

/**
 * A key that has been followed stays published for as long: its last token lives 90 s, and the rest is room
 * for clocks that differ and for deliveries that wait in a receiver.
 */
export const OVERLAP_SECONDS = 15 * 60

type CachedKeys = { keys: (SigningKey & { signsFrom: number })[]; until: number; untilByClock: number }

/**
 * What each process has read, newest key first. Importing a key costs more than signing with it, so that is
 * done once.
 */
const known = new WeakMap<Context, Promise<CachedKeys>>()

/**
 * The key that signs now: of those whose time has come, the newest. All processes change over at the same
 * time, because the next key and its time are known before. The first key is made on first need.
 */
export async function signingKey(context: Context): Promise<SigningKey> {
  let reading = known.get(context)
  // By the clock too: where the demo's was moved, another key's time may have come and this one's have
  // passed.
  if (reading && isOld(await reading, context)) reading = undefined
  if (!reading) {
    reading = readKeys(context)
    known.set(context, reading)
    // A failure (database down) is not remembered.
    reading.catch(() => known.delete(context))
  }
  const now = context.clock.now().getTime()
  const { keys } = await reading
  return keys.find(({ signsFrom }) => signsFrom <= now) ?? keys.at(-1)!
}

const isOld = ({ until, untilByClock }: CachedKeys, { clock }: Context) =>
  until < performance.now() || untilByClock < clock.now().getTime()

type SigningKeyRow = {
  key_id: string
  private_jwk_sealed: Buffer
  data_key_wrapped: Buffer | null
  /** Null for one of before there was such a key. */
  key_encryption_key_id: string | null
  signs_from: Date
}

/** The key that signs and those to come. */
const notFollowed = sql`private_jwk_sealed is not null and generation >= coalesce(
  (select max(generation) from signing_keys where signs_from <= jetpay_now()), 1)`

async function readKeys(context: Context): Promise<CachedKeys> {
  const { db, config } = context
  const read = () =>
    db.many<SigningKeyRow>(sql`
      select key_id, private_jwk_sealed, data_key_wrapped, key_encryption_key_id, signs_from from signing_keys
      where ${notFollowed} order by generation desc`)
  let rows = await read()
  if (rows.length === 0) {
    await createSigningKey(context, 1, sql`jetpay_now()`)
    rows = await read()
  }
  const keys = rows.map((row) => ({
    keyId: row.key_id,
    privateKey: openPrivateKey(context, row),
    signsFrom: row.signs_from.getTime(),
  }))
  const rememberedMs = Math.min(REMEMBERED_MS, config.signingKeyAheadMs / 4)
  return {
    keys,
    until: performance.now() + rememberedMs,
    untilByClock: context.clock.now().getTime() + rememberedMs,
  }
}

function openPrivateKey({ seal }: Context, row: SigningKeyRow): KeyObject {
  const text =
    row.data_key_wrapped === null
      ? seal.open(row.private_jwk_sealed, about(row.key_id))
      : seal.openEnvelope(envelopeOf(row, row.data_key_wrapped), about(row.key_id))
  return createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
}

const envelopeOf = (row: SigningKeyRow, dataKeyWrapped: Buffer): Envelope => ({
  sealed: row.private_jwk_sealed,
  dataKeyWrapped,
  // Where there is a wrapped data key, it was wrapped under one.
  keyEncryptionKeyId: row.key_encryption_key_id!,
})

const about = (keyId: string) => `signing_keys/${keyId}`

/** Makes the key of a generation, to sign from then on. Where another process was first, its key stays. */
export async function createSigningKey(
  context: Pick<Context, 'db' | 'seal'>,
  generation: number,
  signsFrom: Statement,
) {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS })
  const publicJwk = pair.publicKey.export({ format: 'jwk' }) as JWK
  const keyId = await calculateJwkThumbprint(publicJwk)
  const text = JSON.stringify(pair.privateKey.export({ format: 'jwk' }))
  const { sealed, dataKeyWrapped, keyEncryptionKeyId } = context.seal.sealEnvelope(text, about(keyId))
  await context.db.run(sql`
    insert into signing_keys (key_id, public_jwk, generation, signs_from, private_jwk_sealed, data_key_wrapped,
      key_encryption_key_id)
    values (${keyId}, ${JSON.stringify({ ...publicJwk, kid: keyId, use: 'sig', alg: 'RS256' })}, ${generation},
      ${signsFrom}, ${sealed}, ${dataKeyWrapped}, ${keyEncryptionKeyId})
    on conflict on constraint signing_keys_generation do nothing`)
}

/**
 * Publishes the key that follows the newest, to sign after `aheadMs`; where one is to come already, that is
 * it. Receivers have that long to fetch it, and no delivery goes out unsigned.
 */
export async function publishNextSigningKey(context: Pick<Context, 'db' | 'seal'>, aheadMs: number) {
  const newest = () =>
    context.db.first<{ key_id: string; generation: number; signs_from: Date; to_come: boolean }>(sql`
      select key_id, generation, signs_from, signs_from > jetpay_now() as to_come
      from signing_keys order by generation desc limit 1`)
  const before = await newest()
  if (!before?.to_come)
    await createSigningKey(
      context,
      (before?.generation ?? 0) + 1,
      sql`jetpay_now() + make_interval(secs => ${before ? aheadMs / 1000 : 0})`,
    )
  const next = await newest()
  return { rotation: 'signing', new_key: next?.key_id, signs_from: next?.signs_from, follows: before?.key_id }
}

/** Wraps the keys that still sign under the newest key-encryption key, where they are under another. */
export async function rewrapSigningKeys({ db, seal }: Context): Promise<void> {
  const rows = await db.many<SigningKeyRow>(sql`
    select key_id, private_jwk_sealed, data_key_wrapped, key_encryption_key_id, signs_from from signing_keys
    where ${notFollowed}`)
  for (const row of rows) {
    const { key_id: keyId, data_key_wrapped: wrapped } = row
    const change =
      wrapped === null
        ? seal.sealEnvelope(seal.open(row.private_jwk_sealed, about(keyId)), about(keyId))
        : seal.rewrap(envelopeOf(row, wrapped), about(keyId))
    if (change === null) continue
    const { sealed } = { sealed: row.private_jwk_sealed, ...change }
    await db.run(sql`
      update signing_keys set private_jwk_sealed = ${sealed}, data_key_wrapped = ${change.dataKeyWrapped},
        key_encryption_key_id = ${change.keyEncryptionKeyId}
      where key_id = ${keyId} and private_jwk_sealed = ${row.private_jwk_sealed}
        and data_key_wrapped is not distinct from ${wrapped}`)
  }
}

/**
 * The public keys that a receiver may meet (RFC 7517), newest first: those to come, the one that signs (made
 * if there is none yet), and those that were followed a short while ago.
 */
export async function publicKeys(context: Context): Promise<{ keys: JWK[] }> {
  await signingKey(context)
  const rows = await context.db.many<{ public_jwk: JWK }>(sql`
    select public_jwk from signing_keys k
    where not exists (
      select from signing_keys follower where follower.generation > k.generation
        and follower.signs_from < jetpay_now() - make_interval(secs => ${OVERLAP_SECONDS}))
    order by generation desc`)
  return { keys: rows.map((row) => row.public_jwk) }
}
