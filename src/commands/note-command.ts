import { PLATFORM } from '../companies/company.ts'
import type { Db } from '../db/sql.ts'
import { recordAudit } from '../http/audit.ts'
import { commandActor } from '../operator/by-command.ts'
import type { Given } from './command.ts'

/** What a command changed, to the audit log. */
export const noteCommand = (db: Db, given: Given, companyId = PLATFORM) =>
  recordAudit(db, {
    companyId,
    actor: commandActor(),
    operation: `jetpay ${given.args.slice(0, 2).join(' ')}`,
    details: { arguments: given.args.slice(2) },
    outcome: 'done',
  })
