import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { createSigningKey, OVERLAP_SECONDS, rewrapSigningKeys } from './signing-key.ts'

/** Rotation counts in hours; a minute late is early enough. */
const EVERY_MS = 60_000

/**
 * Keeps the keys that sign webhooks young: publishes the next one ahead of its first use, destroys the
 * private part of those that sign no more, has the rest wrapped by the newest key-encryption key, and
 * destroys former secrets of webhooks.
 */
export const rotateSigningKeys = (idleMs = EVERY_MS): Job => ({
  name: 'rotate-signing-keys',
  idleMs,
  async run(context) {
    await publishNext(context)
    await destroyFollowed(context)
    await rewrapSigningKeys(context)
    await destroyFormerSecrets(context)
    return false
  },
})

/**
 * The next key, once the time that one signs has passed but for the time that a key is published ahead. One
 * to come at most.
 */
async function publishNext(context: Context): Promise<void> {
  const { signingKeyLifeMs: lifeMs, signingKeyAheadMs: aheadMs } = context.config
  const newest = await context.db.first<{ generation: number; signs_from: Date; due: boolean }>(sql`
    select generation, signs_from, signs_from <= jetpay_now()
      and signs_from + make_interval(secs => ${(lifeMs - aheadMs) / 1000}) <= jetpay_now() as due
    from signing_keys order by generation desc limit 1`)
  if (!newest?.due) return
  const generation = newest.generation + 1
  await createSigningKey(
    context,
    generation,
    sql`greatest(${newest.signs_from}::timestamptz + make_interval(secs => ${lifeMs / 1000}),
      jetpay_now() + make_interval(secs => ${aheadMs / 1000}))`,
  )
  context.log.info({ generation }, 'the next key that signs webhooks is published')
}

/** A process that is late by less than the overlap may still sign with one. */
const destroyFollowed = ({ db }: Context) =>
  db.run(sql`
    update signing_keys k set private_jwk_sealed = null, data_key_wrapped = null
    where private_jwk_sealed is not null and exists (
      select from signing_keys follower where follower.generation > k.generation
        and follower.signs_from < jetpay_now() - make_interval(secs => ${OVERLAP_SECONDS}))`)

/** Signing secrets of webhooks that another has followed, once their overlap is over. */
const destroyFormerSecrets = ({ db }: Context) =>
  db.run(sql`
    update webhooks set former_secret_sealed = null, former_secret_until = null
    where former_secret_until <= jetpay_now()`)
