import type { KeyObject } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'
import { counted } from '../../ground/counted.ts'
import { OperatorError } from '../../ground/errors.ts'
import { ownAccount } from '../../ground/own-account.ts'
import { appendAudit } from '../../vault/audit/append-audit.ts'
import { openVaultKeys } from '../../vault/data-keys.ts'
import { ensureVaultKeys } from '../../vault/ensure-keys.ts'
import { openKeks } from '../../vault/kek/open-keks.ts'
import { exportCards } from '../../vault/transfer/export-cards.ts'
import { askForImport, importCards } from '../../vault/transfer/import-cards.ts'
import { ensureImportKey, readImportKey } from '../../vault/transfer/import-key.ts'
import { readRecipientKey, recipientKeyOf } from '../../vault/transfer/recipient-key.ts'
import {
  approvedTransfer,
  approveTransfer,
  askForExport,
  cancelTransfer,
  findTransfer,
  listTransfers,
  notNow,
  type TransferRow,
} from '../../vault/transfer/transfer.ts'
import { type Given, wholeList } from '../command.ts'
import { onVaultDatabase } from '../keys/vault-database.ts'
import { openProgress } from '../progress.ts'
import { uuid } from '../read-word.ts'
import { claimOf } from './custodians.ts'
import { writeResult } from './write-result.ts'

const LOOK_EVERY_MS = 250
/** A worker takes a step within a second or so; longer without one, and there is none. */
const NO_STEP_MS = 30_000

const askingOf = async (given: Given) => ({
  companyId: uuid(given.need('company')),
  note: given.need('note'),
  ...(await claimOf(given)),
})

/** A transfer as it is shown; what must be compared with the other side’s word is `check`. */
const shown = (row: TransferRow) => ({
  transfer_id: row.transfer_id,
  direction: row.direction,
  state: row.state,
  company_id: row.company_id,
  cards: Number(row.cards),
  check: row.direction === 'export' ? row.thumbprint : row.file_sha256,
  from: row.origin,
  note: row.note,
  asked_by: row.asked_by,
  asked_at: row.asked_at,
  approved_by: row.approved_by,
  ends_at: row.ended_at ?? row.ends_at,
  problem: row.problem,
})

/**
 * The vault's keys in this process: it writes or reads numbers, which the vault's own may not do to files.
 */
async function keysOf(db: Database) {
  const config = readConfig()
  await ensureVaultKeys(db, config)
  return openVaultKeys(db, await openKeks(config))
}

/** `jetpay cards export ask`. */
export async function askExport(given: Given): Promise<unknown> {
  uuid(given.need('company'))
  const recipient = readRecipientKey(given.need('key'))
  return onVaultDatabase(async (db) => prepared(db, await askForExport(db, await askingOf(given), recipient)))
}

/** `jetpay cards import ask`. */
export const askImport = (given: Given): Promise<unknown> => {
  uuid(given.need('company'))
  return onVaultDatabase(async (db) => {
    const keyOf = () => readImportKey(readConfig().vaultKeyFile)
    return prepared(db, await askForImport(db, keyOf, given.word, await askingOf(given)))
  })
}

/** Waits for the main side’s part: it lists the cards, or finds the contacts. */
async function prepared(db: Database, transferId: string): Promise<unknown> {
  const row = await follow(
    db,
    transferId,
    'preparing',
    (row) => `${row.direction}: ${counted(row.cards, 'card')} so far`,
  )
  if (row.state !== 'asked') throw notNow(row, 'asked for')
  const other =
    row.direction === 'export'
      ? 'recipient for the thumbprint of their key'
      : 'sender for the SHA-256 of the file'
  return {
    ...shown(row),
    next: `Another custodian asks the ${other}, by another way than it came, and approves with \`jetpay cards transfer approve\`.`,
  }
}

