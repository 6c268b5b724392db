import { openSealOf } from '../../db/sealing/sealing-key.ts'
import { readConfig } from '../../ground/config.ts'
import { publishNextSigningKey } from '../../webhooks/signing-key.ts'
import type { Given } from '../command.ts'
import { changing } from '../on-database.ts'

/**
 * `jetpay keys rotate signing`: publishes the next key that signs deliveries now. It signs once receivers
 * have had the time to fetch it (JETPAY_SIGNING_KEY_AHEAD_HOURS); the one of before is destroyed after that.
 */
export const rotateSigning = (given: Given): Promise<unknown> =>
  changing(given, async (db) => {
    const config = readConfig()
    const seal = await openSealOf(db, config.mainKeyFile)
    return publishNextSigningKey({ db, seal }, config.signingKeyAheadMs)
  })
