/**
 * Each statement of the program is parsed and planned by PostgreSQL, without being run, on the migrated
 * databases; and the columns that it then has are what the caller's row type says. A fragment is followed to
 * where it is written, in all its variants (texts.ts).
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { API, type Project } from 'typescript/unstable/sync'
import { openDatabase } from '../../src/db/sql.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { movedTables } from '../../src/moving/moved-tables.ts'
import { makeStaging } from '../../src/moving/staging.ts'
import { createDatabases } from '../platform.ts'
import { createDirectoryDatabase } from '../two-cells.ts'
import { differences, openDescriber } from './columns.ts'
import { type Found, numbered, statementsOf } from './texts.ts'

/**
 * Statements whose text cannot be told by reading, as often as a file has them. All are run by the file's
 * tests.
 */
const untold: { why: string; statements: Record<string, number> }[] = [
  {
    why: 'A company’s tables are gone through one by one, as the catalog has them.',
    statements: {
      'src/moving/bring-rows.ts': 2,
      'src/moving/copy-rows.ts': 8,
      'src/moving/door.ts': 3,
      'src/moving/moved-tables.ts': 1,
      'src/moving/seal-anew.ts': 3,
      'src/moving/shared-files.ts': 2,
      'src/moving/staging.ts': 3,
    },
  },
  { why: 'Hands on what it is given, with the time that it took.', statements: { 'src/http/timing.ts': 4 } },
  {
    why: 'Hands on what it is given, within a transaction.',
    statements: { 'src/db/sql.ts': 8, 'src/moving/take-copy-away.ts': 4 },
  },
  {
    why: 'The queues of a list are counted one by one.',
    statements: { 'src/operator/get-overview.ts': 1, 'src/operator/get-work.ts': 1 },
  },
  {
    why: 'What an operator names by its id is looked for by what it is; each has a statement of its own.',
    statements: { 'src/operator/whose.ts': 1 },
  },
  {
    why: 'The tables with sealed columns are gone through one by one.',
    statements: {
      'src/db/seal-checks.ts': 2,
      'src/db/sealing/reseal.ts': 2,
      'src/operator/card-evidence.ts': 1,
    },
  },
  {
    why: 'Names a snapshot, which PostgreSQL takes no parameter for.',
    statements: { 'src/verify/snapshot.ts': 1 },
  },
  {
    why: 'Each reference of a list is looked at, over whatever columns it has.',
    statements: { 'src/verify/reference-checks.ts': 1 },
  },
  {
    why: 'The lists that are summarized are gone through one by one.',
    statements: { 'src/search/make-block.ts': 1, 'src/search/summarize-lists.ts': 2 },
  },
  {
    why: 'Each job says what it has to do by a statement of its own, told where it stands; one asks for all.',
    statements: { 'src/process/bell.ts': 1 },
  },
  {
    why: 'What a search asks for says which sources it has; src/search/find-rows.test.ts asks for each kind.',
    statements: { 'src/search/find-blocks.ts': 1 },
  },
  {
    why: 'The tables that a slice is cut from are gone through one by one.',
    statements: { 'src/verify/slice.ts': 3 },
  },
]

/** Columns that may be null in their table, and are not in the rows that a statement finds or has written. */
const held: { why: string; columns: Record<string, string> }[] = [
  {
    why: 'It is compared with something, or joined by it, which null never passes.',
    columns: {
      'src/clearing/find-missing.ts': 'captured_at',
      'src/companies/time-zone.ts': 'name',
      'src/credits/bank-outcomes.ts': 'to_bank_account_id',
      'src/db/seal-checks.ts': 'name, sealed',
      'src/disputes/chase-disputes.ts': 'submitted_at',
      'src/explain/sources.ts': 'line',
      'src/supervisor/live-checklist.ts': 'name, setting',
      'src/users/audit-filters.ts': 'identifier',
    },
  },
  {
    why: 'This statement has written it, or the one before.',
    columns: {
      'src/disputes/hand-over-response.ts': 'staged_as',
      'src/rails/hand-over-bank-file.ts': 'file_line, staged_as',
      'src/refunds/request-refund.ts': 'credit_card_id',
      'src/webhooks/alert-webhooks.ts': 'alerted',
      'src/webhooks/webhook-turns.ts': 'lease_id',
    },
  },
  {
    why: 'It goes with the state that is asked for, or with another column.',
    columns: {
      'src/charges/end-authorizations.ts':
        'amount, amount_authorized, authorization_code, capture_stan, capture_transmitted_at',
      'src/charges/request-capture.ts':
        'amount, amount_authorized, authorization_code, capture_stan, capture_transmitted_at',
      'src/charges/resolve-attempt.ts':
        'amount, amount_authorized, authorization_code, capture_stan, capture_transmitted_at',
      'src/charges/note-decline.ts': 'fail_reason, network_code',
      'src/charges/reverse-lost.ts': 'sequence',
      'src/disputes/evidence.ts': 'content_type',
      'src/rails/parked-return.ts': 'resolved_at',
      'src/schedules/charge-occurrences.ts': 'from_credit_card_id, transaction_id',
      'src/transactions/get-transaction.ts': 'direction, reason, returned_at',
      'src/vault/first-keys.ts': 'number_ciphertext',
      'src/vault/rotate/rotate-cards.ts': 'number_ciphertext',
      'src/vault/transfer/carry-cards.ts': 'number_ciphertext',
      'src/vault/transfer/export-cards.ts': 'contact_id, number_ciphertext',
      'src/vault/transfer/import-cards.ts': 'their_card_id, their_contact_id',
      'src/webhooks/alert.ts': 'error_class',
    },
  },
]

