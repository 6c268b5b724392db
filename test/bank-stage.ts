/**
 * The bank rail on a real platform: its own folder, items of the demo company, and a subject that writes down
 * what it is told.
 */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { insertBankAccount } from '../src/bank-accounts/bank-account.ts'
import { type Db, sql } from '../src/db/sql.ts'
import type { Config } from '../src/ground/config.ts'
import type { FailReason } from '../src/ground/fail-reasons.ts'
import { newId } from '../src/ground/ids.ts'
import type { Context } from '../src/process/context.ts'
import { openBankConnections } from '../src/rails/bank-connection.ts'
import {
  type BankItemRow,
  type BankSubject,
  type BankSubjects,
  type NewBankItem,
  queueBankItems,
} from '../src/rails/bank-item.ts'
import type { EftItem } from '../src/rails/eft/eft-item.ts'
import { readCpa1464 } from '../src/rails/eft/read-cpa-1464.ts'
import { startPlatform } from './platform.ts'

const writeDown =
  (what: keyof BankSubject) =>
  async (db: Db, items: BankItemRow[]): Promise<void> => {
    for (const item of items)
      await db.run(sql`
        insert into told (what, subject_id, fail_reason, fail_direction, late)
        values (${what}, ${item.subject_id}, ${item.fail_reason}, ${item.fail_direction}, ${item.late})`)
  }
const subject: BankSubject = {
  sent: writeDown('sent'),
  settled: writeDown('settled'),
  returned: writeDown('returned'),
  rejected: writeDown('rejected'),
}

/** Subjects that write down in the table `told` what they hear. */
export const recordingSubjects: BankSubjects = {
  payout: subject,
  debit: subject,
  credit: subject,
  refund: subject,
}

export type BankStage = Awaited<ReturnType<typeof startBankStage>>

export async function startBankStage(bank: Partial<Config['bank']> = {}) {
  const platform = await startPlatform()
  // The tests run the jobs themselves, when they mean to.
  await platform.stopWorker()
  const folder = mkdtempSync(`${tmpdir()}/jetpay-bank-`)
  for (const name of ['outgoing', 'incoming']) mkdirSync(`${folder}/${name}`)
  const config: Config = {
    ...platform.config,
    bank: { ...platform.config.bank, gatherMs: 0, ...bank, folder },
  }
  const context: Context = { ...platform.context, config }
  const [connection] = openBankConnections(config.bank)
  const { db, seal } = context
  const companyId = platform.demo.company_id
  await db.run(sql`
    create table told (told_id bigint generated always as identity, what text, subject_id uuid, fail_reason text,
      fail_direction text, late boolean)`)

  /** An account of a company's own, Canadian unless told otherwise. */
  const createAccount = async (
    number = '7654321',
    fields: Record<string, string> = {},
    company = companyId,
  ) => {
    const account = await insertBankAccount(db, seal, company, null, {
      holder_name: 'Hélène Côté',
      account_type: 'chequing',
      ...(fields.routing_number ? {} : { transit_number: '00011', institution_number: '001' }),
      account_number: number,
      ...fields,
    })
    return account.bank_account_id
  }

  /** Queues one item; a credit of 10.00 unless told otherwise. */
  const queue = async (fields: Partial<NewBankItem> = {}): Promise<BankItemRow> => {
    const [item] = await db.transaction(async (db) =>
      queueBankItems(db, [
        {
          companyId,
          kind: 'payout',
          subjectId: newId(),
          direction: 'credit',
          bankAccountId: platform.demo.bank_account_id,
          amount: 10_00n,
          currency: 'CAD',
          sundry: 'PAYOUT',
          ...fields,
        },
      ]),
    )
    return item!
  }

  return {
    platform,
    context,
    companyId,
    folder,
    /** The folder as the jobs have it; for both rails, unless the settings give ACH one of its own. */
    connection: connection!,
    subjects: recordingSubjects,
    createAccount,
    queue,
    /** What subjects were told, in order: one word and the subject for each. */
    told: async (subjectId?: string) =>
      (
        await db.many<{ what: string; subject_id: string; fail_reason: FailReason | null; late: boolean }>(
          sql`select * from told order by told_id`,
        )
      ).filter(({ subject_id }) => subjectId === undefined || subject_id === subjectId),
    itemNow: (item: BankItemRow) =>
      db.one<BankItemRow & { file_due_on: string | null; bank_file_id: string | null }>(sql`
        select *, file_due_on::text from bank_items
        where company_id = ${companyId} and bank_item_id = ${item.bank_item_id}`),
    files: (of: 'outgoing' | 'incoming' | 'done' | 'rejected') => filesIn(`${folder}/${of}`),
    read: (path: string) => readFileSync(`${folder}/${path}`),
    async close() {
      await platform.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** The items of a file of 1464 characters. */
export async function itemsIn(bytes: Buffer): Promise<EftItem[]> {
  async function* chunks() {
    yield bytes
  }
  const items: EftItem[] = []
  for await (const part of readCpa1464(chunks())) if (part.kind === 'item') items.push(part.item)
  return items
}