async function follow(
  db: Database,
  transferId: string,
  while_: TransferRow['state'],
  line: (row: TransferRow) => string,
): Promise<TransferRow> {
  const progress = openProgress(() => '\nIt goes on; `jetpay cards transfer list` shows how far it is.')
  let step = -1n
  let since = performance.now()
  try {
    for (;;) {
      const row = await findTransfer(db, transferId)
      if (row.state !== while_) return row
      if (row.step !== step) since = performance.now()
      step = row.step
      if (performance.now() - since > NO_STEP_MS)
        throw new OperatorError(
          `The transfer ${transferId} waits for the worker, which finds contacts and cards: see that it runs, and reaches the vault.`,
          'service_unavailable',
        )
      progress.say(line(row))
      await delay(LOOK_EVERY_MS)
    }
  } finally {
    progress.end()
  }
}

/** `jetpay cards transfer list`. */
export const listAll = () => onVaultDatabase(async (db) => wholeList((await listTransfers(db)).map(shown)))

/** `jetpay cards transfer approve`. */
export const approve = (given: Given) => {
  const id = uuid(given.word)
  return onVaultDatabase(async (db) => {
    const asked = await findTransfer(db, id)
    // Before the secret is typed, so that whoever approves has seen what.
    if (process.stdin.isTTY) console.error(JSON.stringify(shown(asked), null, 2))
    return shown(await approveTransfer(db, id, await claimOf(given), given.need('check')))
  })
}

/** `jetpay cards transfer cancel`. */
export const cancel = (given: Given) => {
  const id = uuid(given.word)
  return onVaultDatabase(async (db) => {
    await findTransfer(db, id)
    return shown(await cancelTransfer(db, id, await claimOf(given)))
  })
}

/** `jetpay cards export run`. */
export const runExport = (given: Given) => {
  const id = uuid(given.word)
  return onVaultDatabase(async (db) => {
    await findTransfer(db, id)
    const claim = await claimOf(given)
    const row = await approvedTransfer(db, id, 'export', claim)
    const progress = openProgress()
    try {
      return await exportCards(db, await keysOf(db), row, given.need('out'), claim.name, (cards) =>
        progress.say(`${cards} of ${counted(row.cards, 'card')} written`),
      )
    } finally {
      progress.end()
    }
  })
}

/** `jetpay cards import run`. */
export const runImport = (given: Given) => {
  const id = uuid(given.word)
  return onVaultDatabase(async (db) => {
    await findTransfer(db, id)
    const claim = await claimOf(given)
    const row = await approvedTransfer(db, id, 'import', claim)
    if (row.state === 'approved') {
      const key = readImportKey(readConfig().vaultKeyFile)
      const progress = openProgress(() => '\nThe same command goes on from there.')
      try {
        await importCards(db, await keysOf(db), key, row, given.need('file'), claim.name, (cards) =>
          progress.say(`${cards} of ${counted(row.cards, 'card')} stored`),
        )
      } finally {
        progress.end()
      }
    }
    await follow(db, id, 'landing', () => 'the worker makes the contacts’ cards')
    return {
      transfer_id: id,
      result: given.need('result'),
      ...(await writeResult(db, id, given.need('result'))),
    }
  })
}

/** `jetpay cards import key`. */
export const importKey = () =>
  onVaultDatabase(async (db) => {
    const note = (step: 'made' | 'shown', key: KeyObject) =>
      appendAudit(db, {
        do: step === 'made' ? 'key.change' : 'key.use',
        by: ownAccount(),
        what: 'card import',
        step,
        to_key: recipientKeyOf(key).thumbprint,
      })
    const kept = await ensureImportKey(readConfig().vaultKeyFile, (key) => note('made', key))
    const { file, made, public: key } = kept
    if (!made) await note('shown', key)
    const { thumbprint } = recipientKeyOf(key)
    return { public_key: key.export({ type: 'spki', format: 'pem' }), thumbprint, made, kept: file }
  })
