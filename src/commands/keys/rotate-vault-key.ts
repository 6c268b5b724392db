import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'
import { counted } from '../../ground/counted.ts'
import { OperatorError } from '../../ground/errors.ts'
import { ownAccount } from '../../ground/own-account.ts'
import { appendAudit } from '../../vault/audit/append-audit.ts'
import { takeNextKek } from '../../vault/kek/next-kek.ts'
import { openKeks } from '../../vault/kek/open-keks.ts'
import {
  askForRotation,
  findRotation,
  type NewKek,
  type RotationRow,
  rotationUnderWay,
  type VaultRotation,
} from '../../vault/rotate/rotation.ts'
import { openProgress } from '../progress.ts'
import { onVaultDatabase } from './vault-database.ts'

const LOOK_EVERY_MS = 250
/** A vault takes a rotation up within a second or so; longer, and there is none. */
const TAKEN_UP_MS = 15_000

/**
 * `jetpay keys rotate kek|data|fingerprint|ticket`: asks the vault by a record in its database, because it
 * alone has the data keys, and shows how far it is. The key-encryption key itself is made here, at its
 * provider: making one is its custodians' business, and the vault needs no right for it.
 */
export const rotateVaultKey = (what: VaultRotation, noWait: boolean): Promise<unknown> =>
  onVaultDatabase(async (db) => {
    const kek = what === 'kek' && !(await rotationUnderWay(db, 'kek')) ? await newKek(db) : undefined
    const by = ownAccount()
    // First: what cannot be logged is not asked for.
    await appendAudit(db, { do: 'command', by, command: `keys rotate ${what}` })
    const rotationId = await askForRotation(db, what, by, kek)
    return noWait ? { rotation: what, state: 'asked' } : waitForEnd(db, what, rotationId)
  })

async function newKek(db: Database): Promise<NewKek> {
  const { current } = await openKeks(readConfig())
  const { kekId, fromParts } = await takeNextKek(db, current)
  return { kekId, provider: current.name, fromParts }
}

async function waitForEnd(db: Database, what: VaultRotation, rotationId: bigint): Promise<unknown> {
  const progress = openProgress(
    () => `\nThe vault goes on; \`jetpay keys rotate ${what}\` shows how far it is.`,
  )
  const began = performance.now()
  try {
    for (;;) {
      const rotation = await findRotation(db, rotationId)
      if (!rotation) throw new OperatorError('The vault’s database does not know this rotation any more.')
      if (rotation.state === 'done') return shown(rotation)
      if (rotation.stuck !== null)
        throw new OperatorError(
          `It waits, and goes on by itself once this is mended: ${rotation.stuck}`,
          'service_unavailable',
        )
      if (rotation.state === 'asked' && performance.now() - began > TAKEN_UP_MS)
        throw new OperatorError(
          'It is asked for, and no vault has taken it up: see that the vault runs, or that no other rotation is before it.',
          'service_unavailable',
        )
      progress.say(lineOf(rotation))
      await delay(LOOK_EVERY_MS)
    }
  } finally {
    progress.end()
  }
}

const lineOf = ({ what, done, total, to_key }: RotationRow): string =>
  total === null
    ? `${what}: the vault is asked`
    : what === 'ticket'
      ? `ticket → ${to_key}: marks new tickets; waits for ${counted(total, 'card page')} of before to end`
      : `${what} → ${to_key}: ${done} of ${counted(total, 'card')} (${total === 0n ? 100n : (done * 100n) / total} %)`

const shown = ({ what, to_key, done, unreadable, from_parts }: RotationRow) => ({
  rotation: what,
  state: 'done',
  new_key: to_key,
  [{ kek: 'data_keys', ticket: 'pages_ended' }[what as string] ?? 'cards']: Number(done),
  ...(what === 'kek' ? { from_two_parts: from_parts } : {}),
  ...(unreadable > 0n
    ? { unreadable: Number(unreadable), note: 'Cards that do not open keep their key: see the vault’s log.' }
    : {}),
})
