import type { Db } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { showState } from './company-state.ts'
import type { CompanyRow } from './shown-company.ts'

/** Tells of a company as it is now. */
export const announceCompany = (db: Db, row: CompanyRow) => {
  const { state, state_since, state_reason } = showState(row)
  return announce(db, row.company_id, 'company.updated', {
    companyId: row.company_id,
    name: row.name,
    language: row.language,
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    timeZone: row.time_zone,
    accentColor: row.accent_color,
    receiptsByMail: row.receipts_by_mail,
    secondFactorRequired: row.second_factor_required,
    hasLogo: row.logo !== null,
    state,
    stateSince: state_since?.toISOString() ?? null,
    stateReason: state_reason,
  })
}
