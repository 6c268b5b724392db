import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { type BankItemRow, moveBankItems } from '../rails/bank-item.ts'
import { type Rail, railsOf } from '../rails/rail.ts'
import { readPage } from '../verify/simulator-pages.ts'
import { bankSubjects } from '../worker/bank-subjects.ts'

const PAGE = 1_000

const bankPage = z.object({
  files: z.array(
    z.object({
      rail: z.string().optional(),
      file: z.int(),
      outcome: z.string(),
      currency: z.string(),
      items: z.int(),
      debits: z.int(),
      credits: z.int(),
      at: z.string(),
    }),
  ),
  items: z.array(
    z.object({
      reference: z.string(),
      file: z.int(),
      type: z.enum(['C', 'D']),
      amount: z.int(),
      currency: z.string(),
      last4: z.string(),
      entry_class: z.string().optional(),
      state: z.string(),
    }),
  ),
})
type BankFile = z.infer<typeof bankPage>['files'][number]
type BankItem = z.infer<typeof bankPage>['items'][number]

/**
 * Reads the bank's books: files of the lost time become ours again with those of their items that are known,
 * so that none is sent twice and no number is given out again; what is not known is kept, once each.
 */
export async function findBankMovements(
  db: Db,
  recoveryId: string,
  simulatorUrl: string,
  bank: Config['bank'],
): Promise<void> {
  const items: BankItem[] = []
  let files: BankFile[] = []
  for (let after = 0; ; after += PAGE) {
    const page = await readPage(bankPage, `${simulatorUrl}/bank/books?after=${after}&limit=${PAGE}`)
    files = page.files
    if (page.items.length === 0) break
    items.push(...page.items)
  }
  const unknown = await unknownOf(db, items)
  const now = new Map(files.map((file) => [keyOf(file.rail, file.file), file.at]))
  for (const item of unknown)
    await db.run(sql`
      insert into recovery_items (item_id, recovery_id, kind, reference, amount, currency, last4, happened_at, details)
      values (${newId()}, ${recoveryId}, ${item.type === 'D' ? 'bank_debit' : 'bank_credit'}, ${item.reference}, ${item.amount},
        ${item.currency}, ${item.last4}, coalesce(${now.get(keyOf(railOf(item), item.file)) ?? null}::timestamptz, jetpay_now()),
        ${JSON.stringify({ file: item.file, at_the_bank: item.state })})
      on conflict (reference, acquirer_id, kind) do nothing`)
  for (const rail of railsOf(bank)) await adoptFiles(db, recoveryId, rail, bank, files, items)
  await requireNoneLeft(db, items)
}

/** One that would be sent again, because the bank's books no longer show the file that it was in. */
async function requireNoneLeft(db: Db, items: BankItem[]): Promise<void> {
  const left = await db.first<{ trace_number: string }>(sql`
    select trace_number from bank_items
    where trace_number = any(${items.map(({ reference }) => reference)}::text[]) and state = 'queued' limit 1`)
  if (left)
    throw new OperatorError(
      `The bank has item ${left.trace_number} in a file that its books do not show any more, so that it cannot be recorded as sent: ask the bank. Nothing was changed.`,
    )
}

const keyOf = (rail: string | undefined, file: number) => `${rail ?? 'eft'} ${file}`
/** Only items of NACHA files have an entry class. */
const railOf = (item: BankItem) => (item.entry_class === undefined ? 'eft' : 'ach')

async function unknownOf(db: Db, items: BankItem[]): Promise<BankItem[]> {
  const known = await db.many<{ trace_number: string }>(sql`
    select trace_number from bank_items where trace_number = any(${items.map(({ reference }) => reference)}::text[])
    union all
    select trace_number from departed_bank_items where trace_number = any(${items.map(({ reference }) => reference)}::text[])`)
  const ours = new Set(known.map(({ trace_number }) => trace_number))
  return items.filter(({ reference }) => !ours.has(reference))
}

type Queued = Pick<BankItemRow, 'company_id' | 'bank_item_id' | 'trace_number' | 'amount' | 'currency'>

/** Files that the bank took from a rail of ours and that are not here, in the order of their numbers. */
async function adoptFiles(
  db: Db,
  recoveryId: string,
  rail: Rail,
  bank: Config['bank'],
  files: BankFile[],
  items: BankItem[],
): Promise<void> {
  const taken = files.filter((file) => (file.rail ?? 'eft') === rail.name && file.outcome === 'accepted')
  for (const file of taken) {
    const of = items.filter((item) => railOf(item) === rail.name && item.file === file.file)
    const has = await db.first(sql`
      select from bank_files f where f.originator_id = ${rail.originatorId} and f.file_number = ${file.file}
        and f.state <> 'writing' and f.created_at > ${file.at}::timestamptz - interval '30 days'`)
    if (has) continue
    const queued = await db.many<Queued>(sql`
      select company_id, bank_item_id, trace_number, amount, currency from bank_items
      where trace_number = any(${of.map(({ reference }) => reference)}::text[]) and state = 'queued' order by trace_number`)
    await adopt(db, rail, bank, file, queued)
    for (const item of queued)
      await db.run(sql`
        insert into recovery_items (item_id, recovery_id, kind, reference, amount, currency, happened_at, state, details,
          resolved_at, resolved_by)
        values (${newId()}, ${recoveryId}, 'bank_adopted', ${item.trace_number}, ${item.amount}, ${item.currency}, ${file.at},
          'agreed', ${JSON.stringify({ file: file.file, company_id: item.company_id })}, jetpay_now(), 'recovery')
        on conflict (reference, acquirer_id, kind) do nothing`)
  }
  const last = taken.at(-1)
  if (last)
    await db.run(sql`
      insert into bank_file_numbers (originator_id, last_number) values (${rail.originatorId}, ${last.file})
      on conflict (originator_id) do update set last_number = excluded.last_number`)
}

/** The file as it was sent, with what is known of it; one that was being written then is the same one. */
async function adopt(
  db: Db,
  rail: Rail,
  bank: Config['bank'],
  file: BankFile,
  queued: Queued[],
): Promise<void> {
  const writing = await db.first<{ bank_file_id: string }>(sql`
    select bank_file_id from bank_files
    where originator_id = ${rail.originatorId} and file_number = ${file.file} and state = 'writing'`)
  const fileId = writing?.bank_file_id ?? newId()
  if (!writing) {
    await db.run(sql`
      insert into bank_files (bank_file_id, originator_id, file_number, profile, currency, created_on, originator, items,
        debit_total, credit_total, staged_as, created_at)
      values (${fileId}, ${rail.originatorId}, ${file.file}, ${rail.profileName}, ${file.currency}, ${file.at}::timestamptz::date,
        ${JSON.stringify(rail.layout.originatorOf(bank))}, ${file.items}, ${file.debits}, ${file.credits}, ${newId()},
        ${file.at}::timestamptz)`)
    await db.run(sql`
      update bank_items i set bank_file_id = ${fileId}, file_line = item.line, file_due_on = i.due_on
      from unnest(${queued.map((item) => item.company_id)}::uuid[], ${queued.map((item) => item.bank_item_id)}::uuid[])
        with ordinality as item (company_id, bank_item_id, line)
      where i.company_id = item.company_id and i.bank_item_id = item.bank_item_id`)
  }
  await moveBankItems(db, bankSubjects, 'sent', queued)
  await db.run(sql`
    update bank_files set state = 'sent', sent_at = ${file.at}::timestamptz
    where bank_file_id = ${fileId} and state = 'writing'`)
}
