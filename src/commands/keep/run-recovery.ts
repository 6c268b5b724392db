import { type Config, readConfig } from '../../ground/config.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import { hostName } from '../../ground/host-name.ts'
import { printAmount } from '../../http/schema.ts'
import type { Decider } from '../../operator/by-command.ts'
import { checkRecovery, lostItems } from '../../recovery/check-recovery.ts'
import { openDoors, setBankFileNumber } from '../../recovery/open-doors.ts'
import { type LostItem, nextSteps, requireUnsettled } from '../../recovery/recovery.ts'
import { type LostResolution, resolveLostItem } from '../../recovery/resolve-lost-item.ts'
import { readRunFile } from '../../supervisor/run-file.ts'
import { wholeList } from '../command.ts'
import { withMainDatabase } from '../main-database.ts'

type Running = { JETPAY_HOST?: string; JETPAY_SIMULATOR_PORT?: string }

const shown = ({ item_id, amount, kind, ...item }: LostItem) => ({
  identifier: item_id,
  kind,
  ...item,
  amount: printAmount(amount),
  next_step: nextSteps[kind],
})

export const runCheck = (simulator: string | undefined) =>
  withMainDatabase(async (db) => {
    await requireUnsettled(db)
    const config = readConfig()
    const url = simulator ?? (await itsOwn(config))
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      throw new UsageError(`--simulator is "${url}"; give a URL such as http://localhost:8402.`)
    return wholeList((await checkRecovery(db, config, url)).items.map(shown))
  })

async function itsOwn(config: Config): Promise<string> {
  const { JETPAY_HOST: host, JETPAY_SIMULATOR_PORT: port } = await readRunFile<Running>(config)
  if (config.environment === 'demo' && port) return `http://${hostName(host ?? config.host)}:${port}`
  throw new OperatorError(
    'There are no books to ask: --simulator names those of a demo. Of a real network and bank their files tell: docs/backup.md.',
    'service_unavailable',
  )
}

export const runList = (all: boolean) =>
  withMainDatabase(async (db) => wholeList((await lostItems(db, all)).map(shown)))

export const runResolve = ({ id, by, note }: Decider, as: LostResolution) =>
  withMainDatabase((db) => db.transaction(async (db) => shown(await resolveLostItem(db, id, as, by, note))))

export const runBankNumber = (originator: string, last: number) =>
  withMainDatabase((db) =>
    db.transaction(async (db) => {
      if (last < 1 || last > 9999) throw new UsageError(`--last is ${last}; numbers of files are 1 to 9999.`)
      await setBankFileNumber(db, originator, last)
      return { originator, last }
    }),
  )

export const runGo = (by: string, note: string, unseen: boolean) =>
  withMainDatabase((db) => openDoors(db, by, note, unseen))
