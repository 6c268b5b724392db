import { readConfig } from '../../ground/config.ts'
import { ownAccount } from '../../ground/own-account.ts'
import { appendAudit } from '../../vault/audit/append-audit.ts'
import { checkValueOf } from '../../vault/kek/kek-provider.ts'
import { dropFirstPart, hasFirstPart, joinParts, keepFirstPart, readPart } from '../../vault/kek/key-part.ts'
import { bringKek, nextKekId } from '../../vault/kek/next-kek.ts'
import { openKeks } from '../../vault/kek/open-keks.ts'
import { readSecretLine } from './read-secret-line.ts'
import { onVaultDatabase } from './vault-database.ts'

/**
 * `jetpay keys part enter`: keeps the first part, or makes the key of both at the provider, under the next
 * name. Nothing uses it before it is rotated to.
 */
export const enterPart = (): Promise<unknown> =>
  onVaultDatabase(async (db) => {
    const config = readConfig()
    const { vaultKeyFile } = config
    const { current } = await openKeks(config)
    await appendAudit(db, { do: 'command', by: ownAccount(), command: 'keys part enter' })
    const part = readPart(await readSecretLine(`Part of ${await nextKekId(db, current)}: `))
    try {
      const check_value = checkValueOf(part)
      if (!hasFirstPart(vaultKeyFile)) {
        keepFirstPart(vaultKeyFile, part)
        return {
          part: 1,
          check_value,
          note: 'The other custodian enters the second part by the same command.',
        }
      }
      const key = joinParts(vaultKeyFile, part)
      try {
        const kekId = await bringKek(db, current, key)
        dropFirstPart(vaultKeyFile)
        return {
          part: 2,
          check_value,
          key: kekId,
          key_check_value: checkValueOf(key),
          kept: current.place,
          note: '`jetpay keys rotate kek` takes it into use.',
        }
      } finally {
        key.fill(0)
      }
    } finally {
      part.fill(0)
    }
  })
