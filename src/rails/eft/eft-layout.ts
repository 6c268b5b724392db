import { bankHolderName, bankText } from '../../ground/bank-text.ts'
import type { Config } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import type { BankFileRow, WritableItem } from '../bank-file.ts'
import type { Direction } from '../bank-item.ts'
import type { FileLayout } from '../file-layout.ts'
import { type BankProfile, type BankProfileName, bankProfiles, layouts } from './bank-profile.ts'
import type { CanadianAccount, EftHeader, EftItem } from './eft-item.ts'

type EftFile = BankFileRow & {
  profile: BankProfileName
  originator: { shortName: string; name: string; dataCentre: string; returnAccount: CanadianAccount }
}

/** Standard 007: 450 miscellaneous payments, which we pull; 460 accounts payable, which we push. */
const transactionTypes: Record<Direction, string> = { debit: '450', credit: '460' }

/** Files of CPA Standard 005, in the layout of the profile. */
export const eftLayout = {
  filePrefix: 'EFT',
  profiles: bankProfiles as Record<BankProfileName, BankProfile>,
  originatorOf,
  // Segments of one type share records: debits first.
  sortKeyOf: ({ direction }) => (direction === 'debit' ? '0' : '1'),
  write(file, items) {
    const of = file as EftFile
    const { layout, lineEnd } = bankProfiles[of.profile]
    return layouts[layout].write(headerOf(of), toSegments(of, items), lineEnd)
  },
} as const satisfies FileLayout

function originatorOf(bank: Config['bank']): EftFile['originator'] {
  const [, institution, transit, number] = /^(\d{3})-(\d{5})-(\w{1,12})$/.exec(bank.returnAccount) ?? []
  if (!institution || !transit || !number)
    throw new OperatorError('JETPAY_BANK_RETURN_ACCOUNT must be like 001-00011-1000001.')
  if (!/^\d{5}$/.test(bank.dataCentre)) throw new OperatorError('JETPAY_BANK_DATA_CENTRE must be 5 digits.')
  if (!/^[\w]{1,10}$/.test(bank.originatorId))
    throw new OperatorError('JETPAY_BANK_ORIGINATOR_ID must be 1 to 10 letters or digits.')
  return {
    shortName: bank.originatorShortName,
    name: bank.originatorName,
    dataCentre: bank.dataCentre,
    returnAccount: { institution, transit, number },
  }
}

const headerOf = (file: EftFile): EftHeader => ({
  originatorId: file.originator_id,
  fileCreationNumber: file.file_number,
  creationDate: file.created_on,
  destinationDataCentre: file.originator.dataCentre,
  currency: file.currency,
})

async function* toSegments(file: EftFile, items: AsyncIterable<WritableItem>): AsyncGenerator<EftItem> {
  for await (const item of items) yield toSegment(file, item)
}

function toSegment(file: EftFile, item: WritableItem): EftItem {
  const { originator } = file
  return {
    type: item.direction === 'debit' ? 'D' : 'C',
    transactionType: transactionTypes[item.direction],
    amount: item.amount,
    date: item.due_on,
    account: {
      institution: item.institution_number!,
      transit: item.transit_number!,
      number: item.account_number,
    },
    itemTrace: itemTrace(file, item.file_line),
    storedTransactionType: '000',
    originatorShortName: bankText(originator.shortName, 15),
    // A name in another script leaves nothing; banks refuse an item without one.
    name: bankHolderName(item.holder_name, 'eft'),
    originatorLongName: bankText(originator.name, 30),
    userId: file.originator_id,
    crossReference: item.trace_number,
    returnAccount: originator.returnAccount,
    sundry: bankText(item.sundry, 15),
    originalItemTrace: '',
    settlementCode: '',
    invalidDataElements: '0'.repeat(11),
  }
}

/**
 * Appendix 1, "Item Trace Number": the destination's data centre without its last digit 4, the originating
 * direct clearer's data centre 5, file creation number 4, item 9. The bank that we send to is both. Zeros
 * where it numbers the items itself.
 */
function itemTrace({ profile, originator: { dataCentre }, ...file }: EftFile, line: number): string {
  if (bankProfiles[profile].itemTrace === 'zeros') return '0'.repeat(22)
  const number = String(file.file_number).padStart(4, '0')
  return `${dataCentre.slice(0, 4)}${dataCentre}${number}${String(line).padStart(9, '0')}`
}
