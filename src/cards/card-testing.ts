import { raiseAlarm } from '../alarms/alarm.ts'
import type { Db } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import type { CardLogEntry } from '../ground/card-log-entry.ts'

type Locked = Extract<CardLogEntry, { kind: 'locked' }>['data']

/**
 * Cards were tried out on pages of a company until the vault locked somebody out: the company hears it by
 * event, the operator by alarm (docs/card-testing.md).
 */
export async function tellCardTesting(db: Db, companyId: string, locked: Locked): Promise<void> {
  const { scope, address, declined } = locked
  await announce(db, companyId, 'company.card_testing_suspected', { companyId, scope, address, declined })
  await raiseAlarm(db, {
    kind: 'card_testing',
    subject: companyId,
    companyId,
    details: { scope, address, declined },
  })
}
