import { AuditTable } from './audit-table.tsx'
import { operatorAuditPage } from './people-pages.ts'

/** Who did what, in all companies and by command. */
export default function OperatorAuditLog() {
  return <AuditTable page={operatorAuditPage} path="/operator/audit" />
}
