import { createReadStream } from 'node:fs'
import { BankFileError } from '../rails/bank-file-error.ts'
import { type BankProfile, layouts } from '../rails/eft/bank-profile.ts'
import type { EftHeader, EftItem } from '../rails/eft/eft-item.ts'
import { type NoticeOfChange, writeNotices } from '../rails/eft/notice-of-change.ts'
import { writeCpa1464 } from '../rails/eft/write-cpa-1464.ts'
import { movedTo } from './bank-accounts.ts'
import { ITEMS_MAX, type WireFile } from './bank-wire.ts'

const LINE_END = '\r\n'
/** The simulated bank's data centre. */
const DATA_CENTRE = '00110'

/** Reads a file of CPA Standard 005 as an originator sends it. */
export async function readEftFile(path: string, { layout }: BankProfile): Promise<WireFile> {
  const items: EftItem[] = []
  let header: EftHeader | undefined
  let problem: string | undefined
  try {
    for await (const part of layouts[layout].read(createReadStream(path))) {
      if (part.kind === 'header') header = part.header
      if (part.kind === 'item') items.push(part.item)
      if (items.length > ITEMS_MAX)
        throw new BankFileError(`a file must not hold more than ${ITEMS_MAX} items`)
    }
    if (items.some(({ type }) => type !== 'C' && type !== 'D'))
      problem = 'only C and D are taken from an originator'
  } catch (error) {
    if (!(error instanceof BankFileError)) throw error
    problem = error.message
  }
  const answer = (number: number, day: string): EftHeader => ({
    ...header!,
    fileCreationNumber: number,
    creationDate: day,
    destinationDataCentre: DATA_CENTRE,
  })
  return {
    rail: 'eft',
    ...(header === undefined
      ? {}
      : {
          header: {
            originatorId: header.originatorId,
            number: header.fileCreationNumber,
            createdOn: header.creationDate,
            currency: header.currency,
          },
        }),
    items: items.map((item) => ({
      reference: item.crossReference,
      direction: item.type === 'D' ? 'debit' : 'credit',
      amount: item.amount,
      due: item.date,
      accountNumber: item.account.number,
    })),
    ...(problem === undefined ? {} : { problem }),
    returns: (number, day, of) =>
      writeCpa1464(
        answer(number, day),
        of.map(({ at, code }) => toReturn(items[at]!, code)),
        LINE_END,
      ),
    notices: (number, day, of) =>
      writeNotices(
        answer(number, day),
        of.map(({ at }) => toNotice(items[at]!)),
        LINE_END,
      ),
  }
}

/**
 * The item on its way back: reason, original type, and both accounts changed places (data elements 04, 10,
 * 16, 17, 19).
 */
const toReturn = (item: EftItem, code: string): EftItem => ({
  ...item,
  type: item.type === 'D' ? 'J' : 'I',
  transactionType: code,
  storedTransactionType: item.transactionType,
  account: item.returnAccount ?? item.account,
  returnAccount: item.account,
  originalItemTrace: item.itemTrace,
})

const toNotice = ({ crossReference, account, name }: EftItem): NoticeOfChange => ({
  crossReference,
  old: account,
  name,
  new: { institution: account.institution, transit: movedTo.transit, number: movedTo.number },
})
