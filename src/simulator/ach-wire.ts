import { createReadStream } from 'node:fs'
import { hasAbaChecksum } from '../ground/routing-number.ts'
import { BankFileError } from '../rails/bank-file-error.ts'
import {
  type AchBatch,
  type AchEntry,
  type AchHeader,
  type Addenda,
  transactionCodeOf,
  transactionCodes,
} from '../rails/nacha/ach-entry.ts'
import { type ChangeCode, writeCorrected } from '../rails/nacha/corrected-data.ts'
import { readNacha } from '../rails/nacha/read-nacha.ts'
import { type BatchedEntry, writeNacha } from '../rails/nacha/write-nacha.ts'
import { movedTo } from './bank-accounts.ts'
import { ITEMS_MAX, type WireFile } from './bank-wire.ts'

const LINE_END = '\r\n'

/** Reads a NACHA file as an originator sends it. It has its number in the header's reference code. */
export async function readAchFile(path: string): Promise<WireFile> {
  const entries: BatchedEntry[] = []
  let header: AchHeader | undefined
  let problem: string | undefined
  try {
    for await (const part of readNacha(createReadStream(path))) {
      if (part.kind === 'header') header = part.header
      if (part.kind === 'entry') entries.push(part)
      if (entries.length > ITEMS_MAX)
        throw new BankFileError(`a file must not hold more than ${ITEMS_MAX} entries`)
    }
    problem = problemOf(entries)
  } catch (error) {
    if (!(error instanceof BankFileError)) throw error
    problem = error.message
  }
  const answer = (number: number, day: string) => answerHeader(header!, number, day)
  return {
    rail: 'ach',
    ...(header && /^\d{4}$/.test(header.reference)
      ? {
          header: {
            originatorId: entries[0]?.batch.companyId.trim() ?? header.immediateOrigin.trim(),
            number: Number(header.reference),
            createdOn: header.createdOn,
            currency: 'USD',
          },
        }
      : {}),
    items: entries.map(({ batch, entry }) => ({
      reference: entry.individualId,
      direction: transactionCodes[entry.transactionCode].direction,
      amount: entry.amount,
      due: batch.effectiveOn,
      accountNumber: entry.account,
      entryClass: `${batch.secCode} ${entry.discretionary}`.trim(),
    })),
    ...(problem === undefined ? {} : { problem }),
    returns: (number, day, of) =>
      writeNacha(
        answer(number, day),
        comingBack(of.map(({ at, code }) => toReturn(entries[at]!, code))),
        LINE_END,
      ),
    notices: (number, day, of) =>
      writeNacha(
        answer(number, day),
        comingBack(of.map(({ at, change }) => toNotice(entries[at]!, change as ChangeCode))),
        LINE_END,
      ),
  }
}

/** What an ODFI asks for beyond the layout. */
function problemOf(entries: BatchedEntry[]): string | undefined {
  for (const { batch, entry } of entries) {
    if (batch.companyId !== entries[0]!.batch.companyId) return 'the batches are of two companies'
    if (transactionCodes[entry.transactionCode].is !== 'live') return 'only entries that move money are taken'
    if (entry.trace.slice(0, 8) !== batch.odfi) return 'a trace number must begin with the ODFI of its batch'
    if (batch.effectiveOn === '') return 'an effective entry date must be given'
  }
  return undefined
}

const MODIFIERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/**
 * Time and modifier count the bank's answers, so that each is a file of its own however many there are in a
 * minute.
 */
function answerHeader(header: AchHeader, number: number, day: string): AchHeader {
  const minute = Math.floor((number - 1) / MODIFIERS.length)
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    ...header,
    immediateDestination: header.immediateOrigin,
    immediateOrigin: header.immediateDestination,
    destinationName: header.originName,
    originName: header.destinationName,
    createdOn: day,
    createdAt: two(Math.floor(minute / 60)) + two(minute % 60),
    modifier: MODIFIERS[(number - 1) % MODIFIERS.length]!,
    reference: '',
  }
}

/**
 * An entry on its way back: from the receiver's bank to the ODFI, with a trace number of its own still to be
 * given.
 */
type Back = { batch: AchBatch; entry: AchEntry; addenda: Exclude<Addenda, { type: '05' }> }

function toBack({ batch, entry }: BatchedEntry, addenda: Back['addenda']): Back {
  const rdfi = entry.routing.slice(0, 8)
  const { account, direction } = transactionCodes[entry.transactionCode]
  return {
    batch: { ...batch, odfi: rdfi },
    entry: {
      ...entry,
      transactionCode: transactionCodeOf(account, direction, 'returned'),
      routing: withCheckDigit(batch.odfi),
    },
    addenda,
  }
}

const original = ({ entry }: BatchedEntry) => ({
  originalTrace: entry.trace,
  originalDfi: entry.routing.slice(0, 8),
  trace: '',
})

const toReturn = (of: BatchedEntry, code: string): Back =>
  toBack(of, { type: '99', code, ...original(of), dateOfDeath: '', information: '' })

function toNotice(of: BatchedEntry, code: ChangeCode): Back {
  const { direction } = transactionCodes[of.entry.transactionCode]
  const corrected = writeCorrected(code, {
    routing: movedTo.routing,
    account: movedTo.number,
    transactionCode: transactionCodeOf('savings', direction),
    name: 'ANOTHER NAME',
    individualId: of.entry.individualId,
  })
  const back = toBack(of, { type: '98', code, ...original(of), corrected })
  return {
    ...back,
    batch: { ...back.batch, secCode: 'COR', serviceClass: '200' },
    entry: { ...back.entry, amount: 0n },
  }
}

/** By bank and batch, each bank numbering what it sends. */
function comingBack(all: Back[]): BatchedEntry[] {
  const key = ({ batch }: Back) => JSON.stringify([batch.odfi, Object.values(batch)])
  const sorted = all.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  return sorted.map(({ batch, entry, addenda }, at) => {
    const trace = batch.odfi + String(at + 1).padStart(7, '0')
    return { batch, entry: { ...entry, trace, addenda: { ...addenda, trace } } }
  })
}

const withCheckDigit = (odfi: string): string =>
  [...'0123456789'].map((digit) => odfi + digit).find(hasAbaChecksum)!
