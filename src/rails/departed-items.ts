/**
 * Bank items of companies that have left for another cell: their files, and so what banks answer, are this
 * cell's. This file is the one writer of `departed_bank_items`.
 */
import { type Db, sql } from '../db/sql.ts'

/**
 * Keeps what a bank may still speak of: the company's items that are in a file of ours. Those of a file that
 * is being written would be in neither cell, so a company with any does not leave.
 */
export const keepDepartedItems = (db: Db, companyId: string) =>
  db.run(sql`
    insert into departed_bank_items (company_id, bank_item_id, kind, direction, amount, currency, trace_number, bank_file_id,
      file_line, file_due_on, state, questioned_at, institution_number, transit_number, routing_number, account_number_last4)
    select i.company_id, bank_item_id, kind, direction, amount, i.currency, trace_number, bank_file_id, file_line, file_due_on,
      i.state, questioned_at, institution_number, transit_number, routing_number, account_number_last4
    from bank_items i join bank_files f using (bank_file_id)
    join bank_accounts a on a.company_id = i.company_id and a.bank_account_id = i.bank_account_id
    where i.company_id = ${companyId} and f.cell_id is null
    on conflict do nothing`)

/** They are here again, with their company. */
export const forgetDepartedItems = (db: Db, companyId: string) =>
  db.run(sql`delete from departed_bank_items where company_id = ${companyId}`)
