import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import type { BankFileRow, WritableItem } from './bank-file.ts'
import { type BankItemRow, type BankSubjects, moveBankItems } from './bank-item.ts'
import type { BankTransport } from './bank-transport.ts'
import { bankFileName, layoutOf } from './rail.ts'

/** Items that are read for writing at a time: memory does not grow with the file. */
const PAGE = 500
/** Items that one transaction records as sent, with their subjects. */
const RECORD_BATCH = 500

type Work = Pick<Context, 'db' | 'seal'>

/** The oldest file of these profiles that was opened and is not recorded as sent. */
export const findUnsent = ({ db }: Pick<Context, 'db'>, profiles: string[]) =>
  db.first<BankFileRow>(sql`
    select bank_file_id, originator_id, file_number, profile, currency, created_on::text, created_at, originator, state, staged_as
    from bank_files where state = 'writing' and profile = any(${profiles}::text[]) order by created_at limit 1`)

/**
 * Hands a file over and records it as sent, from whatever point it had come to. A process may die between any
 * two steps, and two may be at it: a copy is staged under a name of its own, the first whole one is noted,
 * and that one alone is renamed to where the bank takes it. Where it is gone from its hidden name, the bank
 * has it.
 */
export async function handOver(
  work: Work,
  transport: BankTransport,
  subjects: BankSubjects,
  file: BankFileRow,
) {
  const { db } = work
  const name = bankFileName(file)
  let stagedAs = file.staged_as
  if (stagedAs === null) {
    const claim = newId()
    await transport.stage(name, claim, write(work, file))
    await db.run(sql`
      update bank_files set staged_as = ${claim} where bank_file_id = ${file.bank_file_id} and staged_as is null`)
    const noted = await db.one<{ staged_as: string }>(
      sql`select staged_as from bank_files where bank_file_id = ${file.bank_file_id}`,
    )
    stagedAs = noted.staged_as
  }
  await transport.release(name, stagedAs)
  await recordSent(work, subjects, file)
  await transport.discard(name)
}

/**
 * Removes copies of files that have left. Those of a file that is `writing` may be the one that is about to
 * be renamed.
 */
export async function discardLeftovers({ db }: Pick<Context, 'db'>, transport: BankTransport): Promise<void> {
  for (const name of await transport.staged()) {
    const writing = await db.many<Parameters<typeof bankFileName>[0]>(sql`
      select profile, originator_id, file_number, created_on::text from bank_files where state = 'writing'`)
    if (!writing.some((file) => bankFileName(file) === name)) await transport.discard(name)
  }
}

/** The file's bytes, the same every time. Account numbers are unsealed here and nowhere else. */
const write = (work: Work, file: BankFileRow): AsyncGenerator<Buffer, void> =>
  layoutOf(file).write(file, itemsOf(work, file))

type Sealed = Omit<WritableItem, 'account_number'> & { account_number_sealed: Buffer }

async function* itemsOf({ db, seal }: Work, file: BankFileRow): AsyncGenerator<WritableItem> {
  for (let line = 0; ; ) {
    const page = await db.many<Sealed>(sql`
      select i.company_id, i.bank_account_id, i.kind, i.direction, i.amount, i.trace_number, i.file_line,
        i.file_due_on::text as due_on, i.sundry, i.agreed, c.name as company_name, a.contact_id is null as is_company,
        a.holder_name, a.account_type, a.account_number_sealed, a.institution_number, a.transit_number, a.routing_number
      from bank_items i join bank_accounts a on a.company_id = i.company_id and a.bank_account_id = i.bank_account_id
      join companies c on c.company_id = i.company_id
      where i.bank_file_id = ${file.bank_file_id} and i.file_line > ${line} and i.file_line <= ${line + PAGE}
      order by i.file_line`)
    if (page.length === 0) return
    for (const { account_number_sealed, ...item } of page) {
      const about = `bank_account ${item.company_id} ${item.bank_account_id}`
      yield { ...item, account_number: seal.open(account_number_sealed, about) }
    }
    line = page.at(-1)!.file_line
  }
}

/** Each item becomes `sent` with its subject told, a batch at a time; the file once all are. */
async function recordSent(
  { db }: Work,
  subjects: BankSubjects,
  { bank_file_id }: BankFileRow,
): Promise<void> {
  const recordBatch = () =>
    db.transaction(async (db) => {
      const items = await db.many<Pick<BankItemRow, 'company_id' | 'bank_item_id'>>(sql`
        select company_id, bank_item_id from bank_items where bank_file_id = ${bank_file_id} and state = 'queued'
        order by file_line limit ${RECORD_BATCH}`)
      await moveBankItems(db, subjects, 'sent', items)
      return items.length
    })
  while ((await recordBatch()) > 0);
  await db.run(sql`
    update bank_files set state = 'sent', sent_at = jetpay_now()
    where bank_file_id = ${bank_file_id} and state = 'writing'`)
}
