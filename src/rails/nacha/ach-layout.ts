import { bankHolderName, bankText } from '../../ground/bank-text.ts'
import type { Config } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import { hasAbaChecksum } from '../../ground/routing-number.ts'
import type { BankFileRow, WritableItem } from '../bank-file.ts'
import { bankTime } from '../banking-calendar.ts'
import type { FileLayout } from '../file-layout.ts'
import { type AchBatch, type AchEntry, type AchHeader, transactionCodeOf } from './ach-entry.ts'
import { type AchProfile, type AchProfileName, achProfiles } from './ach-profile.ts'
import { traceSuffix } from './ach-trace.ts'
import { entryClassOf } from './sec-code.ts'
import { type BatchedEntry, writeNacha } from './write-nacha.ts'

type AchFile = BankFileRow & {
  profile: AchProfileName
  originator: {
    name: string
    odfi: string
    destination: string
    destinationName: string
    origin: string
  }
}

/** NACHA files. A batch is one company's items of one class, direction and day; traces rise within it. */
export const achLayout = {
  filePrefix: 'ACH',
  profiles: achProfiles as Record<AchProfileName, AchProfile>,
  originatorOf,
  sortKeyOf: (item) =>
    [
      item.is_company ? '' : item.company_id,
      entryClassOf(item).secCode,
      item.direction,
      item.file_due_on,
      traceSuffix(item.trace_number),
    ].join(' '),
  write(file, items) {
    const of = file as AchFile
    return writeNacha(headerOf(of), toEntries(of, items), achProfiles[of.profile].lineEnd)
  },
} as const satisfies FileLayout

function originatorOf({ ach }: Config['bank']): AchFile['originator'] {
  const party = (name: string, value: string) => {
    if (!/^[ 0-9A-Z][0-9A-Z]{9}$/.test(value.padStart(10)))
      throw new OperatorError(`${name} must be a routing number, or ten digits or capital letters.`)
    return value.padStart(10)
  }
  if (!/^\d{9}$/.test(ach.odfi) || !hasAbaChecksum(ach.odfi))
    throw new OperatorError('JETPAY_ACH_ODFI must be the routing number of your bank.')
  if (!/^[0-9A-Z]{1,10}$/.test(ach.companyId))
    throw new OperatorError('JETPAY_ACH_COMPANY_ID must be 1 to 10 digits or capital letters.')
  if (bankText(ach.companyName, 16) === '')
    throw new OperatorError('JETPAY_ACH_COMPANY_NAME must have a letter.')
  return {
    name: bankText(ach.companyName, 23),
    odfi: ach.odfi.slice(0, 8),
    destination: party('JETPAY_ACH_DESTINATION', ach.destination ?? ach.odfi),
    destinationName: bankText(ach.destinationName, 23),
    origin: party('JETPAY_ACH_ORIGIN', ach.origin ?? ach.companyId),
  }
}

/** Modifiers of the files of a day: of 36 files in a row no two have the same. */
const MODIFIERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

function headerOf({ originator, ...file }: AchFile): AchHeader {
  const { day, minute } = bankTime(file.created_at, 'united_states')
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    immediateDestination: originator.destination,
    immediateOrigin: originator.origin,
    createdOn: day,
    createdAt: two(Math.floor(minute / 60)) + two(minute % 60),
    modifier: MODIFIERS[(file.file_number - 1) % MODIFIERS.length]!,
    destinationName: originator.destinationName,
    originName: originator.name,
    // Ours; a bank may name it in what it says of the file.
    reference: String(file.file_number).padStart(4, '0'),
  }
}

async function* toEntries(file: AchFile, items: AsyncIterable<WritableItem>): AsyncGenerator<BatchedEntry> {
  for await (const item of items) yield { batch: toBatch(file, item), entry: toEntry(file, item) }
}

function toBatch({ originator, originator_id }: AchFile, item: WritableItem): AchBatch {
  const { secCode, ...description } = entryClassOf(item)
  return {
    serviceClass: item.direction === 'debit' ? '225' : '220',
    // Who the holder knows: its platform, or, for a company's own account, us.
    companyName: (!item.is_company && bankText(item.company_name, 16)) || bankText(originator.name, 16),
    companyData: '',
    companyId: originator_id,
    secCode,
    description: description[item.direction],
    descriptiveDate: '',
    effectiveOn: item.due_on,
    settlementDay: '',
    originatorStatus: '1',
    odfi: originator.odfi,
  }
}

const toEntry = ({ originator }: AchFile, item: WritableItem): AchEntry => ({
  transactionCode: transactionCodeOf(
    item.account_type === 'savings' ? 'savings' : 'checking',
    item.direction,
  ),
  routing: item.routing_number!,
  account: item.account_number,
  amount: item.amount,
  individualId: item.trace_number,
  // A name in another script leaves nothing; banks refuse an entry without one.
  name: bankHolderName(item.holder_name, 'ach'),
  // One payment that was agreed to, not one of many.
  discretionary: entryClassOf(item).secCode === 'WEB' ? 'S' : '',
  trace: originator.odfi + traceSuffix(item.trace_number),
  addenda: null,
})
