import { BankFileError } from '../bank-file-error.ts'
import type { Notice, Original, Return } from '../bank-message.ts'
import { type TransactionCode, transactionCodes } from './ach-entry.ts'
import { secCodes } from './check-entry.ts'
import { readCorrected } from './corrected-data.ts'
import { type BankEntry, type BankPart, readBankNacha } from './read-bank-nacha.ts'
import { stageOf } from './return-stage.ts'

/**
 * What a bank's NACHA file says. `number` tells it from the bank's other files; null where the bank gives it
 * nothing that would. `originators` are the company ids of its batches: none in a file without batches, as
 * some banks send on days without a return.
 */
export type AchAnswer = { number: string | null; originators: string[]; returns: Return[]; notices: Notice[] }

/**
 * Reads a file of returns (addenda 99) and notices of change (addenda 98) to its end. Throws a BankFileError
 * for one that is not whole and valid, has other entries, or more than `itemsMax` of them.
 */
export async function readAchAnswer(chunks: AsyncIterable<Uint8Array>, itemsMax: number): Promise<AchAnswer> {
  const returns: Return[] = []
  const notices: Notice[] = []
  const originators = new Set<string>()
  let header: (BankPart & { kind: 'header' })['header'] | undefined
  for await (const part of readBankNacha(chunks)) {
    if (part.kind === 'header') {
      header = part.header
      continue
    }
    const { entry } = part
    originators.add(entry.batch.companyId.trim())
    if (returns.length + notices.length === itemsMax)
      throw new BankFileError(`must not hold more than ${itemsMax} entries`)
    if (entry.returns.length > 0) returns.push(toReturn(entry))
    else if (entry.changes.length > 0) notices.push(toNotice(entry))
    else
      throw new BankFileError('must be a return or a notice of change: a bank sends us nothing else', {
        line: entry.line,
      })
  }
  const { createdOn, createdAt, modifier } = header!
  const number = modifier === '' ? null : `${createdOn} ${createdAt} ${modifier.toUpperCase()}`
  return { number, originators: [...originators], returns, notices }
}

type Addenda = BankEntry['returns' | 'changes'][number]

const originalOf = (
  { originalTrace, originalDfi }: Addenda,
  { individualId, account }: BankEntry,
): Original => ({
  trace: originalTrace,
  individualId: individualId.trim().toUpperCase(),
  routing: originalDfi.trim(),
  account: account.trim(),
})

const about = (entry: BankEntry) => ({
  position: `line ${entry.line}`,
  originator: entry.batch.companyId.trim(),
  ...((secCodes as readonly string[]).includes(entry.batch.secCode)
    ? {}
    : { unfit: `it is of class ${entry.batch.secCode}, which we never send` }),
})

/**
 * Where several addenda 99 follow an entry, as they do a contested return, the last one that is more than a
 * return counts.
 */
function toReturn(entry: BankEntry): Return {
  const addenda = entry.returns.findLast(({ code }) => stageOf(code) !== 'return') ?? entry.returns.at(-1)!
  return {
    ...about(entry),
    original: originalOf(addenda, entry),
    code: addenda.code,
    stage: stageOf(addenda.code),
    amount: entry.amount,
    currency: 'USD',
    direction: entry.direction,
  }
}

/**
 * Codes with which an ODFI refuses a notice of the RDFI's (Nacha Operating Rules, Appendix Five): nothing has
 * changed.
 */
const REFUSED = /^C6\d$/

/** Corrected data that cannot be read leaves the code alone: that there is a change is known all the same. */
function toNotice(entry: BankEntry): Notice {
  const addenda = entry.changes.at(-1)!
  const { code, corrected } = addenda
  const { routing, account, transactionCode, name } = readCorrected({ code, corrected }) ?? {}
  return {
    ...about(entry),
    ...(REFUSED.test(code) ? { unfit: `it refuses a notice of change (${code}), and changes nothing` } : {}),
    original: originalOf(addenda, entry),
    changeCode: code,
    ...(routing === undefined ? {} : { routing }),
    ...(account === undefined ? {} : { number: account }),
    ...(name === undefined ? {} : { holderName: name }),
    ...(transactionCode === undefined ? {} : { accountType: accountTypeOf(transactionCode) }),
  }
}

const accountTypeOf = (code: TransactionCode) =>
  transactionCodes[code].account === 'savings' ? 'savings' : 'chequing'
