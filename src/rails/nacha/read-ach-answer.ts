import type { Notice, Return } from '../bank-answer.ts'
import { BankFileError } from '../bank-file-error.ts'
import { type AchEntry, type AchHeader, transactionCodes } from './ach-entry.ts'
import { readCorrected } from './corrected-data.ts'
import { readNacha } from './read-nacha.ts'

/** What a bank's NACHA file says. `companyId` is null in one that has no batches, as some banks send on days without a return. */
export type AchAnswer = { number: string; companyId: string | null; returns: Return[]; notices: Notice[] }

/**
 * Reads a file of returns (addenda 99) and notices of change (addenda 98) to its end. Throws a BankFileError for one that is not whole and
 * valid, has other entries or other companies', or more than `itemsMax` of them.
 */
export async function readAchAnswer(chunks: AsyncIterable<Uint8Array>, itemsMax: number): Promise<AchAnswer> {
  const returns: Return[] = []
  const notices: Notice[] = []
  let header: AchHeader | undefined
  let companyId: string | null = null
  for await (const part of readNacha(chunks)) {
    if (part.kind === 'header') header = part.header
    if (part.kind !== 'entry') continue
    const { entry, batch, line } = part
    const company = batch.companyId.trim()
    if (companyId !== null && company !== companyId)
      throw new BankFileError('must be that of the first batch', { record: line, field: 'company id' })
    companyId = company
    if (returns.length + notices.length === itemsMax)
      throw new BankFileError(`must not hold more than ${itemsMax} entries`)
    const place = `record ${line}`
    const { addenda } = entry
    if (addenda?.type === '99')
      returns.push({
        ...{ place, original: originalOf(addenda, entry), code: addenda.code, amount: entry.amount },
        ...{ currency: 'USD', direction: transactionCodes[entry.transactionCode].direction },
      })
    else if (addenda?.type === '98') notices.push(toNotice(addenda, entry, place))
    else
      throw new BankFileError('must be a return or a notice of change: a bank sends us nothing else', {
        record: line,
      })
  }
  const { createdOn, createdAt, modifier } = header!
  return { number: `${createdOn} ${createdAt} ${modifier}`, companyId, returns, notices }
}

const originalOf = ({ originalTrace }: { originalTrace: string }, { individualId }: AchEntry) => ({
  trace: originalTrace,
  individualId,
})

/** Corrected data that cannot be read leaves the code alone: that there is a change is known all the same. */
function toNotice(addenda: AchEntry['addenda'] & { type: '98' }, entry: AchEntry, place: string): Notice {
  const { routing, account, transactionCode, name } = readCorrected(addenda) ?? {}
  return {
    ...{ place, original: originalOf(addenda, entry), changeCode: addenda.code },
    ...(routing === undefined ? {} : { routing }),
    ...(account === undefined ? {} : { number: account }),
    ...(name === undefined ? {} : { holderName: name }),
    ...(transactionCode === undefined
      ? {}
      : {
          accountType: transactionCodes[transactionCode].account === 'savings' ? 'savings' : 'chequing',
        }),
  }
}