let databases: Awaited<ReturnType<typeof createDatabases>>
let api: API
let project: Project
let statements: Found[]
let directory: Awaited<ReturnType<typeof createDirectoryDatabase>>
let sides: Record<'main' | 'vault' | 'directory', Awaited<ReturnType<typeof openDescriber>>>
before(async () => {
  databases = await createDatabases()
  directory = await createDirectoryDatabase()
  // What a company's move writes to is there while it goes on.
  const db = openDatabase(databases.databaseUrl, 1, () => undefined)
  await makeStaging(db, crypto.randomUUID(), await movedTables(db))
  await db.close()
  api = new API({ cwd: projectFolder })
  const tsconfig = `${projectFolder}/tsconfig.json`
  project = api.updateSnapshot({ openProjects: [tsconfig] }).getProject(tsconfig)!
  statements = statementsOf(project, (file) => file.startsWith('src/') && !file.endsWith('.test.ts'))
  sides = {
    main: await openDescriber(databases.databaseUrl),
    vault: await openDescriber(databases.vaultDatabaseUrl),
    directory: await openDescriber(directory.url),
  }
})
after(async () => {
  api.close()
  for (const side of Object.values(sides)) await side.close()
  await databases.drop()
  await directory.drop()
})

const textsOf = ({ texts }: Found) => (Array.isArray(texts) ? texts : [])
/** Which database the statements of a file are for. */
const sideOf = (file: string) => {
  if (file.startsWith('src/vault/')) return 'vault'
  return file.startsWith('src/directory/') && !file.endsWith('/ask-cell.ts') ? 'directory' : 'main'
}
const isTemporary = (text: string) => /^\s*create temporary table/.test(text)

/**
 * What is wrong with a statement, and which columns may be null in its rows that the row type has as held.
 */
async function look(found: Found): Promise<{ wrong: string[]; nullable: string[] }> {
  const wrong =
    found.isInferred && Array.isArray(found.texts) ? ['its row type is not written at the call'] : []
  const nullable: string[] = []
  const side = sides[sideOf(found.file)]
  for (const text of textsOf(found).filter((text) => !isTemporary(text)))
    try {
      const columns = await side.describe(numbered(text))
      const told = found.row && differences(project.checker, found.row, columns, text)
      wrong.push(...(told?.wrong ?? []))
      nullable.push(...(told?.nullable ?? []))
    } catch (error) {
      wrong.push((error as Error).message)
    }
  return { wrong, nullable }
}

test('each statement is one that PostgreSQL takes, and its rows have the columns and types that the program reads', async () => {
  // Tables of a transaction, for others of the same.
  for (const text of statements.flatMap(textsOf).filter(isTemporary))
    await sides.main.run(text.replace('on commit drop', ''))
  const wrong: string[] = []
  const nullable = new Map<string, string[]>()
  for (const found of statements) {
    const told = await look(found)
    wrong.push(...told.wrong.map((what) => `${found.file}:${found.line}: ${what}`))
    if (told.nullable.length > 0)
      nullable.set(found.file, [...(nullable.get(found.file) ?? []), ...told.nullable])
  }
  assert.deepEqual([...new Set(wrong)], [])
  assert.deepEqual(
    Object.fromEntries([...nullable].map(([file, names]) => [file, [...new Set(names)].sort().join(', ')])),
    Object.assign({}, ...held.map(({ columns }) => columns)),
    'columns that may be null, and that a row type has as held',
  )
})

test('the text of every statement can be told, but for those that are listed with a reason', () => {
  assert.ok(statements.length > 350, `${statements.length} statements`)
  const found = statements.filter(({ texts }) => !Array.isArray(texts))
  assert.deepEqual(
    Object.fromEntries([...Map.groupBy(found, ({ file }) => file)].map(([file, all]) => [file, all.length])),
    Object.assign({}, ...untold.map(({ statements }) => statements)),
  )
  const empty = statements.filter(({ texts }) => Array.isArray(texts) && texts.length === 0)
  // By name: to print a statement with its row's type would be to print all that the compiler knows.
  assert.deepEqual(
    empty.map(({ file, line }) => `${file}:${line}`),
    [],
  )
})

test('a mistake is seen wherever it is: a name or a type of a column, a fragment, its variant, what a caller hands in', async () => {
  const found = statementsOf(project, (file) => file === 'test/statements/mistakes.ts')
  const told = []
  for (const one of found) told.push(await look(one))
  assert.deepEqual(
    told.map(({ wrong, nullable }) =>
      [...wrong, ...nullable.map((name) => `${name} may be null`)].join(' / '),
    ),
    [
      'column "payable_til" does not exist',
      'amount is number, but the column is int8',
      'there is no column sum',
      'created_at is string, but the column is timestamptz',
      'tags is number[], but the column is _text',
      'fail_reason may be null',
      'column "amonut" does not exist',
      'column "stat" does not exist',
      'column "debit_id" does not exist',
      'column "nope" does not exist',
      'column "record_id" does not exist',
      'its row type is not written at the call',
    ],
  )
})
