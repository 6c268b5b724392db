import { z } from 'zod'
import { features } from '../companies/company.ts'
import { companyState, companyStates } from '../companies/company-state.ts'
import { listFees, methods } from '../companies/fee-schedule.ts'
import { listLimits } from '../companies/limit.ts'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'

export type CompanyRow = {
  company_id: string
  name: string
  features: string[]
  contact_email: string | null
  contact_phone: string | null
  alert_email: string | null
  suspended_at: Date | null
  suspended_by: string | null
  suspended_note: string | null
  suspended_told: string | null
  closing_at: Date | null
  created_at: Date
}

export const companyColumns = sql`company_id, name, features, contact_email, contact_phone, alert_email, suspended_at,
  suspended_by, suspended_note, suspended_told, closing_at, created_at`

const shown = {
  identifier: uuid,
  name: z.string(),
  state: z.enum(companyStates),
  suspended_at: z.iso.datetime().nullable(),
  suspended_by: z.string().nullable(),
  suspended_note: z.string().nullable().meta({ description: 'Why it was suspended or closed' }),
  suspended_told: z.string().nullable().meta({ description: 'What its own people are told of why' }),
  closing_at: z.iso.datetime().nullable(),
  features: z.array(z.enum(features)),
  contact_email: z.string().nullable().meta({ description: 'On payment pages and debit agreements' }),
  contact_phone: z.string().nullable(),
  alert_email: z
    .string()
    .nullable()
    .meta({ description: 'Where mail about webhooks in trouble goes; null: to the operator' }),
  created_at: z.iso.datetime(),
}
export const companySchema = z.object(shown).meta({ id: 'OperatedCompany' })

export const showCompany = ({ company_id, suspended_at, ...row }: CompanyRow) => ({
  identifier: company_id,
  ...row,
  state: companyState({ suspended_at, closing_at: row.closing_at }),
  suspended_at,
})

const dayLimit = z
  .object({ limit: amountAnswer, used: amountAnswer, left: amountAnswer })
  .nullable()
  .meta({ description: 'Of a day in Toronto; null: without a limit' })

/** With what is agreed with it. */
export const companyInFullSchema = z
  .object({
    ...shown,
    still_owed: z
      .array(z.object({ currency, amount: amountAnswer }))
      .meta({ description: 'By the ledger; below zero, the company owes it. Nothing: nothing is owed' }),
    limits: z.array(
      z.object({
        currency,
        day: z.iso.date(),
        per_transaction: amountAnswer.nullable(),
        per_day_debits: dayLimit,
        per_day_credits: dayLimit,
      }),
    ),
    fees: z.array(
      z.object({
        currency,
        method: z.enum(methods),
        basis_points: z.int().meta({ description: '290 is 2.9 %' }),
        fixed: amountAnswer,
        effective_at: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'OperatedCompanyInFull' })

export async function readCompany(db: Db, companyId: string) {
  const row = await db.first<CompanyRow>(
    sql`select ${companyColumns} from companies where company_id = ${companyId}`,
  )
  if (!row) throw new Problem('not_found', `There is no company ${companyId}.`)
  const limits = await listLimits(db, companyId)
  const fees = await listFees(db, companyId)
  const owed = await db.many<{ currency: string; amount: bigint }>(sql`
    select currency, (-sum(amount))::bigint as amount from (
      select currency, amount from ledger_days where company_id = ${companyId} and account = 'company_payable'
      union all
      select currency, amount from ledger_entries
      where company_id = ${companyId} and account = 'company_payable'
        and day > coalesce((select closed_through from ledger_closings where company_id = ${companyId}), '-infinity')
    ) sums group by currency having sum(amount) <> 0 order by currency`)
  return {
    ...showCompany(row),
    still_owed: owed.map(({ currency, amount }) => ({ currency, amount: printAmount(amount) })),
    limits: limits.map(({ currency, day, ...of }) => ({
      currency,
      day,
      per_transaction: of.per_transaction === null ? null : printAmount(of.per_transaction),
      per_day_debits: showDay(of.per_day_debits),
      per_day_credits: showDay(of.per_day_credits),
    })),
    fees: fees.map(({ fixed, ...fee }) => ({ ...fee, fixed: printAmount(fixed) })),
  }
}

const showDay = (of: { [kind in 'limit' | 'used' | 'left']: bigint } | null) =>
  of && { limit: printAmount(of.limit), used: printAmount(of.used), left: printAmount(of.left) }
