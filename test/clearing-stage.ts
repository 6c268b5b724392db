/** Clearing files of a test's own making, as the network would send them. */
import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import {
  type ClearingHeader,
  type ClearingRecord,
  clearingFileName,
  writeClearingFile,
} from '../src/clearing/clearing-file.ts'
import { sql } from '../src/db/sql.ts'
import type { Currency } from '../src/ground/money.ts'
import { type Platform, until } from './platform.ts'

export type ClearingStage = ReturnType<typeof clearingStage>

/** Of the one network of a platform; its files are numbered from 1. */
export function clearingStage(platform: Platform) {
  const folder = platform.config.clearingFolder
  mkdirSync(folder, { recursive: true })
  let sequence = 0

  const header = (): ClearingHeader => {
    const now = new Date()
    return {
      networkId: 'TESTNET',
      acquirerId: platform.config.acceptor.acquirerId,
      sequence,
      businessDate: now.toISOString().slice(0, 10),
      cutoffAt: new Date(now.getTime() + 1_000),
      createdAt: now,
    }
  }

  /** Puts a file into the folder; an old one, so that nobody takes it for one that is still being written. */
  function put(text: string, name = clearingFileName(sequence)): void {
    const draft = `${folder}/${name}.part`
    writeFileSync(draft, text, 'latin1')
    utimesSync(draft, 1, 1)
    renameSync(draft, `${folder}/${name}`)
  }

  const textOf = (records: ClearingRecord[], changes: Partial<ClearingHeader> = {}) =>
    [
      ...writeClearingFile(
        { ...header(), ...changes },
        records.map((record, at) => ({ ...record, line: at + 1 })),
      ),
    ].join('')

  /** The file with this number is taken in, applied, and what is missing in it was looked for. */
  const checked = (number: number) =>
    until(`clearing file ${number} to be checked`, async () => {
      const file = await platform.db.first<{ state: string }>(
        sql`select state from clearing_files where network_id = 'TESTNET' and sequence = ${number}`,
      )
      return file?.state === 'checked'
    })

  return {
    folder,
    put,
    textOf,
    checked,
    /** The next number; `clear` takes one by itself. */
    next: () => ++sequence,
    /** The next file, with these records; resolves when the platform has dealt with it. */
    async clear(...records: ClearingRecord[]): Promise<number> {
      const number = ++sequence
      put(textOf(records))
      await checked(number)
      return number
    },
    /** The network's record of a charge. */
    async recordOf(debitId: string, changes: Partial<ClearingRecord> = {}): Promise<ClearingRecord> {
      const attempt = await platform.db.one<Attempt>(sql`
        select rrn, stan, to_char(transmitted_at at time zone 'utc', 'MMDDHH24MISS') as transmission, amount, currency,
          coalesce(authorization_code, '000000') as code, transmitted_at
        from attempts where debit_id = ${debitId}`)
      const { rrn, stan, transmission, amount, currency, code, transmitted_at } = attempt
      return {
        line: 1,
        kind: 'sale',
        rrn,
        stan,
        transmission,
        amount,
        currency,
        reason: null,
        last4: '4242',
        authorizationCode: code,
        capturedAt: transmitted_at,
        ...changes,
      }
    },
  }
}

type Attempt = {
  rrn: string
  stan: string
  transmission: string
  amount: bigint
  currency: Currency
  code: string
  transmitted_at: Date
}
